//! Letters: the inbox, the choices about mail, the way out of announcements.

mod choices;
mod inbox;
mod unsubscribe;

pub use choices::*;
pub use inbox::*;
pub use unsubscribe::*;
