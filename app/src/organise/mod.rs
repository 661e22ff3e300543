//! The organiser's side: planning, publishing, filling and following up events.

mod announcement;
mod chapters;
mod console;
mod letters;
mod mail;
mod overview;
mod plan;

pub use announcement::*;
pub use chapters::*;
pub use console::*;
pub use letters::*;
pub use mail::*;
pub use overview::*;
pub use plan::*;
