//! Announcements to chosen groups: whoever is meant gets it, once, and nobody else. On both engines.

use crate::post::subjects;
use crate::shifts::{house, named};
use backend::notices::{announcement_page, letters_page, save_choice, send_announcement, write_announcement};
use backend::signups;
use backend::testing::{TestSite, each_site};
use domain::members::Actor;
use domain::notices::announce::{AnnouncementForm, Group};
use domain::notices::quiet::ChoiceForm;
use domain::signups::{Admission, Mode, SignUpState};
use domain::{EventId, Failure, FieldCode, Locale, RoleId, ShiftId};

/// An open day, and who is there as what.
struct Day {
    wen: Actor,
    event: EventId,
    /// Guide and tea.
    roles: [RoleId; 2],
    /// Three of the guide, then three of the tea: 9 to 12, 12 to 15, 15 to 18.
    shifts: Vec<ShiftId>,
}

/// Of seven fans: 1 is a guest; 2 is a guest and a guide; 3 is a guide and makes tea later; 4 waits for the guide's shift; 5 asked for
/// a seat; 6 was told no; 7 has left a shift.
async fn day(world: &TestSite) -> Day {
    let (wen, event, guide, mut shifts) = house(world, 1).await;
    let tea = world.shift_role(event, &wen, &named("Tea")).await;
    shifts.extend(world.shifts(tea, &wen, ("2027-04-03T09:00", "2027-04-03T18:00", 180), 2).await);
    world.decide(event, Admission { mode: Mode::Approval, ..Admission::default() }).await.expect("decided");
    let fans = world.fans(7).await;
    for n in [0, 1] {
        let asked = world.sign_up(&fans[n], event).await.expect("open").id;
        signups::approve(world, &wen, asked).await.expect("yes");
    }
    world.take_shift(&fans[1], shifts[0]).await.expect("a place");
    world.take_shift(&fans[2], shifts[1]).await.expect("a place");
    world.take_shift(&fans[2], shifts[5]).await.expect("a place");
    let waits = world.take_shift(&fans[3], shifts[0]).await.expect("the line");
    assert_eq!(waits.state, SignUpState::Waiting);
    world.sign_up(&fans[4], event).await.expect("open");
    let no = world.sign_up(&fans[5], event).await.expect("open").id;
    signups::refuse(world, &wen, no, "Full").await.expect("no");
    let left = world.take_shift(&fans[6], shifts[3]).await.expect("a place").id;
    signups::give_up(world, &fans[6], left).await.expect("given back");
    Day { wen, event, roles: [guide, tea], shifts }
}

fn to(form: AnnouncementForm) -> AnnouncementForm {
    AnnouncementForm { subject: "News of the day".into(), body: "Bring cups.".into(), ..form }
}

fn none() -> AnnouncementForm {
    AnnouncementForm::default()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_group_is_counted_as_it_is_written_to() {
    each_site(async |world| {
        let day = day(&world).await;
        let page = letters_page(&world, &day.wen, Locale::En, day.event).await.expect("a page");
        let wanted = [
            (Group::Confirmed, 3),
            (Group::Waiting, 1),
            (Group::Undecided, 1),
            (Group::Guests, 1),
            (Group::Helpers, 2),
        ];
        assert_eq!(page.groups, wanted);
        let of = |all: &[domain::notices::view::HelperGroup]| {
            all.iter().map(|one| (one.name.clone(), one.people)).collect::<Vec<_>>()
        };
        assert_eq!(of(&page.helpers.roles), [("Studio guide".to_owned(), 2), ("Tea".into(), 1)]);
        let shifts = of(&page.helpers.shifts);
        assert_eq!(shifts.len(), 6);
        assert_eq!(shifts.iter().map(|(_, people)| people).sum::<i64>(), 3);
        assert!(shifts.contains(&("Studio guide, Sat 3 April, 12:00 to 15:00".to_owned(), 1)), "{shifts:?}");
        let [guide, tea] = day.roles.map(|id| id.to_string());
        let first = day.shifts[0].to_string();
        let cases = [
            (AnnouncementForm { guests: true, ..none() }, 1),
            (AnnouncementForm { helpers: true, ..none() }, 2),
            (AnnouncementForm { undecided: true, ..none() }, 1),
            (AnnouncementForm { role: guide.clone(), ..none() }, 2),
            (AnnouncementForm { role: tea.clone(), ..none() }, 1),
            (AnnouncementForm { shift: first.clone(), ..none() }, 1),
            // Whoever is in two of them is counted once.
            (AnnouncementForm { role: guide.clone(), shift: first.clone(), helpers: true, ..none() }, 2),
            (AnnouncementForm { guests: true, helpers: true, confirmed: true, ..none() }, 3),
            (AnnouncementForm { role: tea, guests: true, waiting: true, undecided: true, ..none() }, 4),
        ];
        let mut draft = None;
        for (form, people) in cases {
            let id = write_announcement(&world, &day.wen, (day.event, draft), &to(form.clone())).await.expect("kept");
            let page = announcement_page(&world, &day.wen, Locale::En, id).await.expect("a preview");
            assert_eq!((page.people, page.form), (people, to(form)));
            draft = Some(id);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_in_two_groups_gets_one_letter_and_who_wants_none_gets_none() {
    each_site(async |world| {
        let day = day(&world).await;
        let fan = Actor { member: world.shift_seats(day.shifts[1]).await.1[0].0, ..day.wen.clone() };
        save_choice(&world, &fan, &ChoiceForm::default()).await.expect("kept");
        let form = to(AnnouncementForm {
            role: day.roles[0].to_string(),
            shift: day.shifts[5].to_string(),
            helpers: true,
            guests: true,
            ..none()
        });
        let id = write_announcement(&world, &day.wen, (day.event, None), &form).await.expect("kept");
        let page = announcement_page(&world, &day.wen, Locale::En, id).await.expect("a preview");
        assert_eq!((page.people, page.inbox_only), (3, 1));
        assert_eq!(send_announcement(&world, &day.wen, id).await, Ok(3));
        world.run_jobs().await;
        let mut to: Vec<String> = subjects(&world)
            .into_iter()
            .filter(|(_, subject)| subject == "News of the day")
            .map(|(to, _)| to)
            .collect();
        to.sort();
        let wanted = ["fan@example.org", "fan2@example.org"];
        assert_eq!(to.len(), 2, "{to:?}");
        assert!(to.iter().zip(wanted).all(|(to, wanted)| to.contains(wanted)), "{to:?}");
        let sent = announcement_page(&world, &day.wen, Locale::En, id).await.expect("a page").sent.expect("sent");
        assert_eq!((sent.deliveries.sent, sent.deliveries.skipped), (2, 1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_writes_to_the_helpers_of_another_day() {
    each_site(async |world| {
        let day = day(&world).await;
        let rui = world.organiser("Rui Costa", world.chapter("Lisbon").await).await;
        let other = world.event(world.chapter("Porto").await, &rui, 5).await;
        let admin = world.admin().await;
        let role = AnnouncementForm { role: day.roles[0].to_string(), ..none() };
        let shift = AnnouncementForm { shift: day.shifts[0].to_string(), ..none() };
        for (form, field) in [(role, "role"), (shift, "shift")] {
            let form = to(form);
            let told = write_announcement(&world, &admin, (other, None), &form).await.expect_err("of another event");
            assert_eq!(told.of_field(field), Some(FieldCode::UnknownChoice));
            let told = write_announcement(&world, &rui, (day.event, None), &form).await;
            assert_eq!(told, Err(Failure::Forbidden));
        }
        // What an event has not, is not offered.
        let page = letters_page(&world, &admin, Locale::En, other).await.expect("a page");
        assert_eq!(page.groups, [(Group::Confirmed, 0), (Group::Waiting, 0)]);
        assert!(page.helpers.roles.is_empty() && page.helpers.shifts.is_empty());
    })
    .await;
}
