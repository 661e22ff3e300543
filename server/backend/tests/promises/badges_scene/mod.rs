//! What tests of badges need again and again: the house's badges, a badge to try things with, somebody let in at a door.

use std::time::Duration;

use backend::badges::{self, GrantAsk};
use backend::testing::TestSite;
use backend::{door, sql};
use domain::badges::BadgeForm;
use domain::door::{TicketCode, view::Verdict};
use domain::members::Actor;
use domain::{EventId, GrantId, Locale};

/// The house's badges, and an organiser in Chengdu.
pub async fn house(world: &TestSite) -> Actor {
    badges::found(world).await.expect("the badges");
    world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await
}

/// A badge for everything, given by hand, once.
pub fn form(slug: &str) -> BadgeForm {
    BadgeForm {
        slug: slug.into(),
        name_en: "Lamp keeper".into(),
        name_zh: "守灯人".into(),
        story_en: "For keeping it lit.".into(),
        story_zh: "灯一直亮着。".into(),
        criteria_en: "Stay a night".into(),
        criteria_zh: "守一整夜".into(),
        scope: "once".into(),
        ..BadgeForm::default()
    }
}

/// Makes such a badge after `change`.
pub async fn badge(world: &TestSite, by: &Actor, slug: &str, change: impl FnOnce(&mut BadgeForm)) {
    let mut form = form(slug);
    change(&mut form);
    badges::create_badge(world, by, &form).await.expect("a badge");
}

/// The handle of the `n`th of [`TestSite::fans`], from 1.
pub fn handle(n: usize) -> String {
    if n == 1 { "fan".into() } else { format!("fan{n}") }
}

/// Gives it by hand.
pub async fn give(world: &TestSite, by: &Actor, badge: &str, handle: &str) -> GrantId {
    badges::grant(world, by, ask(badge, handle)).await.expect("given")
}

pub fn ask(badge: &str, handle: &str) -> GrantAsk {
    GrantAsk {
        handle: handle.into(),
        badge: badge.into(),
        reason: "Kept the lamp lit".into(),
        note: "Thank you for the tea.".into(),
        ..GrantAsk::default()
    }
}

/// Signs them up and lets them in; gives the badges that this earned. A minute passes.
pub async fn attend(world: &TestSite, keeper: &Actor, fan: &Actor, event: EventId) -> Vec<String> {
    world.sign_up(fan, event).await.expect("open");
    let rows = world.stored_sign_ups(event).await;
    let code = &rows.iter().rev().find(|row| row.member == fan.member).expect("they signed up").code;
    let typed = TicketCode::parse(code).expect("a code").shown();
    world.advance(Duration::from_secs(60));
    match door::check_in(world, keeper, Locale::En, event, &typed).await {
        Ok(Verdict::Valid { badge, .. }) => {
            badge.into_iter().flat_map(|names| names.split(", ").map(str::to_owned).collect::<Vec<_>>()).collect()
        }
        other => panic!("{other:?}"),
    }
}

/// How many grants there are: all, those that stand, those with a number.
pub async fn grants(world: &TestSite, slug: &'static str) -> (i64, i64, i64) {
    let mut conn = world.db.read().await.expect("a reader");
    conn.one(
        sql!(
            "SELECT count(*), count(CASE WHEN g.undone_at IS NULL THEN 1 END), count(g.number)
             FROM badge_grant g JOIN badge b ON b.id = g.badge_id WHERE b.slug = $1"
        ),
        (slug,),
    )
    .await
    .expect("numbers")
}

/// The numbers of a limited edition that are given, in their order, and what its counter says.
pub async fn numbers(world: &TestSite, slug: &'static str) -> (Vec<i64>, i64) {
    let mut conn = world.db.read().await.expect("a reader");
    let rows: Vec<(i64,)> = conn
        .all(
            sql!(
                "SELECT g.number FROM badge_grant g JOIN badge b ON b.id = g.badge_id
                 WHERE b.slug = $1 AND g.number IS NOT NULL ORDER BY g.number"
            ),
            (slug,),
        )
        .await
        .expect("numbers");
    let (counted,): (i64,) =
        conn.one(sql!("SELECT numbered FROM badge WHERE slug = $1"), (slug,)).await.expect("a counter");
    (rows.into_iter().map(|(n,)| n).collect(), counted)
}
