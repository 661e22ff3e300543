//! Invitation codes: made, taken back, passed on, and used once for each whom they let in.

use domain::events::plan::Zones;
use domain::members::access::Actor;
use domain::signups::SignUpState;
use domain::signups::invitation::{CodeForm, Invitation, LETTERS, NewCode, Stored};
use domain::{EventId, Failure, FieldCode, Instant, InvitationCodeId, MemberId, SignUpId};
use serde_json::json;
use uuid::Uuid;

use super::{admission, reads, transition};
use crate::db::{Reading, Result, Tx};
use crate::operations::audit;
use crate::zones::TzDb;
use crate::{Site, sql};

/// How often another code is drawn when the one drawn is taken: at 40 bits of chance, once is rare already.
const DRAWS: usize = 8;

/// An invitation that somebody comes with.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shown {
    pub(super) state: Invitation,
    /// What is used up by coming with it; none for somebody who was let in before.
    code: Option<Uuid>,
}

#[derive(sqlx::FromRow)]
struct CodeRow {
    id: Uuid,
    most: i64,
    used: i64,
    expires_at: Option<i64>,
    ended_at: Option<i64>,
    /// Where the seat stands that it was passed on with.
    giver: Option<String>,
}

/// What an invitation is worth. Whoever was let in by one before, and left, may come back without: a code counts people, not
/// sign-ups. A code that was passed on works while its giver has a seat.
pub(super) async fn look(
    conn: &mut impl Reading,
    (event, member): (EventId, Option<MemberId>),
    code: Option<&str>,
    now: Instant,
) -> Result<Shown> {
    if let Some(member) = member {
        let before: Option<(Uuid,)> = conn
            .optional(
                sql!(
                    "SELECT u.code_id FROM invitation_use u JOIN signup s ON s.id = u.signup_id
                     WHERE s.event_id = $1 AND s.member_id = $2 AND NOT EXISTS (SELECT 1 FROM signup_change c
                         WHERE c.signup_id = s.id AND c.cause IN ('removed', 'refused')) LIMIT 1"
                ),
                (event.0, member.0),
            )
            .await?;
        if before.is_some() {
            return Ok(Shown { state: Invitation::Good, code: None });
        }
    }
    let Some(code) = code else { return Ok(Shown::default()) };
    let row: Option<CodeRow> = conn
        .optional(
            sql!(
                "SELECT c.id, c.most, c.used, c.expires_at, c.ended_at, g.state AS giver
                 FROM invitation_code c LEFT JOIN signup g ON g.id = c.signup_id WHERE c.event_id = $1 AND c.code = $2"
            ),
            (event.0, code),
        )
        .await?;
    let stored = row.as_ref().map(|row| Stored {
        most: row.most,
        used: row.used,
        expires: row.expires_at.map(Instant),
        ended: row.ended_at.map(Instant).or(gone(row.giver.as_deref()).then_some(now)),
    });
    Ok(Shown { state: Invitation::of(stored, now), code: row.map(|row| row.id) })
}

/// Has whoever passes a code on no seat any more?
pub(super) fn gone(giver: Option<&str>) -> bool {
    giver.is_some_and(|state| state != SignUpState::Confirmed.word())
}

/// Somebody comes in with this invitation: one use less. The table's CHECK and the condition say the same: nobody comes in by a
/// code that is used up. Gives the code that was used, if one was.
pub(super) async fn use_up(tx: &mut Tx, shown: Shown) -> Result<Option<Uuid>, Failure> {
    let Some(code) = shown.code.filter(|_| shown.state == Invitation::Good) else { return Ok(None) };
    let counted =
        tx.execute(sql!("UPDATE invitation_code SET used = used + 1 WHERE id = $1 AND used < most"), (code,)).await?;
    if counted == 0 {
        return Err(Failure::field("code", FieldCode::InvitationUsedUp));
    }
    Ok(Some(code))
}

/// It is remembered who invited whom.
pub(super) async fn remember(tx: &mut Tx, (code, signup): (Uuid, SignUpId), now: Instant) -> Result<()> {
    tx.execute(sql!("INSERT INTO invitation_use (signup_id, code_id, at) VALUES ($1, $2, $3)"), (signup.0, code, now.0))
        .await
        .map(drop)
}

/// Makes a code for so many people; gives it as it is stored.
///
/// # Errors
/// [`Failure::Forbidden`], and [`Failure::NotFound`] for somebody else's draft; the fields of [`CodeForm`].
pub async fn make_code(site: &Site, actor: &Actor, event: EventId, form: &CodeForm) -> Result<String, Failure> {
    let zone = {
        let mut conn = site.db.read().await?;
        reads::places_run_by(&mut conn, actor, event).await?;
        let (zone,): (String,) = conn.one(sql!("SELECT zone FROM event WHERE id = $1"), (event.0,)).await?;
        zone
    };
    let new = form.parse(|local| TzDb.moment(local, &zone), site.now())?;
    let mut tx = site.db.write().await?;
    let (id, code) = insert(&mut tx, site, (event, actor.member, None), &new).await?;
    let detail = json!({ "code": id, "most": new.most });
    audit::write(&mut tx, site, Some(actor.member), "invitation_made", ("event", event.0), detail).await?;
    tx.commit().await?;
    Ok(code)
}

async fn insert(
    tx: &mut Tx,
    site: &Site,
    (event, by, seat): (EventId, MemberId, Option<SignUpId>),
    new: &NewCode,
) -> Result<(InvitationCodeId, String)> {
    let id = InvitationCodeId(site.new_id());
    for _ in 0..DRAWS {
        let code = site.random.code(LETTERS);
        let added = tx
            .execute(
                sql!(
                    "INSERT INTO invitation_code (id, event_id, code, by_id, signup_id, note, most, used, expires_at, made_at)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9) ON CONFLICT (event_id, code) DO NOTHING"
                ),
                (
                    id.0,
                    event.0,
                    code.as_str(),
                    by.0,
                    seat.map(|seat| seat.0),
                    new.note.as_str(),
                    new.most,
                    new.expires.map(|at| at.0),
                    site.now().0,
                ),
            )
            .await?;
        if added == 1 {
            return Ok((id, code));
        }
    }
    Err(sqlx::Error::Protocol("chance gives the same codes again and again".into()).into())
}

/// Takes a code back: nobody new comes in by it. Those who did stay.
///
/// # Errors
/// [`Failure::Forbidden`]; [`Failure::NotFound`] for no such code of this event, and for somebody else's draft.
pub async fn end_code(site: &Site, actor: &Actor, event: EventId, code: InvitationCodeId) -> Result<(), Failure> {
    reads::places_run_by(&mut site.db.read().await?, actor, event).await?;
    let mut tx = site.db.write().await?;
    let ended = tx
        .execute(
            sql!("UPDATE invitation_code SET ended_at = coalesce(ended_at, $3) WHERE id = $1 AND event_id = $2"),
            (code.0, event.0, site.now().0),
        )
        .await?;
    if ended == 0 {
        return Err(Failure::NotFound);
    }
    let detail = json!({ "code": code });
    audit::write(&mut tx, site, Some(actor.member), "invitation_ended", ("event", event.0), detail).await?;
    Ok(tx.commit().await?)
}

/// Gives somebody with a seat a code for their friends, where the organisers allow that; one for each member, however often it is
/// asked for, and however often they give their seat up and come back: what is used of it stays used.
///
/// # Errors
/// [`Failure::NotFound`] for somebody else's sign-up; [`Failure::Forbidden`] where nobody may invite friends, or without a seat.
pub async fn pass_on(site: &Site, actor: &Actor, signup: SignUpId) -> Result<(), Failure> {
    let whose = reads::whose(&mut site.db.read().await?, signup).await?.ok_or(Failure::NotFound)?;
    // Who helps in a shift comes by another way than guests.
    if whose.member != actor.member || whose.shift_ends.is_some() {
        return Err(Failure::NotFound);
    }
    let mut tx = site.db.write_at(whose.places.0).await?;
    transition::lock(&mut tx, site, whose.places).await?.ok_or(Failure::NotFound)?;
    let friends = admission(&mut tx, whose.event).await?.friends;
    let who = transition::stored(&mut tx, signup).await?.ok_or(Failure::NotFound)?;
    if friends == 0 || who.state != SignUpState::Confirmed {
        return Err(Failure::Forbidden);
    }
    // The places are held: nobody makes a second one meanwhile.
    let made: Option<(Uuid,)> = tx
        .optional(
            sql!(
                "SELECT id FROM invitation_code WHERE event_id = $1 AND by_id = $2 AND signup_id IS NOT NULL
                 ORDER BY made_at DESC, id DESC LIMIT 1"
            ),
            (whose.event.0, actor.member.0),
        )
        .await?;
    match made {
        Some((code,)) => {
            tx.execute(sql!("UPDATE invitation_code SET signup_id = $2 WHERE id = $1"), (code, signup.0)).await?;
        }
        None => {
            let new = NewCode { note: String::new(), most: friends, expires: None };
            insert(&mut tx, site, (whose.event, actor.member, Some(signup)), &new).await?;
        }
    }
    Ok(tx.commit().await?)
}
