//! Local clubs: their pages, and who organises them.

mod create;
mod list;
mod organisers;
mod page;

pub(crate) use list::{all, chip, run_by};

pub use create::create;
pub use list::chips;
pub use organisers::{add_organiser, desk, remove_organiser};
pub use page::page;
