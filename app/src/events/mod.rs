//! The front page, the pages of events and chapters.

mod chapter;
mod event;
mod home;
mod place;
mod recap;

pub use chapter::*;
pub use event::*;
pub use home::*;
pub use recap::*;
