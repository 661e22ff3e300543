//! Reminders that organisers choose: counted back from the start, by the clocks of the place.

use backend::{
    notices::{add_reminder, drop_reminder, letters_page, remind},
    sql,
    testing::{TestSite, each_site},
};
use domain::{
    EventId, Failure, FieldCode, Instant, Locale,
    members::Actor,
    notices::reminder::{MAX_RULES, ReminderForm, ReminderRule},
};

use crate::planning::audited;

fn utc(text: &str) -> Instant {
    use domain::events::plan::Zones;
    backend::zones::TzDb.moment(text, "UTC").expect("a test's time")
}

fn form(ahead: &str, unit: &str, at: &str) -> ReminderForm {
    ReminderForm { ahead: ahead.into(), unit: unit.into(), at: at.into() }
}

/// An event on 3 April at two in the afternoon in Shanghai, with one fan who has a seat.
async fn house(world: &TestSite) -> (Actor, Actor, EventId) {
    let chengdu = world.chapter("Chengdu").await;
    let host = world.organiser("Qiao Bo", chengdu).await;
    let event = world.event(chengdu, &host, 3).await;
    let fan = world.fans(1).await.remove(0);
    world.sign_up(&fan, event).await.expect("a seat");
    (host, fan, event)
}

async fn rules(world: &TestSite, host: &Actor, event: EventId) -> Vec<String> {
    let page = letters_page(world, host, Locale::En, event).await.expect("a page");
    page.reminders.into_iter().map(|reminder| reminder.rule.to_string()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_reminds_as_its_organisers_chose() {
    each_site(async |world| {
        let (host, fan, event) = house(&world).await;
        assert_eq!(rules(&world, &host, event).await, ["days:1@18:00", "minutes:120"]);
        for one in ReminderRule::USUAL {
            drop_reminder(&world, &host, event, one).await.expect("taken off");
        }
        drop_reminder(&world, &host, event, ReminderRule::USUAL[0]).await.expect("gone already is no mistake");
        add_reminder(&world, &host, event, &form("30", "minutes", "")).await.expect("added");
        add_reminder(&world, &host, event, &form("3", "days", "09:30")).await.expect("added");
        assert_eq!(rules(&world, &host, event).await, ["days:3@09:30", "minutes:30"], "the earliest first");

        let wrong = |code| Err(Failure::field("ahead", code));
        let again = add_reminder(&world, &host, event, &form("30", "minutes", "")).await;
        assert_eq!(again, wrong(FieldCode::SameAsBefore));
        assert_eq!(add_reminder(&world, &fan, event, &form("1", "hours", "")).await, Err(Failure::Forbidden));
        assert_eq!(drop_reminder(&world, &fan, event, ReminderRule::Minutes(30)).await, Err(Failure::Forbidden));

        // Half past nine in Shanghai, three days before.
        for (at, due) in [
            ("2027-03-31T01:29", 0),
            ("2027-03-31T01:30", 1),
            ("2027-04-02T10:00", 0),
            ("2027-04-03T04:00", 0),
            ("2027-04-03T05:30", 1),
            ("2027-04-03T05:40", 0),
        ] {
            world.clock.set(utc(at));
            assert_eq!(remind(&world).await, Ok(due), "{at}");
        }
        assert_eq!(world.letters_asked("reminder").await, 2);

        for n in 2..MAX_RULES {
            add_reminder(&world, &host, event, &form(&n.to_string(), "hours", "")).await.expect("room for it");
        }
        let full = add_reminder(&world, &host, event, &form("40", "hours", "")).await;
        assert_eq!(full, wrong(FieldCode::TooLarge { max: MAX_RULES as i64 }));
        assert_eq!(audited(&world, "reminders_set").await, 5 + MAX_RULES as i64 - 2);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_reminds_like_its_model() {
    each_site(async |world| {
        let (host, _, event) = house(&world).await;
        add_reminder(&world, &host, event, &form("5", "days", "08:00")).await.expect("added");
        let copy = backend::events::copy(&world, &host, event).await.expect("a copy");
        let mut conn = world.db.read().await.expect("a reader");
        let (words,): (String,) =
            conn.one(sql!("SELECT reminders FROM event WHERE id = $1"), (copy.0,)).await.expect("the copy");
        assert_eq!(words, "days:1@18:00 minutes:120 days:5@08:00");
    })
    .await;
}

/// Two organisers at once: what each of them adds is there afterwards.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reminders_added_at_once_are_all_there() {
    each_site(async |world| {
        let (host, _, event) = house(&world).await;
        let both = [form("3", "hours", ""), form("4", "hours", ""), form("5", "hours", "")];
        let added = both.iter().map(|form| add_reminder(&world, &host, event, form));
        assert_eq!(futures::future::join_all(added).await, vec![Ok(()); 3]);
        assert_eq!(rules(&world, &host, event).await.len(), MAX_RULES);
    })
    .await;
}
