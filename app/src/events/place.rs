//! Where an event is, and the way there: a map to follow, or a link for those with a seat.

use crate::{components::Flash, components::Tone, messages::lifecycle, visit::locale};
use domain::events::{Phase, view::EventPage};
use leptos::prelude::*;

/// A link to a map, which asks nobody for anything until it is followed.
pub(super) fn map(page: &EventPage) -> impl IntoView + use<> {
    let l = locale();
    page.map_url.clone().map(|href| {
        view! { <p><a href=href rel="external noopener noreferrer" title=lifecycle::map_note(l)>{lifecycle::map(l)}</a></p> }
    })
}

/// The way in online: the link for those who have it, a word for all others.
pub(super) fn online(page: &EventPage) -> impl IntoView + use<> {
    let l = locale();
    match page.join_url.clone() {
        Some(href) => view! {
            <p><a class="btn" href=href rel="external noopener noreferrer">{lifecycle::join_online(l)}</a></p>
            <p class="small soft">{lifecycle::join_note(l)}</p>
        }
        .into_any(),
        None if page.attendance.has_link() && !page.card.phase.is_over() => {
            view! { <p class="small soft">{lifecycle::online_for_guests(l)}</p> }.into_any()
        }
        None => ().into_any(),
    }
}

/// What became of its date, where it is not what it was.
pub(super) fn moved(page: &EventPage) -> impl IntoView + use<> {
    let l = locale();
    let text = match (page.card.phase, &page.moved_from) {
        (Phase::Postponed, _) => lifecycle::postponed_banner(l, page.postpone_reason.as_deref().unwrap_or_default()),
        (phase, Some(before)) if phase.is_to_come() => lifecycle::moved(l, before),
        _ => return None,
    };
    Some(view! { <Flash tone=Tone::Warn>{text}</Flash> })
}
