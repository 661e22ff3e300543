//! What leaves the house: share cards, share pictures, calendars and feeds.

pub(crate) mod calendar;
pub mod card;
pub mod feeds;
pub mod og;
