//! The numbers of an event: from the sign-up to the door.

use crate::{
    components::seats_words,
    messages::{common, organise},
    visit::locale,
};
use domain::events::view::{ConsolePage, PersonRow};
use leptos::prelude::*;

/// How many signed up, have a seat, wait, and came, each beside the most of them.
pub(super) fn funnel(page: &ConsolePage) -> impl IntoView + use<> {
    let (l, seats) = (locale(), page.card.seats);
    // As seats are counted: whoever comes along is one more.
    let signed_up: i64 = page.people.iter().map(|p: &PersonRow| 1 + p.guests).sum();
    let steps = [
        (organise::f_signed_up(l), signed_up),
        (organise::f_seated(l), seats.taken),
        (organise::f_waiting(l), seats.waiting + seats.offered),
        (organise::f_came(l), page.card.came),
    ];
    let most = steps.iter().map(|(_, n)| *n).chain([seats.capacity, 1]).max().unwrap_or(1);
    let step = |(what, n): (&'static str, i64)| {
        view! {
            <div class="seats">
                <p>{what}" "<b>{n}</b></p>
                <progress value=n.to_string() max=most.to_string() aria-hidden="true"></progress>
            </div>
        }
    };
    let sum = common::pair(l, &seats_words(seats), &common::seats_taken(l, seats.taken, seats.capacity));
    view! {
        <section class="card flow" aria-labelledby="numbers">
            <h2 id="numbers">{organise::numbers(l)}</h2>
            {steps.map(step).into_iter().collect_view()}
            <p class="small soft">{sum}</p>
        </section>
    }
}
