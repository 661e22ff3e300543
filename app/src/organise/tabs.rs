//! The parts of an event on its organiser's side, each a page of its own.

use crate::{
    components::{Pick, Tabs},
    messages::{notices, organise, shifts},
    visit::locale,
};
use domain::{
    EventId,
    events::{Kind, Phase},
};
use leptos::prelude::*;

/// One of the parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Overview,
    People,
    Letters,
    Places,
    Shifts,
    Edit,
}

/// The way to all parts that this event has; `at` is the one on the screen.
pub(super) fn tabs(id: EventId, (kind, phase): (Kind, Phase), at: Part) -> impl IntoView {
    let l = locale();
    let parts = [
        (Part::Overview, "", organise::overview(l)),
        (Part::People, "/people", organise::people(l)),
        (Part::Letters, "/letters", notices::letters(l)),
        (Part::Places, "/places", organise::places(l)),
        (Part::Shifts, "/shifts", shifts::desk(l)),
        (Part::Edit, "/edit", organise::edit(l)),
    ];
    let is_there = |part: Part| match part {
        Part::Letters => phase != Phase::Draft,
        Part::Shifts => kind == Kind::OpenDay,
        Part::Edit => phase != Phase::Cancelled,
        _ => true,
    };
    let picks = parts
        .into_iter()
        .filter(|(part, ..)| is_there(*part))
        .map(|(part, end, label)| Pick::new(format!("/organise/events/{id}{end}"), label).current(part == at));
    let picks: Vec<Pick> = picks.collect();
    view! { <Tabs label=organise::parts(l) picks/> }
}
