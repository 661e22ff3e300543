//! What pages show of members.

use crate::{
    Locale,
    badges::view::Medal,
    honor::view::{LedgerLine, Standing},
    showcase::ShareCard,
};
use serde::{Deserialize, Serialize};

/// Somebody in a list, who chose to be shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub handle: String,
    pub display_name: String,
    /// Address of their face.
    pub face: String,
    /// Is there a public page to link to?
    pub has_page: bool,
}

/// `/u/{handle}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfilePage {
    pub person: Person,
    pub bio: String,
    /// "Chengdu"; empty where no home chapter was chosen.
    pub city: String,
    /// When they joined, in words: "March 2026".
    pub since: String,
    pub standing: Standing,
    pub medals: Vec<Medal>,
    /// The statement: newest first.
    pub ledger: Vec<LedgerLine>,
    /// Are there older lines than those shown, and on which page?
    pub older_page: Option<u32>,
    /// Seen by its owner.
    pub is_mine: bool,
    /// Visible to everybody.
    pub is_public: bool,
    pub share: ShareCard,
}

/// `/my/settings`: what a member can change of themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingsPage {
    pub email: String,
    pub email_confirmed: bool,
    pub handle: String,
    pub display_name: String,
    pub bio: String,
    pub locale: Locale,
    pub zone: String,
    pub home_chapter: Option<String>,
    /// Slug and city of each chapter.
    pub chapters: Vec<(String, String)>,
    /// The zones offered, most used first.
    pub zones: Vec<String>,
    pub is_public: bool,
    pub sessions: Vec<SessionLine>,
}

/// A device that is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionLine {
    /// Names it for signing out; not the token.
    pub id: String,
    /// "Chrome on Android", as far as it says so.
    pub device: String,
    /// When it was last used, in words.
    pub seen: String,
    pub is_this_one: bool,
}
