//! Rules: versions, what one would have given, and what the house honors by itself.

use std::path::Path;
use std::time::Duration;

use backend::honor::{self, change_rule};
use backend::testing::{TestSite, each_site};
use backend::{door, sql};
use domain::door::view::Verdict;
use domain::honor::{RuleForm, RuleTerms, Trigger};
use domain::members::Actor;
use domain::{EventId, Failure, FieldCode, Locale, Refusal};

use crate::ledger::{earn, set_rule, thanks, total};

async fn rule(world: &TestSite, trigger: Trigger) -> (i64, RuleTerms) {
    honor::current(&mut world.db.read().await.expect("a reader"), trigger).await.expect("a rule")
}

/// Signs somebody up and lets them in.
async fn attend(world: &TestSite, organiser: &Actor, event: EventId, fan: &Actor) -> Verdict {
    world.sign_up(fan, event).await.expect("open");
    let stored = world.stored_sign_ups(event).await;
    let code = &stored.iter().find(|one| one.member == fan.member).expect("a sign-up").code;
    door::check_in(world, organiser, Locale::En, event, code).await.expect("a verdict")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_change_is_a_version_and_the_past_stays() {
    each_site(async |world| {
        let (admin, fan) = (world.admin().await, world.member("Zhu Yuting").await);
        assert_eq!(rule(&world, Trigger::Brought).await.0, 1);
        let form = RuleForm { points: "4".into(), note: "Friends are rare".into(), ..RuleForm::default() };
        for nobody in [&fan, &world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await] {
            assert_eq!(change_rule(&world, nobody, (Trigger::Brought, 1), &form).await, Err(Failure::Forbidden));
        }
        change_rule(&world, &admin, (Trigger::Brought, 1), &form).await.expect("a version");
        let (version, terms) = rule(&world, Trigger::Brought).await;
        assert_eq!((version, terms.points), (2, Some(4)));
        let late = change_rule(&world, &admin, (Trigger::Brought, 1), &form).await;
        assert_eq!(late, Err(Failure::Refused(Refusal::ChangedMeanwhile)));
        let wrong = RuleForm { points: "0".into(), ..form.clone() };
        let told = change_rule(&world, &admin, (Trigger::Brought, 2), &wrong).await.expect_err("told");
        assert_eq!(told.of_field("points"), Some(FieldCode::TooSmall { min: 1 }));
        let silent = RuleForm { note: " ".into(), ..form };
        let told = change_rule(&world, &admin, (Trigger::Brought, 2), &silent).await.expect_err("told");
        assert_eq!(told.of_field("note"), Some(FieldCode::Required));

        // What counted without a cap goes on counting when a cap comes.
        earn(&world, thanks(fan.member, 50, "before")).await.expect("no error");
        set_rule(&world, &admin, Trigger::Thanked, |form| form.per_day = "10".into()).await;
        assert_eq!(total(&world, fan.member).await, 50);
        honor::rebuild(&world).await.expect("counted anew");
        assert_eq!(total(&world, fan.member).await, 50);
        let desk = honor::rule_desk(&world, &admin, Locale::En, ("thanked", "")).await.expect("a desk");
        assert_eq!(desk.versions.iter().map(|v| v.version).collect::<Vec<_>>(), [2, 1]);
        assert_eq!((desk.versions[0].note.as_str(), desk.versions[0].by.as_deref()), ("Tried out", Some("Ada Min")));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rule_tells_what_it_would_have_given() {
    each_site(async |world| {
        let admin = world.admin().await;
        let chapter = world.chapter("Chengdu").await;
        let wen = world.organiser("Wen Shuyan", chapter).await;
        let fans = world.fans(3).await;
        for n in 0..2 {
            let event = world.event(chapter, &wen, 5).await;
            for fan in &fans[n..] {
                assert!(matches!(attend(&world, &wen, event, fan).await, Verdict::Valid { honor: 20, .. }));
            }
        }
        let own = world.event(chapter, &wen, 5).await;
        let verdict = attend(&world, &wen, own, &wen).await;
        assert!(
            matches!(verdict, Verdict::Valid { honor: 0, .. }),
            "their own ticket: it is tried on by nothing either"
        );
        let tried = async |line: &str| {
            let desk = honor::rule_desk(&world, &admin, Locale::En, ("attended", line)).await.expect("a desk");
            desk.trial.expect("a trial")
        };
        let form = RuleForm { points: "30".into(), ..RuleForm::default() };
        let trial = tried(&form.line()).await;
        assert_eq!((trial.occasions, trial.new.points, trial.new.members, trial.new.capped), (5, 150, 3, 0));
        assert_eq!((trial.now.points, trial.now.members), (100, 3), "beside what holds");
        let capped = RuleForm { points: "30".into(), per_day: "40".into(), ..RuleForm::default() };
        let trial = tried(&capped.line()).await;
        assert_eq!((trial.new.points, trial.new.capped), (110, 40), "two came twice on one day");
        let off = RuleForm { off: true, ..RuleForm::default() };
        assert_eq!(tried(&off.line()).await.new.points, 0);
        assert_eq!(rule(&world, Trigger::Attended).await.0, 1, "nothing took effect");
        let desk = honor::rule_desk(&world, &admin, Locale::En, ("attended", "~~nonsense")).await.expect("a desk");
        assert!(desk.trial.is_none());
        assert_eq!(
            honor::rule_desk(&world, &admin, Locale::En, ("shouted", "")).await.expect_err("none"),
            Failure::NotFound
        );

        // A year later it is the past no more.
        world.advance(Duration::from_secs(366 * 86_400));
        assert_eq!(tried(&form.line()).await.occasions, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_brought_somebody_is_honored_once_they_came() {
    each_site(async |world| {
        let chapter = world.chapter("Chengdu").await;
        let wen = world.organiser("Wen Shuyan", chapter).await;
        let (old, new) = (world.member("Zhu Yuting").await, world.member("Noor").await);
        let (first, second) = (world.event(chapter, &wen, 5).await, world.event(chapter, &wen, 5).await);
        let refused = |refusal| Err(Failure::Refused(refusal));
        let nobody = Err(Failure::field("handle", FieldCode::NoSuchMember));
        assert_eq!(honor::brought_by(&world, &new, "zhuyuting").await, nobody, "not been at an event themselves");
        assert_eq!(honor::brought_by(&world, &new, "whoever").await, nobody, "the same, for it is told to everybody");
        attend(&world, &wen, first, &old).await;
        assert_eq!(
            honor::brought_by(&world, &old, "noor").await,
            refused(Refusal::AlreadySaid),
            "they came by themselves"
        );
        assert_eq!(honor::brought_by(&world, &new, "noor").await, refused(Refusal::OwnHonor));
        honor::brought_by(&world, &new, "@ZhuYuting").await.expect("said");
        assert_eq!(honor::brought_by(&world, &new, "zhuyuting").await, refused(Refusal::AlreadySaid));
        assert_eq!(total(&world, old.member).await, 20, "said is not come");
        attend(&world, &wen, first, &new).await;
        assert_eq!(total(&world, old.member).await, 35);
        attend(&world, &wen, second, &new).await;
        assert_eq!(total(&world, old.member).await, 35, "once");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hosts_are_honored_when_people_came_and_it_is_over() {
    each_site(async |world| {
        let chapter = world.chapter("Chengdu").await;
        let wen = world.organiser("Wen Shuyan", chapter).await;
        let (full, empty) = (world.event(chapter, &wen, 5).await, world.event(chapter, &wen, 5).await);
        let fans = world.fans(3).await;
        for fan in &fans {
            attend(&world, &wen, full, fan).await;
        }
        attend(&world, &wen, empty, &fans[0]).await;
        honor::honor_hosts(&world).await.expect("looked");
        assert_eq!(total(&world, wen.member).await, 0, "it is not over");
        world.advance(Duration::from_secs(15 * 86_400));
        for _ in 0..2 {
            honor::honor_hosts(&world).await.expect("looked");
            assert_eq!(total(&world, wen.member).await, 30, "once, and for the one to which people came");
        }
        // What was over long ago is not honored anew.
        let away =
            "DELETE FROM honor_counted; DELETE FROM honor_total; DELETE FROM honor_season; DELETE FROM honor_day";
        world.test_db().run(away, away).await;
        honor::rebuild(&world).await.expect("counted anew");
        assert_eq!(total(&world, wen.member).await, 30);
    })
    .await;
}

/// The rules that have no source yet will take what comes through the one way in, once something comes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_trigger_earns_by_its_rule() {
    use domain::honor::Worth;
    each_site(async |world| {
        let fan = world.member("Zhu Yuting").await.member;
        for (trigger, worth, points) in [
            (Trigger::Attended, Worth::OfEvent(20), 20),
            (Trigger::Worked, Worth::Work { minutes: 90, weight: 100 }, 18),
            (Trigger::Organised, Worth::ByRule, 30),
            (Trigger::Brought, Worth::ByRule, 15),
            (Trigger::Nominated, Worth::ByRule, 5),
            (Trigger::Voted, Worth::ByRule, 2),
            (Trigger::Cover, Worth::ByRule, 100),
            (Trigger::RecapPhoto, Worth::ByRule, 10),
            (Trigger::Thanked, Worth::Said(9), 9),
        ] {
            let before = total(&world, fan).await;
            let earning = honor::Earning { trigger, worth, ..thanks(fan, 1, trigger.word()) };
            let earned = earn(&world, earning).await.expect("no error").expect("new");
            assert_eq!((earned.counted, earned.total), (points, before + points), "{trigger:?}");
        }
        let mut conn = world.db.read().await.expect("a reader");
        let lines = honor::statement(&mut conn, Locale::En, fan, 1).await.expect("a statement").lines;
        assert_eq!(lines.len(), Trigger::ALL.len());
        let (versions,): (i64,) =
            conn.one(sql!("SELECT count(*) FROM honor_entry WHERE rule_version = 1"), ()).await.expect("a number");
        assert_eq!(versions, 9, "each names the version of its rule");
    })
    .await;
}

/// What nobody can earn by is not listed for everybody; the console shows it, and lets nobody put it in force.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_rules_that_something_can_trigger_are_public() {
    let later = [Trigger::Nominated, Trigger::Voted, Trigger::Cover, Trigger::RecapPhoto];
    each_site(async |world| {
        let admin = world.admin().await;
        let fan = world.member("Zhu Yuting").await;
        for viewer in [None, Some(&fan), Some(&admin)] {
            let page = honor::rules_page(&world, viewer).await.expect("a page");
            let told: Vec<Trigger> = page.rules.iter().map(|rule| rule.trigger).collect();
            assert_eq!(
                told,
                [Trigger::Attended, Trigger::Worked, Trigger::Organised, Trigger::Brought, Trigger::Thanked]
            );
        }
        let desk = honor::honor_desk(&world, &admin, Locale::En).await.expect("a desk");
        assert_eq!(desk.rules.iter().map(|rule| rule.trigger).collect::<Vec<_>>(), Trigger::ALL);
        for trigger in later {
            let form = RuleForm { points: "4".into(), note: "It starts".into(), ..RuleForm::default() };
            let told = change_rule(&world, &admin, (trigger, 1), &form).await;
            assert_eq!(told, Err(Failure::Refused(Refusal::RuleNotInUse)), "{trigger:?}");
            let told = change_rule(&world, &fan, (trigger, 1), &form).await;
            assert_eq!(told, Err(Failure::Forbidden), "who may not is told no more");
            let tried = (trigger.word(), form.line());
            let desk = honor::rule_desk(&world, &admin, Locale::En, (tried.0, &tried.1)).await.expect("a desk");
            assert!(desk.trial.is_none() && desk.version == 1 && desk.versions.len() == 1, "{trigger:?}");
        }
        let mut conn = world.db.read().await.expect("a reader");
        let (log,): (i64,) = conn
            .one(sql!("SELECT count(*) FROM audit_entry WHERE action = 'honor_rule_changed'"), ())
            .await
            .expect("a number");
        assert_eq!(log, 0);
    })
    .await;
}

/// What the one place says is what the program does: a trigger has a source exactly where something earns by it.
#[test]
fn a_trigger_has_a_source_where_something_earns_by_it() {
    fn sources(folder: &Path, text: &mut String) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                sources(&path, text);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                text.push_str(&std::fs::read_to_string(path).expect("source"));
            }
        }
    }
    let mut text = String::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut text);
    for trigger in Trigger::ALL {
        let earns = text.contains(&format!("trigger: Trigger::{trigger:?},"));
        assert_eq!(earns, trigger.has_source(), "{trigger:?}");
    }
}
