//! One event's page.

use domain::{
    ChapterId, EventId, Failure, Instant, Locale,
    chapters::view::ChapterChip,
    events::{Kind, Phase, State, questions::Who, view::EventPage},
    members::{Action, Actor, view::Person},
    signups::SignUpState,
};
use uuid::Uuid;

use super::{
    asked::{self, Kept},
    card::{self, CardRow},
    map,
};
use crate::{
    Site,
    db::{Reading, Result as DbResult},
    showcase::card::{self as share, EventShare},
    signups, sql, when,
};

/// What stands at an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// An event.
    Here(Box<EventPage>),
    /// An event that moved: the slug it has now.
    Moved(String),
}

#[derive(sqlx::FromRow)]
struct PageRow {
    #[sqlx(flatten)]
    card: CardRow,
    address: String,
    story_html: String,
    join_url: Option<String>,
    moved_from: Option<i64>,
    cancel_reason: Option<String>,
    postpone_reason: Option<String>,
    keep_days: i64,
    chapter_slug: String,
    chapter_name: String,
    chapter_zone: String,
    host_handle: String,
    host_name: String,
    host_face: String,
    host_published_at: Option<i64>,
}

/// The event at this address. A draft is there only for those who may run it; its host is shown only if their profile is public.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn page(site: &Site, viewer: Option<&Actor>, locale: Locale, slug: &str) -> Result<Found, Failure> {
    let now = site.now();
    let mut conn = site.db.read().await?;
    let Some(row) = by_slug(&mut conn, slug).await? else {
        return moved(&mut conn, viewer, slug).await;
    };
    let (event, chapter) = (row.card.event(), row.card.chapter());
    let can_edit = viewer.is_some_and(|v| v.may(Action::RunEvent(event, chapter)));
    if row.card.state()? == State::Draft && !can_edit {
        return Err(Failure::NotFound);
    }
    let coming = signups::coming(&mut conn, event).await?;
    let questions = asked::of(&mut conn, event, Who::Guest).await?;
    let mine = match viewer {
        Some(viewer) => signups::mine(&mut conn, locale, event, viewer.member).await?,
        None => None,
    };
    let way = signups::way_in(&mut conn, site, (viewer, locale), &row.card).await?;
    let shifts = match Kind::from_word(&row.card.kind) {
        Some(Kind::OpenDay) => signups::shifts::chip(&mut conn, event, now).await?,
        _ => None,
    };
    drop(conn);
    let card = row.card.card(now, locale)?;
    let chip = ChapterChip {
        slug: row.chapter_slug,
        name: row.chapter_name,
        city: row.card.city.clone(),
        zone: row.chapter_zone,
    };
    let share = share::event(
        &site.settings,
        locale,
        &EventShare {
            card: &card,
            address: &row.address,
            attendance: row.card.attendance(),
            moved_from: row.moved_from.map(|at| when::iso(&row.card.zone, Instant(at))).as_deref(),
            chapter: &chip,
            version: row.card.version,
        },
    );
    let can_keep_door = viewer.is_some_and(|v| v.may(Action::KeepDoor(event, chapter)));
    let has_seat = mine.as_ref().is_some_and(|mine| mine.state == SignUpState::Confirmed);
    let attendance = row.card.attendance();
    let moment = |at: i64| when::moment(locale, &row.card.zone, Instant(at));
    let schedule = row.card.schedule();
    let kept = Kept { zone: &row.card.zone, ends: schedule.ends, days: row.keep_days, postponed: schedule.postponed };
    let answers_until = kept.words(locale);
    let host = row.host_published_at.map(|_| Person {
        handle: row.host_handle,
        display_name: row.host_name,
        face: row.host_face,
        has_page: true,
    });
    let city = card.city.clone();
    Ok(Found::Here(Box::new(EventPage {
        id: event,
        opens: row.card.opens_at.filter(|_| card.phase == Phase::Scheduled).map(moment),
        closes: row
            .card
            .closes_at
            .filter(|at| now.0 < *at && (card.phase == Phase::Scheduled || card.phase.takes_sign_ups()))
            .map(moment),
        can_edit,
        can_keep_door,
        can_lead: viewer.is_some_and(|v| v.may(Action::LeadShifts(event, chapter))),
        map_url: attendance.has_place().then(|| map::url(&[&row.card.venue, &row.address, &row.card.city])),
        attendance,
        join_url: row.join_url.filter(|_| has_seat || can_edit || can_keep_door),
        moved_from: row.moved_from.map(moment),
        postpone_reason: row.postpone_reason,
        card,
        address: whereabouts(locale, row.address, &city),
        chapter: chip,
        story_html: row.story_html,
        host,
        listed: coming.listed,
        listed_count: coming.listed_count,
        quiet_count: coming.quiet_count,
        questions,
        answers_until,
        mine,
        way,
        shifts,
        cancel_reason: row.cancel_reason,
        share,
    })))
}

async fn by_slug(conn: &mut impl Reading, slug: &str) -> DbResult<Option<PageRow>> {
    conn.optional(
        sql!(concat!(
            "SELECT ",
            card::columns!(),
            ", e.address, e.story_html, e.join_url, e.moved_from, e.cancel_reason, e.postpone_reason, e.keep_days, c.slug AS chapter_slug, c.name AS chapter_name, c.zone AS chapter_zone,
               h.handle AS host_handle, h.display_name AS host_name, h.face AS host_face, h.published_at AS host_published_at
              FROM ",
            card::tables!(),
            " JOIN member h ON h.id = e.host_id WHERE e.slug = $1"
        )),
        (slug,),
    )
    .await
}

/// Where an address led before. The new one of a draft is as secret as the draft.
async fn moved(conn: &mut impl Reading, viewer: Option<&Actor>, slug: &str) -> Result<Found, Failure> {
    let row: Option<(String, String, Uuid, Uuid)> = conn
        .optional(
            sql!("SELECT e.slug, e.state, e.id, e.chapter_id FROM event_old_slug o JOIN event e ON e.id = o.event_id WHERE o.slug = $1"),
            (slug,),
        )
        .await?;
    let (now_at, state, event, chapter) = row.ok_or(Failure::NotFound)?;
    let is_secret = card::stored_state(&state)? == State::Draft;
    if is_secret && !viewer.is_some_and(|v| v.may(Action::RunEvent(EventId(event), ChapterId(chapter)))) {
        return Err(Failure::NotFound);
    }
    Ok(Found::Moved(now_at))
}

/// Address and city as the reader's language has them, each once: many write the city into the address.
fn whereabouts(locale: Locale, address: String, city: &str) -> String {
    let names_it = address.to_lowercase().contains(&city.to_lowercase());
    match (locale, address.as_str()) {
        (_, "") => city.into(),
        _ if names_it => address,
        (Locale::En, _) => format!("{address}, {city}"),
        (Locale::ZhCn, _) => format!("{city}，{address}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_city_is_named_once() {
        let place = |locale, address: &str, city| whereabouts(locale, address.into(), city);
        assert_eq!(place(Locale::En, "88 Peony Lane, Chengdu", "Chengdu"), "88 Peony Lane, Chengdu");
        assert_eq!(place(Locale::En, "88 Peony Lane", "Chengdu"), "88 Peony Lane, Chengdu");
        assert_eq!(place(Locale::ZhCn, "牡丹巷 88 号", "成都"), "成都，牡丹巷 88 号");
        assert_eq!(place(Locale::ZhCn, "成都市牡丹巷 88 号", "成都"), "成都市牡丹巷 88 号");
        assert_eq!(place(Locale::En, "", "Leeds"), "Leeds");
    }
}
