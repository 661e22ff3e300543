//! Badges, the grants of them, and granting by hand.

mod all;
mod badge;
mod grant;
mod grant_form;
mod signed;

pub use all::*;
pub use badge::*;
pub use grant::*;
pub use grant_form::*;
pub use signed::*;
