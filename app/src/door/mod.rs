//! The door: tickets are checked, people are let in.

mod camera;
mod page;
mod shifts;
mod verdict;

pub use page::*;
pub use shifts::*;
