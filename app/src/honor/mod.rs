//! Tiers, leaderboards and their seasons.

mod leaderboard;
mod seasons;
mod tier_desk;
mod tier_rules;
mod tiers;

pub use leaderboard::*;
pub use seasons::*;
pub use tier_desk::*;
pub use tier_rules::*;
pub use tiers::*;
