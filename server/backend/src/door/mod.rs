//! Tickets and the door.

mod check_in;
mod doors;
mod list;
mod page;
mod shift;
pub mod ticket;

pub(crate) use check_in::came;
pub use check_in::check_in;
pub use doors::doors;
pub use list::list;
pub use page::page;
