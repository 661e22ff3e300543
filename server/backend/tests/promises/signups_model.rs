//! Random sequences through the real use cases, against a model with real people in a real queue; and each history, played
//! again from its public log.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::time::Duration;

use crate::fairness::must_be_fair;
use backend::signups::{self, Company};
use backend::testing::{TestSite, engines};
use domain::members::Actor;
use domain::signups::{Admission, Past, SignUpState, Turn, view::MySignUp};
use domain::{EventId, Failure, Locale, Refusal, SignUpId};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// How many people take part.
const PEOPLE: usize = 8;

#[derive(Clone, Debug)]
enum Step {
    /// With so many guests.
    SignUp(usize, usize),
    GiveUp(usize),
    Accept(usize),
    Decline(usize),
    Remove(usize),
    ByHand(usize),
    Resize(i64),
    /// So many hours pass; the workers do what is due, or are late.
    Wait(u64, Workers),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Workers {
    OnTime,
    Late,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let who = || 0..PEOPLE;
    let workers = prop_oneof![Just(Workers::OnTime), Just(Workers::Late)];
    let step = prop_oneof![
        8 => (who(), prop_oneof![3 => Just(0usize), 1 => 1usize..3]).prop_map(|(who, guests)| Step::SignUp(who, guests)),
        4 => who().prop_map(Step::GiveUp),
        4 => who().prop_map(Step::Accept),
        2 => who().prop_map(Step::Decline),
        1 => who().prop_map(Step::Remove),
        1 => who().prop_map(Step::ByHand),
        1 => (0i64..8).prop_map(Step::Resize),
        2 => (1u64..60, workers).prop_map(|(hours, workers)| Step::Wait(hours, workers)),
    ];
    prop::collection::vec(step, 1..60)
}

/// People, by their number, where they belong.
#[derive(Debug, Default)]
struct Model {
    capacity: usize,
    seated: Vec<usize>,
    /// And until when, in hours.
    offered: Vec<(usize, u64)>,
    line: VecDeque<usize>,
    /// How many each comes with, themselves counted, by their newest sign-up.
    heads: [usize; PEOPLE],
    /// How often each has signed up, and who was taken off last.
    times: [i64; PEOPLE],
    taken_off: [bool; PEOPLE],
    now: u64,
}

/// When the event's cut-off is, in hours from the beginning of a run: it starts in 336.
const CUTOFF: u64 = 330;

impl Model {
    fn is_in(&self, who: usize) -> bool {
        self.seated.contains(&who) || self.is_offered(who) || self.line.contains(&who)
    }

    fn is_offered(&self, who: usize) -> bool {
        self.offered.iter().any(|(w, _)| *w == who)
    }

    fn held(&self) -> usize {
        self.offered.iter().map(|(who, _)| self.heads[*who]).sum()
    }

    fn taken(&self) -> usize {
        self.seated.iter().map(|who| self.heads[*who]).sum::<usize>() + self.held()
    }

    fn free(&self) -> usize {
        self.capacity.saturating_sub(self.taken())
    }

    fn leave(&mut self, who: usize) {
        self.seated.retain(|w| *w != who);
        self.offered.retain(|(w, _)| *w != who);
        self.line.retain(|w| *w != who);
    }

    /// Offers run out; whoever is first is offered what is free, before the cut-off.
    fn serve(&mut self) {
        self.offered.retain(|(_, until)| self.now < *until);
        if self.now >= CUTOFF {
            return;
        }
        // The first whom the event has room for at all: who is too many for it is passed over, nobody else.
        while let Some(place) = self.line.iter().position(|who| self.heads[*who] <= self.capacity) {
            let first = self.line[place];
            if self.free() < self.heads[first] {
                return;
            }
            self.line.remove(place);
            let half = (CUTOFF - self.now) * 60 / 2;
            // Offers are made on the hour and runs wait whole hours: what is shorter than one runs out at the next.
            let until = self.now + (24 * 60).min(half.max(15)).div_ceil(60);
            self.offered.push((first, until.min(CUTOFF)));
        }
    }

    /// What somebody must be told who asks.
    fn stand(&self, who: usize) -> (SignUpState, Option<i64>) {
        match self.line.iter().position(|w| *w == who) {
            Some(place) => (SignUpState::Waiting, Some(place as i64 + 1)),
            None if self.is_offered(who) => (SignUpState::Offered, None),
            None => (SignUpState::Confirmed, None),
        }
    }
}

/// One run: a fresh event, and everybody's newest sign-up.
struct Run<'a> {
    world: &'a TestSite,
    people: &'a [Actor],
    organiser: &'a Actor,
    event: EventId,
    newest: Vec<Option<SignUpId>>,
    model: Model,
}

fn refused(refusal: Refusal) -> Result<(), Failure> {
    Err(Failure::Refused(refusal))
}

impl Run<'_> {
    async fn step(&mut self, step: &Step) {
        self.model.serve();
        match *step {
            Step::SignUp(who, guests) => self.sign_up(who, guests).await,
            Step::GiveUp(who) => {
                let Some(id) = self.newest[who] else { return };
                let told = signups::give_up(self.world, &self.people[who], id).await;
                assert_eq!(told, if self.model.is_in(who) { Ok(()) } else { refused(Refusal::NotSignedUp) });
                self.model.leave(who);
            }
            Step::Accept(who) => self.accept(who).await,
            Step::Decline(who) => {
                let Some(id) = self.newest[who] else { return };
                let told = signups::decline(self.world, &self.people[who], id).await;
                if self.model.is_offered(who) {
                    assert_eq!(told, Ok(()));
                    self.model.leave(who);
                } else if self.model.is_in(who) {
                    assert_eq!(told, refused(Refusal::OfferGone));
                }
            }
            Step::Remove(who) => {
                let Some(id) = self.newest[who] else { return };
                let told = signups::remove(self.world, self.organiser, id, "House rules").await;
                assert_eq!(told, if self.model.is_in(who) { Ok(()) } else { refused(Refusal::NotSignedUp) });
                self.model.taken_off[who] |= self.model.is_in(who);
                self.model.leave(who);
            }
            Step::ByHand(who) => self.by_hand(who).await,
            Step::Resize(capacity) => {
                self.world.resize(self.event, capacity).await.expect("any number will do");
                self.model.capacity = usize::try_from(capacity).expect("not below zero");
            }
            Step::Wait(hours, workers) => {
                if self.model.now + hours > CUTOFF + 5 {
                    return; // it would have begun
                }
                self.world.run_jobs().await; // late, but not for ever
                self.model.now += hours;
                self.world.advance(Duration::from_secs(hours * 3600));
                if workers == Workers::OnTime {
                    self.world.run_jobs().await;
                }
            }
        }
        self.model.serve();
    }

    async fn sign_up(&mut self, who: usize, guests: usize) {
        let names = (0..guests).map(|n| format!("Guest {n}")).collect();
        let company = Company { guests: names, ..Company::default() };
        let told = self.world.sign_up_with(&self.people[who], self.event, company).await;
        let past = Past::of(self.model.times[who], self.model.taken_off[who]);
        if let Some(why) = past.refusal().filter(|_| !self.model.is_in(who)) {
            assert_eq!(told, Err(Failure::Refused(why)), "only by hand");
            return;
        }
        if !self.model.is_in(who) && guests > self.model.capacity.saturating_sub(1) && guests > 0 {
            assert!(matches!(told, Err(Failure::Invalid(_))), "more than there are at all: {told:?}");
            return;
        }
        let told = told.expect("open");
        if !self.model.is_in(who) {
            self.model.heads[who] = guests + 1;
            self.model.times[who] += 1;
            let is_open = self.model.line.is_empty() || self.model.now >= CUTOFF;
            let has_seat = self.model.free() > guests && is_open;
            match has_seat {
                true => self.model.seated.push(who),
                false => self.model.line.push_back(who),
            }
            self.model.serve();
            assert_ne!(self.newest[who], Some(told.id), "a sign-up of its own");
            self.newest[who] = Some(told.id);
        }
        assert_eq!((told.state, told.waiting_place), self.model.stand(who));
        assert_eq!(self.newest[who], Some(told.id));
    }

    async fn accept(&mut self, who: usize) {
        let Some(id) = self.newest[who] else { return };
        let told = signups::accept(self.world, &self.people[who], id).await;
        if self.model.seated.contains(&who) {
            assert_eq!(told, Ok(()), "twice is no mistake");
        } else if self.model.is_offered(who) || (self.model.line.contains(&who) && self.takes(who)) {
            assert_eq!(told, Ok(()));
            self.model.leave(who);
            self.model.seated.push(who);
        } else {
            assert!(matches!(told, Err(Failure::Refused(_))), "{told:?}");
        }
    }

    fn takes(&self, who: usize) -> bool {
        self.model.now >= CUTOFF && self.model.free() >= self.model.heads[who]
    }

    async fn by_hand(&mut self, who: usize) {
        let handle = if who == 0 { "fan".to_owned() } else { format!("fan{}", who + 1) };
        let told = signups::place_by_hand(self.world, self.organiser, self.event, (&handle, "A guest of honor")).await;
        if self.model.seated.contains(&who) {
            assert_eq!(told, refused(Refusal::HasSeat));
            return;
        }
        if !self.model.is_in(who) {
            self.model.heads[who] = 1;
        }
        if !self.model.is_offered(who) {
            if self.model.taken() > self.model.capacity {
                assert_eq!(told, refused(Refusal::PlacesFrozen));
                return;
            }
            // What is free is for those who wait in turn.
            let others = self.model.line.iter().any(|w| *w != who) && self.model.now < CUTOFF;
            let left = if others { 0 } else { self.model.free() };
            self.model.capacity += self.model.heads[who].saturating_sub(left);
        }
        assert_eq!(told, Ok(()));
        if !self.model.is_in(who) {
            self.model.times[who] += 1;
            self.model.taken_off[who] = false;
        }
        self.model.leave(who);
        self.model.seated.push(who);
        let newest = self.world.stored_sign_ups(self.event).await;
        self.newest[who] = newest.iter().rev().find(|row| row.member == self.people[who].member).map(|row| row.id);
    }

    /// Everybody stands where the model says, once the workers have come by.
    async fn compare(&self) {
        self.world.run_jobs().await;
        let found = must_be_fair(self.world, self.event).await;
        let seats = found.seats;
        assert_eq!((seats.taken, seats.offered), (self.model.taken() as i64, self.model.held() as i64));
        assert_eq!(seats.waiting, self.model.line.len() as i64);
        let is_late = self.model.now >= CUTOFF && seats.turn == Turn::InLine;
        assert!(!is_late || (seats.waiting == 0 && seats.offered == 0), "the cut-off was passed unseen: {seats:?}");
        let mut conn = self.world.db.read().await.expect("a reader");
        for (who, person) in self.people.iter().enumerate() {
            let mine = signups::mine(&mut conn, Locale::En, self.event, person.member).await.expect("no error");
            let expected = self.model.is_in(who).then(|| self.model.stand(who));
            let stand = |m: MySignUp| (m.state, m.waiting_place);
            assert_eq!(mine.map(stand), expected, "person {who}");
        }
    }
}

#[test]
fn any_sequence_does_what_the_model_does() {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    for engine in engines() {
        eprintln!("on {engine}");
        let (world, chapter, organiser, people) = runtime.block_on(async {
            let world = TestSite::fresh(engine).await;
            let chapter = world.chapter("Chengdu").await;
            let organiser = world.organiser("Wen Shuyan", chapter).await;
            let people = world.fans(PEOPLE).await;
            (world, chapter, organiser, people)
        });
        let beginning = world.now();
        let steps_done = RefCell::new(0);
        let config = Config { cases: 24, failure_persistence: None, max_shrink_iters: 60, ..Config::default() };
        let outcome = TestRunner::new(config).run(&(0i64..4, steps()), |(capacity, steps)| {
            runtime.block_on(async {
                world.run_jobs().await;
                world.clock.set(beginning);
                let mut run = Run {
                    world: &world,
                    people: &people,
                    organiser: &organiser,
                    event: world.event(chapter, &organiser, capacity).await,
                    newest: vec![None; PEOPLE],
                    model: Model { capacity: usize::try_from(capacity).expect("not below zero"), ..Model::default() },
                };
                world.decide(run.event, Admission { guests: 2, ..Admission::default() }).await.expect("decided");
                for step in &steps {
                    run.step(step).await;
                }
                run.compare().await;
                *steps_done.borrow_mut() += steps.len();
            });
            Ok(())
        });
        outcome.unwrap_or_else(|why| panic!("{engine}: {why}"));
        assert!(*steps_done.borrow() > 100);
    }
}
