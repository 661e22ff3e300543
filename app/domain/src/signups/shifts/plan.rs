//! The forms of an open day's roles and shifts.

use super::{Needs, Span};
use crate::{
    Failure, FieldCode, Instant,
    events::plan::{MAX_CAPACITY, Zones},
    form::{self, Errors},
    honor::Tier,
};
use serde::{Deserialize, Serialize};

/// The most roles of one event.
pub const MAX_ROLES: i64 = 30;
/// The most shifts that are made at once.
pub const MAX_SLOTS: usize = 48;
/// The shortest shift, in minutes.
pub const LEAST_MINUTES: i64 = 15;
/// The longest shift, in minutes: half a day.
pub const MOST_MINUTES: i64 = 12 * 60;
/// How far before an event's start and after its end its shifts may lie, in seconds: things are built up and taken down.
pub const AROUND_S: i64 = 2 * 86_400;

/// A role as an organiser typed it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RoleForm {
    pub name: String,
    /// What it is about, in a sentence.
    pub story: String,
    /// See [`Tier::word`]; for everybody where it is empty.
    pub tier: String,
    /// "true" where only those of age may.
    pub adults_only: String,
    /// What has to be read; nothing where it is empty.
    pub briefing: String,
}

/// A role as its organiser wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    pub name: String,
    pub story: String,
    pub tier: Tier,
    pub adults_only: bool,
    pub briefing: String,
}

impl RoleForm {
    /// Reads the form; all errors are told at once.
    pub fn parse(&self) -> Result<Role, Failure> {
        let mut e = Errors::default();
        let name = e.take("name", form::line(&self.name, 60));
        let story = e.take("story", form::optional_line(&self.story, 200));
        let tier = match self.tier.as_str() {
            "" => Some(Tier::Fan),
            word => e.take("tier", Tier::from_word(word).ok_or(FieldCode::UnknownChoice)),
        };
        let briefing = e.take("briefing", form::text(&self.briefing, 4000));
        let role = (|| {
            let (story, adults_only) = (story?.unwrap_or_default(), !self.adults_only.is_empty());
            Some(Role { name: name?, story, tier: tier?, adults_only, briefing: briefing? })
        })();
        e.finish(role)
    }
}

impl Role {
    /// What it asks, where this is the version of its briefing.
    pub fn needs(&self, version: i64) -> Needs {
        let briefing = (!self.briefing.is_empty()).then_some(version);
        Needs { tier: self.tier, adults_only: self.adults_only, briefing }
    }
}

/// Shifts one after the other, as an organiser typed them: from, until, how long each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SlotsForm {
    /// Wall time in the event's zone.
    pub from: String,
    /// Wall time in the event's zone.
    pub until: String,
    /// Minutes of each shift.
    pub minutes: String,
    /// Places of each shift.
    pub places: String,
    /// Handle of who leads them; nobody where it is empty.
    pub lead: String,
}

/// Shifts one after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slots {
    pub spans: Vec<Span>,
    pub places: i64,
}

impl SlotsForm {
    /// Reads the form for an event in this zone at this time; all errors are told at once. Only whole shifts are made: what is left
    /// over at the end is nobody's.
    pub fn parse(&self, zones: &dyn Zones, (zone, event): (&str, Span)) -> Result<Slots, Failure> {
        let mut e = Errors::default();
        let from = e.take("from", moment(&self.from, zones, zone));
        let until = e.take("until", moment(&self.until, zones, zone));
        let minutes = e.take("minutes", form::number(&self.minutes, LEAST_MINUTES, MOST_MINUTES));
        let places = e.take("places", form::number(&self.places, 1, MAX_CAPACITY));
        let mut spans = vec![];
        if let (Some(from), Some(until), Some(minutes)) = (from, until, minutes) {
            match around(Span { starts: from, ends: until }, event) {
                Err((field, code)) => e.add(if field == "starts" { "from" } else { "until" }, code),
                Ok(whole) if whole.minutes() < minutes => {
                    e.add("minutes", FieldCode::TooLarge { max: whole.minutes() })
                }
                Ok(whole) => spans = slots(whole, minutes),
            }
        }
        if spans.len() > MAX_SLOTS {
            e.add(
                "minutes",
                FieldCode::TooSmall { min: 1 + spans.len() as i64 * minutes.unwrap_or_default() / MAX_SLOTS as i64 },
            );
        }
        e.finish(places.map(|places| Slots { spans, places }))
    }
}

/// One shift after the other, each so long.
fn slots(whole: Span, minutes: i64) -> Vec<Span> {
    let step = minutes * 60;
    let nth =
        |n: i64| Span { starts: whole.starts.plus_seconds(n * step), ends: whole.starts.plus_seconds((n + 1) * step) };
    (0..).map(nth).take_while(|slot| slot.ends <= whole.ends).collect()
}

/// One shift as an organiser typed it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ShiftForm {
    /// Wall time in the event's zone.
    pub starts: String,
    /// Wall time in the event's zone.
    pub ends: String,
    pub places: String,
    /// Handle of who leads it; nobody where it is empty.
    pub lead: String,
}

impl ShiftForm {
    /// Reads the form for an event in this zone at this time; all errors are told at once.
    pub fn parse(&self, zones: &dyn Zones, (zone, event): (&str, Span)) -> Result<(Span, i64), Failure> {
        let mut e = Errors::default();
        let starts = e.take("starts", moment(&self.starts, zones, zone));
        let ends = e.take("ends", moment(&self.ends, zones, zone));
        let places = e.take("places", form::number(&self.places, 1, MAX_CAPACITY));
        let span = starts.zip(ends).map(|(starts, ends)| Span { starts, ends });
        if let Some(span) = span {
            match around(span, event) {
                Err((field, code)) => e.add(field, code),
                Ok(span) if span.minutes() < LEAST_MINUTES => e.add("ends", FieldCode::EndsBeforeStart),
                Ok(span) if span.minutes() > MOST_MINUTES => e.add("ends", FieldCode::TooLarge { max: MOST_MINUTES }),
                Ok(_) => {}
            }
        }
        e.finish(span.zip(places))
    }
}

fn moment(local: &str, zones: &dyn Zones, zone: &str) -> Result<Instant, FieldCode> {
    match local.trim() {
        "" => Err(FieldCode::Required),
        local => zones.moment(local, zone),
    }
}

/// A span in its order, and not far from its event: so a slip of the year is found.
fn around(span: Span, event: Span) -> Result<Span, (&'static str, FieldCode)> {
    if span.ends <= span.starts {
        Err(("ends", FieldCode::EndsBeforeStart))
    } else if span.starts < event.starts.plus_seconds(-AROUND_S) {
        Err(("starts", FieldCode::FarFromEvent))
    } else if span.ends > event.ends.plus_seconds(AROUND_S) {
        Err(("ends", FieldCode::FarFromEvent))
    } else {
        Ok(span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Hours since the epoch, as `100`.
    struct Hours;

    impl Zones for Hours {
        fn moment(&self, local: &str, _: &str) -> Result<Instant, FieldCode> {
            local.parse().map(|hour: i64| Instant(hour * 3_600_000)).map_err(|_| FieldCode::NotATime)
        }

        fn knows(&self, _: &str) -> bool {
            true
        }
    }

    const fn hours(starts: i64, ends: i64) -> Span {
        Span { starts: Instant(starts * 3_600_000), ends: Instant(ends * 3_600_000) }
    }

    const EVENT: Span = hours(100, 112);

    fn form(from: &str, until: &str, minutes: &str) -> SlotsForm {
        SlotsForm {
            from: from.into(),
            until: until.into(),
            minutes: minutes.into(),
            places: "4".into(),
            lead: String::new(),
        }
    }

    #[test]
    fn a_day_is_cut_into_shifts() {
        let slots = form("100", "112", "180").parse(&Hours, ("UTC", EVENT)).expect("four shifts");
        assert_eq!(slots.spans, [hours(100, 103), hours(103, 106), hours(106, 109), hours(109, 112)]);
        let slots =
            form("100", "111", "180").parse(&Hours, ("UTC", EVENT)).expect("three, and two hours are left over");
        assert_eq!(slots.spans.len(), 3);
    }

    #[test]
    fn slips_are_found() {
        for (from, until, minutes, field, code) in [
            ("", "112", "180", "from", FieldCode::Required),
            ("x", "112", "180", "from", FieldCode::NotATime),
            ("112", "100", "180", "until", FieldCode::EndsBeforeStart),
            ("100", "102", "180", "minutes", FieldCode::TooLarge { max: 120 }),
            ("100", "112", "5", "minutes", FieldCode::TooSmall { min: 15 }),
            ("100", "112", "800", "minutes", FieldCode::TooLarge { max: 720 }),
            ("10", "112", "180", "from", FieldCode::FarFromEvent),
            ("100", "1120", "180", "until", FieldCode::FarFromEvent),
            ("90", "112", "15", "minutes", FieldCode::TooSmall { min: 28 }),
        ] {
            let refused = form(from, until, minutes).parse(&Hours, ("UTC", EVENT)).expect_err("a slip");
            assert_eq!(refused.of_field(field), Some(code), "{from} {until} {minutes}");
        }
        let shift = ShiftForm { starts: "100".into(), ends: "113".into(), places: "0".into(), lead: String::new() };
        let refused = shift.parse(&Hours, ("UTC", EVENT)).expect_err("two slips");
        assert_eq!(refused.of_field("ends"), Some(FieldCode::TooLarge { max: 720 }));
        assert_eq!(refused.of_field("places"), Some(FieldCode::TooSmall { min: 1 }));
    }

    #[test]
    fn a_role_is_for_everybody_unless_it_says_otherwise() {
        let form = RoleForm { name: " Door ".into(), ..RoleForm::default() };
        let role = form.parse().expect("a role");
        assert_eq!(
            (role.name.as_str(), role.needs(3)),
            ("Door", Needs { tier: Tier::Fan, adults_only: false, briefing: None })
        );
        let form =
            RoleForm { tier: "core".into(), adults_only: "true".into(), briefing: "Lift with two.".into(), ..form };
        let needs = form.parse().expect("a role").needs(3);
        assert_eq!(needs, Needs { tier: Tier::Core, adults_only: true, briefing: Some(3) });
        let refused = RoleForm { tier: "king".into(), ..RoleForm::default() }.parse().expect_err("two slips");
        assert_eq!(refused.of_field("tier"), Some(FieldCode::UnknownChoice));
        assert_eq!(refused.of_field("name"), Some(FieldCode::Required));
    }

    proptest! {
        #[test]
        fn slots_lie_one_after_the_other(long in 1i64..48, minutes in LEAST_MINUTES..=MOST_MINUTES) {
            let whole = hours(100, 100 + long);
            let made = slots(whole, minutes);
            prop_assert_eq!(made.len() as i64, long * 60 / minutes);
            prop_assert!(made.iter().all(|slot| slot.minutes() == minutes && slot.ends <= whole.ends));
            for pair in made.windows(2) {
                prop_assert_eq!(pair[0].ends, pair[1].starts);
                prop_assert!(!pair[0].overlaps(pair[1]));
            }
        }
    }
}
