//! `/my/page`: what of one's page everybody sees, and in which order the badges hang.

use domain::members::Actor;
use domain::members::parts::{Parts, Way, hung, moved};
use domain::members::view::PageDesk;
use domain::{Failure, GrantId, Locale, MemberId};
use serde_json::json;
use uuid::Uuid;

use crate::db::{Reading, Result as DbResult};
use crate::operations::audit;
use crate::{Site, badges, honor, sql};

/// So many badges have an order.
const BADGES: i64 = 500;

#[derive(sqlx::FromRow)]
struct Row {
    ring: bool,
    badges: bool,
    statement: bool,
    timeline: bool,
    events: bool,
    boards: bool,
}

/// What a member chose; what a published page shows where they chose nothing.
pub(crate) async fn parts(conn: &mut impl Reading, member: MemberId) -> DbResult<Parts> {
    let row: Option<Row> = conn
        .optional(
            sql!("SELECT ring, badges, statement, timeline, events, boards FROM profile_choice WHERE member_id = $1"),
            (member.0,),
        )
        .await?;
    Ok(row.map_or_else(Parts::default, |row| {
        let Row { ring, badges, statement, timeline, events, boards } = row;
        Parts { ring, badges, statement, timeline, events, boards }
    }))
}

/// The grants in the order in which their owner placed them.
pub(super) async fn order(conn: &mut impl Reading, member: MemberId) -> DbResult<Vec<GrantId>> {
    let rows: Vec<(Uuid,)> = conn
        .all(
            sql!("SELECT grant_id FROM wall_place WHERE member_id = $1 ORDER BY position, grant_id LIMIT $2"),
            (member.0, BADGES),
        )
        .await?;
    Ok(rows.into_iter().map(|(id,)| GrantId(id)).collect())
}

/// The page.
///
/// # Errors
/// When the database fails.
pub async fn page_desk(site: &Site, actor: &Actor, locale: Locale) -> Result<PageDesk, Failure> {
    let mut conn = site.db.read().await?;
    let (handle, published): (String, Option<i64>) =
        conn.one(sql!("SELECT handle, published_at FROM member WHERE id = $1"), (actor.member.0,)).await?;
    let parts = parts(&mut conn, actor.member).await?;
    let order = order(&mut conn, actor.member).await?;
    let wall = badges::wall(&mut conn, locale, actor.member).await?;
    let mut wall = hung(wall, |medal| medal.grant, &order);
    wall.retain(|medal| medal.grant.is_some());
    Ok(PageDesk { handle, is_public: published.is_some(), parts, wall })
}

/// Keeps what everybody shall see. Who takes the ring or the boards away is on no leaderboard from this moment on.
///
/// # Errors
/// When the database fails.
pub async fn save_parts(site: &Site, actor: &Actor, parts: Parts) -> Result<(), Failure> {
    let mut tx = site.db.write().await?;
    // As for opening the page: see `set_public`.
    honor::hold(&mut tx, actor.member).await?;
    tx.execute(
        sql!(
            "INSERT INTO profile_choice (member_id, ring, badges, statement, timeline, events, boards, changed_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (member_id) DO UPDATE SET ring = excluded.ring, badges = excluded.badges, statement = excluded.statement,
                 timeline = excluded.timeline, events = excluded.events, boards = excluded.boards, changed_at = excluded.changed_at"
        ),
        (
            actor.member.0,
            parts.ring,
            parts.badges,
            parts.statement,
            parts.timeline,
            parts.events,
            parts.boards,
            site.now().0,
        ),
    )
    .await?;
    honor::leaderboard::refresh(&mut tx, site, actor.member).await?;
    audit::write(&mut tx, site, Some(actor.member), "profile_parts", ("member", actor.member.0), json!(parts)).await?;
    Ok(tx.commit().await?)
}

/// Hangs one of one's badges a place further up or down.
///
/// # Errors
/// [`Failure::NotFound`] for one that is not theirs. At the end of the wall it stays where it is.
pub async fn move_badge(site: &Site, actor: &Actor, grant: GrantId, way: Way) -> Result<(), Failure> {
    let mut tx = site.db.write().await?;
    // Of two taps at once the second finds the order that the first made.
    honor::hold(&mut tx, actor.member).await?;
    let wall = badges::wall(&mut tx, Locale::default(), actor.member).await?;
    let placed = order(&mut tx, actor.member).await?;
    let hangs: Vec<GrantId> = hung(wall, |medal| medal.grant, &placed).into_iter().filter_map(|m| m.grant).collect();
    if !hangs.contains(&grant) {
        return Err(Failure::NotFound);
    }
    if let Some(order) = moved(&hangs, &grant, way) {
        tx.execute(sql!("DELETE FROM wall_place WHERE member_id = $1"), (actor.member.0,)).await?;
        for (position, grant) in (0_i64..).zip(order) {
            tx.execute(
                sql!("INSERT INTO wall_place (grant_id, member_id, position) VALUES ($1, $2, $3)"),
                (grant.0, actor.member.0, position),
            )
            .await?;
        }
    }
    Ok(tx.commit().await?)
}
