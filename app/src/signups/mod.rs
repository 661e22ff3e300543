//! Signing up, giving up, tickets.

mod answers;
mod asked;
mod join;
mod queue;
mod tickets;

pub use answers::*;
pub use join::*;
pub use queue::*;
pub use tickets::*;
