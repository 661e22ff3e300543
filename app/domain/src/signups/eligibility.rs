//! May somebody sign up, and what comes of it? If they may not: why not, and what would change it.
//!
//! Asked when the page is shown, before anybody fills in a form, and again by the sign-up itself under the lock.

use super::{Admission, Mode, Seats, invitation::Invitation, may_sign_up};
use crate::{
    Failure, Instant, Refusal,
    events::{Phase, Schedule, State},
    honor::Tier,
};

/// The event, as far as its way in goes.
#[derive(Clone, Copy, Debug)]
pub struct Gate {
    pub state: State,
    pub schedule: Schedule,
    pub seats: Seats,
    pub admission: Admission,
    /// When the lottery is drawn, while it is not.
    pub draws: Option<Instant>,
}

/// Who asks. The default is somebody of whom nothing is known.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asker {
    pub tier: Tier,
    pub invitation: Invitation,
    pub past: Past,
}

/// What somebody's earlier sign-ups there say about another one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Past {
    /// Nothing.
    #[default]
    Clear,
    /// The organisers took the last one off, or said no to it: only they can give a seat now.
    TakenOff,
    /// Each leaves its mark in the public log and a letter; this many are nobody's change of plans.
    CameAndWent,
}

impl Past {
    /// How often somebody may sign up for the same places.
    pub const MOST_TIMES: i64 = 10;

    /// What so many earlier sign-ups say.
    pub const fn of(times: i64, taken_off: bool) -> Self {
        match (times, taken_off) {
            (_, true) => Self::TakenOff,
            (Self::MOST_TIMES.., _) => Self::CameAndWent,
            _ => Self::Clear,
        }
    }

    /// Why not.
    pub const fn refusal(self) -> Option<Refusal> {
        match self {
            Self::Clear => None,
            Self::TakenOff => Some(Refusal::TakenOff),
            Self::CameAndWent => Some(Refusal::CameAndWent),
        }
    }
}

/// What stands between somebody and a sign-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bar {
    /// Nobody may know of it yet.
    Draft,
    Cancelled,
    /// It is over.
    Over,
    /// It has no date: the new one opens it again.
    Postponed,
    /// Sign-up is closed.
    Closed,
    /// Not for them, by what their earlier sign-ups say; never [`Past::Clear`].
    Past(Past),
    /// It opens for them at this moment.
    NotOpen {
        at: Instant,
    },
    /// It is for those of this tier and above.
    Tier(Tier),
    /// It is for those who were invited: what their invitation lacks.
    Invitation(Invitation),
}

impl Bar {
    /// What somebody is told who sends the form all the same.
    pub fn failure(self) -> Failure {
        match self {
            Self::Draft => Failure::NotFound,
            Self::Cancelled => Failure::Refused(Refusal::EventCancelled),
            Self::Over => Failure::Refused(Refusal::EventOver),
            Self::Postponed => Failure::Refused(Refusal::EventPostponed),
            Self::Closed => Failure::Refused(Refusal::SignUpClosed),
            Self::Past(past) => Failure::Refused(past.refusal().unwrap_or(Refusal::SignUpClosed)),
            Self::NotOpen { .. } => Failure::Refused(Refusal::SignUpNotOpenYet),
            Self::Tier(_) => Failure::Refused(Refusal::TierTooLow),
            Self::Invitation(invitation) => match invitation.wrong() {
                Some(code) => Failure::field("code", code),
                None => Failure::Refused(Refusal::SignUpClosed),
            },
        }
    }

    /// Is it passed by what can be typed into the form?
    pub const fn is_in_form(self) -> bool {
        matches!(self, Self::Invitation(_))
    }
}

/// What comes of signing up now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// A seat.
    Seat,
    /// The end of the line; so many wait already.
    Line { waiting: i64 },
    /// The organisers decide.
    Approval,
    /// The lot decides, at this moment.
    Lottery { until: Instant },
}

/// May somebody sign up, and what comes of it?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Eligibility {
    /// All that stands in between, what is passed last last; none for those who may.
    pub bars: Vec<Bar>,
    /// What comes of it for somebody alone.
    pub way: Way,
}

impl Eligibility {
    /// The way in.
    ///
    /// # Errors
    /// The first bar's failure.
    pub fn way_in(&self) -> Result<Way, Failure> {
        self.bars.first().map_or(Ok(self.way), |bar| Err(bar.failure()))
    }

    /// Is there a form to fill in?
    pub fn has_form(&self) -> bool {
        self.bars.iter().all(|bar| bar.is_in_form())
    }
}

/// May they sign up, and what comes of it?
pub fn eligibility(now: Instant, gate: &Gate, asker: Asker) -> Eligibility {
    let admission = gate.admission;
    let opens = admission.opens_for(asker.tier, gate.schedule.opens);
    let phase = Phase::at(now, gate.state, Schedule { opens, ..gate.schedule }, gate.seats);
    let way = match (admission.mode, gate.draws) {
        (Mode::Approval, _) => Way::Approval,
        (Mode::Lottery, Some(until)) => Way::Lottery { until },
        _ if gate.seats.is_full() => Way::Line { waiting: gate.seats.waiting },
        _ => Way::Seat,
    };
    let mut bars = vec![];
    match (phase, opens) {
        (Phase::Draft, _) => return Eligibility { bars: vec![Bar::Draft], way },
        (Phase::Scheduled, Some(at)) => bars.push(Bar::NotOpen { at }),
        // For good, or nobody knows until when: nothing else matters.
        _ => {
            if let Some(bar) = shut(phase) {
                return Eligibility { bars: vec![bar], way };
            }
        }
    }
    if asker.past != Past::Clear {
        return Eligibility { bars: vec![Bar::Past(asker.past)], way };
    }
    if asker.tier < admission.tier {
        bars.push(Bar::Tier(admission.tier));
    }
    if admission.invited_only && asker.invitation != Invitation::Good {
        bars.push(Bar::Invitation(asker.invitation));
    }
    Eligibility { bars, way }
}

/// What keeps everybody out in this phase.
fn shut(phase: Phase) -> Option<Bar> {
    match may_sign_up(phase) {
        Ok(()) => None,
        Err(Failure::Refused(Refusal::EventCancelled)) => Some(Bar::Cancelled),
        Err(Failure::Refused(Refusal::EventOver)) => Some(Bar::Over),
        Err(Failure::Refused(Refusal::EventPostponed)) => Some(Bar::Postponed),
        Err(_) => Some(Bar::Closed),
    }
}

#[cfg(test)]
mod tests {
    use super::super::HeadStart;
    use super::*;
    use proptest::prelude::*;

    const HOUR: i64 = 3_600_000;

    fn gate() -> Gate {
        let schedule = Schedule {
            starts: Instant(100 * HOUR),
            ends: Instant(110 * HOUR),
            opens: Some(Instant(50 * HOUR)),
            closes: Some(Instant(90 * HOUR)),
            ..Schedule::default()
        };
        let (seats, admission) = (Seats::empty(5), Admission::default());
        Gate { state: State::Published, schedule, seats, admission, draws: None }
    }

    fn at(hour: i64, gate: &Gate, tier: Tier) -> Result<Way, Failure> {
        eligibility(Instant(hour * HOUR), gate, Asker { tier, ..Asker::default() }).way_in()
    }

    #[test]
    fn whoever_was_taken_off_hears_that_and_nothing_else() {
        for (times, taken_off, past) in [
            (0, false, Past::Clear),
            (Past::MOST_TIMES - 1, false, Past::Clear),
            (Past::MOST_TIMES, false, Past::CameAndWent),
            (1, true, Past::TakenOff),
        ] {
            let asker = Asker { past: Past::of(times, taken_off), ..Asker::default() };
            let found = eligibility(Instant(60 * HOUR), &gate(), asker);
            let bars = if past == Past::Clear { vec![] } else { vec![Bar::Past(past)] };
            assert_eq!((asker.past, found.bars), (past, bars));
        }
    }

    #[test]
    fn the_honor_crew_comes_a_day_earlier() {
        let head_start = HeadStart { regular: 2, crew: 24, core: 24 };
        let gate = Gate { admission: Admission { head_start, ..Admission::default() }, ..gate() };
        let not_yet = Err(Failure::Refused(Refusal::SignUpNotOpenYet));
        for (tier, opens) in [(Tier::Fan, 50), (Tier::Regular, 48), (Tier::HonorCrew, 26), (Tier::Core, 26)] {
            assert_eq!(at(opens - 1, &gate, tier), not_yet, "{tier:?}");
            assert_eq!(at(opens, &gate, tier), Ok(Way::Seat), "{tier:?}");
            let bars = eligibility(Instant(0), &gate, Asker { tier, ..Asker::default() }).bars;
            assert_eq!(bars, [Bar::NotOpen { at: Instant(opens * HOUR) }]);
            assert_eq!(at(90, &gate, tier), Err(Failure::Refused(Refusal::SignUpClosed)), "for all at once");
        }
    }

    #[test]
    fn every_reason_is_told_in_its_order() {
        let admission = Admission { tier: Tier::Regular, invited_only: true, ..Admission::default() };
        let gate = Gate { admission, ..gate() };
        let asker = Asker { invitation: Invitation::UsedUp, ..Asker::default() };
        let told = eligibility(Instant(0), &gate, asker);
        let invitation = Bar::Invitation(Invitation::UsedUp);
        let tier = Bar::Tier(Tier::Regular);
        assert_eq!(told.bars, [Bar::NotOpen { at: Instant(50 * HOUR) }, tier, invitation]);
        assert!(!told.has_form());
        let open = eligibility(Instant(60 * HOUR), &gate, Asker { tier: Tier::Regular, ..asker });
        assert_eq!(open.bars, [invitation]);
        assert!(open.has_form(), "a better code can be typed");
        assert_eq!(open.way_in(), Err(Failure::field("code", crate::FieldCode::InvitationUsedUp)));
        let good = Asker { tier: Tier::Regular, invitation: Invitation::Good, ..Asker::default() };
        assert_eq!(eligibility(Instant(60 * HOUR), &gate, good).way_in(), Ok(Way::Seat));
    }

    #[test]
    fn what_comes_of_it_is_told_before() {
        let mode = |mode| Gate { admission: Admission { mode, ..Admission::default() }, ..gate() };
        assert_eq!(at(60, &mode(Mode::Approval), Tier::Fan), Ok(Way::Approval));
        let lottery = Gate { draws: Some(Instant(90 * HOUR)), ..mode(Mode::Lottery) };
        assert_eq!(at(60, &lottery, Tier::Fan), Ok(Way::Lottery { until: Instant(90 * HOUR) }));
        assert_eq!(at(60, &mode(Mode::Lottery), Tier::Fan), Ok(Way::Seat), "drawn, and open again: first come");
        let full = Gate { seats: Seats { taken: 5, waiting: 3, ..Seats::empty(5) }, ..gate() };
        assert_eq!(at(60, &full, Tier::Fan), Ok(Way::Line { waiting: 3 }));
    }

    #[test]
    fn what_is_over_gives_one_reason() {
        let admission = Admission { tier: Tier::Core, invited_only: true, ..Admission::default() };
        for (state, postponed, hour, bar) in [
            (State::Draft, None, 60, Bar::Draft),
            (State::Cancelled, None, 60, Bar::Cancelled),
            (State::Published, Some(Instant(1)), 60, Bar::Postponed),
            (State::Published, None, 95, Bar::Closed),
            (State::Published, None, 105, Bar::Closed),
            (State::Published, None, 110, Bar::Over),
        ] {
            let gate = gate();
            let gate = Gate { state, admission, schedule: Schedule { postponed, ..gate.schedule }, ..gate };
            let told = eligibility(Instant(hour * HOUR), &gate, Asker::default());
            assert_eq!(told.bars, [bar], "at hour {hour}");
            assert!(told.way_in().is_err() && !told.has_form());
        }
    }

    proptest! {
        /// A higher tier, a better invitation, a later hour before the end: none of these ever shuts somebody out.
        #[test]
        fn nobody_loses_by_what_they_gain(
            hour in 0i64..90,
            mine in prop::sample::select(Tier::ALL.to_vec()),
            higher in prop::sample::select(Tier::ALL.to_vec()),
            (regular, crew, core) in (0i64..60, 0i64..60, 0i64..60),
            tier in prop::sample::select(Tier::ALL.to_vec()),
            invited_only: bool,
        ) {
            let head_start = HeadStart { regular, crew, core };
            let admission = Admission { tier, invited_only, head_start, ..Admission::default() };
            let gate = Gate { admission, ..gate() };
            let ask = |hour, tier, invitation| eligibility(Instant(hour * HOUR), &gate, Asker { tier, invitation, ..Asker::default() }).bars.len();
            let before = ask(hour, mine, Invitation::None);
            prop_assert!(ask(hour, mine.max(higher), Invitation::None) <= before);
            prop_assert!(ask(hour, mine, Invitation::Good) <= before);
            prop_assert!(ask(89, mine, Invitation::None) <= before);
        }
    }
}
