//! Fields to choose in: a list, boxes, a few answers to be seen at once.

use super::{fields::Parts, use_form};
use crate::{messages::forms, visit::locale};
use leptos::prelude::*;

/// One of the answers of a [`Select`] or [`Radios`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// A second line in softer ink; may be empty.
    pub hint: String,
}

impl Choice {
    /// An answer without a second line.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: String::new() }
    }

    /// With a second line.
    pub fn hint(self, hint: impl Into<String>) -> Self {
        Self { hint: hint.into(), ..self }
    }
}

/// One of a list. With `optional` the first answer is none.
#[component]
pub fn Select(
    /// The argument of the server function.
    #[prop(into)]
    name: String,
    /// What stands above it.
    #[prop(into)]
    label: String,
    /// The answers.
    choices: Vec<Choice>,
    /// The answer picked at first.
    #[prop(optional, into)]
    value: String,
    /// One line of help under the label.
    #[prop(optional, into)]
    hint: String,
    /// May be left empty; says so in its label.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let parts = Parts::new(&name, label, hint, optional);
    let value = use_form().value_of(&name, value);
    let none = value.is_empty() && !choices.iter().any(|c| c.value.is_empty());
    let none = (optional || none)
        .then(|| view! { <option value="" selected=value.is_empty()>{forms::choose(locale())}</option> });
    let options = choices
        .into_iter()
        .map(|choice| {
            let selected = choice.value == value;
            view! { <option value=choice.value selected=selected>{choice.label}</option> }
        })
        .collect_view();
    let input = view! {
        <select id=parts.id.clone() name=name required=!optional autofocus=parts.first_wrong aria-invalid=parts.invalid() aria-describedby=parts.described_by()>
            {none}
            {options}
        </select>
    };
    parts.around(input)
}

/// A box to tick. Sends `true`, or nothing: the argument is `#[server(default)] bool`.
#[component]
pub fn Tick(
    /// The argument of the server function.
    #[prop(into)]
    name: String,
    /// What ticking it means.
    #[prop(into)]
    label: String,
    /// Ticked at first.
    #[prop(optional)]
    checked: bool,
    /// What is sent in place of `true`.
    #[prop(default = "true".into(), into)]
    value: String,
    /// Help under the label.
    #[prop(optional, into)]
    hint: String,
) -> impl IntoView {
    let parts = Parts::new(&name, label, String::new(), false);
    let checked = use_form().ticked(&name, &value, checked);
    let hint = (!hint.is_empty()).then(|| view! { <br/><span class="small soft">{hint}</span> });
    view! {
        <div>
            {parts.hint_and_error()}
            <label class="tick">
                <input type="checkbox" id=parts.id.clone() name=name value=value checked=checked autofocus=parts.first_wrong aria-invalid=parts.invalid() aria-describedby=parts.described_by()/>
                <span>{parts.label.clone()}{hint}</span>
            </label>
        </div>
    }
}

/// One of a few answers, all to be seen.
#[component]
pub fn Radios(
    /// The argument of the server function.
    #[prop(into)]
    name: String,
    /// The question.
    #[prop(into)]
    legend: String,
    /// The answers.
    choices: Vec<Choice>,
    /// The answer picked at first.
    #[prop(optional, into)]
    value: String,
    /// One line of help under the question.
    #[prop(optional, into)]
    hint: String,
    /// May be left empty; says so.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let parts = Parts::new(&name, legend, hint, optional);
    let value = use_form().value_of(&name, value);
    let radios = choices
        .into_iter()
        .enumerate()
        .map(|(i, choice)| {
            let checked = choice.value == value;
            let hint = (!choice.hint.is_empty()).then(|| view! { <br/><span class="small soft">{choice.hint}</span> });
            view! {
                <label class="tick">
                    <input type="radio" name=name.clone() value=choice.value checked=checked required=!optional autofocus={parts.first_wrong && i == 0} aria-invalid=parts.invalid()/>
                    <span>{choice.label}{hint}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset id=parts.id.clone() class="choices" aria-describedby=parts.described_by()>
            <legend>{parts.label.clone()}</legend>
            {parts.hint_and_error()}
            {radios}
        </fieldset>
    }
}

/// Any of a few answers. The boxes are arguments of their own: `answers[x]` gives `answers[x_0]`, `answers[x_1]`, for what is
/// sent twice under one name would be one.
#[component]
pub fn Boxes(
    /// The name under which errors are told.
    #[prop(into)]
    name: String,
    /// The question.
    #[prop(into)]
    legend: String,
    /// The answers; each is sent as it is read.
    choices: Vec<String>,
    /// Those ticked at first.
    ticked: Vec<String>,
    /// One line of help under the question.
    #[prop(optional, into)]
    hint: String,
    /// All may be left empty; says so.
    #[prop(optional)]
    optional: bool,
) -> impl IntoView {
    let parts = Parts::new(&name, legend, hint, optional);
    let boxes = choices
        .into_iter()
        .enumerate()
        .map(|(i, choice)| {
            let name = name.replace(']', &format!("_{i}]"));
            let checked = use_form().ticked(&name, &choice, ticked.contains(&choice));
            view! {
                <label class="tick">
                    <input type="checkbox" name=name value=choice.clone() checked=checked autofocus={parts.first_wrong && i == 0} aria-invalid=parts.invalid()/>
                    <span>{choice}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset id=parts.id.clone() class="choices" aria-describedby=parts.described_by()>
            <legend>{parts.label.clone()}</legend>
            {parts.hint_and_error()}
            {boxes}
        </fieldset>
    }
}
