//! Share images: 1200x630, JPEG, drawn from the templates in this folder (see the design's `og/`).
//!
//! They show only what everybody may see. Whatever is not there, is a draft or is private gets the site's own image, so that
//! nothing can be learnt from asking. Nothing outside of this program is read but fonts.

mod art;
mod card;
mod drawing;
mod facts;
mod letters;
mod press;
#[cfg(test)]
mod tests;

use domain::{Failure, GrantId, Locale};

use card::{Art, Card};
pub use letters::FontReport;
use press::{Photo, Photos, PressError};

use crate::{Site, badges, operations::pictures, request};

/// The width of every share image, in pixels.
pub const WIDTH: u32 = 1200;
/// The height of every share image, in pixels.
pub const HEIGHT: u32 = 630;

/// The image of the event at this address, or at one it had before, in the event's own language.
///
/// # Errors
/// When the database or the press fails.
pub async fn event(site: &Site, slug: &str) -> Result<Vec<u8>, Failure> {
    let card = facts::event(site, slug).await?;
    print_or_generic(site, card).await
}

/// The image of a member's page, in the member's language.
///
/// # Errors
/// When the database or the press fails.
pub async fn profile(site: &Site, handle: &str) -> Result<Vec<u8>, Failure> {
    let card = facts::profile(site, handle).await?;
    print_or_generic(site, card).await
}

/// The image of a badge that somebody holds, in its holder's language.
///
/// # Errors
/// When the database or the press fails.
pub async fn grant(site: &Site, id: GrantId) -> Result<Vec<u8>, Failure> {
    let card = facts::grant(site, id).await?;
    print_or_generic(site, card).await
}

/// The image of the site itself.
///
/// # Errors
/// When the press fails.
pub async fn site(site: &Site, locale: Locale) -> Result<Vec<u8>, Failure> {
    print(site, facts::site(site, locale)).await
}

/// A drawing of the house, by its public address.
pub(crate) fn drawing_of_the_house(address: &str) -> Option<&'static str> {
    art::house(address).map(|drawing| drawing.svg)
}

/// Which fonts share images are drawn with. The first call looks through the system's fonts.
pub async fn fonts_found() -> FontReport {
    tokio::task::spawn_blocking(|| press::fonts().report().clone()).await.unwrap_or_default()
}

async fn print_or_generic(site: &Site, card: Option<Card>) -> Result<Vec<u8>, Failure> {
    let card = card.unwrap_or_else(|| facts::site(site, Locale::default()));
    print(site, card).await
}

async fn print(site: &Site, card: Card) -> Result<Vec<u8>, Failure> {
    if let Some(jpeg) = press::on_shelf(&card) {
        return Ok(jpeg);
    }
    let photos = photos(site, &card).await?;
    Ok(press::print(card, photos).await?)
}

/// The pictures of a card that are stored.
async fn photos(site: &Site, card: &Card) -> Result<Photos, Failure> {
    let mut photos = Photos::new();
    for (_, art) in card.pictures() {
        let photo = match art {
            Art::House(_) => None,
            Art::Stored(id) => pictures::load(site, *id).await?.map(|picture| Photo {
                media_type: picture.media_type,
                width: picture.width,
                height: picture.height,
                bytes: picture.bytes,
            }),
            Art::Drawn(id) => badges::art(site, *id).await?.map(|art| Photo {
                media_type: "image/png".into(),
                width: 1,
                height: 1,
                bytes: art.png,
            }),
        };
        photos.extend(photo.map(|photo| (art.clone(), photo)));
    }
    Ok(photos)
}

/// The cause is logged here, once.
impl From<PressError> for Failure {
    fn from(error: PressError) -> Self {
        let request_id = request::id();
        tracing::error!(%request_id, %error, "share image");
        Self::Internal { request_id }
    }
}
