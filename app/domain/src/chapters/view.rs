//! What pages show of chapters.

use crate::{events::view::EventCard, members::view::Person, showcase::ShareCard};
use serde::{Deserialize, Serialize};

/// A chapter in a filter or a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChapterChip {
    pub slug: String,
    pub name: String,
    pub city: String,
    pub zone: String,
}

/// `/c/{slug}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChapterPage {
    pub chip: ChapterChip,
    pub story: String,
    pub organisers: Vec<Person>,
    pub next: Vec<EventCard>,
    pub past: Vec<EventCard>,
    pub share: ShareCard,
}

/// `/organise/chapters/{slug}`: who organises a chapter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChapterDesk {
    pub chip: ChapterChip,
    /// By name, whether their profiles are public or not.
    pub organisers: Vec<Person>,
}
