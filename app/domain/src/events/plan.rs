//! The form of an organiser: from what was typed to an event that can be stored.

use crate::{
    Failure, FieldCode, Instant, Locale,
    events::{
        Attendance, Kind,
        questions::{self, NewQuestion, QuestionForm, Who},
    },
    form::{self, Errors},
    signups::{Admission, AdmissionForm, CUTOFF_HOURS, OFFER_MINUTES, Terms, Window, shifts::plan::AROUND_S},
};
use serde::{Deserialize, Serialize};

/// What an organiser typed; every field as the form sends it. Also what the form is filled with when it is opened again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanForm {
    /// The template a new event begins with, where it does: its roles and shifts come along.
    pub template: String,
    pub chapter: String,
    /// See [`Kind::word`]; a meetup where it is empty. Once the event is public it stays what it is.
    pub kind: String,
    pub title: String,
    pub summary: String,
    /// Markdown.
    pub story: String,
    /// BCP 47 tag of the language the event is written in.
    pub locale: String,
    /// IANA name.
    pub zone: String,
    /// Wall time in the zone, as `<input type=datetime-local>` sends it: `2027-03-20T14:00`.
    pub starts: String,
    pub ends: String,
    /// See [`Attendance::word`]; at a place where it is empty.
    pub attendance: String,
    pub venue: String,
    pub address: String,
    /// Where those with a seat join online; nobody else is shown it.
    pub join_url: String,
    pub capacity: String,
    /// What the form showed: where `capacity` is still that, the number of seats is left as it is by then.
    pub capacity_shown: String,
    /// Wall time in the zone; empty: at publication.
    pub opens: String,
    /// Wall time in the zone; empty: at the start.
    pub closes: String,
    /// For how many minutes an offer to somebody in line stands; empty: a day.
    pub offer_minutes: String,
    /// How many hours before the start free seats go to whoever comes first; empty: six.
    pub cutoff_hours: String,
    /// Who gets a place.
    pub admission: AdmissionForm,
    pub honor: String,
    /// For how many days after the end answers are kept; empty: thirty.
    pub keep_days: String,
    pub questions: Vec<QuestionForm>,
}

/// An event as its organiser wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    pub kind: Kind,
    pub title: String,
    pub summary: String,
    pub story: String,
    pub locale: Locale,
    pub zone: String,
    /// Wall times, kept beside the moments so that a change of a zone's rules can be followed.
    pub starts_local: String,
    pub ends_local: String,
    pub starts: Instant,
    pub ends: Instant,
    pub attendance: Attendance,
    /// Empty online.
    pub venue: String,
    /// Empty online.
    pub address: String,
    /// None at a place.
    pub join_url: Option<String>,
    pub capacity: i64,
    pub opens: Option<Instant>,
    pub closes: Option<Instant>,
    /// How the waiting list works.
    pub terms: Terms,
    /// Who gets a place.
    pub admission: Admission,
    pub honor: i64,
    /// For how many days after the end answers are kept.
    pub keep_days: i64,
    pub questions: Vec<NewQuestion>,
}

/// The most seats of one event.
pub const MAX_CAPACITY: i64 = 100_000;
/// The most honor one event can earn its guests.
pub const MAX_HONOR: i64 = 200;

/// For how many days after the end answers are kept, unless the organiser says otherwise; and the most that can be said.
pub const KEEP_DAYS: i64 = 30;
pub const MAX_KEEP_DAYS: i64 = 365;

/// The longest an offer may stand: a week.
pub const MAX_OFFER_MINUTES: i64 = 7 * 24 * 60;
/// The earliest cut-off: two weeks before the start.
pub const MAX_CUTOFF_HOURS: i64 = 14 * 24;

/// Turns wall time in a zone into a moment. The server knows the zones, so it hands this in.
pub trait Zones {
    /// `local` is `YYYY-MM-DDTHH:MM`. Errors: [`FieldCode::UnknownZone`], [`FieldCode::NotATime`], [`FieldCode::NoSuchTime`].
    fn moment(&self, local: &str, zone: &str) -> Result<Instant, FieldCode>;
    /// Is this an IANA zone?
    fn knows(&self, zone: &str) -> bool;
}

impl PlanForm {
    /// Reads the whole form; all errors are told at once. `now`: an event starts in the future when it is planned.
    pub fn parse(&self, zones: &dyn Zones, now: Instant) -> Result<Plan, Failure> {
        let mut e = Errors::default();
        let kind = e.take("kind", self.kind());
        let title = e.take("title", form::line(&self.title, 80));
        let summary = e.take("summary", form::line(&self.summary, 200));
        let story = e.take("story", form::text(&self.story, 20_000));
        let locale = e.take("locale", Locale::from_tag(&self.locale).ok_or(FieldCode::UnknownChoice));
        let zone =
            e.take("zone", if zones.knows(&self.zone) { Ok(self.zone.clone()) } else { Err(FieldCode::UnknownZone) });
        let mut moment = |field: &str, local: &str| -> Option<Option<Instant>> {
            if local.trim().is_empty() {
                return Some(None);
            }
            let zone = zone.as_ref()?;
            e.take(field, zones.moment(local.trim(), zone)).map(Some)
        };
        let (starts, ends) = (moment("starts", &self.starts), moment("ends", &self.ends));
        let (opens, closes) = (moment("opens", &self.opens), moment("closes", &self.closes));
        for (field, value) in [("starts", starts), ("ends", ends)] {
            if value == Some(None) {
                e.add(field, FieldCode::Required);
            }
        }
        let (starts, ends) = (starts.flatten(), ends.flatten());
        if starts.is_some_and(|s| s <= now) {
            e.add("starts", FieldCode::InThePast);
        }
        if let (Some(s), Some(f)) = (starts, ends)
            && f <= s
        {
            e.add("ends", FieldCode::EndsBeforeStart);
        }
        if let (Some(Some(o)), Some(Some(c))) = (opens, closes)
            && c <= o
        {
            e.add("closes", FieldCode::ClosesBeforeOpens);
        }
        if let (Some(Some(c)), Some(f)) = (closes, ends)
            && c > f
        {
            e.add("closes", FieldCode::ClosesAfterEnd);
        }
        let place = self.place(&mut e);
        let capacity = e.take("capacity", form::number(&self.capacity, 1, MAX_CAPACITY));
        let honor = e.take("honor", form::number(&self.honor, 0, MAX_HONOR));
        let or = |text: &str, default: i64| if text.trim().is_empty() { default.to_string() } else { text.into() };
        let offer = form::number(&or(&self.offer_minutes, OFFER_MINUTES), 1, MAX_OFFER_MINUTES);
        let offer = e.take("offer_minutes", offer);
        let cutoff = form::number(&or(&self.cutoff_hours, CUTOFF_HOURS), 0, MAX_CUTOFF_HOURS);
        let cutoff = e.take("cutoff_hours", cutoff);
        let admission = self.admission.parse(Window { closes, starts }, &mut e);
        // Shifts may go on for so long after an open day: what helpers answered is there until then.
        let least = if kind == Some(Kind::OpenDay) { AROUND_S / 86_400 } else { 1 };
        let keep_days = form::number(&or(&self.keep_days, KEEP_DAYS), least, MAX_KEEP_DAYS);
        let keep_days = e.take("keep_days", keep_days);
        let questions = questions::parse_all(&self.questions, &mut e);
        let of_helpers = |q: &NewQuestion| !q.asked_of.asks(Who::Guest);
        if kind.is_some_and(|kind| kind != Kind::OpenDay) && questions.iter().any(of_helpers) {
            e.add("kind", FieldCode::AsksHelpers);
        }
        let plan = (|| {
            let Place { attendance, venue, address, join_url } = place?;
            Some(Plan {
                kind: kind?,
                title: title?,
                summary: summary?,
                story: story?,
                locale: locale?,
                zone: zone?,
                starts_local: self.starts.trim().into(),
                ends_local: self.ends.trim().into(),
                starts: starts?,
                ends: ends?,
                attendance,
                venue,
                address,
                join_url,
                capacity: capacity?,
                opens: opens?,
                closes: closes?,
                terms: Terms { offer_s: offer? * 60, cutoff: starts?.plus_seconds(-cutoff? * 3600) },
                admission: admission?,
                honor: honor?,
                keep_days: keep_days?,
                questions,
            })
        })();
        e.finish(plan)
    }

    /// Was another number of seats typed than was shown?
    pub fn changes_capacity(&self) -> bool {
        self.capacity_shown.is_empty() || self.capacity.trim() != self.capacity_shown.trim()
    }

    /// What kind it is. Awards and cover calls are planned on pages of their own.
    fn kind(&self) -> Result<Kind, FieldCode> {
        match Kind::from_word(&self.kind) {
            None if self.kind.is_empty() => Ok(Kind::Meetup),
            Some(kind @ (Kind::Meetup | Kind::OpenDay)) => Ok(kind),
            _ => Err(FieldCode::UnknownChoice),
        }
    }

    /// Where people take part: what does not belong to the chosen way is left out.
    fn place(&self, e: &mut Errors) -> Option<Place> {
        let attendance = match Attendance::from_word(&self.attendance) {
            None if !self.attendance.is_empty() => e.take("attendance", Err(FieldCode::UnknownChoice)),
            found => Some(found.unwrap_or_default()),
        };
        let chosen = attendance.unwrap_or_default();
        let (mut venue, mut address, mut join_url) = (Some(String::new()), Some(String::new()), Some(None));
        if chosen.has_place() {
            venue = e.take("venue", form::line(&self.venue, 120));
            address = e.take("address", form::line(&self.address, 200));
        }
        if chosen.has_link() {
            join_url = e.take("join_url", form::link(&self.join_url, 500)).map(Some);
        }
        Some(Place { attendance: attendance?, venue: venue?, address: address?, join_url: join_url? })
    }
}

/// Where people take part.
struct Place {
    attendance: Attendance,
    venue: String,
    address: String,
    join_url: Option<String>,
}

/// The address of a title: small letters, digits and hyphens; Chinese and other letters stay as they are, for they read well
/// in an address bar. Empty where nothing is left.
pub fn slug(title: &str) -> String {
    let mut slug = String::new();
    for c in title.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() && !matches!(c, '\'' | '’') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').chars().take(60).collect::<String>().trim_end_matches('-').into()
}

#[cfg(test)]
mod tests;
