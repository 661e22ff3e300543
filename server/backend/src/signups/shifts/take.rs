//! Take this shift.

use domain::events::questions::{self, Who};
use domain::form::Errors;
use domain::members::access::Actor;
use domain::signups::shifts::Confirmed;
use domain::signups::{SignUpState, may_sign_up, view::MySignUp};
use domain::{Failure, MemberId, PlacesId, QuestionId, Refusal, ShiftId, SignUpId};
use uuid::Uuid;

use super::rows::{self, ShiftRow};
use super::{needs, overlap};
use crate::Site;
use crate::db::Tx;
use crate::events::asked;
use crate::signups::sign_up::{key, refusal};
use crate::signups::transition::{self, Newcomer, Places};
use crate::signups::{Listing, past, reads};
use crate::sql;

/// What somebody sends who takes a shift.
#[derive(Clone, Debug)]
pub struct TakeAsk {
    /// Which.
    pub shift: ShiftId,
    /// What they say of themselves, where the role asks.
    pub said: Confirmed,
    /// What they answer, as the form sends it.
    pub answers: Vec<(String, String)>,
    /// Made once for each form that is shown: the same key gets the same answer, however often it is sent.
    pub request_key: String,
}

/// Gives the actor a place in a shift, or the end of its line. Whoever has one already gets told so.
///
/// # Errors
/// [`Failure::NotFound`] for no such shift or a draft's; [`Failure::Refused`] when taking it is not open, [`Refusal::Overlaps`] with
/// something that they have at that time, [`Refusal::TierNeeded`]; the fields `adult` and `briefing`, and those of its questions.
pub async fn take(site: &Site, actor: &Actor, ask: TakeAsk) -> Result<MySignUp, Failure> {
    let key = key(site, &ask.request_key)?;
    let places_id = places_of(site, ask.shift).await?;
    // Not a shared commit: the member is a second row that is held, and two lanes could wait for each other.
    let mut tx = site.db.write().await?;
    let mut places = transition::lock(&mut tx, site, places_id).await?.ok_or(Failure::NotFound)?;
    transition::settle(&mut tx, site, &mut places).await?;
    if let Some(earlier) = earlier(&mut tx, actor.member, (places_id, &key)).await? {
        let mine = reads::by_id(&mut tx, earlier).await?.ok_or(Failure::NotFound)?;
        places.finish(&mut tx, site).await?; // what the clock had made due is kept
        tx.commit().await?; // also without that: no yes before the earlier one is on the disk
        return Ok(mine);
    }
    let shift = open(&mut tx, site, ask.shift, &places).await?;
    past::must_be_welcome(&mut tx, (places_id, actor.member)).await?;
    overlap::no_collision(&mut tx, actor.member, shift.claim(), &[]).await?;
    needs::meet(&mut tx, site, (actor.member, shift.role_id()), (shift.needs()?, ask.said)).await?;
    let answers = answered(&mut tx, &shift, &ask.answers).await?;
    let new =
        Newcomer { member: actor.member, listing: Listing::Quiet, request_key: &key, answers: &answers, guests: &[] };
    let placed = transition::place(&mut tx, site, places, &new).await.map_err(refusal)?;
    tx.commit().await?;
    Ok(MySignUp {
        id: placed.id,
        state: placed.state,
        waiting_place: (placed.state == SignUpState::Waiting).then_some(placed.seats.waiting),
        offered_until: None,
        can_take: false,
        listed: false,
        checked_in: None,
        draws: None, // who gets a shift is decided neither by organisers nor by lot
    })
}

/// What is asked of those who take the shift, answered.
///
/// # Errors
/// As [`questions::answers`].
pub(super) async fn answered(
    tx: &mut Tx,
    shift: &ShiftRow,
    given: &[(String, String)],
) -> Result<Vec<(QuestionId, String)>, Failure> {
    let asked = asked::of(tx, shift.event(), Who::Helper(shift.role_id())).await?;
    let mut errors = Errors::default();
    let answers = questions::answers(&asked, given, &mut errors);
    errors.finish(Some(answers))
}

/// Which row to lock.
pub(super) async fn places_of(site: &Site, shift: ShiftId) -> Result<PlacesId, Failure> {
    let found = rows::by_id(&mut site.db.read().await?, shift).await?.ok_or(Failure::NotFound)?;
    Ok(found.places())
}

/// The shift as it is now, if it can be taken.
pub(super) async fn open(tx: &mut Tx, site: &Site, shift: ShiftId, places: &Places) -> Result<ShiftRow, Failure> {
    let shift = rows::by_id(tx, shift).await?.ok_or(Failure::NotFound)?;
    may_sign_up(shift.phase(site.now(), places.seats)?)?;
    Ok(shift)
}

/// The sign-up that this request has made before, in whatever state it is now; else the one that still counts.
///
/// # Errors
/// [`Refusal::RequestKeyReused`] where the key made another one.
pub(super) async fn earlier(
    tx: &mut Tx,
    member: MemberId,
    (places, key): (PlacesId, &str),
) -> Result<Option<SignUpId>, Failure> {
    let rows: Vec<(Uuid, Uuid, String)> = tx
        .all(
            sql!(
                "SELECT id, places_id, request_key FROM signup WHERE member_id = $1 AND (request_key = $2
                     OR (places_id = $3 AND state IN ('pending', 'confirmed', 'waiting', 'offered'))) LIMIT 2"
            ),
            (member.0, key, places.0),
        )
        .await?;
    let with_key = rows.iter().find(|(_, _, stored)| stored == key);
    if with_key.is_some_and(|(_, at, _)| *at != places.0) {
        return Err(Failure::Refused(Refusal::RequestKeyReused));
    }
    Ok(with_key.or(rows.first()).map(|(id, ..)| SignUpId(*id)))
}
