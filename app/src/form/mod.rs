//! Forms that post to their own page.
//!
//! Without JavaScript the server carries out the function named in `__fn` and answers 303, or renders the page again with
//! the error's status, the typed values and the errors. Hydrated, the same form calls the same function by `fetch`.
//!
//! - [`PostForm`] with a `ServerAction`: stays on the page when something is wrong, follows the server's redirect when not.
//! - [`PlainForm`]: always a full page load, for what changes the whole page: signing in and out, language, look.

mod choices;
mod echo;
mod fields;
mod send;

pub use choices::*;
pub use echo::FormEcho;
pub use fields::*;
pub use send::*;

use crate::{components::Flash, components::Tone, error::AppError, messages::forms, visit};
use domain::{Failure, FieldCode};
use leptos::{
    context::Provider,
    ev::SubmitEvent,
    form::FromFormData,
    html::Form,
    prelude::*,
    server_fn::{Http, ServerFn, codec::PostUrl},
};
use serde::de::DeserializeOwned;

/// So many fields are seen at a glance.
const SHORT: usize = 3;

/// A server function of this app.
pub trait AppFn: ServerFn<Error = AppError> + Clone + Send + Sync + 'static {}
impl<S: ServerFn<Error = AppError> + Clone + Send + Sync + 'static> AppFn for S {}

/// What a form tells its fields. They find it as context.
#[derive(Clone)]
pub struct FormState {
    /// Stands before every element id of the form.
    id: String,
    /// What was typed, when this page is the answer to a refused form.
    echo: Option<FormEcho>,
    error: Signal<Option<AppError>>,
    pending: Signal<bool>,
    /// Counts successes: a form that stays on the page gets a new request key.
    sent: RwSignal<u32>,
    /// The names of the fields that can show an error themselves.
    names: StoredValue<Vec<String>>,
    /// How the form is written down, where it is not as all others are.
    enctype: Option<&'static str>,
}

impl FormState {
    fn new(path: &str, name: &str, error: Signal<Option<AppError>>, pending: Signal<bool>) -> Self {
        let mut id: String = path.trim_start_matches("/api/").replace('/', "-");
        if !name.is_empty() {
            id = format!("{id}-{name}");
        }
        Self {
            id,
            echo: FormEcho::of(path, name),
            error,
            pending,
            sent: RwSignal::new(0),
            names: StoredValue::new(vec![]),
            enctype: None,
        }
    }

    /// The id of the field's input.
    pub fn id_of(&self, name: &str) -> String {
        format!("{}-{}", self.id, name.replace(['[', ']', '.'], "-"))
    }

    /// The typed value of a field, else `value`.
    pub fn value_of(&self, name: &str, value: String) -> String {
        self.echo.as_ref().map_or(value, |echo| echo.value(name).unwrap_or_default().to_owned())
    }

    /// Whether a box was ticked, else `checked`.
    pub fn ticked(&self, name: &str, value: &str, checked: bool) -> bool {
        self.echo.as_ref().map_or(checked, |echo| echo.values_of(name).any(|v| v == value))
    }

    /// What is wrong with a field; from now on the field shows it, not the form.
    pub fn error_of(&self, name: &str) -> Signal<Option<FieldCode>> {
        self.names.update_value(|names| names.push(name.to_owned()));
        let (error, name) = (self.error, name.to_owned());
        Signal::derive(move || error.with(|e| e.as_ref().and_then(|e| e.0.of_field(&name))))
    }

    /// Is the field the first that is wrong, on a page that answers a refused form?
    pub fn is_first_wrong(&self, name: &str) -> bool {
        match self.echo.as_ref().and_then(|echo| echo.error()) {
            Some(AppError(Failure::Invalid(all))) => all.first().is_some_and(|e| e.field == name),
            _ => false,
        }
    }

    /// Does the top of the form take the focus when the page opens? Not where a field does.
    fn takes_focus(&self) -> bool {
        match self.echo.as_ref().and_then(|echo| echo.error()) {
            Some(AppError(Failure::Invalid(all))) => all.first().is_none_or(|e| e.field.is_empty()),
            error => error.is_some(),
        }
    }

    /// Was it sent without JavaScript and refused? What folds a part of it away stands open then.
    pub fn was_sent(&self) -> bool {
        self.echo.is_some()
    }

    /// On its way to the server.
    pub fn pending(&self) -> Signal<bool> {
        self.pending
    }

    /// What the top of the form says: everything that no field says itself.
    fn top_text(&self) -> Option<String> {
        let locale = visit::locale();
        let error = self.error.get()?;
        if let Failure::Invalid(all) = &error.0 {
            let names = self.names.get_value();
            return match all.iter().find(|e| !names.contains(&e.field)) {
                Some(e) => Some(forms::field_text(locale, e.code)),
                // A long form says it even of one: what is marked may lie below the screen.
                None if all.len() > 1 || names.len() > SHORT => Some(forms::check_fields(locale, all.len() as i64)),
                None => None,
            };
        }
        Some(forms::failure_text(locale, &error))
    }

    fn view(
        self,
        children: Children,
        class: String,
        path: &'static str,
        name: String,
        node: NodeRef<Form>,
        submit: impl FnMut(SubmitEvent) + Send + 'static,
    ) -> impl IntoView {
        let (state, enctype) = (self.clone(), self.enctype);
        // The children first: they tell which names they show errors for.
        view! {
            <Provider value=self>
                {
                    let fields = children();
                    let top = state.takes_focus();
                    let text = move || state.top_text().map(|text| view! { <Flash tone=Tone::Bad autofocus=top>{text}</Flash> });
                    view! {
                        <form method="post" action="" enctype=enctype class=class novalidate node_ref=node on:submit=submit>
                            <input type="hidden" name="__fn" value=path/>
                            {(!name.is_empty()).then(|| view! { <input type="hidden" name="__form" value=name/> })}
                            {text}
                            {fields}
                        </form>
                    }
                }
            </Provider>
        }
    }
}

/// The form around the fields.
pub fn use_form() -> FormState {
    expect_context::<FormState>()
}

/// A form that calls the action's server function.
///
/// The server function takes each field as an argument of the same name (text as `String`, boxes as `#[server(default)] bool`)
/// and ends with [`crate::server_context::go_to`], or returns a value that the page shows through `action.value()`.
#[component]
pub fn PostForm<S, O>(
    /// What the form does.
    action: ServerAction<S>,
    /// Tells forms apart that do the same on one page, like one per row.
    #[prop(into, optional)]
    name: String,
    /// The form's classes.
    #[prop(into, default = "flow".into())]
    class: String,
    children: Children,
) -> impl IntoView
where
    S: AppFn + DeserializeOwned + ServerFn<Protocol = Http<PostUrl, O>>,
    S::Output: Clone + Send + Sync + 'static,
    O: Send + Sync + 'static,
{
    let first = FormEcho::of(S::PATH, &name).and_then(|echo| echo.error().cloned());
    let value = action.value();
    let error = Signal::derive(move || {
        value.with(|v| match v {
            Some(Err(e)) => Some(e.clone()),
            Some(Ok(_)) => None,
            None => first.clone(),
        })
    });
    let state = FormState::new(S::PATH, &name, error, action.pending().into());
    let node = NodeRef::<Form>::new();
    let outcome = Signal::derive(move || value.with(|v| v.as_ref().map(Result::is_ok)));
    after_answer(outcome, node, state.sent);
    let submit = move |ev: SubmitEvent| {
        ev.prevent_default();
        if action.pending().get_untracked() {
            return;
        }
        match S::from_event(&ev) {
            Ok(input) => _ = action.dispatch(input),
            Err(_) => value.set(Some(Err(AppError::malformed()))),
        }
    };
    state.view(children, class, S::PATH, name, node, submit)
}

/// How a form is written down that brings files. It names what takes them in place of a server function.
pub const WITH_FILES: &str = "multipart/form-data";

/// A form that always loads a whole page. `to` comes from [`fn_path`].
#[component]
pub fn PlainForm(
    /// The path of the server function.
    to: &'static str,
    /// Tells forms apart that do the same on one page.
    #[prop(into, optional)]
    name: String,
    /// The form's classes.
    #[prop(into, default = "flow".into())]
    class: String,
    /// [`WITH_FILES`], where the form brings files.
    #[prop(optional, into)]
    enctype: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let error = RwSignal::new(FormEcho::of(to, &name).and_then(|echo| echo.error().cloned()));
    let (pending, node) = (RwSignal::new(false), NodeRef::<Form>::new());
    let state = FormState::new(to, &name, error.into(), pending.into());
    let state = FormState { enctype, ..state };
    let submit = move |ev: SubmitEvent| {
        if pending.get_untracked() {
            ev.prevent_default();
            return;
        }
        if !crate::browser::is_online() {
            // The browser would leave for a page of its own, and take along what was typed.
            ev.prevent_default();
            error.set(Some(AppError::unreachable()));
            show_wrong(node);
            return;
        }
        pending.set(true);
        // Whoever comes back to this page finds the button ready.
        _ = set_timeout(move || _ = pending.try_set(false), std::time::Duration::from_secs(4));
    };
    state.view(children, class, to, name, node, submit)
}

/// Was this form sent without JavaScript and refused? What folds it away stands open then.
pub fn was_refused<S: AppFn>(name: &str) -> bool {
    FormEcho::of(S::PATH, name).is_some()
}

/// The path of a server function, for [`PlainForm`].
pub fn fn_path<S: AppFn>() -> &'static str {
    S::PATH
}

/// In the browser: a refused form takes the reader to what is wrong, a carried out one is emptied.
fn after_answer(outcome: Signal<Option<bool>>, node: NodeRef<Form>, sent: RwSignal<u32>) {
    Effect::new(move |_| {
        let Some(done) = outcome.get() else { return };
        let Some(form) = node.get_untracked() else { return };
        if done {
            form.reset();
            sent.update(|n| *n += 1);
            return;
        }
        show_wrong(node);
    });
}

/// Takes the reader to the first thing that is wrong in a form, once it is told there.
fn show_wrong(node: NodeRef<Form>) {
    _ = request_animation_frame(move || {
        let Some(form) = node.get_untracked() else { return };
        let wrong = form
            .query_selector("[aria-invalid=true]")
            .ok()
            .flatten()
            .or_else(|| form.query_selector(".flash").ok().flatten());
        if let Some(wrong) = wrong {
            crate::browser::focus(&wrong);
        }
    });
}
