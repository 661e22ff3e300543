//! A template of an open day takes along what there is to do, and what is asked of those who do it.

use crate::shifts::house;
use backend::events::{self, Opened};
use backend::signups::shifts;
use backend::sql;
use backend::testing::{TestSite, each_site};
use domain::events::plan::PlanForm;
use domain::events::questions::QuestionForm;
use domain::honor::Tier;
use domain::members::{Actor, EventRole};
use domain::signups::shifts::plan::RoleForm;
use domain::{EventId, Failure, Locale, TemplateId};

async fn plan(world: &TestSite, wen: &Actor, opened: Opened) -> PlanForm {
    events::plan_page(world, wen, Locale::En, opened).await.expect("a form").form
}

/// An open day with guides, who have shifts, and a tea that only grown regulars who read its briefing make; kept as a template.
async fn kept(world: &TestSite) -> (Actor, EventId, TemplateId) {
    let (wen, event, guide, all) = house(world, 4).await;
    let tea = RoleForm {
        name: "Tea".into(),
        story: "Pour.".into(),
        tier: Tier::Regular.word().into(),
        adults_only: "true".into(),
        briefing: "Mind the kettle.".into(),
    };
    let tea = world.shift_role(event, &wen, &tea).await;
    world.shifts(tea, &wen, ("2027-04-03T20:00", "2027-04-03T22:00", 120), 2).await;
    let asks = |label: &str, asked_of: String| QuestionForm {
        kind: "text".into(),
        label: label.into(),
        asked_of,
        ..QuestionForm::default()
    };
    let questions = vec![
        asks("Tape?", String::new()),
        asks("Favourite leaf", tea.to_string()),
        asks("Shirt size", "helpers".into()),
        asks("Languages", guide.to_string()),
    ];
    let form = PlanForm { questions, ..plan(world, &wen, Opened::Of(event)).await };
    events::edit(world, &wen, event, form).await.expect("saved");
    world.take_shift(&world.member("Zhu Yuting").await, all[0]).await.expect("a place");
    let template = events::save_template(world, &wen, event, "Open house").await.expect("a template");
    (wen, event, template)
}

/// Begun with a template, as its form is sent.
async fn begun(world: &TestSite, wen: &Actor, template: TemplateId) -> PlanForm {
    let form = plan(world, wen, Opened::From(template)).await;
    assert_eq!(form.starts, "", "no dates");
    PlanForm { starts: "2027-06-05T15:00".into(), ends: "2027-06-05T18:30".into(), ..form }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_open_day_begun_with_a_template_has_its_roles_shifts_and_what_is_asked_of_them() {
    each_site(async |world| {
        let (wen, event, template) = kept(&world).await;
        let page = events::plan_page(&world, &wen, Locale::En, Opened::From(template)).await.expect("a form");
        let names: Vec<_> = page.roles.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(names, ["Studio guide", "Tea"], "the page says what comes along");

        // What it was made from may change: the template is what was kept.
        let desk = shifts::desk(&world, &wen, Locale::En, event).await.expect("a desk");
        let gone = desk.roles[1].id;
        shifts::remove_role(&world, &wen, gone).await.expect("nobody is in it");
        let form = begun(&world, &wen, template).await;
        let made = events::create(&world, &wen, form.clone()).await.expect("a draft");
        let twice = events::create(&world, &wen, form).await.expect("and another");

        for draft in [made, twice] {
            let desk = shifts::desk(&world, &wen, Locale::En, draft).await.expect("a desk");
            let cells = |role: usize| {
                let cell = |s: &domain::signups::shifts::view::DeskShift| {
                    (s.wall.0.clone(), s.wall.1.clone(), s.seats.capacity, s.is_empty)
                };
                desk.roles[role].shifts.iter().map(cell).collect::<Vec<_>>()
            };
            let at = |from: &str, until: &str, places| {
                (format!("2027-06-05T{from}"), format!("2027-06-05T{until}"), places, true)
            };
            assert_eq!(cells(0), [at("10:00", "13:00", 4), at("13:00", "16:00", 4), at("16:00", "19:00", 4)]);
            assert_eq!(cells(1), [at("21:00", "23:00", 2)]);
            let needs: Vec<(String, String, String, bool, String)> = world
                .db
                .read()
                .await
                .expect("a reader")
                .all(
                    sql!(
                        "SELECT name, story, min_tier, adults_only, briefing FROM shift_role WHERE event_id = $1
                         ORDER BY position LIMIT 10"
                    ),
                    (draft.0,),
                )
                .await
                .expect("roles");
            assert_eq!(
                needs[1],
                ("Tea".into(), "Pour.".into(), Tier::Regular.word().into(), true, "Mind the kettle.".into())
            );
            let asked: Vec<_> = plan(&world, &wen, Opened::Of(draft))
                .await
                .questions
                .into_iter()
                .map(|q| (q.label, q.asked_of))
                .collect();
            let (guide, tea) = (desk.roles[0].id.to_string(), desk.roles[1].id.to_string());
            assert_ne!(tea, gone.to_string(), "its own");
            let want = [("Tape?", ""), ("Favourite leaf", &*tea), ("Shirt size", "helpers"), ("Languages", &*guide)];
            assert_eq!(asked, want.map(|(label, of)| (label.to_owned(), of.to_owned())));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_template_is_its_chapters_and_a_meetup_begun_with_it_has_no_shifts() {
    each_site(async |world| {
        let (wen, event, template) = kept(&world).await;
        let form = PlanForm { questions: vec![], ..begun(&world, &wen, template).await };
        let meetup = PlanForm { kind: "meetup".into(), ..form.clone() };
        let meetup = events::create(&world, &wen, meetup).await.expect("a draft");
        let (roles,): (i64,) = world
            .db
            .read()
            .await
            .expect("a reader")
            .one(sql!("SELECT count(*) FROM shift_role WHERE event_id = $1"), (meetup.0,))
            .await
            .expect("a count");
        assert_eq!(roles, 0);

        // Its roles are shown to nobody else by naming it in a form of one's own.
        let lisbon = world.chapter("Lisbon").await;
        let rui = world.organiser("Rui Costa", lisbon).await;
        let own = events::create(&world, &rui, PlanForm { chapter: "lisbon".into(), ..form.clone() }).await;
        assert_eq!(own, Err(Failure::Forbidden));
        let helper = world.helper(&world.member("Bai Lu").await, event, EventRole::CoOrganiser).await;
        assert_eq!(events::create(&world, &helper, form.clone()).await, Err(Failure::Forbidden));
        let odd = PlanForm { template: "x".into(), ..form.clone() };
        assert_eq!(events::create(&world, &wen, odd).await, Err(Failure::NotFound));
        events::delete_template(&world, &wen, template).await.expect("gone");
        assert_eq!(events::create(&world, &wen, form).await, Err(Failure::NotFound), "no half of an open day");
    })
    .await;
}

/// What was kept before shifts came along still begins an event.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_older_template_is_a_plan_without_shifts() {
    each_site(async |world| {
        let (wen, event, template) = kept(&world).await;
        let form = PlanForm { questions: vec![], ..begun(&world, &wen, template).await };
        let old = PlanForm { starts: String::new(), ends: String::new(), template: String::new(), ..form.clone() };
        let old = serde_json::to_string(&old).expect("a form");
        let mut tx = world.db.write().await.expect("a transaction");
        tx.execute(sql!("UPDATE event_template SET plan = $1"), (old,)).await.expect("as it was");
        tx.commit().await.expect("a commit");
        let page = events::plan_page(&world, &wen, Locale::En, Opened::From(template)).await.expect("a form");
        assert!(page.roles.is_empty());
        let made = events::create(&world, &wen, form).await.expect("a draft");
        assert_ne!(made, event);
        assert!(shifts::desk(&world, &wen, Locale::En, made).await.expect("a desk").roles.is_empty());
    })
    .await;
}
