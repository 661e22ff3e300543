//! Events: finding them, planning them, running them.

pub(crate) mod art;
pub(crate) mod asked;
mod cancel;
pub(crate) mod card;
mod console;
mod cover;
mod create;
mod edit;
mod home;
mod organise;
mod page;
mod plan_page;
mod publish;
mod run;
mod slugs;
mod staff;

pub use cancel::cancel;
pub use console::console;
pub use cover::set_cover;
pub use create::create;
pub use edit::edit;
pub use home::home;
pub(crate) use home::{been, to_come};
pub use organise::organise;
pub use page::{Found, page};
pub use plan_page::plan_page;
pub use publish::publish;
pub(crate) use staff::by_handle;
pub use staff::{add_staff, remove_staff};
