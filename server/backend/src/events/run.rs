//! Who may run an event, and what those who run it work on.

use domain::{
    ChapterId, EventId, Failure, FieldCode, FieldError, Instant, Locale, PlacesId, SeriesId,
    events::{
        Attendance, Kind, Life, Schedule, State,
        plan::{Plan, PlanForm},
    },
    members::{Action, Actor, require},
};
use uuid::Uuid;

use super::card;
use crate::{
    Site,
    db::{Reading, Result as DbResult, Tx},
    signups::transition,
    sql,
    zones::TzDb,
};

/// An event as it is stored: what an edit is compared with and a form is filled with.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Stored {
    pub(super) slug: String,
    pub(super) chapter_id: Uuid,
    pub(super) chapter_slug: String,
    pub(super) kind: String,
    pub(super) state: String,
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) story: String,
    pub(super) locale: String,
    pub(super) zone: String,
    pub(super) starts_local: String,
    pub(super) ends_local: String,
    pub(super) starts_at: i64,
    pub(super) ends_at: i64,
    pub(super) opens_at: Option<i64>,
    pub(super) closes_at: Option<i64>,
    pub(super) publish_at: Option<i64>,
    pub(super) postponed_at: Option<i64>,
    pub(super) recapped_at: Option<i64>,
    pub(super) attendance: String,
    pub(super) venue: String,
    pub(super) address: String,
    pub(super) join_url: Option<String>,
    pub(super) honor: i64,
    pub(super) keep_days: i64,
    pub(super) cover_id: Option<Uuid>,
    pub(super) series_id: Option<Uuid>,
    pub(super) places_id: Uuid,
    pub(super) capacity: i64,
    pub(super) offer_s: i64,
    pub(super) cutoff_at: i64,
}

impl Stored {
    pub(super) fn state(&self) -> Result<State, Failure> {
        Ok(card::stored_state(&self.state)?)
    }

    /// What was decided about it so far.
    pub(super) fn life(&self) -> Result<Life, Failure> {
        let moment = |at: Option<i64>| at.map(Instant);
        Ok(Life {
            state: self.state()?,
            publish_at: moment(self.publish_at),
            schedule: Schedule {
                starts: Instant(self.starts_at),
                ends: Instant(self.ends_at),
                opens: moment(self.opens_at),
                closes: moment(self.closes_at),
                postponed: moment(self.postponed_at),
                recapped: moment(self.recapped_at),
            },
        })
    }

    pub(super) fn chapter(&self) -> ChapterId {
        ChapterId(self.chapter_id)
    }

    pub(super) fn kind(&self) -> Result<Kind, Failure> {
        Ok(Kind::from_word(&self.kind).ok_or_else(|| card::unknown("kind", &self.kind))?)
    }

    pub(super) fn attendance(&self) -> Attendance {
        Attendance::from_word(&self.attendance).unwrap_or_default()
    }

    pub(super) fn series(&self) -> Option<SeriesId> {
        self.series_id.map(SeriesId)
    }

    pub(super) fn places(&self) -> PlacesId {
        PlacesId(self.places_id)
    }

    pub(super) fn is_over(&self, now: Instant) -> bool {
        self.postponed_at.is_none() && now.0 >= self.ends_at
    }

    pub(super) fn locale(&self) -> Locale {
        Locale::from_tag(&self.locale).unwrap_or_default()
    }
}

async fn stored(conn: &mut impl Reading, id: EventId) -> DbResult<Option<Stored>> {
    conn
        .optional(
            sql!(
                "SELECT e.slug, e.chapter_id, c.slug AS chapter_slug, e.kind, e.state, e.title, e.summary, e.story, e.locale, e.zone,
                     e.starts_local, e.ends_local, e.starts_at, e.ends_at, e.opens_at, e.closes_at, e.publish_at, e.postponed_at,
                     e.recapped_at, e.attendance, e.venue, e.address, e.join_url, e.honor, e.keep_days, e.cover_id, e.series_id, p.id AS places_id,
                     p.capacity, p.offer_s, p.cutoff_at
                 FROM event e JOIN places p ON p.event_id = e.id JOIN chapter c ON c.id = e.chapter_id WHERE e.id = $1"
            ),
            (id.0,),
        )
        .await
}

/// The event, for somebody who may run it. To all others a draft is not there.
pub(super) async fn event(conn: &mut impl Reading, actor: &Actor, id: EventId) -> Result<Stored, Failure> {
    let stored = stored(conn, id).await?.ok_or(Failure::NotFound)?;
    if actor.may(Action::RunEvent(id, stored.chapter())) {
        Ok(stored)
    } else if stored.state()? == State::Draft {
        Err(Failure::NotFound)
    } else {
        Err(Failure::Forbidden)
    }
}

/// Asks only whether the actor may run the event.
///
/// # Errors
/// [`Failure::Forbidden`]; [`Failure::NotFound`], also for somebody else's draft.
pub async fn must_run(site: &Site, actor: &Actor, id: EventId) -> Result<(), Failure> {
    event(&mut site.db.read().await?, actor, id).await.map(drop)
}

/// The event for a change: its places' row is taken, so that neither a sign-up nor another organiser changes anything until the
/// commit, and what was read stays true.
pub(super) async fn locked(site: &Site, actor: &Actor, id: EventId) -> Result<(Tx, Stored), Failure> {
    let places = event(&mut site.db.read().await?, actor, id).await?.places();
    // Not a shared commit: places of its shifts may be held next, and whoever shared this one would hold them too.
    let mut tx = site.db.write().await?;
    transition::lock(&mut tx, site, places).await?.ok_or(Failure::NotFound)?;
    let stored = event(&mut tx, actor, id).await?;
    Ok((tx, stored))
}

/// The same for a rule of the house, which nobody asks for leave. None where the event is gone.
pub(super) async fn locked_by_rule(site: &Site, id: EventId) -> Result<Option<(Tx, Stored)>, Failure> {
    let Some(places) = stored(&mut site.db.read().await?, id).await?.map(|found| found.places()) else {
        return Ok(None);
    };
    let mut tx = site.db.write_at(places.0).await?;
    transition::lock(&mut tx, site, places).await?.ok_or(Failure::NotFound)?;
    let found = stored(&mut tx, id).await?;
    Ok(found.map(|found| (tx, found)))
}

/// May the actor plan new events for this chapter?
pub(super) fn plans_in(actor: &Actor, chapter: ChapterId) -> Result<(), Failure> {
    require(Some(actor), Action::RunChapter(chapter)).map(drop)
}

/// An event goes to a chapter by those who run it there, and leaves one by those who run that: who only helps with an event takes
/// it away from nobody.
fn may_move(actor: &Actor, from: Option<ChapterId>, to: ChapterId) -> bool {
    from.into_iter().chain([to]).all(|chapter| actor.may(Action::RunChapter(chapter)))
}

/// Reads the form of an organiser, with its chapter. All errors are told at once. `stays`: the chapter that it is of already,
/// which those may leave as it is who run this event only.
pub(super) async fn plan(
    conn: &mut impl Reading,
    actor: &Actor,
    form: &PlanForm,
    now: Instant,
    stays: Option<ChapterId>,
) -> Result<(Plan, ChapterId), Failure> {
    let chapter: Option<(Uuid,)> =
        conn.optional(sql!("SELECT id FROM chapter WHERE slug = $1"), (form.chapter.trim(),)).await?;
    let chapter = chapter.map(|(id,)| ChapterId(id));
    let unknown = || FieldError { field: "chapter".into(), code: FieldCode::UnknownChoice };
    match (form.parse(&TzDb, now), chapter) {
        (_, Some(chapter)) if stays != Some(chapter) && !may_move(actor, stays, chapter) => Err(Failure::Forbidden),
        (Ok(plan), Some(chapter)) => Ok((plan, chapter)),
        (Ok(_), None) => Err(Failure::Invalid(vec![unknown()])),
        (Err(Failure::Invalid(mut all)), None) => {
            all.insert(0, unknown());
            Err(Failure::Invalid(all))
        }
        (Err(failure), _) => Err(failure),
    }
}
