//! What must be true of an event's places after anything at all, said once for all tests.

use domain::signups::{Seats, SignUpState};

/// What is found after the rush.
#[derive(Clone, Debug)]
pub struct Found {
    /// The counters.
    pub seats: Seats,
    /// Position and state of every sign-up, in the order of the positions.
    pub rows: Vec<(i64, SignUpState)>,
}

/// Nobody is oversold, the counters say what the rows say, no seat is free while somebody waits, and no number is given twice.
pub fn judge(found: &Found) -> Result<(), String> {
    let Found { seats, rows } = found;
    let count = |state| rows.iter().filter(|row| row.1 == state).count() as i64;
    let (confirmed, waiting) = (count(SignUpState::Confirmed), count(SignUpState::Waiting));
    if confirmed > seats.capacity {
        return Err(format!("oversold: {confirmed} seats given, {} there are", seats.capacity));
    }
    if (seats.taken, seats.waiting) != (confirmed, waiting) {
        return Err(format!("the counters say {seats:?}, the rows {confirmed} and {waiting}"));
    }
    if waiting > 0 && confirmed < seats.capacity {
        return Err(format!("a seat is free while {waiting} wait: {seats:?}"));
    }
    if !rows.windows(2).all(|pair| pair[0].0 < pair[1].0) {
        return Err("two have the same number".into());
    }
    Ok(())
}
