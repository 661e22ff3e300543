//! Signing up for an event: in one tap for somebody signed in, with the account made on the way for everybody else.

use super::asked::fields;
use crate::{
    browser::keep_fresh,
    components::{Btn, Flash, Tone},
    error::AppError,
    form::{Field, Hidden, Kind, PlainForm, PostForm, RequestKey, Submit, Tick, fn_path},
    messages::signups,
    visit::{locale, viewer},
};
use domain::{
    events::view::EventPage,
    signups::{SignUpState, view::MySignUp},
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
    #[server(default)] listed: bool,
    #[server(default)] display_name: String,
    #[server(default)] email: String,
    #[server(default)] password: String,
) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{device, go_to, locale, maybe_actor, site, start_session},
    };
    use backend::{
        members::{ArriveForm, arrive},
        signups::{Listing, SignUpAsk},
    };
    let site = site();
    let event = event.parse().map_err(|_| AppError::NOT_FOUND)?;
    let actor = match maybe_actor() {
        Some(actor) => actor,
        None => {
            // The answers are looked at first: nobody gets an account with a form that is then refused.
            let zone =
                backend::signups::check_ask(&site, event, &answers.clone().into_iter().collect::<Vec<_>>()).await?;
            let form = ArriveForm { email, password, display_name, locale: locale(), zone };
            let session = arrive(&site, form, &device()).await?;
            start_session(&session);
            session.actor
        }
    };
    let listing = if listed { Listing::Listed } else { Listing::Quiet };
    let ask = SignUpAsk { event, answers: answers.into_iter().collect(), listing, request_key };
    let mine = backend::signups::sign_up(&site, &actor, ask).await?;
    go_to("/my/tickets", if mine.state == SignUpState::Confirmed { Notice::SeatSaved } else { Notice::InLine });
    Ok(())
}

/// Where somebody stands who signed up already.
fn standing(mine: &MySignUp) -> impl IntoView + use<> {
    let l = locale();
    let text = match (mine.state, &mine.checked_in, mine.waiting_place) {
        (_, Some(time), _) => signups::you_are_in(l, time),
        (SignUpState::Offered, ..) => signups::offered_until(l, mine.offered_until.as_deref().unwrap_or_default()),
        (SignUpState::Waiting, ..) if mine.can_take => signups::seat_free(l).into(),
        (SignUpState::Waiting, _, Some(n)) => signups::you_are_in_line(l, n),
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
    let l = locale();
    let (name, class) = match place {
        JoinPlace::Bar => ("bar", "btn main"),
        JoinPlace::Column => ("aside", "btn main wide"),
    };
    if let Some(mine) = &page.mine {
        let label = to_ticket(mine);
        return view! { <Btn href="/my/tickets" class=class>{label}</Btn> }.into_any();
    }
    if !page.card.phase.takes_sign_ups() {
        return ().into_any();
    }
    let label = if page.card.seats.left > 0 { signups::save_my_seat(l) } else { signups::join_the_line(l) };
    if viewer().is_some() && page.questions.is_empty() {
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
        let (words, label) = (standing(mine), to_ticket(mine));
        return view! {
            <section class="band" data-tone="butter" id="join">
                <div class="wrap narrow flow">{words}<p><Btn href="/my/tickets" class="btn">{label}</Btn></p></div>
            </section>
        }
        .into_any();
    }
    if !page.card.phase.takes_sign_ups() {
        return ().into_any();
    }
    let seats = page.card.seats;
    let label = if seats.left > 0 { signups::save_my_seat(l) } else { signups::join_the_line(l) };
    let line =
        (seats.left == 0).then(|| view! { <Flash tone=Tone::Plain>{signups::line_text(l, seats.waiting)}</Flash> });
    let event = page.id.to_string();
    let (questions, until) = (page.questions, page.answers_until);
    let form = if viewer().is_some() {
        let action = ServerAction::<SignUp>::new();
        view! {
            <PostForm action>
                <p>{signups::one_tap(l)}</p>
                <Hidden name="event" value=event/>
                <RequestKey/>
                {fields(&questions, &[], &until)}
                <Tick name="listed" label=signups::list_me(l)/>
                <p><Submit label class="btn main wide"/></p>
                <p class="small soft">{signups::host_sees(l)}</p>
            </PostForm>
        }
        .into_any()
    } else {
        view! {
            <PlainForm to={fn_path::<SignUp>()}>
                <p>{signups::half_a_minute(l)}" "{signups::new_or_member(l)}</p>
                <Hidden name="event" value=event/>
                <RequestKey/>
                <Field name="email" label=signups::email(l) kind=Kind::Email hint=signups::email_hint(l) autocomplete="email" max=254u32/>
                <Field name="password" label=signups::password(l) kind=Kind::Password hint=signups::password_hint(l) autocomplete="current-password"/>
                <Field name="display_name" label=signups::door_name(l) hint=signups::door_name_hint(l) autocomplete="name" optional=true max=60u32/>
                {fields(&questions, &[], &until)}
                <Tick name="listed" label=signups::list_me(l)/>
                <p><Submit label class="btn main wide"/></p>
                <p class="small soft">{signups::host_sees(l)}</p>
            </PlainForm>
        }
        .into_any()
    };
    view! {
        <section class="band" data-tone="butter" id="join" aria-labelledby="j">
            <div class="wrap narrow flow"><h2 id="j">{label}</h2>{line}{form}</div>
        </section>
    }
    .into_any()
}
