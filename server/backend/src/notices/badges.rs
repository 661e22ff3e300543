//! Letters about badges: given, given with others, taken back, given back. Told is what is true when the letter goes.

use domain::badges::Life;
use domain::{BatchId, GrantId, Locale};
use uuid::Uuid;

use super::contents::{Asked, Content, Reader};
use super::texts::{
    Part::{self, Line, Link},
    say,
};
use crate::{
    Site,
    db::{Reading, Result},
    sql,
};

/// So many badges of a batch are named.
const NAMED: i64 = 20;

/// A badge in a letter.
pub(super) struct Badge {
    pub(super) name: String,
    pub(super) story: String,
    pub(super) reason: Option<String>,
    pub(super) note: Option<String>,
    pub(super) url: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: Uuid,
    name_en: String,
    name_zh: String,
    story_en: String,
    story_zh: String,
    reason: Option<String>,
    note: Option<String>,
    revoke_reason: Option<String>,
    undone_at: Option<i64>,
}

impl Row {
    async fn of(conn: &mut impl Reading, reader: &Reader, grant: GrantId) -> Result<Option<Self>> {
        conn.optional(
            sql!(
                "SELECT g.id, v.name_en, v.name_zh, v.story_en, v.story_zh, g.reason, g.note, g.revoke_reason, g.undone_at
                 FROM badge_grant g JOIN badge_version v ON v.badge_id = g.badge_id AND v.number = g.version
                 WHERE g.id = $1 AND g.member_id = $2"
            ),
            (grant.0, reader.member.0),
        )
        .await
    }

    /// Does the letter still say the truth? One that is looked up later did when it was written.
    fn is(&self, reader: &Reader, life: Life) -> bool {
        let now = match (self.undone_at, &self.revoke_reason) {
            (Some(_), _) => Life::Undone,
            (None, Some(_)) => Life::Revoked,
            (None, None) => Life::Valid,
        };
        now == life || (reader.asked == Asked::Ever && now != Life::Undone)
    }

    fn badge(self, site: &Site, reader: &Reader) -> Badge {
        let (name, story) = match reader.locale {
            Locale::En => (self.name_en, self.story_en),
            Locale::ZhCn => (self.name_zh, self.story_zh),
        };
        let url = site.url(&format!("/g/{}", GrantId(self.id)));
        Badge { name, story, reason: self.reason, note: self.note, url }
    }
}

/// A badge that still stands.
pub(super) async fn granted(
    conn: &mut impl Reading,
    site: &Site,
    reader: &Reader,
    grant: GrantId,
) -> Result<Option<Content>> {
    let row = Row::of(conn, reader, grant).await?.filter(|row| row.is(reader, Life::Valid));
    Ok(row.map(|row| Content::BadgeGranted { badge: row.badge(site, reader) }))
}

/// What the reader got with a batch, as far as it still stands.
pub(super) async fn of_batch(
    conn: &mut impl Reading,
    site: &Site,
    reader: &Reader,
    batch: BatchId,
) -> Result<Option<Content>> {
    let rows: Vec<Row> = conn
        .all(
            sql!(
                "SELECT g.id, v.name_en, v.name_zh, v.story_en, v.story_zh, g.reason, g.note, g.revoke_reason, g.undone_at
                 FROM badge_grant g JOIN badge_version v ON v.badge_id = g.badge_id AND v.number = g.version
                 WHERE g.batch_id = $1 AND g.member_id = $2 AND g.undone_at IS NULL ORDER BY g.id LIMIT $3"
            ),
            (batch.0, reader.member.0, NAMED),
        )
        .await?;
    let stand = rows.into_iter().filter(|row| row.is(reader, Life::Valid));
    let badges: Vec<Badge> = stand.map(|row| row.badge(site, reader)).collect();
    Ok((!badges.is_empty()).then_some(Content::BadgesGranted { badges }))
}

/// A badge that is taken back.
pub(super) async fn revoked(
    conn: &mut impl Reading,
    site: &Site,
    reader: &Reader,
    grant: GrantId,
) -> Result<Option<Content>> {
    let row = Row::of(conn, reader, grant).await?.filter(|row| row.is(reader, Life::Revoked));
    Ok(row.map(|row| {
        let reason = row.revoke_reason.clone().unwrap_or_default();
        Content::BadgeRevoked { badge: row.badge(site, reader), reason }
    }))
}

/// A badge that was taken back and is not any more.
pub(super) async fn restored(
    conn: &mut impl Reading,
    site: &Site,
    reader: &Reader,
    grant: GrantId,
) -> Result<Option<Content>> {
    let row = Row::of(conn, reader, grant).await?.filter(|row| row.is(reader, Life::Valid));
    Ok(row.map(|row| Content::BadgeRestored { badge: row.badge(site, reader) }))
}

/// You have earned a badge.
pub(super) fn one(l: Locale, badge: &Badge, is_shown: bool) -> (String, Vec<Part>) {
    let name = &badge.name;
    let mut parts = vec![
        Line(say(l, format!("You have earned a badge: {name}."), format!("你获得了徽章：{name}。"))),
        Line(badge.story.clone()),
    ];
    parts.extend(said(l, badge));
    parts.push(Link(say(l, "Your badge", "你的徽章"), badge.url.clone()));
    parts.push(Line(yours(l, is_shown).into()));
    parts.retain(|part| *part != Line(String::new()));
    (say(l, format!("A badge for you: {name}"), format!("你的新徽章：{name}")), parts)
}

/// Several at once, in one letter.
pub(super) fn several(l: Locale, badges: &[Badge], is_shown: bool) -> (String, Vec<Part>) {
    if let [badge] = badges {
        return one(l, badge, is_shown);
    }
    let n = badges.len();
    let mut parts = vec![Line(say(l, format!("You have earned {n} badges."), format!("你获得了 {n} 枚徽章。")))];
    if let Some(first) = badges.first() {
        parts.extend(said(l, first));
    }
    for badge in badges {
        parts.push(Line(badge.name.clone()));
        parts.push(Link(say(l, "See it", "查看"), badge.url.clone()));
    }
    parts.push(Line(yours(l, is_shown).into()));
    (say(l, format!("{n} badges for you"), format!("你有 {n} 枚新徽章")), parts)
}

/// What the organiser said with it.
fn said(l: Locale, badge: &Badge) -> Vec<Part> {
    let why = badge.reason.as_ref().map(|reason| say(l, format!("Why: {reason}"), format!("授予理由：{reason}")));
    let note = badge.note.as_ref().map(|note| say(l, format!("A word to you: {note}"), format!("写给你的话：{note}")));
    why.into_iter().chain(note).map(Line).collect()
}

/// It is theirs to show.
fn yours(l: Locale, is_shown: bool) -> &'static str {
    match is_shown {
        true => say(
            l,
            "It hangs on your public page. You can hide it or say no to it among your badges.",
            "它已挂在你的公开主页上。你可以在“我的徽章”里隐藏或谢绝。",
        ),
        false => say(
            l,
            "Only you and the organisers see it, for your page or its badges are private. You choose what others see in your settings.",
            "你的主页或徽章未公开，只有你和组织者能看到它。可以在设置里选择公开内容。",
        ),
    }
}

/// It was taken back, with the reason that everybody reads.
pub(super) fn taken_back(l: Locale, badge: &Badge, reason: &str) -> (String, Vec<Part>) {
    let name = &badge.name;
    let parts = vec![
        Line(say(l, format!("A badge was taken back: {name}."), format!("一枚徽章被收回：{name}。"))),
        Line(say(l, format!("Why: {reason}"), format!("原因：{reason}"))),
        Line(
            say(
                l,
                "Its page says so, and keeps its history. If this is wrong, tell the organisers: it can be given back.",
                "徽章页面会写明这一点，历史记录保留。如果有误，请告诉组织者，可以恢复。",
            )
            .into(),
        ),
        Link(say(l, "The page of the badge", "徽章页面"), badge.url.clone()),
    ];
    (say(l, format!("Taken back: {name}"), format!("徽章被收回：{name}")), parts)
}

/// It is theirs again.
pub(super) fn given_back(l: Locale, badge: &Badge) -> (String, Vec<Part>) {
    let name = &badge.name;
    let parts = vec![
        Line(say(l, format!("Your badge is yours again: {name}."), format!("你的徽章已恢复：{name}。"))),
        Link(say(l, "Your badge", "你的徽章"), badge.url.clone()),
    ];
    (say(l, format!("Yours again: {name}"), format!("徽章已恢复：{name}")), parts)
}
