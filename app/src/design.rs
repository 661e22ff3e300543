//! `/design`: every component in every state, in each tone, for developers. Also the model of a page: server functions, one
//! load, a form. Its words are for developers and stay in English.

use crate::{
    components::*,
    error::AppError,
    form::{
        Choice, Field, Hidden, Kind, PlainForm, PostForm, Radios, RequestKey, Select, Submit, TextArea, Tick, fn_path,
    },
    page::load,
};
use domain::{
    GrantId, When,
    badges::view::Medal,
    events::{Kind as EventKind, Phase, view::EventCard},
    honor::{
        Cause, Tier,
        caps::{Limit, State},
        view::{LedgerLine, Missing, ObjectionStanding, Standing},
    },
    members::view::Person,
    showcase::Art,
    signups::view::SeatsView,
};
use leptos::prelude::*;
use leptos_meta::Title;

/// Answers only in development.
#[server(endpoint = "design/page")]
pub async fn design_page() -> Result<(), AppError> {
    if crate::server_context::visit().development { Ok(()) } else { Err(AppError::NOT_FOUND) }
}

/// Takes a form and finds something wrong with it, or not. Nothing is kept.
#[server(endpoint = "design/try")]
pub async fn try_form(form: TryInput) -> Result<(), AppError> {
    use crate::{notice::Notice, server_context};
    use domain::{
        FieldCode, Refusal,
        form::{Errors, line, number, text},
        members::{Email, Password},
    };
    if !server_context::visit().development {
        return Err(AppError::NOT_FOUND);
    }
    let mut errors = Errors::default();
    let name = errors.take("form[name]", line(&form.name, 20));
    let email = errors.take("form[email]", Email::parse(&form.email));
    let password = errors.take("form[password]", Password::parse(&form.password));
    let seats = errors.take("form[seats]", number(&form.seats, 1, 4));
    let note = errors.take("form[note]", text(form.note.as_deref().unwrap_or_default(), 40));
    let city =
        errors.take("form[city]", if form.city.is_empty() { Err(FieldCode::UnknownChoice) } else { Ok(form.city) });
    let food = errors.take("form[food]", form.food.ok_or(FieldCode::Required));
    let listed = errors.take("form[listed]", if form.listed { Ok(()) } else { Err(FieldCode::Required) });
    let all = name.zip(email).zip(password).zip(seats).zip(note).zip(city).zip(food).zip(listed);
    let (((((((name, _), _), _), _), _), _), ()) = errors.finish(all)?;
    if name == "refuse" {
        return Err(Refusal::SignUpClosed.into());
    }
    server_context::go_to("/design", Notice::Saved);
    Ok(())
}

/// What [`try_form`] takes.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
pub struct TryInput {
    name: String,
    email: String,
    password: String,
    seats: String,
    note: Option<String>,
    #[serde(default)]
    city: String,
    food: Option<String>,
    #[serde(default)]
    listed: bool,
    request_key: Option<String>,
}

/// The component sheet. Only in development.
#[component]
pub fn DesignPage() -> impl IntoView {
    load(|| (), |()| design_page(), |()| view! { <Sheet/> })
}

#[component]
fn Sheet() -> impl IntoView {
    view! {
        <Title text="Every component"/>
        <div class="wrap top stack">
            <header class="flow">
                <h1 class="huge">"Every component, once"</h1>
                <p class="lede">"In each state, then in each tone. Take the call from design.rs."</p>
            </header>
            <Forms/>
        </div>
        <Pieces id="paper"/>
        <div data-tone="butter"><Pieces id="butter"/></div>
        <div class="prize" data-tone="night"><Pieces id="night"/></div>
        <ActionBar title="19 seats left" text="Free, Sat 20 March" always=true>
            <Btn href="#forms" class="btn main">"Save my seat"</Btn>
        </ActionBar>
    }
}

#[component]
fn Forms() -> impl IntoView {
    let action = ServerAction::<TryForm>::new();
    view! {
        <div class="two" id="forms">
            <section class="flow" aria-labelledby="hydrated">
                <h2 id="hydrated">"PostForm: stays on the page"</h2>
                <PostForm action name="post"><Fields/></PostForm>
            </section>
            <section class="flow" aria-labelledby="plain">
                <h2 id="plain">"PlainForm: always loads a page"</h2>
                <PlainForm to={fn_path::<TryForm>()} name="plain"><Fields/></PlainForm>
            </section>
        </div>
    }
}

/// The same fields for both kinds of form. An argument that is a struct is written `form[name]`.
#[component]
fn Fields() -> impl IntoView {
    let cities = vec![Choice::new("chengdu", "Chengdu"), Choice::new("leeds", "Leeds")];
    let food = vec![Choice::new("sweet", "Sweet"), Choice::new("salty", "Salty").hint("The right answer.")];
    view! {
        <RequestKey/>
        <Hidden name="unread" value="1"/>
        <Field name="form[name]" label="Name" hint="At most 20 characters. “refuse” is refused." value="Zhu Yuting" autocomplete="name"/>
        <Field name="form[email]" label="Email" kind=Kind::Email autocomplete="email"/>
        <Field name="form[password]" label="Password" kind=Kind::Password autocomplete="new-password"/>
        <Field name="form[seats]" label="Seats" kind=Kind::Number value="1" hint="One to four."/>
        <TextArea name="form[note]" label="Anything we should know" optional=true rows=2/>
        <Select name="form[city]" label="City" choices=cities/>
        <Radios name="form[food]" legend="Popcorn" choices=food/>
        <Tick name="form[listed]" label="Show my name in the list"/>
        <Submit label="Save my seat" class="btn main wide"/>
    }
}

/// Everything that is no form.
#[component]
fn Pieces(id: &'static str) -> impl IntoView {
    let dialog = format!("dialog-{id}");
    let (opens, closes) = (dialog.clone(), dialog.clone());
    let picks = || {
        vec![
            Pick::new("#forms", "All").current(true),
            Pick::new("/design?at=chengdu", "Chengdu"),
            Pick::new("/design?at=leeds", "Leeds"),
        ]
    };
    let seats = [(61, 80, 0), (79, 80, 0), (80, 80, 12), (80, 80, 0)].map(|(taken, capacity, waiting)| SeatsView {
        offered: 0,
        capacity,
        taken,
        left: capacity - taken,
        waiting,
    });
    let facts = vec![
        Fact::new("cal", "Saturday 20 March 2027", "14:00 to 17:30, China Standard Time (UTC+8)")
            .at("2027-03-20T14:00+08:00"),
        Fact::new("pin", "Old Tram Depot, upper floor", "88 Peony Lane, Chengdu."),
        Fact::new("honor", "You earn 20 honor", "Added when you are checked in at the door."),
    ];
    let moments =
        [("13:30", "Doors open, tea is poured"), ("14:00", "Side A: six tapes, no talking"), ("17:30", "Lights up")];
    let moments = moments.map(|(time, text)| Moment { time: time.into(), text: text.into() }).to_vec();
    view! {
        <div class="wrap band flow airy">
            <section class="flow">
                <h2>"Buttons, tags, tabs"</h2>
                <p class="row">
                    <Btn href="#forms" class="btn main">"Main"</Btn>
                    <Btn href="#forms">"Second"</Btn>
                    <Btn href="#forms" class="btn small" icon="share">"Small"</Btn>
                    <Btn href="#forms" class="btn plain">"Plain"</Btn>
                    <DialogButton opens=opens class="btn">"Open the dialog"</DialogButton>
                </p>
                <p class="row">
                    <Tag tone=Tone::Ok>"Confirmed"</Tag>
                    <Tag tone=Tone::Warn>"Offered"</Tag>
                    <Tag tone=Tone::Bad>"No-show"</Tag>
                    <Tag>"Waiting, position 7"</Tag>
                </p>
                <Chips label=format!("City ({id})") picks=picks()/>
                <Tabs label=format!("Example ({id})") picks=picks()/>
                <Steps label="Sign-up steps" steps=vec!["Shift".into(), "Details".into(), "Done".into()] at=1/>
                <Dialog id=dialog title="Give up your seat?">
                    <p>"The next person in line gets it at once. You lose no honor."</p>
                    <p class="row"><Btn href="#forms" class="btn main">"Give it up"</Btn><DialogClose closes=closes>"Keep my seat"</DialogClose></p>
                </Dialog>
            </section>
            <section class="flow">
                <h2>"Messages"</h2>
                <Flash tone=Tone::Ok>"Saved. Your seat is number 42."</Flash>
                <Flash tone=Tone::Warn>"Two shifts overlap. Pick one."</Flash>
                <Flash tone=Tone::Plain>"You are 7th of 12. Everyone in line is served in order."</Flash>
                <Empty title="No tickets yet" text="Save a seat and its ticket appears here."><Btn href="/" class="btn small">"See what’s on"</Btn></Empty>
                <div class="card"><p class="skel"></p></div>
            </section>
            <section class="flow">
                <h2>"Event"</h2>
                <div class="row"><Faces people=people()/><span class="soft">"and 31 more"</span><Face src="/art/face-1.svg" big=true/></div>
                <Pop points=20/>
                <p><Name person=people().remove(0)/>", "<Name person=people().remove(1)/></p>
                <Facts facts/>
                {seats.into_iter().map(|seats| view! { <Seats seats/> }).collect_view()}
                <Timeline moments/>
                <Question question="Can I bring a friend?">"Yes. They sign up with their own email."</Question>
                <Gigs cards=vec![card("tape", 46), card("record", 0)]/>
            </section>
            <section class="flow slim">
                <h2>"Ticket"</h2>
                <Ticket id=format!("ticket-{id}") tone=Tone::Ok state="Confirmed" card=EventCard { title: format!("Tea-House Tapes ({id})"), ..card("tape", 19) }>
                    <TicketCode qr_svg=None code="4F7K-2Q9M" hint="Show the code, or say your name: Zhu Yuting"/>
                    <p><CalendarLink href="/e/tea-house-tapes.ics"/></p>
                </Ticket>
            </section>
            <section class="flow">
                <h2>"Honor"</h2>
                <Ring standing=standing()/>
                <Tiers standing=standing()/>
                <Wall medals=medals()/>
                <Ledger caption="Honor ledger, newest first" lines=lines()/>
            </section>
        </div>
    }
}

fn standing() -> Standing {
    Standing { honor: 640, tier: Tier::Regular, missing: Missing::Seat { free: 3 }, percent: 100 }
}

fn people() -> Vec<Person> {
    let person = |n: u8, name: &str, has_page| Person {
        handle: "yuting".into(),
        display_name: name.into(),
        face: format!("/art/face-{n}.svg"),
        has_page,
    };
    vec![person(1, "Zhu Yuting", true), person(2, "Qiao Bo", false), person(3, "Imogen Ashdown-Li", true)]
}

fn card(art: &str, left: i64) -> EventCard {
    EventCard {
        slug: "tea-house-tapes".into(),
        title: "Tea-House Tapes".into(),
        summary: "An afternoon of lost broadcasts.".into(),
        lang: "en".into(),
        kind: EventKind::Meetup,
        phase: Phase::Open,
        when: When {
            date: "Saturday 20 March 2027".into(),
            short: "Sat 20 March".into(),
            day: "20".into(),
            month: "March, Sat".into(),
            month_short: "Mar, Sat".into(),
            year: "2027".into(),
            time: "14:00".into(),
            range: "14:00 to 17:30".into(),
            zone: "China Standard Time (UTC+8)".into(),
            iso: "2027-03-20T14:00+08:00".into(),
            iso_end: "2027-03-20T17:30+08:00".into(),
        },
        venue: "Old Tram Depot".into(),
        city: "Chengdu".into(),
        art: Art { src: format!("/art/{art}.svg"), alt: String::new(), width: 800, height: 600 },
        seats: SeatsView { offered: 0, capacity: 80, taken: 80 - left, left, waiting: if left == 0 { 12 } else { 0 } },
        honor: 20,
        came: 0,
    }
}

fn medals() -> Vec<Medal> {
    let medal = |name: &str, art: &str, grant, line: &str| Medal {
        name: name.into(),
        art: format!("/badges/{art}.svg"),
        grant,
        line: line.into(),
    };
    vec![
        medal("First meetup", "first-meetup", Some(GrantId(uuid::Uuid::nil())), "Apr 2021"),
        medal("Golden Rabbit", "golden-rabbit", Some(GrantId(uuid::Uuid::nil())), "Mar 2027"),
        medal("City founder", "city-founder", None, "Start a meetup in a new city"),
    ]
}

fn lines() -> Vec<LedgerLine> {
    let event = Some(("tea-house-tapes".to_owned(), "Tea-House Tapes".to_owned()));
    let line = |cause, event, reason: Option<&str>, by: Option<&str>, points, total| LedgerLine {
        seq: 1,
        counted: points,
        limit: None,
        state: State::Stands,
        objection: None,
        cause,
        event,
        reason: reason.map(Into::into),
        by: by.map(Into::into),
        at: "20 Mar 2027".into(),
        at_iso: "2027-03-20".into(),
        points,
        total,
    };
    let capped = line(Cause::Thanked, None, Some("watered the plants"), None, 20, 20);
    let capped = LedgerLine { counted: 0, limit: Some(Limit::Day), objection: Some(ObjectionStanding::Open), ..capped };
    vec![
        capped,
        line(Cause::Corrected, event.clone(), Some("counted twice"), Some("Qiao Bo"), -20, 20),
        line(Cause::Thanked, None, Some("carried every chair"), Some("Noor Halvorsen"), 20, 40),
        line(Cause::Attended, event, None, None, 20, 20),
    ]
}
