//! Honor: how it is earned, one line explained, the checkpoints, tiers, leaderboards with their seasons, and the organisers' side
//! of it.

mod checkpoints;
mod desk;
mod give;
mod leaderboard;
mod line;
mod member;
mod rule;
mod rules;
mod seasons;
mod tier_desk;
mod tier_rules;
mod tiers;

pub use checkpoints::*;
pub use desk::*;
pub use give::*;
pub use leaderboard::*;
pub use line::*;
pub use member::*;
pub use rule::*;
pub use rules::*;
pub use seasons::*;
pub use tier_desk::*;
pub use tier_rules::*;
pub use tiers::*;
