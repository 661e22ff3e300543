//! The front page, the pages of events and chapters.

mod chapter;
mod event;
mod home;

pub use chapter::*;
pub use event::*;
pub use home::*;
