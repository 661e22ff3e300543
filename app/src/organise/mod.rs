//! The organiser's side: planning, publishing, filling and following up events.

mod chapters;
mod console;
mod overview;
mod plan;

pub use chapters::*;
pub use console::*;
pub use overview::*;
pub use plan::*;
