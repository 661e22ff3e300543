//! Signing up, giving up, tickets.

mod join;
mod queue;
mod tickets;

pub use join::*;
pub use queue::*;
pub use tickets::*;
