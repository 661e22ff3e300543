//! `popcorn doctor` finds what was done behind the house's back, each sort of it, and nothing where nothing was done.

use std::time::Duration;

use backend::honor::{self, SecondWord, ThanksAsk};
use backend::operations::doctor::{Fault, examine};
use backend::sql;
use backend::testing::{TestSite, each_site};
use domain::honor::{Cause, Link, Terms, Trigger, days::Day, hash};
use domain::members::Actor;
use domain::{EventId, HonorEntryId, Instant, Locale, MemberId};
use uuid::Uuid;

use crate::ledger::{earn, set_rule, take_back, thanks};

/// A house in which everything happened that the doctor looks at; gives a fan with five entries.
async fn house(world: &TestSite) -> Actor {
    let chapter = world.chapter("Chengdu").await;
    let (admin, wen) = (world.admin().await, world.organiser("Wen Shuyan", chapter).await);
    let fans = world.fans(4).await;
    let event = world.event(chapter, &wen, 9).await;
    for fan in &fans {
        world.sign_up(fan, event).await.expect("open");
        for n in 1..=5 {
            earn(world, thanks(fan.member, n, &format!("{}:{n}", fan.member))).await.expect("no error");
        }
    }
    set_rule(world, &admin, Trigger::Thanked, |form| form.per_day = "30".into()).await;
    let earned = earn(world, thanks(fans[1].member, 9, "wrong")).await.expect("no error").expect("new");
    take_back(world, fans[1].member, earned.entry).await;
    for points in ["20", "150"] {
        let ask = ThanksAsk {
            handle: "fan3".into(),
            points: points.into(),
            reason: "Kettle".into(),
            request_key: String::new(),
        };
        honor::thank(world, &wen, ask).await.expect("thanks");
    }
    let waiting = honor::honor_desk(world, &admin, Locale::En).await.expect("a desk").waiting[0].id;
    honor::settle_thanks(world, &admin, waiting, SecondWord::Agree).await.expect("agreed");
    for _ in 0..2 {
        honor::checkpoint(world).await.expect("taken");
        world.advance(Duration::from_secs(86_400));
    }
    fans[0].clone()
}

/// Takes the guards away that refuse all this.
async fn unguard(world: &TestSite) {
    world
        .test_db()
        .run(
            "DROP TRIGGER honor_entry_no_update; DROP TRIGGER honor_entry_no_delete; DROP TRIGGER honor_entry_corrects_guard;
             DROP TRIGGER honor_checkpoint_no_update; DROP TRIGGER honor_checkpoint_no_delete;
             DROP TRIGGER honor_rule_version_no_update;",
            "ALTER TABLE honor_entry DISABLE TRIGGER honor_entry_no_change; ALTER TABLE honor_entry DISABLE TRIGGER honor_entry_corrects_guard;
             ALTER TABLE honor_checkpoint DISABLE TRIGGER honor_checkpoint_no_change;
             ALTER TABLE honor_rule_version DISABLE TRIGGER honor_rule_version_no_change;",
        )
        .await;
}

/// What somebody with the database's password could do to the first fan, or to the house; and how it is called.
const DAMAGE: [(&str, Fault); 14] = [
    (
        "UPDATE honor_entry SET points = points + 100 WHERE seq = 3 AND member_id = (SELECT id FROM member WHERE handle = 'fan')",
        Fault::Chain,
    ),
    (
        "UPDATE honor_entry SET reason = 'Nothing' WHERE seq = 2 AND member_id = (SELECT id FROM member WHERE handle = 'fan')",
        Fault::Chain,
    ),
    (
        "DELETE FROM honor_counted WHERE seq = 4; DELETE FROM honor_entry WHERE seq = 4 AND member_id = (SELECT id FROM member WHERE handle = 'fan')",
        Fault::Chain,
    ),
    (
        "UPDATE honor_account SET total = total + 1 WHERE member_id = (SELECT id FROM member WHERE handle = 'fan')",
        Fault::Chain,
    ),
    ("DELETE FROM honor_account WHERE member_id = (SELECT id FROM member WHERE handle = 'fan')", Fault::Chain),
    ("UPDATE honor_entry SET points = -1 WHERE cause = 'corrected'", Fault::Correction),
    (
        "UPDATE honor_counted SET points = 500 WHERE seq = 1 AND member_id = (SELECT id FROM member WHERE handle = 'fan')",
        Fault::Projection,
    ),
    (
        "UPDATE honor_total SET lifetime = 999 WHERE member_id = (SELECT id FROM member WHERE handle = 'fan')",
        Fault::Projection,
    ),
    (
        "UPDATE honor_season SET points = points + 1 WHERE member_id = (SELECT id FROM member WHERE handle = 'fan')",
        Fault::Projection,
    ),
    ("DELETE FROM honor_day WHERE member_id = (SELECT id FROM member WHERE handle = 'fan')", Fault::Projection),
    ("UPDATE honor_checkpoint SET size = size + 1 WHERE number = 1", Fault::Checkpoint),
    ("UPDATE honor_budget SET spent = 0", Fault::Budget),
    ("UPDATE honor_rule SET points = 9 WHERE name = 'voted'", Fault::Rule),
    ("UPDATE places SET taken = 1, offered = 0", Fault::Seats),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_damage_is_found_and_called_by_its_name() {
    for (damage, fault) in DAMAGE {
        each_site(async |world| {
            house(&world).await;
            let found = examine(&world).await.expect("looked");
            assert!(found.0.is_empty(), "nothing was done: {found:?}");
            unguard(&world).await;
            world.test_db().run(damage, damage).await;
            let found = examine(&world).await.expect("looked").0;
            assert!(found.iter().any(|one| one.fault == fault), "{damage}: {found:?}");
        })
        .await;
    }
}

/// Whoever writes a whole chain anew, hash by hash, so that it follows: the checkpoint knows it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chain_written_anew_is_found_by_its_checkpoint() {
    each_site(async |world| {
        let fan = house(&world).await;
        unguard(&world).await;
        rewrite(&world, fan.member).await;
        honor::rebuild(&world).await.expect("counted anew");
        let found = examine(&world).await.expect("looked").0;
        let faults: Vec<Fault> = found.iter().map(|one| one.fault).collect();
        assert_eq!(faults, [Fault::Rewritten], "{found:?}");
        assert!(found[0].subject.contains(&fan.member.to_string()));
    })
    .await;
}

/// A forged signature, a checkpoint left out, and chains that the root was not made of.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_checkpoint_that_was_touched_is_found() {
    for damage in [
        "UPDATE honor_checkpoint SET signature = root WHERE number = 2",
        "DELETE FROM honor_checkpoint WHERE number = 1",
        "DELETE FROM honor_heads",
        "UPDATE honor_checkpoint SET before = root WHERE number = 2",
    ] {
        each_site(async |world| {
            house(&world).await;
            unguard(&world).await;
            world.test_db().run(damage, damage).await;
            let found = examine(&world).await.expect("looked").0;
            assert!(!found.is_empty() && found.iter().all(|one| one.fault == Fault::Checkpoint), "{damage}: {found:?}");
        })
        .await;
    }
}

/// Gives the fan a hundred points for their first line, and makes everything follow from it.
async fn rewrite(world: &TestSite, member: MemberId) {
    type Row = (Uuid, i64, i64, String, i64, i64, Option<i64>, Option<Vec<u8>>);
    let mut tx = world.db.write().await.expect("a transaction");
    let rows: Vec<Row> = tx
        .all(
            sql!(
                "SELECT id, seq, points, cause, at, day, rule_version, reason_hash FROM honor_entry WHERE member_id = $1 ORDER BY seq"
            ),
            (member.0,),
        )
        .await
        .expect("entries");
    let (mut head, mut total) = ([0; 32], 0);
    for (id, seq, points, cause, at, day, version, reason) in rows {
        let points = if seq == 1 { 100 } else { points };
        total += points;
        let link = Link {
            id: HonorEntryId(id),
            member,
            seq,
            points,
            cause: Cause::from_word(&cause).expect("ours"),
            event: None::<EventId>,
            by: None,
            corrects: None,
            at: Instant(at),
            terms: Some(Terms { day: Day(day), version, reason: reason.map(|hash| hash.try_into().expect("a hash")) }),
        };
        head = hash(&head, &link);
        tx.execute(
            sql!("UPDATE honor_entry SET points = $2, total = $3, hash = $4 WHERE id = $1"),
            (id, points, total, &head[..]),
        )
        .await
        .expect("unguarded");
    }
    tx.execute(
        sql!("UPDATE honor_account SET total = $2, head = $3 WHERE member_id = $1"),
        (member.0, total, &head[..]),
    )
    .await
    .expect("an account");
    tx.commit().await.expect("a commit");
}
