//! The door: tickets are checked, people are let in.

mod camera;
mod page;
mod verdict;

pub use page::*;
