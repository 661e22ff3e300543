//! The door: tickets are checked, people are let in.

mod camera;
mod list;
mod page;
mod shifts;
mod verdict;

pub use list::*;
pub use page::*;
pub use shifts::*;
