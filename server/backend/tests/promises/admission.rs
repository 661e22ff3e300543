//! Who gets a place: windows by tier, approval, invitation codes; and always why not.

use std::time::Duration;

use crate::fairness::must_be_fair;
use crate::planning::{audited, form, here};
use backend::signups::{self, Company, check_ask};
use backend::testing::{TestSite, each_site};
use backend::{events, sql};
use domain::events::plan::PlanForm;
use domain::honor::Tier;
use domain::members::{Actor, EventRole};
use domain::signups::invitation::{CodeForm, Invitation, clean};
use domain::signups::{Admission, AdmissionForm, Bar, HeadStart, Mode, Seats, SignUpState, Way};
use domain::{EventId, Failure, FieldCode, Locale, Refusal};

const HOUR: i64 = 3600;

/// Its organiser, and an event with so many seats.
async fn house(world: &TestSite, capacity: i64) -> (Actor, EventId) {
    let chapter = world.chapter("Chengdu").await;
    let organiser = world.organiser("Wen Shuyan", chapter).await;
    let event = world.event(chapter, &organiser, capacity).await;
    (organiser, event)
}

fn refused(refusal: Refusal) -> Failure {
    Failure::Refused(refusal)
}

async fn bars(world: &TestSite, viewer: Option<&Actor>) -> Vec<Bar> {
    let way = here(world, viewer, "tea-house-tapes-1").await.way;
    way.facts.eligibility.expect("a rule").bars
}

fn with_code(code: &str) -> Company {
    Company { code: code.into(), ..Company::default() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_honor_crew_signs_up_a_day_earlier_and_the_page_says_so() {
    each_site(async |world| {
        let (_, event) = house(&world, 9).await;
        let (fan, regular, crew) = (world.member("Fan").await, world.member("Reg").await, world.member("Crew").await);
        world.stand(&regular, Tier::Regular).await;
        world.stand(&crew, Tier::HonorCrew).await;
        let opens = world.now().plus_seconds(72 * HOUR);
        world.window(event, (Some(opens), None)).await;
        let head_start = HeadStart { regular: 2, crew: 24, core: 24 };
        world.decide(event, Admission { head_start, ..Admission::default() }).await.expect("decided");

        let page = here(&world, Some(&crew), "tea-house-tapes-1").await;
        assert_eq!(page.way.facts.opens, "Monday 22 March, 14:00");
        let windows =
            [(Tier::HonorCrew, "Monday 22 March, 14:00".into()), (Tier::Regular, "Tuesday 23 March, 12:00".into())];
        assert_eq!(page.way.facts.windows, windows);
        assert!(here(&world, None, "tea-house-tapes-1").await.way.sign_in, "it depends on who they are");

        // Whatever the hour: the page says yes to whom the form says yes, and to nobody else.
        for (hours, let_in) in [(47, [false; 3]), (1, [false, false, true]), (22, [false, true, true]), (2, [true; 3])]
        {
            world.advance(Duration::from_secs(hours * 3600));
            for (actor, wanted) in [&fan, &regular, &crew].into_iter().zip(let_in) {
                let page = here(&world, Some(actor), "tea-house-tapes-1").await;
                assert_eq!(page.way.has_form, wanted);
                match world.sign_up(actor, event).await {
                    Ok(mine) => {
                        assert!(wanted);
                        signups::give_up(&world, actor, mine.id).await.expect("a live one");
                    }
                    Err(failure) => {
                        assert!(!wanted);
                        assert_eq!(failure, refused(Refusal::SignUpNotOpenYet));
                    }
                }
            }
        }
        must_be_fair(&world, event).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_of_a_lower_tier_is_told_so() {
    each_site(async |world| {
        let (_, event) = house(&world, 9).await;
        world.decide(event, Admission { tier: Tier::Regular, ..Admission::default() }).await.expect("decided");
        let fan = world.member("Fan").await;
        assert_eq!(bars(&world, Some(&fan)).await, [Bar::Tier(Tier::Regular)]);
        assert_eq!(bars(&world, None).await, [Bar::Tier(Tier::Regular)]);
        assert_eq!(world.sign_up(&fan, event).await, Err(refused(Refusal::TierTooLow)));
        // Nobody gets an account with a form that is then refused.
        let newcomer = check_ask(&world, event, &[], &Company::default()).await;
        assert_eq!(newcomer, Err(refused(Refusal::TierTooLow)));
        world.stand(&fan, Tier::Regular).await;
        assert_eq!(bars(&world, Some(&fan)).await, []);
        assert_eq!(world.sign_up(&fan, event).await.expect("a regular").state, SignUpState::Confirmed);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_asks_holds_nothing_until_the_organisers_say_yes() {
    each_site(async |world| {
        let (wen, event) = house(&world, 1).await;
        world.decide(event, Admission { mode: Mode::Approval, ..Admission::default() }).await.expect("decided");
        let fans = world.fans(5).await;
        let mut asked = vec![];
        for fan in &fans {
            let page = here(&world, Some(fan), "tea-house-tapes-1").await;
            assert_eq!(page.way.facts.eligibility.expect("a rule").way, Way::Approval);
            let mine = world.sign_up(fan, event).await.expect("open");
            assert_eq!((mine.state, mine.waiting_place), (SignUpState::Pending, None));
            assert_eq!(world.sign_up(fan, event).await.expect("twice is no mistake").id, mine.id);
            asked.push(mine.id);
        }
        assert_eq!(world.seats(event).await, Seats::empty(1));
        let desk = signups::places_desk(&world, &wen, Locale::En, event).await.expect("a page");
        let names: Vec<_> = desk.requests.iter().map(|row| row.display_name.as_str()).collect();
        assert_eq!((names, desk.waiting), (vec!["Fan 1", "Fan 2", "Fan 3", "Fan 4", "Fan 5"], 5));

        // In the order of the yes, not of the asking: who is told yes first has the seat, who is next is first in line.
        let yes = async |n: usize| signups::approve(&world, &wen, asked[n]).await;
        assert_eq!(yes(3).await, Ok(Confirmed));
        assert_eq!(yes(3).await, Ok(Confirmed), "tapped twice");
        assert_eq!(yes(2).await, Ok(Waiting));
        assert_eq!(yes(0).await, Ok(Waiting));
        let no = async |n: usize, why: &str| signups::refuse(&world, &wen, asked[n], why).await;
        assert_eq!(no(1, " ").await, Err(Failure::field("reason", FieldCode::Required)));
        no(1, "It is for those who sing").await.expect("said");
        assert_eq!(no(1, "Again").await, Err(refused(Refusal::DecidedAlready)));
        assert_eq!(yes(1).await, Err(refused(Refusal::DecidedAlready)));
        assert_eq!(
            no(3, "Changed my mind").await,
            Err(refused(Refusal::DecidedAlready)),
            "that is what removing is for"
        );
        signups::give_up(&world, &fans[4], asked[4]).await.expect("taken back");
        use SignUpState::{Cancelled, Confirmed, Declined, Waiting};
        let states: Vec<_> = world.stored_sign_ups(event).await.iter().map(|row| row.state).collect();
        assert_eq!(states, [Waiting, Declined, Waiting, Confirmed, Cancelled]);
        must_be_fair(&world, event).await;
        assert_eq!((audited(&world, "signup_approved").await, audited(&world, "signup_refused").await), (3, 1));

        // The line is that of the yeses.
        signups::give_up(&world, &fans[3], asked[3]).await.expect("given up");
        let states: Vec<_> = world.stored_sign_ups(event).await.iter().map(|row| row.state).collect();
        assert_eq!(states, [Waiting, Declined, SignUpState::Offered, Cancelled, Cancelled]);
        let mut conn = world.db.read().await.expect("a reader");
        let last = signups::mine(&mut conn, Locale::En, event, fans[0].member).await.expect("no error").expect("waits");
        assert_eq!(last.waiting_place, Some(1));
        drop(conn);
        must_be_fair(&world, event).await;

        world.run_jobs().await;
        let letters = world.letters();
        let has = |words: &str| letters.iter().any(|letter| letter.contains(words));
        assert!(has("Subject: Not this time: Tea-House Tapes 1") && has("It is for those who sing"), "{letters:#?}");
        assert!(!has("You asked for a seat"), "what is decided already is not told as open");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_are_for_those_who_run_the_event() {
    each_site(async |world| {
        let (wen, event) = house(&world, 1).await;
        world.decide(event, Admission { mode: Mode::Approval, ..Admission::default() }).await.expect("decided");
        let other = world.organiser("Rui Costa", world.chapter("Lisbon").await).await;
        let (fan, bai) = (world.member("Fan").await, world.member("Bai Lu").await);
        let co = world.helper(&bai, event, EventRole::CoOrganiser).await;
        let asked = world.sign_up(&fan, event).await.expect("open").id;
        for actor in [&other, &fan] {
            assert_eq!(signups::approve(&world, actor, asked).await, Err(Failure::Forbidden));
            assert_eq!(signups::refuse(&world, actor, asked, "No").await, Err(Failure::Forbidden));
            let desk = signups::places_desk(&world, actor, Locale::En, event).await;
            assert_eq!(desk.map(drop), Err(Failure::Forbidden));
        }
        // By hand too, and the log tells it; then an event that is called off ends what is open.
        signups::place_by_hand(&world, &wen, event, ("fan", "Our guest")).await.expect("given");
        let late = world.member("Late").await;
        let open = world.sign_up(&late, event).await.expect("open").id;
        must_be_fair(&world, event).await;
        world.cancel_event(event, &wen).await;
        assert_eq!(signups::approve(&world, &co, open).await, Err(refused(Refusal::EventCancelled)));
        let found = must_be_fair(&world, event).await;
        assert!(found.rows.iter().all(|row| row.1 == SignUpState::Cancelled));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_lets_in_as_many_as_it_is_for() {
    each_site(async |world| {
        let (wen, event) = house(&world, 9).await;
        world.decide(event, Admission { invited_only: true, ..Admission::default() }).await.expect("decided");
        let fans = world.fans(4).await;
        let come = async |n: usize, code: &str| world.sign_up_with(&fans[n], event, with_code(code)).await;
        let at_code = |code| Err(Failure::field("code", code));
        assert_eq!(bars(&world, Some(&fans[0])).await, [Bar::Invitation(Invitation::None)]);
        assert!(here(&world, None, "tea-house-tapes-1").await.way.asks_code);
        assert_eq!(come(0, "").await, at_code(FieldCode::Required));
        assert_eq!(come(0, "7k2q-9m4x").await, at_code(FieldCode::NoSuchInvitation));

        let make = async |most: &str, expires: &str| {
            let form = CodeForm { note: "The choir".into(), most: most.into(), expires: expires.into() };
            signups::make_code(&world, &wen, event, &form).await
        };
        assert_eq!(make("0", "").await, Err(Failure::field("most", FieldCode::TooSmall { min: 1 })));
        assert_eq!(make("1", "2027-03-01T10:00").await, Err(Failure::field("expires", FieldCode::InThePast)));
        let code = make("2", "2027-03-22T10:00").await.expect("a code");
        let other = world.event(wen.organises[0], &wen, 9).await;
        world.decide(other, Admission { invited_only: true, ..Admission::default() }).await.expect("decided");
        let elsewhere = world.sign_up_with(&fans[0], other, with_code(&code)).await;
        assert_eq!(elsewhere, at_code(FieldCode::NoSuchInvitation), "a code is for one event");

        // As people write it.
        let typed = format!(" {}-{} ", code[..4].to_uppercase(), &code[4..]);
        let first = come(0, &typed).await.expect("invited").id;
        assert!(check_ask(&world, event, &[], &with_code(&code)).await.is_ok());
        come(1, &code).await.expect("the second");
        assert_eq!(come(2, &code).await, at_code(FieldCode::InvitationUsedUp));
        let newcomer = check_ask(&world, event, &[], &with_code(&code)).await;
        assert_eq!(newcomer, Err(Failure::field("code", FieldCode::InvitationUsedUp)));
        // Who was let in, and left, comes back: a code counts people.
        signups::give_up(&world, &fans[0], first).await.expect("given up");
        assert_eq!(bars(&world, Some(&fans[0])).await, []);
        come(0, "").await.expect("back");

        let late = make("5", "2027-03-22T10:00").await.expect("a code");
        world.advance(Duration::from_secs(2 * 86_400));
        assert_eq!(come(2, &late).await, at_code(FieldCode::InvitationTooOld));
        let open = make("5", "").await.expect("a code");
        let desk = signups::places_desk(&world, &wen, Locale::En, event).await.expect("a page");
        let row = desk.codes.iter().find(|row| clean(&row.code).as_deref() == Some(&open)).expect("on the page");
        assert!(row.url.ends_with(&format!("/e/tea-house-tapes-1?code={}", row.code)));
        assert_eq!(desk.codes.iter().filter(|row| row.is_over).count(), 2);
        let lineage: Vec<_> = desk.invited.iter().map(|row| (row.who.as_str(), row.by.as_str())).collect();
        assert_eq!(lineage, [("Fan 2", "Wen Shuyan"), ("Fan 1", "Wen Shuyan")]);
        let stranger = world.organiser("Rui Costa", world.chapter("Lisbon").await).await;
        assert_eq!(signups::end_code(&world, &stranger, event, row.id).await, Err(Failure::Forbidden));
        assert_eq!(signups::end_code(&world, &wen, other, row.id).await, Err(Failure::NotFound));
        signups::end_code(&world, &wen, event, row.id).await.expect("taken back");
        assert_eq!(come(2, &open).await, at_code(FieldCode::InvitationTooOld));
        assert_eq!((audited(&world, "invitation_made").await, audited(&world, "invitation_ended").await), (3, 1));
        must_be_fair(&world, event).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn friends_invite_friends_and_it_is_known_who_invited_whom() {
    each_site(async |world| {
        let (wen, event) = house(&world, 9).await;
        let admission = Admission { invited_only: true, friends: 1, ..Admission::default() };
        world.decide(event, admission).await.expect("decided");
        let fans = world.fans(4).await;
        let form = CodeForm { note: "Seed".into(), most: "1".into(), ..CodeForm::default() };
        let seed = signups::make_code(&world, &wen, event, &form).await.expect("a code");
        let code_of = async |n: usize| {
            let page = signups::tickets(&world, &fans[n], Locale::En).await.expect("a page");
            page.coming[0].invitation.clone().expect("one to pass on").code
        };
        let mut code = seed;
        let mut seats = vec![];
        for (n, fan) in fans.iter().enumerate().take(3) {
            let mine = world.sign_up_with(fan, event, with_code(&code)).await.expect("invited");
            let page = signups::tickets(&world, fan, Locale::En).await.expect("a page");
            assert_eq!((page.coming[0].friends, page.coming[0].invitation.is_none()), (1, true));
            assert_eq!(signups::pass_on(&world, &fans[3], mine.id).await, Err(Failure::NotFound), "somebody else’s");
            for _ in 0..2 {
                signups::pass_on(&world, fan, mine.id).await.expect("one, however often");
            }
            code = code_of(n).await;
            seats.push(mine.id);
        }
        let desk = signups::places_desk(&world, &wen, Locale::En, event).await.expect("a page");
        let lineage: Vec<_> = desk.invited.iter().map(|row| (row.who.as_str(), row.by.as_str())).collect();
        assert_eq!(lineage, [("Fan 3", "Fan 2"), ("Fan 2", "Fan 1"), ("Fan 1", "Wen Shuyan")]);
        // Who gives up their seat invites nobody any more.
        signups::give_up(&world, &fans[2], seats[2]).await.expect("given up");
        let told = world.sign_up_with(&fans[3], event, with_code(&code)).await;
        assert_eq!(told, Err(Failure::field("code", FieldCode::InvitationTooOld)));
        assert_eq!(signups::pass_on(&world, &fans[2], seats[2]).await, Err(Failure::Forbidden));
        // Who comes back has the same code again, and has invited those whom it let in.
        for (n, seat) in [(2, None), (0, Some(seats[0]))] {
            if let Some(seat) = seat {
                signups::give_up(&world, &fans[n], seat).await.expect("given up");
            }
            let back = world.sign_up(&fans[n], event).await.expect("let in before");
            signups::pass_on(&world, &fans[n], back.id).await.expect("theirs");
        }
        assert_eq!(code_of(2).await, code);
        world.sign_up_with(&fans[3], event, with_code(&code)).await.expect("as good as its giver's seat");
        let newcomer = world.member("Lin Na").await;
        let spent = world.sign_up_with(&newcomer, event, with_code(&code_of(0).await)).await;
        assert_eq!(spent, Err(Failure::field("code", FieldCode::InvitationUsedUp)), "one friend, not one each time");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_organisers_form_decides_and_the_mode_stays_once_somebody_came() {
    each_site(async |world| {
        let wen = world.organiser("Wen Shuyan", world.chapter("Chengdu").await).await;
        let admission = AdmissionForm { crew_hours: "24".into(), guests: "1".into(), ..AdmissionForm::default() };
        let wrong = PlanForm {
            admission: AdmissionForm { mode: "lottery".into(), guests: "x".into(), ..admission.clone() },
            ..form()
        };
        let told = events::create(&world, &wen, wrong).await.expect_err("no end of sign-up");
        assert_eq!(told.of_field("closes"), Some(FieldCode::Required));
        assert_eq!(told.of_field("admission[guests]"), Some(FieldCode::NotANumber));
        let plan = PlanForm { admission: admission.clone(), ..form() };
        let id = events::create(&world, &wen, plan.clone()).await.expect("a draft");
        let filled = events::plan_page(&world, &wen, Locale::En, events::Opened::Of(id)).await.expect("a form").form;
        assert_eq!((filled.admission.crew_hours.as_str(), filled.admission.guests.as_str()), ("24", "1"));
        let copy = events::copy(&world, &wen, id).await.expect("a copy");
        let copied = events::plan_page(&world, &wen, Locale::En, events::Opened::Of(copy)).await.expect("a form").form;
        assert_eq!(copied.admission, filled.admission);
        let new = events::plan_page(&world, &wen, Locale::En, events::Opened::New).await.expect("a form").form;
        assert_eq!(new.admission.crew_hours, "24", "a day earlier, unless they say otherwise");

        let approval = |hours: &str| PlanForm {
            admission: AdmissionForm { mode: "approval".into(), crew_hours: hours.into(), ..admission.clone() },
            ..form()
        };
        events::edit(&world, &wen, id, approval("24")).await.expect("still a draft");
        events::publish(&world, &wen, id).await.expect("published");
        let fan = world.member("Fan").await;
        world.sign_up(&fan, id).await.expect("open");
        let told = events::edit(&world, &wen, id, plan).await.expect_err("somebody asked by these rules");
        assert_eq!(told, Failure::field("admission[mode]", FieldCode::SignedUpAlready));
        events::edit(&world, &wen, id, approval("48")).await.expect("the rest may change");
        assert_eq!(audited(&world, "admission_changed").await, 2);
        must_be_fair(&world, id).await;
    })
    .await;
}

/// The last line: whatever a program does wrong, the database lets nobody in by a code that is used up.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_database_refuses_a_use_too_many() {
    each_site(async |world| {
        let (wen, event) = house(&world, 1).await;
        let form = CodeForm { note: "One".into(), most: "1".into(), ..CodeForm::default() };
        signups::make_code(&world, &wen, event, &form).await.expect("a code");
        let mut tx = world.db.write().await.expect("a transaction");
        tx.execute(sql!("UPDATE invitation_code SET used = 2 WHERE event_id = $1"), (event.0,))
            .await
            .expect_err("one more than it is for");
    })
    .await;
}
