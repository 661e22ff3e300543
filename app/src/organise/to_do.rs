//! What waits for the organiser of an event.

use super::life::now;
use crate::{
    components::Btn,
    messages::{events, organise},
    visit::locale,
};
use domain::{
    events::{
        people::Show,
        view::{ConsolePage, PersonRow},
    },
    signups::SignUpState,
};
use leptos::prelude::*;

/// What can be done now, and who waits for it.
pub(super) fn to_do(page: &ConsolePage) -> impl IntoView + use<> {
    let (l, id) = (locale(), page.id);
    let count = |is: fn(&PersonRow) -> bool| page.people.iter().filter(|p| is(p)).count() as i64;
    let pending = count(|p| p.state == SignUpState::Pending);
    let missing = count(|p| p.state.is_live() && p.answers.iter().any(|a| a.is_missing));
    let here = format!("/organise/events/{id}");
    let pending = (pending > 0).then(|| (organise::to_decide(l, pending), format!("{here}/places")));
    let missing = (missing > 0)
        .then(|| (organise::to_complete(l, missing), format!("{here}/people?show={}", Show::Missing.word())));
    let links = pending.into_iter().chain(missing);
    let links = links.map(|(words, href)| view! { <p><a href=href>{words}</a></p> }).collect::<Vec<_>>();
    let door = (page.card.phase.is_to_come() || page.card.phase == domain::events::Phase::Running)
        .then(|| view! { <p><Btn href=format!("/door/{id}") class="btn small">{events::to_door(l)}</Btn></p> });
    let step = now(page);
    let nothing = (links.is_empty() && door.is_none() && step.is_none())
        .then(|| view! { <p class="soft">{organise::nothing_to_do(l)}</p> });
    view! {
        <section class="card flow" aria-labelledby="to-do">
            <h2 id="to-do">{organise::to_do(l)}</h2>
            {links}
            {step}
            {door}
            {nothing}
        </section>
    }
}
