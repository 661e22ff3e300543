//! Accounts: signing in, joining, settings, profiles.

mod confirm;
mod join;
mod privacy;
mod profile;
mod reset;
mod set_up;
mod settings;
mod sign_in;

pub use confirm::*;
pub use join::*;
pub use privacy::*;
pub use profile::*;
pub use reset::*;
pub use set_up::*;
pub use settings::*;
pub use sign_in::*;
