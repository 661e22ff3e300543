//! What organisers decide about who gets a place.

use super::{SignUpState, group::MAX_GUESTS};
use crate::{
    FieldCode, Instant,
    form::{self, Errors},
    honor::Tier,
};
use serde::{Deserialize, Serialize};

/// How places are given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mode {
    /// To whoever comes first.
    #[default]
    FirstCome,
    /// To those whom the organisers approve, in the order in which they do.
    Approval,
    /// By lot, once sign-up has closed: see [`lottery`](super::lottery).
    Lottery,
}

impl Mode {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::FirstCome, Self::Approval, Self::Lottery];

    /// The word in the database and in forms.
    pub const fn word(self) -> &'static str {
        match self {
            Self::FirstCome => "first_come",
            Self::Approval => "approval",
            Self::Lottery => "lottery",
        }
    }

    /// The mode of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.word() == word)
    }
}

/// How many hours before everybody else sign-up opens for a tier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HeadStart {
    pub regular: i64,
    pub crew: i64,
    pub core: i64,
}

impl HeadStart {
    /// For somebody of this tier: never less than for a tier below it.
    pub fn hours(self, tier: Tier) -> i64 {
        match tier {
            Tier::Fan => 0,
            Tier::Regular => self.regular,
            Tier::HonorCrew => self.regular.max(self.crew),
            Tier::Core => self.regular.max(self.crew).max(self.core),
        }
    }
}

/// What is decided about one event. The default: everybody may, first come, first served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Admission {
    pub mode: Mode,
    /// From which tier on one may sign up.
    pub tier: Tier,
    /// Only with an invitation code.
    pub invited_only: bool,
    pub head_start: HeadStart,
    /// How many friends each may invite who has a seat.
    pub friends: i64,
    /// How many guests each may bring along.
    pub guests: i64,
}

impl Default for Admission {
    fn default() -> Self {
        let (mode, head_start) = (Mode::default(), HeadStart::default());
        Self { mode, tier: Tier::Fan, invited_only: false, head_start, friends: 0, guests: 0 }
    }
}

impl Admission {
    /// When sign-up opens for somebody of this tier; none where it opened with the event's publication.
    pub fn opens_for(self, tier: Tier, opens: Option<Instant>) -> Option<Instant> {
        opens.map(|at| at.plus_seconds(-self.head_start.hours(tier) * 3600))
    }
}

/// The most hours of a head start: a week.
pub const MAX_HEAD_START: i64 = 7 * 24;
/// The most friends each may invite.
pub const MAX_FRIENDS: i64 = 20;
/// The head start that a new event gives the honor crew and the core team: a day.
pub const CREW_HOURS: i64 = 24;

/// What an organiser typed; every field as the form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AdmissionForm {
    /// See [`Mode::word`]; first come where it is empty.
    pub mode: String,
    /// See [`Tier::word`]; everybody where it is empty.
    pub tier: String,
    /// Ticked, or empty.
    pub invited_only: String,
    /// Hours; empty: none.
    pub regular_hours: String,
    pub crew_hours: String,
    pub core_hours: String,
    /// Empty: none.
    pub friends: String,
    /// Empty: none.
    pub guests: String,
}

impl From<Admission> for AdmissionForm {
    fn from(of: Admission) -> Self {
        Self {
            mode: of.mode.word().into(),
            tier: of.tier.word().into(),
            invited_only: if of.invited_only { "true".into() } else { String::new() },
            regular_hours: of.head_start.regular.to_string(),
            crew_hours: of.head_start.crew.to_string(),
            core_hours: of.head_start.core.to_string(),
            friends: of.friends.to_string(),
            guests: of.guests.to_string(),
        }
    }
}

/// The moments that a lottery depends on, where they could be read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Window {
    /// Some(None): it closes at the start.
    pub closes: Option<Option<Instant>>,
    pub starts: Option<Instant>,
}

impl AdmissionForm {
    /// Reads it; errors go to `admission[mode]` and so on, as the form of the event names its fields. A lottery is drawn when
    /// sign-up closes: that has to be said, and has to be before the start.
    pub fn parse(&self, window: Window, e: &mut Errors) -> Option<Admission> {
        let or =
            |text: &str, default: &'static str| if text.trim().is_empty() { default.into() } else { text.to_owned() };
        let mode = Mode::from_word(&or(&self.mode, Mode::FirstCome.word())).ok_or(FieldCode::UnknownChoice);
        let mode = e.take("admission[mode]", mode);
        let tier = Tier::from_word(&or(&self.tier, Tier::Fan.word())).ok_or(FieldCode::UnknownChoice);
        let tier = e.take("admission[tier]", tier);
        let mut number =
            |field: &str, text: &str, max| e.take(&format!("admission[{field}]"), form::number(&or(text, "0"), 0, max));
        let regular = number("regular_hours", &self.regular_hours, MAX_HEAD_START);
        let crew = number("crew_hours", &self.crew_hours, MAX_HEAD_START);
        let core = number("core_hours", &self.core_hours, MAX_HEAD_START);
        let friends = number("friends", &self.friends, MAX_FRIENDS);
        let guests = number("guests", &self.guests, MAX_GUESTS);
        if mode == Some(Mode::Lottery) {
            match (window.closes, window.starts) {
                (Some(None), _) => e.add("closes", FieldCode::Required),
                (Some(Some(closes)), Some(starts)) if closes > starts => e.add("closes", FieldCode::AfterStart),
                _ => {}
            }
        }
        Some(Admission {
            mode: mode?,
            tier: tier?,
            invited_only: !self.invited_only.is_empty(),
            head_start: HeadStart { regular: regular?, crew: crew?, core: core? },
            friends: friends?,
            guests: guests?,
        })
    }
}

/// May an organiser still decide about a sign-up that stands here, and is it theirs to decide?
///
/// # Errors
/// [`Refusal::LotteryDecides`](crate::Refusal) while a lottery is to be drawn; [`Refusal::DecidedAlready`](crate::Refusal).
pub fn may_decide(state: SignUpState, draws: Option<Instant>) -> Result<(), crate::Refusal> {
    match state {
        SignUpState::Pending if draws.is_some() => Err(crate::Refusal::LotteryDecides),
        SignUpState::Pending => Ok(()),
        _ => Err(crate::Refusal::DecidedAlready),
    }
}

/// May an organiser give a seat by hand to somebody who stands at `from`, or is new? Whoever has entered a lottery has given their
/// chance into its hands, as all others there: until it is drawn nobody is taken out of it by a seat.
///
/// # Errors
/// [`Refusal::HasSeat`](crate::Refusal); [`Refusal::LotteryDecides`](crate::Refusal) while a lottery is to be drawn.
pub fn may_give(from: Option<SignUpState>, draws: Option<Instant>) -> Result<(), crate::Refusal> {
    match from {
        Some(SignUpState::Confirmed) => Err(crate::Refusal::HasSeat),
        Some(SignUpState::Pending) if draws.is_some() => Err(crate::Refusal::LotteryDecides),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Failure;
    use proptest::prelude::*;

    fn read(form: &AdmissionForm, window: Window) -> Result<Admission, Failure> {
        let mut e = Errors::default();
        let read = form.parse(window, &mut e);
        e.finish(read)
    }

    #[test]
    fn a_form_reads_back_as_it_was_written() {
        let admission = Admission {
            mode: Mode::Approval,
            tier: Tier::Regular,
            invited_only: true,
            head_start: HeadStart { regular: 2, crew: 24, core: 24 },
            friends: 3,
            guests: 1,
        };
        assert_eq!(read(&admission.into(), Window::default()), Ok(admission));
        assert_eq!(read(&AdmissionForm::default(), Window::default()), Ok(Admission::default()));
    }

    #[test]
    fn all_that_is_wrong_is_told_at_once() {
        let form = AdmissionForm {
            mode: "whim".into(),
            tier: "gold".into(),
            regular_hours: "-1".into(),
            crew_hours: "169".into(),
            core_hours: "soon".into(),
            friends: "21".into(),
            guests: "10".into(),
            ..AdmissionForm::default()
        };
        let wrong = read(&form, Window::default()).expect_err("nothing in it is right");
        for (field, code) in [
            ("admission[mode]", FieldCode::UnknownChoice),
            ("admission[tier]", FieldCode::UnknownChoice),
            ("admission[regular_hours]", FieldCode::TooSmall { min: 0 }),
            ("admission[crew_hours]", FieldCode::TooLarge { max: 168 }),
            ("admission[core_hours]", FieldCode::NotANumber),
            ("admission[friends]", FieldCode::TooLarge { max: 20 }),
            ("admission[guests]", FieldCode::TooLarge { max: 9 }),
        ] {
            assert_eq!(wrong.of_field(field), Some(code), "{field}");
        }
    }

    #[test]
    fn a_lottery_says_when_it_is_drawn() {
        let form = AdmissionForm { mode: "lottery".into(), ..AdmissionForm::default() };
        let window = |closes| Window { closes: Some(closes), starts: Some(Instant(9)) };
        let wrong = |window| read(&form, window).expect_err("not at all, or too late").of_field("closes");
        assert_eq!(wrong(window(None)), Some(FieldCode::Required));
        assert_eq!(wrong(window(Some(Instant(10)))), Some(FieldCode::AfterStart));
        assert!(read(&form, window(Some(Instant(9)))).is_ok());
        assert!(read(&form, Window::default()).is_ok(), "what could not be read is told elsewhere");
    }

    #[test]
    fn a_lottery_is_nobodys_to_decide() {
        use crate::Refusal::{DecidedAlready, HasSeat, LotteryDecides};
        let (drawn, to_come) = (None, Some(Instant(9)));
        assert_eq!(may_decide(SignUpState::Pending, to_come), Err(LotteryDecides));
        assert_eq!(may_decide(SignUpState::Pending, drawn), Ok(()));
        assert_eq!(may_decide(SignUpState::Waiting, drawn), Err(DecidedAlready));
        assert_eq!(may_give(Some(SignUpState::Pending), to_come), Err(LotteryDecides));
        assert_eq!(may_give(Some(SignUpState::Pending), drawn), Ok(()), "they asked for it");
        assert_eq!(may_give(Some(SignUpState::Confirmed), drawn), Err(HasSeat));
        assert_eq!(may_give(Some(SignUpState::Waiting), drawn), Ok(()));
        assert_eq!(may_give(None, to_come), Ok(()), "a guest who never entered");
    }

    proptest! {
        #[test]
        fn a_higher_tier_is_never_later(regular in 0i64..99, crew in 0i64..99, core in 0i64..99, opens in 0i64..9_000_000) {
            let admission = Admission { head_start: HeadStart { regular, crew, core }, ..Admission::default() };
            let opens: Vec<_> = Tier::ALL.map(|tier| admission.opens_for(tier, Some(Instant(opens)))).into();
            prop_assert!(opens.is_sorted_by(|a, b| a >= b));
            prop_assert_eq!(admission.opens_for(Tier::Core, None), None);
        }
    }
}
