//! An announcement to look at before it is sent, and what became of it.

use domain::{
    AnnouncementId, EventId, Failure, Instant, Locale,
    members::Actor,
    notices::{
        Delivery,
        announce::{self, Announcement, AnnouncementForm},
        view::{AnnouncementPage, Deliveries, SentView, Trouble},
    },
};

use super::{
    Letter, announcements, audience,
    contents::{self, Asked, Reader},
    mime, texts,
};
use crate::{
    Site,
    db::{Reading, Result as DbResult},
    sql, when,
};

/// `/organise/announcements/{id}`: how many get it and how it will look, or what became of it.
///
/// # Errors
/// [`Failure::NotFound`], [`Failure::Forbidden`].
pub async fn announcement_page(
    site: &Site,
    actor: &Actor,
    locale: Locale,
    id: AnnouncementId,
) -> Result<AnnouncementPage, Failure> {
    let mut conn = site.db.read().await?;
    let row = announcements::stored(&mut conn, id).await?.ok_or(Failure::NotFound)?;
    let event = EventId(row.event_id);
    let found = announcements::run(&mut conn, actor, event).await?;
    let chosen = announce::from_words(&row.audience);
    let groups = audience::groups(&mut conn, (event, Instant(found.starts_at)), (site.now(), &chosen)).await?;
    let helpers = audience::helpers(&mut conn, event, locale).await?;
    let (people, inbox_only) = match row.sent_at {
        Some(_) => (row.people, 0),
        None => audience::count(&mut conn, row.event_id, &chosen).await?,
    };
    let reader = Reader { locale, asked: Asked::Ever, ..contents::reader(&mut conn, actor.member).await? };
    let content = contents::load(&mut conn, site, &reader, &Letter::Announcement { announcement: id }).await?;
    let text = texts::write(&site.settings.name, &reader, &content.ok_or(Failure::NotFound)?);
    let sent = match row.sent_at {
        None => None,
        Some(at) => Some(SentView {
            at: when::stamp(locale, &found.zone, Instant(at)),
            by: row.by_name,
            deliveries: deliveries(&mut conn, id).await?,
            troubles: troubles(&mut conn, id, (locale, &found.zone)).await?,
        }),
    };
    let form = AnnouncementForm::of(Announcement { subject: row.subject, body: row.body, groups: chosen });
    let letter = mime::plain(&text);
    Ok(AnnouncementPage {
        id,
        event,
        title: found.title,
        form,
        groups,
        helpers,
        people,
        inbox_only,
        subject: text.subject,
        letter,
        sent,
    })
}

async fn deliveries(conn: &mut impl Reading, id: AnnouncementId) -> DbResult<Deliveries> {
    let rows: Vec<(String, i64)> = conn
        .all(sql!("SELECT delivery, count(*) FROM notice WHERE announcement_id = $1 GROUP BY delivery"), (id.0,))
        .await?;
    let mut all = Deliveries::default();
    for (word, n) in rows {
        if let Some(delivery) = Delivery::from_word(&word) {
            all.add(delivery, n);
        }
    }
    Ok(all)
}

/// Those it did not reach. What the mail server said is for those who run the site: it may quote an address.
async fn troubles(
    conn: &mut impl Reading,
    id: AnnouncementId,
    (locale, zone): (Locale, &str),
) -> DbResult<Vec<Trouble>> {
    let rows: Vec<(String, String, String, i64, Option<i64>)> = conn
        .all(
            sql!(
                "SELECT m.display_name, m.handle, n.delivery, n.made_at, j.attempts
                 FROM notice n JOIN member m ON m.id = n.member_id LEFT JOIN job j ON j.id = n.id
                 WHERE n.announcement_id = $1 AND n.delivery IN ('retrying', 'bounced', 'given_up') ORDER BY m.display_name LIMIT 500"
            ),
            (id.0,),
        )
        .await?;
    let trouble = |(name, handle, word, at, tries): (String, String, String, i64, Option<i64>)| {
        Some(Trouble {
            name,
            handle,
            kind: "announcement".into(),
            delivery: Delivery::from_word(&word)?,
            tries: tries.unwrap_or_default(),
            why: String::new(),
            at: when::stamp(locale, zone, Instant(at)),
        })
    };
    Ok(rows.into_iter().filter_map(trouble).collect())
}
