//! Drawings that people hand in: read as shapes, and written anew from these alone. Nothing of the file itself is kept.
//!
//! What a drawing says besides shapes (scripts, links, other files, styles, comments, animation, text that needs a font) does not
//! come through the reader; what does is checked against a list of what may stand in it. Then the picture is made.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{self, FontResolver, ImageHrefResolver, Indent, Tree, WriteOptions, roxmltree};
use roxmltree::{Document, Node};
use std::collections::{HashMap, HashSet};

/// The largest file, in kB.
pub const MAX_KB: u32 = 200;
/// The side of the picture made of it, in pixels.
pub const SIDE: u32 = 512;
/// The most elements, with those that are drawn again by `use`.
const MOST_ELEMENTS: usize = 10_000;
/// How deep they may be nested.
const DEEPEST: usize = 40;
/// The widest and highest a drawing may say it is, and how far from square it may be.
const LARGEST: f32 = 10_000.0;
const MOST_UNEVEN: f32 = 1.25;

const SVG: &str = "http://www.w3.org/2000/svg";

/// Elements that may stand in a drawing.
const ELEMENTS: [&str; 9] =
    ["svg", "g", "defs", "path", "clipPath", "mask", "linearGradient", "radialGradient", "stop"];

/// Their attributes.
const ATTRIBUTES: [&str; 44] = [
    "id",
    "width",
    "height",
    "viewBox",
    "d",
    "transform",
    "fill",
    "fill-opacity",
    "fill-rule",
    "stroke",
    "stroke-width",
    "stroke-opacity",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-dasharray",
    "stroke-dashoffset",
    "opacity",
    "clip-path",
    "clip-rule",
    "mask",
    "mask-type",
    "maskUnits",
    "maskContentUnits",
    "clipPathUnits",
    "x",
    "y",
    "x1",
    "y1",
    "x2",
    "y2",
    "cx",
    "cy",
    "r",
    "fx",
    "fy",
    "fr",
    "offset",
    "stop-color",
    "stop-opacity",
    "gradientUnits",
    "gradientTransform",
    "spreadMethod",
    "paint-order",
];

/// More of them, whose values are words of a list.
const HARMLESS: [&str; 5] = ["shape-rendering", "visibility", "color-interpolation", "style", "isolation"];

/// A drawing that can be shown to anybody.
#[derive(Clone, PartialEq, Eq)]
pub struct Drawing {
    /// Shapes, written anew.
    pub svg: String,
    /// The same as a picture of [`SIDE`] pixels.
    pub png: Vec<u8>,
}

/// Without the files.
impl std::fmt::Debug for Drawing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Drawing({} characters, {} bytes)", self.svg.len(), self.png.len())
    }
}

/// Why a file is no drawing for us. For the log; to whoever chose the file it is all the same.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotADrawing {
    /// No text, or no XML; XML with a document type is none, for entities unfold without end.
    #[error("not XML: {0}")]
    NotXml(String),
    /// Too many elements, or too deep.
    #[error("too large: {0}")]
    TooMuch(&'static str),
    /// It cannot be read as shapes.
    #[error("not SVG: {0}")]
    NotSvg(String),
    /// Something is left that may not stand in a drawing.
    #[error("holds {0}")]
    Holds(String),
    /// Not as wide as high, or nothing to see.
    #[error("the picture is {0}")]
    Picture(&'static str),
}

/// Reads a file and writes it anew.
///
/// # Errors
/// [`NotADrawing`].
pub fn redraw(bytes: &[u8]) -> Result<Drawing, NotADrawing> {
    let text = std::str::from_utf8(bytes).map_err(|error| NotADrawing::NotXml(error.to_string()))?;
    let text = text.trim_start_matches('\u{feff}');
    // Document types are refused by this reader unless it is told otherwise.
    let document = Document::parse(text).map_err(|error| NotADrawing::NotXml(error.to_string()))?;
    if !document.root_element().has_tag_name((SVG, "svg")) {
        return Err(NotADrawing::NotSvg("another root".into()));
    }
    measure(&document)?;
    let tree = Tree::from_xmltree(&document, &options()).map_err(|error| NotADrawing::NotSvg(error.to_string()))?;
    let (width, height) = (tree.size().width(), tree.size().height());
    if width > LARGEST || height > LARGEST {
        return Err(NotADrawing::TooMuch("wide"));
    }
    if width / height > MOST_UNEVEN || height / width > MOST_UNEVEN {
        return Err(NotADrawing::Picture("not square"));
    }
    let svg = written(&tree)?;
    check(&svg)?;
    let png = painted(&tree)?;
    Ok(Drawing { svg, png })
}

/// Reads no file, no font, no picture.
fn options() -> usvg::Options<'static> {
    usvg::Options {
        resources_dir: None,
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        font_resolver: FontResolver { select_font: Box::new(|_, _| None), select_fallback: Box::new(|_, _, _| None) },
        ..usvg::Options::default()
    }
}

/// Counts elements as often as they are drawn, before anything draws them: ten that use ten that use ten fill a small file and a
/// large memory.
fn measure(document: &Document<'_>) -> Result<(), NotADrawing> {
    // A style sheet could refer where nobody counts.
    let hides = |text: &str| text.contains('\\') || text.contains("url");
    let sheets = document.descendants().filter(|node| node.tag_name().name() == "style");
    let styled = document.descendants().filter_map(|node| node.attribute("style"));
    if sheets.filter_map(|sheet| sheet.text()).any(hides) || styled.into_iter().any(|style| style.contains('\\')) {
        return Err(NotADrawing::Holds("a style that refers to something".into()));
    }
    let elements = document.descendants().filter(Node::is_element);
    let by_id: HashMap<&str, Node<'_, '_>> =
        elements.clone().filter_map(|node| node.attribute("id").map(|id| (id, node))).collect();
    if elements.count() > MOST_ELEMENTS {
        return Err(NotADrawing::TooMuch("elements"));
    }
    let mut drawn = 0;
    let mut open = vec![(document.root_element(), 0_usize)];
    while let Some((node, depth)) = open.pop() {
        drawn += 1;
        if drawn > MOST_ELEMENTS {
            return Err(NotADrawing::TooMuch("repetitions"));
        }
        if depth > DEEPEST {
            return Err(NotADrawing::TooMuch("levels"));
        }
        // Whatever refers to another element may draw it once more, whether it does in the end or not.
        let uses = node.attributes().flat_map(|attribute| references(attribute.name(), attribute.value()));
        open.extend(uses.filter_map(|id| Some((by_id.get(id).copied()?, depth + 1))));
        open.extend(node.children().filter(Node::is_element).map(|child| (child, depth + 1)));
    }
    Ok(())
}

/// The ids that an attribute names.
fn references<'a>(name: &str, value: &'a str) -> Vec<&'a str> {
    let bare =
        |id: &'a str| id.trim_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'')).trim_start_matches('#');
    match name {
        "href" => value.strip_prefix('#').into_iter().collect(),
        _ => value.split("url(").skip(1).filter_map(|rest| rest.split_once(')')).map(|(id, _)| bare(id)).collect(),
    }
}

/// The shapes as a file that fits every size.
fn written(tree: &Tree) -> Result<String, NotADrawing> {
    let (width, height) = (tree.size().width(), tree.size().height());
    let options = WriteOptions {
        indent: Indent::None,
        attributes_indent: Indent::None,
        coordinates_precision: 4,
        transforms_precision: 6,
        ..WriteOptions::default()
    };
    let svg = tree.to_string(&options);
    let (_, inside) = svg.split_once('>').ok_or(NotADrawing::Picture("empty"))?;
    Ok(format!("<svg xmlns=\"{SVG}\" viewBox=\"0 0 {width} {height}\">{inside}"))
}

/// Nothing but what is on the lists may stand there. The reader lets nothing else through; this holds it to that.
fn check(svg: &str) -> Result<(), NotADrawing> {
    let document = Document::parse(svg).map_err(|error| NotADrawing::NotXml(error.to_string()))?;
    let mut shapes = 0;
    let ids: HashSet<&str> = document.descendants().filter_map(|node| node.attribute("id")).collect();
    for node in document.descendants() {
        if node.is_pi() || node.is_comment() || (node.is_text() && !node.text().unwrap_or_default().trim().is_empty()) {
            return Err(NotADrawing::Holds("words".into()));
        }
        if !node.is_element() {
            continue;
        }
        let name = node.tag_name();
        if name.namespace() != Some(SVG) || !ELEMENTS.contains(&name.name()) {
            return Err(NotADrawing::Holds(format!("an element {}", name.name())));
        }
        shapes += usize::from(name.name() == "path");
        for attribute in node.attributes() {
            let (name, value) = (attribute.name(), attribute.value());
            let known = attribute.namespace().is_none() && (ATTRIBUTES.contains(&name) || HARMLESS.contains(&name));
            if !known || !is_plain(name, value, &ids) {
                return Err(NotADrawing::Holds(format!("an attribute {name}")));
            }
        }
    }
    if shapes == 0 { Err(NotADrawing::Picture("empty")) } else { Ok(()) }
}

/// Is a value nothing but numbers, colours, words and references to the drawing's own parts?
fn is_plain(name: &str, value: &str, ids: &HashSet<&str>) -> bool {
    let is_name = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "_-.: ".contains(c));
    match name {
        "id" => is_name(value),
        // Blending is all that the writer says this way.
        "style" => value.split(';').filter(|part| !part.trim().is_empty()).all(|part| {
            part.split_once(':').is_some_and(|(name, word)| {
                matches!(name.trim(), "mix-blend-mode" | "isolation" | "mask-type")
                    && is_name(word.trim())
                    && !word.contains(':')
            })
        }),
        _ => match value.strip_prefix("url(#").and_then(|rest| rest.strip_suffix(')')) {
            Some(id) => ids.contains(id),
            None => {
                value.chars().all(|c| c.is_ascii_alphanumeric() || " .,-+#%()\n".contains(c)) && !value.contains("url")
            }
        },
    }
}

/// The picture. One that nobody can see is none.
fn painted(tree: &Tree) -> Result<Vec<u8>, NotADrawing> {
    let mut canvas = Pixmap::new(SIDE, SIDE).ok_or(NotADrawing::Picture("too large"))?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let scale = SIDE as f32 / width.max(height);
    let (left, top) = ((SIDE as f32 - width * scale) / 2.0, (SIDE as f32 - height * scale) / 2.0);
    resvg::render(tree, Transform::from_row(scale, 0.0, 0.0, scale, left, top), &mut canvas.as_mut());
    if canvas.pixels().iter().all(|pixel| pixel.alpha() == 0) {
        return Err(NotADrawing::Picture("empty"));
    }
    canvas.encode_png().map_err(|error| NotADrawing::NotSvg(error.to_string()))
}

/// A drawing of the house as a picture.
pub(super) fn picture(svg: &str) -> Result<Vec<u8>, NotADrawing> {
    let tree = Tree::from_str(svg, &options()).map_err(|error| NotADrawing::NotSvg(error.to_string()))?;
    painted(&tree)
}

#[cfg(test)]
mod tests;
