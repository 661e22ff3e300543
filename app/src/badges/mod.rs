//! Badges, the grants of them, and what organisers do with them.

mod all;
mod badge;
mod batch;
mod batch_form;
mod batches;
mod desk;
mod edit;
mod grant;
mod grant_form;
mod manage;
mod mine;
mod signed;
mod verify;

pub use all::*;
pub use badge::*;
pub use batch::*;
pub use batch_form::*;
pub use batches::*;
pub use desk::*;
pub use edit::*;
pub use grant::*;
pub use grant_form::*;
pub use manage::*;
pub use mine::*;
pub use signed::*;
