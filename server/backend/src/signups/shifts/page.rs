//! `/e/{slug}/shifts`: everything there is to take.

use std::collections::BTreeSet;

use domain::events::{Kind, State};
use domain::honor::Tier;
use domain::members::access::{Action, Actor};
use domain::signups::may_sign_up;
use domain::signups::shifts::view::{CanTake, MyShift, RoleView, ShiftCell, ShiftsPage};
use domain::{EventId, Failure, Locale, SignUpId};

use super::rows::{self, ShiftRow};
use super::viewer::{self, MineRow, Viewer};
use crate::db::{Reading, Result as DbResult};
use crate::events::card::{self, CardRow};
use crate::{Site, honor, sql};

/// The shifts of an open day. With `swap`, what of them the reader could have for that one.
///
/// # Errors
/// [`Failure::NotFound`], also for a draft of somebody else, and for what is no open day.
pub async fn page(
    site: &Site,
    viewer: Option<&Actor>,
    locale: Locale,
    (slug, swap): (&str, Option<SignUpId>),
) -> Result<ShiftsPage, Failure> {
    let mut conn = site.db.read().await?;
    let row = by_slug(&mut conn, slug).await?.ok_or(Failure::NotFound)?;
    seen_by(viewer, &row)?;
    let shifts = rows::of_event(&mut conn, row.event()).await?;
    let an_hour = viewer::an_hour(&mut conn).await?;
    let looking = Looking::of(&mut conn, site, (viewer, locale), (row.event(), &shifts)).await?;
    let mine = looking.mine_in(&shifts, an_hour)?;
    let swap = swap.and_then(|swap| mine.iter().find(|mine| mine.signup == swap && mine.can_leave).cloned());
    let but: Vec<SignUpId> = swap.iter().map(|swap| swap.signup).collect();
    let days: BTreeSet<&str> = shifts.iter().map(ShiftRow::day).collect();
    let mut roles: Vec<RoleView> = vec![];
    for shift in &shifts {
        let (needs, turn) = (shift.needs()?, looking.has.turn(shift, &but));
        let when = shift.when(locale);
        let cell = ShiftCell {
            id: shift.id(),
            time: when.range,
            day: if days.len() > 1 { when.short } else { String::new() },
            left: shift.seats().left(),
            waiting: shift.seats().waiting,
            can: looking.can(shift, &but)?,
            honor: viewer::honor(shift, turn, an_hour),
        };
        match roles.last_mut() {
            Some(role) if role.id == shift.role_id() => role.shifts.push(cell),
            _ => roles.push(RoleView {
                id: shift.role_id(),
                name: shift.role.clone(),
                story: shift.story.clone(),
                tier: (needs.tier > Tier::Fan).then_some(needs.tier),
                adults_only: needs.adults_only,
                has_briefing: needs.briefing.is_some(),
                shifts: vec![cell],
            }),
        }
    }
    let now = site.now();
    let mut is_open = false;
    for shift in &shifts {
        is_open |= may_sign_up(shift.phase(now, shift.seats())?).is_ok();
    }
    Ok(ShiftsPage { card: row.card(now, locale)?, all: rows::sum(&shifts, now), roles, mine, swap, is_open, an_hour })
}

pub(super) async fn by_slug(conn: &mut impl Reading, slug: &str) -> DbResult<Option<CardRow>> {
    conn.optional(sql!(concat!("SELECT ", card::columns!(), " FROM ", card::tables!(), " WHERE e.slug = $1")), (slug,))
        .await
}

/// Is there such a page for them?
pub(super) fn seen_by(viewer: Option<&Actor>, row: &CardRow) -> Result<(), Failure> {
    let runs = viewer.is_some_and(|v| v.may(Action::RunEvent(row.event(), row.chapter())));
    let is_secret = row.state()? == State::Draft && !runs;
    if is_secret || Kind::from_word(&row.kind) != Some(Kind::OpenDay) { Err(Failure::NotFound) } else { Ok(()) }
}

/// Somebody, or nobody, before the shifts of an event.
pub(super) struct Looking<'a> {
    site: &'a Site,
    locale: Locale,
    pub(super) has: Viewer,
    mine: Vec<MineRow>,
    /// None for a visitor: they are told what a role needs, and may look.
    tier: Option<Tier>,
}

impl<'a> Looking<'a> {
    pub(super) async fn of(
        conn: &mut impl Reading,
        site: &'a Site,
        (viewer, locale): (Option<&Actor>, Locale),
        (event, shifts): (EventId, &[ShiftRow]),
    ) -> DbResult<Self> {
        let tier = match viewer {
            Some(viewer) => Some(honor::tier(conn, site.now(), viewer.member).await?),
            None => None,
        };
        let mine = viewer::mine(conn, viewer, event).await?;
        let has = Viewer::of(conn, viewer.map(|v| v.member), shifts).await?;
        Ok(Self { site, locale, has, mine, tier })
    }

    /// What they have of these.
    pub(super) fn mine_in(&self, shifts: &[ShiftRow], an_hour: i64) -> DbResult<Vec<MyShift>> {
        let now = self.site.now();
        let of = |mine: &MineRow| {
            let shift = shifts.iter().find(|shift| shift.id == mine.shift_id)?;
            let earns = viewer::honor(shift, self.has.turn(shift, &[mine.signup()]), an_hour);
            Some(mine.view(shift, (self.locale, now), earns))
        };
        self.mine.iter().filter_map(of).collect()
    }

    /// Whether they can take it, and why not; `but` is what they would give back for it.
    pub(super) fn can(&self, shift: &ShiftRow, but: &[SignUpId]) -> DbResult<CanTake> {
        if self.mine.iter().any(|mine| mine.shift_id == shift.id) {
            return Ok(CanTake::Mine);
        }
        if may_sign_up(shift.phase(self.site.now(), shift.seats())?).is_err() {
            return Ok(CanTake::Closed);
        }
        let needed = shift.needs()?.tier;
        if self.tier.is_some_and(|tier| tier < needed) {
            return Ok(CanTake::Tier(needed));
        }
        Ok(self.has.collision(shift, but).map_or(CanTake::Yes, |held| CanTake::Collides(held.words(self.locale))))
    }
}
