//! Many at once for the last use of a code, on two nodes; and the control: without the guard the same rush lets too many in.

use crate::patience::patiently;
use crate::signups_race::another_node;
use backend::db::{Db, DbError, Engine};
use backend::signups::{self, Company, Listing, SignUpAsk};
use backend::testing::{TestDb, TestSite, each_site, engines};
use backend::{Site, sql};
use domain::members::Actor;
use domain::signups::invitation::CodeForm;
use domain::signups::{Admission, Mode, SignUpState};
use domain::{EventId, Failure, FieldCode};
use uuid::Uuid;

/// Signs up with a code.
async fn come(site: &Site, fan: &Actor, event: EventId, code: &str) -> Result<SignUpState, Failure> {
    let ask = SignUpAsk { event, answers: vec![], listing: Listing::Quiet, request_key: "form".into() };
    let company = Company { code: code.into(), ..Company::default() };
    patiently!(signups::sign_up_with(site, fan, ask.clone(), company.clone())).map(|mine| mine.state)
}

async fn scene(world: &TestSite, admission: Admission) -> (Actor, EventId) {
    let chapter = world.chapter("Chengdu").await;
    let organiser = world.organiser("Wen Shuyan", chapter).await;
    let event = world.event(chapter, &organiser, 50).await;
    world.decide(event, admission).await.expect("decided");
    (organiser, event)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_hundred_for_a_code_for_twenty() {
    each_site(async |world| {
        let (wen, event) = scene(&world, Admission { invited_only: true, ..Admission::default() }).await;
        let form = CodeForm { note: "The choir".into(), most: "20".into(), ..CodeForm::default() };
        let code = signups::make_code(&world, &wen, event, &form).await.expect("a code");
        let nodes = [world.site.clone(), another_node(&world).await];
        let mut rush = tokio::task::JoinSet::new();
        for (n, fan) in world.fans(500).await.into_iter().enumerate() {
            let (site, code) = (nodes[n % 2].clone(), code.clone());
            rush.spawn(async move { come(&site, &fan, event, &code).await });
        }
        let mut seats = 0;
        while let Some(told) = rush.join_next().await {
            match told.expect("no panic") {
                Ok(state) => {
                    assert_eq!(state, SignUpState::Confirmed);
                    seats += 1;
                }
                Err(failure) => assert_eq!(failure, Failure::field("code", FieldCode::InvitationUsedUp)),
            }
        }
        assert_eq!((seats, world.seats(event).await.taken), (20, 20));
        let mut conn = world.db.read().await.expect("a reader");
        let (used, lineage): (i64, i64) = conn
            .one(sql!("SELECT c.used, (SELECT count(*) FROM invitation_use u WHERE u.code_id = c.id) FROM invitation_code c"), ())
            .await
            .expect("a code");
        assert_eq!((used, lineage), (20, 20));
        drop(conn);
        crate::fairness::must_be_fair(&world, event).await;
    })
    .await;
}

/// Two organisers say yes to everybody at once, each to all: nobody gets two seats, and there are as many as there are.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_approved_twice_at_once_for_fifty() {
    each_site(async |world| {
        let (wen, event) = scene(&world, Admission { mode: Mode::Approval, ..Admission::default() }).await;
        let nodes = [world.site.clone(), another_node(&world).await];
        let mut asked = vec![];
        for fan in world.fans(200).await {
            asked.push(world.sign_up(&fan, event).await.expect("open").id);
        }
        let mut busy = tokio::task::JoinSet::new();
        for signup in asked {
            for site in &nodes {
                let (site, wen) = (site.clone(), wen.clone());
                busy.spawn(async move { signups::approve(&site, &wen, signup).await });
            }
        }
        while let Some(told) = busy.join_next().await {
            told.expect("no panic").expect("yes");
        }
        let found = crate::fairness::must_be_fair(&world, event).await;
        assert_eq!((found.seats.taken, found.seats.waiting), (50, 150));
        assert_eq!(world.letters_asked("seat_saved").await, 50);
        assert_eq!(world.letters_asked("in_line").await, 150);
    })
    .await;
}

mod naive {
    use super::*;

    /// A code without the CHECK.
    pub async fn build(db: &TestDb) {
        let postgres = "CREATE TABLE naive_code (id UUID PRIMARY KEY, most BIGINT NOT NULL, used BIGINT NOT NULL)";
        db.run("", postgres).await;
    }

    /// Looks first, then writes.
    pub async fn come(db: &Db, code: Uuid) -> Result<bool, DbError> {
        let mut tx = db.write().await?;
        let (most, used): (i64, i64) = tx.one(sql!("SELECT most, used FROM naive_code WHERE id = $1"), (code,)).await?;
        if used >= most {
            return Ok(false);
        }
        tx.execute(sql!("UPDATE naive_code SET used = used + 1 WHERE id = $1"), (code,)).await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// Only on PostgreSQL: SQLite's one writer hides the mistake.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn with_the_guard_switched_off_the_same_rush_lets_too_many_in() {
    if !engines().contains(&Engine::Postgres) {
        return;
    }
    let world = TestSite::fresh(Engine::Postgres).await;
    naive::build(world.test_db()).await;
    let mut let_in = vec![];
    for _ in 0..5 {
        let code = world.new_id();
        let mut tx = world.db.write().await.expect("a transaction");
        tx.execute(sql!("INSERT INTO naive_code (id, most, used) VALUES ($1, 20, 0)"), (code,)).await.expect("a code");
        tx.commit().await.expect("a commit");
        let mut rush = tokio::task::JoinSet::new();
        for _ in 0..500 {
            let db = world.db.clone();
            rush.spawn(async move { naive::come(&db, code).await });
        }
        let mut count = 0;
        while let Some(told) = rush.join_next().await {
            count += u32::from(told.expect("no panic").expect("nothing stops it"));
        }
        let_in.push(count);
    }
    eprintln!("without the guard: {let_in:?} of 20");
    assert!(let_in.iter().any(|count| *count > 20), "the test must see what the guard prevents: {let_in:?}");
}
