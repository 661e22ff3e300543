//! What an open day asks of those who take a shift: of any, of one role, of guests, of everybody; who sees it, and its end.

use std::time::Duration;

use crate::shifts::{house, named};
use backend::door;
use backend::events::{self, Opened, PeopleAsk};
use backend::operations::housekeeping;
use backend::signups::{
    self, Listing, SignUpAsk,
    shifts::{self, TakeAsk},
};
use backend::testing::{TestSite, each_site};
use domain::door::view::Verdict;
use domain::events::plan::PlanForm;
use domain::events::questions::{QuestionForm, field};
use domain::events::view::PersonRow;
use domain::members::{Actor, EventRole};
use domain::signups::shifts::plan::ShiftForm;
use domain::signups::shifts::view::ShiftPage;
use domain::{EventId, Failure, FieldCode, Instant, Locale, RoleId, ShiftId};

const DAY: Duration = Duration::from_secs(86_400);

fn asks(label: &str, asked_of: &str) -> QuestionForm {
    QuestionForm {
        kind: "text".into(),
        label: label.into(),
        required: "on".into(),
        asked_of: asked_of.into(),
        ..QuestionForm::default()
    }
}

struct Day {
    wen: Actor,
    event: EventId,
    guide: RoleId,
    tea: RoleId,
    /// Three of the guide, then three of the tea.
    shifts: Vec<ShiftId>,
}

async fn plan(world: &TestSite, wen: &Actor, event: EventId) -> PlanForm {
    events::plan_page(world, wen, Locale::En, Opened::Of(event)).await.expect("a form").form
}

/// An open day that asks something of everybody there is.
async fn day(world: &TestSite) -> Day {
    let (wen, event, guide, mut shifts) = house(world, 2).await;
    let tea = world.shift_role(event, &wen, &named("Tea")).await;
    shifts.extend(world.shifts(tea, &wen, ("2027-04-03T09:00", "2027-04-03T18:00", 180), 2).await);
    let questions = vec![
        asks("Tape?", ""),
        QuestionForm { for_door: "on".into(), ..asks("Shirt size", "helpers") },
        asks("Favourite leaf", &tea.to_string()),
        QuestionForm { required: String::new(), ..asks("Allergies", "everybody") },
    ];
    let form = PlanForm { questions, ..plan(world, &wen, event).await };
    events::edit(world, &wen, event, form).await.expect("saved");
    Day { wen, event, guide, tea, shifts }
}

async fn page(world: &TestSite, event: EventId, shift: ShiftId) -> ShiftPage {
    let slug = crate::shifts::slug(world, event).await;
    shifts::shift_page(world, None, Locale::En, &slug, (shift, None)).await.expect("a page")
}

/// What the form of a shift sends, with these answers in the order of its questions.
async fn ask(world: &TestSite, day: &Day, shift: ShiftId, answers: &[&str]) -> TakeAsk {
    let questions = page(world, day.event, shift).await.questions;
    let answers = questions.iter().zip(answers).map(|(q, answer)| (q.id.to_string(), (*answer).to_owned())).collect();
    TakeAsk { answers, ..world.take_ask(shift) }
}

fn labels(page: &ShiftPage) -> Vec<&str> {
    page.questions.iter().map(|q| q.label.as_str()).collect()
}

fn said(person: &PersonRow) -> Vec<&str> {
    person.answers.iter().map(|cell| cell.text.as_str()).collect()
}

async fn people(world: &TestSite, day: &Day, show: &str) -> Vec<PersonRow> {
    let ask = PeopleAsk { show, ..PeopleAsk::default() };
    events::people_page(world, &day.wen, Locale::En, day.event, ask).await.expect("a page").people
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_is_asked_what_is_for_them() {
    each_site(async |world| {
        let day = day(&world).await;
        assert_eq!(labels(&page(&world, day.event, day.shifts[0]).await), ["Shirt size", "Allergies"]);
        assert_eq!(
            labels(&page(&world, day.event, day.shifts[3]).await),
            ["Shirt size", "Favourite leaf", "Allergies"]
        );
        let slug = crate::shifts::slug(&world, day.event).await;
        let guests = crate::planning::here(&world, None, &slug).await.questions;
        assert_eq!(guests.iter().map(|q| q.label.as_str()).collect::<Vec<_>>(), ["Tape?", "Allergies"]);

        // Nobody takes a shift without the answers it needs; what others are asked, it does not.
        let zhu = world.member("Zhu Yuting").await;
        let silent =
            shifts::take(&world, &zhu, ask(&world, &day, day.shifts[3], &["M"]).await).await.expect_err("tea?");
        let leaf = page(&world, day.event, day.shifts[3]).await.questions[1].id;
        assert_eq!(silent.of_field(&field(leaf)), Some(FieldCode::Required));
        let mine = shifts::take(&world, &zhu, ask(&world, &day, day.shifts[3], &["M", "Oolong", "Nuts"]).await).await;
        let mine = mine.expect("a place").id;
        let again = shifts::take(&world, &zhu, ask(&world, &day, day.shifts[3], &[]).await).await;
        assert_eq!(again.expect("told so").id, mine, "twice is no mistake");
        let guest = world.member("Noor Halvorsen").await;
        let answers = vec![(guests[0].id.to_string(), "C90".to_owned()), (leaf.to_string(), "Mint".into())];
        let sign_up = SignUpAsk { event: day.event, answers, listing: Listing::Quiet, request_key: "k".into() };
        signups::sign_up(&world, &guest, sign_up).await.expect("a seat");
        assert_eq!(said(&people(&world, &day, "all").await[0]), ["C90", "", "", ""]);
        let helpers = people(&world, &day, "helpers").await;
        assert_eq!(said(&helpers[0]), ["", "M", "Oolong", "Nuts"]);
        assert!(helpers[0].answers.iter().all(|cell| !cell.is_missing), "no tape is asked of who makes tea");

        // Their own page, and a history.
        let own = signups::answers_page(&world, &zhu, Locale::En, mine).await.expect("a page");
        assert_eq!(own.shown[1], ("Favourite leaf".to_owned(), "Oolong".to_owned()));
        let changed = vec![(own.questions[0].id.to_string(), "L".into()), (leaf.to_string(), "Mint".into())];
        signups::change_answers(&world, &zhu, mine, &changed).await.expect("still open");
        let trail = events::trail(&world, &day.wen, Locale::En, (day.event, mine)).await.expect("a page");
        assert_eq!(trail.questions.len(), 3);
        assert_eq!(said(&trail.person), ["L", "Mint", ""]);
        assert_eq!(trail.person.answers[1].before[0].text, "Oolong");
        let tickets = signups::tickets(&world, &zhu, Locale::En).await.expect("tickets").coming;
        assert!(tickets[0].asks && tickets[0].missing.is_empty());
    })
    .await;
}

/// One who swaps into another role is asked what that role asks; what was asked later is missing on the ticket.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_swap_asks_what_the_new_role_asks() {
    each_site(async |world| {
        let day = day(&world).await;
        let zhu = world.member("Zhu Yuting").await;
        let mine =
            shifts::take(&world, &zhu, ask(&world, &day, day.shifts[0], &["M"]).await).await.expect("a place").id;
        let silent = shifts::swap(&world, &zhu, mine, ask(&world, &day, day.shifts[4], &["M"]).await).await;
        assert!(matches!(silent, Err(Failure::Invalid(_))), "{silent:?}");
        let other = shifts::swap(&world, &zhu, mine, ask(&world, &day, day.shifts[4], &["M", "Mint"]).await).await;
        let other = other.expect("swapped");
        assert_eq!(said(&people(&world, &day, "helpers").await[0]), ["", "M", "Mint", ""]);
        let mut form = plan(&world, &day.wen, day.event).await;
        form.questions.push(asks("Can you lift?", &day.tea.to_string()));
        events::edit(&world, &day.wen, day.event, form).await.expect("one more");
        let tickets = signups::tickets(&world, &zhu, Locale::En).await.expect("tickets").coming;
        assert_eq!((tickets[0].mine.id, tickets[0].missing.as_slice()), (other, &["Can you lift?".to_owned()][..]));
        assert_eq!(people(&world, &day, "missing").await.len(), 1);
    })
    .await;
}

/// A lead and the door see what is marked for them; those who run the event see all of it. When its time is over, it goes.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_lead_sees_what_the_door_sees_until_it_is_deleted() {
    each_site(async |world| {
        let day = day(&world).await;
        let zhu = world.member("Zhu Yuting").await;
        let taken = shifts::take(&world, &zhu, ask(&world, &day, day.shifts[3], &["M", "Oolong"]).await).await;
        let signup = taken.expect("a place").id;
        let bai = world.member("Bai Lu").await;
        let lead = world.helper(&bai, day.event, EventRole::ShiftLead).await;
        let (starts, ends) = ("2027-04-03T09:00".into(), "2027-04-03T12:00".into());
        let led = ShiftForm { starts, ends, places: "2".into(), lead: "bailu".into() };
        shifts::edit_shift(&world, &day.wen, day.shifts[3], &led).await.expect("saved");
        let seen = async |actor: &Actor| {
            let page = shifts::lead_page(&world, actor, Locale::En, day.event).await.expect("a list");
            page.shifts.into_iter().flat_map(|shift| shift.people).map(|person| person.answers).collect::<Vec<_>>()
        };
        let shirt = ("Shirt size".to_owned(), "M".to_owned());
        assert_eq!(seen(&lead).await, [vec![shirt.clone()]]);
        assert_eq!(seen(&day.wen).await, [vec![shirt.clone(), ("Favourite leaf".to_owned(), "Oolong".to_owned())]]);
        let paper = door::list(&world, &day.wen, Locale::En, day.event).await.expect("a list");
        assert_eq!((paper.heads, paper.rows[0].answers.as_slice()), (vec!["Shirt size".into()], &["M".to_owned()][..]));
        world.clock.set(Instant(1_806_732_000_000 - 5 * 3_600_000));
        let code = world.code_of(signup).await;
        match door::check_in(&world, &day.wen, Locale::En, day.event, &code).await {
            Ok(Verdict::OnShift { notes, .. }) => assert_eq!(notes, [shirt]),
            other => panic!("{other:?}"),
        }
        world.advance(DAY * 32);
        housekeeping::tidy(&world).await.expect("tidied");
        assert_eq!(seen(&day.wen).await, [vec![]]);
    })
    .await;
}

/// Roles are those of the event, its copy asks the same of the same role, and a role that is gone asks nobody.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_role_asks_goes_with_the_role() {
    each_site(async |world| {
        let day = day(&world).await;
        let before = plan(&world, &day.wen, day.event).await;
        events::edit(&world, &day.wen, day.event, before.clone()).await.expect("nothing changed");
        assert_eq!(plan(&world, &day.wen, day.event).await.questions, before.questions, "the same questions");
        // Of another event, or of nobody.
        let other = world.open_day(world.chapter("Lisbon").await, &day.wen).await;
        let admin = world.admin().await;
        let foreign = world.shift_role(other, &admin, &named("Door")).await;
        for (of, code) in [(foreign.to_string(), FieldCode::UnknownChoice), ("cats".into(), FieldCode::UnknownChoice)] {
            let mut form = before.clone();
            form.questions[2].asked_of = of;
            let wrong = events::edit(&world, &day.wen, day.event, form).await.expect_err("no such role");
            assert_eq!(wrong.of_field("questions[2][asked_of]"), Some(code));
        }
        // A condition on what others are asked is none.
        let mut form = before.clone();
        form.questions.push(QuestionForm {
            shown_if: "1".into(),
            shown_answer: "yes".into(),
            ..asks("Which?", "helpers")
        });
        form.questions[0].kind = "yes_no".into();
        let wrong = events::edit(&world, &day.wen, day.event, form).await.expect_err("guests were asked");
        assert_eq!(wrong.of_field("questions[4][shown_if]"), Some(FieldCode::UnknownChoice));

        let copy = events::copy(&world, &day.wen, day.event).await.expect("a draft");
        let copied = plan(&world, &day.wen, copy).await.questions;
        let kept: Vec<_> = copied.iter().map(|q| (q.label.as_str(), q.asked_of.as_str())).collect();
        assert_eq!(kept[1], ("Shirt size", "helpers"));
        assert!(kept[2].1.parse::<RoleId>().is_ok_and(|role| role != day.tea && role != day.guide), "{kept:?}");
        let roles = events::plan_page(&world, &day.wen, Locale::En, Opened::Of(copy)).await.expect("a form").roles;
        assert!(roles.iter().any(|(id, name)| id.to_string() == kept[2].1 && name == "Tea"));

        shifts::remove_role(&world, &day.wen, day.tea).await.expect("nobody is in it");
        let left = plan(&world, &day.wen, day.event).await.questions;
        assert_eq!(left.iter().map(|q| q.label.as_str()).collect::<Vec<_>>(), ["Tape?", "Shirt size", "Allergies"]);
    })
    .await;
}
