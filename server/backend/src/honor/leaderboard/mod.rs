//! Leaderboards: for each season and for lifetime, of everybody and of each chapter, and of those who were at an event.
//!
//! They follow from what counts of the ledger, in the transaction that works it out ([`follow`]). Only who chose to be shown has a row, so
//! that whoever is not is on none of them, in no format. A rank is a sum over how many have exactly so many points: few rows,
//! however many members there are. Those sums are changed by adding rows, which a worker folds together ([`fold`]): two doors
//! that let people in at the same time never wait for each other.

/// Who is shown, of `member m LEFT JOIN profile_choice c`: their page is public with the ring on it, and they did not opt out.
macro_rules! shown {
    () => {
        "m.published_at IS NOT NULL AND coalesce(c.ring, TRUE) AND coalesce(c.boards, TRUE)"
    };
}

mod count;
mod fold;
mod follow;
mod json;
mod page;
mod rank;
mod sums;

pub(super) use count::{count, take_down};
pub use fold::fold;
pub(super) use follow::follow;
pub(crate) use follow::refresh;
pub use json::json;
pub use page::page;

use uuid::Uuid;

/// The board that never ends, in the place of a season's id.
const LIFETIME: Uuid = Uuid::nil();

/// Everybody, in the place of a chapter's id.
const EVERYBODY: Uuid = Uuid::nil();

/// A period whose honor is counted: a season, or all time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct Period {
    /// Nil for lifetime honor.
    pub(super) id: Uuid,
    /// From this moment on, in milliseconds. What counts in a season is kept under it.
    pub(super) starts_at: i64,
    /// Up to, not including, this one.
    pub(super) ends_at: i64,
}

impl Period {
    const ALL_TIME: Self = Self { id: LIFETIME, starts_at: i64::MIN, ends_at: i64::MAX };
}
