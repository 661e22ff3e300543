//! The organiser's side: planning, publishing, filling and following up events.

mod console;
mod overview;
mod plan;

pub use console::*;
pub use overview::*;
pub use plan::*;
