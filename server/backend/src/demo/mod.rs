//! A community to look at: three chapters, two hundred members, a year of events.
//!
//! Members and chapters are put straight into an empty database; everything that happens to them goes through the real use
//! cases, with the clock set back to when it happened. The same day gives the same community.

mod content;
mod fixed;
mod people;
mod year;

use std::{fmt, sync::Arc};

use domain::Failure;

use crate::{
    Site,
    db::{self, DbError},
    sql,
};
use fixed::{FixedClock, FixedRandom};

/// The password of all of the demo's people. Obviously not one for a real site.
pub const PASSWORD: &str = "popcorn-demo-only";

/// Who can sign in: role and address.
const SIGN_INS: [(&str, &str); 3] = [("organiser", people::ORGANISER), ("fan", people::FAN), ("admin", people::ADMIN)];

/// What was loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loaded {
    /// Just now.
    Now,
    /// Before; nothing was changed.
    Already,
}

/// Why the demo was not loaded.
#[derive(Debug, thiserror::Error)]
pub enum NotLoaded {
    /// The database holds a real community.
    #[error("this database holds members who are not the demo's; the demo goes into an empty one only")]
    NotEmpty,
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbError),
    /// A use case said no: the demo does not fit the rules any more.
    #[error("the demo breaks a rule of the house: {0}")]
    Refused(#[from] Failure),
}

/// Fills an empty database. It is the demo's by its organiser's address; loading it twice changes nothing.
///
/// # Errors
/// See [`NotLoaded`].
pub async fn load(site: &Site) -> Result<Loaded, NotLoaded> {
    let (members, ours): (i64, i64) = (site.db.read().await?)
        .one(
            sql!("SELECT count(*), count(CASE WHEN email = $1 THEN 1 END) FROM member"),
            (people::ORGANISER,),
        )
        .await?;
    match (members, ours) {
        (0, _) => {}
        (_, 1) => return Ok(Loaded::Already),
        _ => return Err(NotLoaded::NotEmpty),
    }
    let now = site.now();
    let clock = Arc::new(FixedClock::new(now));
    let then = Site::open(site.db.clone(), clock.clone(), Arc::new(FixedRandom::new()), site.settings.clone()).await?;
    let cast = people::move_in(&then, &clock, now).await?;
    year::live(&then, &clock, now, &cast).await?;
    clock.set(now);
    silence(&then).await?;
    Ok(Loaded::Now)
}

/// What would have been sent over the year is not sent now.
async fn silence(site: &Site) -> db::Result<()> {
    let mut tx = site.db.write().await?;
    tx.execute(sql!("UPDATE job SET done_at = $1, payload = '{}' WHERE done_at IS NULL"), (site.now().0,)).await?;
    tx.commit().await
}

/// How to sign in, a line each: role, address, password.
pub struct SignIns;

impl fmt::Display for SignIns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (role, email) in SIGN_INS {
            writeln!(f, "  {role:<10} {email:<32} {PASSWORD}")?;
        }
        Ok(())
    }
}
