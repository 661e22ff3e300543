//! What pages show of badges.

use super::{Choice, Life};
use crate::{GrantId, members::view::Person, showcase::ShareCard};
use serde::{Deserialize, Serialize};

/// A badge on a wall: held (with the grant's address) or still to be earned (with how).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Medal {
    pub name: String,
    /// Address of the art.
    pub art: String,
    /// The grant; none where it is still to be earned.
    pub grant: Option<GrantId>,
    /// "Dec 2026" where held, else how to earn it.
    pub line: String,
}

/// `/g/{id}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantPage {
    pub id: GrantId,
    pub badge: BadgeView,
    pub person: Person,
    /// Why it was given, where an organiser gave it.
    pub reason: Option<String>,
    /// A word from the organiser to the holder.
    pub note: Option<String>,
    /// Who gave it; none for a rule of the house.
    pub by: Option<String>,
    /// "6 December 2026".
    pub granted: String,
    pub granted_iso: String,
    /// The event it was earned at: slug, title, and when they were let in.
    pub evidence: Option<Evidence>,
    /// How many people hold this badge.
    pub holders: i64,
    /// "7 of 100".
    pub number: Option<Numbered>,
    /// Which version of the badge it is.
    pub version: i64,
    pub choice: Choice,
    pub life: Life,
    /// What the house did to it since, oldest first.
    pub history: Vec<GrantStep>,
    pub is_mine: bool,
    /// May the reader revoke and restore it?
    pub may_manage: bool,
    /// May the badge's own page be opened by everybody?
    pub has_badge_page: bool,
    /// Visible to everybody: the holder's profile is public, and they did not hide this one.
    pub is_public: bool,
    /// The files that others can check; none for who may not take them.
    pub signed: Option<Signed>,
    pub share: ShareCard,
}

/// One of a limited edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbered {
    pub number: i64,
    pub of: i64,
}

/// Something that was done to a grant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantStep {
    /// "granted", "revoked" and so on.
    pub what: String,
    pub at: String,
    /// Why, where a reason is given; public.
    pub reason: Option<String>,
    /// Who did it; none for a rule of the house, and for strangers.
    pub by: Option<String>,
}

/// `/my/badges`: one badge of the reader's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyBadge {
    pub id: GrantId,
    pub name: String,
    pub art: String,
    pub granted: String,
    /// "7 of 100".
    pub number: Option<Numbered>,
    pub note: Option<String>,
    pub by: Option<String>,
    pub choice: Choice,
    /// Why it was taken back, where it was.
    pub revoked: Option<String>,
}

/// How far the reader is on the way to a badge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnTheWay {
    pub slug: String,
    pub name: String,
    pub art: String,
    pub criteria: String,
    pub have: i64,
    pub of: i64,
}

/// `/my/badges`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyBadgesPage {
    /// On which they said nothing yet, newest first.
    pub new: Vec<MyBadge>,
    /// The others, newest first.
    pub held: Vec<MyBadge>,
    /// Nearest first.
    pub on_the_way: Vec<OnTheWay>,
    /// Is their page public?
    pub is_public: bool,
}

/// A badge in the list of all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BadgeCard {
    pub badge: BadgeView,
    pub edition: Option<Edition>,
    /// It is not given any more.
    pub is_retired: bool,
}

/// How much of a limited edition is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edition {
    pub given: i64,
    pub of: i64,
}

/// The signed files of a grant, at `/g/{id}.png`, `.svg` and `.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// The issuer, as verifiers name it: "did:web:popcorn.example".
    pub issuer: String,
    /// LinkedIn's form, filled in; only for the holder of a public one, for LinkedIn shows others the way here.
    pub linked_in: Option<String>,
}

/// How a badge was earned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    pub slug: String,
    pub title: String,
    pub date: String,
    pub venue: String,
    /// "14:06", where they were checked in.
    pub checked_in: Option<String>,
}

/// The definition of a badge, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BadgeView {
    pub slug: String,
    pub name: String,
    pub story: String,
    pub criteria: String,
    pub art: String,
}

/// `/badges/{slug}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BadgePage {
    pub badge: BadgeView,
    pub edition: Option<Edition>,
    pub is_retired: bool,
    /// It is a secret to all who have not earned it.
    pub is_secret: bool,
    /// The tiers of its family in their order, with itself: slug and name.
    pub family: Vec<(String, String)>,
    pub holders: i64,
    /// Those who are public, newest first.
    pub people: Vec<Person>,
    pub share: ShareCard,
}

/// `/organise/badges/grant`: one for one member, by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantFormPage {
    pub badges: Vec<BadgeView>,
    /// The badge that the link names.
    pub badge: String,
    /// Filled in from the link, as on an event's list of people.
    pub handle: String,
    /// What was looked for.
    pub typed: String,
    /// Who was found; without words to look for, who came to the event last.
    pub found: Vec<Found>,
    /// The event that the link names: id and title.
    pub event: Option<(String, String)>,
    /// Newest grants by hand: grant, badge's name, who, when.
    pub latest: Vec<(GrantId, String, String, String)>,
}

/// Somebody who was looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    pub handle: String,
    pub display_name: String,
    /// Empty where no home chapter was chosen.
    pub city: String,
}
