//! Signing up, giving up, tickets.

mod answers;
mod asked;
mod join;
mod pass_on;
mod queue;
mod tickets;
#[cfg(feature = "ssr")]
mod way;

pub use answers::*;
pub use join::*;
pub use pass_on::*;
pub use queue::*;
pub use tickets::*;
#[cfg(feature = "ssr")]
pub(crate) use way::put_into_words;
