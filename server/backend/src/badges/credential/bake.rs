//! Badges as pictures that carry their own proof: PNG and SVG with the credential inside ("baked", Open Badges 3.0).

use std::io::Cursor;

use domain::Failure;
use flate2::Crc;
use image::{ImageFormat, RgbaImage};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg;

use super::Credential;
use crate::request;
use crate::showcase::og;

/// How large a PNG is, in pixels: wide and high.
const SIZE: u32 = 512;

/// The name under which readers look for the credential in a PNG.
const KEYWORD: &[u8] = b"openbadgecredential";
/// The signature and the header of a PNG; the next chunk begins behind them.
const HEADER: usize = 8 + 25;

/// A medal without a face, for art that is not there any more.
const PLAIN: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 160"><circle cx="80" cy="80" r="68" fill="#4a3ba3"/><circle cx="80" cy="80" r="56" fill="#fff6e6"/></svg>"##;

/// Why a picture could not be made.
#[derive(Debug, thiserror::Error)]
enum BakeError {
    #[error("the drawing cannot be read: {0}")]
    Drawing(#[from] usvg::Error),
    #[error("the canvas cannot be made")]
    Canvas,
    #[error("the picture cannot be encoded: {0}")]
    Encoding(#[from] image::ImageError),
    #[error("the painter was interrupted: {0}")]
    Interrupted(#[from] tokio::task::JoinError),
}

/// The badge as a PNG with its credential inside.
///
/// # Errors
/// When its art cannot be drawn.
pub async fn png(credential: &Credential) -> Result<Vec<u8>, Failure> {
    let (drawing, json) = (drawing(&credential.art), credential.json.clone());
    let work = move || Ok::<_, BakeError>(into_png(&paint(drawing)?, &json));
    Ok(tokio::task::spawn_blocking(work).await.map_err(BakeError::from)??)
}

/// The badge as an SVG with its credential inside.
#[must_use]
pub fn svg(credential: &Credential) -> String {
    into_svg(drawing(&credential.art), &credential.json)
}

/// The art under this address.
fn drawing(art: &str) -> &'static str {
    og::drawing(art).unwrap_or(PLAIN)
}

fn paint(drawing: &str) -> Result<Vec<u8>, BakeError> {
    let tree = usvg::Tree::from_str(drawing, &usvg::Options::default())?;
    let mut canvas = Pixmap::new(SIZE, SIZE).ok_or(BakeError::Canvas)?;
    let scale = SIZE as f32 / tree.size().width().max(tree.size().height());
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut canvas.as_mut());
    let picture = RgbaImage::from_raw(SIZE, SIZE, canvas.take_demultiplied()).ok_or(BakeError::Canvas)?;
    let mut png = Cursor::new(vec![]);
    picture.write_to(&mut png, ImageFormat::Png)?;
    Ok(png.into_inner())
}

/// Puts the text behind the header, in one chunk that is not compressed, as the specification wants it.
fn into_png(png: &[u8], json: &str) -> Vec<u8> {
    // Not compressed, by no method; in no language, under no translated name.
    let data: Vec<u8> = [KEYWORD, &[0; 5][..], json.as_bytes()].concat();
    let mut named = b"iTXt".to_vec();
    named.extend_from_slice(&data);
    let mut check = Crc::new();
    check.update(&named);
    let (header, rest) = png.split_at(HEADER.min(png.len()));
    let length = u32::try_from(data.len()).expect("a credential is small");
    [header, &length.to_be_bytes()[..], &named[..], &check.sum().to_be_bytes()[..], rest].concat()
}

/// Puts the text right behind the opening tag, under the name that readers look for.
fn into_svg(svg: &str, json: &str) -> String {
    // What ends a CDATA section stands in texts only, where JSON has another way to write it.
    let json = json.replace("]]>", "]]\\u003e");
    let start = svg.find("<svg").map_or(0, |at| at + "<svg".len());
    let (before, tag) = svg.split_at(start);
    let (tag, rest) = tag.split_once('>').unwrap_or((tag, ""));
    format!(
        "{before} xmlns:openbadges=\"https://purl.imsglobal.org/ob/v3p0\"{tag}>\
         <openbadges:credential><![CDATA[{json}]]></openbadges:credential>{rest}"
    )
}

/// The cause is logged here, once.
impl From<BakeError> for Failure {
    fn from(error: BakeError) -> Self {
        let request_id = request::id();
        tracing::error!(%request_id, %error, "baking");
        Self::Internal { request_id }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The chunks of a PNG: name and data.
    fn chunks(png: &[u8]) -> Vec<(String, Vec<u8>)> {
        assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
        let (mut at, mut found) = (8, vec![]);
        while at < png.len() {
            let word = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
            let length = usize::try_from(word(at)).expect("small");
            let (named, check) = (&png[at + 4..at + 8 + length], word(at + 8 + length));
            let mut crc = Crc::new();
            crc.update(named);
            assert_eq!(crc.sum(), check, "the check sum of each chunk");
            found.push((String::from_utf8_lossy(&named[..4]).into_owned(), named[4..].to_vec()));
            at += 12 + length;
        }
        found
    }

    #[test]
    fn a_png_carries_its_credential_once_and_in_the_clear() {
        let json = r#"{"name":"守夜人 ]]> \n"}"#;
        let painted = paint(drawing("/badges/night-shift.svg")).expect("a picture");
        let baked = into_png(&painted, json);
        let (before, after) = (chunks(&painted), chunks(&baked));
        assert_eq!(after.len(), before.len() + 1);
        let texts: Vec<_> = after.iter().filter(|(name, _)| name == "iTXt").collect();
        assert_eq!(texts.len(), 1);
        assert_eq!(texts[0].1, [&b"openbadgecredential\0\0\0\0\0"[..], json.as_bytes()].concat());
        let picture = image::load_from_memory(&baked).expect("a picture still").to_rgba8();
        assert_eq!((picture.width(), picture.height()), (SIZE, SIZE));
        assert!(picture.pixels().any(|pixel| pixel.0[3] == 0) && picture.pixels().any(|pixel| pixel.0[3] == 255));
    }

    #[test]
    fn an_svg_carries_its_credential_behind_the_opening_tag() {
        let json = r#"{"name":"]]> & <b>"}"#;
        for art in ["/badges/voter.svg", "/media/gone.svg"] {
            let baked = into_svg(drawing(art), json);
            let open = "><openbadges:credential><![CDATA[{\"name\":\"]]\\u003e & <b>\"}]]></openbadges:credential>";
            assert!(baked.contains(open) && baked.matches("openbadges:credential>").count() == 2, "{baked:.600}");
            let tree = usvg::Tree::from_str(&baked, &usvg::Options::default());
            assert!(tree.is_ok(), "{tree:?}");
        }
    }
}
