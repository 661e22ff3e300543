//! What happens in Popcorn: use cases with their SQL, transactions, jobs, mail, pictures.
//!
//! One use case, one file: `<area>/<use_case>.rs`. A use case loads what its rule needs, asks `domain`, and writes everything in
//! one transaction. Time and chance are handed in ([`clock`], [`random`]); SQL goes through [`db`].

// The ground under the areas.
pub mod clock;
pub mod db;
pub mod markdown;
pub mod random;
pub mod request;
mod signed;
pub mod site;
#[cfg(feature = "testing")]
pub mod testing;
pub mod when;
pub mod zones;

// Areas, in the order of the house: the same names on every floor.
pub mod badges;
pub mod chapters;
pub mod door;
pub mod events;
pub mod honor;
pub mod members;
pub mod notices;
pub mod operations;
pub mod showcase;
pub mod signups;

pub use site::Site;
