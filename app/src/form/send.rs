//! What goes along with the fields, and the button that sends them.

use super::use_form;
use crate::{components::Icon, visit::use_visit};
use leptos::prelude::*;

/// A value that goes along unseen.
#[component]
pub fn Hidden(
    /// The argument of the server function.
    #[prop(into)]
    name: String,
    /// What is sent.
    #[prop(into)]
    value: String,
) -> impl IntoView {
    view! { <input type="hidden" name=name value=value/> }
}

/// The same, and after a refusal still what was sent first: what the form showed when somebody began to fill it in.
#[component]
pub fn Shown(
    /// The argument of the server function.
    #[prop(into)]
    name: String,
    /// What is shown now.
    #[prop(into)]
    value: String,
) -> impl IntoView {
    let value = use_form().value_of(&name, value);
    view! { <Hidden name value/> }
}

/// A key that makes a form sent twice happen once; the argument is `request_key: String`. `of` tells rows of a page apart.
/// Empty for a visitor without an account and without JavaScript: their page may come from the cache.
#[component]
pub fn RequestKey(
    /// What the form is about, where the page has several of its kind.
    #[prop(optional, into)]
    of: String,
) -> impl IntoView {
    let form = use_form();
    let first = form.value_of("request_key", format!("{}{of}", use_visit().request_key));
    let sent = form.sent;
    // The page's own key serves once. What is typed afterwards is a new request.
    let key = RwSignal::new(first);
    Effect::new(move |rendered: Option<()>| {
        let spent = !crate::browser::is_first_page() || use_visit().request_key.is_empty();
        if sent.get() > 0 || (rendered.is_none() && spent) {
            key.set(crate::browser::random_key());
        }
    });
    view! { <input type="hidden" name="request_key" value=move || key.get()/> }
}

/// The button that sends the form. Pressing it again while it is under way does nothing.
#[component]
pub fn Submit(
    /// What happens: "Save my seat".
    #[prop(into)]
    label: String,
    /// The button's classes.
    #[prop(default = "btn main")]
    class: &'static str,
    /// An icon before the label.
    #[prop(optional, into)]
    icon: Option<&'static str>,
    /// With `value`, what this button sends: tells several buttons apart.
    #[prop(optional, into)]
    name: Option<&'static str>,
    /// See `name`.
    #[prop(optional, into)]
    value: Option<String>,
) -> impl IntoView {
    let pending = use_form().pending();
    let busy = move || pending.get().then_some("true");
    view! {
        <button class=class name=name value=value aria-disabled=busy aria-busy=busy>
            {icon.map(|name| view! { <Icon name/> })}
            {label}
        </button>
    }
}
