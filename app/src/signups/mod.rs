//! Signing up, giving up, shifts, tickets.

mod answers;
mod asked;
mod join;
mod my_shifts;
mod offer;
mod pass_on;
mod queue;
mod shift;
mod shifts;
mod tickets;
#[cfg(feature = "ssr")]
mod way;

pub use answers::*;
pub use join::*;
pub use offer::*;
pub use pass_on::*;
pub use queue::*;
pub use shift::*;
pub use shifts::*;
pub use tickets::*;
#[cfg(feature = "ssr")]
pub(crate) use way::put_into_words;
