//! Badges as pictures that carry their own proof: PNG and SVG with the credential inside ("baked", Open Badges 3.0).

use domain::Failure;
use flate2::Crc;

use super::Credential;
use crate::Site;
use crate::badges::art::{Artwork, artwork, painted};

/// The name under which readers look for the credential in a PNG.
const KEYWORD: &[u8] = b"openbadgecredential";
/// The signature and the header of a PNG; the next chunk begins behind them.
const HEADER: usize = 8 + 25;

/// A medal without a face, for art that is not there any more.
const PLAIN: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 160"><circle cx="80" cy="80" r="68" fill="#4a3ba3"/><circle cx="80" cy="80" r="56" fill="#fff6e6"/></svg>"##;

/// The badge as a PNG with its credential inside.
///
/// # Errors
/// When its art cannot be read or drawn.
pub async fn png(site: &Site, credential: &Credential) -> Result<Vec<u8>, Failure> {
    Ok(into_png(&art(site, credential).await?.png, &credential.json))
}

/// The badge as an SVG with its credential inside.
///
/// # Errors
/// When its art cannot be read or drawn.
pub async fn svg(site: &Site, credential: &Credential) -> Result<String, Failure> {
    Ok(into_svg(&art(site, credential).await?.svg, &credential.json))
}

/// The art of the version that was granted.
async fn art(site: &Site, credential: &Credential) -> Result<Artwork, Failure> {
    match artwork(site, &credential.art).await? {
        Some(art) => Ok(art),
        None => painted(PLAIN).await,
    }
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

#[cfg(test)]
mod tests {
    use resvg::usvg;

    use super::*;
    use crate::badges::drawing::{SIDE, picture};

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
        let painted = picture(PLAIN).expect("a picture");
        let baked = into_png(&painted, json);
        let (before, after) = (chunks(&painted), chunks(&baked));
        assert_eq!(after.len(), before.len() + 1);
        let texts: Vec<_> = after.iter().filter(|(name, _)| name == "iTXt").collect();
        assert_eq!(texts.len(), 1);
        assert_eq!(texts[0].1, [&b"openbadgecredential\0\0\0\0\0"[..], json.as_bytes()].concat());
        let picture = image::load_from_memory(&baked).expect("a picture still").to_rgba8();
        assert_eq!((picture.width(), picture.height()), (SIDE, SIDE));
        assert!(picture.pixels().any(|pixel| pixel.0[3] == 0) && picture.pixels().any(|pixel| pixel.0[3] == 255));
    }

    #[test]
    fn an_svg_carries_its_credential_behind_the_opening_tag() {
        let json = r#"{"name":"]]> & <b>"}"#;
        let voter = crate::showcase::og::drawing_of_the_house("/badges/voter.svg").expect("a drawing of the house");
        for art in [voter, PLAIN] {
            let baked = into_svg(art, json);
            let open = "><openbadges:credential><![CDATA[{\"name\":\"]]\\u003e & <b>\"}]]></openbadges:credential>";
            assert!(baked.contains(open) && baked.matches("openbadges:credential>").count() == 2, "{baked:.600}");
            let tree = usvg::Tree::from_str(&baked, &usvg::Options::default());
            assert!(tree.is_ok(), "{tree:?}");
        }
    }
}
