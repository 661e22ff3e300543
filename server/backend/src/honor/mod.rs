//! Honor: the rules by which it is earned, and the ledger that explains every point.
//!
//! What earns honor comes in by [`earn`], under the rule as it holds then. Entries are only ever added ([`add`]); the database
//! refuses to change or delete one. Each holds the hash of the one before it, so that [`verify_chain`] finds whatever was changed
//! behind the house's back, and a daily [`checkpoint`] over all chains is published, so that none can be written anew. A mistake
//! is [taken back](take_back) in the open.
//!
//! Everything that was earned is recorded; what of it counts, up to the caps, is worked out from the entries and can be
//! [made anew](rebuild) from them. The [`leaderboard`] follows what counts, in the same transaction; the [`tiers`] follow from
//! attendance, in the one that lets somebody in.

mod add;
mod bring;
mod checkpoint;
mod desk;
mod dry_run;
mod earn;
mod examine;
mod export;
mod hosts;
pub mod leaderboard;
mod line_page;
mod objections;
mod periods;
mod project;
mod reverse;
mod rules;
pub mod seasons;
mod standing;
mod statement;
mod thanks;
pub mod tiers;
mod verify;

pub use add::{Earned, Entry, add, hold};
pub use bring::{brought_by, honor_bringer};
pub use checkpoint::{checkpoint, checkpoint_page, published, published_name};
pub use desk::{honor_desk, member_ledger, rule_desk};
pub use earn::{Earning, earn};
pub use examine::examine;
pub use export::{export_all, export_own};
pub use hosts::honor_hosts;
pub use line_page::{line_page, rules_page};
pub use objections::{AnswerAsk, answer_objection, object};
pub(crate) use periods::{follow_seasons, seasons as all_seasons};
pub use project::rebuild;
pub use reverse::take_back;
pub use rules::{change_rule, current};
pub use standing::{standing, tier};
pub(crate) use statement::{Narrowed, narrowed};
pub use statement::{Statement, statement};
pub use thanks::{SecondWord, Thanked, ThanksAsk, settle_thanks, thank};
pub use verify::{Flaw, Verified, verify_chain};
