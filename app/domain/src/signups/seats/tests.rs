use super::*;
use proptest::prelude::*;
use std::collections::VecDeque;

#[derive(Clone, Debug)]
enum Step {
    /// A group of so many.
    SignUp(i64),
    /// The nth of those with a seat leaves, of those with an offer, of those in line.
    LeaveSeat(usize),
    LetGo(usize),
    LeaveLine(usize),
    Accept(usize),
    Take(usize),
    PlaceNew(i64),
    PlaceWaiting(usize),
    Resize(i64),
    Turn(Turn),
}

fn steps(heads: impl Strategy<Value = i64> + Clone + 'static) -> impl Strategy<Value = Vec<Step>> {
    let who = || 0usize..40;
    prop::collection::vec(
        prop_oneof![
            8 => heads.clone().prop_map(Step::SignUp),
            3 => who().prop_map(Step::LeaveSeat),
            2 => who().prop_map(Step::LetGo),
            1 => who().prop_map(Step::LeaveLine),
            3 => who().prop_map(Step::Accept),
            1 => who().prop_map(Step::Take),
            1 => heads.prop_map(Step::PlaceNew),
            1 => who().prop_map(Step::PlaceWaiting),
            1 => (0i64..30).prop_map(Step::Resize),
            1 => prop_oneof![Just(Turn::InLine), Just(Turn::FirstCome)].prop_map(Step::Turn),
        ],
        0..200,
    )
}

/// Who somebody is, and how many come with them, themselves counted.
type Group = (usize, i64);

/// Real people in a real queue.
#[derive(Default)]
struct People {
    seated: Vec<Group>,
    offered: Vec<Group>,
    line: VecDeque<Group>,
    next: usize,
    /// In the order in which they were offered a seat in their turn.
    turns: Vec<usize>,
}

impl People {
    /// What a step does; none where nobody is there to do it.
    fn step(&mut self, seats: Seats, step: &Step) -> Option<Seats> {
        let pick = |n: usize, of: usize| (of > 0).then(|| n % of);
        Some(match *step {
            Step::SignUp(heads) => {
                let (after, placement) = seats.sign_up(heads);
                match placement {
                    Placement::Seat => self.seated.push((self.next, heads)),
                    Placement::Line => self.line.push_back((self.next, heads)),
                }
                self.next += 1;
                after
            }
            Step::LeaveSeat(n) => {
                let (_, heads) = self.seated.remove(pick(n, self.seated.len())?);
                seats.leave(SignUpState::Confirmed, heads)
            }
            Step::LetGo(n) => {
                let (_, heads) = self.offered.remove(pick(n, self.offered.len())?);
                seats.leave(SignUpState::Offered, heads)
            }
            Step::LeaveLine(n) => {
                let (_, heads) = self.line.remove(pick(n, self.line.len())?)?;
                seats.leave(SignUpState::Waiting, heads)
            }
            Step::Accept(n) => {
                let who = self.offered.remove(pick(n, self.offered.len())?);
                self.seated.push(who);
                seats.accept(who.1)
            }
            Step::Take(n) => {
                let n = pick(n, self.line.len())?;
                let after = seats.take(self.line[n].1)?;
                self.seated.extend(self.line.remove(n));
                after
            }
            Step::PlaceNew(heads) => {
                let after = seats.place(None, heads)?;
                self.seated.push((self.next, heads));
                self.next += 1;
                after
            }
            Step::PlaceWaiting(n) => {
                let n = pick(n, self.line.len())?;
                let after = seats.place(Some(SignUpState::Waiting), self.line[n].1)?;
                self.seated.extend(self.line.remove(n));
                after
            }
            Step::Resize(capacity) => seats.resize(capacity),
            Step::Turn(turn) => Seats { turn, ..seats },
        })
    }

    fn sizes(&self) -> impl Iterator<Item = i64> {
        self.line.iter().map(|(_, heads)| *heads)
    }

    fn serve(&mut self, mut seats: Seats) -> Seats {
        for (gone, place) in seats.owed(self.sizes()).into_iter().enumerate() {
            let next = self.line.remove(place - gone).expect("seats are offered only to somebody who waits");
            self.offered.push(next);
            self.turns.push(next.0);
            seats = seats.offer(next.1);
        }
        seats
    }

    fn counted(&self) -> (i64, i64, i64) {
        let heads = |of: &[Group]| of.iter().map(|(_, heads)| heads).sum::<i64>();
        (heads(&self.seated) + heads(&self.offered), heads(&self.offered), self.line.len() as i64)
    }
}

/// Any interleaving of all steps: no seat too many, none lost, nobody counted twice, the line in its order, nobody left waiting
/// while there is room for the first.
fn must_be_fair(capacity: i64, steps: Vec<Step>) -> Result<People, TestCaseError> {
    let mut seats = Seats::empty(capacity);
    let mut people = People::default();
    for step in steps {
        let before = seats;
        let Some(after) = people.step(seats, &step) else { continue };
        seats = people.serve(after);
        prop_assert!(
            seats.taken <= seats.capacity || seats.taken <= before.taken,
            "oversold: {before:?} {step:?} {seats:?}"
        );
        prop_assert_eq!((seats.taken, seats.offered, seats.waiting), people.counted());
        let needed = seats.needed(people.sizes());
        let nobody_starves =
            seats.waiting == 0 || seats.taken + needed > seats.capacity || seats.turn == Turn::FirstCome;
        prop_assert!(nobody_starves, "there is room for the first in line: {:?}, {} needed", seats, needed);
        if seats.capacity != before.capacity && !matches!(step, Step::Resize(_)) {
            prop_assert!(matches!(step, Step::PlaceNew(_) | Step::PlaceWaiting(_)));
            let others = after.waiting > 0 && seats.turn == Turn::InLine;
            prop_assert!(
                others || before.free() < after.taken - before.taken,
                "chairs are added where they are missing"
            );
        }
        if let Step::PlaceNew(_) | Step::PlaceWaiting(_) = step
            && seats.waiting > 0
            && seats.waiting == after.waiting
            && seats.turn == Turn::InLine
        {
            prop_assert!(
                seats.free() >= before.free(),
                "nobody in line has to wait longer: {before:?} {step:?} {seats:?}"
            );
        }
    }
    Ok(people)
}

proptest! {
    #[test]
    fn nobody_is_oversold_and_the_line_is_fair(capacity in 0i64..20, steps in steps(Just(1))) {
        let people = must_be_fair(capacity, steps)?;
        prop_assert!(people.turns.is_sorted(), "offered out of order: {:?}", people.turns);
    }

    /// Groups too: both or none, and nobody is served before a group that came first, unless the event had become too small for it.
    #[test]
    fn groups_are_served_in_their_turn(capacity in 0i64..20, steps in steps(1i64..4)) {
        let shrinks = steps.iter().any(|step| matches!(step, Step::Resize(_)));
        let people = must_be_fair(capacity, steps)?;
        prop_assert!(shrinks || capacity < 3 || people.turns.is_sorted(), "offered out of order: {:?}", people.turns);
    }

    #[test]
    fn what_no_longer_counts_frees_nothing(capacity in 0i64..9, taken in 0i64..9, waiting in 0i64..9, heads in 1i64..4) {
        let seats = Seats { taken, waiting, ..Seats::empty(capacity + taken) };
        for state in SignUpState::ALL.into_iter().filter(|s| !s.is_live() || *s == SignUpState::Pending) {
            prop_assert_eq!(seats.leave(state, heads), seats);
        }
    }

    /// n seats that come free at once make n offers, or as many as wait.
    #[test]
    fn n_seats_make_n_offers(taken in 0i64..20, more in 0i64..20, waiting in 0i64..20) {
        let full = Seats { taken, waiting, ..Seats::empty(taken) };
        let line = || std::iter::repeat_n(1, waiting as usize);
        prop_assert_eq!(full.resize(taken + more).owed(line()).len() as i64, more.min(waiting));
        let first_come = Seats { turn: Turn::FirstCome, ..full.resize(taken + more) };
        prop_assert!(first_come.owed(line()).is_empty());
    }

    /// As long as people leave one after the other, a group in line is served: small ones behind it do not eat its seats.
    #[test]
    fn no_group_starves(heads in 1i64..6, behind in prop::collection::vec(1i64..3, 0..9)) {
        let capacity = 6;
        let mut seats = Seats { taken: capacity, waiting: 1 + behind.len() as i64, ..Seats::empty(capacity) };
        let line = || std::iter::once(heads).chain(behind.iter().copied());
        for left in 1..=heads {
            seats = seats.leave(SignUpState::Confirmed, 1);
            prop_assert_eq!(seats.owed(line()), if left < heads { vec![] } else { vec![0] });
            prop_assert!(seats.is_full(), "nobody new jumps the line");
        }
    }
}

#[test]
fn a_group_larger_than_the_event_is_passed_over() {
    let seats = Seats { taken: 0, waiting: 3, ..Seats::empty(2) };
    assert_eq!(seats.owed([3, 2, 1]), [1]);
    assert_eq!(seats.owed([3, 1, 1]), [1, 2]);
    assert_eq!((seats.needed([3, 2, 1]), seats.needed([3]), seats.needed([])), (2, 3, 0));
    assert_eq!(seats.resize(3).owed([3, 2, 1]), [0], "until there are enough");
}

#[test]
fn fewer_seats_freeze_and_put_nobody_out() {
    let mut seats = Seats { taken: 5, waiting: 2, ..Seats::empty(5) }.resize(3);
    assert!(seats.is_frozen() && seats.place(Some(SignUpState::Waiting), 1).is_none());
    for owed in [0, 0, 1] {
        seats = seats.leave(SignUpState::Confirmed, 1);
        assert_eq!(seats.owed([1, 1]).len(), owed, "{seats:?}");
    }
}

#[test]
fn a_group_gets_all_of_its_seats_or_none() {
    let seats = Seats { taken: 3, ..Seats::empty(5) };
    assert_eq!(seats.sign_up(2), (Seats { taken: 5, ..seats }, Placement::Seat));
    assert_eq!(seats.sign_up(3), (Seats { waiting: 1, ..seats }, Placement::Line));
    let first_come = Seats { waiting: 1, turn: Turn::FirstCome, ..seats };
    assert_eq!(first_come.take(3), None);
    assert_eq!(first_come.take(2), Some(Seats { taken: 5, waiting: 0, ..first_come }));
    let by_hand = Seats { waiting: 1, ..seats }.place(None, 2).expect("not frozen");
    assert_eq!((by_hand.capacity, by_hand.taken), (7, 5), "the free seats are kept for the group that waits");
}

#[test]
fn a_seat_by_hand_takes_none_from_the_lot() {
    let seats = Seats { taken: 1, ..Seats::empty(5) };
    let after = seats.place_beside_lottery(2).expect("not frozen");
    assert_eq!((after.capacity, after.taken, after.left()), (7, 3, seats.left()));
    assert_eq!(Seats { taken: 6, ..seats }.place_beside_lottery(1), None);
}
