//! Signing up, giving up, shifts, tickets.

mod join;
mod queue;
mod shift;
mod shifts;
mod tickets;

pub use join::*;
pub use queue::*;
pub use shift::*;
pub use shifts::*;
pub use tickets::*;
