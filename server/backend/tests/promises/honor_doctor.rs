//! `popcorn doctor` finds what was done behind the house's back, each sort of it, and nothing where nothing was done.

use std::time::Duration;

use backend::honor::{self, SecondWord, ThanksAsk};
use backend::operations::doctor::{Fault, Finding, examine};
use backend::sql;
use backend::testing::{TestSite, each_site};
use domain::honor::Trigger;
use domain::members::Actor;
use domain::{Locale, MemberId, PlacesId};
use uuid::Uuid;

use crate::honor_checkpoint::verified;
use crate::ledger::forge::{rewrite, unguard, write_anew};
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

/// Whom or what a finding has to name.
#[derive(Clone, Copy, Debug)]
enum Named {
    /// The member of this handle.
    Member(&'static str),
    /// This, word by word.
    This(&'static str),
    /// The places of this capacity.
    Places(i64),
}

impl Named {
    async fn subject(self, world: &TestSite) -> String {
        let mut conn = world.db.read().await.expect("a reader");
        match self {
            Self::This(subject) => subject.into(),
            Self::Member(handle) => {
                let (id,): (Uuid,) =
                    conn.one(sql!("SELECT id FROM member WHERE handle = $1"), (handle,)).await.expect("a member");
                format!("member {}", MemberId(id))
            }
            Self::Places(capacity) => {
                let (id,): (Uuid,) =
                    conn.one(sql!("SELECT id FROM places WHERE capacity = $1"), (capacity,)).await.expect("places");
                format!("places {}", PlacesId(id))
            }
        }
    }
}

/// What somebody with the database's password could do, what sort of damage that is, and the row that it is found in: the member
/// (or whatever it is), and what is said of it.
const DAMAGE: [(&str, Fault, Named, &str); 14] = [
    (
        "UPDATE honor_entry SET points = points + 100 WHERE seq = 3 AND member_id = (SELECT id FROM member WHERE handle = 'fan')",
        Fault::Chain,
        Named::Member("fan"),
        "entry 3 is the first that is not right (Hash)",
    ),
    (
        "UPDATE honor_entry SET reason = 'Nothing' WHERE seq = 2 AND member_id = (SELECT id FROM member WHERE handle = 'fan')",
        Fault::Chain,
        Named::Member("fan"),
        "entry 2 is the first that is not right (Reason)",
    ),
    (
        "DELETE FROM honor_counted WHERE seq = 4 AND member_id = (SELECT id FROM member WHERE handle = 'fan');
         DELETE FROM honor_entry WHERE seq = 4 AND member_id = (SELECT id FROM member WHERE handle = 'fan')",
        Fault::Chain,
        Named::Member("fan"),
        "entry 4 is the first that is not right (Missing)",
    ),
    (
        "UPDATE honor_account SET total = total + 1 WHERE member_id = (SELECT id FROM member WHERE handle = 'fan')",
        Fault::Chain,
        Named::Member("fan"),
        "entry 5 is the first that is not right (Account)",
    ),
    (
        "DELETE FROM honor_account WHERE member_id = (SELECT id FROM member WHERE handle = 'fan')",
        Fault::Chain,
        Named::Member("fan"),
        "has entries and no account",
    ),
    (
        "UPDATE honor_entry SET points = -1 WHERE cause = 'corrected'",
        Fault::Correction,
        Named::Member("fan2"),
        "entry 7 does not take back what it says it does",
    ),
    (
        "UPDATE honor_counted SET points = 500 WHERE seq = 1 AND member_id = (SELECT id FROM member WHERE handle = 'fan')",
        Fault::Projection,
        Named::Member("fan"),
        "entry 1 is the first that counts for something else",
    ),
    (
        "UPDATE honor_total SET lifetime = 999 WHERE member_id = (SELECT id FROM member WHERE handle = 'fan')",
        Fault::Projection,
        Named::Member("fan"),
        "the sums are not what the entries come to",
    ),
    (
        "UPDATE honor_season SET points = points + 1 WHERE member_id = (SELECT id FROM member WHERE handle = 'fan')",
        Fault::Projection,
        Named::Member("fan"),
        "the sums are not what the entries come to",
    ),
    (
        "DELETE FROM honor_day WHERE member_id = (SELECT id FROM member WHERE handle = 'fan')",
        Fault::Projection,
        Named::Member("fan"),
        "the sums are not what the entries come to",
    ),
    (
        "UPDATE honor_checkpoint SET size = size + 1 WHERE number = 1",
        Fault::Checkpoint,
        Named::This("checkpoint 1"),
        "the signature is none of ours",
    ),
    (
        "UPDATE honor_budget SET spent = 0",
        Fault::Budget,
        Named::Member("wenshuyan"),
        "gave 170 by hand, and the budget says 0",
    ),
    (
        "UPDATE honor_rule SET points = 9 WHERE name = 'voted'",
        Fault::Rule,
        Named::This("rule voted"),
        "what holds is not what its newest version says",
    ),
    (
        "UPDATE places SET taken = 1, offered = 0 WHERE capacity = 9",
        Fault::Seats,
        Named::Places(9),
        "say 1 taken, 0 offered, 0 waiting; there are 4, 0, 0",
    ),
];

/// What is found of a sort of damage, that is.
fn of(found: &[Finding], fault: Fault) -> Vec<&Finding> {
    found.iter().filter(|one| one.fault == fault).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_damage_is_called_by_its_name_and_its_row() {
    for (damage, fault, named, said) in DAMAGE {
        each_site(async |world| {
            house(&world).await;
            let found = examine(&world).await.expect("looked");
            assert!(found.0.is_empty(), "nothing was done: {found:?}");
            unguard(&world).await;
            world.test_db().run(damage, damage).await;
            let found = examine(&world).await.expect("looked").0;
            let (subject, of_it) = (named.subject(&world).await, of(&found, fault));
            let is_it = |one: &Finding| one.subject == subject && one.detail.starts_with(said);
            if let Named::This("checkpoint 1") = named {
                // The next one names it by its hash, and so is out of its row.
                assert!(of_it.iter().any(|one| is_it(one)), "{damage}: {found:?}");
                let others: Vec<&str> = found.iter().map(|one| one.subject.as_str()).collect();
                assert!(others.iter().all(|other| ["checkpoint 1", "checkpoint 2"].contains(other)), "{found:?}");
            } else {
                assert!(of_it.len() == 1 && is_it(of_it[0]), "{damage}: {subject}, {said}: {found:?}");
                assert!(found.iter().all(|one| one.subject == subject), "nobody else is named: {found:?}");
            }
        })
        .await;
    }
}

/// The first format hashes neither the day nor the rule nor the words. Whoever goes back to it, hash by hash, so that it follows,
/// and under no checkpoint yet: that line is named, by the doctor and by the script that is not ours.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_in_the_first_format_after_the_second_is_named() {
    each_site(async |world| {
        let fan = house(&world).await;
        earn(&world, thanks(fan.member, 5, "later")).await.expect("no error").expect("new");
        assert_eq!(examine(&world).await.expect("looked").0, []);
        unguard(&world).await;
        write_anew(&world, fan.member, |link| {
            if link.seq == 6 {
                link.terms = None;
            }
        })
        .await;
        honor::rebuild(&world).await.expect("counted anew");
        let found = examine(&world).await.expect("looked").0;
        let told: Vec<(Fault, &str)> = found.iter().map(|one| (one.fault, one.detail.as_str())).collect();
        assert_eq!(told, [(Fault::Chain, "entry 6 is the first that is not right (Format)")], "{found:?}");
        assert_eq!(found[0].subject, format!("member {}", fan.member));
        let export = honor::export_all(&world).await.expect("an export");
        let (good, said) = verified(&serde_json::to_value(&export).expect("plain data"), None);
        assert!(!good && said.starts_with(&format!("BAD member {} entry 6", fan.member)), "{said}");
    })
    .await;
}

/// A chain that was begun in the first format and goes on in the second is whole.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_chain_from_before_goes_on() {
    each_site(async |world| {
        let fan = world.member("Zhu Yuting").await;
        for n in 0..5 {
            earn(&world, thanks(fan.member, 5, &n.to_string())).await.expect("no error").expect("new");
        }
        unguard(&world).await;
        write_anew(&world, fan.member, |link| {
            if link.seq < 4 {
                link.terms = None;
            }
        })
        .await;
        honor::rebuild(&world).await.expect("counted anew");
        assert_eq!(examine(&world).await.expect("looked").0, []);
        let export = honor::export_all(&world).await.expect("an export");
        let (good, said) = verified(&serde_json::to_value(&export).expect("plain data"), None);
        assert!(good && said.starts_with("GOOD 5 entries"), "{said}");
    })
    .await;
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
        "DELETE FROM honor_heads WHERE number = 1; DELETE FROM honor_checkpoint WHERE number = 1",
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
