//! Fonts, and text made to fit.
//!
//! Fonts come from the system: a free font with Chinese characters weighs more than the rest of the program. The design asks for
//! Noto Serif CJK SC and Noto Sans CJK SC; without them the system's own serif and sans-serif are taken, and every character that
//! those do not have comes from any font that has it, a bold one for Simplified Chinese first.

use std::{collections::HashMap, sync::Arc};

use resvg::usvg::{
    self, FontResolver, ImageHrefResolver, ImageKind, Node,
    fontdb::{Database, FaceInfo, ID, Style, Weight},
};
use skrifa::{FontRef, MetadataProvider};

use super::drawing::escaped;

/// The smallest size for a line that was made to fit: 13 px where the picture is 320 px wide.
const SMALLEST: f32 = 48.0;
/// Under this size a title is broken into two lines.
const BREAKS_AT: f32 = 56.0;
/// What lies outside is lost where pictures are cropped to a square; long lines may use it.
const SQUARE: f32 = 630.0;
/// The widest a line may run.
const WIDEST: f32 = 1120.0;

/// Which fonts share images are drawn with; for the log and the readiness check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FontReport {
    /// How many fonts there are.
    pub faces: usize,
    /// The family that titles are set in; none where there is no font at all.
    pub titles: Option<String>,
    /// The family that Chinese characters come from; none where they cannot be drawn.
    pub chinese: Option<String>,
}

/// How bold text is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    /// Titles and numbers.
    Serif,
    /// What stands below them.
    Sans,
}

impl Type {
    /// As in the templates.
    const fn families(self) -> &'static str {
        match self {
            Self::Serif => "Noto Serif CJK SC, Noto Serif, Georgia, serif",
            Self::Sans => "Noto Sans CJK SC, Noto Sans, Roboto, sans-serif",
        }
    }
}

/// Text that fits its place.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Setting {
    /// One or two.
    pub(super) lines: Vec<String>,
    /// The font size, in pixels.
    pub(super) size: f32,
}

/// How large a title may be.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    /// In one line.
    pub(super) one: f32,
    /// In two lines.
    pub(super) two: f32,
}

/// The fonts of the system.
pub(super) struct Fonts {
    db: Arc<Database>,
    report: FontReport,
}

impl Fonts {
    /// Looks through the system's folders. Takes some milliseconds; done once.
    pub(super) fn of_the_system() -> Self {
        let mut db = Database::new();
        db.load_system_fonts();
        let fonts = Self::from(db);
        match &fonts.report {
            FontReport { titles: None, .. } => {
                tracing::warn!(
                    "no font was found: share images are drawn without words; on Debian install the package fonts-noto-cjk"
                );
            }
            FontReport { chinese: None, .. } => {
                tracing::warn!(
                    "no font with Chinese characters was found: share images leave them out; on Debian install the package fonts-noto-cjk"
                );
            }
            FontReport { faces, titles, chinese } => tracing::debug!(faces, titles, chinese, "fonts for share images"),
        }
        fonts
    }

    /// What was found.
    pub(super) fn report(&self) -> &FontReport {
        &self.report
    }

    /// How a drawing is read: with these fonts, and with these pictures under the names that its `<image>` elements give. No
    /// other address is followed: no file, no site, no `data:`.
    pub(super) fn options(&self, pictures: HashMap<String, ImageKind>) -> usvg::Options<'static> {
        usvg::Options {
            image_href_resolver: ImageHrefResolver {
                resolve_data: Box::new(|_, _, _| None),
                resolve_string: Box::new(move |name, _| pictures.get(name).cloned()),
            },
            font_resolver: FontResolver {
                select_font: Box::new({
                    let wanted = FontResolver::default_font_selector();
                    move |font, db| {
                        wanted(font, db).or_else(|| db.faces().max_by_key(|face| fitness(face)).map(|face| face.id))
                    }
                }),
                select_fallback: Box::new(|c, used, db| {
                    let others = db.faces().filter(|face| !used.contains(&face.id) && has(db, face.id, c));
                    others.max_by_key(|face| fitness(face)).map(|face| face.id)
                }),
            },
            fontdb: self.db.clone(),
            ..usvg::Options::default()
        }
    }

    /// Makes a title fit: in one line within the square as long as that is large enough to read, else in two; what is too long
    /// for two lines of the smallest size ends in an ellipsis.
    pub(super) fn title(&self, text: &str, style: Type, room: Room) -> Setting {
        let size = (SQUARE / self.ems(text, style)).min(room.one);
        if size >= BREAKS_AT {
            return Setting { lines: vec![text.into()], size };
        }
        let (first, second) = halves(text);
        let widest = self.ems(&first, style).max(self.ems(&second, style));
        let size = (SQUARE / widest).max((WIDEST / widest).min(BREAKS_AT)).min(room.two);
        if size >= SMALLEST {
            return Setting { lines: [first, second].into_iter().filter(|line| !line.is_empty()).collect(), size };
        }
        let most = WIDEST / SMALLEST;
        let (first, rest) = self.split_at(text, style, most);
        let (second, left) = self.split_at(&rest, style, most - 1.0);
        let second = if left.is_empty() { second } else { format!("{}…", second.trim_end()) };
        Setting { lines: vec![first, second], size: SMALLEST }
    }

    /// Makes one line fit, at most this large.
    pub(super) fn line(&self, text: &str, style: Type, size: f32) -> Setting {
        let wide = self.ems(text, style);
        if wide * SMALLEST.min(size) <= WIDEST {
            return Setting { lines: vec![text.into()], size: (WIDEST / wide).min(size) };
        }
        let (kept, _) = self.split_at(text, style, WIDEST / SMALLEST - 1.0);
        Setting { lines: vec![format!("{}…", kept.trim_end())], size: SMALLEST }
    }

    /// Makes a number fit into so many pixels.
    pub(super) fn number(&self, text: &str, size: f32, width: f32) -> Setting {
        Setting { lines: vec![text.into()], size: (width / self.ems(text, Type::Serif)).min(size) }
    }

    /// How wide text is, in ems: measured, for nobody knows the fonts of the machine. Never 0.
    fn ems(&self, text: &str, style: Type) -> f32 {
        let svg = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100"><text id="t" y="50" font-family="{}" font-weight="700" font-size="100">{}</text></svg>"#,
            style.families(),
            escaped(text)
        );
        let tree = usvg::Tree::from_str(&svg, &self.options(HashMap::new())).ok();
        let wide = tree
            .as_ref()
            .and_then(|tree| tree.node_by_id("t"))
            .map(Node::bounding_box)
            .map(|bounds| bounds.width() / 100.0);
        // What cannot be drawn (blanks, or no font at all) is guessed.
        wide.filter(|w| *w > 0.0).unwrap_or_else(|| text.chars().map(weight).sum::<f32>().max(0.1))
    }

    /// As much of the text as fits into so many ems, broken where a line may break if there is such a place; and the rest.
    fn split_at(&self, text: &str, style: Type, ems: f32) -> (String, String) {
        if self.ems(text, style) <= ems {
            return (text.into(), String::new());
        }
        let ends: Vec<usize> = text.char_indices().map(|(at, c)| at + c.len_utf8()).collect();
        let fits = ends.partition_point(|end| self.ems(&text[..*end], style) <= ems).max(1);
        let hard = ends[fits - 1];
        let soft = breaks(text).into_iter().rfind(|at| *at <= hard && *at > hard / 2);
        let (kept, rest) = text.split_at(soft.unwrap_or(hard));
        (kept.trim_end().into(), rest.trim_start().into())
    }
}

impl From<Database> for Fonts {
    fn from(db: Database) -> Self {
        let family = |face: &FaceInfo| face.families.first().map(|(name, _)| name.clone());
        let best =
            |c: char| db.faces().filter(|face| has(&db, face.id, c)).max_by_key(|face| fitness(face)).and_then(family);
        let noto = |c: char| best(c).filter(|name| name == "Noto Serif CJK SC");
        let report = FontReport { faces: db.len(), titles: noto('A').or_else(|| best('A')), chinese: best('灯') };
        Self { db: Arc::new(db), report }
    }
}

/// Does the font have this character?
fn has(db: &Database, face: ID, c: char) -> bool {
    let looked = db.with_face_data(face, |data, index| {
        FontRef::from_index(data, index).is_ok_and(|font| font.charmap().map(c).is_some())
    });
    looked.unwrap_or(false)
}

/// Which of several fonts to take: upright, bold, made for Simplified Chinese, with serifs.
fn fitness(face: &FaceInfo) -> i32 {
    let named = |part: &str| face.families.iter().any(|(name, _)| name.contains(part));
    let score = |holds: bool, points: i32| if holds { points } else { 0 };
    score(face.style == Style::Normal, 8)
        + score(face.weight >= Weight::SEMIBOLD && face.weight <= Weight::BOLD, 6)
        + score(!face.monospaced, 5)
        + score(named(" SC") || named(" CN") || named("Song") || named("Hei"), 4)
        + score(named("Serif"), 2)
        + score(face.weight <= Weight::BOLD, 1)
}

/// About how wide a character is, in ems; only to find a middle.
fn weight(c: char) -> f32 {
    if is_wide(c) { 1.0 } else { 0.57 }
}

/// Does a line break before and after it, without a space?
fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ff60}' | '\u{20000}'..='\u{3ffff}')
}

/// The places (byte offsets) before which a line may begin.
fn breaks(text: &str) -> Vec<usize> {
    let no_start = |c: char| {
        matches!(
            c,
            '，' | '。'
                | '、'
                | '：'
                | '；'
                | '！'
                | '？'
                | '）'
                | '》'
                | '」'
                | '』'
                | '”'
                | '’'
                | '…'
                | '～'
                | '·'
                | ')'
                | ','
                | '.'
                | '!'
                | '?'
                | ':'
                | ';'
        )
    };
    let no_end = |c: char| matches!(c, '（' | '《' | '「' | '『' | '“' | '‘' | '(');
    let pairs = text.char_indices().zip(text.chars().skip(1));
    let places = pairs.filter(|((_, before), after)| {
        let between =
            before.is_whitespace() || matches!(before, '-' | '–' | '—') || is_wide(*before) || is_wide(*after);
        between && !after.is_whitespace() && !no_start(*after) && !no_end(*before)
    });
    places.map(|((at, before), _)| at + before.len_utf8()).collect()
}

/// The text in two lines of about the same width. A break at a space or after a sign reads better than one inside of a phrase.
fn halves(text: &str) -> (String, String) {
    let whole: f32 = text.chars().map(weight).sum();
    let cost = |at: usize| {
        let first: f32 = text[..at].chars().map(weight).sum();
        let inside = text[..at].ends_with(|c: char| is_wide(c) && c.is_alphanumeric());
        (first * 2.0 - whole).abs() + if inside { whole * 0.35 } else { 0.0 }
    };
    let middle = || text.char_indices().map(|(at, _)| at).nth(text.chars().count() / 2).unwrap_or(0);
    let at = breaks(text).into_iter().min_by(|a, b| cost(*a).total_cmp(&cost(*b))).unwrap_or_else(middle);
    let (first, second) = text.split_at(at);
    (first.trim_end().into(), second.trim_start().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_where_they_may() {
        for (text, first, second) in [
            ("Lamplight Radio winter listening night", "Lamplight Radio", "winter listening night"),
            ("灯火电台：深夜茶馆里的录音带交换会", "灯火电台：深夜茶", "馆里的录音带交换会"),
            ("灯火电台深夜节目，听众见面会", "灯火电台深夜节目，", "听众见面会"),
            ("灯火电台：茶馆里的录音带", "灯火电台：", "茶馆里的录音带"),
            ("Donaudampfschifffahrt", "Donaudampf", "schifffahrt"),
            ("x", "", "x"),
        ] {
            assert_eq!(halves(text), (first.into(), second.into()), "{text}");
        }
    }

    #[test]
    fn without_fonts_it_is_said_and_nothing_breaks() {
        let fonts = Fonts::from(Database::new());
        assert_eq!(*fonts.report(), FontReport::default());
        let setting = fonts.title("灯火电台", Type::Serif, Room { one: 108.0, two: 60.0 });
        assert_eq!(setting.lines, ["灯火电台"]);
    }
}
