//! Signing up, giving up, tickets.

mod join;
mod tickets;

pub use join::*;
pub use tickets::*;
