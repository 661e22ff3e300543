//! The daily checkpoint: one a day, signed, each after the other, with a proof for each member; and software that is not ours finds
//! the first bad row of an export.

use std::io::Write;
use std::process::Command;
use std::time::Duration;

use backend::honor;
use backend::operations::doctor::{Fault, examine};
use backend::operations::keys;
use backend::testing::{TestSite, each_site};
use domain::honor::export::{Export, Published};
use domain::honor::merkle;
use domain::members::Actor;
use domain::{Failure, Locale, hex};
use ed25519_dalek::{Signature, VerifyingKey};
use serde_json::Value;

use crate::ledger::{earn, take_back, thanks};

pub const DAY: Duration = Duration::from_secs(86_400);

/// So many fans, each with some lines, one of them put right.
pub async fn community(world: &TestSite, fans: usize) -> Vec<Actor> {
    let fans = world.fans(fans).await;
    for (n, fan) in fans.iter().enumerate() {
        for line in 0..=n % 4 {
            let earned =
                earn(world, thanks(fan.member, 5, &format!("{n}:{line}"))).await.expect("no error").expect("new");
            if line == 2 {
                take_back(world, fan.member, earned.entry).await;
            }
        }
    }
    fans
}

fn bytes<const N: usize>(digits: &str) -> [u8; N] {
    let pair = |at: usize| u8::from_str_radix(&digits[at * 2..at * 2 + 2], 16).expect("a digit");
    (0..N).map(pair).collect::<Vec<_>>().try_into().expect("as long as that")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_a_day_signed_and_after_the_other() {
    each_site(async |world| {
        honor::checkpoint(&world).await.expect("nothing to do");
        assert_eq!(honor::published(&world).await.expect_err("none yet"), Failure::NotFound);
        let fans = community(&world, 7).await;
        honor::checkpoint(&world).await.expect("taken");
        let first = honor::published(&world).await.expect("a checkpoint");
        honor::checkpoint(&world).await.expect("taken already");
        earn(&world, thanks(fans[0].member, 5, "later")).await.expect("no error");
        assert_eq!(honor::published(&world).await.expect("a checkpoint"), first, "one a day");
        let stated = &first.checkpoint.stated;
        assert_eq!((stated.number, stated.size, stated.site.as_str()), (1, 7, "https://popcorn.example"));
        assert_eq!(stated.before, "0".repeat(64));

        world.advance(DAY);
        honor::checkpoint(&world).await.expect("taken");
        let second = honor::published(&world).await.expect("a checkpoint");
        assert_eq!((second.checkpoint.stated.number, &second.checkpoint.stated.before), (2, &stated.name()));
        let (before, after): (Vec<_>, Vec<_>) =
            (first.leaves.iter().collect(), second.leaves.iter().filter(|leaf| !first.leaves.contains(leaf)).collect());
        assert_eq!((before.len(), after.len()), (7, 1), "who earned meanwhile has another leaf");

        let leaves: Vec<merkle::Hash> = second.leaves.iter().map(|leaf| bytes::<32>(leaf)).collect();
        assert_eq!(hex(&merkle::root(&leaves)), second.checkpoint.stated.root);
        let key = keys::current(&world).await.expect("a key");
        assert_eq!(second.checkpoint.public, hex(&key.public()));
        let public = VerifyingKey::from_bytes(&key.public()).expect("a key");
        let signature = Signature::from_bytes(&bytes::<64>(&second.checkpoint.signature));
        public.verify_strict(second.checkpoint.stated.text().as_bytes(), &signature).expect("signed");

        let page = honor::checkpoint_page(&world, Locale::En, None).await.expect("a page");
        assert_eq!(page.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [2, 1]);
        assert_eq!(honor::checkpoint_page(&world, Locale::En, Some(1)).await.expect("a page").rows.len(), 1);
    })
    .await;
}

/// What is published names nobody: no id, no handle, no name, no hash of an address.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_published_tells_nothing_of_anybody() {
    each_site(async |world| {
        let fans = community(&world, 5).await;
        honor::checkpoint(&world).await.expect("taken");
        let published =
            serde_json::to_string(&honor::published(&world).await.expect("a checkpoint")).expect("plain data");
        for fan in &fans {
            let id = fan.member.to_string();
            assert!(!published.contains(&id) && !published.contains(&id.replace('-', "")), "{id}");
            let head = honor::export_own(&world, fan).await.expect("an export").chains[0].entries[0].hash.clone();
            assert!(!published.contains(&head), "nor a head, from which a leaf could be made");
        }
        assert!(!published.contains("fan"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_member_can_see_that_they_are_in_it() {
    each_site(async |world| {
        let fans = community(&world, 9).await;
        honor::checkpoint(&world).await.expect("taken");
        let late = world.member("Late").await;
        for fan in &fans {
            let export = honor::export_own(&world, fan).await.expect("an export");
            let point = export.checkpoint.expect("a checkpoint").stated;
            let leaf = export.chains[0].leaf.as_ref().expect("in it");
            let path: Vec<merkle::Hash> = leaf.path.as_ref().expect("a way").iter().map(|step| bytes(step)).collect();
            let size = usize::try_from(point.size).expect("small");
            let root = merkle::root_of(bytes(&leaf.hash), (leaf.index, size), &path).expect("it fits");
            assert_eq!(hex(&root), point.root);
            assert_eq!(export.chains.len(), 1, "their own and nobody else's");
            let line = honor::line_page(&world, fan, Locale::En, 1).await.expect("a line");
            assert_eq!(line.proof.expect("in it").leaf, leaf.hash);
        }
        let export = honor::export_own(&world, &late).await.expect("an export");
        assert!(export.chains[0].leaf.is_none() && export.chains[0].entries.is_empty());
        assert_eq!(honor::line_page(&world, &late, Locale::En, 1).await.expect_err("none"), Failure::NotFound);
    })
    .await;
}

/// Runs `docs/verify_honor.py` on an export; what it says, and whether it was content.
pub fn verified(export: &Value, kept: Option<&Published>) -> (bool, String) {
    let file = |value: &[u8]| {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(value).expect("room");
        file
    };
    let export = file(&serde_json::to_vec(export).expect("plain data"));
    let kept = kept.map(|kept| file(&serde_json::to_vec(kept).expect("plain data")));
    let mut script = Command::new("python3");
    script.arg("../../docs/verify_honor.py").arg(export.path());
    script.args(kept.as_ref().map(|kept| kept.path()));
    let done = script.output().expect("the tests need python3");
    let said = String::from_utf8_lossy(&[done.stdout, done.stderr].concat()).trim().to_owned();
    (done.status.success(), said)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn software_that_is_not_ours_names_the_first_bad_row() {
    each_site(async |world| {
        let fans = community(&world, 6).await;
        world.advance(DAY);
        honor::checkpoint(&world).await.expect("taken");
        let first = honor::published(&world).await.expect("a checkpoint");
        world.advance(DAY);
        earn(&world, thanks(fans[3].member, 5, "after")).await.expect("no error");

        let export: Export = honor::export_all(&world).await.expect("an export");
        let whole = serde_json::to_value(&export).expect("plain data");
        let (good, said) = verified(&whole, Some(&first));
        assert!(good && said.starts_with("GOOD"), "{said}");
        let own =
            serde_json::to_value(honor::export_own(&world, &fans[3]).await.expect("an export")).expect("plain data");
        let (good, said) = verified(&own, None);
        assert!(good && said.contains("in 1 chains"), "{said}");

        let at = export.chains.iter().position(|chain| chain.member == fans[3].member).expect("a chain");
        let name = format!("member {} entry", fans[3].member);
        type Damage = fn(&mut Value, usize);
        let damages: [(&str, String, Damage); 9] = [
            ("points", format!("{name} 2"), |v, at| v["chains"][at]["entries"][1]["points"] = 6.into()),
            ("moment", format!("{name} 1"), |v, at| v["chains"][at]["entries"][0]["at"] = 1.into()),
            ("reason", format!("{name} 3"), |v, at| v["chains"][at]["entries"][2]["reason"] = "Nothing".into()),
            ("rule", format!("{name} 2"), |v, at| v["chains"][at]["entries"][1]["version"] = 2.into()),
            ("total", format!("{name} 4"), |v, at| v["chains"][at]["entries"][3]["total"] = 99.into()),
            ("left out", format!("{name} 2"), |v, at| {
                drop(v["chains"][at]["entries"].as_array_mut().map(|all| all.remove(1)))
            }),
            ("cut off", format!("{name} 5"), |v, at| {
                let entries = v["chains"][at]["entries"].as_array_mut().expect("entries");
                entries.truncate(3);
            }),
            ("a chain left out", "checkpoint 1".into(), |v, at| {
                drop(v["chains"].as_array_mut().map(|all| all.remove(at)))
            }),
            ("another root", "checkpoint 1".into(), |v, _| v["checkpoint"]["root"] = "00".repeat(32).into()),
        ];
        for (what, where_, damage) in damages {
            let mut bent = whole.clone();
            damage(&mut bent, at);
            let (good, said) = verified(&bent, None);
            assert!(!good && said.starts_with(&format!("BAD {where_}")), "{what}: {said}");
        }
        // Nothing that a file leaves out makes it good for who kept a checkpoint.
        let bent = |damage: &dyn Fn(&mut Value)| {
            let mut bent = whole.clone();
            damage(&mut bent);
            verified(&bent, Some(&first))
        };
        type Forgery<'a> = (&'static str, &'a dyn Fn(&mut Value));
        let forged: [Forgery<'_>; 5] = [
            ("no checkpoint", &|v| v["checkpoint"] = Value::Null),
            ("a chain without its place", &|v| v["chains"][at]["leaf"] = Value::Null),
            ("a member twice", &|v| {
                let again = v["chains"][at].clone();
                v["chains"].as_array_mut().expect("chains").push(again);
            }),
            ("two in one place", &|v| {
                let mut again = v["chains"][at].clone();
                again["member"] = v["chains"][0]["member"].clone();
                v["chains"][0] = again;
            }),
            ("another root", &|v| v["checkpoint"]["root"] = "11".repeat(32).into()),
        ];
        for (what, damage) in forged {
            let (good, said) = bent(damage);
            assert!(!good && said.starts_with("BAD"), "{what}: {said}");
        }
        let mut other = first.clone();
        other.leaves[0] = "11".repeat(32);
        assert!(!verified(&whole, Some(&other)).0, "what was kept is looked at, too");
    })
    .await;
}

/// Whoever kept a checkpoint some day can tell for good whether the past is still the one it had.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_checkpoint_that_was_kept_tells_of_a_past_written_anew() {
    each_site(async |world| {
        let fans = community(&world, 6).await;
        world.advance(Duration::from_secs(3_600));
        honor::checkpoint(&world).await.expect("taken");
        let kept = honor::published(&world).await.expect("a checkpoint");
        world.advance(DAY);
        for fan in &fans[..3] {
            earn(&world, thanks(fan.member, 5, "after")).await.expect("no error");
        }
        let late = world.member("Late").await;
        honor::checkpoint(&world).await.expect("taken");
        earn(&world, thanks(late.member, 5, "late")).await.expect("no error");

        let all =
            async || serde_json::to_value(honor::export_all(&world).await.expect("an export")).expect("plain data");
        let own = async |fan: &Actor| {
            serde_json::to_value(honor::export_own(&world, fan).await.expect("an export")).expect("plain data")
        };
        let (good, said) = verified(&all().await, Some(&kept));
        assert!(good && said.contains("the past fits the kept checkpoint 1"), "{said}");
        for fan in [&fans[0], &fans[5], &late] {
            let (good, said) = verified(&own(fan).await, Some(&kept));
            assert!(good, "{said}");
        }
        let (good, said) = verified(&own(&late).await, None);
        assert!(good && said.contains("0 of them under checkpoint 2"), "who began later has an honest file: {said}");

        crate::ledger::forge::unguard(&world).await;
        crate::ledger::forge::rewrite(&world, fans[0].member).await;
        world.advance(DAY);
        honor::checkpoint(&world).await.expect("no error");
        let newest = honor::published(&world).await.expect("a checkpoint");
        assert_eq!(newest.checkpoint.stated.number, 2, "a past written anew is not signed");
        // Who signs it all the same is found out by who kept the first.
        let erased = "DELETE FROM honor_heads";
        world.test_db().run(erased, erased).await;
        honor::checkpoint(&world).await.expect("taken");
        for file in [all().await, own(&fans[0]).await] {
            assert_eq!(file["checkpoint"]["number"], 3);
            assert!(verified(&file, None).0, "it follows in itself");
            let (good, said) = verified(&file, Some(&kept));
            assert!(!good && said.starts_with("BAD"), "{said}");
        }
    })
    .await;
}

/// A heads file that was cut off leaves pages and files as they are; the root tells of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn heads_that_are_cut_off_break_nothing_else() {
    each_site(async |world| {
        let fans = community(&world, 3).await;
        honor::checkpoint(&world).await.expect("taken");
        world
            .test_db()
            .run(
                "UPDATE honor_heads SET heads = substr(heads, 1, 60)",
                "UPDATE honor_heads SET heads = substring(heads from 1 for 60)",
            )
            .await;
        assert!(honor::line_page(&world, &fans[0], Locale::En, 1).await.expect("a page").proof.is_none());
        honor::export_own(&world, &fans[0]).await.expect("an export");
        honor::published(&world).await.expect("a checkpoint");
        let found = examine(&world).await.expect("looked").0;
        assert_eq!(found.iter().map(|one| one.fault).collect::<Vec<_>>(), [Fault::Checkpoint], "{found:?}");
    })
    .await;
}
