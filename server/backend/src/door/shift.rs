//! A ticket for a shift: scanned when its holder comes, and again when they go.

use domain::door::view::Verdict;
use domain::members::access::Actor;
use domain::signups::SignUpState;
use domain::signups::shifts::presence::{Said, Scan};
use domain::{Failure, Instant, Locale, Refusal, ShiftId, SignUpId};
use serde_json::json;

use super::check_in::{Holder, came, checked_in};
use crate::db::Tx;
use crate::events::asked::{self, Audience};
use crate::operations::audit;
use crate::signups::shifts::{self, Settling, ShiftRow};
use crate::signups::transition;
use crate::{Site, sql, when};

/// A ticket for a shift, and whose it is.
pub(super) struct Ticket {
    pub(super) shift: ShiftId,
    pub(super) holder: Holder,
}

/// What the scan does, and says.
///
/// # Errors
/// [`Refusal::NotToOneself`] for who keeps the door and scans a ticket of their own that would let them in or credit them.
pub(super) async fn scan(
    tx: &mut Tx,
    site: &Site,
    actor: &Actor,
    locale: Locale,
    Ticket { shift, holder }: Ticket,
) -> Result<Verdict, Failure> {
    // One that was removed had nobody in it: its old tickets are as good as given up.
    let Some(known) = shifts::shift(tx, shift).await? else {
        return Ok(Verdict::Cancelled { display_name: holder.display_name });
    };
    transition::lock(tx, site, known.places()).await?.ok_or(Failure::NotFound)?;
    // As it is now: while we waited for it, its time may have become another one, and its hours are what it earns.
    let shift = shifts::shift(tx, shift).await?.ok_or(Failure::NotFound)?;
    let here = shifts::presence(tx, &shift, holder.signup).await?.ok_or(Failure::NotFound)?;
    let Holder { signup, member, display_name, .. } = holder;
    let role = shift.role.clone();
    if !shift.takes_place() {
        return Ok(Verdict::Cancelled { display_name });
    }
    match here.state {
        SignUpState::Confirmed => {}
        state if state.is_live() => {
            let place = waiting_place(tx, signup).await?;
            return Ok(Verdict::Waiting { display_name, place });
        }
        _ => return Ok(Verdict::Cancelled { display_name }),
    }
    let time = |at: Instant| when::time(&shift.zone, at);
    let scan = here.presence.scan(site.now());
    if matches!(scan, Scan::Comes | Scan::Goes) && member == actor.member {
        return Err(Failure::Refused(Refusal::NotToOneself));
    }
    Ok(match scan {
        Scan::TooEarly => Verdict::ShiftLater { display_name, role, starts: time(shift.span().starts) },
        Scan::IsHere(since) => {
            Verdict::AlreadyIn { display_name, since: when::since(locale, &shift.zone, since, site.now()) }
        }
        Scan::Settled => Verdict::ShiftDone { display_name, role },
        Scan::Over => Verdict::ShiftOver { display_name, role },
        Scan::Comes => {
            came(tx, site, (signup, actor.member), site.now()).await?;
            note(tx, site, actor, &shift, signup.0).await?;
            let checked_in = checked_in(tx, shift.event()).await?;
            let notes = asked::answers_of(tx, locale, signup, Audience::Door).await?;
            Verdict::OnShift { display_name, role, time: shift.time(locale), checked_in, notes }
        }
        Scan::Goes => {
            let settling = Settling { shift: &shift, signup, member, by: actor.member, said: Said::Door };
            let honor = shifts::worked(tx, site, settling).await?;
            Verdict::OffShift { display_name, role, honor }
        }
    })
}

/// Where somebody stands in the line of a shift.
async fn waiting_place(tx: &mut Tx, signup: SignUpId) -> Result<i64, Failure> {
    let (place,): (i64,) = tx
        .one(
            sql!(
                "SELECT count(*) FROM signup s JOIN signup w ON w.places_id = s.places_id AND w.state = 'waiting'
                     AND w.turn <= s.turn WHERE s.id = $1"
            ),
            (signup.0,),
        )
        .await?;
    Ok(place)
}

async fn note(tx: &mut Tx, site: &Site, actor: &Actor, shift: &ShiftRow, signup: uuid::Uuid) -> Result<(), Failure> {
    let detail = json!({ "event": shift.event(), "shift": shift.role });
    Ok(audit::write(tx, site, Some(actor.member), "checked_in", ("signup", signup), detail).await?)
}
