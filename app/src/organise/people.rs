//! Those who signed up for an event, in a table.

use crate::{
    components::{Empty, Tag, Tone},
    messages::organise,
    visit::locale,
};
use domain::{
    FileId,
    events::{
        questions::Question,
        view::{AnswerCell, PersonRow},
    },
    signups::SignUpState,
};
use leptos::prelude::*;

/// Those who signed up, and what they answered.
pub(super) fn people(people: Vec<PersonRow>, questions: Vec<Question>) -> impl IntoView {
    let l = locale();
    if people.is_empty() {
        return view! { <Empty title=organise::no_people(l) text=organise::no_people_text(l)/> }.into_any();
    }
    let heads = questions.into_iter().map(|q| view! { <th scope="col">{q.label}</th> }).collect_view();
    let rows = people
        .into_iter()
        .map(|p| {
            let (tone, words) = match (&p.checked_in, p.state, p.waiting_place) {
                (Some(time), _, _) => (Tone::Ok, organise::in_at(l, time)),
                (None, SignUpState::Confirmed, _) => (Tone::Ok, organise::confirmed(l).into()),
                (None, SignUpState::Offered, _) => {
                    (Tone::Warn, organise::offered_until(l, p.offered_until.as_deref().unwrap_or_default()))
                }
                (None, SignUpState::Waiting, n) => (Tone::Warn, organise::waiting_at(l, n.unwrap_or_default())),
                _ => (Tone::Plain, organise::left(l).into()),
            };
            let answers = p.answers.into_iter().map(answer).collect_view();
            view! {
                <tr>
                    <th scope="row"><a href=format!("/organise/badges?handle={}", p.handle)>{p.display_name}</a></th>
                    <td><Tag tone>{words}</Tag></td>
                    <td>{p.signed_up}</td>
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
    view! { <td>{missing}<span class="asis">{linked(cell.file, cell.text)}</span>{before}</td> }
}

/// The words; where they are a file's, as the way to it.
fn linked(file: Option<FileId>, words: String) -> AnyView {
    match file {
        Some(id) => view! { <a href=format!("/files/{id}") rel="external" download>{words}</a> }.into_any(),
        None => words.into_any(),
    }
}
