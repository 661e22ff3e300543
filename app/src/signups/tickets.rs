//! `/my/tickets`: proof of each seat, the place in each line.

use super::pass_on::invite_friends;
use crate::{
    browser::keep_fresh,
    components::{Btn, CalendarLink, Dialog, DialogButton, DialogClose, Empty, Flash, Ticket, TicketCode, Tone},
    error::AppError,
    form::{Hidden, PostForm, Submit},
    messages::{common, lifecycle, notices, places, shifts, signups},
    page::{load, query_once},
    visit::locale,
};
use domain::{
    events::Phase,
    signups::{
        SignUpState,
        shifts::{presence::Outcome, view::TicketShift},
        view::{TicketView, TicketsPage},
    },
};
use leptos::prelude::*;
use leptos_meta::Title;

/// The reader's tickets.
#[server(endpoint = "signups/tickets")]
pub async fn load_tickets() -> Result<TicketsPage, AppError> {
    use crate::server_context::{actor, locale, site};
    Ok(backend::signups::tickets(&site(), &actor()?, locale()).await?)
}

/// Gives a seat back, or leaves the line.
#[server(endpoint = "signups/give_up")]
pub async fn give_up(signup: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let signup = signup.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::signups::give_up(&site(), &actor()?, signup).await?;
    go_to("/my/tickets", Notice::SeatGivenUp);
    Ok(())
}

/// Takes the seat that is offered, or one that is free for whoever comes first.
#[server(endpoint = "signups/accept")]
pub async fn accept_offer(signup: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let signup = signup.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::signups::accept(&site(), &actor()?, signup).await?;
    go_to("/my/tickets", Notice::OfferTaken);
    Ok(())
}

/// Lets the offered seat go to the next in line.
#[server(endpoint = "signups/decline")]
pub async fn decline_offer(signup: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let signup = signup.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::signups::decline(&site(), &actor()?, signup).await?;
    go_to("/my/tickets", Notice::OfferPassed);
    Ok(())
}

/// Shows or hides the reader's name under "Who is coming".
#[server(endpoint = "signups/set_listing")]
pub async fn set_listing(signup: String, #[server(default)] listed: bool) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    use backend::signups::Listing;
    let signup = signup.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::signups::set_listing(&site(), &actor()?, signup, if listed { Listing::Listed } else { Listing::Quiet })
        .await?;
    go_to("/my/tickets", Notice::Saved);
    Ok(())
}

/// The page with this ticket first: whoever has just got one is not to look for it.
#[cfg(feature = "ssr")]
pub(super) fn at(signup: domain::SignUpId) -> String {
    format!("/my/tickets?ticket={signup}")
}

/// The page.
#[component]
pub fn Tickets() -> impl IntoView {
    load(|| (), |()| load_tickets(), show)
}

fn show(mut page: TicketsPage) -> impl IntoView {
    let (l, first) = (locale(), query_once("ticket"));
    if !first.is_empty() {
        page.coming.sort_by_key(|t| t.mine.id.to_string() != first);
    }
    let name = page.display_name;
    let none = page.coming.is_empty().then(|| {
        view! { <Empty title=signups::no_tickets(l) text=signups::no_tickets_text(l)><Btn href="/" class="btn small">{common::see_whats_on(l)}</Btn></Empty> }
    });
    if page
        .coming
        .iter()
        .any(|t| matches!(t.mine.state, SignUpState::Waiting | SignUpState::Offered | SignUpState::Pending))
    {
        keep_fresh();
    }
    let acts = Acts {
        give_up: ServerAction::new(),
        listing: ServerAction::new(),
        accept: ServerAction::new(),
        decline: ServerAction::new(),
    };
    let coming = page.coming.into_iter().map(|t| coming(t, &name, acts)).collect_view();
    let past = (!page.past.is_empty()).then(|| {
        let past = page.past.into_iter().map(past).collect_view();
        view! { <section class="flow" aria-labelledby="past"><h2 id="past">{signups::past_tickets(l)}</h2>{past}</section> }
    });
    view! {
        <Title text=signups::your_tickets(l)/>
        <div class="wrap slim stack top">
            <header class="flow">
                <h1 class="huge">{signups::your_tickets(l)}</h1>
                <p><Btn href="/my/settings/mail#calendar" class="btn small" icon="cal">{notices::in_my_calendar(l)}</Btn></p>
            </header>
            {none}
            {coming}
            {past}
        </div>
    }
}

/// What can be done on the page.
#[derive(Clone, Copy)]
struct Acts {
    give_up: ServerAction<GiveUp>,
    listing: ServerAction<SetListing>,
    accept: ServerAction<AcceptOffer>,
    decline: ServerAction<DeclineOffer>,
}

/// The way to one's answers, where the event asks something; with what is still missing.
fn answers(t: &TicketView) -> AnyView {
    let l = locale();
    if !t.asks {
        return ().into_any();
    }
    let missing: Vec<&str> = t.missing.iter().map(String::as_str).collect();
    let missing = (!missing.is_empty()).then(|| signups::still_missing(l, &signups::listed(l, &missing)));
    let missing = missing.map(|words| view! { <Flash tone=Tone::Warn>{words}</Flash> });
    let href = format!("/my/tickets/{}/answers", t.mine.id);
    view! { {missing}<p><Btn href class="btn small">{signups::your_answers(l)}</Btn></p> }.into_any()
}

/// Somebody's turn: a seat is held for a while.
fn offered(t: TicketView, Acts { accept, decline, .. }: Acts) -> AnyView {
    let l = locale();
    let signup = t.mine.id.to_string();
    let again = signup.clone();
    let (shift, answers) = (t.shift.as_ref().map(|shift| of_shift(&t, shift)), answers(&t));
    let until = t.mine.offered_until.unwrap_or_default();
    view! {
        <Ticket id=format!("t-{signup}") tone=Tone::Warn state=signups::offered(l) card=t.card>
            {shift}
            <p><b>{signups::offered_until(l, &until)}</b></p>
            <p class="soft">{signups::offer_rule(l)}</p>
            <PostForm action=accept name=signup.clone()><Hidden name="signup" value=signup/><Submit label=signups::take_offer(l) class="btn main wide"/></PostForm>
            <PostForm action=decline name=again.clone()><Hidden name="signup" value=again/><Submit label=signups::pass_offer(l) class="btn small"/></PostForm>
            {answers}
        </Ticket>
    }
    .into_any()
}

/// A place in line; and, once seats go to whoever comes first, the button to take one.
fn waiting(t: TicketView, place: i64, Acts { give_up, accept, .. }: Acts) -> AnyView {
    let l = locale();
    let signup = t.mine.id.to_string();
    let take = t.mine.can_take.then(|| {
        let signup = signup.clone();
        view! {
            <p><b>{signups::seat_free(l)}</b></p>
            <PostForm action=accept name=signup.clone()><Hidden name="signup" value=signup/><Submit label=signups::take_offer(l) class="btn main wide"/></PostForm>
        }
    });
    let (shift, answers) = (t.shift.as_ref().map(|shift| of_shift(&t, shift)), answers(&t));
    let asked = t.shift.as_ref().map(|shift| format!("?shift={}", shift.id)).unwrap_or_default();
    let why = format!("/e/{}/queue{asked}", t.card.slug);
    let words = [signups::leave_line(l), signups::leave_title(l), signups::leave_line(l), signups::stay_in_line(l)];
    let leave = giving_up(give_up, signup.clone(), words, signups::leave_text(l, place));
    view! {
        <Ticket id=format!("t-{signup}") tone=Tone::Warn state=signups::waiting_at(l, place) card=t.card>
            {shift}
            {take}
            <p>{signups::line_rule(l, place)}</p>
            <p><a href=why>{signups::why_not_me(l)}</a></p>
            {answers}
            {leave}
        </Ticket>
    }
    .into_any()
}

/// The button to give something up, and the question before it happens.
fn giving_up(
    action: ServerAction<GiveUp>,
    signup: String,
    [button, title, yes, no]: [&'static str; 4],
    text: String,
) -> impl IntoView {
    let dialog = format!("give-up-{signup}");
    view! {
        <DialogButton opens=dialog.clone()>{button}</DialogButton>
        <Dialog id=dialog.clone() title>
            <p>{text}</p>
            <PostForm action name=signup.clone() class="row">
                <Hidden name="signup" value=signup/>
                <Submit label=yes/>
                <DialogClose closes=dialog>{no}</DialogClose>
            </PostForm>
        </Dialog>
    }
}

fn coming(t: TicketView, name: &str, acts: Acts) -> impl IntoView {
    let l = locale();
    let Acts { give_up, listing, .. } = acts;
    let signup = t.mine.id.to_string();
    let id = format!("t-{signup}");
    let ics = format!("/e/{}.ics", t.card.slug);
    let shift = t.shift.as_ref().map(|shift| of_shift(&t, shift));
    if t.card.phase == Phase::Cancelled {
        return view! { <Ticket id tone=Tone::Bad state=signups::event_cancelled(l) card=t.card><p class="soft">{signups::event_cancelled(l)}</p></Ticket> }.into_any();
    }
    match (t.mine.state, t.mine.waiting_place) {
        (SignUpState::Waiting, Some(place)) => return waiting(t, place, acts),
        (SignUpState::Offered, _) => return offered(t, acts),
        (SignUpState::Pending, _) => return pending(t, acts),
        _ => {}
    }
    let state = match &t.mine.checked_in {
        Some(time) => signups::came_in(l, time),
        None => signups::confirmed(l).to_owned(),
    };
    let tone = Tone::Ok;
    let in_already = t.mine.checked_in.is_some() || t.shift.as_ref().is_some_and(|shift| !shift.can_leave);
    let leave = (!in_already).then(|| {
        let words = [signups::give_up(l), signups::give_up_title(l), signups::give_it_up(l), signups::keep_it(l)];
        giving_up(give_up, signup.clone(), words, signups::give_up_text(l).into())
    });
    // Helpers are not listed among the guests; their own calendar has the shift's time.
    let calendar = t.shift.is_none().then(|| view! { <CalendarLink href=ics/> });
    let listing = t.shift.is_none().then(|| list_me(&t, listing));
    let (hint, answers) = (signups::show_code(l, name), answers(&t));
    let names = t.guests.join(common::list_comma(l));
    let guests = (!t.guests.is_empty()).then(|| view! { <p>{places::with_guests(l, &names)}</p> });
    let friends = invite_friends(&t);
    let postponed = (t.card.phase == Phase::Postponed)
        .then(|| view! { <Flash tone=Tone::Warn>{lifecycle::postponed_text(l)}</Flash> });
    let online = t.join_url.map(|href| {
        view! { <p><a class="btn" href=href rel="external noopener noreferrer">{lifecycle::join_online(l)}</a><br/><span class="small soft">{lifecycle::join_note(l)}</span></p> }
    });
    view! {
        <Ticket id tone state card=t.card>
            {shift}
            {postponed}
            {online}
            <TicketCode qr_svg=t.qr_svg code=t.code.unwrap_or_default() hint/>
            {guests}
            {friends}
            <div class="row acts">{calendar}{leave}</div>
            {answers}
            {listing}
        </Ticket>
    }
    .into_any()
}

/// The organisers or the lot decide.
fn pending(t: TicketView, Acts { give_up, .. }: Acts) -> AnyView {
    let l = locale();
    let signup = t.mine.id.to_string();
    let answers = answers(&t);
    let (state, words) = match &t.mine.draws {
        Some(draws) => (places::in_the_lottery(l), places::you_entered(l, draws)),
        None => (places::asked_for(l), places::you_asked(l).to_owned()),
    };
    view! {
        <Ticket id=format!("t-{signup}") tone=Tone::Warn state=state card=t.card>
            <p>{words}</p>
            {answers}
            <PostForm action=give_up name=signup.clone()><Hidden name="signup" value=signup/><Submit label=places::take_back(l) class="btn small"/></PostForm>
        </Ticket>
    }
    .into_any()
}

/// Shown under "Who is coming", or not; and the button for the other.
fn list_me(t: &TicketView, action: ServerAction<SetListing>) -> impl IntoView + use<> {
    let (l, signup) = (locale(), t.mine.id.to_string());
    let (words, button, value) = if t.mine.listed {
        (signups::listed_on(l), signups::hide_me(l), "false")
    } else {
        (signups::listed_off(l), signups::show_me(l), "true")
    };
    view! {
        <PostForm action name=signup.clone() class="row small">
            <span class="soft">{words}</span>
            <Hidden name="signup" value=signup/>
            <Hidden name="listed" value=value/>
            <Submit label=button class="btn plain small"/>
        </PostForm>
    }
}

/// The role, what it earns, and the way to another shift.
fn of_shift(t: &TicketView, shift: &TicketShift) -> impl IntoView + use<> {
    let l = locale();
    let words = match shift.outcome {
        Some(Outcome::Worked) => shifts::worked(l, shift.honor),
        Some(Outcome::Missed) => shifts::missed(l).into(),
        None => shifts::earns_then(l, shift.honor),
    };
    let href = format!("/e/{}/shifts?swap={}", t.card.slug, t.mine.id);
    let swap = shift.can_leave.then(|| view! { <p><Btn href class="btn small">{shifts::swap(l)}</Btn></p> });
    view! { <p><b>{shift.role.clone()}</b><br/><span class="soft">{words}</span></p>{swap} }
}

/// What became of a shift: "Studio guide, worked, +36 honor".
fn worked(shift: Option<&TicketShift>) -> String {
    let l = locale();
    let words = |shift: &TicketShift| match shift.outcome {
        Some(Outcome::Worked) => shifts::worked(l, shift.honor),
        Some(Outcome::Missed) => shifts::missed(l).into(),
        None => shifts::expected(l).into(),
    };
    shift.map(|shift| shifts::role_at(l, &shift.role, &words(shift))).unwrap_or_default()
}

fn past(t: TicketView) -> impl IntoView {
    let l = locale();
    let state = match (t.mine.state, &t.mine.checked_in) {
        _ if t.shift.is_some() => worked(t.shift.as_ref()),
        (_, Some(time)) => signups::came_in(l, time),
        _ if t.card.phase == Phase::Cancelled => signups::event_cancelled(l).into(),
        (SignUpState::Cancelled | SignUpState::Removed, _) => signups::given_up(l).into(),
        _ => signups::missed(l).into(),
    };
    view! { <div class="gig"><crate::components::Gig card=t.card more=state/></div> }
}
