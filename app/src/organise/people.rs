//! Those who signed up for an event, in a table.

use crate::{
    components::{Empty, Tag, Tone},
    form::use_form,
    messages::{organise, people as text, places},
    visit::locale,
};
use domain::{
    EventId, FileId, Locale,
    events::{
        questions::Question,
        view::{AnswerCell, PersonRow},
    },
    signups::SignUpState,
};
use leptos::prelude::*;

/// Whether rows can be ticked, in the form around the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rows {
    /// They are for reading.
    Plain,
    /// Each has a box, `picked[n]`.
    ToPick,
}

/// Where somebody stands, in words; the sheet says it with the same.
pub fn standing_words(l: Locale, p: &PersonRow) -> String {
    match (&p.checked_in, p.state, p.waiting_place) {
        (Some(time), _, _) => organise::in_at(l, time),
        (None, SignUpState::Confirmed, _) => organise::confirmed(l).into(),
        (None, SignUpState::Offered, _) => organise::offered_until(l, p.offered_until.as_deref().unwrap_or_default()),
        (None, SignUpState::Waiting, n) => organise::waiting_at(l, n.unwrap_or_default()),
        (None, SignUpState::Pending, _) => places::s_pending(l).into(),
        _ => organise::left(l).into(),
    }
}

/// How that looks.
pub(super) fn standing_tone(p: &PersonRow) -> Tone {
    match p.state {
        SignUpState::Confirmed => Tone::Ok,
        SignUpState::Offered | SignUpState::Waiting | SignUpState::Pending => Tone::Warn,
        _ => Tone::Plain,
    }
}

/// Those who signed up, and what they answered. Something with the id `people` says what the table is.
pub(super) fn people(event: EventId, people: Vec<PersonRow>, questions: Vec<Question>, rows: Rows) -> AnyView {
    let l = locale();
    if people.is_empty() {
        return view! { <Empty title=organise::no_people(l) text=organise::no_people_text(l)/> }.into_any();
    }
    let heads = questions.into_iter().map(|q| view! { <th scope="col">{q.label}</th> }).collect_view();
    let form = (rows == Rows::ToPick).then(use_form);
    let rows = people
        .into_iter()
        .enumerate()
        .map(|(i, p)| {
            let (tone, words, id) = (standing_tone(&p), standing_words(l, &p), p.id.to_string());
            let answers = p.answers.into_iter().map(answer).collect_view();
            let pick = form.as_ref().map(|form| {
                let name = format!("picked[{i}]");
                let checked = form.ticked(&name, &id, false);
                let label = text::pick(l, &p.display_name);
                view! { <input type="checkbox" name=name value=id.clone() checked=checked aria-label=label/>" " }
            });
            let href = format!("/organise/events/{event}/people/{id}");
            let guests = (p.guests > 0).then(|| format!(" +{}", p.guests));
            view! {
                <tr>
                    <th scope="row">{pick}<a href=href>{p.display_name}</a>{guests}</th>
                    <td><Tag tone>{words}</Tag></td>
                    <td class="when">{p.signed_up}</td>
                    <td class="code">{p.code}</td>
                    {answers}
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="scroll" role="region" aria-labelledby="people" tabindex="0">
            <table>
                <thead><tr><th scope="col">{organise::name(l)}</th><th scope="col">{organise::state(l)}</th><th scope="col">{organise::signed_up(l)}</th><th scope="col">{organise::code(l)}</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// An answer, that it is missing, and what it was before.
fn answer(cell: AnswerCell) -> impl IntoView {
    view! { <td class="answer">{answer_words(cell)}</td> }
}

/// The same outside of a table.
pub(super) fn answer_words(cell: AnswerCell) -> impl IntoView {
    let l = locale();
    let missing = cell.is_missing.then(|| view! { <Tag tone=Tone::Warn>{organise::answer_missing(l)}</Tag> });
    let changes = cell.before.len() as i64;
    let before = cell.before.into_iter().map(|b| {
        let words = organise::answer_before(l, &b.text, &b.until);
        view! { <li>{linked(b.file, words)}</li> }
    });
    let before = before.collect_view();
    let before = (changes > 0).then(|| {
        view! { <details class="small"><summary>{organise::answer_changed(l, changes)}</summary><ul>{before}</ul></details> }
    });
    view! { {missing}<span class="asis">{linked(cell.file, cell.text)}</span>{before} }
}

/// The words; where they are a file's, as the way to it.
fn linked(file: Option<FileId>, words: String) -> AnyView {
    match file {
        Some(id) => view! { <a href=format!("/files/{id}") rel="external" download>{words}</a> }.into_any(),
        None => words.into_any(),
    }
}
