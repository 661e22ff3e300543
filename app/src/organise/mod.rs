//! The organiser's side: planning, publishing, filling and following up events.

mod again;
mod announcement;
mod by_hand;
mod chapter_team;
mod chapters;
mod console;
mod helpers;
mod invitation;
mod letters;
mod life;
mod mail;
mod overview;
mod plan;
mod recap;
mod series;
mod shifts;

pub use again::*;
pub use announcement::*;
pub use by_hand::*;
pub use chapter_team::*;
pub use chapters::*;
pub use console::*;
pub use helpers::*;
pub use invitation::*;
pub use letters::*;
pub use life::*;
pub use mail::*;
pub use overview::*;
pub use plan::*;
pub use recap::*;
pub use series::*;
pub use shifts::*;
