//! The pieces pages are made of, with the classes of the design. `/design` shows each in every state.

mod actions;
mod event;
mod honor;
mod layout;
mod pieces;

pub use actions::*;
pub use event::*;
pub use honor::*;
pub use layout::*;
pub use pieces::*;

pub use crate::showcase::Head;
