//! Credit for shifts: at the door or by the lead's word, once, weighted by the rule; and nobody loses anything.

use std::sync::Arc;

use crate::shifts::house;
use backend::door;
use backend::honor::{self, Verified};
use backend::signups::{self, shifts};
use backend::sql;
use backend::testing::{TestSite, each_site};
use domain::door::{TicketCode, view::Verdict};
use domain::members::{Actor, EventRole};
use domain::signups::shifts::{
    plan::ShiftForm,
    presence::{Outcome, Word},
    view::{LeadPage, Stands},
};
use domain::{EventId, Failure, Instant, Locale, MemberId, Refusal, SignUpId};

/// 3 April 2027 at this hour in Shanghai.
fn at(hour: i64) -> Instant {
    Instant(1_806_732_000_000 + (hour - 14) * 3_600_000)
}

async fn scan(world: &TestSite, by: &Actor, event: EventId, signup: SignUpId) -> Verdict {
    let code = TicketCode::parse(&world.code_of(signup).await).expect("a code");
    door::check_in(world, by, Locale::En, event, &code.shown()).await.expect("a verdict")
}

async fn total(world: &TestSite, member: MemberId) -> i64 {
    honor::standing(&mut world.db.read().await.expect("a reader"), world.now(), member).await.expect("a standing").honor
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_scans_credit_a_shift_once() {
    each_site(async |world| {
        let (wen, event, _, all) = house(&world, 3).await;
        let fan = world.member("Zhu Yuting").await;
        let mine = world.take_shift(&fan, all[1]).await.expect("a place").id; // 12:00 to 15:00
        let guest = world.sign_up(&fan, event).await.expect("a seat").id;
        let who = || "Zhu Yuting".to_owned();
        let role = || "Studio guide".to_owned();

        world.clock.set(at(9));
        let early = Verdict::ShiftLater { display_name: who(), role: role(), starts: "12:00".into() };
        assert_eq!(scan(&world, &wen, event, mine).await, early);
        world.clock.set(at(12));
        let comes = Verdict::OnShift {
            display_name: who(),
            role: role(),
            time: "12:00 to 15:00".into(),
            checked_in: 1,
            notes: vec![],
        };
        assert_eq!(scan(&world, &wen, event, mine).await, comes);
        assert_eq!(
            scan(&world, &wen, event, mine).await,
            Verdict::AlreadyIn { display_name: who(), since: "12:00".into() }
        );
        assert_eq!(total(&world, fan.member).await, 0, "nothing for coming alone");
        assert_eq!(signups::give_up(&world, &fan, mine).await, Err(Failure::Refused(Refusal::AlreadyCheckedIn)));
        world.clock.set(at(15));
        let goes = Verdict::OffShift { display_name: who(), role: role(), honor: 36 };
        assert_eq!(scan(&world, &wen, event, mine).await, goes);
        assert_eq!(scan(&world, &wen, event, mine).await, Verdict::ShiftDone { display_name: who(), role: role() });
        assert_eq!(total(&world, fan.member).await, 36);
        // And a guest for the rest of the day, with a ticket and honor of its own.
        assert!(matches!(scan(&world, &wen, event, guest).await, Verdict::Valid { honor: 20, checked_in: 1, .. }));
        assert_eq!(total(&world, fan.member).await, 56);

        let mut conn = world.db.read().await.expect("a reader");
        let lines = honor::statement(&mut conn, Locale::En, fan.member, 1).await.expect("a statement").lines;
        assert_eq!(lines[1].reason.as_deref(), Some("Studio guide, 12:00–15:00"));
        let verified = honor::verify_chain(&mut conn, fan.member).await.expect("a chain");
        assert_eq!(verified, Verified::Whole { entries: 2 });
        let past = signups::tickets(&world, &fan, Locale::En).await.expect("tickets");
        let shift = past.past.iter().chain(&past.coming).find_map(|t| t.shift.clone()).expect("a shift");
        assert_eq!((shift.outcome, shift.honor), (Some(Outcome::Worked), 36));
    })
    .await;
}

/// Whoever comes near the end and is scanned twice has not worked a whole shift.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_scans_in_a_row_credit_nothing() {
    each_site(async |world| {
        let (wen, event, _, all) = house(&world, 3).await;
        let fan = world.member("Zhu Yuting").await;
        let mine = world.take_shift(&fan, all[0]).await.expect("a place").id; // 9:00 to 12:00
        world.clock.set(Instant(at(12).0 - 2000));
        assert!(matches!(scan(&world, &wen, event, mine).await, Verdict::OnShift { .. }));
        for seconds in [-1, 0, 1, 3600] {
            world.clock.set(at(12).plus_seconds(seconds));
            assert!(matches!(scan(&world, &wen, event, mine).await, Verdict::AlreadyIn { .. }));
        }
        assert_eq!(total(&world, fan.member).await, 0);
        shifts::say(&world, &wen, mine, Word::Worked).await.expect("whoever leads knows better than two scans");
        assert_eq!(total(&world, fan.member).await, 36);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nights_and_further_shifts_count_more() {
    each_site(async |world| {
        let (wen, event, role, all) = house(&world, 3).await;
        let night = world.shifts(role, &wen, ("2027-04-03T20:00", "2027-04-04T02:00", 180), 3).await;
        let late = *night.last().expect("23:00 to 02:00");
        let fan = world.member("Zhu Yuting").await;
        let first = world.take_shift(&fan, all[0]).await.expect("9 to 12").id;
        let second = world.take_shift(&fan, all[1]).await.expect("12 to 15").id;
        let third = world.take_shift(&fan, late).await.expect("at night").id;
        world.clock.set(Instant(at(24).0 + 3_600_000));
        for signup in [first, second, third] {
            shifts::say(&world, &wen, signup, Word::Here).await.expect("here");
        }
        // Settled in another order than they were worked: the first of the day is the one that started first.
        for (signup, honor) in [(third, 68), (second, 45), (first, 36)] {
            shifts::say(&world, &wen, signup, Word::Worked).await.expect("worked");
            let mut conn = world.db.read().await.expect("a reader");
            let (points,): (i64,) = conn
                .one(sql!("SELECT honor FROM shift_work WHERE signup_id = $1"), (signup.0,))
                .await
                .expect("settled");
            assert_eq!(points, honor);
        }
        assert_eq!(total(&world, fan.member).await, 149);
        assert_eq!(door::page(&world, &wen, Locale::En, event).await.expect("a door").checked_in, 1, "one person");
    })
    .await;
}

/// Whoever takes three shifts and comes to the last alone has worked one.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_shift_that_nobody_came_to_makes_none_after_it_a_further_one() {
    each_site(async |world| {
        let (wen, event, _, all) = house(&world, 3).await;
        let fan = world.member("Zhu Yuting").await;
        world.take_shift(&fan, all[0]).await.expect("9 to 12");
        world.take_shift(&fan, all[1]).await.expect("12 to 15");
        let last = world.take_shift(&fan, all[2]).await.expect("15 to 18").id;
        world.clock.set(at(15));
        assert!(matches!(scan(&world, &wen, event, last).await, Verdict::OnShift { .. }));
        world.clock.set(at(18));
        assert!(matches!(scan(&world, &wen, event, last).await, Verdict::OffShift { honor: 36, .. }));
        assert_eq!(total(&world, fan.member).await, 36);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_lead_speaks_of_their_own_shifts_alone() {
    each_site(async |world| {
        let (wen, event, _, all) = house(&world, 3).await;
        let lead = world.helper(&world.member("Bai Lu").await, event, EventRole::ShiftLead).await;
        let form = ShiftForm {
            starts: "2027-04-03T09:00".into(),
            ends: "2027-04-03T12:00".into(),
            places: "3".into(),
            lead: "bailu".into(),
        };
        shifts::edit_shift(&world, &wen, all[0], &form).await.expect("a lead");
        let fans = world.fans(3).await;
        let mine = world.take_shift(&fans[0], all[0]).await.expect("a place").id;
        let missed = world.take_shift(&fans[1], all[0]).await.expect("a place").id;
        let other = world.take_shift(&fans[2], all[1]).await.expect("a place").id;

        let list = shifts::lead_page(&world, &lead, Locale::En, event).await.expect("a list");
        assert!(!list.sees_all && list.shifts.len() == 1);
        assert_eq!((list.shifts[0].stands, list.shifts[0].people.len()), (Stands::ToCome, 2));
        assert_eq!(list.shifts[0].people[0].words, [], "nothing to say yet");
        let whole = shifts::lead_page(&world, &wen, Locale::En, event).await.expect("a list");
        assert!(whole.sees_all && whole.shifts.len() == 3);
        for nobody in [&fans[0], &world.door_helper(&fans[1], event).await] {
            assert_eq!(shifts::lead_page(&world, nobody, Locale::En, event).await.map(drop), Err(Failure::Forbidden));
            assert_eq!(shifts::say(&world, nobody, mine, Word::Here).await, Err(Failure::Forbidden));
        }

        let say = async |signup, word| shifts::say(&world, &lead, signup, word).await.map(drop);
        assert_eq!(say(mine, Word::Here).await, Err(Failure::Refused(Refusal::TooEarlyToSay)));
        world.clock.set(at(9));
        assert_eq!(say(other, Word::Here).await, Err(Failure::Forbidden), "led by nobody");
        say(mine, Word::Here).await.expect("here");
        say(missed, Word::Missed).await.expect("noted");
        assert_eq!(say(mine, Word::Worked).await, Err(Failure::Refused(Refusal::TooEarlyToSay)));
        world.clock.set(at(12));
        say(mine, Word::Worked).await.expect("credited");
        assert_eq!(say(mine, Word::Worked).await, Err(Failure::Refused(Refusal::ShiftSettled)));
        assert_eq!(say(mine, Word::Missed).await, Err(Failure::Refused(Refusal::ShiftSettled)));
        assert_eq!(total(&world, fans[0].member).await, 36);
        assert_eq!(total(&world, fans[1].member).await, 0, "nobody loses anything");
        let list = shifts::lead_page(&world, &lead, Locale::En, event).await.expect("a list");
        let outcomes: Vec<_> = list.shifts[0].people.iter().map(|p| (p.outcome, p.honor)).collect();
        assert_eq!(outcomes, [(Some(Outcome::Worked), 36), (Some(Outcome::Missed), 0)]);
        say(missed, Word::Worked).await.expect("put right: they came by the other gate");
        // What waits for a word comes before what is still to come.
        let whole = shifts::lead_page(&world, &wen, Locale::En, event).await.expect("a list");
        let order = |list: &LeadPage| list.shifts.iter().map(|s| (s.stands, s.unsettled())).collect::<Vec<_>>();
        assert_eq!(order(&whole), [(Stands::Running, 0), (Stands::ToCome, 0), (Stands::Over, 0)]);
        world.clock.set(at(15));
        let whole = shifts::lead_page(&world, &wen, Locale::En, event).await.expect("a list");
        assert_eq!(order(&whole), [(Stands::Running, 0), (Stands::Over, 1), (Stands::Over, 0)]);
        assert_eq!(total(&world, fans[1].member).await, 36);

        let removed = backend::events::remove_staff(&world, &wen, event, "bailu").await;
        removed.expect("no lead any more");
        let former = Actor { staffs: vec![], ..lead.clone() };
        assert_eq!(shifts::lead_page(&world, &former, Locale::En, event).await.map(drop), Err(Failure::Forbidden));
    })
    .await;
}

/// Neither with the scanner nor by a word, whatever part they have in the event.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_credits_their_own_shift() {
    each_site(async |world| {
        let (wen, event, _, all) = house(&world, 3).await;
        let lead = world.helper(&world.member("Bai Lu").await, event, EventRole::ShiftLead).await;
        let keeper = world.door_helper(&world.member("Lin Na").await, event).await;
        let form = ShiftForm {
            starts: "2027-04-03T09:00".into(),
            ends: "2027-04-03T12:00".into(),
            places: "3".into(),
            lead: "bailu".into(),
        };
        shifts::edit_shift(&world, &wen, all[0], &form).await.expect("a lead");
        let mut own = vec![];
        for who in [&wen, &lead, &keeper] {
            own.push((who, world.take_shift(who, all[0]).await.expect("a place").id));
        }
        let refused = Failure::Refused(Refusal::NotToOneself);
        let scans = async |by: &Actor, signup| {
            let code = TicketCode::parse(&world.code_of(signup).await).expect("a code");
            door::check_in(&world, by, Locale::En, event, &code.shown()).await
        };
        world.clock.set(at(9));
        for (who, signup) in [own[0], own[2]] {
            assert_eq!(scans(who, signup).await, Err(refused.clone()), "{who:?} comes");
        }
        for (_, signup) in &own {
            let by = if *signup == own[0].1 { &keeper } else { &wen };
            assert!(matches!(scans(by, *signup).await, Ok(Verdict::OnShift { .. })));
        }
        world.clock.set(at(12));
        for (who, signup) in [own[0], own[2]] {
            assert_eq!(scans(who, signup).await, Err(refused.clone()), "{who:?} goes");
        }
        for (who, signup) in [own[0], own[1]] {
            assert_eq!(shifts::say(&world, who, signup, Word::Worked).await, Err(refused.clone()), "{who:?}");
            let list = shifts::lead_page(&world, who, Locale::En, event).await.expect("a list");
            let words = |of: SignUpId| {
                let mut people = list.shifts.iter().flat_map(|shift| &shift.people);
                people.find(|person| person.signup == of).map(|person| person.words.clone())
            };
            assert_eq!(words(signup), Some(vec![Word::Missed]), "nothing else is offered");
            assert_eq!(words(own[2].1), Some(vec![Word::Worked, Word::Missed]));
        }
        shifts::say(&world, &lead, own[0].1, Word::Worked).await.expect("the lead of the organiser");
        shifts::say(&world, &wen, own[1].1, Word::Worked).await.expect("the organiser of the lead");
        assert!(matches!(scans(&wen, own[2].1).await, Ok(Verdict::OffShift { .. })));
        for (who, _) in own {
            assert_eq!(total(&world, who.member).await, 36);
        }
    })
    .await;
}

/// Who was brought along and helps is a guest as good as any: whoever brought them is honored.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_brought_a_helper_is_honored_once_they_worked() {
    each_site(async |world| {
        let (wen, _, _, all) = house(&world, 3).await;
        let fans = world.fans(2).await;
        let old = world.take_shift(&fans[0], all[0]).await.expect("a place").id;
        let new = world.take_shift(&fans[1], all[1]).await.expect("a place").id;
        world.clock.set(at(12));
        shifts::say(&world, &wen, old, Word::Worked).await.expect("credited");
        honor::brought_by(&world, &fans[1], "fan").await.expect("said");
        assert_eq!(total(&world, fans[0].member).await, 36, "said is not come");
        world.clock.set(at(15));
        shifts::say(&world, &wen, new, Word::Worked).await.expect("credited");
        assert_eq!(total(&world, fans[0].member).await, 51);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_database_itself_keeps_what_was_credited() {
    each_site(async |world| {
        let (wen, _, _, all) = house(&world, 3).await;
        let fan = world.member("Zhu Yuting").await;
        let mine = world.take_shift(&fan, all[0]).await.expect("a place").id;
        world.clock.set(at(12));
        shifts::say(&world, &wen, mine, Word::Worked).await.expect("credited");
        let attempt = async |text| {
            let mut tx = world.db.write().await.expect("a transaction");
            assert!(tx.execute(text, ()).await.is_err(), "refused");
        };
        attempt(sql!("UPDATE shift_work SET outcome = 'missed', honor = 0")).await;
        attempt(sql!("UPDATE places SET event_id = NULL, shift_id = NULL")).await;
        attempt(sql!(
            "INSERT INTO check_in (signup_id, event_id, places_id, member_id, at)
                      SELECT id, event_id, places_id, member_id, created_at FROM signup"
        ))
        .await;
    })
    .await;
}

/// Door and lead at once, from many phones: one entry in the ledger.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_phones_credit_once() {
    each_site(async |world| {
        let (wen, event, _, all) = house(&world, 5).await;
        let fans = world.fans(3).await;
        let mut signups = vec![];
        for fan in &fans {
            signups.push(world.take_shift(fan, all[0]).await.expect("a place").id);
            signups.push(world.take_shift(fan, all[1]).await.expect("a place").id);
        }
        world.clock.set(at(10));
        for signup in &signups {
            _ = scan(&world, &wen, event, *signup).await;
        }
        world.clock.set(at(15));
        let world = Arc::new(world);
        let mut busy = tokio::task::JoinSet::new();
        for n in 0..120 {
            let (world, wen, signup) = (Arc::clone(&world), wen.clone(), signups[n % signups.len()]);
            busy.spawn(async move {
                if n % 3 == 0 {
                    match shifts::say(&world, &wen, signup, Word::Worked).await {
                        Ok(_) | Err(Failure::Refused(Refusal::ShiftSettled)) => {}
                        Err(other) => panic!("{other:?}"),
                    }
                } else {
                    _ = scan(&world, &wen, event, signup).await;
                }
            });
        }
        while let Some(done) = busy.join_next().await {
            done.expect("no panic");
        }
        for fan in &fans {
            assert_eq!(total(&world, fan.member).await, 36 + 45);
        }
        let mut conn = world.db.read().await.expect("a reader");
        let (entries, works): (i64, i64) = conn
            .one(sql!("SELECT (SELECT count(*) FROM honor_entry), (SELECT count(*) FROM shift_work)"), ())
            .await
            .expect("numbers");
        assert_eq!((entries, works), (6, 6));
    })
    .await;
}
