//! The chapters, for filters and choices.

use domain::{
    Failure,
    chapters::view::ChapterChip,
    members::{Actor, access::Rank},
};

use crate::{
    Site,
    db::{Reading, Result as DbResult},
    sql,
};

/// A chapter's columns.
#[derive(sqlx::FromRow)]
pub(super) struct ChipRow {
    slug: String,
    name: String,
    city: String,
    zone: String,
}

impl ChipRow {
    pub(super) fn chip(self) -> ChapterChip {
        ChapterChip { slug: self.slug, name: self.name, city: self.city, zone: self.zone }
    }
}

/// All chapters, by city.
///
/// # Errors
/// When the database fails.
pub async fn chips(site: &Site) -> Result<Vec<ChapterChip>, Failure> {
    Ok(all(&mut site.db.read().await?).await?)
}

/// All chapters, by city.
pub(crate) async fn all(conn: &mut impl Reading) -> DbResult<Vec<ChapterChip>> {
    let rows: Vec<ChipRow> =
        conn.all(sql!("SELECT slug, name, city, zone FROM chapter ORDER BY city, slug LIMIT 1000"), ()).await?;
    Ok(rows.into_iter().map(ChipRow::chip).collect())
}

/// The chapter with this slug.
pub(crate) async fn chip(conn: &mut impl Reading, slug: &str) -> DbResult<Option<ChapterChip>> {
    let row: Option<ChipRow> =
        conn.optional(sql!("SELECT slug, name, city, zone FROM chapter WHERE slug = $1"), (slug,)).await?;
    Ok(row.map(ChipRow::chip))
}

/// Those whose events the actor may plan: their own, or all.
pub(crate) async fn run_by(conn: &mut impl Reading, actor: &Actor) -> DbResult<Vec<ChapterChip>> {
    let rows: Vec<ChipRow> = conn
        .all(
            sql!(
                "SELECT c.slug, c.name, c.city, c.zone FROM chapter c
                 WHERE $2 OR c.id IN (SELECT o.chapter_id FROM chapter_organiser o WHERE o.member_id = $1)
                 ORDER BY c.city, c.slug LIMIT 1000"
            ),
            (actor.member.0, actor.rank == Rank::Admin),
        )
        .await?;
    Ok(rows.into_iter().map(ChipRow::chip).collect())
}
