//! Shifts of an open day: planned by organisers, taken by members, led and credited.
//!
//! A shift owns a row of `places`, so that seats, lines, offers, tickets and the public log are those of
//! [`transition`](super::transition). What comes on top stands here: whoever takes a shift has nothing else at that time
//! ([`overlap`]), meets what the role needs ([`needs`]), and is credited once it is worked ([`credit`]).
//!
//! Locks are taken in this order, so that nobody waits in a circle: the event's places, shifts' places by their ids, the member, their
//! honor account. Whoever holds more than one row takes a transaction of their own (`write`), never a shared one.

mod clock;
mod copy;
mod credit;
mod desk;
mod follow;
mod lead;
mod needs;
mod overlap;
mod page;
mod roles;
mod rows;
mod shift_page;
mod slots;
mod swap;
mod take;
mod viewer;

/// Are there shifts of other events at the time of `event e`? Only then it takes more than the event's own row to know whether
/// somebody has the time.
macro_rules! is_beside {
    () => {
        "EXISTS (SELECT 1 FROM shift o JOIN event oe ON oe.id = o.event_id
             WHERE o.ends_at > e.starts_at AND o.starts_at < e.ends_at AND o.event_id <> e.id AND o.removed_at IS NULL
                 AND oe.state = 'published' AND oe.postponed_at IS NULL)"
    };
}
pub(super) use is_beside;

/// Has `member m` a shift of another event at the time of `event e`?
macro_rules! has_then {
    () => {
        "EXISTS (SELECT 1 FROM signup x JOIN places xp ON xp.id = x.places_id JOIN shift h ON h.id = xp.shift_id
                 JOIN event he ON he.id = h.event_id
             WHERE x.member_id = m.id AND x.state IN ('pending', 'confirmed', 'offered') AND he.id <> e.id
                 AND he.state = 'published' AND he.postponed_at IS NULL
                 AND h.starts_at < e.ends_at AND h.ends_at > e.starts_at)"
    };
}
pub(super) use has_then;

pub use desk::desk;
pub use lead::{lead_page, say};
pub use page::page;
pub use roles::{add_role, edit_role, remove_role};
pub use shift_page::shift_page;
pub use slots::{add_slots, edit_shift, remove_shift};
pub use swap::swap;
pub use take::{TakeAsk, take};

pub(crate) use copy::{Kept, keep, lay};
pub(crate) use credit::{Settling, worked};
pub(crate) use follow::{Moved, follow};
pub(super) use follow::{close, hold};
pub(super) use overlap::{hold_member, no_collision};
pub(crate) use roles::{has_roles, role_names};
pub(super) use rows::any as any_shift;
pub(crate) use rows::{ShiftRow, by_id as shift, chip, dated, named, presence, words};
pub(super) use viewer::{an_hour, honor_of};
