//! Places and the waiting list.
//!
//! Sign-ups change in one place only, [`transition`]: it holds the row of the event's places, asks [`domain::signups::Seats`],
//! and writes counters, sign-up, history and letters together. Organisers, cancellations and changes of capacity go through
//! the same door.

mod by_hand;
mod check;
mod close;
mod give_up;
mod hold;
mod listing;
mod look;
mod offer;
mod queue;
mod reads;
mod remove;
mod resize;
pub mod shifts;
mod sign_up;
mod tickets;
pub(crate) mod transition;

pub use by_hand::place_by_hand;
pub use check::check_ask;
pub use close::close_for_cancelled_event;
pub use give_up::give_up;
pub use hold::{hold, release};
pub use listing::{Listing, set_listing};
pub use look::look_at_line;
pub use offer::{accept, decline};
pub use queue::{Log, queue_log, queue_page, shift_line, shift_log};
pub use reads::{Coming, coming, mine};
pub use remove::{remove, remove_member};
pub use resize::{lay_out, resize};
pub use sign_up::{SignUpAsk, sign_up};
pub use tickets::tickets;
