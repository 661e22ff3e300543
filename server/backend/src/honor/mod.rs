//! Honor: the ledger that explains every point.
//!
//! Entries are only ever added ([`add`]); the database refuses to change or delete one. Each holds the hash of the one
//! before it, so that [`verify_chain`] finds whatever was changed behind the house's back.

mod add;
mod standing;
mod statement;
mod verify;

pub use add::{Entry, add, hold};
pub use standing::standing;
pub use statement::{Statement, statement};
pub use verify::{Flaw, Verified, verify_chain};
