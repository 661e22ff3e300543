//! Rules give badges at the door, in the transaction that lets somebody in; what was earned before a rule was made is a batch.

use backend::badges::{self, BatchAsk};
use backend::sql;
use backend::testing::{TestSite, each_site};
use domain::door::TicketCode;
use domain::members::Actor;
use domain::{ChapterId, EventId, Failure, FieldCode, Locale, Refusal};

use crate::badges_scene::{attend, badge, grants, house};

/// So many meetups of the chapter.
async fn meetups(world: &TestSite, chapter: ChapterId, host: &Actor, count: usize) -> Vec<EventId> {
    let mut events = vec![];
    for _ in 0..count {
        events.push(world.event(chapter, host, 9).await);
    }
    events
}

/// As if the event had taken place at another hour.
async fn at_night(world: &TestSite, event: EventId) {
    let mut tx = world.db.write().await.expect("a turn");
    tx.execute(
        sql!("UPDATE event SET kind = 'open_day', starts_local = '2027-04-03T22:00', ends_local = '2027-04-04T05:00' WHERE id = $1"),
        (event.0,),
    )
    .await
    .expect("an event");
    tx.commit().await.expect("durable");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_the_fifth_and_the_tenth_meetup_each_earn_a_badge_once() {
    each_site(async |world| {
        let organiser = house(&world).await;
        let fan = world.member("Zhu Yuting").await;
        let mut earned = vec![];
        for event in meetups(&world, organiser.organises[0], &organiser, 11).await {
            earned.push(attend(&world, &organiser, &fan, event).await.join("+"));
        }
        let mut wanted = vec![""; 11];
        (wanted[0], wanted[4], wanted[9]) = ("First meetup", "Five meetups", "Ten meetups");
        assert_eq!(earned, wanted);
        let mut conn = world.db.read().await.expect("a reader");
        let wall = badges::wall(&mut conn, Locale::En, fan.member).await.expect("a wall");
        let held: Vec<&str> =
            wall.iter().filter(|medal| medal.grant.is_some()).map(|medal| medal.name.as_str()).collect();
        assert_eq!(held, ["Ten meetups"], "of a family the highest");
        drop(conn);
        let mine = badges::my_badges(&world, &fan, Locale::En).await.expect("their own");
        assert_eq!(mine.new.len(), 3, "their own page shows all");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_chapter_a_night_and_founders() {
    each_site(async |world| {
        let organiser = house(&world).await;
        let (chengdu, lisbon) = (organiser.organises[0], world.chapter("Lisbon").await);
        let both = Actor { organises: vec![chengdu, lisbon], ..organiser.clone() };
        world.chapter("Nowhere").await; // has had no event: on nobody's way
        badge(&world, &both, "lamp", |form| (form.rule, form.scope) = ("night_shift".into(), "event".into())).await;
        badge(&world, &both, "seed", |form| {
            (form.rule, form.count, form.edition) = ("founders".into(), "3".into(), "2".into())
        })
        .await;
        // The organiser is the first who joined, this fan the second.
        let fan = world.member("Zhu Yuting").await;
        world.advance(std::time::Duration::from_secs(1));
        let third = world.member("Bai Lu").await;
        world.advance(std::time::Duration::from_secs(1));
        let late = world.member("Noor").await;
        let (here, there) = (world.event(chengdu, &both, 9).await, world.event(lisbon, &both, 9).await);
        let night = world.event(chengdu, &both, 9).await;
        at_night(&world, night).await;
        for (who, event, wanted) in [
            (&fan, here, vec!["First meetup", "Lamp keeper"]),
            (&fan, night, vec!["Lamp keeper"]),
            (&third, night, vec!["Lamp keeper", "Lamp keeper"]),
            (&late, here, vec!["First meetup"]),
        ] {
            assert_eq!(attend(&world, &both, who, event).await, wanted, "{who:?} at {event}");
        }
        // Two chapters have had an event by now.
        world.sign_up(&fan, there).await.expect("open");
        let mut tx = world.db.write().await.expect("a turn");
        tx.execute(sql!("UPDATE event SET starts_at = 1"), ()).await.expect("events");
        tx.commit().await.expect("durable");
        let code = world.stored_sign_ups(there).await.pop().expect("a sign-up").code;
        let verdict = backend::door::check_in(&world, &both, Locale::En, there, &code).await.expect("a verdict");
        let said = format!("{verdict:?}");
        assert!(said.contains("Every lamp"), "{said}");
        assert_eq!(grants(&world, "seed").await.0, 2, "founders as far as there are numbers");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_reads_how_far_it_is_and_others_do_not() {
    each_site(async |world| {
        let organiser = house(&world).await;
        let fan = world.member("Zhu Yuting").await;
        world.publish(&fan).await;
        for event in meetups(&world, organiser.organises[0], &organiser, 3).await {
            attend(&world, &organiser, &fan, event).await;
        }
        let mine = badges::my_badges(&world, &fan, Locale::En).await.expect("their own");
        let way = &mine.on_the_way[0];
        assert_eq!((way.slug.as_str(), way.have, way.of), ("five-meetups", 3, 5));
        assert_eq!(mine.on_the_way.iter().filter(|way| way.slug == "ten-meetups").count(), 0, "one step at a time");
        let mut conn = world.db.read().await.expect("a reader");
        let own = badges::own_wall(&mut conn, &world, Locale::En, fan.member).await.expect("a wall");
        let others = badges::wall(&mut conn, Locale::En, fan.member).await.expect("a wall");
        for (wall, line) in [(own, "Check in at five meetups: 3 of 5"), (others, "Check in at five meetups")] {
            assert!(wall.iter().any(|medal| medal.line == line), "{wall:?}");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_rule_gives_for_the_past_only_after_somebody_looked() {
    each_site(async |world| {
        let organiser = house(&world).await;
        let fans = [world.member("Zhu Yuting").await, world.member("Bai Lu").await, world.member("Noor").await];
        let events = meetups(&world, organiser.organises[0], &organiser, 5).await;
        for (n, fan) in fans.iter().enumerate() {
            for event in &events[..4 - n] {
                attend(&world, &organiser, fan, *event).await;
            }
        }
        badge(&world, &organiser, "lamp", |form| (form.rule, form.count) = ("meetups".into(), "3".into())).await;
        // The third meetup was before the rule: the fourth does not give it.
        assert_eq!(attend(&world, &organiser, &fans[1], events[4]).await, Vec::<String>::new());
        assert_eq!(attend(&world, &organiser, &fans[2], events[3]).await, ["Lamp keeper"], "this one is the third");

        let by_rule = BatchAsk { source: "rule".into(), note: "At last.".into(), ..BatchAsk::default() };
        let batch = badges::keep_batch(&world, &organiser, "lamp", by_rule).await.expect("a preview");
        let page = badges::batch_page(&world, &organiser, Locale::En, batch).await.expect("a preview");
        assert_eq!((page.gets, page.holds, page.wrong), (2, 1, 0));
        assert_eq!(grants(&world, "lamp").await.0, 1, "a preview gives nothing");
        assert_eq!(badges::carry_out_batch(&world, &organiser, batch).await, Ok(2));
        assert_eq!(grants(&world, "lamp").await.0, 3);
        let page = badges::batch_page(&world, &organiser, Locale::En, batch).await.expect("done");
        let id = page.rows[0].grant.expect("a grant");
        let shown = badges::grant_page(&world, Some(&organiser), Locale::En, id).await.expect("a page");
        assert_eq!((shown.by, shown.reason), (None, None), "the rule gave it");
        assert!(shown.evidence.is_some_and(|e| e.title == "Tea-House Tapes 3"), "where the third meetup was");
        // By hand it is given to nobody.
        let listed = BatchAsk { source: "list".into(), list: "noor".into(), reason: "x".into(), ..BatchAsk::default() };
        let refused = badges::keep_batch(&world, &organiser, "lamp", listed).await.expect_err("a rule gives it");
        assert_eq!(refused.of_field("source"), Some(FieldCode::UnknownChoice));

        // Undone, no rule gives it again behind the organiser's back.
        badges::undo_batch(&world, &organiser, batch).await.expect("undone");
        let sixth = world.event(organiser.organises[0], &organiser, 9).await;
        assert_eq!(attend(&world, &organiser, &fans[0], sixth).await, ["Five meetups"]);
        assert_eq!(grants(&world, "lamp").await.1, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_retired_is_given_no_more_and_stays_with_who_holds_it() {
    each_site(async |world| {
        let organiser = house(&world).await;
        let (fan, late) = (world.member("Zhu Yuting").await, world.member("Noor").await);
        let event = world.event(organiser.organises[0], &organiser, 9).await;
        assert_eq!(attend(&world, &organiser, &fan, event).await, ["First meetup"]);
        let over = badges::retire_badge(&world, &organiser, "first-meetup", badges::Giving::Over).await;
        over.expect("retired");
        badges::retire_badge(&world, &organiser, "night-shift", badges::Giving::Over).await.expect("retired");
        assert_eq!(attend(&world, &organiser, &late, event).await, Vec::<String>::new());
        let by_hand = badges::grant(&world, &organiser, crate::badges_scene::ask("night-shift", "noor")).await;
        assert_eq!(by_hand.expect_err("retired").of_field("badge"), Some(FieldCode::UnknownChoice));
        let ask = BatchAsk { source: "list".into(), list: "noor".into(), reason: "x".into(), ..BatchAsk::default() };
        let batch = badges::keep_batch(&world, &organiser, "night-shift", ask).await;
        assert_eq!(batch, Err(Failure::Refused(Refusal::BadgeRetired)));

        let mut conn = world.db.read().await.expect("a reader");
        let theirs = badges::wall(&mut conn, Locale::En, fan.member).await.expect("a wall");
        assert!(theirs.iter().any(|medal| medal.name == "First meetup" && medal.grant.is_some()));
        let others = badges::wall(&mut conn, Locale::En, late.member).await.expect("a wall");
        assert!(others.iter().all(|medal| medal.name != "First meetup" && medal.name != "Night shift"));
        drop(conn);
        let all = badges::all(&world, Locale::En).await.expect("all");
        assert!(all.iter().any(|card| card.badge.slug == "first-meetup" && card.is_retired));
        assert!(all.last().is_some_and(|card| card.is_retired), "the retired last");
        badges::retire_badge(&world, &organiser, "first-meetup", badges::Giving::On).await.expect("taken up");
        let second = world.event(organiser.organises[0], &organiser, 9).await;
        assert_eq!(attend(&world, &organiser, &late, second).await, Vec::<String>::new(), "it is their second");
    })
    .await;
}

/// A shift counts when it was really worked, by the hours it had itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_night_counts_when_its_shift_was_worked() {
    each_site(async |world| {
        let (wen, event, _, all) = crate::shifts::house(&world, 3).await;
        badge(&world, &wen, "lamp", |form| form.rule = "night_shift".into()).await;
        let fan = world.member("Zhu Yuting").await;
        let mine = world.take_shift(&fan, all[1]).await.expect("a place").id; // 12:00 to 15:00
        let mut tx = world.db.write().await.expect("a turn");
        tx.execute(sql!("UPDATE shift SET starts_local = '2027-04-03T00:00', ends_local = '2027-04-03T04:00'"), ())
            .await
            .expect("as if it was at night");
        tx.commit().await.expect("durable");
        let noon = domain::Instant(1_806_732_000_000 - 2 * 3_600_000);
        for (hours, given) in [(0, 0), (3, 1)] {
            world.clock.set(noon.plus_seconds(hours * 3600));
            let code = TicketCode::parse(&world.code_of(mine).await).expect("a code").shown();
            backend::door::check_in(&world, &wen, Locale::En, event, &code).await.expect("a verdict");
            assert_eq!(grants(&world, "lamp").await.0, given);
        }
    })
    .await;
}
