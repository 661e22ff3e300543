//! Badges: what they stand for, and who holds them.

mod all;
mod badge_page;
pub mod credential;
mod form_page;
mod grant;
mod grant_page;
mod house;
mod latest;
mod texts;
mod wall;

pub use all::all;
pub use badge_page::badge_page;
pub use form_page::grant_form;
pub use grant::{GrantAsk, Granted, NewGrant, grant, grant_in};
pub use grant_page::grant_page;
pub use house::found;
pub use latest::latest;
pub use wall::wall;
