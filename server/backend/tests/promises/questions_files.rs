//! Files that answer a question: what is taken, who opens them, and how many are kept.

use crate::planning::{audited, form, here};
use backend::events;
use backend::operations::housekeeping;
use backend::signups::{self, HandedIn, Listing, SignUpAsk};
use backend::sql;
use backend::testing::{TestSite, each_site};
use domain::events::plan::PlanForm;
use domain::events::questions::{QuestionForm, file_of};
use domain::members::{Actor, EventRole};
use domain::{EventId, Failure, FieldCode, FileId, Locale, QuestionId, SignUpId};

const PDF: &[u8] = b"%PDF-1.7 a signed form";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n a picture";

/// A published event that asks for a file, its organiser, and a fan with a seat.
struct Scene {
    organiser: Actor,
    event: EventId,
    question: QuestionId,
    fan: Actor,
    signup: SignUpId,
}

async fn scene(world: &TestSite) -> Scene {
    let organiser = world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await;
    let ask = QuestionForm {
        kind: "file".into(),
        label: "Signed form".into(),
        required: "on".into(),
        for_door: "on".into(),
        ..QuestionForm::default()
    };
    let plan = PlanForm { questions: vec![ask], ..form() };
    let event = events::create(world, &organiser, plan).await.expect("a draft");
    events::publish(world, &organiser, event).await.expect("published");
    let question = here(world, None, "tea-house-tapes").await.questions[0].id;
    let fan = world.member("Zhu Yuting").await;
    let ask = SignUpAsk { event, answers: vec![], listing: Listing::Quiet, request_key: "k".into() };
    let signup = signups::sign_up(world, &fan, ask).await.expect("a file comes afterwards").id;
    Scene { organiser, event, question, fan, signup }
}

impl Scene {
    async fn hand_in(&self, world: &TestSite, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let question = self.question.to_string();
        signups::hand_in(world, &self.fan, self.signup, HandedIn { question: &question, name, bytes }).await
    }

    /// The one that counts.
    async fn file(&self, world: &TestSite) -> (FileId, String) {
        let page = signups::answers_page(world, &self.fan, Locale::En, self.signup).await.expect("her own");
        let (id, name) = page.given.first().and_then(|(_, answer)| file_of(answer)).expect("a file");
        (id, name.to_owned())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_what_its_bytes_say_and_no_larger_than_allowed() {
    each_site(async |world| {
        let scene = scene(&world).await;
        let tickets = signups::tickets(&world, &scene.fan, Locale::En).await.expect("a ticket");
        assert_eq!(tickets.coming[0].missing, ["Signed form"]);
        let mut large = PDF.to_vec();
        large.resize((5 << 20) + 1, b' ');
        for (name, bytes, code) in [
            ("a.pdf", &b""[..], FieldCode::Required),
            ("a.pdf", b"<html><script>", FieldCode::NotAFile),
            ("a.png", b"MZ\x90\x00", FieldCode::NotAFile),
            ("a.pdf", &large, FieldCode::FileTooLarge { max_mb: 5 }),
        ] {
            assert_eq!(scene.hand_in(&world, name, bytes).await, Err(Failure::field("file", code)));
        }
        large.truncate(5 << 20);
        scene.hand_in(&world, "../form.exe", &large).await.expect("just small enough");
        let (id, name) = scene.file(&world).await;
        assert_eq!(name, "form.pdf");
        let file = signups::answer_file(&world, &scene.fan, id).await.expect("her own");
        assert_eq!((file.media_type.as_str(), file.bytes.len()), ("application/pdf", 5 << 20));
        let tickets = signups::tickets(&world, &scene.fan, Locale::En).await.expect("a ticket");
        assert!(tickets.coming[0].asks && tickets.coming[0].missing.is_empty());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_its_owner_and_those_who_run_the_event_open_a_file() {
    each_site(async |world| {
        let scene = scene(&world).await;
        scene.hand_in(&world, "form.pdf", PDF).await.expect("taken");
        let (id, _) = scene.file(&world).await;
        let other = world.member("Lin Na").await;
        let elsewhere = world.organiser("Duarte", world.chapter("Lisbon").await).await;
        let helper = async |role| world.helper(&other, scene.event, role).await;
        for (who, opens) in [
            (scene.fan.clone(), true),
            (scene.organiser.clone(), true),
            (world.admin().await, true),
            (other.clone(), false),
            (elsewhere, false),
        ] {
            assert_eq!(signups::answer_file(&world, &who, id).await.is_ok(), opens, "{who:?}");
        }
        assert_eq!(audited(&world, "file_opened").await, 2, "it is known who did, but for its owner");
        let keeper = helper(EventRole::Door).await;
        assert_eq!(
            signups::answer_file(&world, &keeper, id).await,
            Err(Failure::NotFound),
            "the door sees that it is there"
        );
        let co = Actor {
            staffs: vec![domain::members::Post { event: scene.event, role: EventRole::CoOrganiser }],
            ..other.clone()
        };
        assert!(signups::answer_file(&world, &co, id).await.is_ok());
        let lead = Actor {
            staffs: vec![domain::members::Post { event: scene.event, role: EventRole::ShiftLead }],
            ..other.clone()
        };
        assert_eq!(signups::answer_file(&world, &lead, id).await, Err(Failure::NotFound));
        // Nor does anybody hand one in for somebody else, or for a question that is not asked.
        let question = scene.question.to_string();
        let file = HandedIn { question: &question, name: "x.pdf", bytes: PDF };
        for who in [&other, &scene.organiser] {
            assert_eq!(signups::hand_in(&world, who, scene.signup, file).await, Err(Failure::NotFound));
        }
        for question in ["", "x", "00000000-0000-0000-0000-000000000000"] {
            let file = HandedIn { question, ..file };
            assert_eq!(signups::hand_in(&world, &scene.fan, scene.signup, file).await, Err(Failure::NotFound));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_last_few_files_stay_for_organisers() {
    each_site(async |world| {
        let scene = scene(&world).await;
        let mut ids = vec![];
        for n in 0..7 {
            world.advance(std::time::Duration::from_secs(1));
            scene.hand_in(&world, &format!("form {n}.png"), PNG).await.expect("taken");
            ids.push(scene.file(&world).await.0);
        }
        let mut kept = vec![];
        for id in &ids {
            kept.push(signups::answer_file(&world, &scene.organiser, *id).await.is_ok());
        }
        assert_eq!(kept, [false, false, true, true, true, true, true]);
        let console = events::console(&world, &scene.organiser, Locale::En, scene.event).await.expect("a page");
        let cell = &console.people[0].answers[0];
        assert_eq!((cell.text.as_str(), cell.file), ("form 6.png", ids.last().copied()));
        assert_eq!((cell.before.len(), cell.before[0].text.as_str()), (6, "form 5.png"));
        // A changed answer leaves the file where it is.
        signups::change_answers(&world, &scene.fan, scene.signup, &[]).await.expect("nothing else is asked");
        assert_eq!(Some(scene.file(&world).await.0), ids.last().copied());
    })
    .await;
}

/// Whoever signs up and leaves again and again leaves no files behind; nor does an event with many questions for files.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_go_with_whoever_leaves() {
    each_site(async |world| {
        let mut scene = scene(&world).await;
        let count = async || {
            let mut conn = world.db.read().await.expect("a reader");
            let (files,): (i64,) = conn.one(sql!("SELECT count(*) FROM answer_file"), ()).await.expect("a number");
            files
        };
        scene.hand_in(&world, "form.pdf", PDF).await.expect("taken");
        let (id, _) = scene.file(&world).await;
        signups::give_up(&world, &scene.fan, scene.signup).await.expect("given up");
        housekeeping::tidy(&world).await.expect("tidied");
        assert_eq!(count().await, 0);
        assert_eq!(signups::answer_file(&world, &scene.organiser, id).await, Err(Failure::NotFound));
        let console = events::console(&world, &scene.organiser, Locale::En, scene.event).await.expect("a page");
        let cell = &console.people[0].answers[0];
        assert_eq!((cell.text.as_str(), cell.file), ("form.pdf", None), "no way to what is not there");
        // Without waiting for the tidying: with the first file of the next sign-up.
        for _ in 0..3 {
            scene.signup = world.sign_up(&scene.fan, scene.event).await.expect("open").id;
            for n in 0..7 {
                world.advance(std::time::Duration::from_secs(1));
                scene.hand_in(&world, &format!("form {n}.pdf"), PDF).await.expect("taken");
            }
            assert_eq!(count().await, 5);
            signups::give_up(&world, &scene.fan, scene.signup).await.expect("given up");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_questions_do_not_make_many_old_files() {
    each_site(async |world| {
        let organiser = world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await;
        let ask =
            |n: usize| QuestionForm { kind: "file".into(), label: format!("Form {n}"), ..QuestionForm::default() };
        let plan = PlanForm { questions: (0..4).map(ask).collect(), ..form() };
        let event = events::create(&world, &organiser, plan).await.expect("a draft");
        events::publish(&world, &organiser, event).await.expect("published");
        let asked = here(&world, None, "tea-house-tapes").await.questions;
        let fan = world.member("Zhu Yuting").await;
        let signup = world.sign_up(&fan, event).await.expect("a file comes afterwards").id;
        for n in 0..5 {
            for question in &asked {
                world.advance(std::time::Duration::from_secs(1));
                let (question, name) = (question.id.to_string(), format!("{n}.pdf"));
                let file = HandedIn { question: &question, name: &name, bytes: PDF };
                signups::hand_in(&world, &fan, signup, file).await.expect("taken");
            }
        }
        let mut conn = world.db.read().await.expect("a reader");
        let (files,): (i64,) = conn.one(sql!("SELECT count(*) FROM answer_file"), ()).await.expect("a number");
        assert_eq!(files, 4 + 10, "those that count, and the last ten before them");
    })
    .await;
}
