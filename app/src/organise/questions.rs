//! A question in the form of an event.

use crate::{
    form::{Choice, Field, Hidden, Select, TextArea, Tick, use_form},
    messages::organise,
    visit::locale,
};
use domain::{
    RoleId,
    events::questions::{AskedOf, MAX_NOTE, QuestionForm, QuestionKind},
};
use leptos::prelude::*;

/// Its fields, folded away while it is empty. `i` counts from 0.
/// `asked` are those of whom it can be asked; empty where there are guests alone.
pub(super) fn question(i: usize, q: QuestionForm, asked: &[Choice]) -> impl IntoView + use<> {
    let l = locale();
    let name = |part: &str| format!("plan[questions][{i}][{part}]");
    let kinds = QuestionKind::ALL.into_iter().map(|kind| Choice::new(kind.word(), kind_words(kind))).collect();
    let kind = if q.kind.is_empty() { QuestionKind::Text.word().to_owned() } else { q.kind };
    // One that is there, or was typed and refused, stands open.
    let open = !use_form().value_of(&name("label"), q.label.clone()).is_empty();
    let condition = (i > 0).then(|| {
        let earlier = (1..=i).map(|n| Choice::new(n.to_string(), organise::question_n(l, n))).collect();
        view! {
            <Select name=name("shown_if") label=organise::shown_if(l) hint=organise::shown_if_hint(l) choices=earlier value=q.shown_if optional=true/>
            <Field name=name("shown_answer") label=organise::shown_answer(l) hint=organise::shown_answer_hint(l) value=q.shown_answer optional=true max=60u32/>
        }
    });
    let asked = (!asked.is_empty()).then(|| {
        let value = if q.asked_of.is_empty() { AskedOf::default().word() } else { q.asked_of };
        view! { <Select name=name("asked_of") label=organise::asked_of(l) choices=asked.to_vec() value/> }
    });
    view! {
        <details class="qa" open=open>
            <summary>{organise::question_n(l, i + 1)}</summary>
            <div class="flow">
                <Hidden name=name("id") value=q.id/>
                <Field name=name("label") label=organise::question(l) value=q.label optional=true max=120u32/>
                <Select name=name("kind") label=organise::answer_kind(l) choices=kinds value=kind/>
                <TextArea name=name("choices") label=organise::choices(l) value=q.choices rows=3 optional=true/>
                <TextArea name=name("note") label=organise::question_note(l) value=q.note rows=3 max=MAX_NOTE optional=true/>
                <Tick name=name("required") label=organise::required(l) checked={!q.required.is_empty()}/>
                <Tick name=name("for_door") label=organise::for_door(l) checked={!q.for_door.is_empty()}/>
                {asked}
                {condition}
            </div>
        </details>
    }
}

/// Of whom an open day can ask something.
pub(super) fn asked_of(roles: Vec<(RoleId, String)>) -> Vec<Choice> {
    let l = locale();
    let all = [
        (AskedOf::Guests, organise::of_guests(l)),
        (AskedOf::Helpers, organise::of_helpers(l)),
        (AskedOf::Everybody, organise::of_everybody(l)),
    ];
    let roles = roles.into_iter().map(|(id, name)| Choice::new(AskedOf::Role(id).word(), organise::of_role(l, &name)));
    all.map(|(of, words)| Choice::new(of.word(), words)).into_iter().chain(roles).collect()
}

fn kind_words(kind: QuestionKind) -> &'static str {
    let l = locale();
    match kind {
        QuestionKind::Text => organise::kind_text(l),
        QuestionKind::LongText => organise::kind_long_text(l),
        QuestionKind::Choice => organise::kind_choice(l),
        QuestionKind::Several => organise::kind_several(l),
        QuestionKind::YesNo => organise::kind_yes_no(l),
        QuestionKind::Number => organise::kind_number(l),
        QuestionKind::Date => organise::kind_date(l),
        QuestionKind::Consent => organise::kind_consent(l),
        QuestionKind::File => organise::kind_file(l),
    }
}
