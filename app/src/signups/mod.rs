//! Signing up, giving up, shifts, tickets.

mod answers;
mod asked;
mod join;
mod queue;
mod shift;
mod shifts;
mod tickets;

pub use answers::*;
pub use join::*;
pub use queue::*;
pub use shift::*;
pub use shifts::*;
pub use tickets::*;
