//! What can be pressed: buttons that lead on, chips, tabs, the bar at the foot, the dialog before a loss, steps.

use super::Icon;
use leptos::prelude::*;

/// A link that looks like a button. For buttons that do something see [`crate::form::Submit`].
#[component]
pub fn Btn(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// "btn main" once per screen, "btn", "btn small", "btn plain".
    #[prop(default = "btn")]
    class: &'static str,
    /// An icon before the words.
    #[prop(optional, into)]
    icon: Option<&'static str>,
    /// A file, or a page that is not one of ours: the browser loads it.
    #[prop(optional)]
    external: bool,
    children: Children,
) -> impl IntoView {
    view! { <a class=class href=href rel=external.then_some("external")>{icon.map(|name| view! { <Icon name/> })}{children()}</a> }
}

/// A link of [`Chips`] or [`Tabs`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// Where it leads.
    pub href: String,
    /// Its words.
    pub label: String,
    /// Whether it is what the page shows now.
    pub current: bool,
}

impl Pick {
    /// A link that is not the current one.
    pub fn new(href: impl Into<String>, label: impl Into<String>) -> Self {
        Self { href: href.into(), label: label.into(), current: false }
    }

    /// The current one if `yes`.
    pub fn current(self, yes: impl Into<bool>) -> Self {
        Self { current: yes.into(), ..self }
    }
}

/// Filters of a list.
#[component]
pub fn Chips(
    /// What is filtered: "City".
    #[prop(into)]
    label: String,
    /// The filters.
    picks: Vec<Pick>,
) -> impl IntoView {
    let chips = picks
        .into_iter()
        .map(|p| view! { <li><a class="chip" href=p.href aria-current=p.current.then_some("true")>{p.label}</a></li> })
        .collect_view();
    view! { <nav aria-label=label><ul class="chips">{chips}</ul></nav> }
}

/// Parts of one thing, each with its own address.
#[component]
pub fn Tabs(
    /// What the parts are of: "Event console".
    #[prop(into)]
    label: String,
    /// The parts.
    picks: Vec<Pick>,
) -> impl IntoView {
    let tabs = picks
        .into_iter()
        .map(|p| view! { <a href=p.href aria-current=p.current.then_some("page")>{p.label}</a> })
        .collect_view();
    view! { <nav class="tabs" aria-label=label>{tabs}</nav> }
}

/// Where one is in a few steps. Three at most.
#[component]
pub fn Steps(
    /// What the steps lead to.
    #[prop(into)]
    label: String,
    /// Their words.
    steps: Vec<String>,
    /// The step one is at, from 0.
    at: usize,
) -> impl IntoView {
    let steps = steps
        .into_iter()
        .enumerate()
        .map(|(i, words)| view! { <li class=(i < at).then_some("done") aria-current=(i == at).then_some("step")>{words}</li> })
        .collect_view();
    view! { <ol class="steps" aria-label=label>{steps}</ol> }
}

/// Keeps the one action in reach on a phone. The last child of what it belongs to.
#[component]
pub fn ActionBar(
    /// What it is about: "19 seats left".
    #[prop(into)]
    title: String,
    /// A softer second line.
    #[prop(optional, into)]
    text: String,
    /// Also on wide screens, where nothing else carries the action.
    #[prop(optional)]
    always: bool,
    /// The button.
    children: Children,
) -> impl IntoView {
    let class = if always { "actionbar" } else { "actionbar slim-only" };
    view! {
        <div class=class>
            <div class="wrap">
                <p><b>{title}</b><br/><span class="small soft">{text}</span></p>
                {children()}
            </div>
        </div>
    }
}

/// Asks before something is lost. Opens with a button `popovertarget={id}`, see [`DialogButton`]; works without scripts.
#[component]
pub fn Dialog(
    /// Its id, unique on the page.
    #[prop(into)]
    id: String,
    /// The question: "Give up your seat?"
    #[prop(into)]
    title: String,
    /// What follows from it, and the form with [`DialogClose`] as last button.
    children: Children,
) -> impl IntoView {
    let title_id = format!("{id}-title");
    let heading = title_id.clone();
    view! {
        <div class="dialog flow" id=id popover="auto" role="dialog" aria-labelledby=title_id>
            <h2 id=heading>{title}</h2>
            {children()}
        </div>
    }
}

/// Opens a [`Dialog`].
#[component]
pub fn DialogButton(
    /// The dialog's id.
    #[prop(into)]
    opens: String,
    /// The button's classes.
    #[prop(default = "btn plain small")]
    class: &'static str,
    children: Children,
) -> impl IntoView {
    view! { <button class=class type="button" popovertarget=opens>{children()}</button> }
}

/// Closes a [`Dialog`]: "Keep my seat".
#[component]
pub fn DialogClose(
    /// The dialog's id.
    #[prop(into)]
    closes: String,
    children: Children,
) -> impl IntoView {
    view! { <button class="btn" type="button" popovertarget=closes popovertargetaction="hide">{children()}</button> }
}
