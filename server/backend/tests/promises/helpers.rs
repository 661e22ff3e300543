//! Co-organisers and helpers by invitation, and the organisers of a chapter.

use std::time::Duration;

use crate::planning::{audited, form};
use backend::testing::{TestSite, each_site};
use backend::{chapters, door, events, members};
use domain::events::plan::PlanForm;
use domain::members::{Actor, EventRole};
use domain::{EventId, Failure, FieldCode, Locale, Refusal};

async fn draft(world: &TestSite) -> (Actor, EventId) {
    let wen = world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await;
    let id = events::create(world, &wen, form()).await.expect("a draft");
    (wen, id)
}

/// The member with the roles that the next page finds.
async fn again(world: &TestSite, actor: &Actor) -> Actor {
    let token = world.session_of(actor).await;
    members::session(world, &token).await.expect("a session").expect("is there").actor
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_is_asked_by_name_and_says_yes() {
    each_site(async |world| {
        let (wen, id) = draft(&world).await;
        let (bai, fan) = (world.member("Bai Lu").await, world.member("Zhu Yuting").await);
        let ask = async |whom: &str, role: &str| events::invite(&world, &wen, Locale::En, id, (whom, role)).await;
        assert_eq!(ask("", "door").await, Err(Failure::field("whom", FieldCode::Required)));
        assert_eq!(ask("nobody", "door").await, Err(Failure::field("whom", FieldCode::NoSuchMember)));
        assert_eq!(ask("a@b", "door").await, Err(Failure::field("whom", FieldCode::NotAnEmail)));
        for role in ["", "host", "shift_lead"] {
            assert_eq!(ask("bailu", role).await, Err(Failure::field("role", FieldCode::UnknownChoice)), "{role}");
        }
        let first = ask("@BaiLu", "door").await.expect("an invitation");
        let token = ask("bailu", "co_organiser").await.expect("a better one");
        let spent = Failure::Refused(Refusal::LinkSpent);
        assert_eq!(events::invitation(&world, Some(&bai), Locale::En, &first).await, Err(spent.clone()));
        let console = events::console(&world, &wen, Locale::En, id).await.expect("a page");
        assert_eq!(console.invited.iter().map(|i| i.whom.as_str()).collect::<Vec<_>>(), ["Bai Lu"]);
        world.run_jobs().await;
        let letters = world.letters();
        assert_eq!(letters.len(), 1, "the first one is void");
        assert!(letters[0].contains("Subject: Will you help? Tea-House Tapes"));

        let page = events::invitation(&world, None, Locale::En, &token).await.expect("a page");
        assert_eq!((page.from.as_str(), page.role, page.sign_in_first), ("Wen Shuyan", EventRole::CoOrganiser, true));
        assert_eq!(
            events::accept_invitation(&world, &fan, &token).await,
            Err(Failure::Refused(Refusal::NotForYou)),
            "a link that somebody passed on"
        );
        assert_eq!(events::accept_invitation(&world, &bai, &token).await, Ok((id, EventRole::CoOrganiser)));
        assert_eq!(events::accept_invitation(&world, &bai, &token).await, Err(spent), "once");
        assert_eq!((audited(&world, "helper_invited").await, audited(&world, "staff_added").await), (2, 1));

        // They run this event, and nothing else of the chapter.
        let bai = again(&world, &bai).await;
        let list = events::organise(&world, &bai, Locale::En).await.expect("a page");
        assert_eq!((list.events.len(), list.chapters.len()), (1, 0));
        events::edit(&world, &bai, id, PlanForm { capacity: "60".into(), ..form() }).await.expect("changed");
        events::publish(&world, &bai, id).await.expect("published");
        assert_eq!(events::create(&world, &bai, form()).await, Err(Failure::Forbidden));
        assert_eq!(chapters::desk(&world, &bai, "chengdu").await.map(drop), Err(Failure::Forbidden));
        events::remove_staff(&world, &wen, id, "bailu").await.expect("thanked and gone");
        let bai = again(&world, &bai).await;
        assert_eq!(events::console(&world, &bai, Locale::En, id).await.map(drop), Err(Failure::Forbidden));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn somebody_new_is_asked_by_mail_and_keeps_the_door_only() {
    each_site(async |world| {
        let (wen, id) = draft(&world).await;
        let token = events::invite(&world, &wen, Locale::ZhCn, id, ("yu@new.example", "door")).await.expect("asked");
        let console = events::console(&world, &wen, Locale::En, id).await.expect("a page");
        assert_eq!(console.invited[0].whom, "y…@new.example");
        world.run_jobs().await;
        let letters = world.letters();
        assert!(letters[0].contains("To: yu@new.example"), "{}", letters[0]);
        // Nothing of the link or the address stays behind.
        let mut conn = world.db.read().await.expect("a reader");
        let (kept,): (i64,) = conn
            .one(
                backend::sql!("SELECT count(*) FROM job WHERE payload LIKE $1 OR payload LIKE $2"),
                (format!("%{token}%"), "%new.example%"),
            )
            .await
            .expect("a number");
        assert_eq!(kept, 0);
        drop(conn);

        let yu = world.member("Zhu Yuting").await;
        events::accept_invitation(&world, &yu, &token).await.expect("she reads her mail");
        let yu = again(&world, &yu).await;
        assert!(door::page(&world, &yu, Locale::En, id).await.is_ok());
        assert_eq!(events::console(&world, &yu, Locale::En, id).await.map(drop), Err(Failure::NotFound), "a draft");
        assert_eq!(events::organise(&world, &yu, Locale::En).await.map(drop), Err(Failure::Forbidden));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_invitation_ends_by_no_by_withdrawal_and_by_time() {
    each_site(async |world| {
        let (wen, id) = draft(&world).await;
        let yu = world.member("Zhu Yuting").await;
        let ask = async || events::invite(&world, &wen, Locale::En, id, ("zhuyuting", "door")).await.expect("asked");
        let spent = Failure::Refused(Refusal::LinkSpent);
        let token = ask().await;
        events::decline_invitation(&world, &yu, &token).await.expect("no");
        assert_eq!(events::accept_invitation(&world, &yu, &token).await, Err(spent.clone()));
        let token = ask().await;
        let open = events::console(&world, &wen, Locale::En, id).await.expect("a page").invited[0].id;
        events::withdraw_invitation(&world, &wen, id, open).await.expect("withdrawn");
        events::withdraw_invitation(&world, &wen, id, open).await.expect("gone already");
        assert_eq!(events::accept_invitation(&world, &yu, &token).await, Err(spent.clone()));
        let token = ask().await;
        world.advance(Duration::from_secs(14 * 86_400));
        assert_eq!(events::accept_invitation(&world, &yu, &token).await, Err(spent.clone()));
        assert!(events::console(&world, &wen, Locale::En, id).await.expect("a page").invited.is_empty());

        // Of many taps at once one counts.
        let token = ask().await;
        let taps: Vec<_> = (0..6)
            .map(|_| {
                let (site, yu, token) = (world.site.clone(), yu.clone(), token.clone());
                tokio::spawn(async move { events::accept_invitation(&site, &yu, &token).await })
            })
            .collect();
        let mut taken = 0;
        for tap in taps {
            match tap.await.expect("no panic") {
                Ok(_) => taken += 1,
                Err(failure) => assert_eq!(failure, spent),
            }
        }
        assert_eq!((taken, audited(&world, "staff_added").await), (1, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn organisers_of_a_chapter_choose_each_other() {
    each_site(async |world| {
        let (wen, _) = draft(&world).await;
        let rui = world.organiser("Rui Costa", world.chapter("Lisbon").await).await;
        let yu = world.member("Zhu Yuting").await;
        for other in [&rui, &yu] {
            let refused = chapters::add_organiser(&world, other, "chengdu", "zhuyuting").await;
            assert_eq!(refused, Err(Failure::Forbidden));
            assert_eq!(chapters::desk(&world, other, "chengdu").await.map(drop), Err(Failure::Forbidden));
        }
        chapters::add_organiser(&world, &wen, "chengdu", "@zhuyuting").await.expect("one more");
        let desk = chapters::desk(&world, &wen, "chengdu").await.expect("a page");
        let names: Vec<_> = desk.organisers.iter().map(|p| p.handle.as_str()).collect();
        assert_eq!(names, ["wenshuyan", "zhuyuting"]);
        let yu = again(&world, &yu).await;
        chapters::remove_organiser(&world, &yu, "chengdu", "wenshuyan").await.expect("even so");
        assert_eq!(chapters::desk(&world, &yu, "atlantis").await.map(drop), Err(Failure::NotFound));
    })
    .await;
}
