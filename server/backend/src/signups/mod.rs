//! Places and the waiting list.
//!
//! Sign-ups change in one place only, [`transition`]: it holds the row of the event's places, asks [`domain::signups::Seats`],
//! and writes counters, sign-up, history and letters together. Organisers, cancellations and changes of capacity go through
//! the same door.

mod admission;
mod answer_files;
mod answer_rows;
mod answers;
mod bulk;
mod by_hand;
mod check;
mod close;
mod codes;
mod crowd;
mod desk;
mod examine;
mod give_up;
mod guests;
mod hold;
mod import;
mod listing;
mod look;
mod offer;
mod offer_link;
mod past;
mod queue;
mod reads;
mod remove;
mod requests;
mod resize;
pub mod shifts;
mod sign_up;
mod standing;
mod tickets;
pub(crate) mod transition;
mod way;

pub use admission::{admission, arrange_lottery, decide};
pub(crate) use answer_files::forget_files;
pub use answer_files::{AnswerFile, HandedIn, answer_file, hand_in};
pub use answers::{answers_page, change_answers, must_own};
pub use bulk::{BulkAsk, in_bulk};
pub use by_hand::place_by_hand;
pub use check::check_ask;
pub use close::close_for_cancelled_event;
pub use codes::{end_code, make_code, pass_on};
pub(crate) use crowd::Crowds;
pub use desk::places_desk;
pub use examine::examine;
pub use give_up::give_up;
pub(crate) use guests::{guests_at, guests_of};
pub use hold::{hold, release};
pub use import::{carry_out_sheet, import_page, keep_sheet};
pub use listing::{Listing, set_listing};
pub use look::look_at_line;
pub use offer::{accept, decline};
pub use offer_link::{Answer, answer_offer, offer_page, offer_url};
pub use queue::{Log, log_head, queue_log, queue_page, shift_line, shift_log};
pub use reads::{Coming, coming, mine};
pub use remove::{remove, remove_member};
pub use requests::{approve, refuse};
pub use resize::{lay_out, resize};
pub use sign_up::{Company, SignUpAsk, sign_up, sign_up_with};
pub use tickets::tickets;
pub(crate) use way::way_in;
