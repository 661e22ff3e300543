//! Helpers by invitation: asked by name or by mail, with a link that works once, for a while, and of which only a hash is kept.

use domain::{
    EventId, Failure, FieldCode, Instant, InvitationId, Locale, MemberId, Refusal,
    events::{
        Kind,
        desk::{InvitationPage, InvitedRow},
    },
    members::{Actor, Email, EventRole},
};
use serde_json::json;
use uuid::Uuid;

use super::{card, run, staff::by_handle};
use crate::{
    Site,
    db::{Reading, Result as DbResult, Tx},
    members::session::hash,
    notices::{self, Letter},
    operations::{
        audit,
        jobs::{self, Job},
    },
    sql, when,
};

/// How long an invitation can be taken, in seconds: two weeks.
const VALID_S: i64 = 14 * 24 * 3600;

/// Asks somebody to take a part in an event: a member by the name in their address, who gets a letter and is the only one who
/// can say yes, or whoever reads the mail at an address. Asked again, the newest invitation counts. Gives what the link holds.
///
/// # Errors
/// The fields `whom` and `role`; as for any change of an event.
pub async fn invite(
    site: &Site,
    actor: &Actor,
    locale: Locale,
    event: EventId,
    (whom, role): (&str, &str),
) -> Result<String, Failure> {
    let (mut tx, stored) = run::locked(site, actor, event).await?;
    // Shifts are led where there are some.
    let is_open_day = stored.kind()? == Kind::OpenDay;
    let role = EventRole::from_word(role).filter(|role| is_open_day || *role != EventRole::ShiftLead);
    let role = role.ok_or_else(|| Failure::field("role", FieldCode::UnknownChoice))?;
    let asked = Asked::read(&mut tx, whom).await?;
    let invitation = InvitationId(site.new_id());
    let now = site.now();
    // A member's link opens nothing to anybody else, so it needs no secret, and can stand in their inbox.
    let (member, address, shown, token) = match &asked {
        Asked::Member(member, name) => (Some(member.0), None, name.clone(), invitation.to_string()),
        Asked::Address(email) => (None, Some(hash(email.as_str())), masked(email), site.random.token()),
    };
    tx.execute(
        sql!("DELETE FROM event_invitation WHERE event_id = $1 AND (member_id = $2 OR address_hash = $3)"),
        (event.0, member, address.clone()),
    )
    .await?;
    tx.execute(
        sql!(
            "INSERT INTO event_invitation (id, event_id, role, token_hash, member_id, address_hash, whom, by_id, created_at, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        (
            invitation.0,
            event.0,
            role.word(),
            hash(&token),
            member,
            address,
            shown,
            actor.member.0,
            now.0,
            now.plus_seconds(VALID_S).0,
        ),
    )
    .await?;
    match asked {
        Asked::Member(member, _) => {
            notices::send(&mut tx, site, member, Letter::Invited { invitation, token: token.clone() }).await?;
        }
        Asked::Address(email) => {
            let email = email.as_str().to_owned();
            jobs::enqueue(&mut tx, site, &Job::Invite { email, locale, invitation, token: token.clone() }).await?;
        }
    }
    let detail = json!({ "invitation": invitation, "role": role.word() });
    audit::write(&mut tx, site, Some(actor.member), "helper_invited", ("event", event.0), detail).await?;
    tx.commit().await?;
    Ok(token)
}

/// Who is asked.
enum Asked {
    /// A member, with their name.
    Member(MemberId, String),
    /// Whoever reads the mail there.
    Address(Email),
}

impl Asked {
    async fn read(tx: &mut Tx, typed: &str) -> Result<Self, Failure> {
        let typed = typed.trim();
        if typed.trim_start_matches('@').contains('@') {
            let email = Email::parse(typed).map_err(|code| Failure::field("whom", code))?;
            return Ok(Self::Address(email));
        }
        let member = by_handle(tx, typed).await.map_err(|failure| match failure.of_field("handle") {
            Some(code) => Failure::field("whom", code),
            None => failure,
        })?;
        let (name,): (String,) = tx.one(sql!("SELECT display_name FROM member WHERE id = $1"), (member.0,)).await?;
        Ok(Self::Member(member, name))
    }
}

/// As much of an address as its sender needs to know it again: "y…@example.org".
fn masked(email: &Email) -> String {
    let (name, host) = email.as_str().split_once('@').unwrap_or((email.as_str(), ""));
    format!("{}…@{host}", name.chars().take(1).collect::<String>())
}

/// Takes an invitation back that nobody has answered yet. One that is gone already is no mistake.
///
/// # Errors
/// As for any change of an event.
pub async fn withdraw_invitation(
    site: &Site,
    actor: &Actor,
    event: EventId,
    invitation: InvitationId,
) -> Result<(), Failure> {
    let (mut tx, _) = run::locked(site, actor, event).await?;
    let gone = tx
        .execute(sql!("DELETE FROM event_invitation WHERE id = $1 AND event_id = $2"), (invitation.0, event.0))
        .await?;
    if gone > 0 {
        let detail = json!({ "invitation": invitation });
        audit::write(&mut tx, site, Some(actor.member), "invitation_withdrawn", ("event", event.0), detail).await?;
    }
    Ok(tx.commit().await?)
}

#[derive(sqlx::FromRow)]
struct Open {
    id: Uuid,
    event_id: Uuid,
    role: String,
    member_id: Option<Uuid>,
    expires_at: i64,
    from_name: String,
}

impl Open {
    fn role(&self) -> Result<EventRole, Failure> {
        Ok(EventRole::from_word(&self.role).ok_or_else(|| card::unknown("role", &self.role))?)
    }
}

/// The invitation of this link. [`Refusal::LinkSpent`] where there is none: used, withdrawn, too old, never made, or made by
/// somebody who could not make it any more.
async fn open(conn: &mut impl Reading, site: &Site, token: &str) -> Result<Open, Failure> {
    let found: Option<Open> = conn
        .optional(
            sql!(
                "SELECT i.id, i.event_id, i.role, i.member_id, i.expires_at, m.display_name AS from_name
                 FROM event_invitation i JOIN member m ON m.id = i.by_id JOIN event e ON e.id = i.event_id
                 WHERE i.token_hash = $1 AND i.expires_at > $2 AND (m.is_admin
                     OR EXISTS (SELECT 1 FROM chapter_organiser o WHERE o.chapter_id = e.chapter_id AND o.member_id = m.id)
                     OR EXISTS (SELECT 1 FROM event_staff h
                         WHERE h.event_id = e.id AND h.member_id = m.id AND h.role = 'co_organiser'))"
            ),
            (hash(token), site.now().0),
        )
        .await?;
    found.ok_or(Failure::Refused(Refusal::LinkSpent))
}

/// What a link invites to. Whoever is not signed in sees it too, but has to sign in before they can answer.
///
/// # Errors
/// [`Refusal::LinkSpent`]; [`Refusal::NotForYou`] for somebody else's.
pub async fn invitation(
    site: &Site,
    viewer: Option<&Actor>,
    locale: Locale,
    token: &str,
) -> Result<InvitationPage, Failure> {
    let mut conn = site.db.read().await?;
    let open = open(&mut conn, site, token).await?;
    if let (Some(viewer), Some(member)) = (viewer, open.member_id)
        && viewer.member.0 != member
    {
        return Err(Failure::Refused(Refusal::NotForYou));
    }
    let card = card::by_id(&mut conn, EventId(open.event_id)).await?.ok_or(Failure::NotFound)?;
    Ok(InvitationPage {
        role: open.role()?,
        until: when::moment(locale, &card.zone, Instant(open.expires_at)),
        from: open.from_name,
        sign_in_first: viewer.is_none(),
        card: card.card(site.now(), locale)?,
    })
}

/// Says yes: from now on the actor has that part in the event, in place of another one they had; who runs the event goes on
/// running it. The link is used up.
///
/// # Errors
/// As [`invitation`].
pub async fn accept_invitation(site: &Site, actor: &Actor, token: &str) -> Result<(EventId, EventRole), Failure> {
    let mut tx = site.db.write().await?;
    let open = answer(&mut tx, site, actor, token).await?;
    let (event, role) = (EventId(open.event_id), open.role()?);
    tx.execute(
        sql!(
            "INSERT INTO event_staff (event_id, member_id, role) VALUES ($1, $2, $3)
             ON CONFLICT (event_id, member_id) DO UPDATE SET role = excluded.role
                 WHERE event_staff.role <> 'co_organiser'"
        ),
        (event.0, actor.member.0, role.word()),
    )
    .await?;
    let detail = json!({ "invitation": open.id, "role": role.word() });
    audit::write(&mut tx, site, Some(actor.member), "staff_added", ("event", event.0), detail).await?;
    tx.commit().await?;
    Ok((event, role))
}

/// Says no. The link is used up.
///
/// # Errors
/// As [`invitation`].
pub async fn decline_invitation(site: &Site, actor: &Actor, token: &str) -> Result<(), Failure> {
    let mut tx = site.db.write().await?;
    let open = answer(&mut tx, site, actor, token).await?;
    let detail = json!({ "invitation": open.id });
    audit::write(&mut tx, site, Some(actor.member), "invitation_declined", ("event", open.event_id), detail).await?;
    Ok(tx.commit().await?)
}

/// Uses the link up: of two answers at once the second finds none.
async fn answer(tx: &mut Tx, site: &Site, actor: &Actor, token: &str) -> Result<Open, Failure> {
    let open = open(tx, site, token).await?;
    if open.member_id.is_some_and(|member| member != actor.member.0) {
        return Err(Failure::Refused(Refusal::NotForYou));
    }
    match tx.execute(sql!("DELETE FROM event_invitation WHERE id = $1"), (open.id,)).await? {
        0 => Err(Failure::Refused(Refusal::LinkSpent)),
        _ => Ok(open),
    }
}

/// Those of an event that wait for an answer, the oldest first.
pub(super) async fn waiting(
    conn: &mut impl Reading,
    event: EventId,
    (site, locale, zone): (&Site, Locale, &str),
) -> DbResult<Vec<InvitedRow>> {
    let rows: Vec<(Uuid, String, String, i64)> = conn
        .all(
            sql!(
                "SELECT id, whom, role, expires_at FROM event_invitation WHERE event_id = $1 AND expires_at > $2
                 ORDER BY created_at, id LIMIT 200"
            ),
            (event.0, site.now().0),
        )
        .await?;
    let row = |(id, whom, role, expires): (Uuid, String, String, i64)| {
        Some(InvitedRow {
            id: InvitationId(id),
            whom,
            role: EventRole::from_word(&role)?,
            until: when::moment(locale, zone, Instant(expires)),
        })
    };
    Ok(rows.into_iter().filter_map(row).collect())
}
