//! Honor: how it is earned, one line explained, the checkpoints, and the organisers' side of it.

mod checkpoints;
mod desk;
mod give;
mod line;
mod member;
mod rule;
mod rules;

pub use checkpoints::*;
pub use desk::*;
pub use give::*;
pub use line::*;
pub use member::*;
pub use rule::*;
pub use rules::*;
