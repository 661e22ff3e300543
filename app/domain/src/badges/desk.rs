//! What organisers see of badges.

use super::{BadgeForm, view::BadgeView, view::Edition};
use serde::{Deserialize, Serialize};

/// `/organise/badges`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BadgesDesk {
    /// In their order; the retired last.
    pub badges: Vec<DeskLine>,
}

/// A badge in the organisers' list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeskLine {
    pub badge: BadgeView,
    /// See [`super::BadgeRule::text`]; none where it is given by hand.
    pub rule: Option<String>,
    pub holders: i64,
    pub edition: Option<Edition>,
    pub is_secret: bool,
    pub is_retired: bool,
}

/// `/organise/badges/new` and `/organise/badges/{slug}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BadgeDesk {
    /// What stands in the form.
    pub form: BadgeForm,
    /// None while it is not made yet.
    pub made: Option<Made>,
}

/// A badge that is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    pub badge: BadgeView,
    pub version: i64,
    /// Was this version granted? Then a change makes the next one.
    pub is_frozen: bool,
    pub holders: i64,
    pub edition: Option<Edition>,
    pub is_retired: bool,
    /// All versions, newest first: number, day, who, how many grants name it.
    pub versions: Vec<VersionLine>,
}

/// One version of a badge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionLine {
    pub number: i64,
    pub name: String,
    pub made: String,
    pub by: Option<String>,
    pub grants: i64,
}
