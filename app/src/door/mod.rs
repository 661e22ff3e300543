//! The door: tickets are checked, people are let in.

mod camera;
mod list;
mod page;
mod verdict;

pub use list::*;
pub use page::*;
