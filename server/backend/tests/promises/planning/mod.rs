//! What the tests of events share.

use backend::events::{self, Found};
use backend::signups::{self, Listing, SignUpAsk};
use backend::sql;
use backend::testing::TestSite;
use domain::events::{plan::PlanForm, view::EventPage};
use domain::members::Actor;
use domain::{EventId, Locale};

/// Tea-House Tapes in Chengdu: 3 April 2027, two weeks from now, for 80 guests.
pub fn form() -> PlanForm {
    PlanForm {
        chapter: "chengdu".into(),
        kind: "meetup".into(),
        attendance: "in_person".into(),
        title: "Tea-House Tapes".into(),
        summary: "Lost broadcasts, found again.".into(),
        story: "Bring a tape.".into(),
        locale: "en".into(),
        zone: "Asia/Shanghai".into(),
        starts: "2027-04-03T14:00".into(),
        ends: "2027-04-03T17:30".into(),
        venue: "Old Tram Depot".into(),
        address: "88 Peony Lane".into(),
        capacity: "80".into(),
        offer_minutes: "1440".into(),
        cutoff_hours: "6".into(),
        honor: "20".into(),
        ..PlanForm::default()
    }
}

/// The event's page, as this viewer sees it.
pub async fn here(world: &TestSite, viewer: Option<&Actor>, slug: &str) -> EventPage {
    match events::page(world, viewer, Locale::En, slug).await {
        Ok(Found::Here(page)) => *page,
        other => panic!("{slug}: {other:?}"),
    }
}

/// Signs this member up, unlisted.
pub async fn sign_up(world: &TestSite, member: &Actor, event: EventId) {
    sign_up_with(world, member, event, (Listing::Quiet, vec![])).await;
}

/// Signs this member up, with answers.
pub async fn sign_up_with(
    world: &TestSite,
    member: &Actor,
    event: EventId,
    (listing, answers): (Listing, Vec<(String, String)>),
) {
    let ask = SignUpAsk { event, answers, listing, request_key: event.to_string() };
    signups::sign_up(world, member, ask).await.expect("signed up");
}

/// How many lines of the audit log say this.
pub async fn audited(world: &TestSite, action: &str) -> i64 {
    let mut conn = world.db.read().await.expect("a reader");
    let (n,): (i64,) =
        conn.one(sql!("SELECT count(*) FROM audit_entry WHERE action = $1"), (action,)).await.expect("a number");
    n
}

/// How many letters of this kind were asked for.
pub async fn count_letters(world: &TestSite, letter: &str) -> i64 {
    let mut conn = world.db.read().await.expect("a reader");
    let pattern = format!("%\"{letter}\"%");
    let (n,): (i64,) =
        conn.one(sql!("SELECT count(*) FROM job WHERE payload LIKE $1"), (pattern,)).await.expect("a number");
    n
}
