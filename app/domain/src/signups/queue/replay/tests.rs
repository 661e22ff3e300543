use super::*;
use crate::signups::lottery;
use uuid::Uuid;

const EVENT: EventId = EventId(Uuid::from_u128(1));

/// A log with right hashes.
fn log(steps: &[(Step, Option<i64>, Option<i64>, i64)]) -> Vec<(Entry, [u8; 32])> {
    let mut head = ROOT;
    let entries = (1..).zip(steps).map(|(seq, (step, number, value, at))| {
        let entry = Entry { seq, step: *step, number: *number, value: *value, at: Instant(*at) };
        head = hash(&head, EVENT, &entry);
        (entry, head)
    });
    entries.collect()
}

fn play(log: &[(Entry, [u8; 32])]) -> Result<Replayed, Bad> {
    replay(EVENT, None, log.iter().map(|(entry, hash)| (entry, hash)))
}

/// One seat: 1 has it, 2 to 4 wait, 1 leaves, 2 is asked and lets it go, 3 is asked.
const STORY: [(Step, Option<i64>, Option<i64>, i64); 9] = [
    (Step::Seats, None, Some(1), 1),
    (Step::Seat, Some(1), None, 1),
    (Step::Line, Some(2), None, 2),
    (Step::Line, Some(3), None, 3),
    (Step::Line, Some(4), None, 3),
    (Step::Left, Some(1), None, 4),
    (Step::Offered, Some(2), Some(9), 4),
    (Step::Declined, Some(2), None, 5),
    (Step::Offered, Some(3), Some(10), 5),
];

fn with(more: &[(Step, Option<i64>, Option<i64>, i64)]) -> Result<Replayed, Flaw> {
    let steps: Vec<_> = STORY.iter().chain(more).copied().collect();
    play(&log(&steps)).map_err(|bad| {
        assert!(bad.seq as usize >= STORY.len(), "{bad:?}");
        bad.flaw
    })
}

#[test]
fn an_offer_loses_its_end_with_the_date_and_gets_one_with_the_next() {
    let offered = |until: Instant, at| (Step::Offered, Some(3), Some(until.0), at);
    let accepted = |at| (Step::Accepted, Some(3), None, at);
    assert!(with(&[offered(NO_END, 6), accepted(500)]).is_ok());
    assert!(with(&[offered(NO_END, 6), offered(Instant(600), 500), accepted(599)]).is_ok());
    assert_eq!(with(&[offered(NO_END, 6), offered(Instant(600), 500), accepted(600)]), Err(Flaw::Time));
    assert_eq!(with(&[offered(Instant(11), 6)]), Err(Flaw::Time), "nobody gets more time than the others");
    assert_eq!(with(&[offered(NO_END, 6), offered(NO_END, 7)]), Err(Flaw::Time));
}

#[test]
fn a_good_log_gives_where_everybody_stands() {
    let all = with(&[(Step::Accepted, Some(3), None, 9)]).expect("good");
    assert_eq!(all.seats, Seats { taken: 1, waiting: 1, ..Seats::empty(1) });
    assert_eq!(all.line, [4]);
    use SignUpState::{Cancelled, Confirmed, Declined, Waiting};
    assert_eq!(
        all.states.into_iter().collect::<Vec<_>>(),
        [(1, Cancelled), (2, Declined), (3, Confirmed), (4, Waiting)]
    );
    let placed = with(&[(Step::Seats, None, Some(2), 6), (Step::Placed, Some(4), None, 6)]).expect("written down");
    assert_eq!(placed.seats, Seats { taken: 2, offered: 1, ..Seats::empty(2) });
}

#[test]
fn a_free_seat_is_given_by_hand_also_after_others_were_taken_away() {
    let fewer = [
        (Step::Seats, None, Some(3), 1),
        (Step::Seat, Some(1), None, 1),
        (Step::Seats, None, Some(2), 2),
        (Step::Placed, Some(2), None, 2),
    ];
    let all = play(&log(&fewer)).expect("one of two seats was free");
    assert_eq!(all.seats, Seats { taken: 2, ..Seats::empty(2) });
    let (mut too_few, none) = (fewer, (Step::Seats, None, Some(1), 2));
    too_few[2] = none;
    assert_eq!(play(&log(&too_few)).map_err(|bad| bad.flaw), Err(Flaw::NoSeat));
}

#[test]
fn the_first_bad_entry_is_named() {
    let good = log(&STORY);
    for (n, _) in good.iter().enumerate() {
        let mut edited = good.clone();
        edited[n].0.at = Instant(77);
        assert_eq!(play(&edited), Err(Bad { seq: n as i64 + 1, flaw: Flaw::Hash }));
        if n + 1 < good.len() {
            let mut short = good.clone();
            short.remove(n);
            assert_eq!(play(&short), Err(Bad { seq: n as i64 + 1, flaw: Flaw::Missing }));
        }
    }
}

#[test]
fn who_jumps_the_line_is_seen() {
    use Step::{Accepted, Declined, Expired, FirstCome, Left, Line, Offered, Placed, Seat, Seats, Took};
    for (flaw, more) in [
        (Flaw::NoSeat, &[(Seat, Some(5), None, 6)][..]),
        (Flaw::NoSeat, &[(Placed, Some(4), None, 6)]),
        (Flaw::NoSeat, &[(Placed, Some(5), None, 6)]),
        (Flaw::NoSeat, &[(Offered, Some(4), Some(12), 6)]),
        (Flaw::NoSeat, &[(Took, Some(4), None, 6)]),
        (Flaw::OutOfTurn, &[(Line, Some(5), None, 6), (Declined, Some(3), None, 7), (Offered, Some(5), Some(12), 7)]),
        (Flaw::OutOfTurn, &[(Declined, Some(3), None, 7), (Seat, Some(5), None, 7)]),
        (Flaw::SeatKeptBack, &[(Declined, Some(3), None, 7)]),
        (Flaw::SeatKeptBack, &[(Seats, None, Some(2), 7), (Left, Some(4), None, 8)]),
        (Flaw::Time, &[(Accepted, Some(3), None, 10)]),
        (Flaw::Time, &[(Expired, Some(3), None, 9)]),
        (Flaw::Impossible, &[(Accepted, Some(4), None, 6)]),
        (Flaw::Impossible, &[(Left, Some(1), None, 6)]),
        (Flaw::Impossible, &[(Line, Some(2), None, 6)]),
        (Flaw::SeatKeptBack, &[(FirstCome, None, None, 10), (Expired, Some(3), None, 10), (Line, Some(5), None, 11)]),
    ] {
        assert_eq!(with(more).expect_err("bad"), flaw, "{more:?}");
    }
}

/// Two seats, a group of two and two alone. The group stands behind somebody alone: one seat that comes free is theirs, and the next
/// one waits for its neighbour.
#[test]
fn a_group_keeps_its_turn_and_its_seats() {
    use Step::{Accepted, Left, Line, Offered, Placed, Seat, Seats as There};
    let start = [
        (There, None, Some(2), 1),
        (Seat, Some(1), None, 1),
        (Seat, Some(2), None, 1),
        (Line, Some(3), None, 2),
        (Line, Some(4), Some(2), 2),
        (Line, Some(5), None, 3),
        (Left, Some(1), None, 4),
        (Offered, Some(3), Some(90), 4),
        (Accepted, Some(3), None, 5),
        (Left, Some(2), None, 6),
    ];
    let then = |more: &[(Step, Option<i64>, Option<i64>, i64)]| {
        let steps: Vec<_> = start.iter().chain(more).copied().collect();
        play(&log(&steps)).map_err(|bad| bad.flaw)
    };
    let all = then(&[]).expect("one seat is free, and the group needs two");
    assert_eq!(all.seats, Seats { taken: 1, waiting: 2, ..Seats::empty(2) });
    let both = then(&[(Left, Some(3), None, 7), (Offered, Some(4), Some(90), 7)]).expect("both");
    assert_eq!(both.seats, Seats { taken: 2, offered: 2, waiting: 1, ..Seats::empty(2) });
    for (flaw, more) in [
        (Flaw::NoSeat, &[(Offered, Some(5), Some(90), 6)][..]),
        (Flaw::NoSeat, &[(Offered, Some(4), Some(90), 6)]),
        (Flaw::OutOfTurn, &[(Seat, Some(6), None, 7)]),
        (Flaw::NoSeat, &[(Placed, Some(6), None, 7)]),
        (Flaw::NoSeat, &[(There, None, Some(3), 7), (Placed, Some(6), Some(2), 7)]),
        (Flaw::SeatKeptBack, &[(Left, Some(3), None, 7)]),
        (Flaw::OutOfTurn, &[(Left, Some(3), None, 7), (Offered, Some(5), Some(90), 7)]),
        (Flaw::Impossible, &[(Line, Some(6), Some(1), 7)]),
    ] {
        assert_eq!(then(more).expect_err("bad"), flaw, "{more:?}");
    }
    let by_hand = then(&[(There, None, Some(3), 7), (Placed, Some(6), None, 7)]).expect("a chair more");
    assert_eq!(by_hand.seats, Seats { taken: 2, waiting: 2, ..Seats::empty(3) });
}

#[test]
fn who_is_approved_gets_a_seat_or_the_end_of_the_line() {
    use Step::{Approved, Asked, Left, Line, Placed, Refused, Removed, Seat, Seats as There};
    let start = [
        (There, None, Some(1), 1),
        (Asked, Some(1), None, 1),
        (Asked, Some(2), Some(3), 2),
        (Asked, Some(3), None, 3),
        (Approved, Some(3), None, 4),
        (Seat, Some(3), None, 4),
    ];
    let then = |more: &[(Step, Option<i64>, Option<i64>, i64)]| {
        let steps: Vec<_> = start.iter().chain(more).copied().collect();
        play(&log(&steps)).map_err(|bad| bad.flaw)
    };
    use SignUpState::{Cancelled, Confirmed, Declined, Pending, Removed as TakenOff, Waiting};
    let states = |more: &[(Step, Option<i64>, Option<i64>, i64)]| {
        let all = then(more).expect("good");
        (all.states.into_values().collect::<Vec<_>>(), all.seats.taken)
    };
    assert_eq!(states(&[]), (vec![Pending, Pending, Confirmed], 1), "who is asked holds nothing");
    let line = [(Approved, Some(1), None, 5), (Line, Some(1), None, 5)];
    assert_eq!(states(&line), (vec![Waiting, Pending, Confirmed], 1));
    assert_eq!(
        states(&[(Refused, Some(2), None, 5), (Left, Some(1), None, 6)]),
        (vec![Cancelled, Declined, Confirmed], 1)
    );
    assert_eq!(states(&[(Removed, Some(2), None, 5)]), (vec![Pending, TakenOff, Confirmed], 1));
    let by_hand = [(There, None, Some(2), 5), (Placed, Some(1), None, 5)];
    assert_eq!(states(&by_hand), (vec![Confirmed, Pending, Confirmed], 2));
    for (flaw, more) in [
        (Flaw::OutOfTurn, &[(Approved, Some(1), None, 5), (Seat, Some(4), None, 5)][..]),
        (Flaw::OutOfTurn, &[(Approved, Some(1), None, 5), (Left, Some(3), None, 5)]),
        (Flaw::SeatKeptBack, &[(Approved, Some(1), None, 5)]),
        (Flaw::NoSeat, &[(Approved, Some(1), None, 5), (Seat, Some(1), None, 5)]),
        (Flaw::Impossible, &[(Approved, Some(2), None, 5), (Line, Some(2), None, 5)]),
        (Flaw::Impossible, &[(Approved, Some(3), None, 5)]),
        (Flaw::Impossible, &[(Refused, Some(3), None, 5)]),
        (Flaw::Impossible, &[(Line, Some(1), None, 5)]),
        (Flaw::Impossible, &[(Asked, Some(1), None, 5)]),
    ] {
        assert_eq!(then(more).expect_err("bad"), flaw, "{more:?}");
    }
}

#[test]
fn a_lottery_is_drawn_from_the_sealed_seed_among_those_who_entered() {
    use Step::{Drawn, Entered, Left, Line, Lottery, Seat, Seats as There};
    let seed = [7; 32];
    let drawing = Drawing { seal: lottery::seal(&seed), seed: Some(seed) };
    let mark = lottery::mark(&drawing.seal);
    let entries = [
        (There, None, Some(2), 1),
        (Lottery, None, Some(mark), 1),
        (Entered, Some(1), None, 2),
        (Entered, Some(2), None, 2),
        (Entered, Some(3), Some(2), 3),
        (Entered, Some(4), None, 4),
        (Left, Some(2), None, 5),
    ];
    let head = log(&entries).last().expect("some").1;
    let order = lottery::order(&seed, &head, [1, 3, 4]);
    let honest = |order: &[i64]| {
        let mut seats = Seats::empty(2);
        let mut steps: Vec<_> = entries.into_iter().chain([(Drawn, None, Some(3), 9)]).collect();
        for who in order {
            let heads = if *who == 3 { 2 } else { 1 };
            let (after, placement) = seats.sign_up(heads);
            seats = after;
            let step = if placement == Placement::Seat { Seat } else { Line };
            steps.push((step, Some(*who), (heads > 1).then_some(heads), 9));
        }
        steps
    };
    let play = |drawing, steps: &[_]| {
        let log = log(steps);
        replay(EVENT, drawing, log.iter().map(|(entry, hash)| (entry, hash))).map_err(|bad| bad.flaw)
    };
    let good = honest(&order);
    let all = play(Some(drawing), &good).expect("honest");
    assert_eq!(all.states.values().filter(|s| **s == SignUpState::Pending).count(), 0);
    assert!(all.seats.taken <= 2);
    assert!(play(Some(Drawing { seed: None, ..drawing }), &entries).is_ok(), "before the draw the seed is secret");

    // Another order, another seed, another seal, somebody left out or let in.
    let turned: Vec<i64> = order.iter().rev().copied().collect();
    assert_eq!(play(Some(drawing), &honest(&turned)), Err(Flaw::OutOfTurn));
    let other = Drawing { seed: Some([8; 32]), ..drawing };
    assert_eq!(play(Some(other), &good), Err(Flaw::Lottery));
    let swapped = Drawing { seal: lottery::seal(&[8; 32]), seed: Some([8; 32]) };
    assert_eq!(play(Some(swapped), &good), Err(Flaw::Lottery), "the log names the first seal");
    assert_eq!(play(None, &good), Err(Flaw::Lottery), "nothing is drawn in secret");
    assert_eq!(play(Some(drawing), &good[..good.len() - 1]), Err(Flaw::SeatKeptBack));
    let mut fewer = good.clone();
    fewer[entries.len()].2 = Some(2);
    assert_eq!(play(Some(drawing), &fewer), Err(Flaw::Lottery));
    let mut late = good.clone();
    late.push((Lottery, None, Some(mark), 10));
    assert_eq!(play(Some(drawing), &late), Err(Flaw::Lottery), "sealed before anybody enters");
}
