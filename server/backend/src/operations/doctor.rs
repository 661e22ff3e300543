//! `popcorn doctor`: is everything that is stored still true? What must not be wrong is refused when it is written; this finds what
//! came about behind the house's back, by a hand in the database or a failing disk.

use crate::{Site, db::Result, honor, signups};

/// A sort of damage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// A member's entries do not follow from each other.
    Chain,
    /// A chain follows, but is not the one that was published.
    Rewritten,
    /// A line takes back what it does not say.
    Correction,
    /// Sums are not what the entries come to.
    Projection,
    /// A checkpoint is not signed, out of its row, or not the root of its chains.
    Checkpoint,
    /// An organiser gave more or less than was noted.
    Budget,
    /// The rule that holds is not the newest version of it.
    Rule,
    /// Seats are not counted right.
    Seats,
}

impl Fault {
    /// In a word, for the console.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Chain => "honor chain",
            Self::Rewritten => "honor chain rewritten",
            Self::Correction => "honor correction",
            Self::Projection => "honor sums",
            Self::Checkpoint => "honor checkpoint",
            Self::Budget => "honor budget",
            Self::Rule => "honor rule",
            Self::Seats => "seats",
        }
    }
}

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub fault: Fault,
    /// What it is about.
    pub subject: String,
    /// What is wrong with it.
    pub detail: String,
}

/// All that is wrong.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings(pub Vec<Finding>);

impl Findings {
    /// One more.
    pub fn add(&mut self, fault: Fault, subject: String, detail: String) {
        self.0.push(Finding { fault, subject, detail });
    }
}

/// Looks at everything, while the site goes on. Changes nothing.
///
/// # Errors
/// When the database fails.
pub async fn examine(site: &Site) -> Result<Findings> {
    let mut found = Findings::default();
    honor::examine(site, &mut found).await?;
    signups::examine(&mut site.db.read().await?, &mut found).await?;
    Ok(found)
}
