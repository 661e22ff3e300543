//! The organiser's day: the list, sheets out and in, the same for many, one by one, and on paper.

use std::time::Duration;

use crate::planning::{audited, form, here};
use backend::events::{self, PeopleAsk, SheetWords};
use backend::operations::housekeeping;
use backend::signups::{self, BulkAsk, Listing, SignUpAsk};
use backend::testing::{TestSite, each_site};
use backend::{door, sql};
use domain::events::people::{PeoplePage, Show};
use domain::events::plan::PlanForm;
use domain::events::questions::QuestionForm;
use domain::events::view::PersonRow;
use domain::members::{Actor, EventRole};
use domain::signups::import::Verdict;
use domain::signups::{Seats, SignUpState};
use domain::{EventId, Failure, FieldCode, ImportId, Locale, Refusal, SignUpId};

const SECOND: Duration = Duration::from_secs(1);

/// An event with so many seats, its organiser, and so many fans who signed up one after the other.
async fn house(world: &TestSite, seats: i64, fans: usize) -> (Actor, EventId, Vec<(Actor, SignUpId)>) {
    let chapter = world.chapter("Chengdu").await;
    let organiser = world.organiser("Wen Shuyan", chapter).await;
    let event = world.event(chapter, &organiser, seats).await;
    let mut all = vec![];
    for fan in world.fans(fans).await {
        world.advance(SECOND);
        let id = world.sign_up(&fan, event).await.expect("open").id;
        all.push((fan, id));
    }
    (organiser, event, all)
}

/// What an organiser sees of the list.
pub async fn list(world: &TestSite, organiser: &Actor, event: EventId, ask: PeopleAsk<'_>) -> PeoplePage {
    events::people_page(world, organiser, Locale::En, event, ask).await.expect("a page")
}

fn names(page: &PeoplePage) -> Vec<&str> {
    page.people.iter().map(|p| p.display_name.as_str()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn people_are_searched_narrowed_down_and_turned_over() {
    each_site(async |world| {
        let (wen, event, fans) = house(&world, 103, 105).await;
        signups::give_up(&world, &fans[3].0, fans[3].1).await.expect("a live one");
        let all = list(&world, &wen, event, PeopleAsk::default()).await;
        assert_eq!((all.found, all.people.len(), all.page, all.pages), (105, 100, 1, 2));
        let counts: Vec<i64> = all.counts.iter().map(|(_, n)| *n).collect();
        assert_eq!(counts, [105, 102, 0, 102, 2, 0, 0, 1]);
        assert_eq!((all.seats.capacity, all.seats.taken, all.seats.held, all.seats.waiting), (103, 103, 1, 1));
        let last = list(&world, &wen, event, PeopleAsk { page: "2", ..PeopleAsk::default() }).await;
        assert_eq!(names(&last), ["Fan 102", "Fan 103", "Fan 104", "Fan 105", "Fan 4"]);
        let beyond = list(&world, &wen, event, PeopleAsk { page: "99", ..PeopleAsk::default() }).await;
        assert_eq!(beyond.page, 2);
        let line = list(&world, &wen, event, PeopleAsk { show: "line", ..PeopleAsk::default() }).await;
        assert_eq!((names(&line), line.show), (vec!["Fan 104", "Fan 105"], Show::Line));
        let found = list(&world, &wen, event, PeopleAsk { typed: " fan 104", ..PeopleAsk::default() }).await;
        assert_eq!(names(&found), ["Fan 104"]);
        let code = all.people[7].code.clone();
        let found = list(&world, &wen, event, PeopleAsk { typed: &code.to_lowercase(), ..PeopleAsk::default() }).await;
        assert_eq!(names(&found), ["Fan 9"]);
        let nobody = list(&world, &wen, event, PeopleAsk { show: "in", typed: "fan", page: "x" }).await;
        assert_eq!((nobody.found, nobody.pages), (0, 1));
    })
    .await;
}

/// A state as the test's sheet says it.
pub fn word(_: Locale, person: &PersonRow) -> String {
    person.state.word().into()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sheet_goes_out_and_can_do_no_harm() {
    each_site(async |world| {
        let wen = world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await;
        let ask = QuestionForm { label: "=Tea?".into(), kind: "text".into(), ..QuestionForm::default() };
        let event = events::create(&world, &wen, PlanForm { questions: vec![ask], ..form() }).await.expect("a draft");
        events::publish(&world, &wen, event).await.expect("published");
        let question = here(&world, None, "tea-house-tapes").await.questions[0].id.to_string();
        for (name, answer) in [("=HYPERLINK(\"x\")", "+1, \"two\""), ("朱雨婷", "@SUM(A1)\u{9}")] {
            let fan = world.member(name).await;
            let answers = vec![(question.clone(), answer.to_owned())];
            let ask = SignUpAsk { event, answers, listing: Listing::Quiet, request_key: "k".into() };
            signups::sign_up(&world, &fan, ask).await.expect("open");
        }
        let heads = ["Name", "Handle", "State", "Signed up", "Came in", "Code", "Guests"];
        let words = SheetWords { heads, state: word, cut: |_, most| format!("The first {most}") };
        let ask = PeopleAsk::default();
        let (name, bytes) =
            events::people_sheet(&world, &wen, Locale::En, (event, ask), &words).await.expect("a sheet");
        assert_eq!(name, "tea-house-tapes.csv");
        let text = String::from_utf8(bytes).expect("UTF-8");
        let lines: Vec<&str> = text.trim_start_matches('\u{feff}').split("\r\n").collect();
        assert_eq!(lines[0], r#""Name","Handle","State","Signed up","Came in","Code","Guests","'=Tea?""#);
        assert!(lines[1].starts_with("\"'=HYPERLINK(\"\"x\"\")\","), "{}", lines[1]);
        assert!(lines[1].ends_with(",\"'+1, \"\"two\"\"\""), "{}", lines[1]);
        assert!(lines[2].starts_with("\"朱雨婷\",") && lines[2].ends_with(",\"'@SUM(A1)\""), "{}", lines[2]);
        // What we wrote we read again.
        let import = signups::keep_sheet(&world, &wen, event, &text).await.expect("readable");
        assert_eq!(verdicts(&world, &wen, event, import).await, [(2, Verdict::HasSeat), (3, Verdict::HasSeat)]);
        let narrowed = PeopleAsk { typed: "雨婷", ..ask };
        let (_, bytes) =
            events::people_sheet(&world, &wen, Locale::En, (event, narrowed), &words).await.expect("a sheet");
        assert_eq!(String::from_utf8(bytes).expect("UTF-8").lines().count(), 2);
        let fan = world.member("Nobody").await;
        let refused = events::people_sheet(&world, &fan, Locale::En, (event, ask), &words).await;
        assert_eq!(refused, Err(Failure::Forbidden));
        assert_eq!(audited(&world, "people_exported").await, 2, "who took a copy of it can be asked");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_sign_up_tells_its_whole_story() {
    each_site(async |world| {
        let (wen, event, fans) = house(&world, 1, 2).await;
        world.advance(SECOND);
        signups::give_up(&world, &fans[0].0, fans[0].1).await.expect("a live one");
        world.advance(SECOND);
        signups::accept(&world, &fans[1].0, fans[1].1).await.expect("their turn");
        world.advance(SECOND);
        signups::remove(&world, &wen, fans[1].1, "Asked us to").await.expect("the organiser may");
        let trail = events::trail(&world, &wen, Locale::En, (event, fans[1].1)).await.expect("a page");
        let told: Vec<(&str, &str)> = trail.trail.iter().map(|line| (line.what.as_str(), line.who.as_str())).collect();
        assert_eq!(told, [("signed_up", "Fan 2"), ("offered", ""), ("accepted", "Fan 2"), ("removed", "Wen Shuyan")]);
        assert_eq!((trail.number, trail.reason.as_deref()), (2, Some("Asked us to")));
        assert_eq!(trail.person.state, SignUpState::Removed);
        // Read alone, each is as in the list, with their place in line.
        for n in 0..3 {
            let name = format!("Late {n}");
            world.sign_up(&world.member(&name).await, event).await.expect("a seat, or the line");
        }
        for person in list(&world, &wen, event, PeopleAsk::default()).await.people {
            let alone = events::trail(&world, &wen, Locale::En, (event, person.id)).await.expect("a page").person;
            assert_eq!(alone, person);
        }
        // Of another event, and for somebody else, it is not there.
        let other = world.event(world.chapter("Lisbon").await, &wen, 1).await;
        let elsewhere = world.organiser("Duarte", world.chapter("Porto").await).await;
        let admin = world.admin().await;
        let wrong = events::trail(&world, &admin, Locale::En, (other, fans[1].1)).await;
        assert_eq!(wrong, Err(Failure::NotFound));
        let wrong = events::trail(&world, &elsewhere, Locale::En, (event, fans[1].1)).await;
        assert_eq!(wrong, Err(Failure::Forbidden));
    })
    .await;
}

/// What an organiser does with these.
pub async fn bulk(
    world: &TestSite,
    actor: &Actor,
    event: EventId,
    what: &str,
    picked: &[SignUpId],
) -> Result<usize, Failure> {
    let picked: Vec<String> = picked.iter().map(ToString::to_string).collect();
    signups::in_bulk(world, actor, event, BulkAsk { what, picked: &picked, reason: "Bus is late" }).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_at_once_or_nobody() {
    each_site(async |world| {
        let (wen, event, fans) = house(&world, 2, 5).await;
        let ids: Vec<SignUpId> = fans.iter().map(|(_, id)| *id).collect();
        let states = async || world.stored_sign_ups(event).await.iter().map(|s| s.state).collect::<Vec<_>>();
        use SignUpState::{Confirmed, Removed, Waiting};
        // One in line and one with a seat: nobody is offered a seat that is taken away with it.
        assert_eq!(bulk(&world, &wen, event, "off", &[ids[0], ids[2], ids[0]]).await, Ok(2));
        assert_eq!(states().await, [Removed, Confirmed, Removed, SignUpState::Offered, Waiting]);
        assert_eq!(world.letters_asked("\"removed\"").await, 2);
        assert_eq!(world.letters_asked("\"offer\"").await, 1);
        // Seats for all: who has one stays as they are.
        assert_eq!(bulk(&world, &wen, event, "seat", &ids).await, Ok(2));
        assert_eq!(states().await, [Removed, Confirmed, Removed, Confirmed, Confirmed]);
        assert_eq!(world.seats(event).await, Seats { taken: 3, ..Seats::empty(3) });
        // One of them is in: nothing happens to any.
        let code = world.stored_sign_ups(event).await[1].code.clone();
        door::check_in(&world, &wen, Locale::En, event, &code).await.expect("comes in");
        let refused = bulk(&world, &wen, event, "off", &ids).await;
        assert_eq!(refused, Err(Failure::Refused(Refusal::AlreadyCheckedIn)));
        assert_eq!(states().await, [Removed, Confirmed, Removed, Confirmed, Confirmed]);
        assert_eq!(audited(&world, "signup_removed").await, 2);
        // What is wrong is told field by field; and others keep their hands off.
        let ask = BulkAsk { what: "honour", picked: &[], reason: " " };
        let wrong = signups::in_bulk(&world, &wen, event, ask).await.expect_err("all of it");
        let codes = ["what", "reason", "picked"].map(|field| wrong.of_field(field));
        assert_eq!(codes, [Some(FieldCode::UnknownChoice), Some(FieldCode::Required), Some(FieldCode::NobodyPicked)]);
        assert_eq!(bulk(&world, &fans[1].0, event, "off", &ids).await, Err(Failure::Forbidden));
        let other = world.event(world.chapter("Lisbon").await, &wen, 1).await;
        let admin = world.admin().await;
        assert_eq!(bulk(&world, &admin, other, "off", &ids).await, Err(Failure::NotFound), "of another event");
    })
    .await;
}

async fn verdicts(world: &TestSite, wen: &Actor, event: EventId, import: ImportId) -> Vec<(i64, Verdict)> {
    let page = signups::import_page(world, wen, Locale::En, (event, Some(import))).await.expect("a page");
    page.sheet.expect("the sheet").rows.into_iter().map(|row| (row.line, row.verdict)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sheet_comes_in_row_by_row_and_then_whole_or_not_at_all() {
    each_site(async |world| {
        let (wen, event, fans) = house(&world, 1, 2).await;
        world.member("Zhu Yuting").await;
        let keep = async |sheet: &str| signups::keep_sheet(&world, &wen, event, sheet).await;
        for (sheet, code) in [
            ("  ", FieldCode::Required),
            ("Name,City\nZhu,Chengdu", FieldCode::NoPersonColumn),
            ("handle\n\n , \n", FieldCode::NoRows),
            (&format!("handle\n{}", "a\n".repeat(501)), FieldCode::TooLarge { max: 500 }),
            (&"handle\n".repeat(40_000), FieldCode::TooLong { max: 200_000 }),
        ] {
            assert_eq!(keep(sheet).await, Err(Failure::field("sheet", code)), "{sheet:.40}");
        }
        // Whose mailbox it is, a sheet tells of nobody who has not signed up here.
        let named = async |sheet: &str| {
            let kept = keep(sheet).await.expect("readable");
            let page = signups::import_page(&world, &wen, Locale::En, (event, Some(kept))).await.expect("a page");
            page.sheet.expect("the sheet").rows.remove(0).name
        };
        assert_eq!(named("email\nzhuyuting@example.org").await, "");
        assert_eq!(named("email\nfan@example.org").await, "Fan 1", "she has signed up");
        assert_eq!(named("handle\nzhuyuting").await, "Zhu Yuting", "as on her page");
        assert_eq!(audited(&world, "sheet_kept").await, 3);
        // A semicolon, a mark and quotes, as spreadsheets write them; who is wrong is named by line.
        let sheet = "\u{feff}Name;Handle;Reason\r\nZhu;@ZhuYuting;\"Our; guest\"\r\n\r\nTwo;fan2;\r\nOne;fan;\r\nNo;nobody;\r\nAgain;zhuyuting@example.org;\r\n";
        let bad = keep(sheet).await.expect("readable");
        let wrong = Verdict::Wrong;
        assert_eq!(
            verdicts(&world, &wen, event, bad).await,
            [
                (2, Verdict::Seat),
                (4, Verdict::Seat),
                (5, Verdict::HasSeat),
                (6, wrong(FieldCode::NoSuchMember)),
                (7, wrong(FieldCode::TwiceInSheet))
            ]
        );
        let refused = signups::carry_out_sheet(&world, &wen, Locale::En, (event, bad)).await;
        assert_eq!(refused, Err(Failure::Refused(Refusal::SheetIsWrong)));
        assert_eq!(world.seats(event).await, Seats { taken: 1, waiting: 1, ..Seats::empty(1) });

        let good = keep("handle,reason\nzhuyuting,Our guest\nfan2,\nfan,\n").await.expect("readable");
        let others = world.organiser("Duarte", world.chapter("Lisbon").await).await;
        for (who, failure) in [(&others, Failure::Forbidden), (&fans[0].0, Failure::Forbidden)] {
            assert_eq!(signups::carry_out_sheet(&world, who, Locale::En, (event, good)).await, Err(failure.clone()));
            assert_eq!(signups::import_page(&world, who, Locale::En, (event, Some(good))).await, Err(failure));
        }
        assert_eq!(signups::carry_out_sheet(&world, &wen, Locale::En, (event, good)).await, Ok(2));
        assert_eq!(world.seats(event).await, Seats { taken: 3, ..Seats::empty(3) });
        let again = signups::carry_out_sheet(&world, &wen, Locale::En, (event, good)).await;
        assert_eq!(again, Err(Failure::NotFound), "once");
        assert_eq!((audited(&world, "people_imported").await, audited(&world, "seat_given").await), (1, 2));
        let page = list(&world, &wen, event, PeopleAsk::default()).await;
        assert_eq!(page.seats.by_hand, 2);

        // What is not carried out goes after a day.
        world.advance(Duration::from_secs(86_400));
        housekeeping::tidy(&world).await.expect("tidied");
        let mut conn = world.db.read().await.expect("a reader");
        let (left,): (i64,) = conn.one(sql!("SELECT count(*) FROM people_import"), ()).await.expect("a number");
        assert_eq!(left, 0);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_person_twice_is_pointed_out() {
    each_site(async |world| {
        let (wen, event, _) = house(&world, 9, 2).await;
        for name in ["Zhu Yuting", "ZHU  Yu-Ting", "Lin Na"] {
            world.sign_up(&world.member(name).await, event).await.expect("open");
        }
        let page = list(&world, &wen, event, PeopleAsk::default()).await;
        let groups: Vec<Vec<&str>> =
            page.alike.iter().map(|group| group.iter().map(|(_, name)| name.as_str()).collect()).collect();
        assert_eq!(groups.len(), 1);
        assert!(groups[0][0].starts_with("Zhu Yuting (@") && groups[0][1].starts_with("ZHU  Yu-Ting (@"), "{groups:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_doors_list_holds_what_is_for_the_door() {
    each_site(async |world| {
        let chapter = world.chapter("Chengdu").await;
        let wen = world.organiser("Wen Shuyan", chapter).await;
        let event = world.event(chapter, &wen, 2).await;
        use domain::events::questions::QuestionKind::{Text, YesNo};
        let (tape, illness) =
            (world.question(event, "Tape?", YesNo, "").await, world.question(event, "Illness", Text, "").await);
        world.for_the_door(tape).await;
        let fans = [world.member("zhu").await, world.member("Bai").await, world.member("Lin").await];
        for fan in &fans {
            let answers = vec![(tape.to_string(), "yes".into()), (illness.to_string(), "Walnuts".into())];
            let ask = SignUpAsk { event, answers, listing: Listing::Quiet, request_key: "k".into() };
            signups::sign_up(&world, fan, ask).await.expect("open");
        }
        let keeper = world.door_helper(&fans[2], event).await;
        let list = door::list(&world, &keeper, Locale::En, event).await.expect("for the door");
        assert_eq!(list.heads, ["Tape?"]);
        let rows: Vec<_> = list.rows.iter().map(|row| (row.display_name.as_str(), row.answers.clone())).collect();
        assert_eq!(rows, [("Bai", vec!["Yes".to_owned()]), ("zhu", vec!["Yes".into()])], "by name, and nobody in line");
        let lead = world.helper(&fans[0], event, EventRole::ShiftLead).await;
        assert_eq!(door::list(&world, &lead, Locale::En, event).await, Err(Failure::Forbidden));
        assert_eq!(door::list(&world, &fans[1], Locale::En, event).await, Err(Failure::Forbidden));
    })
    .await;
}
