//! `/e/{slug}/shifts/{shift}`: one shift, before it is taken.

use domain::events::questions::Who;
use domain::members::access::Actor;
use domain::signups::shifts::{Known, view::ShiftPage};
use domain::{Failure, Locale, ShiftId, SignUpId};

use super::page::{Looking, by_slug, seen_by};
use super::{needs, rows, viewer};
use crate::Site;
use crate::events::asked::{self, Kept};
use crate::sql;

/// What a shift is about, what it needs and what it earns; with `swap`, in place of that one.
///
/// # Errors
/// [`Failure::NotFound`] for no such shift of this event, and as [`page`](super::page()).
pub async fn shift_page(
    site: &Site,
    viewer: Option<&Actor>,
    locale: Locale,
    slug: &str,
    (shift, swap): (ShiftId, Option<SignUpId>),
) -> Result<ShiftPage, Failure> {
    let mut conn = site.db.read().await?;
    let card = by_slug(&mut conn, slug).await?.ok_or(Failure::NotFound)?;
    seen_by(viewer, &card)?;
    let shift = rows::by_id(&mut conn, shift).await?.filter(|shift| shift.event() == card.event());
    let shift = shift.ok_or(Failure::NotFound)?;
    let all = rows::of_event(&mut conn, card.event()).await?;
    let an_hour = viewer::an_hour(&mut conn).await?;
    let looking = Looking::of(&mut conn, site, (viewer, locale), (card.event(), &all)).await?;
    let mine = looking.mine_in(&all, an_hour)?;
    let swap = swap.and_then(|swap| mine.into_iter().find(|mine| mine.signup == swap && mine.can_leave));
    let but: Vec<SignUpId> = swap.iter().map(|swap| swap.signup).collect();
    let known = match viewer {
        Some(viewer) => needs::known(&mut conn, site.now(), (viewer.member, shift.role_id())).await?,
        None => Known::default(),
    };
    let turn = looking.has.turn(&shift, &but);
    let work = viewer::work(&shift, turn);
    let questions = asked::of(&mut conn, card.event(), Who::Helper(shift.role_id())).await?;
    let (days,): (i64,) = conn.one(sql!("SELECT keep_days FROM event WHERE id = $1"), (card.event().0,)).await?;
    let schedule = card.schedule();
    let kept = Kept { zone: &card.zone, ends: schedule.ends, days, postponed: schedule.postponed };
    Ok(ShiftPage {
        id: shift.id(),
        until: kept.words(locale),
        questions,
        when: shift.when(locale),
        seats: shift.seats().into(),
        lacks: shift.needs()?.lacks(known),
        can: looking.can(&shift, &but)?,
        honor: work.honor(an_hour),
        turn,
        is_night: work.night > 0,
        briefing: shift
            .briefing
            .split("\n\n")
            .map(|part| part.trim().to_owned())
            .filter(|part| !part.is_empty())
            .collect(),
        role: shift.role,
        story: shift.story,
        card: card.card(site.now(), locale)?,
        swap,
    })
}
