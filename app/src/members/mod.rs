//! Accounts: signing in, joining, settings, profiles.

mod confirm;
mod join;
mod privacy;
mod profile;
mod profile_desk;
mod profile_honor;
mod reset;
mod set_up;
mod settings;
mod sign_in;

pub use confirm::*;
pub use join::*;
pub use privacy::*;
pub use profile::*;
pub use profile_desk::*;
pub use profile_honor::*;
pub use reset::*;
pub use set_up::*;
pub use settings::*;
pub use sign_in::*;
