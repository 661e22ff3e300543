//! Announcements: what an organiser writes to a part of those who signed up for an event.

use crate::{Failure, FieldCode, Instant, RoleId, ShiftId, form, form::Errors};
use serde::{Deserialize, Serialize};
use std::str::FromStr;

/// The most characters of a subject.
pub const MAX_SUBJECT: usize = 120;
/// The most characters of a text.
pub const MAX_BODY: usize = 4000;

/// A part of those who signed up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Group {
    /// With a seat or a place in a shift, before the door is known.
    Confirmed,
    /// In line, or with an offer.
    Waiting,
    /// On whom the organisers or the lot decide.
    Undecided,
    /// With a seat at the event itself, and no place in a shift of it.
    Guests,
    /// With a place in any shift.
    Helpers,
    /// Let in at the door.
    CheckedIn,
    /// With a seat, not let in.
    NotCheckedIn,
    /// With a place in a shift of this role.
    Role(RoleId),
    /// With a place in this shift.
    Shift(ShiftId),
}

impl Group {
    /// Those that have a box of their own.
    pub const BOXES: [Self; 7] = [
        Self::Confirmed,
        Self::Waiting,
        Self::Undecided,
        Self::Guests,
        Self::Helpers,
        Self::CheckedIn,
        Self::NotCheckedIn,
    ];

    /// The word in the database and in forms.
    pub fn word(self) -> String {
        match self {
            Self::Confirmed => "confirmed".into(),
            Self::Waiting => "waiting".into(),
            Self::Undecided => "undecided".into(),
            Self::Guests => "guests".into(),
            Self::Helpers => "helpers".into(),
            Self::CheckedIn => "checked_in".into(),
            Self::NotCheckedIn => "not_checked_in".into(),
            Self::Role(id) => format!("role:{id}"),
            Self::Shift(id) => format!("shift:{id}"),
        }
    }

    /// The group of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        match word.split_once(':') {
            Some(("role", id)) => id.parse().ok().map(Self::Role),
            Some(("shift", id)) => id.parse().ok().map(Self::Shift),
            Some(_) => None,
            None => Self::BOXES.into_iter().find(|g| g.word() == word),
        }
    }

    /// Is it to be had for an event at `now`? Who came is asked from its start on; what no event of its kind has is not asked.
    pub fn is_of(self, event: Facts) -> bool {
        match self {
            Self::Confirmed | Self::Waiting => true,
            Self::Undecided => event.has_undecided,
            Self::Guests | Self::Helpers | Self::Role(_) | Self::Shift(_) => event.has_shifts,
            Self::CheckedIn | Self::NotCheckedIn => event.now >= event.starts,
        }
    }
}

/// What decides which groups an event has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    pub starts: Instant,
    pub now: Instant,
    /// Somebody awaits a decision.
    pub has_undecided: bool,
    pub has_shifts: bool,
}

/// Groups as the database keeps them: "confirmed,waiting".
pub fn words(groups: &[Group]) -> String {
    groups.iter().map(|g| g.word()).collect::<Vec<_>>().join(",")
}

/// The groups of stored words.
pub fn from_words(words: &str) -> Vec<Group> {
    words.split(',').filter_map(Group::from_word).collect()
}

/// What was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncementForm {
    #[serde(default)]
    pub subject: String,
    #[serde(default)]
    pub body: String,
    /// Ticked boxes.
    #[serde(default)]
    pub confirmed: bool,
    #[serde(default)]
    pub waiting: bool,
    #[serde(default)]
    pub checked_in: bool,
    #[serde(default)]
    pub not_checked_in: bool,
    #[serde(default)]
    pub undecided: bool,
    #[serde(default)]
    pub guests: bool,
    #[serde(default)]
    pub helpers: bool,
    /// The id of a role; may be empty.
    #[serde(default)]
    pub role: String,
    /// The id of a shift; may be empty.
    #[serde(default)]
    pub shift: String,
}

/// An announcement that can be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    pub subject: String,
    pub body: String,
    pub groups: Vec<Group>,
}

impl AnnouncementForm {
    /// Is the box of this group ticked, or is it the one that was chosen?
    pub fn has(&self, group: Group) -> bool {
        match group {
            Group::Confirmed => self.confirmed,
            Group::Waiting => self.waiting,
            Group::Undecided => self.undecided,
            Group::Guests => self.guests,
            Group::Helpers => self.helpers,
            Group::CheckedIn => self.checked_in,
            Group::NotCheckedIn => self.not_checked_in,
            Group::Role(id) => self.role.trim() == id.to_string(),
            Group::Shift(id) => self.shift.trim() == id.to_string(),
        }
    }

    /// The form of an announcement that is stored.
    pub fn of(announcement: Announcement) -> Self {
        let has = |group| announcement.groups.contains(&group);
        let mut form = Self {
            confirmed: has(Group::Confirmed),
            waiting: has(Group::Waiting),
            undecided: has(Group::Undecided),
            guests: has(Group::Guests),
            helpers: has(Group::Helpers),
            checked_in: has(Group::CheckedIn),
            not_checked_in: has(Group::NotCheckedIn),
            subject: announcement.subject,
            body: announcement.body,
            ..Self::default()
        };
        for group in announcement.groups {
            match group {
                Group::Role(id) => form.role = id.to_string(),
                Group::Shift(id) => form.shift = id.to_string(),
                _ => {}
            }
        }
        form
    }

    /// Reads it.
    ///
    /// # Errors
    /// The fields `subject`, `body`, `role`, `shift`, and `confirmed` where no group is chosen.
    pub fn parse(&self) -> Result<Announcement, Failure> {
        let mut errors = Errors::default();
        let subject = errors.take("subject", form::line(&self.subject, MAX_SUBJECT));
        let body = form::text(&self.body, MAX_BODY);
        let body = errors.take("body", body.and_then(|b| if b.is_empty() { Err(FieldCode::Required) } else { Ok(b) }));
        let mut groups: Vec<Group> = Group::BOXES.into_iter().filter(|g| self.has(*g)).collect();
        let role = errors.take("role", chosen(&self.role));
        let shift = errors.take("shift", chosen(&self.shift));
        groups.extend(role.flatten().map(Group::Role));
        groups.extend(shift.flatten().map(Group::Shift));
        if groups.is_empty() && role.is_some() && shift.is_some() {
            errors.add("confirmed", FieldCode::Required);
        }
        let (subject, body) = errors.finish(subject.zip(body))?;
        Ok(Announcement { subject, body, groups })
    }
}

/// One of a list that may be left as it is.
fn chosen<Id: FromStr>(typed: &str) -> Result<Option<Id>, FieldCode> {
    match typed.trim() {
        "" => Ok(None),
        id => id.parse().map(Some).map_err(|_| FieldCode::UnknownChoice),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn form() -> AnnouncementForm {
        AnnouncementForm {
            subject: "Bring a coat".into(),
            body: "It\nrains.".into(),
            confirmed: true,
            ..Default::default()
        }
    }

    #[test]
    fn a_form_reads_back_as_it_was_written() {
        let read = form().parse().expect("a good form");
        assert_eq!(AnnouncementForm::of(read.clone()), form());
        assert_eq!(from_words(&words(&read.groups)), [Group::Confirmed]);
        assert_eq!(from_words("confirmed,nonsense,waiting"), [Group::Confirmed, Group::Waiting]);
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let empty = AnnouncementForm::default().parse().expect_err("nothing in it");
        for field in ["subject", "body", "confirmed"] {
            assert_eq!(empty.of_field(field), Some(FieldCode::Required), "{field}");
        }
        let long = AnnouncementForm { subject: "x".repeat(121), body: "x".repeat(4001), ..form() };
        let long = long.parse().expect_err("too long");
        assert_eq!(long.of_field("subject"), Some(FieldCode::TooLong { max: 120 }));
        assert_eq!(long.of_field("body"), Some(FieldCode::TooLong { max: 4000 }));
        let header = AnnouncementForm { subject: "x\r\nBcc: all@example.org".into(), ..form() };
        assert_eq!(header.parse().expect("one line").subject, "x Bcc: all@example.org");
    }

    #[test]
    fn groups_are_those_that_an_event_has() {
        let facts = Facts { starts: Instant(5), now: Instant(4), has_undecided: false, has_shifts: false };
        let of =
            |facts: Facts| Group::BOXES.into_iter().filter(|g| g.is_of(facts)).map(Group::word).collect::<Vec<_>>();
        assert_eq!(of(facts), ["confirmed", "waiting"]);
        assert_eq!(of(Facts { now: Instant(5), ..facts }), ["confirmed", "waiting", "checked_in", "not_checked_in"]);
        assert_eq!(of(Facts { has_undecided: true, ..facts }), ["confirmed", "waiting", "undecided"]);
        assert_eq!(of(Facts { has_shifts: true, ..facts }), ["confirmed", "waiting", "guests", "helpers"]);
    }

    #[test]
    fn one_role_and_one_shift_are_chosen_by_their_ids() {
        let (role, shift) = (RoleId(Uuid::from_u128(1)), ShiftId(Uuid::from_u128(2)));
        let one = AnnouncementForm { confirmed: false, role: format!(" {role}"), shift: shift.to_string(), ..form() };
        let read = one.parse().expect("a good form");
        assert_eq!(read.groups, [Group::Role(role), Group::Shift(shift)]);
        assert_eq!(from_words(&words(&read.groups)), read.groups);
        assert!(one.has(Group::Role(role)) && !one.has(Group::Role(RoleId(Uuid::from_u128(3)))));
        assert_eq!(AnnouncementForm::of(read).shift, shift.to_string());
        let wrong = AnnouncementForm { role: "all".into(), ..one }.parse().expect_err("no such role");
        assert_eq!(wrong.of_field("role"), Some(FieldCode::UnknownChoice));
        assert_eq!(from_words("role:x,shift:,team:1,helpers"), [Group::Helpers]);
    }

    proptest! {
        /// What was chosen is what is kept, whatever else is ticked.
        #[test]
        fn every_choice_is_kept(ticks: [bool; 7], role: Option<u128>, shift: Option<u128>) {
            let mut groups: Vec<Group> =
                Group::BOXES.into_iter().zip(ticks).filter_map(|(group, has)| has.then_some(group)).collect();
            groups.extend(role.map(|id| Group::Role(RoleId(Uuid::from_u128(id)))));
            groups.extend(shift.map(|id| Group::Shift(ShiftId(Uuid::from_u128(id)))));
            let Announcement { subject, body, .. } = form().parse().expect("a good form");
            let written = AnnouncementForm::of(Announcement { subject, body, groups: groups.clone() });
            match written.parse() {
                Ok(read) => prop_assert_eq!(from_words(&words(&read.groups)), groups),
                Err(_) => prop_assert!(groups.is_empty()),
            }
        }
    }
}
