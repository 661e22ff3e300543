//! `/door/{event}/shifts`: the lead's list, for a thumb.

use crate::{
    components::{Btn, Empty, Tag, Tone},
    error::AppError,
    form::{Hidden, PostForm, Submit},
    messages::shifts,
    page::{load, param},
    visit::locale,
};
use domain::{
    EventId,
    signups::shifts::{
        presence::Outcome,
        view::{LeadPage, LeadPerson, LeadShift, Stands},
    },
};
use leptos::prelude::*;
use leptos_meta::Title;

/// The shifts that the reader leads.
#[server(endpoint = "door/shifts")]
pub async fn load_lead(event: String) -> Result<LeadPage, AppError> {
    use crate::server_context::{actor, locale, site};
    let event = event.parse().map_err(|_| AppError::NOT_FOUND)?;
    Ok(backend::signups::shifts::lead_page(&site(), &actor()?, locale(), event).await?)
}

/// The lead's word about somebody.
#[server(endpoint = "door/shift_word")]
pub async fn shift_word(signup: String, word: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    use domain::{Failure, FieldCode, signups::shifts::presence::Word};
    let signup = signup.parse().map_err(|_| AppError::NOT_FOUND)?;
    let actor = actor()?;
    let word = Word::from_word(&word).ok_or_else(|| Failure::field("word", FieldCode::UnknownChoice))?;
    let event = backend::signups::shifts::say(&site(), &actor, signup, word).await?;
    go_to(&format!("/door/{event}/shifts"), Notice::Noted);
    Ok(())
}

/// The page.
#[component]
pub fn ShiftList() -> impl IntoView {
    load(param("event"), load_lead, show)
}

fn show(page: LeadPage) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<ShiftWord>::new();
    let none = page.shifts.is_empty().then(|| {
        view! { <Empty title=shifts::no_shifts(l) text=shifts::no_shifts_text(l)/> }
    });
    // Who runs the event goes on to somebody's page from here; who leads a shift sees the list alone.
    let event = page.sees_all.then_some(page.id);
    let all = page.shifts.into_iter().map(|shift| one(shift, (event, action))).collect_view();
    view! {
        <Title text=shifts::list_of(l, &page.card.title)/>
        <div class="wrap slim stack top">
            <header class="flow">
                <h1>{shifts::list(l)}</h1>
                <p lang=page.card.lang>{page.card.title}</p>
                <p class="soft">{shifts::list_text(l)}</p>
                <p><Btn href=format!("/e/{}/shifts", page.card.slug) class="btn small">{shifts::see_shifts(l)}</Btn></p>
            </header>
            {none}
            {all}
        </div>
    }
}

fn one(shift: LeadShift, (event, action): (Option<EventId>, ServerAction<ShiftWord>)) -> impl IntoView {
    let l = locale();
    let id = format!("s-{}", shift.id);
    // The same role comes at several times.
    let time = format!("{id}-time");
    let named = format!("{id} {time}");
    let tone = if shift.stands == Stands::Running { Tone::Ok } else { Tone::Plain };
    let open = match shift.unsettled() {
        0 => None,
        open => Some(view! { " "<Tag tone=Tone::Bad>{shifts::unsettled(l, open)}</Tag> }),
    };
    let lead = shift.lead.map_or_else(|| shifts::not_led(l).into(), |name| shifts::led_by(l, &name));
    let places = shifts::shift_line(l, shift.seats.taken, shift.seats.capacity, shift.seats.waiting);
    let people = if shift.people.is_empty() {
        view! { <p class="soft">{shifts::nobody(l)}</p> }.into_any()
    } else {
        let people = shift.people.into_iter().map(|person| somebody(person, (event, action))).collect_view();
        view! { <ul class="flow">{people}</ul> }.into_any()
    };
    view! {
        <section class="card flow" aria-labelledby=named>
            <p><Tag tone>{shifts::stands(l, shift.stands)}</Tag>{open}</p>
            <h2 id=id>{shift.role}</h2>
            <p><time id=time datetime=shift.when.iso><b>{shift.when.short}" "{shift.when.range}</b></time></p>
            <p class="soft">{shifts::places_and_lead(l, &places, &lead)}</p>
            {people}
        </section>
    }
}

fn somebody(person: LeadPerson, (event, action): (Option<EventId>, ServerAction<ShiftWord>)) -> impl IntoView {
    let l = locale();
    let (tone, words) = match (person.outcome, &person.came) {
        (Some(Outcome::Worked), _) => (Tone::Ok, shifts::worked(l, person.honor)),
        (Some(Outcome::Missed), None) => (Tone::Bad, shifts::missed(l).into()),
        (_, Some(time)) => (Tone::Ok, shifts::came(l, time)),
        (None, None) => (Tone::Plain, shifts::expected(l).into()),
    };
    let says = person.words.into_iter().map(|word| {
        let label = shifts::word(l, word);
        let signup = person.signup.to_string();
        let name = format!("{signup}-{}", word.word());
        view! {
            <PostForm action name class="">
                <Hidden name="signup" value=signup/>
                <Hidden name="word" value=word.word()/>
                <Submit label class="btn small"/>
            </PostForm>
        }
    });
    let (says, name) = (says.collect_view(), person.display_name.clone());
    let answers = person.answers.into_iter().map(|(q, a)| view! { <dt>{q}</dt><dd class="asis">{a}</dd> });
    let answers = answers.collect::<Vec<_>>();
    let answers = (!answers.is_empty()).then(|| view! { <dl class="pairs small">{answers}</dl> });
    let called = match event {
        Some(event) => {
            let href = format!("/organise/events/{event}/people/{}", person.signup);
            view! { <a href=href>{person.display_name}</a> }.into_any()
        }
        None => person.display_name.into_any(),
    };
    view! {
        <li class="flow">
            <p class="row"><b>{called}</b>" "<Tag tone>{words}</Tag></p>
            {answers}
            <div class="row" role="group" aria-label=name>{says}</div>
        </li>
    }
}
