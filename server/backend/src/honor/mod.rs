//! Honor: the ledger that explains every point.
//!
//! Entries are only ever added ([`add`]); the database refuses to change or delete one. Each holds the hash of the one
//! before it, so that [`verify_chain`] finds whatever was changed behind the house's back.
//!
//! What follows from them is derived and can be counted anew: the [`leaderboard`], in the transaction that adds an entry, and the
//! [`tiers`], in the one that lets somebody in.

mod add;
pub mod leaderboard;
pub mod seasons;
mod standing;
mod statement;
pub mod tiers;
mod verify;

pub use add::{Entry, add, hold};
pub use standing::{standing, tier};
pub use statement::{Statement, statement};
pub use verify::{Flaw, Verified, verify_chain};
