//! What the pages of events show, and to whom.

use crate::planning::{audited, form, here, sign_up, sign_up_with};
use backend::events::{self, Opened};
use backend::signups::Listing;
use backend::sql;
use backend::testing::each_site;
use domain::events::questions::{QuestionForm, QuestionKind};
use domain::events::{Phase, plan::PlanForm};
use domain::members::{Actor, EventRole, Post};
use domain::signups::SignUpState;
use domain::{Failure, FieldCode, Locale};
use image::{DynamicImage, ImageFormat};
use std::io::Cursor;
use std::time::Duration;

const DAY: Duration = Duration::from_secs(86_400);
const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_front_page_features_what_has_seats() {
    each_site(async |world| {
        let (chengdu, lisbon) = (world.chapter("Chengdu").await, world.chapter("Lisbon").await);
        let wen = world.organiser("Wen Shuyan", chengdu).await;
        let full = world.event(chengdu, &wen, 1).await; // soonest, but all seats are taken
        sign_up(&world, &world.member("Zhu Yuting").await, full).await;
        for chapter in [lisbon, chengdu] {
            world.advance(SECOND); // of two that start together the one planned first comes first
            world.event(chapter, &wen, 5).await;
        }

        let home = events::home(&world, Locale::En, None).await.expect("a page");
        let slugs =
            |cards: &[domain::events::view::EventCard]| cards.iter().map(|c| c.slug.clone()).collect::<Vec<_>>();
        assert_eq!(home.feature.as_ref().map(|f| (f.slug.as_str(), f.phase)), Some(("tea-house-tapes-2", Phase::Open)));
        assert_eq!(slugs(&home.next), ["tea-house-tapes-1", "tea-house-tapes-3"]);
        assert_eq!(home.share.image, "https://popcorn.example/og/e/tea-house-tapes-2.jpg?v=1");
        assert_eq!(home.chapters.iter().map(|c| c.slug.as_str()).collect::<Vec<_>>(), ["chengdu", "lisbon"]);

        let here = events::home(&world, Locale::ZhCn, Some("chengdu")).await.expect("a page");
        assert_eq!(here.feature.map(|f| f.when.date), Some("2027年4月3日 星期六".into()));
        assert_eq!((slugs(&here.next), here.chapter.as_deref()), (vec!["tea-house-tapes-1".into()], Some("chengdu")));
        assert_eq!(events::home(&world, Locale::En, Some("atlantis")).await, Err(Failure::NotFound));

        world.advance(DAY * 30);
        let later = events::home(&world, Locale::En, None).await.expect("a page");
        assert_eq!((later.feature, later.next.len(), later.past.len()), (None, 0, 3));
        assert_eq!(later.past[0].phase, Phase::Ended);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_names_only_those_who_chose_it() {
    each_site(async |world| {
        let chengdu = world.chapter("Chengdu").await;
        let wen = world.organiser("Wen Shuyan", chengdu).await;
        let id = world.event(chengdu, &wen, 5).await;
        let (yu, lin) = (world.member("Zhu Yuting").await, world.member("Lin Na").await);
        sign_up_with(&world, &yu, id, (Listing::Listed, vec![])).await;
        sign_up(&world, &lin, id).await;

        let page = here(&world, None, "tea-house-tapes-1").await;
        assert_eq!(page.host, None, "her profile is not public");
        assert_eq!((page.listed_count, page.quiet_count, page.listed.len()), (1, 1, 1));
        assert_eq!((page.listed[0].display_name.as_str(), page.listed[0].has_page), ("Zhu Yuting", false));
        assert_eq!((page.mine, page.can_edit, page.can_keep_door), (None, false, false));
        world.publish(&wen).await;
        let page = here(&world, Some(&lin), "tea-house-tapes-1").await;
        assert_eq!(page.host.map(|h| h.handle).as_deref(), Some("wenshuyan"));
        assert_eq!(page.mine.map(|m| (m.state, m.listed)), Some((SignUpState::Confirmed, false)));
        let helper = Actor { staffs: vec![Post { event: id, role: EventRole::Door }], ..lin };
        let page = here(&world, Some(&helper), "tea-house-tapes-1").await;
        assert_eq!((page.can_edit, page.can_keep_door), (false, true));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_story_is_cleaned_when_it_is_stored() {
    each_site(async |world| {
        let wen = world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await;
        let story = "# Tapes\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1)) **yes**";
        events::create(&world, &wen, PlanForm { story: story.into(), ..form() }).await.expect("a draft");
        let html = here(&world, Some(&wen), "tea-house-tapes").await.story_html;
        assert!(html.contains("<h2>Tapes</h2>") && html.contains("<strong>yes</strong>"), "{html}");
        assert!(!html.contains("<script") && !html.contains("javascript:"), "{html}");
    })
    .await;
}

fn asks(id: &str, label: &str, kind: QuestionKind) -> QuestionForm {
    let choices = if kind == QuestionKind::Choice { "Green\nBlack".into() } else { String::new() };
    QuestionForm { id: id.into(), label: label.into(), kind: kind.word().into(), choices, ..QuestionForm::default() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_outlive_their_questions() {
    each_site(async |world| {
        let wen = world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await;
        let questions = vec![
            asks("", "Tea?", QuestionKind::Choice),
            asks("", "Tape?", QuestionKind::YesNo),
            asks("", "Never mind", QuestionKind::Text),
        ];
        let id = events::create(&world, &wen, PlanForm { questions, ..form() }).await.expect("a draft");
        let mut plan = events::plan_page(&world, &wen, Locale::En, Opened::Of(id)).await.expect("a form").form;
        assert_eq!(
            plan.questions.iter().map(|q| q.label.as_str()).collect::<Vec<_>>(),
            ["Tea?", "Tape?", "Never mind"]
        );
        plan.questions.pop();
        events::edit(&world, &wen, id, plan).await.expect("a question less");
        let mut conn = world.db.read().await.expect("a reader");
        let (left,): (i64,) = conn.one(sql!("SELECT count(*) FROM event_question"), ()).await.expect("a number");
        drop(conn);
        assert_eq!(left, 2, "nobody was ever asked the third");
        events::publish(&world, &wen, id).await.expect("published");

        let asked = here(&world, None, "tea-house-tapes").await.questions;
        let (yu, lin) = (world.member("Zhu Yuting").await, world.member("Lin Na").await);
        let answers = vec![(asked[0].id.to_string(), "Black".into()), (asked[1].id.to_string(), "yes".into())];
        sign_up_with(&world, &yu, id, (Listing::Quiet, answers)).await;
        sign_up(&world, &lin, id).await;

        // The first gets other words, the second another kind; a third comes before them.
        let mut plan = events::plan_page(&world, &wen, Locale::En, Opened::Of(id)).await.expect("a form").form;
        plan.questions[0].label = "Which tea?".into();
        plan.questions[1].kind = "text".into();
        plan.questions.insert(0, asks("", "Seat?", QuestionKind::Text));
        events::edit(&world, &wen, id, plan).await.expect("other questions");
        let now: Vec<_> = here(&world, None, "tea-house-tapes").await.questions;
        assert_eq!(now.iter().map(|q| q.label.as_str()).collect::<Vec<_>>(), ["Seat?", "Which tea?", "Tape?"]);
        assert_eq!(now[1].id, asked[0].id);
        assert_ne!(now[2].id, asked[1].id, "an answer to yes or no is none to the new one");

        let console = events::console(&world, &wen, Locale::En, id).await.expect("a page");
        let columns: Vec<_> = console.questions.iter().map(|q| (q.label.as_str(), q.kind)).collect();
        assert_eq!(
            columns,
            [
                ("Seat?", QuestionKind::Text),
                ("Which tea?", QuestionKind::Choice),
                ("Tape?", QuestionKind::Text),
                ("Tape?", QuestionKind::YesNo)
            ]
        );
        let said = |n: usize| console.people[n].answers.iter().map(|a| a.text.as_str()).collect::<Vec<_>>();
        assert_eq!(said(0), ["", "Black", "", "Yes"]);
        assert_eq!(said(1), ["", "", "", ""]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_console_tells_who_comes_and_what_was_done() {
    each_site(async |world| {
        let wen = world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await;
        let id = events::create(&world, &wen, PlanForm { capacity: "1".into(), ..form() }).await.expect("a draft");
        world.advance(SECOND);
        events::publish(&world, &wen, id).await.expect("published");
        let lin = {
            let mut people = vec![];
            for name in ["Zhu Yuting", "Lin Na", "Bo He"] {
                people.push(world.member(name).await);
            }
            for person in &people {
                sign_up(&world, person, id).await;
            }
            people.remove(1)
        };
        let console = events::console(&world, &wen, Locale::En, id).await.expect("a page");
        let people: Vec<_> =
            console.people.iter().map(|p| (p.handle.as_str(), p.state, p.waiting_place, p.code.len())).collect();
        assert_eq!(
            people,
            [
                ("zhuyuting", SignUpState::Confirmed, None, 9),
                ("linna", SignUpState::Waiting, Some(1), 0),
                ("bohe", SignUpState::Waiting, Some(2), 0),
            ]
        );
        assert_eq!(console.people[0].signed_up, "20 Mar 2027, 14:00");
        assert_eq!((console.checked_in, console.card.seats.taken, console.card.seats.waiting), (0, 1, 2));
        let log: Vec<_> = console.log.iter().map(|l| (l.who.as_str(), l.action.as_str())).collect();
        assert_eq!(log, [("Wen Shuyan", "event_published"), ("Wen Shuyan", "event_created")]);

        for typed in ["@LinNa", "linna"] {
            let token = events::invite(&world, &wen, Locale::En, id, (typed, "door")).await.expect("an invitation");
            events::accept_invitation(&world, &lin, &token).await.expect("a helper");
        }
        let console = events::console(&world, &wen, Locale::ZhCn, id).await.expect("a page");
        assert_eq!(console.staff.iter().map(|s| s.person.handle.as_str()).collect::<Vec<_>>(), ["linna"]);
        assert_eq!(console.log[0].at, "2027年3月20日 14:00");
        events::remove_staff(&world, &wen, id, "linna").await.expect("thanked and gone");
        events::remove_staff(&world, &wen, id, "linna").await.expect("gone already");
        assert!(events::console(&world, &wen, Locale::En, id).await.expect("a page").staff.is_empty());
        assert_eq!((audited(&world, "staff_added").await, audited(&world, "staff_removed").await), (2, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn organisers_see_their_own() {
    each_site(async |world| {
        let (chengdu, lisbon) = (world.chapter("Chengdu").await, world.chapter("Lisbon").await);
        let wen = world.organiser("Wen Shuyan", chengdu).await;
        let rui = world.organiser("Rui Costa", lisbon).await;
        let draft = events::create(&world, &wen, form()).await.expect("a draft");
        let event = world.event(lisbon, &rui, 5).await;
        let list = async |actor: &Actor| {
            events::organise(&world, actor, Locale::En).await.map(|p| p.events.iter().map(|r| r.id).collect::<Vec<_>>())
        };
        assert_eq!(list(&wen).await, Ok(vec![draft]));
        assert_eq!(list(&rui).await, Ok(vec![event]));
        let admin = world.admin().await;
        assert_eq!(list(&admin).await.map(|all| all.len()), Ok(2));
        let fan = world.member("Zhu Yuting").await;
        assert_eq!(list(&fan).await, Err(Failure::Forbidden));
        assert_eq!(events::plan_page(&world, &fan, Locale::En, Opened::New).await, Err(Failure::Forbidden));

        let blank = events::plan_page(&world, &rui, Locale::ZhCn, Opened::New).await.expect("a form");
        assert_eq!(
            (blank.form.chapter.as_str(), blank.form.zone.as_str(), blank.form.locale.as_str()),
            ("lisbon", "Asia/Shanghai", "zh-CN")
        );
        assert_eq!((blank.id, blank.phase, blank.chapters.len()), (None, Phase::Draft, 1));
        assert!(blank.zones.len() > 90 && blank.art.src.starts_with("/art/"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_cover_takes_the_place_of_the_poster() {
    each_site(async |world| {
        let wen = world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await;
        let id = events::create(&world, &wen, form()).await.expect("a draft");
        let poster = here(&world, Some(&wen), "tea-house-tapes").await.card.art;
        assert!(poster.src.starts_with("/art/") && poster.width > 0);
        let mut png = Cursor::new(vec![]);
        DynamicImage::new_rgb8(64, 48).write_to(&mut png, ImageFormat::Png).expect("a picture");
        for _ in 0..2 {
            events::set_cover(&world, &wen, id, png.get_ref().clone()).await.expect("a cover");
        }
        let art = here(&world, Some(&wen), "tea-house-tapes").await.card.art;
        assert!(art.src.starts_with("/media/") && art.src.ends_with(".jpg"), "{art:?}");
        assert_eq!((art.width, art.height), (64, 48));
        let mut conn = world.db.read().await.expect("a reader");
        let (pictures,): (i64,) = conn.one(sql!("SELECT count(*) FROM picture"), ()).await.expect("a number");
        assert_eq!(pictures, 1, "the first is thrown away");
        assert_eq!(
            events::set_cover(&world, &wen, id, b"no picture".to_vec()).await,
            Err(Failure::field("cover", FieldCode::NotAPicture))
        );
        assert_eq!(audited(&world, "cover_set").await, 2);
    })
    .await;
}
