use super::*;
use proptest::prelude::*;

fn schedule() -> Schedule {
    Schedule {
        starts: Instant(100),
        ends: Instant(200),
        opens: Some(Instant(10)),
        closes: Some(Instant(90)),
        ..Schedule::default()
    }
}

fn free() -> Seats {
    Seats::empty(2)
}

fn phase(life: Life, now: i64) -> Phase {
    Phase::at(Instant(now), life.state, life.schedule, free())
}

#[test]
fn an_event_goes_through_its_day() {
    let at = |now, taken| Phase::at(Instant(now), State::Published, schedule(), Seats { taken, ..Seats::empty(2) });
    assert_eq!(
        [at(9, 0), at(10, 1), at(11, 2), at(90, 0), at(100, 2), at(199, 0), at(200, 0)],
        [Phase::Scheduled, Phase::Open, Phase::Full, Phase::Closed, Phase::Running, Phase::Running, Phase::Ended]
    );
    for (state, phase) in [(State::Draft, Phase::Draft), (State::Cancelled, Phase::Cancelled)] {
        assert_eq!(Phase::at(Instant(500), state, schedule(), free()), phase);
    }
    let told = Schedule { recapped: Some(Instant(300)), ..schedule() };
    assert_eq!(Phase::at(Instant(301), State::Published, told, free()), Phase::Recap);
}

#[test]
fn a_date_that_was_taken_back_is_neither_to_come_nor_over() {
    let life = Life { state: State::Published, schedule: schedule(), publish_at: None };
    let postponed = life.postpone(Instant(50)).expect("before it begins");
    for now in [50, 150, 900] {
        assert_eq!(phase(postponed, now), Phase::Postponed);
    }
    assert_eq!(postponed.postpone(Instant(60)), Err(Failure::Refused(Refusal::EventPostponed)));
    assert_eq!(postponed.recap(Instant(900)), Err(Failure::Refused(Refusal::NotOverYet)));
    let again = postponed.reschedule((Instant(1100), Instant(1200)), Instant(900)).expect("a new date");
    assert_eq!((again.schedule.closes, again.schedule.opens), (Some(Instant(1090)), Some(Instant(10))));
    assert_eq!(
        [phase(again, 900), phase(again, 1150), phase(again, 1200)],
        [Phase::Open, Phase::Running, Phase::Ended]
    );
    assert_eq!(life.postpone(Instant(100)), Err(Failure::Refused(Refusal::EventUnderWay)));
    assert_eq!(life.postpone(Instant(200)), Err(Failure::Refused(Refusal::EventOver)));
}

#[test]
fn a_draft_publishes_itself_before_it_begins_or_not_at_all() {
    let draft = Life { state: State::Draft, schedule: schedule(), publish_at: None };
    let set = draft.publish_later(Instant(60), Instant(50)).expect("later today");
    assert_eq!((set.state, set.publish_at), (State::Draft, Some(Instant(60))));
    assert_eq!(set.call_off_publishing(), Ok(draft));
    let public = set.publish(Instant(60)).expect("its hour has come");
    assert_eq!((public.state, public.publish_at), (State::Published, None));
    let wrong =
        |at, code| assert_eq!(draft.publish_later(Instant(at), Instant(50)), Err(Failure::field("publish_at", code)));
    wrong(50, FieldCode::InThePast);
    wrong(100, FieldCode::AfterStart);
    assert_eq!(public.publish_later(Instant(70), Instant(50)), Err(Failure::Refused(Refusal::NotADraft)));
    assert_eq!(draft.publish(Instant(200)), Err(Failure::Refused(Refusal::EventOver)));
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Publish,
    PublishLater(i64),
    CallOff,
    Postpone,
    Reschedule(i64, i64),
    Cancel,
    Recap,
    Wait(i64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => Just(Step::Publish),
        1 => (0i64..400).prop_map(Step::PublishLater),
        1 => Just(Step::CallOff),
        2 => Just(Step::Postpone),
        2 => (0i64..600, -10i64..200).prop_map(|(s, d)| Step::Reschedule(s, d)),
        1 => Just(Step::Cancel),
        2 => Just(Step::Recap),
        4 => (0i64..80).prop_map(Step::Wait),
    ];
    prop::collection::vec(step, 0..40)
}

proptest! {
    /// Whatever organisers do in whatever order: what is public never becomes a draft again, what is cancelled stays so, only a
    /// draft waits for its hour, dates stay in order, and a refused step changes nothing.
    #[test]
    fn no_order_of_steps_breaks_an_event(steps in steps()) {
        let (mut life, mut now) = (Life { state: State::Draft, schedule: schedule(), publish_at: None }, Instant(0));
        for step in steps {
            let before = life;
            let next = match step {
                Step::Publish => life.publish(now),
                Step::PublishLater(at) => life.publish_later(Instant(at), now),
                Step::CallOff => life.call_off_publishing(),
                Step::Postpone => life.postpone(now),
                Step::Reschedule(starts, lasts) => life.reschedule((Instant(starts), Instant(starts + lasts)), now),
                Step::Cancel => life.cancel(now),
                Step::Recap => life.recap(now),
                Step::Wait(span) => { now = Instant(now.0 + span); Ok(life) }
            };
            if let Ok(next) = next {
                life = next;
            }
            let s = life.schedule;
            prop_assert!(before.state == State::Draft || life.state != State::Draft);
            prop_assert!(before.state != State::Cancelled || life == before);
            prop_assert!(life.publish_at.is_none() || life.state == State::Draft);
            prop_assert!(s.starts < s.ends);
            prop_assert!(s.postponed.is_none() || life.state == State::Published);
            prop_assert!(s.recapped.is_none_or(|told| told >= s.ends));
            prop_assert!(s.closes.is_none_or(|closes| closes <= s.ends && s.opens.is_none_or(|opens| opens < closes)));
            let phase = Phase::at(now, life.state, s, free());
            prop_assert_eq!(phase == Phase::Postponed, s.postponed.is_some());
            prop_assert!(!phase.takes_sign_ups() || (now < s.starts && life.state == State::Published));
            prop_assert!(!(phase.is_over() && phase.is_to_come()));
        }
    }
}
