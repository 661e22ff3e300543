//! Questions in full: every kind, conditions, texts that are agreed to, answers changed and kept, and their end.

use std::time::Duration;

use crate::planning::{audited, form, here};
use backend::door;
use backend::events::{self, Opened};
use backend::operations::housekeeping;
use backend::signups::{self, Listing, SignUpAsk};
use backend::sql;
use backend::testing::{TestSite, each_site};
use domain::door::view::Verdict;
use domain::events::plan::PlanForm;
use domain::events::questions::{self, Question, QuestionForm};
use domain::events::view::PersonRow;
use domain::members::Actor;
use domain::signups::view::MySignUp;
use domain::{EventId, Failure, FieldCode, Locale, Refusal};
use futures::future::join_all;

const DAY: Duration = Duration::from_secs(86_400);

/// A question in the words of its form: kind, label, choices or the text to agree to.
fn asks(kind: &str, label: &str, more: &str) -> QuestionForm {
    let (choices, note) = if kind == "consent" { ("", more) } else { (more, "") };
    QuestionForm {
        kind: kind.into(),
        label: label.into(),
        choices: choices.into(),
        note: note.into(),
        required: "on".into(),
        ..QuestionForm::default()
    }
}

fn after(number: &str, answer: &str, form: QuestionForm) -> QuestionForm {
    QuestionForm { shown_if: number.into(), shown_answer: answer.into(), ..form }
}

/// An organiser's published event that asks this, and what its page asks then.
async fn asking(world: &TestSite, questions: Vec<QuestionForm>) -> (Actor, EventId, Vec<Question>) {
    let wen = world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await;
    let event = events::create(world, &wen, PlanForm { questions, ..form() }).await.expect("a draft");
    events::publish(world, &wen, event).await.expect("published");
    let asked = here(world, None, "tea-house-tapes").await.questions;
    (wen, event, asked)
}

fn given(asked: &[Question], answers: &[(usize, &str)]) -> Vec<(String, String)> {
    answers.iter().map(|(n, answer)| (asked[*n].id.to_string(), (*answer).to_owned())).collect()
}

async fn sign_up(
    world: &TestSite,
    fan: &Actor,
    event: EventId,
    answers: Vec<(String, String)>,
) -> Result<MySignUp, Failure> {
    let request_key = world.new_id().to_string();
    signups::sign_up(world, fan, SignUpAsk { event, answers, listing: Listing::Quiet, request_key }).await
}

async fn people(world: &TestSite, organiser: &Actor, event: EventId) -> Vec<PersonRow> {
    events::console(world, organiser, Locale::En, event).await.expect("a page").people
}

fn said(person: &PersonRow) -> Vec<&str> {
    person.answers.iter().map(|cell| cell.text.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_of_question_is_asked_checked_and_shown() {
    each_site(async |world| {
        let (wen, event, asked) = asking(
            &world,
            vec![
                asks("text", "Name of your set", ""),
                asks("long_text", "Its story", ""),
                asks("choice", "Tea", "Green\nBlack"),
                asks("several", "Days", "Friday\nSaturday\nSunday"),
                asks("yes_no", "Tape", ""),
                asks("number", "Guests", ""),
                asks("date", "Since", ""),
                asks("consent", "Photos", "You may take my picture."),
            ],
        )
        .await;
        let fan = world.member("Zhu Yuting").await;
        let wrong = [(2, "Red"), (3, "Monday"), (4, "maybe"), (5, "two"), (6, "tomorrow"), (7, "9")];
        let failure = sign_up(&world, &fan, event, given(&asked, &wrong)).await.expect_err("nothing of it fits");
        let code = |n: usize| failure.of_field(&questions::field(asked[n].id));
        assert_eq!(
            (0..8).map(code).collect::<Vec<_>>(),
            [
                Some(FieldCode::Required),
                Some(FieldCode::Required),
                Some(FieldCode::UnknownChoice),
                Some(FieldCode::UnknownChoice),
                Some(FieldCode::UnknownChoice),
                Some(FieldCode::NotANumber),
                Some(FieldCode::NotADay),
                Some(FieldCode::ConsentChanged),
            ]
        );
        let mut right = given(
            &asked,
            &[
                (0, "Die\u{301}sel"),
                (1, "Found\r\nin rain"),
                (2, "Black"),
                (4, "no"),
                (5, "02"),
                (6, "2001-02-03"),
                (7, "1"),
            ],
        );
        right.push((format!("{}_2", asked[3].id), "Sunday".into()));
        right.push((format!("{}_0", asked[3].id), "Friday".into()));
        sign_up(&world, &fan, event, right).await.expect("all of it fits");
        let shown = people(&world, &wen, event).await;
        assert_eq!(
            said(&shown[0]),
            [
                "Die\u{301}sel",
                "Found\nin rain",
                "Black",
                "Friday, Sunday",
                "No",
                "2",
                "2001-02-03",
                "Agreed, version 1"
            ]
        );
        assert!(shown[0].answers.iter().all(|cell| !cell.is_missing && cell.before.is_empty()));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_condition_is_the_servers_not_only_the_pages() {
    each_site(async |world| {
        let (wen, event, asked) = asking(
            &world,
            vec![
                asks("yes_no", "A friend along?", ""),
                after("1", "yes", asks("text", "Their name", "")),
                after("1", "yes", asks("several", "They drink", "Tea\nWater")),
                after("3", "Tea", asks("choice", "Which tea", "Green\nBlack")),
            ],
        )
        .await;
        let (yu, lin) = (world.member("Zhu Yuting").await, world.member("Lin Na").await);
        let alone = given(&asked, &[(0, "no"), (1, "Nobody"), (3, "Red")]);
        let mine = sign_up(&world, &yu, event, alone).await.expect("what is not asked is neither needed nor looked at");
        let both = given(&asked, &[(0, "yes"), (2, "Tea")]);
        let failure = sign_up(&world, &lin, event, both).await.expect_err("now they are asked");
        let code = |n: usize| failure.of_field(&questions::field(asked[n].id));
        assert_eq!((code(1), code(3)), (Some(FieldCode::Required), Some(FieldCode::Required)));
        let both = given(&asked, &[(0, "yes"), (1, "Mo"), (2, "Tea"), (3, "Green")]);
        sign_up(&world, &lin, event, both.clone()).await.expect("all that is asked");
        let shown = people(&world, &wen, event).await;
        assert_eq!(said(&shown[0]), ["No", "", "", ""]);
        assert_eq!(said(&shown[1]), ["Yes", "Mo", "Tea", "Green"]);
        assert!(shown.iter().flat_map(|person| &person.answers).all(|cell| !cell.is_missing));

        // What was asked is no more, once the answer before it is another; it was, all the same.
        signups::change_answers(&world, &yu, mine.id, &both).await.expect("still open");
        world.advance(Duration::from_secs(1));
        signups::change_answers(&world, &yu, mine.id, &given(&asked, &[(0, "no")])).await.expect("still open");
        let shown = people(&world, &wen, event).await;
        assert_eq!(said(&shown[0]), ["No", "", "", ""]);
        let before: Vec<Vec<&str>> = shown[0]
            .answers
            .iter()
            .map(|cell| cell.before.iter().map(|before| before.text.as_str()).collect())
            .collect();
        assert_eq!(before, [vec!["Yes", "No"], vec!["Mo"], vec!["Tea"], vec!["Green"]]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_form_reads_back_as_it_was_saved() {
    each_site(async |world| {
        let wanted = vec![
            asks("choice", "Tea", "Green\nBlack"),
            after("1", "Green", QuestionForm { for_door: "on".into(), ..asks("yes_no", "Sugar", "") }),
            after("2", "yes", asks("consent", "Really", "Much sugar.")),
        ];
        let (wen, event, asked) = asking(&world, wanted.clone()).await;
        let read = async || events::plan_page(&world, &wen, Locale::En, Opened::Of(event)).await.expect("a form").form;
        let plan = read().await;
        let without_ids = |all: &[QuestionForm]| {
            all.iter().map(|q| QuestionForm { id: String::new(), ..q.clone() }).collect::<Vec<_>>()
        };
        assert_eq!(without_ids(&plan.questions), wanted);
        assert_eq!(plan.keep_days, "30");
        events::edit(&world, &wen, event, plan.clone()).await.expect("nothing changed");
        assert_eq!(here(&world, None, "tea-house-tapes").await.questions, asked, "the same questions");

        // In Chinese a yes reads as one, and is taken as one.
        let chinese = events::plan_page(&world, &wen, Locale::ZhCn, Opened::Of(event)).await.expect("a form").form;
        assert_eq!(chinese.questions[2].shown_answer, "是");
        assert_eq!(chinese.questions[1].shown_answer, "Green", "an answer of theirs stays as they wrote it");
        events::edit(&world, &wen, event, chinese).await.expect("nothing changed");
        assert_eq!(here(&world, None, "tea-house-tapes").await.questions, asked, "the same questions");

        // Another order: the condition follows its question; one whose question is gone is wrong at its field.
        let mut moved = plan.clone();
        moved.questions.insert(0, asks("text", "First of all", ""));
        moved.questions[2].shown_if = "2".into();
        moved.questions[3].shown_if = "3".into();
        events::edit(&world, &wen, event, moved).await.expect("moved");
        let now = here(&world, None, "tea-house-tapes").await.questions;
        assert_eq!(now[2].shown_if.as_ref().map(|c| c.question), Some(asked[0].id));
        let mut gone = plan;
        gone.questions[0].label = String::new();
        let failure = events::edit(&world, &wen, event, gone).await.expect_err("depends on nothing");
        assert_eq!(failure.of_field("questions[1][shown_if]"), Some(FieldCode::UnknownChoice));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answer_names_the_text_that_was_agreed_to() {
    each_site(async |world| {
        let (wen, event, asked) = asking(&world, vec![asks("consent", "Photos", "You may take my picture.")]).await;
        let (yu, lin) = (world.member("Zhu Yuting").await, world.member("Lin Na").await);
        sign_up(&world, &yu, event, given(&asked, &[(0, "1")])).await.expect("agreed");
        let mut plan = events::plan_page(&world, &wen, Locale::En, Opened::Of(event)).await.expect("a form").form;
        plan.questions[0].note = "You may take my picture and publish it.".into();
        events::edit(&world, &wen, event, plan).await.expect("another text");
        let read_before = sign_up(&world, &lin, event, given(&asked, &[(0, "1")])).await.expect_err("it says more now");
        assert_eq!(read_before.of_field(&questions::field(asked[0].id)), Some(FieldCode::ConsentChanged));
        sign_up(&world, &lin, event, given(&asked, &[(0, "2")])).await.expect("agreed to the new one");
        let shown = people(&world, &wen, event).await;
        assert_eq!((said(&shown[0]), said(&shown[1])), (vec!["Agreed, version 1"], vec!["Agreed, version 2"]));
        let mut conn = world.db.read().await.expect("a reader");
        let texts: Vec<(i64, String)> =
            conn.all(sql!("SELECT version, text FROM consent_text ORDER BY version"), ()).await.expect("rows");
        assert_eq!(
            texts,
            [
                (1, "Photos\nYou may take my picture.".into()),
                (2, "Photos\nYou may take my picture and publish it.".into())
            ]
        );
        drop(conn);
        // The words beside the box are a part of it.
        let mut plan = events::plan_page(&world, &wen, Locale::En, Opened::Of(event)).await.expect("a form").form;
        plan.questions[0].label = "Photos and videos".into();
        events::edit(&world, &wen, event, plan).await.expect("another label");
        let mo = world.member("Mo").await;
        let read_before = sign_up(&world, &mo, event, given(&asked, &[(0, "2")])).await.expect_err("it says more now");
        assert_eq!(read_before.of_field(&questions::field(asked[0].id)), Some(FieldCode::ConsentChanged));
        sign_up(&world, &mo, event, given(&asked, &[(0, "3")])).await.expect("agreed to all of it");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_change_until_sign_up_closes_and_what_they_were_stays() {
    each_site(async |world| {
        let (wen, event, asked) = asking(&world, vec![asks("text", "Set", ""), asks("text", "Seat", "")]).await;
        let (yu, lin) = (world.member("Zhu Yuting").await, world.member("Lin Na").await);
        let mine = sign_up(&world, &yu, event, given(&asked, &[(0, "Grundig"), (1, "Door")])).await.expect("open");
        let other = given(&asked, &[(0, "Philips"), (1, "Door")]);
        assert_eq!(signups::change_answers(&world, &lin, mine.id, &other).await, Err(Failure::NotFound));
        assert_eq!(signups::change_answers(&world, &wen, mine.id, &other).await, Err(Failure::NotFound));
        let nobodys = signups::answers_page(&world, &wen, Locale::En, mine.id).await;
        assert_eq!(nobodys, Err(Failure::NotFound));
        let empty = signups::change_answers(&world, &yu, mine.id, &given(&asked, &[(0, "Philips")])).await;
        assert_eq!(empty, Err(Failure::field(&questions::field(asked[1].id), FieldCode::Required)));
        signups::change_answers(&world, &yu, mine.id, &other).await.expect("open");
        signups::change_answers(&world, &yu, mine.id, &other).await.expect("the same again is no change");
        let page = signups::answers_page(&world, &yu, Locale::En, mine.id).await.expect("her own");
        assert_eq!((page.closed, page.until.as_str()), (None, "3 May 2027"));
        assert_eq!(page.shown, [("Set".to_owned(), "Philips".to_owned()), ("Seat".into(), "Door".into())]);

        // Somebody gets a seat by hand: all is missing, and both they and the organiser see it.
        signups::place_by_hand(&world, &wen, event, ("linna", "Our guest")).await.expect("a chair more");
        let tickets = signups::tickets(&world, &lin, Locale::En).await.expect("a ticket");
        assert_eq!(
            (tickets.coming[0].asks, tickets.coming[0].missing.clone()),
            (true, vec!["Set".into(), "Seat".into()])
        );
        let shown = people(&world, &wen, event).await;
        assert!(shown[1].answers.iter().all(|cell| cell.is_missing));
        assert_eq!(shown[0].answers[0].before[0].text, "Grundig");
        assert_eq!(shown[0].answers[0].before[0].until, "20 Mar 2027, 14:00");

        // Sign-up closes at noon of the day before: nothing changes, but what is missing may still come.
        let mut plan = events::plan_page(&world, &wen, Locale::En, Opened::Of(event)).await.expect("a form").form;
        plan.closes = "2027-04-02T12:00".into();
        events::edit(&world, &wen, event, plan).await.expect("closes earlier");
        world.advance(DAY * 14 - Duration::from_secs(3600));
        let closed = Err(Failure::Refused(Refusal::SignUpClosed));
        let back = given(&asked, &[(0, "Grundig"), (1, "Door")]);
        assert_eq!(signups::change_answers(&world, &yu, mine.id, &back).await, closed);
        let theirs = tickets.coming[0].mine.id;
        signups::change_answers(&world, &lin, theirs, &back).await.expect("late, but not too late");
        assert_eq!(signups::change_answers(&world, &lin, theirs, &other).await, closed);
        let page = signups::answers_page(&world, &lin, Locale::En, theirs).await.expect("their own");
        assert_eq!((page.closed, page.may_add, page.missing.len()), (Some(Refusal::SignUpClosed), true, 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_tabs_at_once_make_one_history() {
    each_site(async |world| {
        let (wen, event, asked) = asking(&world, vec![asks("text", "Set", "")]).await;
        let yu = world.member("Zhu Yuting").await;
        let mine = sign_up(&world, &yu, event, given(&asked, &[(0, "Set 0")])).await.expect("open");
        let changes = (1..=10).map(|n| {
            let (world, yu, answer) = (&world, &yu, given(&asked, &[(0, &format!("Set {n}"))]));
            async move { signups::change_answers(world, yu, mine.id, &answer).await }
        });
        for outcome in join_all(changes).await {
            outcome.expect("each is taken");
        }
        let shown = people(&world, &wen, event).await;
        let cell = &shown[0].answers[0];
        let mut all: Vec<&str> = cell.before.iter().map(|before| before.text.as_str()).collect();
        all.push(&cell.text);
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 11, "each was there once, and none is lost");
        assert_eq!(cell.before.len(), 10);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_go_on_the_day_that_was_told() {
    each_site(async |world| {
        let (wen, event, asked) = asking(&world, vec![asks("text", "Set", "")]).await;
        let yu = world.member("Zhu Yuting").await;
        let mine = sign_up(&world, &yu, event, given(&asked, &[(0, "Grundig")])).await.expect("open");
        signups::change_answers(&world, &yu, mine.id, &given(&asked, &[(0, "Philips")])).await.expect("open");
        let plan = events::plan_page(&world, &wen, Locale::En, Opened::Of(event)).await.expect("a form").form;
        let days = |days: &str| PlanForm { keep_days: days.into(), ..plan.clone() };
        let longer = events::edit(&world, &wen, event, days("31")).await;
        assert_eq!(longer, Err(Failure::field("keep_days", FieldCode::TooLarge { max: 30 })), "fans were told 30");
        events::edit(&world, &wen, event, days("7")).await.expect("sooner is no harm");
        assert_eq!(here(&world, None, "tea-house-tapes").await.answers_until, "10 April 2027");

        // 3 April 2027, 17:30 in Shanghai is 14 days, 3.5 hours from now; seven days later, but for a minute.
        world.advance(DAY * 21 + Duration::from_secs(12_600 - 60));
        housekeeping::tidy(&world).await.expect("tidied");
        assert_eq!(said(&people(&world, &wen, event).await[0]), ["Philips"]);
        world.advance(Duration::from_secs(60));
        housekeeping::tidy(&world).await.expect("tidied");
        housekeeping::tidy(&world).await.expect("once more does no harm");
        let console = events::console(&world, &wen, Locale::En, event).await.expect("a page");
        assert_eq!(console.answers_gone.as_deref(), Some("10 April 2027"));
        assert_eq!(said(&console.people[0]), [""]);
        assert!(console.people[0].answers[0].before.is_empty());
        let mut conn = world.db.read().await.expect("a reader");
        let left: (i64, i64, i64) = conn
            .one(
                sql!(
                    "SELECT (SELECT count(*) FROM signup_answer), (SELECT count(*) FROM signup_answer_before),
                         (SELECT count(*) FROM answer_file)"
                ),
                (),
            )
            .await
            .expect("numbers");
        assert_eq!(left, (0, 0, 0));
        assert_eq!(audited(&world, "answers_deleted").await, 1);
        let page = signups::answers_page(&world, &yu, Locale::En, mine.id).await.expect("her own");
        assert_eq!((page.gone.as_deref(), page.shown.len()), (Some("10 April 2027"), 0));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_has_no_date_is_not_kept_for_ever() {
    each_site(async |world| {
        let (wen, event, asked) = asking(&world, vec![asks("text", "Set", "")]).await;
        let yu = world.member("Zhu Yuting").await;
        sign_up(&world, &yu, event, given(&asked, &[(0, "Grundig")])).await.expect("open");
        events::postpone(&world, &wen, event, "Rain").await.expect("postponed");
        let until = here(&world, None, "tea-house-tapes").await.answers_until;
        assert_eq!(until, "3 May 2027, or 30 days after a new date");
        world.advance(DAY * 43);
        housekeeping::tidy(&world).await.expect("tidied");
        assert_eq!(said(&people(&world, &wen, event).await[0]), ["Grundig"]);
        world.advance(DAY * 2);
        housekeeping::tidy(&world).await.expect("tidied");
        assert_eq!(said(&people(&world, &wen, event).await[0]), [""]);
        // With a new date there are answers again, and they go in their time.
        events::reschedule(&world, &wen, event, ("2027-06-05T14:00", "2027-06-05T17:30")).await.expect("a date");
        let lin = world.member("Lin Na").await;
        sign_up(&world, &lin, event, given(&asked, &[(0, "Philips")])).await.expect("open");
        world.advance(DAY * 45);
        housekeeping::tidy(&world).await.expect("tidied");
        assert_eq!(said(&people(&world, &wen, event).await[1]), ["Philips"]);
        world.advance(DAY * 30);
        housekeeping::tidy(&world).await.expect("tidied");
        assert_eq!(said(&people(&world, &wen, event).await[1]), [""]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_more_sees_an_answer_than_was_told() {
    each_site(async |world| {
        let (wen, event, asked) = asking(&world, vec![asks("text", "Illness", "")]).await;
        let (yu, lin) = (world.member("Zhu Yuting").await, world.member("Lin Na").await);
        sign_up(&world, &yu, event, given(&asked, &[(0, "Walnuts")])).await.expect("open");
        let mut plan = events::plan_page(&world, &wen, Locale::En, Opened::Of(event)).await.expect("a form").form;
        plan.questions[0].for_door = "on".into();
        events::edit(&world, &wen, event, plan.clone()).await.expect("for the door");
        let now = here(&world, None, "tea-house-tapes").await.questions;
        assert_ne!(now[0].id, asked[0].id, "a question of its own: who answered before was told of organisers only");
        sign_up(&world, &lin, event, given(&now, &[(0, "None")])).await.expect("open");
        let shown = people(&world, &wen, event).await;
        assert_eq!((said(&shown[0]), said(&shown[1])), (vec!["", "Walnuts"], vec!["None", ""]));
        // The other way round the question stays.
        let mut plan = events::plan_page(&world, &wen, Locale::En, Opened::Of(event)).await.expect("a form").form;
        plan.questions[0].for_door = String::new();
        events::edit(&world, &wen, event, plan).await.expect("not for the door");
        assert_eq!(here(&world, None, "tea-house-tapes").await.questions[0].id, now[0].id);
    })
    .await;
}

/// What the organisers took back is not read out at the door.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_that_was_withdrawn_is_nothing_for_the_door() {
    each_site(async |world| {
        let allergy = QuestionForm { for_door: "on".into(), ..asks("text", "Illness", "") };
        let (wen, event, asked) = asking(&world, vec![allergy]).await;
        let (yu, lin) = (world.member("Zhu Yuting").await, world.member("Lin Na").await);
        let mut codes = vec![];
        for fan in [&yu, &lin] {
            let seat = sign_up(&world, fan, event, given(&asked, &[(0, "Walnuts")])).await.expect("open").id;
            codes.push(world.code_of(seat).await);
        }
        let scan = async |code: &str| match door::check_in(&world, &wen, Locale::En, event, code).await {
            Ok(Verdict::Valid { notes, .. }) => notes,
            other => panic!("{other:?}"),
        };
        world.advance(DAY * 14);
        assert_eq!(scan(&codes[0]).await, [("Illness".to_owned(), "Walnuts".to_owned())]);
        let mut plan = events::plan_page(&world, &wen, Locale::En, Opened::Of(event)).await.expect("a form").form;
        plan.questions.clear();
        events::edit(&world, &wen, event, plan).await.expect("asked no more");
        assert_eq!(scan(&codes[1]).await, []);
    })
    .await;
}

/// Whoever changes their mind all day long fills nobody's disk.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_the_last_few_of_many_answers_are_kept() {
    each_site(async |world| {
        let (wen, event, asked) = asking(&world, vec![asks("text", "Name of your set", "")]).await;
        let fan = world.member("Zhu Yuting").await;
        let mine = sign_up(&world, &fan, event, given(&asked, &[(0, "Take 0")])).await.expect("a seat");
        for n in 1..=50 {
            world.advance(Duration::from_secs(1));
            let answers = given(&asked, &[(0, &format!("Take {n}"))]);
            signups::change_answers(&world, &fan, mine.id, &answers).await.expect("changed");
        }
        let cell = &people(&world, &wen, event).await[0].answers[0];
        assert_eq!(cell.text, "Take 50");
        let before: Vec<_> = cell.before.iter().map(|before| before.text.as_str()).collect();
        assert_eq!((before.len(), before[0], before[9]), (10, "Take 49", "Take 40"));
    })
    .await;
}
