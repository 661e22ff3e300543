//! Badges: what they stand for, who holds them, and what becomes of each grant.
//!
//! Every grant is made by [`grant_in`], whoever gives it: a rule at a door ([`give_by_rule`]), a hand ([`grant`]), a batch
//! ([`carry_out_batch`]). A grant names the version of the badge that was granted; the database keeps it as it was.

mod all;
mod art;
mod badge_page;
mod batch;
mod batch_page;
mod batch_rows;
mod change;
pub mod credential;
mod define;
mod desk;
mod drawing;
mod find;
mod form_page;
mod give;
mod grant;
mod grant_page;
mod history;
mod house;
mod latest;
mod mine;
mod on_the_way;
mod rules;
mod season;
mod texts;
mod version;
mod visits;
mod wall;

pub use all::all;
pub(crate) use art::handed_in;
pub use art::{Artwork, art, artwork, set_art};
pub use badge_page::badge_page;
pub use batch::{carry_out_batch, keep_batch, undo_batch};
pub use batch_page::{batch_form, batch_page, batches};
pub use change::{choose, restore, revoke};
pub use define::{Giving, create_badge, edit_badge, retire_badge};
pub use desk::{badge_desk, badges_desk};
pub use domain::badges::batch::BatchAsk;
pub use drawing::{Drawing, MAX_KB, NotADrawing, redraw};
pub use form_page::{FormLink, grant_form};
pub use give::{Given, Granted, NewGrant, grant_in};
pub use grant::{GrantAsk, grant};
pub use grant_page::grant_page;
pub use house::found;
pub use latest::latest;
pub use mine::my_badges;
pub use rules::give_by_rule;
pub use version::{GrantedVersion, granted_version};
pub use wall::{own_wall, wall};
