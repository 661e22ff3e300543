//! What stands on a share image, and how it is laid out.

use domain::{ArtId, PictureId};

use super::drawing::Drawing;
use super::letters::{Fonts, Room, Setting, Type};

/// What a share image says. Two that are equal look the same: it is the key under which images are kept.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Card {
    Event { title: String, when: String, art: Art },
    Badge { title: String, who: String, art: Art },
    Profile { name: String, tier: String, honor: i64, percent: i64, badges: Vec<Art> },
    Site { name: String, line: String },
}

/// A picture on a card.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Art {
    /// One of the house's own, under its public address.
    House(String),
    /// One that was uploaded.
    Stored(PictureId),
    /// A badge's that was handed in.
    Drawn(ArtId),
}

/// A picture that is at hand.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    /// The slot that it is for.
    pub(super) slot: String,
    /// Its height for a width of 1.
    pub(super) tall: f32,
    /// How far down in it is what matters, 0 to 1.
    pub(super) focus: f32,
}

/// Where a title stands: the baselines of one line and of two, and how large it may be.
struct Place {
    one: f32,
    two: [f32; 2],
    room: Room,
}

const ON_PANEL: Place = Place { one: 502.0, two: [444.0, 510.0], room: Room { one: 108.0, two: 64.0 } };
const UNDER_BADGE: Place = Place { one: 492.0, two: [440.0, 504.0], room: Room { one: 108.0, two: 58.0 } };
const UNDER_RING: Place = Place { one: 510.0, two: [458.0, 524.0], room: Room { one: 108.0, two: 60.0 } };

/// The size of the line below the title.
const BELOW: f32 = 54.0;
/// The circumference of the ring on a profile.
const RING: i64 = 1005;
/// How many badges a profile shows.
pub(super) const BADGES: usize = 4;

impl Card {
    /// Its pictures, each under the name of its slot.
    pub(super) fn pictures(&self) -> Vec<(String, &Art)> {
        match self {
            Self::Event { art, .. } => vec![("art".into(), art)],
            Self::Badge { art, .. } => vec![("badge".into(), art)],
            Self::Profile { badges, .. } => (0..BADGES).map(badge_slot).zip(badges).collect(),
            Self::Site { .. } => vec![],
        }
    }

    /// The filled template. The slots of pictures that are not at hand stay empty.
    pub(super) fn draw(&self, fonts: &Fonts, shown: &[Shown]) -> Drawing {
        let only_shown = |drawing: Drawing, slot: String| {
            if shown.iter().any(|picture| picture.slot == slot) { drawing } else { drawing.without(&slot) }
        };
        match self {
            Self::Event { title, when, .. } => {
                let title = fonts.title(title, Type::Serif, ON_PANEL.room);
                let baselines = ON_PANEL.baselines(&title);
                let top = panel_top(&title, &baselines);
                let drawing = shown
                    .iter()
                    .fold(Drawing::of(include_str!("event.svg")), |drawing, art| cropped(drawing, art, top as f32));
                let drawing = only_shown(drawing, "art".into())
                    .attribute("panel", "d", &format!("M0 {top}h1200v{}H0z", 630 - top))
                    .text("title", &title, &baselines);
                below(drawing, fonts, "when", (when, BELOW, 584.0))
            }
            Self::Badge { title, who, .. } => {
                let drawing = only_shown(Drawing::of(include_str!("badge.svg")), "badge".into());
                below(titled(drawing, fonts, "title", (title, &UNDER_BADGE)), fonts, "who", (who, 58.0, 580.0))
            }
            Self::Profile { name, tier, honor, percent, .. } => {
                let drawing = (0..BADGES).map(badge_slot).fold(Drawing::of(include_str!("profile.svg")), only_shown);
                let honor = fonts.number(&honor.to_string(), 150.0, 262.0);
                let drawing = drawing
                    .attribute("ring", "stroke-dasharray", &format!("{} {RING}", percent.clamp(&0, &100) * RING / 100))
                    .text("honor", &honor, &[214.0 + honor.size * 0.35]);
                below(titled(drawing, fonts, "name", (name, &UNDER_RING)), fonts, "tier", (tier, BELOW, 590.0))
            }
            Self::Site { name, line } => {
                let drawing = Drawing::of(include_str!("site.svg"));
                below(titled(drawing, fonts, "title", (name, &UNDER_BADGE)), fonts, "line", (line, BELOW, 580.0))
            }
        }
    }
}

impl Place {
    fn baselines(&self, title: &Setting) -> Vec<f32> {
        if title.lines.len() == 1 { vec![self.one] } else { self.two.to_vec() }
    }
}

fn badge_slot(n: usize) -> String {
    format!("badge{}", n + 1)
}

/// Sets a title at its place.
fn titled(drawing: Drawing, fonts: &Fonts, slot: &str, (text, place): (&str, &Place)) -> Drawing {
    let title = fonts.title(text, Type::Serif, place.room);
    drawing.text(slot, &title, &place.baselines(&title))
}

/// Sets the line below it: the text, its size, its baseline.
fn below(drawing: Drawing, fonts: &Fonts, slot: &str, (text, size, y): (&str, f32, f32)) -> Drawing {
    drawing.text(slot, &fonts.line(text, Type::Sans, size), &[y])
}

/// Lays a picture across the whole width, with what matters in the middle of what stays free above the panel.
fn cropped(drawing: Drawing, picture: &Shown, free: f32) -> Drawing {
    let height = (picture.tall * 1200.0).max(408.0);
    let y = (free / 2.0 - picture.focus * height).clamp(408.0 - height, 0.0);
    drawing.attribute(&picture.slot, "y", &format!("{y:.0}")).attribute(
        &picture.slot,
        "height",
        &format!("{height:.0}"),
    )
}

/// Where the panel begins: above the tallest letters, so that no word lies on the picture.
fn panel_top(title: &Setting, baselines: &[f32]) -> i32 {
    let first = baselines.first().copied().unwrap_or(ON_PANEL.one);
    (first - title.size * 0.9 - 24.0).min(408.0) as i32
}
