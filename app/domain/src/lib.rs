//! What is true in Popcorn: types, rules and decisions.
//!
//! Pure: no I/O, no clock, no randomness, no framework; it compiles for the browser too. The areas carry the same names on
//! every floor. `view` modules hold what pages show: the server fills them, the browser reads them.

pub mod badges;
pub mod chapters;
pub mod door;
pub mod events;
mod failure;
pub mod form;
mod hex;
pub mod honor;
mod ids;
mod locale;
pub mod members;
pub mod notices;
pub mod showcase;
pub mod signups;
mod time;

pub use failure::{Failure, FieldCode, FieldError, Refusal};
pub use hex::hex;
pub use ids::*;
pub use locale::{Locale, Theme};
pub use time::{Instant, When};
