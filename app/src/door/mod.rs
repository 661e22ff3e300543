//! The door: tickets are checked, people are let in.

mod camera;
mod doors;
mod list;
mod page;
mod shifts;
mod verdict;

pub use doors::*;
pub use list::*;
pub use page::*;
pub use shifts::*;
