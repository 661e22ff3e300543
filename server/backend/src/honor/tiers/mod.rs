//! Tiers: Regulars by a rule over attendance, the honor crew by seats and terms, the core by appointment.
//!
//! What the rule gives is derived from attendance by [`attended`], in the transaction that lets somebody in, and counted anew
//! when the rule changes. Seats are counted in the row of the house, whose CHECK refuses one too many.

mod apply;
mod attended;
mod count;
mod decide;
mod desk;
mod house;
mod look;
mod page;
mod propose;
mod rules;
mod seen;
mod terms;

pub use apply::{ask_for_seat, take_back};
pub(crate) use attended::attended;
pub(super) use count::regulars as count_regulars;
pub use count::{count, count_first};
pub use decide::{Decision, decide};
pub use desk::desk;
pub(crate) use house::House;
pub use look::look;
pub use page::page;
pub(crate) use page::until;
pub use propose::propose;
pub use rules::{save_crew, save_rule};
pub(super) use seen::Seen;
pub(crate) use seen::{TierRow, columns};
pub use terms::{appoint, end, give_back, renew};
