//! What must be true of an event's places after anything at all, said once for all tests.

use std::collections::BTreeMap;

use backend::{signups, sql, testing::TestSite};
use domain::EventId;
use domain::signups::{Seats, SignUpState, Turn};

/// What is found after the rush.
#[derive(Clone, Debug)]
pub struct Found {
    /// The counters.
    pub seats: Seats,
    /// What may be taken: the capacity, or what is left of what was taken when it fell below that.
    pub ceiling: i64,
    /// Position and state of every sign-up, in the order of the positions.
    pub rows: Vec<(i64, SignUpState)>,
    /// How many seats each needs, in the same order.
    pub heads: Vec<i64>,
}

/// Nobody is oversold, the counters say what the rows say, no seat is free while somebody waits in turn, and no number is given
/// twice.
pub fn judge(found: &Found) -> Result<(), String> {
    let Found { seats, ceiling, rows, heads } = found;
    let count = |state| rows.iter().zip(heads).filter(|(row, _)| row.1 == state).map(|(_, heads)| heads).sum::<i64>();
    let (confirmed, offered) = (count(SignUpState::Confirmed), count(SignUpState::Offered));
    let waiting = rows.iter().filter(|row| row.1 == SignUpState::Waiting).count() as i64;
    let taken = confirmed + offered;
    if taken > *ceiling {
        return Err(format!("oversold: {taken} seats given, {} there are", seats.capacity));
    }
    if (seats.taken, seats.offered, seats.waiting) != (taken, offered, waiting) {
        return Err(format!("the counters say {seats:?}, the rows {taken}, {offered} and {waiting}"));
    }
    // Where groups wait, the log played again says whose turn it is.
    let is_alone = heads.iter().all(|heads| *heads == 1);
    if waiting > 0 && taken < seats.capacity && seats.turn == Turn::InLine && is_alone {
        return Err(format!("a seat is free while {waiting} wait: {seats:?}"));
    }
    if !rows.windows(2).all(|pair| pair[0].0 < pair[1].0) {
        return Err("two have the same number".into());
    }
    Ok(())
}

/// What is stored of an event's places.
pub async fn found(world: &TestSite, event: EventId) -> Found {
    let rows = world.stored_sign_ups(event).await;
    let mut conn = world.db.read().await.expect("a reader");
    let (ceiling,): (i64,) =
        conn.one(sql!("SELECT ceiling FROM places WHERE event_id = $1"), (event.0,)).await.expect("its places");
    let seats = world.seats(event).await;
    let heads = rows.iter().map(|row| row.heads).collect();
    Found { seats, ceiling, rows: rows.into_iter().map(|row| (row.position, row.state)).collect(), heads }
}

/// Everything that must be true, and the public log, played again, gives the very same.
pub async fn must_be_fair(world: &TestSite, event: EventId) -> Found {
    let found = found(world, event).await;
    judge(&found).unwrap_or_else(|why| panic!("{why}: {found:?}"));
    let mut conn = world.db.read().await.expect("a reader");
    let (slug,): (String,) =
        conn.one(sql!("SELECT slug FROM event WHERE id = $1"), (event.0,)).await.expect("an event");
    drop(conn);
    let log = signups::queue_log(world, &slug).await.expect("a public log").published;
    if log.entries.is_empty() {
        assert!(found.rows.is_empty(), "whoever signs up is in the log");
        return found;
    }
    let replayed = log.replay().unwrap_or_else(|bad| panic!("{bad:?}: {:#?}", log.entries));
    assert_eq!(replayed.seats, found.seats, "the log's counters");
    assert_eq!(replayed.states, found.rows.iter().copied().collect::<BTreeMap<_, _>>(), "the log's states");
    found
}
