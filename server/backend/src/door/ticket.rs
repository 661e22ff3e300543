//! The ticket: a short code and its signature, and how it looks to a camera.

use domain::EventId;
use domain::door::{LETTERS, TicketCode, base32};
use hmac::{Hmac, KeyInit, Mac};
use qrcode::{Color, EcLevel, QrCode};
use sha2::Sha256;

use crate::site::Keys;

/// 80 bits: nobody guesses that through a camera, and the QR code stays small enough for a cracked screen.
const BYTES: usize = 10;

/// Free modules around the code, as the standard asks.
const QUIET: usize = 4;

/// The signature of a ticket: HMAC-SHA-256 over event and code, its first 80 bits as 16 letters.
pub fn sign(keys: &Keys, event: EventId, code: &TicketCode) -> String {
    base32(&mac(keys, event, code).finalize().into_bytes()[..BYTES])
}

/// Is this the signature of that ticket? Takes the same time for every wrong one.
pub fn verify(keys: &Keys, event: EventId, code: &TicketCode, signature: &str) -> bool {
    bytes(signature).is_some_and(|tag| mac(keys, event, code).verify_truncated_left(&tag).is_ok())
}

/// The ticket as a QR code, black on white whatever the page's colours: an SVG of class `qr`, named by its short code.
pub fn qr_svg(keys: &Keys, event: EventId, code: &TicketCode) -> String {
    let text = code.signed(&sign(keys, event, code));
    let Ok(qr) = QrCode::with_error_correction_level(&text, EcLevel::M) else {
        return String::new(); // 28 letters fit into any code; without it there is still the short one to type
    };
    let (width, modules) = (qr.width(), qr.to_colors());
    let mut path = String::new();
    for (y, row) in modules.chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                path.push_str(&format!("M{x} {y}h{n}v1h-{n}z", n = run.len()));
            }
            x += run.len();
        }
    }
    let size = width + 2 * QUIET;
    format!(
        r##"<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="-{QUIET} -{QUIET} {size} {size}" role="img" aria-label="{name}" shape-rendering="crispEdges"><path fill="#fff" d="M-{QUIET} -{QUIET}h{size}v{size}h-{size}z"/><path fill="#000" d="{path}"/></svg>"##,
        name = code.shown(),
    )
}

fn mac(keys: &Keys, event: EventId, code: &TicketCode) -> Hmac<Sha256> {
    let mac = Hmac::<Sha256>::new_from_slice(&keys.tickets).expect("HMAC takes keys of any length");
    mac.chain_update(format!("popcorn ticket 1\n{event}\n{}", code.as_str()))
}

/// The bytes of a signature's letters; small letters are taken too.
fn bytes(signature: &str) -> Option<[u8; BYTES]> {
    if signature.len() != BYTES * 8 / 5 {
        return None;
    }
    let mut all = 0u128;
    for letter in signature.bytes() {
        let value = LETTERS.iter().position(|l| *l == letter.to_ascii_uppercase())?;
        all = all << 5 | value as u128;
    }
    all.to_be_bytes()[16 - BYTES..].try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn ticket() -> (Keys, EventId, TicketCode) {
        let code = TicketCode::parse("4F7K-2Q9M").expect("a code");
        (Keys { tickets: [7; 32], mail: [7; 32] }, EventId(Uuid::from_u128(1)), code)
    }

    #[test]
    fn only_the_right_signature_fits() {
        let (keys, event, code) = ticket();
        let signature = sign(&keys, event, &code);
        assert_eq!(signature.len(), 16);
        assert!(verify(&keys, event, &code, &signature));
        assert!(verify(&keys, event, &code, &signature.to_lowercase()));
        assert!(!verify(&keys, EventId(Uuid::from_u128(2)), &code, &signature));
        assert!(!verify(&Keys { tickets: [8; 32], mail: [7; 32] }, event, &code, &signature));
        assert!(!verify(&keys, event, &TicketCode::parse("4F7K-2Q9N").expect("a code"), &signature));
        for wrong in
            ["", "0", "0000000000000000", "UUUUUUUUUUUUUUUU", "灯火电台灯", &signature[..15], &format!("{signature}0")]
        {
            assert!(!verify(&keys, event, &code, wrong), "{wrong}");
        }
        for at in 0..16 {
            let mut other = signature.clone().into_bytes();
            other[at] = if other[at] == b'0' { b'1' } else { b'0' };
            assert!(!verify(&keys, event, &code, &String::from_utf8(other).expect("ASCII")), "letter {at}");
        }
    }

    #[test]
    fn the_picture_is_black_on_white_and_small() {
        let (keys, event, code) = ticket();
        let svg = qr_svg(&keys, event, &code);
        // Version 2, 25 modules: the alphanumeric mode is used.
        assert!(svg.contains(r#"viewBox="-4 -4 33 33""#), "{svg}");
        assert!(svg.contains(r#"class="qr""#) && svg.contains(r#"aria-label="4F7K-2Q9M""#));
        assert!(svg.contains(r##"fill="#fff""##) && svg.contains(r##"fill="#000""##));
        assert!(!svg.contains("style"), "the page's policy allows no inline styles");
        assert!(svg.len() < 6000, "{} bytes", svg.len());
    }
}
