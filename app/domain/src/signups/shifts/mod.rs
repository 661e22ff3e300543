//! Shifts: a role at a time of an open day, with places of its own.
//!
//! A shift's places are counted by the same [`Seats`](super::Seats) as an event's, with the same line, offers and public log. What
//! is a shift's own stands here: what is at the same time as something else ([`first_collision`]), who may take which ([`Needs`]),
//! who has worked it ([`presence`]), and what that earns ([`credit`]).

pub mod credit;
mod needs;
pub mod plan;
pub mod presence;
pub mod view;

pub use needs::{Confirmed, Known, Lack, Needs};

use crate::{EventId, Instant, SignUpId};
use serde::{Deserialize, Serialize};

/// A span of time, from its start until just before its end: what ends when another begins does not touch it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    pub starts: Instant,
    pub ends: Instant,
}

impl Span {
    /// Is there a moment in both? Never for an empty one.
    pub const fn overlaps(self, other: Self) -> bool {
        let starts = if self.starts.0 > other.starts.0 { self.starts.0 } else { other.starts.0 };
        let ends = if self.ends.0 < other.ends.0 { self.ends.0 } else { other.ends.0 };
        starts < ends
    }

    /// How much of it lies in another, in minutes.
    pub const fn minutes_in(self, other: Self) -> i64 {
        let starts = if self.starts.0 > other.starts.0 { self.starts.0 } else { other.starts.0 };
        let ends = if self.ends.0 < other.ends.0 { self.ends.0 } else { other.ends.0 };
        if starts < ends { (ends - starts) / 60_000 } else { 0 }
    }

    /// Its length in minutes.
    pub const fn minutes(self) -> i64 {
        self.minutes_in(self)
    }

    /// The moment when half of it is over.
    pub const fn middle(self) -> Instant {
        Instant(self.starts.0 + (self.ends.0 - self.starts.0) / 2)
    }
}

/// Of what somebody has a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    /// The event as a guest.
    Guest,
    /// A shift of it.
    Shift,
}

/// A place that somebody has, or wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    pub event: EventId,
    pub part: Part,
    pub span: Span,
}

impl Claim {
    /// Can nobody have both?
    ///
    /// On a shift others count, from its first minute to its last: it is at the same time as nothing else. A guest comes late
    /// and leaves early as they like, so two events may overlap; and whoever works three hours of an open day may be its guest
    /// for the rest.
    pub fn collides(self, other: Self) -> bool {
        let is_visit = self.part != other.part && self.event == other.event;
        let has_shift = self.part == Part::Shift || other.part == Part::Shift;
        has_shift && !is_visit && self.span.overlaps(other.span)
    }
}

/// The first of what somebody has that they cannot have together with `wanted`.
pub fn first_collision(wanted: Claim, held: impl IntoIterator<Item = (SignUpId, Claim)>) -> Option<SignUpId> {
    held.into_iter()
        .filter(|(_, claim)| wanted.collides(*claim))
        .min_by_key(|(_, claim)| claim.span.starts)
        .map(|(id, _)| id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    const fn span(starts: i64, ends: i64) -> Span {
        Span { starts: Instant(starts), ends: Instant(ends) }
    }

    fn spans() -> impl Strategy<Value = Span> {
        (0i64..60, 1i64..30).prop_map(|(starts, long)| span(starts, starts + long))
    }

    fn claims() -> impl Strategy<Value = Claim> {
        (0u128..3, any::<bool>(), spans()).prop_map(|(event, shift, span)| Claim {
            event: EventId(Uuid::from_u128(event)),
            part: if shift { Part::Shift } else { Part::Guest },
            span,
        })
    }

    #[test]
    fn what_only_touches_does_not_overlap() {
        assert!(!span(0, 10).overlaps(span(10, 20)));
        assert!(span(0, 11).overlaps(span(10, 20)));
        assert!(span(0, 100).overlaps(span(10, 20)), "one inside of the other");
        assert_eq!(span(0, 120_000).minutes_in(span(60_000, 600_000)), 1);
        assert_eq!(span(10, 20).middle(), Instant(15));
    }

    #[test]
    fn guests_come_and_go_and_shifts_do_not() {
        let event = |n| EventId(Uuid::from_u128(n));
        let claim = |n, part, span| Claim { event: event(n), part, span };
        let (morning, noon) = (span(0, 10), span(5, 15));
        for (a, b, collides) in [
            (claim(1, Part::Shift, morning), claim(1, Part::Shift, noon), true),
            (claim(1, Part::Shift, morning), claim(2, Part::Shift, noon), true),
            (claim(1, Part::Shift, morning), claim(2, Part::Guest, noon), true),
            (claim(1, Part::Guest, morning), claim(2, Part::Guest, noon), false),
            (claim(1, Part::Shift, morning), claim(1, Part::Guest, noon), false),
        ] {
            assert_eq!(a.collides(b), collides, "{a:?} {b:?}");
        }
    }

    proptest! {
        #[test]
        fn overlap_is_a_moment_in_both(a in spans(), b in spans()) {
            let shared = (0..100).any(|at| {
                let within = |s: Span| s.starts.0 <= at && at < s.ends.0;
                within(a) && within(b)
            });
            prop_assert_eq!(a.overlaps(b), shared);
            prop_assert_eq!(a.overlaps(b), b.overlaps(a));
            prop_assert!(a.overlaps(a));
        }

        #[test]
        fn collisions_are_mutual(a in claims(), b in claims()) {
            prop_assert_eq!(a.collides(b), b.collides(a));
            prop_assert!(!a.collides(b) || a.span.overlaps(b.span));
        }

        /// Whoever takes one after the other what the rule lets them never has two shifts at a time.
        #[test]
        fn nobody_gets_two_shifts_at_a_time(wanted in prop::collection::vec(claims(), 0..40)) {
            let mut held: Vec<(SignUpId, Claim)> = vec![];
            for (n, claim) in wanted.into_iter().enumerate() {
                let with = first_collision(claim, held.iter().copied());
                let truly = held.iter().any(|(_, other)| claim.collides(*other));
                prop_assert_eq!(with.is_some(), truly);
                if with.is_none() {
                    held.push((SignUpId(Uuid::from_u128(n as u128)), claim));
                }
            }
            for minute in 0..100 {
                let span = span(minute, minute + 1);
                let shifts = held.iter().filter(|(_, c)| c.part == Part::Shift && c.span.overlaps(span)).count();
                prop_assert!(shifts <= 1);
            }
        }
    }
}
