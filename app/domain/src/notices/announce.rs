//! Announcements: what an organiser writes to a part of those who signed up for an event.

use crate::{Failure, FieldCode, Instant, form, form::Errors};
use serde::{Deserialize, Serialize};

/// The most characters of a subject.
pub const MAX_SUBJECT: usize = 120;
/// The most characters of a text.
pub const MAX_BODY: usize = 4000;

/// A part of those who signed up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Group {
    /// With a seat, before the door is known.
    Confirmed,
    /// In line, or with an offer.
    Waiting,
    /// Let in at the door.
    CheckedIn,
    /// With a seat, not let in.
    NotCheckedIn,
}

impl Group {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Confirmed, Self::Waiting, Self::CheckedIn, Self::NotCheckedIn];

    /// The word in the database and in forms.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Waiting => "waiting",
            Self::CheckedIn => "checked_in",
            Self::NotCheckedIn => "not_checked_in",
        }
    }

    /// The group of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|g| g.word() == word)
    }

    /// The groups there are for an event at `now`: who came is asked from its start on.
    pub fn of_event(starts: Instant, now: Instant) -> Vec<Self> {
        if now < starts { vec![Self::Confirmed, Self::Waiting] } else { Self::ALL.to_vec() }
    }
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
}

/// An announcement that can be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Announcement {
    pub subject: String,
    pub body: String,
    pub groups: Vec<Group>,
}

impl AnnouncementForm {
    /// Is the box of this group ticked?
    pub const fn has(&self, group: Group) -> bool {
        match group {
            Group::Confirmed => self.confirmed,
            Group::Waiting => self.waiting,
            Group::CheckedIn => self.checked_in,
            Group::NotCheckedIn => self.not_checked_in,
        }
    }

    /// The form of an announcement that is stored.
    pub fn of(announcement: Announcement) -> Self {
        let has = |group| announcement.groups.contains(&group);
        Self {
            confirmed: has(Group::Confirmed),
            waiting: has(Group::Waiting),
            checked_in: has(Group::CheckedIn),
            not_checked_in: has(Group::NotCheckedIn),
            subject: announcement.subject,
            body: announcement.body,
        }
    }

    /// Reads it.
    ///
    /// # Errors
    /// The fields `subject`, `body`, and `confirmed` where no group is chosen.
    pub fn parse(&self) -> Result<Announcement, Failure> {
        let mut errors = Errors::default();
        let subject = errors.take("subject", form::line(&self.subject, MAX_SUBJECT));
        let body = form::text(&self.body, MAX_BODY);
        let body = errors.take("body", body.and_then(|b| if b.is_empty() { Err(FieldCode::Required) } else { Ok(b) }));
        let groups: Vec<Group> = Group::ALL.into_iter().filter(|g| self.has(*g)).collect();
        if groups.is_empty() {
            errors.add("confirmed", FieldCode::Required);
        }
        let (subject, body) = errors.finish(subject.zip(body))?;
        Ok(Announcement { subject, body, groups })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn who_came_is_asked_from_the_start_on() {
        assert_eq!(Group::of_event(Instant(5), Instant(4)).len(), 2);
        assert_eq!(Group::of_event(Instant(5), Instant(5)).len(), 4);
    }
}
