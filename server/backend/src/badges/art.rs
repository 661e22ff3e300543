//! The art of badges: the house's own drawings, and those that organisers hand in.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use domain::members::access::{Action, Actor, require};
use domain::{ArtId, Failure, FieldCode};
use serde_json::json;
use tokio::{
    sync::{Mutex, Semaphore},
    task::spawn_blocking,
};

use super::define::{self, Changed};
use super::drawing::{self, Drawing, MAX_KB};
use crate::db::{Result as DbResult, Tx};
use crate::operations::audit;
use crate::{Site, request, showcase, sql};

/// Drawing takes a moment of a whole processor: one at a time.
static ROOM: Semaphore = Semaphore::const_new(1);

/// Pictures of the house's own drawings: a handful.
static PAINTED: LazyLock<Mutex<Pictures>> = LazyLock::new(Mutex::default);

/// By the text of the drawing.
type Pictures = HashMap<&'static str, Arc<[u8]>>;

/// Art as a drawing and as a picture.
#[derive(Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Artwork {
    /// SVG.
    pub svg: String,
    /// PNG, 512 pixels wide and high.
    pub png: Vec<u8>,
}

/// Without the files.
impl std::fmt::Debug for Artwork {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Artwork({} characters, {} bytes)", self.svg.len(), self.png.len())
    }
}

/// The address under which a drawing that was handed in is served.
fn address(id: ArtId) -> String {
    format!("/badges/art/{id}.svg")
}

/// The id in such an address.
pub(crate) fn handed_in(address: &str) -> Option<ArtId> {
    address.strip_prefix("/badges/art/")?.strip_suffix(".svg")?.parse().ok()
}

/// Gives a badge another drawing, in its next version if this one was granted.
///
/// # Errors
/// [`Failure::Forbidden`], [`Failure::NotFound`]; the field `art`: [`FieldCode::Required`], [`FieldCode::DrawingTooLarge`],
/// [`FieldCode::NotADrawing`].
pub async fn set_art(site: &Site, actor: &Actor, slug: &str, bytes: Vec<u8>) -> Result<(), Failure> {
    require(Some(actor), Action::GrantBadges)?;
    // Who may not do it is told before the drawing is looked at, which is costly.
    define::must_be(&mut site.db.read().await?, slug).await?;
    let Drawing { svg, png } = prepare(bytes).await?;
    let mut tx = site.db.write().await?;
    let id = ArtId(site.new_id());
    tx.execute(
        sql!("INSERT INTO badge_art (id, svg, png, added_at) VALUES ($1, $2, $3, $4)"),
        (id.0, svg, png, site.now().0),
    )
    .await?;
    let badge = define::lock(&mut tx, slug).await?.ok_or(Failure::NotFound)?;
    let before = badge.art.clone();
    let version = define::change(&mut tx, (site, actor), &badge, Changed::Art(&address(id))).await?;
    forget(&mut tx, &before).await?;
    let detail = json!({ "art": id, "version": version });
    audit::write(&mut tx, site, Some(actor.member), "badge_drawn", ("badge", badge.id), detail).await?;
    Ok(tx.commit().await?)
}

/// Throws a drawing away that no version shows.
async fn forget(tx: &mut Tx, address: &str) -> DbResult<()> {
    let Some(id) = handed_in(address) else { return Ok(()) };
    tx.execute(
        sql!("DELETE FROM badge_art WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM badge_version v WHERE v.art = $2)"),
        (id.0, address),
    )
    .await
    .map(drop)
}

fn internal(error: &dyn std::fmt::Display) -> Failure {
    let request_id = request::id();
    tracing::error!(%request_id, %error, "drawing");
    Failure::Internal { request_id }
}

async fn prepare(bytes: Vec<u8>) -> Result<Drawing, Failure> {
    if bytes.is_empty() {
        return Err(Failure::field("art", FieldCode::Required));
    }
    if bytes.len() > MAX_KB as usize * 1024 {
        return Err(Failure::field("art", FieldCode::DrawingTooLarge { max_kb: MAX_KB }));
    }
    let permit = ROOM.acquire().await.map_err(|error| internal(&error))?;
    let work = spawn_blocking(move || {
        let drawing = drawing::redraw(&bytes);
        drop(permit);
        drawing
    });
    match work.await.map_err(|error| internal(&error))? {
        Ok(drawing) => Ok(drawing),
        Err(error) => {
            tracing::debug!(%error, "a file was not taken as a drawing");
            Err(Failure::field("art", FieldCode::NotADrawing))
        }
    }
}

/// A drawing that was handed in.
///
/// # Errors
/// When the database fails.
pub async fn art(site: &Site, id: ArtId) -> Result<Option<Artwork>, Failure> {
    let mut conn = site.db.read().await?;
    Ok(conn.optional(sql!("SELECT svg, png FROM badge_art WHERE id = $1"), (id.0,)).await?)
}

/// The art under an address as a version of a badge names it: one that was handed in, or one of the house's drawings.
///
/// # Errors
/// When the database fails, or the painter.
pub async fn artwork(site: &Site, address: &str) -> Result<Option<Artwork>, Failure> {
    if let Some(id) = handed_in(address) {
        return art(site, id).await;
    }
    match showcase::og::drawing_of_the_house(address) {
        Some(svg) => Ok(Some(painted(svg).await?)),
        None => Ok(None),
    }
}

/// A drawing of the house with its picture.
pub(super) async fn painted(svg: &'static str) -> Result<Artwork, Failure> {
    Ok(Artwork { svg: svg.to_owned(), png: picture_of(svg).await?.to_vec() })
}

/// Painted on a thread of its own, once: everybody may ask for it. Who comes meanwhile waits for it.
async fn picture_of(svg: &'static str) -> Result<Arc<[u8]>, Failure> {
    let mut painted = PAINTED.lock().await;
    if let Some(png) = painted.get(svg) {
        return Ok(Arc::clone(png));
    }
    let png = spawn_blocking(|| drawing::picture(svg)).await.map_err(|error| internal(&error))?;
    let png: Arc<[u8]> = png.map_err(|error| internal(&error))?.into();
    painted.insert(svg, Arc::clone(&png));
    Ok(png)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn many_who_ask_at_once_get_one_painting() {
        let svg =
            r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path fill="#123" d="M0 0h9v9z"/></svg>"##;
        let all = futures::future::join_all((0..50).map(|_| picture_of(svg))).await;
        let first = all[0].as_ref().expect("painted");
        assert!(all.iter().all(|one| one.as_ref().is_ok_and(|one| Arc::ptr_eq(one, first))));
    }
}
