//! The organiser's side: planning, publishing, filling and following up events.

mod again;
mod chapter_team;
mod chapters;
mod console;
mod helpers;
mod invitation;
mod life;
mod overview;
mod plan;
mod recap;
mod series;

pub use again::*;
pub use chapter_team::*;
pub use chapters::*;
pub use console::*;
pub use helpers::*;
pub use invitation::*;
pub use life::*;
pub use overview::*;
pub use plan::*;
pub use recap::*;
pub use series::*;
