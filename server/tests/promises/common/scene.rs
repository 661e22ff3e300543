//! A chapter with an event, a draft, people and a grant, seen by one of several roles.

use std::collections::BTreeMap;

use backend::{
    badges::{self, BatchAsk, GrantAsk},
    events,
    honor::{
        self, Earning, ThanksAsk, seasons,
        tiers::{self, Decision},
    },
    notices,
    signups::{self, Listing, SignUpAsk},
    sql,
};
use domain::{
    AnnouncementId, ChapterId, EventId, GrantId, Locale, RoleId, ShiftId, SignUpId,
    events::series::SeriesForm,
    honor::{Trigger, Worth, seasons::SeasonForm},
    members::{Actor, EventRole},
    notices::announce::AnnouncementForm,
    signups::shifts::plan::RoleForm,
};

use super::{TestApp, Visitor};

/// Everybody there is, as far as rights go.
pub const ROLES: [&str; 8] =
    ["anonymous", "member", "other organiser", "organiser", "co-organiser", "door staff", "shift lead", "admin"];

/// What the routes are asked about, all made anew for each role: what one may do must not change the answer to the next.
pub struct Scene<'a> {
    pub visitor: Visitor<'a>,
    names: BTreeMap<&'static str, String>,
}

impl<'a> Scene<'a> {
    pub async fn set(app: &'a TestApp, role: usize) -> Self {
        let chengdu = app.chapter(&format!("Chengdu{role}")).await;
        let hangzhou = app.chapter(&format!("Hangzhou{role}")).await;
        let wen = app.organiser("Wen Shuyan", chengdu).await;
        let event = app.event(chengdu, &wen, 80).await;
        let draft = app.event(chengdu, &wen, 80).await;
        unpublish(app, draft).await;
        let over = told(app, chengdu, &wen).await;
        let series = events::start_series(app, &wen, event, weekly()).await.expect("a series");
        let template = events::save_template(app, &wen, event, "Tapes").await.expect("a template");
        let invited = events::invite(app, &wen, Locale::En, event, ("new@example.org", "door")).await.expect("a link");
        let (fan, star) = (app.member("Quiet Fan").await, app.member("Loud Star").await);
        app.publish(&star).await;
        let ask = SignUpAsk { event, answers: vec![], listing: Listing::Quiet, request_key: format!("fan-{role}") };
        let signup = signups::sign_up(app, &fan, ask).await.expect("a seat").id;
        let badge = "open-day-crew";
        let grant = granted(app, &wen, &fan, badge).await;
        let public_grant = granted(app, &wen, &star, badge).await;
        let list = BatchAsk {
            source: "list".into(),
            list: handle(app, &star).await,
            reason: "Parcels".into(),
            ..BatchAsk::default()
        };
        let honored = honored(app, &wen, &fan, &handle(app, &star).await).await;
        let batch = badges::keep_batch(app, &wen, "voter", list).await.expect("a batch that waits");
        let session = {
            app.session_of(&fan).await;
            session_id(app, &fan).await
        };
        let words = AnnouncementForm {
            subject: "Coats".into(),
            body: "Bring one.".into(),
            confirmed: true,
            ..AnnouncementForm::default()
        };
        let announcement = notices::write_announcement(app, &wen, (event, None), &words).await.expect("a draft");
        let token = unsubscribe_token(app, &wen, announcement).await;
        let standing = Standing::set(app, &wen, &fan, role).await;
        let (open, shift_role, shift, helping) = open_day(app, chengdu, &wen).await;
        let visitor = match ROLES[role] {
            "anonymous" => app.visitor(),
            "member" => app.as_member(&app.member("Zhu Yuting").await).await,
            "other organiser" => app.as_member(&app.organiser("Qiao Feng", hangzhou).await).await,
            "organiser" => app.as_member(&wen).await,
            "co-organiser" => helper(app, EventRole::CoOrganiser, [event, draft, over, open]).await,
            "door staff" => helper(app, EventRole::Door, [event]).await,
            "shift lead" => helper(app, EventRole::ShiftLead, [event, open]).await,
            _ => app.as_member(&app.admin().await).await,
        };
        let names = BTreeMap::from([
            ("{slug}", slug(app, event).await),
            ("{draft-slug}", slug(app, draft).await),
            ("{event}", event.to_string()),
            ("{draft}", draft.to_string()),
            ("{id}", event.to_string()),
            ("{over}", over.to_string()),
            ("{over-slug}", slug(app, over).await),
            ("{open}", open.to_string()),
            ("{open-slug}", slug(app, open).await),
            ("{role}", shift_role.to_string()),
            ("{shift}", shift.to_string()),
            ("{helping}", helping.to_string()),
            ("{series}", series.to_string()),
            ("{template}", template.to_string()),
            ("{invited}", invited),
            ("{chapter}", format!("chengdu{role}")),
            ("{handle}", handle(app, &fan).await),
            ("{public-handle}", handle(app, &star).await),
            ("{badge}", badge.into()),
            ("{grant}", grant.to_string()),
            ("{batch}", batch.to_string()),
            ("{public-grant}", public_grant.to_string()),
            ("{list}", "1".into()),
            ("{signup}", signup.to_string()),
            ("{session}", session),
            ("{file}", "none.jpg".into()),
            ("{announcement}", announcement.to_string()),
            ("{token}", token),
            ("{application}", standing.application),
            ("{term}", standing.term),
            ("{core-term}", standing.core_term),
            ("{season}", standing.season),
            ("{line}", "1".into()),
            ("{rule}", "brought".into()),
            ("{entry}", honored[0].clone()),
            ("{objection}", honored[1].clone()),
            ("{thanks}", honored[2].clone()),
            ("{offer}", signups::offer_url(app, signup).rsplit('/').next().expect("a token").to_owned()),
        ]);
        Self { visitor, names }
    }

    pub fn fill(&self, text: &str) -> String {
        self.names.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value))
    }
}

impl<'a> Scene<'a> {
    /// Only somebody who may do everything.
    pub async fn set_for_nonsense(app: &'a TestApp) -> Self {
        Self { visitor: app.as_member(&app.admin().await).await, names: BTreeMap::new() }
    }
}

/// Somebody who is proposed for the honor crew, somebody who is of it, somebody of the core; and a season.
struct Standing {
    application: String,
    term: String,
    core_term: String,
    season: String,
}

impl Standing {
    async fn set(app: &TestApp, wen: &Actor, fan: &Actor, role: usize) -> Self {
        let admin = app.admin().await;
        tiers::save_crew(app, &admin, ("100", "12")).await.expect("seats");
        let (crew, core) = (app.member("Crew").await, app.member("Core").await);
        let proposed = tiers::propose(app, wen, (&handle(app, &crew).await, "Carries chairs")).await.expect("proposed");
        tiers::decide(app, &admin, proposed, (Decision::Accept, "For the chairs")).await.expect("a seat");
        let core_term =
            tiers::appoint(app, &admin, (&handle(app, &core).await, "From the start")).await.expect("appointed");
        // Proposed by the admin's colleague, so that everybody in the matrix who may decide may decide about this one.
        let other = app.admin().await;
        let application =
            tiers::propose(app, &other, (&handle(app, fan).await, "Mends radios")).await.expect("proposed");
        let year = 2040 + role;
        let form = SeasonForm {
            name: format!("Year {year}"),
            first_day: format!("{year}-01-01"),
            last_day: format!("{year}-12-31"),
        };
        let season = seasons::save(app, &admin, None, &form).await.expect("a season");
        let mut conn = app.db.read().await.expect("a connection");
        let (term,): (uuid::Uuid,) =
            conn.one(sql!("SELECT id FROM tier_term WHERE member_id = $1"), (crew.member.0,)).await.expect("a term");
        Self {
            application: application.to_string(),
            term: term.to_string(),
            core_term: core_term.to_string(),
            season: season.to_string(),
        }
    }
}

/// Somebody with a part in these events.
async fn helper<'a, const N: usize>(app: &'a TestApp, role: EventRole, at: [EventId; N]) -> Visitor<'a> {
    let helper = app.member("Bai Lu").await;
    for event in at {
        app.helper(&helper, event, role).await;
    }
    app.as_member(&helper).await
}

/// A line of the fan's, what they say against it, and thanks that wait for a second organiser; under a checkpoint.
async fn honored(app: &TestApp, wen: &Actor, fan: &Actor, star: &str) -> [String; 3] {
    let mut tx = app.db.write().await.expect("a transaction");
    let earning = Earning {
        member: fan.member,
        trigger: Trigger::Voted,
        worth: Worth::ByRule,
        event: None,
        by: None,
        reason: None,
        key: format!("scene:{}", fan.member),
    };
    let entry = honor::earn(&mut tx, app, earning).await.expect("no error").expect("a line").entry;
    tx.commit().await.expect("a commit");
    let objection = honor::object(app, fan, 1, "Twice").await.expect("heard");
    let ask =
        ThanksAsk { handle: star.into(), points: "150".into(), reason: "Tapes".into(), request_key: String::new() };
    honor::thank(app, wen, ask).await.expect("asked for");
    let desk = honor::honor_desk(app, wen, Locale::En).await.expect("a desk");
    let thanks = desk.waiting.iter().find(|one| one.handle == star).expect("it waits").id;
    honor::checkpoint(app).await.expect("taken");
    [entry.to_string(), objection.to_string(), thanks.to_string()]
}

async fn granted(app: &TestApp, by: &Actor, to: &Actor, badge: &str) -> GrantId {
    let ask = GrantAsk {
        handle: handle(app, to).await,
        badge: badge.into(),
        event: String::new(),
        reason: "Parcels".into(),
        note: String::new(),
    };
    badges::grant(app, by, ask).await.expect("a grant")
}

fn weekly() -> SeriesForm {
    SeriesForm { name: "Tapes".into(), rhythm: "weekly".into(), every: "1".into(), except: String::new() }
}

/// An open day with a shift that somebody has.
async fn open_day(app: &TestApp, chapter: ChapterId, host: &Actor) -> (EventId, RoleId, ShiftId, SignUpId) {
    let open = app.open_day(chapter, host).await;
    let role = app.shift_role(open, host, &RoleForm { name: "Door".into(), ..RoleForm::default() }).await;
    let shift = app.shifts(role, host, ("2027-04-03T14:00", "2027-04-03T17:00", 180), 4).await[0];
    let helper = app.member("Busy Bee").await;
    let signup = app.take_shift(&helper, shift).await.expect("a place").id;
    (open, role, shift, signup)
}

/// An event that is over and whose story is told.
async fn told(app: &TestApp, chapter: ChapterId, host: &Actor) -> EventId {
    let event = app.event(chapter, host, 5).await;
    let mut tx = app.db.write().await.expect("a transaction");
    let day = app.now().plus_seconds(-86_400).0;
    tx.execute(sql!("UPDATE event SET starts_at = $2 - 3600000, ends_at = $2 WHERE id = $1"), (event.0, day))
        .await
        .expect("an event");
    tx.commit().await.expect("a commit");
    events::write_recap(app, host, event, "The tapes sang.").await.expect("a recap");
    event
}

async fn unpublish(app: &TestApp, event: EventId) {
    let mut tx = app.db.write().await.expect("a transaction");
    tx.execute(sql!("UPDATE event SET state = 'draft', published_at = NULL WHERE id = $1"), (event.0,))
        .await
        .expect("an event");
    tx.commit().await.expect("a commit");
}

/// The token in the letter as the organiser previews it.
async fn unsubscribe_token(app: &TestApp, organiser: &Actor, announcement: AnnouncementId) -> String {
    let page = notices::announcement_page(app, organiser, Locale::En, announcement).await.expect("a preview");
    let (_, rest) = page.letter.split_once("/unsubscribe/").expect("a way out");
    rest.split_whitespace().next().expect("a token").to_owned()
}

async fn slug(app: &TestApp, event: EventId) -> String {
    let mut conn = app.db.read().await.expect("a connection");
    let (slug,): (String,) =
        conn.one(sql!("SELECT slug FROM event WHERE id = $1"), (event.0,)).await.expect("an event");
    slug
}

async fn handle(app: &TestApp, member: &Actor) -> String {
    let mut conn = app.db.read().await.expect("a connection");
    let (handle,): (String,) =
        conn.one(sql!("SELECT handle FROM member WHERE id = $1"), (member.member.0,)).await.expect("a member");
    handle
}

async fn session_id(app: &TestApp, member: &Actor) -> String {
    let mut conn = app.db.read().await.expect("a connection");
    let (id,): (uuid::Uuid,) =
        conn.one(sql!("SELECT id FROM session WHERE member_id = $1"), (member.member.0,)).await.expect("a session");
    id.to_string()
}
