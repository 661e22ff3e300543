//! The honor crew and the core: asked for, proposed, decided with reasons, for a term that is renewed or ends with thanks.

use std::time::Duration;

use crate::planning::audited;
use crate::tiers::tier;
use backend::honor::tiers::{self, Decision};
use backend::sql;
use backend::testing::{TestSite, each_site};
use domain::honor::tiers::{ApplicationState, Tier, view::MyApplication};
use domain::members::Actor;
use domain::{ChapterId, Failure, FieldCode, Locale, Refusal, TermId};

const DAY: Duration = Duration::from_secs(86_400);

/// A club whose Regulars are made by one event, two organisers, somebody who runs the site, and a Regular.
struct House {
    chapter: ChapterId,
    wen: Actor,
    qiao: Actor,
    admin: Actor,
    fan: Actor,
}

async fn house(world: &TestSite, seats: &str) -> House {
    let chapter = world.chapter("Chengdu").await;
    let (wen, qiao) = (world.organiser("Wen Shuyan", chapter).await, world.organiser("Qiao Bo", chapter).await);
    let (admin, fan) = (world.admin().await, world.member("Zhu Yuting").await);
    tiers::save_rule(world, &admin, ["1", "36", "30"]).await.expect("a rule");
    tiers::save_crew(world, &admin, (seats, "12")).await.expect("seats");
    let house = House { chapter, wen, qiao, admin, fan };
    world.attend(&house.fan, (house.chapter, &house.wen)).await;
    house
}

fn refused<T>(refusal: Refusal) -> Result<T, Failure> {
    Err(Failure::Refused(refusal))
}

async fn application(world: &TestSite, actor: &Actor) -> Option<MyApplication> {
    let page = tiers::page(world, Some(actor), Locale::En).await.expect("a page");
    page.mine.expect("signed in").application
}

/// Taken seats as they are counted, and as they are.
async fn seats(world: &TestSite) -> (i64, i64) {
    let mut conn = world.db.read().await.expect("a reader");
    conn.one(
        sql!(
            "SELECT crew_taken, (SELECT count(*) FROM tier_term WHERE tier = 'honor_crew' AND ended_at IS NULL)
             FROM standing_house WHERE id = 1"
        ),
        (),
    )
    .await
    .expect("numbers")
}

async fn term_of(world: &TestSite, actor: &Actor) -> TermId {
    let mut conn = world.db.read().await.expect("a reader");
    let (id,): (uuid::Uuid,) = conn
        .one(sql!("SELECT id FROM tier_term WHERE member_id = $1 AND ended_at IS NULL"), (actor.member.0,))
        .await
        .expect("a term");
    TermId(id)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_regular_asks_and_reads_why_it_was_decided_so() {
    each_site(async |world| {
        let House { chapter, wen, qiao, fan, .. } = house(&world, "1").await;
        let new = world.member("New Fan").await;
        let ask = async |actor: &Actor, words: &str| tiers::ask_for_seat(&world, actor, words).await;
        assert_eq!(ask(&new, "Me").await, refused(Refusal::NotYetRegular));
        assert_eq!(ask(&fan, "  ").await, Err(Failure::field("words", FieldCode::Required)));
        let long = "x".repeat(1001);
        assert_eq!(ask(&fan, &long).await, Err(Failure::field("words", FieldCode::TooLong { max: 1000 })));
        let id = ask(&fan, "I mend radios.").await.expect("asked");
        assert_eq!(ask(&fan, "Once more").await, refused(Refusal::AskedAlready));
        let desk = tiers::desk(&world, &qiao, Locale::En).await.expect("a desk");
        assert_eq!((desk.open.len(), desk.open[0].events, desk.open[0].can_decide), (1, 1, true));
        assert_eq!(tiers::desk(&world, &fan, Locale::En).await.map(drop), Err(Failure::Forbidden));

        let decide = async |actor: &Actor, decision, why: &str| tiers::decide(&world, actor, id, (decision, why)).await;
        assert_eq!(decide(&fan, Decision::Accept, "Me").await, Err(Failure::Forbidden));
        assert_eq!(decide(&qiao, Decision::Decline, " ").await, Err(Failure::field("reason", FieldCode::Required)));
        decide(&qiao, Decision::Decline, "Come a little longer first").await.expect("decided");
        assert_eq!(decide(&wen, Decision::Accept, "But I say yes").await, refused(Refusal::DecidedAlready));
        let told = application(&world, &fan).await.expect("there");
        assert_eq!(
            (told.state, told.reason.as_deref()),
            (ApplicationState::Declined, Some("Come a little longer first"))
        );
        assert_eq!(tier(&world, &fan).await, Tier::Regular);

        // Asked again, taken back, asked again: nobody else can take it back, and nobody twice.
        world.advance(Duration::from_secs(60));
        let again = ask(&fan, "I still mend radios.").await.expect("asked");
        assert_eq!(tiers::take_back(&world, &new, again).await, Err(Failure::NotFound));
        tiers::take_back(&world, &fan, again).await.expect("taken back");
        assert_eq!(tiers::take_back(&world, &fan, again).await, refused(Refusal::DecidedAlready));
        assert_eq!(application(&world, &fan).await, None);
        world.advance(Duration::from_secs(60));
        let third = ask(&fan, "And now for good.").await.expect("asked");
        tiers::decide(&world, &qiao, third, (Decision::Accept, "For the radios")).await.expect("a seat");
        assert_eq!((tier(&world, &fan).await, seats(&world).await), (Tier::HonorCrew, (1, 1)));
        assert_eq!(ask(&fan, "One more").await, refused(Refusal::InCrewAlready));
        assert_eq!((audited(&world, "crew_accepted").await, audited(&world, "crew_declined").await), (1, 1));
        world.run_jobs().await;
        let letters = world.letters().join("\n");
        for words in ["Come a little longer first", "For the radios", "20 March 2028"] {
            assert!(letters.replace("=\r\n", "").contains(words), "{words}: {letters}");
        }

        // All seats are taken: the next one waits, and is not decided by accident.
        world.attend(&new, (chapter, &wen)).await;
        let waits = ask(&new, "Me too").await.expect("asked");
        assert_eq!(tiers::decide(&world, &qiao, waits, (Decision::Accept, "Yes")).await, refused(Refusal::NoSeatFree));
        assert_eq!(application(&world, &new).await.map(|a| a.state), Some(ApplicationState::Open));
        tiers::give_back(&world, &fan).await.expect("given back");
        assert_eq!(tiers::give_back(&world, &fan).await, Err(Failure::NotFound));
        tiers::decide(&world, &qiao, waits, (Decision::Accept, "Yes")).await.expect("a seat");
        assert_eq!((tier(&world, &fan).await, seats(&world).await), (Tier::Regular, (1, 1)));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_decides_about_themselves_or_about_whom_they_proposed() {
    each_site(async |world| {
        let House { wen, qiao, admin, fan, .. } = house(&world, "2").await;
        let oneself = Failure::Refused(Refusal::NotAboutOneself);
        let propose = async |actor: &Actor, handle: &str| tiers::propose(&world, actor, (handle, "Carries chairs")).await;
        assert_eq!(propose(&fan, "wenshuyan").await, Err(Failure::Forbidden));
        assert_eq!(propose(&wen, "nobody").await, Err(Failure::field("handle", FieldCode::NoSuchMember)));
        assert_eq!(propose(&wen, "wenshuyan").await, Err(oneself.clone()));
        let id = propose(&wen, "@zhuyuting").await.expect("proposed");
        assert_eq!(propose(&qiao, "zhuyuting").await, Err(Failure::Refused(Refusal::AskedAlready)));
        assert_eq!(tiers::decide(&world, &wen, id, (Decision::Accept, "Mine")).await, Err(oneself.clone()));
        let told = application(&world, &fan).await.expect("she knows");
        assert_eq!((told.proposed_by.as_deref(), told.words.as_str()), (Some("Wen Shuyan"), "Carries chairs"));
        assert!(!tiers::desk(&world, &wen, Locale::En).await.expect("a desk").open[0].can_decide);
        assert!(tiers::desk(&world, &admin, Locale::En).await.expect("a desk").open[0].can_decide);

        // An organiser proposed by another one: not even by those who run the site, if it is about them.
        let about = tiers::propose(&world, &qiao, ("adamin", "Runs it all")).await.expect("proposed");
        assert_eq!(tiers::decide(&world, &admin, about, (Decision::Accept, "Me")).await, Err(oneself));
        // The database says so too.
        let mut tx = world.db.write().await.expect("a transaction");
        let forced = tx
            .execute(
                sql!("UPDATE crew_application SET state = 'accepted', reason = 'x', decided_at = 1, decided_by_id = $2 WHERE id = $1"),
                (id.0, wen.member.0),
            )
            .await;
        assert!(forced.expect_err("refused").breaks("crew_application_proposer_check"));
        drop(tx);
        // She would rather not.
        tiers::take_back(&world, &fan, id).await.expect("no, thank you");
        let late = tiers::decide(&world, &qiao, id, (Decision::Accept, "Yes")).await;
        assert_eq!(late, Err(Failure::Refused(Refusal::DecidedAlready)));
        world.run_jobs().await;
        assert!(!world.letters().iter().any(|l| l.contains("Proposed for the honor crew") && l.contains("zhuyuting")));
        // Nor does who proposed somebody say for how long.
        let id = propose(&wen, "zhuyuting").await.expect("proposed");
        tiers::decide(&world, &qiao, id, (Decision::Accept, "Yes")).await.expect("a seat");
        let term = term_of(&world, &fan).await;
        let own = tiers::renew(&world, &wen, term, 0).await;
        assert_eq!(own, Err(Failure::Refused(Refusal::NotAboutOneself)));
        let can_renew = async |actor| tiers::desk(&world, actor, Locale::En).await.expect("a desk").crew_terms[0].can_renew;
        assert_eq!((can_renew(&wen).await, can_renew(&qiao).await), (false, true));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_term_is_renewed_ends_by_time_and_with_thanks() {
    each_site(async |world| {
        let House { wen, qiao, admin, fan, .. } = house(&world, "3").await;
        let id = tiers::ask_for_seat(&world, &fan, "Radios").await.expect("asked");
        tiers::decide(&world, &wen, id, (Decision::Accept, "Yes")).await.expect("a seat");
        let term = term_of(&world, &fan).await;
        assert_eq!(tiers::renew(&world, &fan, term, 0).await, Err(Failure::Forbidden));
        // A double tap, and somebody else at the same time: the form that they all saw renews once.
        let (a, b, c) = tokio::join!(
            tiers::renew(&world, &qiao, term, 0),
            tiers::renew(&world, &qiao, term, 0),
            tiers::renew(&world, &wen, term, 0)
        );
        assert_eq!((a, b, c), (Ok(()), Ok(()), Ok(())));
        let desk = tiers::desk(&world, &wen, Locale::En).await.expect("a desk");
        let line = &desk.crew_terms[0];
        assert_eq!((line.until.as_deref(), line.renewals), (Some("20 Mar 2029"), 1));

        // Two years later: over to the moment, also before anybody looks after it. The seat is free at once for the next decision.
        world.advance(DAY * 731);
        assert_eq!(tier(&world, &fan).await, Tier::HonorCrew);
        world.advance(DAY);
        assert_eq!(tier(&world, &fan).await, Tier::Regular);
        assert_eq!(seats(&world).await, (1, 1), "nobody has looked yet");
        for _ in 0..2 {
            tiers::look(&world).await.expect("looked after");
        }
        assert_eq!(seats(&world).await, (0, 0));
        assert_eq!(tiers::renew(&world, &qiao, term, 1).await, Err(Failure::NotFound), "what is over is over");
        world.run_jobs().await;
        let thanked =
            world.letters().iter().filter(|l| l.contains("Thank you for your time in the honor crew")).count();
        assert_eq!(thanked, 1);

        // By an organiser's word.
        let id = tiers::ask_for_seat(&world, &fan, "Radios again").await.expect("asked");
        tiers::decide(&world, &wen, id, (Decision::Accept, "Yes")).await.expect("a seat");
        let term = term_of(&world, &fan).await;
        assert_eq!(tiers::end(&world, &qiao, term, "").await, Err(Failure::field("thanks", FieldCode::Required)));
        tiers::end(&world, &qiao, term, "For every lamp you lit").await.expect("ended");
        assert_eq!((tier(&world, &fan).await, seats(&world).await), (Tier::Regular, (0, 0)));

        // The core is appointed, and dismissed, by those who run the site; a seat is left to others.
        let id = tiers::ask_for_seat(&world, &fan, "Once more").await.expect("asked");
        tiers::decide(&world, &wen, id, (Decision::Accept, "Yes")).await.expect("a seat");
        assert_eq!(tiers::appoint(&world, &wen, ("zhuyuting", "x")).await, Err(Failure::Forbidden));
        let oneself = tiers::appoint(&world, &admin, ("adamin", "It is me")).await;
        assert_eq!(oneself, Err(Failure::Refused(Refusal::NotAboutOneself)));
        let core = tiers::appoint(&world, &admin, ("zhuyuting", "From the start")).await.expect("appointed");
        assert_eq!((tier(&world, &fan).await, seats(&world).await), (Tier::Core, (0, 0)));
        let twice = tiers::appoint(&world, &admin, ("zhuyuting", "Again")).await;
        assert_eq!(twice, Err(Failure::field("handle", FieldCode::SameAsBefore)));
        assert_eq!(tiers::end(&world, &wen, core, "Thanks").await, Err(Failure::Forbidden));
        tiers::end(&world, &admin, core, "For years").await.expect("dismissed with thanks");
        assert_eq!(tier(&world, &fan).await, Tier::Regular);
        // Who waits for a seat while they are appointed needs none: nobody gives them one by mistake.
        let id = tiers::ask_for_seat(&world, &fan, "And again").await.expect("asked");
        tiers::appoint(&world, &admin, ("zhuyuting", "Back")).await.expect("appointed");
        let late = tiers::decide(&world, &wen, id, (Decision::Accept, "Yes")).await;
        assert_eq!(late, Err(Failure::Refused(Refusal::DecidedAlready)));
        assert_eq!(seats(&world).await, (0, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn there_are_never_fewer_seats_than_are_taken() {
    each_site(async |world| {
        let House { wen, admin, fan, .. } = house(&world, "2").await;
        let id = tiers::ask_for_seat(&world, &fan, "Radios").await.expect("asked");
        tiers::decide(&world, &wen, id, (Decision::Accept, "Yes")).await.expect("a seat");
        let save = async |actor: &Actor, seats: &str| tiers::save_crew(&world, actor, (seats, "6")).await;
        assert_eq!(save(&wen, "9").await, Err(Failure::Forbidden));
        assert_eq!(save(&admin, "0").await, Err(Failure::field("seats", FieldCode::SeatsTaken { taken: 1 })));
        save(&admin, "1").await.expect("as many as are taken");
        let mut tx = world.db.write().await.expect("a transaction");
        let forced = tx.execute(sql!("UPDATE standing_house SET crew_taken = crew_taken + 1"), ()).await;
        assert!(forced.expect_err("the database refuses").breaks("standing_house_crew_check"));
    })
    .await;
}
