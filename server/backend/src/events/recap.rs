//! What happened, told afterwards: a story with photos, for everybody.

use domain::{
    ChapterId, EventId, Failure, FieldCode, Locale, MemberId, PictureId,
    chapters::view::ChapterChip,
    events::{
        Phase, State,
        desk::{RecapDesk, RecapPage, RecapPicture},
    },
    form,
    members::{Action, Actor},
    showcase::Art,
};
use serde_json::json;
use uuid::Uuid;

use super::{
    card::{self, CardRow},
    run,
};
use crate::{
    Site,
    db::{Reading, Result as DbResult, Tx},
    markdown,
    notices::{self, Letter},
    operations::{audit, pictures},
    showcase::card::{self as share, RecapShare},
    sql,
};

/// The longest story.
const MAX_STORY: usize = 20_000;
/// The most photos of one recap.
const MAX_PICTURES: i64 = 24;
/// The longest description of a photo.
const MAX_ALT: usize = 200;

/// Publishes the story of an event that is over, or changes it.
///
/// # Errors
/// The field `story`; [`Refusal::NotOverYet`](domain::Refusal::NotOverYet) before its end.
pub async fn write_recap(site: &Site, actor: &Actor, event: EventId, story: &str) -> Result<(), Failure> {
    let wrong = |code| Failure::field("story", code);
    let (mut tx, stored) = run::locked(site, actor, event).await?;
    let after = stored.life()?.recap(site.now())?;
    let story = form::text(story, MAX_STORY).map_err(wrong)?;
    if story.is_empty() {
        return Err(wrong(FieldCode::Required));
    }
    tx.execute(
        sql!(
            "INSERT INTO recap (event_id, story, story_html, by_id, changed_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (event_id) DO UPDATE
                 SET story = excluded.story, story_html = excluded.story_html, by_id = excluded.by_id, changed_at = excluded.changed_at"
        ),
        (event.0, story.as_str(), markdown::render(&story), actor.member.0, site.now().0),
    )
    .await?;
    tx.execute(
        sql!("UPDATE event SET recapped_at = $2 WHERE id = $1"),
        (event.0, after.schedule.recapped.map(|at| at.0)),
    )
    .await?;
    if stored.recapped_at.is_none() {
        tell(&mut tx, site, event).await?;
    }
    audit::write(&mut tx, site, Some(actor.member), "recap_written", ("event", event.0), json!({})).await?;
    Ok(tx.commit().await?)
}

/// Writes to all who were there, the first time it is told.
async fn tell(tx: &mut Tx, site: &Site, event: EventId) -> DbResult<()> {
    let came: Vec<(Uuid,)> = tx
        .all(sql!("SELECT DISTINCT member_id FROM check_in WHERE event_id = $1 ORDER BY member_id"), (event.0,))
        .await?;
    let letters: Vec<_> = came.into_iter().map(|(member,)| (MemberId(member), Letter::Recap { event })).collect();
    notices::send_all(tx, site, &letters).await
}

/// Adds a photo, with words for those who do not see it. Public as soon as the story is.
///
/// # Errors
/// The fields `picture` and `alt`; [`Refusal::NotOverYet`](domain::Refusal::NotOverYet) before the event's end.
pub async fn add_recap_picture(
    site: &Site,
    actor: &Actor,
    event: EventId,
    (bytes, alt): (Vec<u8>, &str),
) -> Result<(), Failure> {
    // Who may not do it is told before the picture is looked at, which is costly.
    run::event(&mut site.db.read().await?, actor, event).await?.life()?.recap(site.now())?;
    let alt = form::line(alt, MAX_ALT).map_err(|code| Failure::field("alt", code))?;
    let prepared = pictures::prepare("picture", bytes).await?;
    let (mut tx, stored) = run::locked(site, actor, event).await?;
    stored.life()?.recap(site.now())?;
    let (count, last): (i64, i64) = tx
        .one(
            sql!("SELECT count(*), coalesce(max(position), CAST(0 AS BIGINT)) FROM recap_picture WHERE event_id = $1"),
            (event.0,),
        )
        .await?;
    if count >= MAX_PICTURES {
        return Err(Failure::field("picture", FieldCode::TooLarge { max: MAX_PICTURES }));
    }
    let picture = pictures::store(&mut tx, site, &prepared).await?;
    tx.execute(
        sql!("INSERT INTO recap_picture (picture_id, event_id, position, alt) VALUES ($1, $2, $3, $4)"),
        (picture.0, event.0, last + 1, alt),
    )
    .await?;
    let detail = json!({ "picture": picture });
    audit::write(&mut tx, site, Some(actor.member), "recap_picture_added", ("event", event.0), detail).await?;
    Ok(tx.commit().await?)
}

/// Takes a photo off, and throws it away: somebody on it may have asked for it.
///
/// # Errors
/// As for any change of an event. One that is gone already is no mistake.
pub async fn remove_recap_picture(
    site: &Site,
    actor: &Actor,
    event: EventId,
    picture: PictureId,
) -> Result<(), Failure> {
    let (mut tx, _) = run::locked(site, actor, event).await?;
    let gone = tx
        .execute(sql!("DELETE FROM recap_picture WHERE picture_id = $1 AND event_id = $2"), (picture.0, event.0))
        .await?;
    if gone > 0 {
        tx.execute(sql!("DELETE FROM picture WHERE id = $1"), (picture.0,)).await?;
        let detail = json!({ "picture": picture });
        audit::write(&mut tx, site, Some(actor.member), "recap_picture_removed", ("event", event.0), detail).await?;
    }
    Ok(tx.commit().await?)
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    card: CardRow,
    story_html: String,
    came: i64,
    first_timers: i64,
    chapter_slug: String,
    chapter_name: String,
    chapter_zone: String,
}

/// The story of the event at this address, or at one it had before.
///
/// # Errors
/// [`Failure::NotFound`] where none is told.
pub async fn recap(site: &Site, viewer: Option<&Actor>, locale: Locale, slug: &str) -> Result<RecapPage, Failure> {
    let now = site.now();
    let mut conn = site.db.read().await?;
    let row: Option<Row> = conn
        .optional(
            sql!(concat!(
                "SELECT ",
                card::columns!(),
                ", r.story_html, c.slug AS chapter_slug, c.name AS chapter_name, c.zone AS chapter_zone, ",
                card::came!(),
                " AS came, (SELECT count(DISTINCT i.member_id) FROM check_in i WHERE i.event_id = e.id AND NOT EXISTS
                       (SELECT 1 FROM check_in b WHERE b.member_id = i.member_id AND b.at < i.at)) AS first_timers
                  FROM ",
                card::tables!(),
                " JOIN recap r ON r.event_id = e.id
                  WHERE e.slug = $1 OR e.id = (SELECT o.event_id FROM event_old_slug o WHERE o.slug = $1) LIMIT 1"
            )),
            (slug,),
        )
        .await?;
    let row = row.ok_or(Failure::NotFound)?;
    if row.card.phase(now)? != Phase::Recap {
        return Err(Failure::NotFound);
    }
    let event = row.card.event();
    let pictures = photos(&mut conn, event).await?;
    drop(conn);
    let card = row.card.card(now, locale)?;
    let chapter = ChapterChip {
        slug: row.chapter_slug,
        name: row.chapter_name,
        city: row.card.city.clone(),
        zone: row.chapter_zone,
    };
    let share = RecapShare {
        card: &card,
        version: row.card.version,
        came: row.came,
        photos: pictures.iter().map(|p| p.art.src.as_str()).collect(),
    };
    let share = share::recap(&site.settings, locale, &share);
    let may = |viewer: &Actor| viewer.may(Action::RunEvent(event, ChapterId(row.card.chapter_id)));
    Ok(RecapPage {
        id: event,
        can_edit: viewer.is_some_and(may),
        story_html: row.story_html,
        came: row.came,
        first_timers: row.first_timers,
        pictures,
        chapter,
        card,
        share,
    })
}

/// What its organisers write it in.
///
/// # Errors
/// As for any change of an event; [`Refusal::NotOverYet`](domain::Refusal::NotOverYet) before its end.
pub async fn recap_desk(site: &Site, actor: &Actor, locale: Locale, event: EventId) -> Result<RecapDesk, Failure> {
    let mut conn = site.db.read().await?;
    let stored = run::event(&mut conn, actor, event).await?;
    if stored.state()? == State::Published {
        stored.life()?.recap(site.now())?;
    }
    let card = card::by_id(&mut conn, event).await?.ok_or(Failure::NotFound)?;
    let story: Option<(String,)> =
        conn.optional(sql!("SELECT story FROM recap WHERE event_id = $1"), (event.0,)).await?;
    Ok(RecapDesk {
        id: event,
        story: story.map(|(story,)| story).unwrap_or_default(),
        pictures: photos(&mut conn, event).await?,
        card: card.card(site.now(), locale)?,
    })
}

async fn photos(conn: &mut impl Reading, event: EventId) -> DbResult<Vec<RecapPicture>> {
    let rows: Vec<(Uuid, String, i64, i64)> = conn
        .all(
            sql!(
                "SELECT p.id, r.alt, p.width, p.height FROM recap_picture r JOIN picture p ON p.id = r.picture_id
                 WHERE r.event_id = $1 ORDER BY r.position LIMIT 100"
            ),
            (event.0,),
        )
        .await?;
    let photo = |(id, alt, width, height): (Uuid, String, i64, i64)| RecapPicture {
        id: PictureId(id),
        art: Art {
            src: pictures::address(PictureId(id)),
            alt,
            width: width.try_into().unwrap_or_default(),
            height: height.try_into().unwrap_or_default(),
        },
    };
    Ok(rows.into_iter().map(photo).collect())
}
