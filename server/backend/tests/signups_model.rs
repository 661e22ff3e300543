//! Random sequences through the real use cases, against a model with real people in a real queue.

mod fairness;

use std::cell::RefCell;
use std::collections::VecDeque;

use backend::signups;
use backend::testing::{TestSite, engines};
use domain::members::Actor;
use domain::signups::{SignUpState, view::MySignUp};
use domain::{EventId, Failure, FieldCode, Refusal, SignUpId};
use fairness::{Found, judge};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// How many people take part.
const PEOPLE: usize = 8;

#[derive(Clone, Debug)]
enum Step {
    SignUp(usize),
    GiveUp(usize),
    Resize(i64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        5 => (0..PEOPLE).prop_map(Step::SignUp),
        3 => (0..PEOPLE).prop_map(Step::GiveUp),
        1 => (0i64..8).prop_map(Step::Resize),
    ];
    prop::collection::vec(step, 1..50)
}

/// People, by their number, where they belong.
#[derive(Debug, Default)]
struct Model {
    capacity: usize,
    seated: Vec<usize>,
    line: VecDeque<usize>,
}

impl Model {
    fn is_in(&self, who: usize) -> bool {
        self.seated.contains(&who) || self.line.contains(&who)
    }

    /// Whoever is first gets what is free.
    fn serve(&mut self) {
        while self.seated.len() < self.capacity {
            let Some(first) = self.line.pop_front() else { return };
            self.seated.push(first);
        }
    }

    /// What somebody must be told who asks.
    fn stand(&self, who: usize) -> (SignUpState, Option<i64>) {
        match self.line.iter().position(|w| *w == who) {
            Some(place) => (SignUpState::Waiting, Some(place as i64 + 1)),
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

impl Run<'_> {
    async fn step(&mut self, step: &Step) {
        match *step {
            Step::SignUp(who) => {
                let told = self.world.sign_up(&self.people[who], self.event).await.expect("open");
                if !self.model.is_in(who) {
                    self.model.line.push_back(who);
                    self.model.serve();
                    assert_ne!(self.newest[who], Some(told.id), "a sign-up of its own");
                    self.newest[who] = Some(told.id);
                }
                assert_eq!(self.newest[who], Some(told.id));
                assert_eq!((told.state, told.waiting_place), self.model.stand(who));
            }
            Step::GiveUp(who) => {
                let Some(id) = self.newest[who] else { return };
                let told = signups::give_up(self.world, &self.people[who], id).await;
                if self.model.is_in(who) {
                    assert_eq!(told, Ok(()));
                    self.model.seated.retain(|w| *w != who);
                    self.model.line.retain(|w| *w != who);
                    self.model.serve();
                } else {
                    assert_eq!(told, Err(Failure::Refused(Refusal::NotSignedUp)));
                }
            }
            Step::Resize(capacity) => {
                let told = self.world.resize(self.event, capacity, self.organiser).await;
                let taken = self.model.seated.len() as i64;
                if capacity < taken {
                    assert_eq!(told, Err(Failure::field("capacity", FieldCode::BelowTaken { taken })));
                } else {
                    self.model.capacity = usize::try_from(capacity).expect("not below zero");
                    self.model.serve();
                    assert_eq!(told.expect("room for all").taken, self.model.seated.len() as i64);
                }
            }
        }
    }

    /// Everybody stands where the model says.
    async fn compare(&self) {
        let seats = self.world.seats(self.event).await;
        let rows = self.world.stored_sign_ups(self.event).await;
        judge(&Found { seats, rows: rows.iter().map(|row| (row.position, row.state)).collect() }).expect("fair");
        assert_eq!((seats.taken, seats.waiting), (self.model.seated.len() as i64, self.model.line.len() as i64));
        let mut conn = self.world.db.read().await.expect("a reader");
        for (who, person) in self.people.iter().enumerate() {
            let mine = signups::mine(&mut conn, self.world, self.event, person.member).await.expect("no error");
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
        let steps_done = RefCell::new(0);
        let config = Config { cases: 24, failure_persistence: None, max_shrink_iters: 60, ..Config::default() };
        let outcome = TestRunner::new(config).run(&(0i64..4, steps()), |(capacity, steps)| {
            runtime.block_on(async {
                let mut run = Run {
                    world: &world,
                    people: &people,
                    organiser: &organiser,
                    event: world.event(chapter, &organiser, capacity).await,
                    newest: vec![None; PEOPLE],
                    model: Model { capacity: usize::try_from(capacity).expect("not below zero"), ..Model::default() },
                };
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
