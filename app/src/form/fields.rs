//! The fields of a form. Each finds its form as context, keeps what was typed, and says above itself what is wrong.

use super::use_form;
use crate::{
    components::Icon,
    messages::{common, forms},
    visit::locale,
};
use domain::FieldCode;
use leptos::prelude::*;

/// What an input takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// One line of text.
    #[default]
    Text,
    /// A mail address.
    Email,
    /// A secret; never filled in by the server.
    Password,
    /// A whole number.
    Number,
    /// Date and time on the wall: `2027-03-20T14:00`.
    DateTime,
    /// A day: `2027-03-20`.
    Date,
    /// A web address.
    Url,
    /// Words to look for.
    Search,
    /// A code of digits.
    Digits,
    /// A ticket's code: capital letters and digits.
    Code,
}

impl Kind {
    const fn of_input(self) -> (&'static str, Option<&'static str>) {
        match self {
            Self::Text => ("text", None),
            Self::Email => ("email", Some("email")),
            Self::Password => ("password", None),
            Self::Number => ("text", Some("numeric")),
            Self::DateTime => ("datetime-local", None),
            Self::Date => ("date", None),
            Self::Url => ("url", Some("url")),
            Self::Search => ("search", None),
            Self::Digits => ("text", Some("numeric")),
            Self::Code => ("text", None),
        }
    }
}

/// The ids and signals that every labelled field needs.
pub(super) struct Parts {
    pub(super) id: String,
    pub(super) label: String,
    hint: String,
    error: Signal<Option<FieldCode>>,
    pub(super) first_wrong: bool,
}

impl Parts {
    pub(super) fn new(name: &str, label: String, hint: String, optional: bool) -> Self {
        let form = use_form();
        let label = if optional { common::optional(locale(), &label) } else { label };
        Self { id: form.id_of(name), label, hint, error: form.error_of(name), first_wrong: form.is_first_wrong(name) }
    }

    /// Ids of the texts that say more about the input.
    pub(super) fn described_by(&self) -> impl Fn() -> Option<String> + Send + Clone + 'static {
        let (hint, error_id, error) =
            ((!self.hint.is_empty()).then(|| format!("{}-hint", self.id)), format!("{}-error", self.id), self.error);
        move || match (&hint, error.get()) {
            (Some(hint), Some(_)) => Some(format!("{hint} {error_id}")),
            (None, Some(_)) => Some(error_id.clone()),
            (hint, None) => hint.clone(),
        }
    }

    pub(super) fn invalid(&self) -> impl Fn() -> Option<&'static str> + Send + Clone + 'static {
        let error = self.error;
        move || error.get().map(|_| "true")
    }

    pub(super) fn hint_and_error(&self) -> impl IntoView + use<> {
        let (error, error_id) = (self.error, format!("{}-error", self.id));
        let hint = (!self.hint.is_empty())
            .then(|| view! { <p class="small soft" id=format!("{}-hint", self.id)>{self.hint.clone()}</p> });
        let error = move || {
            let id = error_id.clone();
            error.get().map(|code| {
                view! { <p class="err" id=id><Icon name="alert"/><span>{forms::field_text(locale(), code)}</span></p> }
            })
        };
        (hint, error)
    }

    pub(super) fn around(self, input: impl IntoView) -> impl IntoView {
        view! {
            <div class="field">
                <label for=self.id.clone()>{self.label.clone()}</label>
                {self.hint_and_error()}
                {input.into_any()}
            </div>
        }
    }
}

/// One line to type into.
#[component]
pub fn Field(
    /// The argument of the server function.
    #[prop(into)]
    name: String,
    /// What stands above it.
    #[prop(into)]
    label: String,
    /// What it takes.
    #[prop(optional)]
    kind: Kind,
    /// What stands in it at first.
    #[prop(optional, into)]
    value: String,
    /// One line of help under the label.
    #[prop(optional, into)]
    hint: String,
    /// May be left empty; says so in its label.
    #[prop(optional)]
    optional: bool,
    /// The browser's name for what belongs here: "email", "current-password".
    #[prop(optional, into)]
    autocomplete: Option<&'static str>,
    /// The most characters that can be typed.
    #[prop(optional, into)]
    max: Option<u32>,
) -> impl IntoView {
    let form = use_form();
    // The server sends no password back: who has to put something else right types it once more, and is told so.
    let again = kind == Kind::Password && form.was_sent() && !form.is_first_wrong(&name);
    let hint = if again { common::password_again(locale()).to_owned() } else { hint };
    let parts = Parts::new(&name, label, hint, optional);
    let value = if kind == Kind::Password { String::new() } else { form.value_of(&name, value) };
    let (input_type, mode) = kind.of_input();
    let plain = matches!(kind, Kind::Email | Kind::Password | Kind::Url | Kind::Digits | Kind::Number | Kind::Code);
    let input = view! {
        <input
            id=parts.id.clone()
            name=name
            type=input_type
            inputmode=mode
            value=value
            autocomplete=autocomplete.or((kind == Kind::Digits).then_some("one-time-code"))
            autocapitalize=if kind == Kind::Code { Some("characters") } else { plain.then_some("none") }
            spellcheck=plain.then_some("false")
            maxlength=max.map(|n| n.to_string())
            required=!optional
            autofocus=parts.first_wrong
            aria-invalid=parts.invalid()
            aria-describedby=parts.described_by()
        />
    };
    parts.around(input)
}

/// Several lines to type into.
#[component]
pub fn TextArea(
    /// The argument of the server function.
    #[prop(into)]
    name: String,
    /// What stands above it.
    #[prop(into)]
    label: String,
    /// What stands in it at first.
    #[prop(optional, into)]
    value: String,
    /// One line of help under the label.
    #[prop(optional, into)]
    hint: String,
    /// May be left empty; says so in its label.
    #[prop(optional)]
    optional: bool,
    /// Lines shown.
    #[prop(default = 4)]
    rows: u32,
    /// The most characters that can be typed.
    #[prop(optional, into)]
    max: Option<u32>,
) -> impl IntoView {
    let parts = Parts::new(&name, label, hint, optional);
    let value = use_form().value_of(&name, value);
    let input = view! {
        <textarea
            id=parts.id.clone()
            name=name
            rows=rows.to_string()
            maxlength=max.map(|n| n.to_string())
            required=!optional
            autofocus=parts.first_wrong
            aria-invalid=parts.invalid()
            aria-describedby=parts.described_by()
        >
            {value}
        </textarea>
    };
    parts.around(input)
}

/// A file to choose, in a form [`super::WITH_FILES`].
#[component]
pub fn FileField(
    /// What the server calls it.
    #[prop(into)]
    name: String,
    /// What stands above it.
    #[prop(into)]
    label: String,
    /// One line of help under the label.
    #[prop(into)]
    hint: String,
    /// The media types that are taken.
    accept: &'static str,
) -> impl IntoView {
    let parts = Parts::new(&name, label, hint, false);
    let input = view! {
        <input
            id=parts.id.clone()
            name=name
            type="file"
            accept=accept
            required
            autofocus=parts.first_wrong
            aria-invalid=parts.invalid()
            aria-describedby=parts.described_by()
        />
    };
    parts.around(input)
}
