//! Honor by hand, putting right, and objections: who may, how much, and what the member reads.

use std::sync::Arc;

use backend::db::Engine;
use backend::honor::{self, AnswerAsk, SecondWord, Thanked, ThanksAsk, seasons};
use backend::operations::doctor;
use backend::sql;
use backend::testing::{TestSite, each_site, engines};
use domain::honor::Trigger;
use domain::honor::caps::State;
use domain::honor::seasons::SeasonForm;
use domain::honor::view::{LedgerLine, ObjectionOutcome, ObjectionStanding};
use domain::members::Actor;
use domain::{Failure, FieldCode, HonorEntryId, Locale, Refusal};

use crate::ledger::{earn, set_rule, thanks, total};

struct House {
    admin: Actor,
    wen: Actor,
    qiao: Actor,
    fan: Actor,
}

async fn house(world: &TestSite) -> House {
    let (here, there) = (world.chapter("Chengdu").await, world.chapter("Hangzhou").await);
    House {
        admin: world.admin().await,
        wen: world.organiser("Wen Shuyan", here).await,
        qiao: world.organiser("Qiao Feng", there).await,
        fan: world.member("Zhu Yuting").await,
    }
}

fn ask(handle: &str, points: i64) -> ThanksAsk {
    ThanksAsk {
        handle: handle.into(),
        points: points.to_string(),
        reason: "Kept the kettle going".into(),
        request_key: String::new(),
    }
}

async fn audits(world: &TestSite, action: &str) -> i64 {
    let mut conn = world.db.read().await.expect("a reader");
    let (count,): (i64,) =
        conn.one(sql!("SELECT count(*) FROM audit_entry WHERE action = $1"), (action,)).await.expect("a number");
    count
}

async fn line(world: &TestSite, fan: &Actor, seq: i64) -> LedgerLine {
    honor::line_page(world, fan, Locale::En, seq).await.expect("a line").line
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn thanks_need_a_reason_somebody_else_and_a_budget() {
    each_site(async |world| {
        let House { wen, fan, .. } = house(&world).await;
        let refused = |refusal| Err(Failure::Refused(refusal));
        assert_eq!(honor::thank(&world, &fan, ask("wenshuyan", 5)).await, Err(Failure::Forbidden));
        assert_eq!(honor::thank(&world, &wen, ask("wenshuyan", 5)).await, refused(Refusal::OwnHonor));
        let wrong = ThanksAsk { points: "1001".into(), reason: " ".into(), ..ask("nobody", 5) };
        let told = honor::thank(&world, &wen, wrong).await.expect_err("told");
        assert_eq!(told.of_field("handle"), Some(FieldCode::NoSuchMember));
        assert_eq!(told.of_field("points"), Some(FieldCode::TooLarge { max: 1000 }));
        assert_eq!(told.of_field("reason"), Some(FieldCode::Required));

        let once = ThanksAsk { request_key: "form 1".into(), ..ask("@ZhuYuting", 40) };
        for _ in 0..3 {
            assert_eq!(honor::thank(&world, &wen, once.clone()).await, Ok(Thanked::Now));
        }
        assert_eq!(
            (total(&world, fan.member).await, audits(&world, "honor_thanked").await),
            (40, 1),
            "sent thrice, thanked once"
        );
        let desk = honor::honor_desk(&world, &wen, Locale::En).await.expect("a desk");
        assert_eq!((desk.budget, desk.left, desk.second_from), (1000, 960, Some(100)));
        let told = line(&world, &fan, 1).await;
        assert_eq!((told.points, told.reason.as_deref()), (40, Some("Kept the kettle going")));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn much_at_once_needs_a_second_organiser() {
    each_site(async |world| {
        let House { admin, wen, qiao, fan } = house(&world).await;
        let refused = |refusal| Err(Failure::Refused(refusal));
        let waiting = async || honor::honor_desk(&world, &wen, Locale::En).await.expect("a desk").waiting;
        assert_eq!(honor::thank(&world, &wen, ask("zhuyuting", 100)).await, Ok(Thanked::WhenConfirmed));
        assert_eq!(total(&world, fan.member).await, 0, "not yet");
        let id = waiting().await[0].id;
        let settle = async |who: &Actor, word| honor::settle_thanks(&world, who, id, word).await;
        assert_eq!(settle(&wen, SecondWord::Agree).await, refused(Refusal::NeedsSomebodyElse));
        assert_eq!(settle(&fan, SecondWord::Agree).await, Err(Failure::Forbidden));
        assert_eq!(settle(&qiao, SecondWord::Agree).await, Ok(()));
        assert_eq!(total(&world, fan.member).await, 100);
        assert_eq!(settle(&qiao, SecondWord::Decline).await, refused(Refusal::AlreadySettled));

        // Declined or called off: the budget has it back.
        for (who, word) in [(&qiao, SecondWord::Decline), (&wen, SecondWord::Decline)] {
            honor::thank(&world, &wen, ask("zhuyuting", 300)).await.expect("asked for");
            let left = honor::honor_desk(&world, &wen, Locale::En).await.expect("a desk").left;
            assert_eq!(left, 600, "what waits is set aside");
            let id = waiting().await[0].id;
            honor::settle_thanks(&world, who, id, word).await.expect("settled");
        }
        assert_eq!(honor::honor_desk(&world, &wen, Locale::En).await.expect("a desk").left, 900);
        assert_eq!(total(&world, fan.member).await, 100);

        // One who is thanked agrees to nothing of theirs, organiser or not.
        honor::thank(&world, &wen, ask("qiaofeng", 200)).await.expect("asked for");
        let id = waiting().await[0].id;
        let told = honor::settle_thanks(&world, &qiao, id, SecondWord::Agree).await;
        assert_eq!(told, refused(Refusal::NeedsSomebodyElse));

        // A rule that went out of use meanwhile gives nothing, and they wait on.
        set_rule(&world, &admin, Trigger::Thanked, |form| form.off = true).await;
        let told = honor::settle_thanks(&world, &admin, id, SecondWord::Agree).await;
        assert_eq!(told, refused(Refusal::RuleNotInUse));
        assert_eq!(waiting().await[0].id, id);
    })
    .await;
}

/// Two agree at the same moment: one entry.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_seconds_at_once_make_one_entry() {
    for engine in engines() {
        let world = Arc::new(TestSite::fresh(engine).await);
        let House { admin, wen, qiao, fan } = house(&world).await;
        honor::thank(&world, &wen, ask("zhuyuting", 150)).await.expect("asked for");
        let id = honor::honor_desk(&world, &qiao, Locale::En).await.expect("a desk").waiting[0].id;
        let rush: Vec<_> = (0..16)
            .map(|n| {
                let (world, who) = (Arc::clone(&world), if n % 2 == 0 { qiao.clone() } else { admin.clone() });
                let word = if n % 5 == 4 { SecondWord::Decline } else { SecondWord::Agree };
                tokio::spawn(async move { honor::settle_thanks(&world, &who, id, word).await })
            })
            .collect();
        let mut settled = 0;
        for one in rush {
            settled += i64::from(one.await.expect("no panic").is_ok());
        }
        assert_eq!(settled, 1, "{engine}");
        let desk = honor::honor_desk(&world, &wen, Locale::En).await.expect("a desk");
        assert_eq!(1000 - desk.left, total(&world, fan.member).await, "what was given is what was drawn");
    }
}

/// 64 thanks at once out of a budget for ten. And with the limit read first and written after, it is passed: on PostgreSQL, for
/// SQLite's one writer hides the mistake.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_rush_passes_the_budget() {
    for engine in engines() {
        let world = Arc::new(TestSite::fresh(engine).await);
        let House { admin, wen, fan, .. } = house(&world).await;
        set_rule(&world, &admin, Trigger::Thanked, |form| {
            form.budget = "100".into();
            form.second_from = "1000".into();
        })
        .await;
        let rush: Vec<_> = (0..64)
            .map(|_| {
                let (world, wen) = (Arc::clone(&world), wen.clone());
                tokio::spawn(async move { honor::thank(&world, &wen, ask("zhuyuting", 10)).await })
            })
            .collect();
        let mut given = 0;
        for one in rush {
            match one.await.expect("no panic") {
                Ok(Thanked::Now) => given += 1,
                other => assert_eq!(other, Err(Failure::Refused(Refusal::OverBudget))),
            }
        }
        assert_eq!((given, total(&world, fan.member).await), (10, 100), "{engine}");
        let (notes, spent) = noted(&world).await;
        assert_eq!((notes, spent), (10, 100), "who was refused left nothing");
        if engine == Engine::Postgres {
            assert!(unguarded(&world, &wen).await > 100, "the control is worth something only if it fails");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_season_that_moves_gives_no_second_budget() {
    each_site(async |world| {
        let House { admin, wen, .. } = house(&world).await;
        let days =
            |first: &str| SeasonForm { name: "Spring".into(), first_day: first.into(), last_day: "2027-06-30".into() };
        let season = seasons::save(&world, &admin, None, &days("2027-03-01")).await.expect("a season");
        world.run_jobs().await;
        for n in 0..20 {
            let piece = ThanksAsk { request_key: format!("form {n}"), ..ask("zhuyuting", 50) };
            honor::thank(&world, &wen, piece).await.expect("within the budget");
        }
        let one_more = async |key: &str| {
            honor::thank(&world, &wen, ThanksAsk { request_key: key.into(), ..ask("zhuyuting", 1) }).await
        };
        let over = Err(Failure::Refused(Refusal::OverBudget));
        assert_eq!(one_more("a").await, over);
        seasons::save(&world, &admin, Some(season), &days("2027-02-20")).await.expect("it began earlier");
        world.run_jobs().await;
        assert_eq!(one_more("b").await, over);
        seasons::save_zone(&world, &admin, "Asia/Tokyo").await.expect("a zone");
        world.run_jobs().await;
        assert_eq!(one_more("c").await, over);
        assert!(doctor::examine(&world).await.expect("looked").0.is_empty());
    })
    .await;
}

async fn noted(world: &TestSite) -> (i64, i64) {
    let mut conn = world.db.read().await.expect("a reader");
    conn.one(
        sql!("SELECT (SELECT count(*) FROM honor_thanks), CAST((SELECT sum(spent) FROM honor_budget) AS BIGINT)"),
        (),
    )
    .await
    .expect("numbers")
}

/// The same rush by a read and then a write.
async fn unguarded(world: &Arc<TestSite>, wen: &Actor) -> i64 {
    let season = 7_i64;
    let mut tx = world.db.write().await.expect("a transaction");
    tx.execute(sql!("INSERT INTO honor_budget (member_id, season, spent) VALUES ($1, $2, 0)"), (wen.member.0, season))
        .await
        .expect("a budget");
    tx.commit().await.expect("a commit");
    let rush: Vec<_> = (0..64)
        .map(|_| {
            let (world, id) = (Arc::clone(world), wen.member.0);
            tokio::spawn(async move {
                let mut conn = world.db.read().await.expect("a reader");
                let (spent,): (i64,) = conn
                    .one(sql!("SELECT spent FROM honor_budget WHERE member_id = $1 AND season = $2"), (id, season))
                    .await
                    .expect("a budget");
                drop(conn);
                tokio::task::yield_now().await;
                if spent + 10 <= 100 {
                    let mut tx = world.db.write().await.expect("a transaction");
                    tx.execute(
                        sql!("UPDATE honor_budget SET spent = spent + 10 WHERE member_id = $1 AND season = $2"),
                        (id, season),
                    )
                    .await
                    .expect("a budget");
                    tx.commit().await.expect("a commit");
                }
            })
        })
        .collect();
    for one in rush {
        one.await.expect("no panic");
    }
    let mut conn = world.db.read().await.expect("a reader");
    let (spent,): (i64,) = conn
        .one(sql!("SELECT spent FROM honor_budget WHERE member_id = $1 AND season = $2"), (wen.member.0, season))
        .await
        .expect("a budget");
    spent
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_thanks_whom_by_turns_is_shown() {
    each_site(async |world| {
        let House { wen, qiao, .. } = house(&world).await;
        let pairs = async || honor::honor_desk(&world, &wen, Locale::En).await.expect("a desk").pairs;
        honor::thank(&world, &wen, ask("qiaofeng", 20)).await.expect("thanks");
        world.advance(std::time::Duration::from_secs(60));
        honor::thank(&world, &qiao, ask("wenshuyan", 20)).await.expect("thanks");
        assert_eq!(pairs().await, [], "thanked back once");
        world.advance(std::time::Duration::from_secs(60));
        honor::thank(&world, &wen, ask("qiaofeng", 20)).await.expect("thanks");
        let found = pairs().await;
        assert_eq!((found.len(), found[0].turns, found[0].points), (1, 2, 60));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_line_is_taken_back_once_and_by_somebody_else() {
    each_site(async |world| {
        let House { wen, qiao, fan, .. } = house(&world).await;
        let own = earn(&world, thanks(wen.member, 5, "own")).await.expect("no error").expect("new").entry;
        let entry = earn(&world, thanks(fan.member, 20, "a")).await.expect("no error").expect("new").entry;
        let back = async |who: &Actor, entry: HonorEntryId, why: &str| honor::take_back(&world, who, entry, why).await;
        let refused = |refusal| Err(Failure::Refused(refusal));
        assert_eq!(back(&fan, entry, "x").await, Err(Failure::Forbidden));
        assert_eq!(back(&wen, own, "x").await, refused(Refusal::OwnHonor));
        assert_eq!(back(&qiao, entry, "").await, Err(Failure::field("reason", FieldCode::Required)));
        assert_eq!(back(&qiao, HonorEntryId(wen.member.0), "x").await, Err(Failure::NotFound));
        back(&qiao, entry, "Counted twice").await.expect("taken back");
        assert_eq!(back(&wen, entry, "x").await, refused(Refusal::AlreadyTakenBack));
        assert_eq!((total(&world, fan.member).await, line(&world, &fan, 1).await.state), (0, State::TakenBack));
        assert_eq!(line(&world, &fan, 2).await.reason.as_deref(), Some("Counted twice"));

        // Put back: by taking back what took it.
        let ledger = honor::member_ledger(&world, &wen, Locale::En, ("zhuyuting", 1)).await.expect("a ledger");
        let open: Vec<_> = ledger.lines.iter().map(|line| (line.line.seq, line.entry.is_some())).collect();
        assert_eq!(open, [(2, true), (1, false)]);
        back(&wen, ledger.lines[0].entry.expect("open"), "It was not").await.expect("put back");
        assert_eq!((total(&world, fan.member).await, line(&world, &fan, 1).await.state), (20, State::Stands));
        assert_eq!(audits(&world, "honor_corrected").await, 2);
        let told = honor::member_ledger(&world, &fan, Locale::En, ("zhuyuting", 1)).await;
        assert_eq!(told.expect_err("not for fans"), Failure::Forbidden);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_objection_is_answered_and_stays_with_the_line() {
    each_site(async |world| {
        let House { admin, wen, qiao, fan } = house(&world).await;
        set_rule(&world, &admin, Trigger::Thanked, |form| form.per_day = "20".into()).await;
        let farmed = earn(&world, thanks(fan.member, 20, "farmed")).await.expect("no error").expect("new");
        earn(&world, thanks(fan.member, 15, "honest")).await.expect("no error");
        let denied = honor::line_page(&world, &fan, Locale::En, 2).await.expect("a line");
        assert_eq!((denied.line.counted, denied.line.limit), (0, Some(domain::honor::caps::Limit::Day)));
        assert_eq!(denied.rule.expect("a rule").terms.caps.per_day, Some(20), "the rule it stands under is told");

        assert_eq!(honor::object(&world, &fan, 2, " \n").await, Err(Failure::field("said", FieldCode::Required)));
        assert_eq!(honor::object(&world, &fan, 9, "x").await, Err(Failure::NotFound));
        assert_eq!(honor::object(&world, &wen, 2, "x").await, Err(Failure::NotFound), "only one's own lines");
        let id = honor::object(&world, &fan, 2, "The first one was not me.").await.expect("heard");
        let again = honor::object(&world, &fan, 2, "And again").await;
        assert_eq!(again, Err(Failure::Refused(Refusal::AlreadyObjected)));
        assert_eq!(line(&world, &fan, 2).await.objection, Some(ObjectionStanding::Open));

        let desk = honor::honor_desk(&world, &qiao, Locale::En).await.expect("a desk");
        assert_eq!((desk.objections[0].name.as_str(), desk.objections[0].line.seq), ("Zhu Yuting", 2));
        let answer = |outcome: &str| AnswerAsk { outcome: outcome.into(), answer: "You are right.".into() };
        assert_eq!(honor::answer_objection(&world, &fan, id, answer("agreed")).await, Err(Failure::Forbidden));
        let told = honor::answer_objection(&world, &qiao, id, AnswerAsk::default()).await.expect_err("told");
        assert_eq!(
            (told.of_field("outcome"), told.of_field("answer")),
            (Some(FieldCode::Required), Some(FieldCode::Required))
        );
        honor::take_back(&world, &qiao, farmed.entry, "Was not there").await.expect("taken back");
        honor::answer_objection(&world, &qiao, id, answer("agreed")).await.expect("answered");
        let late = honor::answer_objection(&world, &wen, id, answer("explained")).await;
        assert_eq!(late, Err(Failure::Refused(Refusal::AlreadySettled)));
        let page = honor::line_page(&world, &fan, Locale::En, 2).await.expect("a line");
        assert_eq!((page.line.counted, page.line.objection), (15, Some(ObjectionStanding::Answered)));
        let told = &page.objections[0];
        assert_eq!((told.outcome, told.by.as_deref()), (Some(ObjectionOutcome::Agreed), Some("Qiao Feng")));
        assert_eq!((audits(&world, "honor_objected").await, audits(&world, "honor_objection_answered").await), (1, 1));

        // Agreed, and the line turned round in the same step.
        let id = honor::object(&world, &fan, 1, "I was there after all.").await.expect("heard");
        honor::answer_objection(&world, &wen, id, answer("turned")).await.expect("answered");
        assert_eq!((line(&world, &fan, 1).await.state, total(&world, fan.member).await), (State::Stands, 20));

        // An organiser answers nothing of their own.
        earn(&world, thanks(wen.member, 5, "own")).await.expect("no error");
        let own = honor::object(&world, &wen, 1, "Too little").await.expect("heard");
        let told = honor::answer_objection(&world, &wen, own, answer("agreed")).await;
        assert_eq!(told, Err(Failure::Refused(Refusal::OwnHonor)));
    })
    .await;
}
