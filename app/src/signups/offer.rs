//! `/offer/{token}`: a seat is offered, and the letter's link leads here: one tap takes it or lets it go, signed in or not.

use crate::{
    components::Btn,
    error::AppError,
    form::{Hidden, PostForm, Submit},
    messages::{common, signups},
    page::{load, param},
    visit::locale,
};
use domain::signups::{SignUpState, view::OfferPage as View};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};

/// What is offered.
#[server(endpoint = "signups/offer_page")]
pub async fn load_offer(token: String) -> Result<View, AppError> {
    let site = crate::server_context::site();
    Ok(backend::signups::offer_page(&site, locale(), &token).await?)
}

/// Takes the seat.
#[server(endpoint = "signups/take_offer")]
pub async fn take_offer(token: String) -> Result<(), AppError> {
    answer(token, backend::signups::Answer::Take).await
}

/// Lets it go on to the next.
#[server(endpoint = "signups/pass_offer")]
pub async fn pass_offer(token: String) -> Result<(), AppError> {
    answer(token, backend::signups::Answer::LetGo).await
}

#[cfg(feature = "ssr")]
async fn answer(token: String, answer: backend::signups::Answer) -> Result<(), AppError> {
    use crate::server_context::{redirect, site};
    backend::signups::answer_offer(&site(), &token, answer).await?;
    redirect(&format!("/offer/{token}"));
    Ok(())
}

/// The page.
#[component]
pub fn Offer() -> impl IntoView {
    let token = param("token");
    load(token, load_offer, move |page| show(page, token()))
}

fn show(page: View, token: String) -> impl IntoView {
    let l = locale();
    let (take, pass) = (ServerAction::<TakeOffer>::new(), ServerAction::<PassOffer>::new());
    let again = token.clone();
    let tickets = || view! { <p><Btn href="/my/tickets" class="btn main">{common::my_tickets(l)}</Btn></p> };
    let body = match (page.state, page.until) {
        (SignUpState::Offered, Some(until)) => view! {
            <p class="lede">{signups::offered_until(l, &until)}</p>
            <div class="row">
                <PostForm action=take><Hidden name="token" value=again/><Submit label=signups::take_offer(l)/></PostForm>
                <PostForm action=pass><Hidden name="token" value=token/><Submit label=signups::pass_offer(l) class="btn"/></PostForm>
            </div>
        }
        .into_any(),
        (SignUpState::Confirmed, _) => view! { <p class="lede">{common::done_offer_taken(l)}</p>{tickets()} }.into_any(),
        (SignUpState::Declined, _) => view! { <p class="lede">{common::done_offer_passed(l)}</p> }.into_any(),
        _ => view! { <p class="lede">{signups::offer_is_over(l)}</p>{tickets()} }.into_any(),
    };
    view! {
        <Title text=page.title.clone()/>
        <Meta name="robots" content="noindex"/>
        <div class="wrap narrow top flow">
            <h1 class="huge">{page.title}</h1>
            <p>{page.starts}</p>
            {body}
        </div>
    }
}
