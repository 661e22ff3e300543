//! Tickets and the door.

mod check_in;
mod page;
mod shift;
pub mod ticket;

pub use check_in::check_in;
pub use page::page;
