//! What was acknowledged is there after the power went: the real program, killed with sign-ups in flight.

use std::{sync::Arc, time::Duration};

use crate::common::program::Program;
use backend::{
    sql,
    testing::{TestSite, each_site},
};
use tokio::task::JoinSet;

const FANS: usize = 200;
const SEATS: i64 = 50;

/// So many acknowledged ones, then the power goes.
const ENOUGH: usize = 30;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn acknowledged_sign_ups_survive_kill_9_and_none_is_there_twice() {
    each_site(async |world: TestSite| {
        let chapter = world.chapter("Chengdu").await;
        let host = world.organiser("Wen Shuyan", chapter).await;
        let event = world.event(chapter, &host, SEATS).await;
        let mut fans = vec![];
        for n in 0..FANS {
            let fan = world.member(&format!("Fan {n}")).await;
            fans.push((fan.member, format!("popcorn={}", world.session_of(&fan).await), format!("key-{n}")));
        }

        let program = Arc::new(Program::serve(world.test_db().url(), &[]).await);
        let mut tries = JoinSet::new();
        for (at, (_, cookie, key)) in fans.iter().cloned().enumerate() {
            let program = program.clone();
            tries.spawn(async move { (at, sign_up(&program, event, &cookie, &key).await) });
        }
        let mut acknowledged = vec![];
        while acknowledged.len() < ENOUGH {
            let (at, status) = tries.join_next().await.expect("enough are acknowledged").expect("no panic");
            if status == Some(303) {
                acknowledged.push(at);
            }
        }
        program.signal("KILL");
        while let Some(done) = tries.join_next().await {
            let (at, status) = done.expect("no panic");
            if status == Some(303) {
                acknowledged.push(at); // answered just before
            }
        }
        assert!(!program.ended().await.success());
        assert!(acknowledged.len() < FANS, "all were answered before the power went: nothing was shown");
        drop(program);

        let program = Program::serve(world.test_db().url(), &[]).await;
        let after = signed_up(&world).await;
        for at in &acknowledged {
            assert_eq!(
                after.iter().filter(|member| **member == fans[*at].0.0).count(),
                1,
                "fan {at} of {}",
                acknowledged.len()
            );
        }

        // Everybody tries again with the same key, as a browser does.
        for (_, cookie, key) in &fans {
            assert_eq!(sign_up(&program, event, cookie, key).await, Some(303), "{}", program.said());
        }
        let mut after = signed_up(&world).await;
        assert_eq!(after.len(), FANS);
        after.sort_unstable();
        after.dedup();
        assert_eq!(after.len(), FANS, "somebody is there twice");
        let (taken, waiting): (i64, i64) = (world.db.read().await.expect("a connection"))
            .one(sql!("SELECT taken, waiting FROM places WHERE event_id = $1"), (event.0,))
            .await
            .expect("its places");
        assert_eq!((taken, waiting), (SEATS, FANS as i64 - SEATS));
        tokio::time::timeout(Duration::from_secs(60), program.end()).await.expect("it ends");
    })
    .await;
}

async fn sign_up(program: &Program, event: domain::EventId, cookie: &str, key: &str) -> Option<u16> {
    let (event, fields) = (event.to_string(), "event");
    let fields = [(fields, event.as_str()), ("request_key", key)];
    program.try_post("/", "/api/signups/sign_up", &fields, cookie).await.map(|(status, _)| status)
}

/// The members of all live sign-ups.
async fn signed_up(world: &TestSite) -> Vec<uuid::Uuid> {
    let rows: Vec<(uuid::Uuid,)> = (world.db.read().await.expect("a connection"))
        .all(sql!("SELECT member_id FROM signup WHERE state IN ('confirmed', 'waiting') LIMIT 1000"), ())
        .await
        .expect("sign-ups");
    rows.into_iter().map(|(member,)| member).collect()
}
