//! Signing up for an event: in one tap for somebody signed in, with the account made on the way for everybody else.

use super::asked::fields;
use crate::{
    browser::keep_fresh,
    components::{Btn, Flash, Tone},
    error::AppError,
    form::{Field, Hidden, Kind, PlainForm, PostForm, RequestKey, Submit, Tick, fn_path},
    messages::{common, events, places, signups},
    page::{here, query_once},
    visit::{locale, viewer, with_next},
};
use domain::{
    events::view::EventPage,
    signups::{
        SignUpState,
        view::{ComingForm, MySignUp, WayIn},
    },
};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Takes a seat, or a place in line. A visitor who is not signed in gives address and password with it: the account is found,
/// or made.
#[server(endpoint = "signups/sign_up")]
pub async fn sign_up(
    event: String,
    request_key: String,
    #[server(default)] answers: BTreeMap<String, String>,
    #[server(default)] coming: ComingForm,
    #[server(default)] display_name: String,
    #[server(default)] email: String,
    #[server(default)] password: String,
) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{device, go_to, locale, maybe_actor, site, some_under, start_session},
    };
    use backend::{
        members::{ArriveForm, arrive, check_arrival},
        signups::{Company, Listing, SignUpAsk},
    };
    let site = site();
    let event = event.parse().map_err(|_| AppError::NOT_FOUND)?;
    let ComingForm { listed, code, guests } = coming;
    let company = Company { code, guests };
    let named = |failure| some_under(failure, "coming", &["code", "guests"]);
    let actor = match maybe_actor() {
        Some(actor) => actor,
        None => {
            // Everything is looked at first, in the order of the page: nobody gets an account with a form that is then refused, and
            // nobody is sent back twice.
            let answers: Vec<_> = answers.clone().into_iter().collect();
            let form = ArriveForm { email, password, display_name, locale: locale(), zone: String::new() };
            let person = check_arrival(&site, &form).await;
            let asked = backend::signups::check_ask(&site, event, &answers, &company).await.map_err(named);
            let ((), zone) = domain::form::both(person, asked)?;
            let session = arrive(&site, ArriveForm { zone, ..form }, &device()).await?;
            start_session(&session);
            session.actor
        }
    };
    let listing = if listed { Listing::Listed } else { Listing::Quiet };
    let ask = SignUpAsk { event, answers: answers.into_iter().collect(), listing, request_key };
    let mine = backend::signups::sign_up_with(&site, &actor, ask, company).await.map_err(named)?;
    let done = match mine.state {
        SignUpState::Confirmed => Notice::SeatSaved,
        SignUpState::Pending => Notice::Requested,
        _ => Notice::InLine,
    };
    go_to(&super::tickets::at(mine.id), done);
    Ok(())
}

/// What comes of signing up, or why not and what would change it; the server has the words.
pub fn way_in(page: &EventPage) -> impl IntoView + use<> {
    let (l, way) = (locale(), &page.way);
    let words = way.words.iter().map(|words| {
        let next = page.card.phase.is_over().then(|| {
            let chapter = format!("/c/{}", page.chapter.slug);
            view! { {common::gap(l)}<a href=chapter>{events::see_next(l)}</a> }
        });
        view! { <p class="soft">{words.clone()}{next}</p> }
    });
    let words = words.collect_view();
    let seal = (!way.seal.is_empty()).then(|| {
        let how = format!("/e/{}/queue", page.card.slug);
        view! { <p class="small soft">{places::sealed(l)}<br/><span class="code">{way.seal.clone()}</span><br/><a href=how>{places::check_lottery(l)}</a></p> }
    });
    let sign_in = way.sign_in.then(|| {
        // Back with the invitation in the address, where there is one.
        let here = here();
        view! { <p><a class="btn small" href=move || with_next("/sign-in", &here())>{common::sign_in(l)}</a></p> }
    });
    (words, seal, sign_in)
}

/// Where somebody stands who signed up already.
fn standing(mine: &MySignUp, note: String) -> impl IntoView + use<> {
    let l = locale();
    let text = match (mine.state, &mine.checked_in, mine.waiting_place) {
        (_, Some(time), _) => signups::you_are_in(l, time),
        (SignUpState::Offered, ..) => signups::offered_until(l, mine.offered_until.as_deref().unwrap_or_default()),
        (SignUpState::Waiting, ..) if mine.can_take => signups::seat_free(l).into(),
        (SignUpState::Waiting, _, Some(n)) => signups::you_are_in_line(l, n),
        (SignUpState::Pending, ..) => note,
        _ => signups::you_have_a_seat(l).into(),
    };
    view! { <p><b>{text}</b></p> }
}

/// What the way to the ticket is called: there an offer is taken or let go, too.
fn to_ticket(mine: &MySignUp) -> &'static str {
    let l = locale();
    match mine.state {
        SignUpState::Offered => signups::decide(l),
        SignUpState::Waiting if mine.can_take => signups::take_offer(l),
        _ => signups::see_ticket(l),
    }
}

/// The way to the public log of the line, where there is a line. Whoever stands in it asks why it is not their turn.
pub fn line_link(page: &EventPage) -> impl IntoView + use<> {
    let l = locale();
    let waits = page.mine.as_ref().is_some_and(|mine| mine.state == SignUpState::Waiting);
    if waits {
        keep_fresh();
    }
    let words = if waits { signups::why_not_me(l) } else { signups::see_line(l) };
    let href = format!("/e/{}/queue", page.card.slug);
    (page.card.seats.waiting + page.card.seats.offered > 0)
        .then(|| view! { <p><a class="soft" href=href>{words}</a></p> })
}

/// Where the one button stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JoinPlace {
    /// The bar at the foot of a phone.
    Bar,
    /// The column beside the story on a wide screen.
    Column,
}

/// The one button of an event's page, for the bar on phones and for the column on wide screens.
pub fn join_action(page: &EventPage, place: JoinPlace) -> AnyView {
    let (name, class) = match place {
        JoinPlace::Bar => ("bar", "btn main"),
        JoinPlace::Column => ("aside", "btn main wide"),
    };
    if let Some(mine) = &page.mine {
        let label = to_ticket(mine);
        return view! { <Btn href="/my/tickets" class=class>{label}</Btn> }.into_any();
    }
    if !page.way.has_form {
        return ().into_any();
    }
    let label = page.way.label.clone();
    let is_plain = page.questions.is_empty() && !page.way.asks_code && page.way.guests == 0;
    if viewer().is_some() && is_plain && query_once("code").is_empty() {
        let action = ServerAction::<SignUp>::new();
        let event = page.id.to_string();
        return view! { <PostForm action name class=""><Hidden name="event" value=event/><RequestKey/><Submit label class=class/></PostForm> }.into_any();
    }
    view! { <a class=class href="#join">{label}</a> }.into_any()
}

/// The form at the foot of an event's page.
#[component]
pub fn JoinBand(
    /// The event.
    page: EventPage,
) -> impl IntoView {
    let l = locale();
    if let Some(mine) = &page.mine {
        let (words, label) = (standing(mine, page.way.note.clone()), to_ticket(mine));
        return view! {
            <section class="band" data-tone="butter" id="join">
                <div class="wrap narrow flow">{words}<p><Btn href="/my/tickets" class="btn">{label}</Btn></p></div>
            </section>
        }
        .into_any();
    }
    if !page.way.has_form {
        return ().into_any();
    }
    let (label, way) = (page.way.label.clone(), page.way.clone());
    let note = way.note.clone();
    let line = (!note.is_empty()).then(|| view! { <Flash tone=Tone::Plain>{note}</Flash> });
    let event = page.id.to_string();
    let (questions, until) = (page.questions, page.answers_until);
    let form = if viewer().is_some() {
        let action = ServerAction::<SignUp>::new();
        view! {
            <PostForm action>
                <p>{signups::one_tap(l)}</p>
                <Hidden name="event" value=event/>
                <RequestKey/>
                {company(&way, &until)}
                {fields(&questions, &[], &until)}
                <Tick name="coming[listed]" label=signups::list_me(l)/>
                <p><Submit label class="btn main wide"/></p>
                <p class="small soft">{signups::host_sees(l)}</p>
            </PostForm>
        }
        .into_any()
    } else {
        view! {
            <PlainForm to={fn_path::<SignUp>()}>
                <p>{signups::half_a_minute(l)}{common::gap(l)}{signups::new_or_member(l)}</p>
                <Hidden name="event" value=event/>
                <RequestKey/>
                <Field name="email" label=signups::email(l) kind=Kind::Email hint=signups::email_hint(l) autocomplete="email" max=254u32/>
                <Field name="password" label=signups::password(l) kind=Kind::Password hint=signups::password_hint(l) autocomplete="current-password"/>
                <Field name="display_name" label=signups::door_name(l) hint=signups::door_name_hint(l) autocomplete="name" max=60u32/>
                {company(&way, &until)}
                {fields(&questions, &[], &until)}
                <Tick name="coming[listed]" label=signups::list_me(l)/>
                <p><Submit label class="btn main wide"/></p>
                <p class="small soft">{signups::host_sees(l)}</p>
            </PlainForm>
        }
        .into_any()
    };
    view! {
        <section class="band" data-tone="butter" id="join" aria-labelledby="j">
            <div class="wrap narrow flow"><h2 id="j">{page.way.label}</h2>{line}{form}</div>
        </section>
    }
    .into_any()
}

/// An invitation, from the link or typed; and guests, whose names the door sees and who are kept as long as answers, `until`.
fn company(way: &WayIn, until: &str) -> impl IntoView + use<> {
    let (l, code) = (locale(), query_once("code"));
    let code = if way.asks_code {
        view! { <Field name="coming[code]" label=places::code(l) hint=places::code_hint(l) value=code autocomplete="off" max=20u32/> }.into_any()
    } else if code.is_empty() {
        ().into_any()
    } else {
        // Nobody needs it, but it tells who invited whom.
        view! { <Hidden name="coming[code]" value=code/> }.into_any()
    };
    let guests = (0..way.guests)
        .map(|n| view! { <Field name=format!("coming[guests][{n}]") label=places::guest_n(l, n + 1) optional=true autocomplete="off" max=60u32/> })
        .collect_view();
    let hint =
        [places::guests_hint(l), common::gap(l).unwrap_or_default(), &signups::seen_at_the_door(l, until)].concat();
    let guests = (way.guests > 0).then(|| {
        view! {
            <details class="qa" open={crate::form::use_form().was_sent()}>
                <summary>{places::bring_guests(l)}</summary>
                <div class="flow"><p class="small soft">{hint}</p>{guests}</div>
            </details>
        }
    });
    (code, guests)
}
