//! What pages show of badges.

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
    pub is_mine: bool,
    /// Visible to everybody: the holder's profile is public.
    pub is_public: bool,
    /// The files that others can check; none for who may not take them.
    pub signed: Option<Signed>,
    pub share: ShareCard,
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
    pub holders: i64,
    /// Those who are public, newest first.
    pub people: Vec<Person>,
    pub share: ShareCard,
}

/// `/organise/badges`: grant one by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantFormPage {
    pub badges: Vec<BadgeView>,
    /// Filled in from the link, as on an event's list of people.
    pub handle: String,
    /// Newest grants by hand: grant, badge's name, who, when.
    pub latest: Vec<(GrantId, String, String, String)>,
}
