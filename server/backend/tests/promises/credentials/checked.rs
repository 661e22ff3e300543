//! Badges as others see them: checked by software that we did not write, with the network cut (`tests/verifier`).

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use backend::badges::credential::{self, Credential, Signer};
use backend::badges::{self, GrantAsk};
use backend::clock::{Clock, SystemClock};
use backend::operations::keys;
use backend::random::Random;
use backend::sql;
use backend::testing::{SeededRandom, TestSite, each_site};
use domain::members::Actor;
use domain::{GrantId, Locale};
use serde_json::{Map, Value, json};
use tempfile::TempDir;

use super::{ask, fetched, json as parsed};

/// The Python that has the verifier, as `make unit` prepares it.
const VERIFIER: &str = "POPCORN_TEST_VERIFIER";
/// Where it must not be left out.
const DEMANDS_VERIFIER: &str = "CI";

const ISSUER: &str = "did:web:popcorn.example";
const KEYS: &str = "https://popcorn.example/.well-known/did.json";
const LIST: &str = "https://popcorn.example/status/1";

/// A pile of documents for the verifier, each with what it should say.
struct Bench {
    folder: TempDir,
    cases: Vec<Value>,
    wanted: Vec<(String, Result<String, &'static str>)>,
}

impl Bench {
    /// None where there is no verifier.
    fn set_up() -> Option<(Self, PathBuf)> {
        let Some(python) = std::env::var_os(VERIFIER) else {
            assert!(std::env::var_os(DEMANDS_VERIFIER).is_none(), "{VERIFIER} is not set: run `make unit`");
            eprintln!("left out: {VERIFIER} is not set, as `make unit` does");
            return None;
        };
        let folder = tempfile::tempdir().expect("a folder");
        Some((Self { folder, cases: vec![], wanted: vec![] }, python.into()))
    }

    /// Keeps a file; gives its name.
    fn keep(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        std::fs::write(self.folder.path().join(name), bytes).expect("a file");
        name.into()
    }

    /// A document to check, with what the verifier may look up; what it should say: whose it is, or a part of why not.
    fn add(&mut self, (name, bytes): (&str, &[u8]), served: &Value, wanted: Result<String, &'static str>) {
        let file = self.keep(name, bytes);
        self.cases.push(json!({ "file": file, "issuer": ISSUER, "served": served, "what": "badge" }));
        self.wanted.push((file, wanted));
    }

    /// The last one is checked otherwise.
    fn but(&mut self, field: &str, value: &str) {
        self.cases.last_mut().expect("one was added")[field] = value.into();
    }

    fn check(self, python: &Path) {
        let cases = self.folder.path().join("cases.json");
        std::fs::write(&cases, Value::from(self.cases).to_string()).expect("a file");
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/verifier/check_badges.py");
        let output = Command::new(python).arg(script).arg(&cases).output().expect("the verifier starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let said = String::from_utf8(output.stdout).expect("text");
        let verdicts: Vec<Value> = said.lines().map(parsed).collect();
        assert_eq!(verdicts.len(), self.wanted.len(), "{said}");
        let mut wrong = vec![];
        for ((file, wanted), verdict) in self.wanted.iter().zip(&verdicts) {
            let said = verdict["said"].as_str().unwrap_or_default();
            let right = match wanted {
                Ok(subject) => verdict["valid"] == true && said == subject,
                Err(why) => verdict["valid"] == false && said.contains(why),
            };
            if !right {
                wrong.push(format!("{file}: {verdict} instead of {wanted:?}"));
            }
        }
        assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), verdicts.len(), wrong.join("\n"));
    }
}

/// The house's keys and its list as they are now, in files of this name.
async fn served(world: &TestSite, bench: &Bench, name: &str) -> Value {
    let keys = credential::did_document(world).await.expect("the keys").to_string();
    let list = credential::status_list(world, 1).await.expect("a list").jwt;
    json!({ KEYS: bench.keep(&format!("{name}.did"), keys), LIST: bench.keep(&format!("{name}.jwt"), list) })
}

fn subject(grant: GrantId) -> String {
    format!("https://popcorn.example/g/{grant}#holder")
}

/// Texts that have made signatures fail elsewhere, put together by lot.
fn text(random: &SeededRandom, longest: u64) -> String {
    const PARTS: [&str; 30] = [
        "守夜人",
        "电台",
        "🏮",
        "👩‍👩‍👧",
        "é",
        "e\u{301}",
        "\n",
        "\r\n",
        "\t",
        "\u{1}",
        "\u{8}",
        "\u{b}",
        "\u{c}",
        "\u{1f}",
        "\u{7f}",
        "\u{85}",
        "\u{a0}",
        "\u{200b}",
        "\u{202e}",
        "\u{2028}",
        "\u{fdd0}",
        "\u{fffd}",
        "\u{ffff}",
        "\u{10ffff}",
        "\"",
        "\\",
        "]]>",
        "</svg>",
        " lamplight ",
        "@id _:b0 <http://x>",
    ];
    let random: &dyn Random = random;
    let count = 1 + random.below(longest);
    let part = |_| PARTS[usize::try_from(random.below(PARTS.len() as u64)).expect("small")];
    (0..count).map(part).collect()
}

/// A badge with such words in all its parts, given to the fan, now and then at an event.
async fn grant(world: &TestSite, (wen, fan): (&Actor, &Actor), random: &SeededRandom, n: usize) -> GrantId {
    let slug = format!("badge-{n}");
    let words: Vec<String> = (0..6).map(|_| text(random, 12)).collect();
    let mut tx = world.db.write().await.expect("a transaction");
    let badge = world.new_id();
    tx.execute(
        sql!(
            "INSERT INTO badge (id, slug, version, scope, numbered, is_secret, position, created_at)
             VALUES ($1, $2, 1, 'event', 0, $3, 99, 0)"
        ),
        (badge, slug.as_str(), false),
    )
    .await
    .expect("a badge");
    tx.execute(
        sql!(
            "INSERT INTO badge_version (badge_id, number, art, name_en, name_zh, story_en, story_zh, criteria_en, criteria_zh,
                 made_at)
             VALUES ($1, 1, '/badges/voter.svg', $2, $3, $4, $5, $6, $7, 0)"
        ),
        (
            badge,
            words[0].as_str(),
            words[1].as_str(),
            words[2].as_str(),
            words[3].as_str(),
            words[4].as_str(),
            words[5].as_str(),
        ),
    )
    .await
    .expect("its words");
    tx.commit().await.expect("a commit");
    world.speaks(fan, if n.is_multiple_of(2) { Locale::En } else { Locale::ZhCn }).await;
    let event = match n % 3 {
        0 => {
            let event = world.event(wen.organises[0], wen, 5).await;
            let mut tx = world.db.write().await.expect("a transaction");
            tx.execute(sql!("UPDATE event SET title = $2 WHERE id = $1"), (event.0, text(random, 8)))
                .await
                .expect("an event");
            tx.commit().await.expect("a commit");
            event.to_string()
        }
        _ => String::new(),
    };
    let ask = GrantAsk { event, ..ask("zhuyuting", &slug) };
    let id = badges::grant(world, wen, ask).await.expect("given");
    let mut tx = world.db.write().await.expect("a transaction");
    // Past the form, which is stricter than the signature has to be; and frozen with it.
    tx.execute(sql!("UPDATE badge_grant SET reason = $2 WHERE id = $1"), (id.0, text(random, 16)))
        .await
        .expect("a grant");
    tx.execute(sql!("DELETE FROM credential WHERE grant_id = $1"), (id.0,)).await.expect("to be frozen anew");
    tx.commit().await.expect("a commit");
    id
}

/// The document with one letter of its text changed, the `n`th that can be, for another of the same sort.
fn bent(json: &str, n: usize) -> String {
    let at: Vec<usize> = (json.match_indices("lamplight").map(|(at, _)| at))
        .chain(json.match_indices("validFrom\":\"").map(|(at, _)| at + 15))
        .chain(json.match_indices("proofValue\":\"z").map(|(at, _)| at + 20))
        .chain(json.match_indices("/badges/badge-").map(|(at, _)| at + 1))
        .collect();
    let at = at[n % at.len()];
    let other = if json.as_bytes()[at] == b'5' { '6' } else { '5' };
    format!("{}{other}{}", &json[..at], &json[at + 1..])
}

async fn house(world: &TestSite) -> (Actor, Actor) {
    // The verifier goes by the real clock.
    world.clock.set(SystemClock.now());
    badges::found(world).await.expect("the badges");
    let wen = world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await;
    (wen, world.member("Zhu Yuting").await)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_badges_are_valid_and_not_one_letter_can_be_changed() {
    let Some((_, python)) = Bench::set_up() else { return };
    each_site(async |world| {
        let (mut bench, _) = Bench::set_up().expect("a verifier");
        let (wen, fan) = house(&world).await;
        let random = SeededRandom::new(42);
        let mut made: Vec<(GrantId, Credential)> = vec![];
        for n in 0..100 {
            let id = grant(&world, (&wen, &fan), &random, n).await;
            made.push((id, fetched(&world, Some(&fan), id).await));
        }
        let now = served(&world, &bench, "now").await;
        for (n, (id, badge)) in made.iter().enumerate() {
            bench.add((&format!("{n}.json"), badge.json.as_bytes()), &now, Ok(subject(*id)));
            let bent = bent(&badge.json, n);
            bench.add((&format!("{n}-bent.json"), bent.as_bytes()), &now, Err(""));
        }
        for (id, badge) in &made[..3] {
            let png = credential::png(&world, badge).await.expect("a picture");
            bench.add((&format!("{id}.png"), &png), &now, Ok(subject(*id)));
            bench.add(
                (&format!("{id}.svg"), credential::svg(&world, badge).await.expect("a drawing").as_bytes()),
                &now,
                Ok(subject(*id)),
            );
        }
        bench.check(&python);
    })
    .await;
}

/// A document of ours whose dates are others, signed by the house's own key.
async fn dated(world: &TestSite, badge: &Credential, field: &str, date: &str) -> String {
    let mut document: Map<String, Value> = parsed(&badge.json).as_object().cloned().expect("an object");
    document.remove("proof");
    document.insert(field.into(), date.into());
    let key = keys::current(world).await.expect("a key");
    let method = key.method("https://popcorn.example");
    credential::seal(document, &Signer { key: &key, method, now: world.now() }).expect("signed").to_string()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn revoked_expired_and_foreign_badges_are_not_valid_and_restored_ones_are() {
    let Some((_, python)) = Bench::set_up() else { return };
    each_site(async |world| {
        let (mut bench, _) = Bench::set_up().expect("a verifier");
        let (wen, fan) = house(&world).await;
        let id = badges::grant(&world, &wen, ask("zhuyuting", "night-shift")).await.expect("given");
        let other = badges::grant(&world, &wen, ask("zhuyuting", "voter")).await.expect("given");
        let badge = fetched(&world, Some(&fan), id).await;
        let untouched = fetched(&world, Some(&fan), other).await;
        let json = badge.json.as_bytes();
        let good = served(&world, &bench, "good").await;
        bench.add(("good.json", json), &good, Ok(subject(id)));

        badges::revoke(&world, &wen, id, "It was her sister").await.expect("taken back");
        let revoked = served(&world, &bench, "revoked").await;
        bench.add(("revoked.json", json), &revoked, Err("'revocation' is set"));
        bench.add(("untouched.json", untouched.json.as_bytes()), &revoked, Ok(subject(other)));
        badges::restore(&world, &wen, id, "Both stayed").await.expect("given back");
        let restored = served(&world, &bench, "restored").await;
        bench.add(("restored.json", json), &restored, Ok(subject(id)));

        let expired = dated(&world, &badge, "validUntil", "2021-01-01T00:00:00Z").await;
        bench.add(("expired.json", expired.as_bytes()), &good, Err("expired"));
        let early = dated(&world, &badge, "validFrom", "2126-01-01T00:00:00Z").await;
        bench.add(("early.json", early.as_bytes()), &good, Err("not yet valid"));
        bench.add(("foreign.json", json), &good, Err("does not match"));
        bench.but("issuer", "did:web:elsewhere.example");
        let claimed = badge.json.replace(ISSUER, "did:web:elsewhere.example");
        bench.add(("claimed.json", claimed.as_bytes()), &good, Err(""));
        bench.add(("offline.json", json), &json!({ KEYS: good[KEYS] }), Err("could not fetch"));

        // The list in its other form, for the other family of verifiers.
        let list = credential::status_list(&world, 1).await.expect("a list").json;
        bench.add(("list.json", list.as_bytes()), &good, Ok(LIST.into()));
        bench.but("what", "proof");
        let bent = list.replacen("revocation", "suspension", 1);
        bench.add(("bent-list.json", bent.as_bytes()), &good, Err("signature"));
        bench.but("what", "proof");
        bench.check(&python);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn old_badges_hold_after_the_key_was_replaced_and_an_old_list_does_not() {
    let Some((_, python)) = Bench::set_up() else { return };
    each_site(async |world| {
        let (mut bench, _) = Bench::set_up().expect("a verifier");
        let (wen, fan) = house(&world).await;
        let now = world.now();
        world.clock.set(now.plus_seconds(-8 * 86_400));
        let id = badges::grant(&world, &wen, ask("zhuyuting", "night-shift")).await.expect("given");
        let old = fetched(&world, Some(&fan), id).await;
        let stale = served(&world, &bench, "stale").await;
        bench.add(("stale.json", old.json.as_bytes()), &stale, Err("expired"));
        world.advance(Duration::from_secs(8 * 86_400));

        let before = served(&world, &bench, "before").await;
        keys::rotate(&world).await.expect("another key");
        let next = badges::grant(&world, &wen, ask("zhuyuting", "voter")).await.expect("given");
        let new = fetched(&world, Some(&fan), next).await;
        let after = served(&world, &bench, "after").await;
        bench.add(("old.json", old.json.as_bytes()), &after, Ok(subject(id)));
        bench.add(("new.json", new.json.as_bytes()), &after, Ok(subject(next)));
        bench.add(("new-before.json", new.json.as_bytes()), &before, Err("no verificationMethod with id"));
        bench.check(&python);
    })
    .await;
}
