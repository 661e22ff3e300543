//! What pages show of members.

use crate::{
    Locale,
    badges::view::Medal,
    honor::{
        Tier,
        view::{LedgerLine, Standing},
    },
    members::parts::Parts,
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

/// `/u/{handle}`. A part that the viewer may not see is empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProfilePage {
    pub person: Person,
    pub bio: String,
    /// "Chengdu"; empty where no home chapter was chosen.
    pub city: String,
    /// When they joined, in words: "March 2026".
    pub since: String,
    /// None where it is not for this viewer.
    pub standing: Option<Standing>,
    /// Those held, in their owner's order, then for the owner those still to be earned.
    pub medals: Vec<Medal>,
    /// Given by the result of an award.
    pub trophies: Vec<Medal>,
    /// On the front of the magazine.
    pub covers: Vec<Medal>,
    /// What happened, the newest first.
    pub timeline: Vec<Happened>,
    /// Events they were at, the newest first.
    pub events: Vec<EventLine>,
    /// The statement: newest first.
    pub ledger: Vec<LedgerLine>,
    /// Are there older lines than those shown, and on which page?
    pub older_page: Option<u32>,
    /// What this viewer may see.
    pub sees: Parts,
    /// What everybody may see, once the page is public.
    pub shows: Parts,
    /// Seen by its owner.
    pub is_mine: bool,
    /// Visible to everybody.
    pub is_public: bool,
    pub share: ShareCard,
}

/// Something that happened to a member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happened {
    /// "Mar 2027".
    pub at: String,
    pub what: Milestone,
}

/// What happened to a member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Milestone {
    /// They made their account.
    Joined,
    /// The first event they were at; its title, where where they were is for this viewer.
    FirstEvent(Option<String>),
    /// A badge, by its name.
    Badge(String),
    /// They took a seat in the honor crew, or were appointed to the core.
    Tier(Tier),
    /// That ended.
    TierEnded(Tier),
}

/// An event that somebody was at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventLine {
    pub slug: String,
    pub title: String,
    /// "14 Mar 2027".
    pub date: String,
}

/// `/my/page`: what of one's page everybody sees, and in which order the badges hang.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageDesk {
    pub handle: String,
    pub is_public: bool,
    pub parts: Parts,
    /// Those held, in their order.
    pub wall: Vec<Medal>,
}

/// `/my/honor`: where one stands, and every point, narrowed down as asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyHonorPage {
    pub handle: String,
    pub name: String,
    pub standing: Standing,
    /// Until when the tier holds: "3 October 2027".
    pub until: Option<String>,
    pub in_grace: bool,
    pub ask: StatementAsk,
    /// Id and name of each season.
    pub seasons: Vec<(String, String)>,
    pub ledger: Vec<LedgerLine>,
    /// What older lines are asked with.
    pub before: Option<i64>,
}

/// How a statement is narrowed down. All of it may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatementAsk {
    /// The word of a cause.
    #[serde(default)]
    pub cause: String,
    /// The id of a season.
    #[serde(default)]
    pub season: String,
    /// Only what stands before the line of this number.
    #[serde(default)]
    pub before: String,
}

impl StatementAsk {
    /// The address of this at a path.
    pub fn href(&self, path: &str) -> String {
        let given = [("cause", &self.cause), ("season", &self.season), ("before", &self.before)];
        // Words, ids and numbers: nothing in them has to be escaped.
        let is_plain = |value: &str| value.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        let query: Vec<String> = given
            .iter()
            .filter(|(_, value)| !value.is_empty() && is_plain(value))
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        if query.is_empty() { path.into() } else { format!("{path}?{}", query.join("&")) }
    }
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
