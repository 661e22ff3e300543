//! The ledger: only ever longer, each point explained, and any damage found.

use std::num::NonZeroI64;
use std::sync::Arc;

use backend::db::DbError;
use backend::honor::{self, Entry, Flaw, Verified};
use backend::sql;
use backend::testing::{TestSite, each_site};
use domain::honor::{Cause, Tier, view::Missing};
use domain::{HonorEntryId, Locale, MemberId};

fn entry(member: MemberId, points: i64, key: &str) -> Entry {
    Entry {
        member,
        points: NonZeroI64::new(points).expect("an entry says something"),
        cause: Cause::Thanked,
        event: None,
        by: None,
        corrects: None,
        reason: Some("Carried the chairs".into()),
        key: key.into(),
    }
}

async fn add(world: &TestSite, entry: Entry) -> Result<Option<i64>, DbError> {
    let mut tx = world.db.write().await?;
    let total = honor::add(&mut tx, world, entry).await?;
    tx.commit().await?;
    Ok(total)
}

/// The id of a member's entry, by its number.
async fn entry_of(world: &TestSite, member: MemberId, seq: i64) -> HonorEntryId {
    let mut conn = world.db.read().await.expect("a reader");
    let (id,) = conn
        .one(sql!("SELECT id FROM honor_entry WHERE member_id = $1 AND seq = $2"), (member.0, seq))
        .await
        .expect("an entry");
    HonorEntryId(id)
}

async fn verify(world: &TestSite, member: MemberId) -> Verified {
    honor::verify_chain(&mut world.db.read().await.expect("a reader"), member).await.expect("a chain")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn entries_add_up_once_each() {
    each_site(async |world| {
        let fan = world.member("Zhu Yuting").await.member;
        let other = world.member("Noor").await.member;
        assert_eq!(verify(&world, fan).await, Verified::Whole { entries: 0 });
        assert_eq!(add(&world, entry(fan, 20, "a")).await.expect("an entry"), Some(20));
        assert_eq!(add(&world, entry(fan, 20, "a")).await.expect("no error"), None, "the same occasion");
        assert_eq!(
            add(&world, entry(other, 20, "a")).await.expect("no error"),
            None,
            "a key is one occasion, whoever asks"
        );
        assert_eq!(add(&world, entry(fan, 100, "b")).await.expect("an entry"), Some(120));
        let wrong = entry_of(&world, fan, 1).await;
        let back = Entry { corrects: Some(wrong), cause: Cause::Corrected, ..entry(fan, -20, "c") };
        assert_eq!(add(&world, back).await.expect("an entry"), Some(100), "put right in the open");
        let mut conn = world.db.read().await.expect("a reader");
        let standing = honor::standing(&mut conn, world.now(), fan).await.expect("a standing");
        let missing = Missing::Events { more: 3, months: 6 };
        assert_eq!((standing.honor, standing.tier, standing.missing), (100, Tier::Fan, missing), "honor opens no tier");
        assert_eq!(honor::standing(&mut conn, world.now(), other).await.expect("a standing").honor, 0);
        drop(conn);
        assert_eq!(verify(&world, fan).await, Verified::Whole { entries: 3 });
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_statement_explains_every_point() {
    each_site(async |world| {
        let fan = world.member("Zhu Yuting").await.member;
        let giver = world.member("Noor").await;
        for n in 1..=45 {
            let by = (n == 45).then_some(giver.member);
            add(&world, Entry { by, ..entry(fan, n, &format!("k{n}")) }).await.expect("an entry");
        }
        let page = async |n| {
            let mut conn = world.db.read().await.expect("a reader");
            honor::statement(&mut conn, Locale::En, fan, n).await.expect("a page")
        };
        let (first, second, third) = (page(1).await, page(2).await, page(3).await);
        assert_eq!([first.older_page, second.older_page, third.older_page], [Some(2), Some(3), None]);
        assert_eq!([first.lines.len(), second.lines.len(), third.lines.len()], [20, 20, 5]);
        assert_eq!(page(0).await, first, "before the first page is the first");
        assert_eq!(page(4).await.lines, [], "after the last there is nothing");
        let newest = &first.lines[0];
        assert_eq!((newest.points, newest.total, newest.cause), (45, 45 * 46 / 2, Cause::Thanked));
        assert_eq!(newest.reason.as_deref(), Some("Carried the chairs"));
        assert_eq!((newest.at.as_str(), newest.at_iso.as_str()), ("20 Mar 2027", "2027-03-20T14:00:00+08:00"));
        assert_eq!(newest.by, None, "who gave it has no public page");
        world.publish(&giver).await;
        assert_eq!(page(1).await.lines[0].by.as_deref(), Some("Noor"));
        let balances: Vec<_> =
            [&first, &second, &third].iter().flat_map(|p| &p.lines).map(|l| (l.total, l.points)).collect();
        assert!(
            balances.windows(2).all(|pair| pair[0].0 - pair[0].1 == pair[1].0),
            "each line follows from the one below"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_line_is_ever_changed() {
    each_site(async |world| {
        let fan = world.member("Zhu Yuting").await.member;
        add(&world, entry(fan, 20, "a")).await.expect("an entry");
        let mut tx = world.db.write().await.expect("a transaction");
        let changed = tx.execute(sql!("UPDATE honor_entry SET points = points + 1"), ()).await;
        let why = changed.expect_err("the trigger refuses").constraint().expect("says why");
        assert!(why.contains("never changed"), "{why}");
        drop(tx);
        let mut tx = world.db.write().await.expect("a transaction");
        let deleted = tx.execute(sql!("DELETE FROM honor_entry"), ()).await;
        assert!(deleted.expect_err("the trigger refuses").constraint().expect("says why").contains("never changed"));
        drop(tx);
        assert_eq!(verify(&world, fan).await, Verified::Whole { entries: 1 });
    })
    .await;
}

/// What somebody with the database's password could do, and what the check says of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn damage_from_outside_is_found() {
    const DAMAGE: [(&str, i64, Flaw); 9] = [
        ("UPDATE honor_entry SET points = points + 100 WHERE seq = 3", 3, Flaw::Hash),
        ("UPDATE honor_entry SET at = at + 1 WHERE seq = 1", 1, Flaw::Hash),
        ("UPDATE honor_entry SET total = total + 5 WHERE seq = 4", 4, Flaw::Total),
        ("UPDATE honor_entry SET reason = 'Carried nothing' WHERE seq = 2", 2, Flaw::Reason),
        ("UPDATE honor_entry SET day = day + 1 WHERE seq = 5", 5, Flaw::Hash),
        ("DELETE FROM honor_counted WHERE seq = 2; DELETE FROM honor_entry WHERE seq = 2", 2, Flaw::Missing),
        ("DELETE FROM honor_counted WHERE seq = 5; DELETE FROM honor_entry WHERE seq = 5", 5, Flaw::Missing),
        ("UPDATE honor_account SET total = total + 1", 5, Flaw::Account),
        ("UPDATE honor_account SET entries = 4", 5, Flaw::Account),
    ];
    each_site(async |world| {
        world
            .test_db()
            .run(
                "DROP TRIGGER honor_entry_no_update; DROP TRIGGER honor_entry_no_delete;",
                "ALTER TABLE honor_entry DISABLE TRIGGER honor_entry_no_change;",
            )
            .await;
        for (damage, seq, flaw) in DAMAGE {
            let fan = world.member("Zhu Yuting").await.member;
            for n in 1..=5 {
                add(&world, entry(fan, n, &format!("k{n}"))).await.expect("an entry");
            }
            assert_eq!(verify(&world, fan).await, Verified::Whole { entries: 5 });
            world.test_db().run(damage, damage).await;
            assert_eq!(verify(&world, fan).await, Verified::Broken { seq, flaw }, "{damage}");
            let away =
                "DELETE FROM honor_counted; DELETE FROM honor_total; DELETE FROM honor_season; DELETE FROM honor_day;
                        DELETE FROM honor_entry; DELETE FROM honor_account";
            world.test_db().run(away, away).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_at_once_make_one_unbroken_chain() {
    each_site(async |world| {
        let world = Arc::new(world);
        let fan = world.member("Zhu Yuting").await.member;
        let started = tokio::time::Instant::now();
        let adding: Vec<_> = (0..100)
            .map(|n| {
                let world = Arc::clone(&world);
                // Each occasion is asked for twice.
                tokio::spawn(async move { add(&world, entry(fan, 1 + n % 7, &format!("k{}", n / 2))).await })
            })
            .collect();
        // Reading in between never takes a chain that grows for a broken one.
        for _ in 0..20 {
            let seen = verify(&world, fan).await;
            assert!(matches!(seen, Verified::Whole { .. }), "{seen:?}");
        }
        let mut added = 0;
        for one in adding {
            added += i64::from(one.await.expect("no panic").expect("no error").is_some());
        }
        eprintln!("{}: 100 entries asked for in {:?}", world.db.engine(), started.elapsed());
        assert_eq!(added, 50);
        assert_eq!(verify(&world, fan).await, Verified::Whole { entries: 50 });
        let mut conn = world.db.read().await.expect("a reader");
        let numbers: Vec<(i64,)> = conn.all(sql!("SELECT seq FROM honor_entry ORDER BY seq"), ()).await.expect("rows");
        assert_eq!(numbers, (1..=50).map(|n| (n,)).collect::<Vec<_>>());
    })
    .await;
}
