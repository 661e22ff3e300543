//! What pages show of tiers.

use super::{ApplicationState, CrewSeats, RegularRule, Tier};
use crate::{ApplicationId, TermId, honor::view::Missing, members::view::Person, showcase::ShareCard};
use serde::{Deserialize, Serialize};

/// `/tiers`: the rules, what each tier may do, who stands by name, and where the reader stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TiersPage {
    pub rule: RegularRule,
    pub crew: CrewSeats,
    /// Those of the honor crew who chose to be shown.
    pub crew_people: Vec<Person>,
    /// Those of the core who chose to be shown.
    pub core_people: Vec<Person>,
    /// None for a visitor.
    pub mine: Option<MyTier>,
    pub share: ShareCard,
}

/// Where somebody stands, in their own eyes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyTier {
    pub tier: Tier,
    pub missing: Missing,
    /// Until when it holds: "3 October 2027". None for what does not end.
    pub until: Option<String>,
    /// The rule is no longer met: the last days.
    pub in_grace: bool,
    /// Is there a form to ask for a seat?
    pub can_ask: bool,
    /// The newest application.
    pub application: Option<MyApplication>,
    /// Holds a seat of the honor crew, and can give it back.
    pub has_seat: bool,
}

/// An application, in the eyes of whom it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyApplication {
    pub id: ApplicationId,
    pub state: ApplicationState,
    /// Why, in their own words or those of who proposed them.
    pub words: String,
    /// Who proposed them; none where they asked themselves.
    pub proposed_by: Option<String>,
    /// Why it was decided so.
    pub reason: Option<String>,
    /// When it was made.
    pub made: String,
}

/// `/organise/tiers`: applications, terms, and for those who run the site the rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TierDesk {
    pub rule: RegularRule,
    pub crew: CrewSeats,
    pub open: Vec<ApplicationLine>,
    pub crew_terms: Vec<TermLine>,
    pub core_terms: Vec<TermLine>,
    /// May change the rules and appoint the core.
    pub runs_the_site: bool,
}

/// An application that waits for a decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationLine {
    pub id: ApplicationId,
    pub name: String,
    pub handle: String,
    pub words: String,
    /// Who proposed them; none where they asked themselves.
    pub proposed_by: Option<String>,
    /// How many events they were at, and their lifetime honor.
    pub events: i64,
    pub honor: i64,
    pub made: String,
    /// Not about the reader, and not by the reader.
    pub can_decide: bool,
}

/// Somebody who is of the honor crew or the core.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermLine {
    pub id: TermId,
    pub name: String,
    pub handle: String,
    pub since: String,
    /// None for the core.
    pub until: Option<String>,
    pub renewals: i64,
    /// It has an end, and is somebody else's whom the reader did not propose.
    pub can_renew: bool,
    /// It is somebody else's.
    pub can_decide: bool,
}
