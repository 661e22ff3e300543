//! Small printed pieces: icons, tags, messages, faces, facts.

use crate::{messages::common, visit::locale};
use domain::members::view::Person;
use leptos::prelude::*;

/// What a state or message means. The colour never stands alone: an icon and a word go with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to worry or be glad about.
    #[default]
    Plain,
    /// Done, fine, in.
    Ok,
    /// Look here: not done yet.
    Warn,
    /// Failed, refused, gone.
    Bad,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }

    /// What is neither good nor bad needs no sign.
    const fn icon(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Ok => Some("check"),
            Self::Warn => Some("clock"),
            Self::Bad => Some("x"),
        }
    }
}

/// A sign from `/icons.svg`: alert cal check clock down honor mail menu next off people pin qr share x.
/// It decorates; the words next to it say the same.
#[component]
pub fn Icon(
    /// Its name in the sprite, without `i-`.
    name: &'static str,
) -> impl IntoView {
    view! {
        <svg class="i" aria-hidden="true">
            <use href=format!("/icons.svg#i-{name}")></use>
        </svg>
    }
}

/// A state in a word: "Confirmed".
#[component]
pub fn Tag(
    /// What the state means.
    #[prop(optional)]
    tone: Tone,
    /// Another icon than the tone's.
    #[prop(optional, into)]
    icon: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    let icon = icon.or(tone.icon()).map(|name| view! { <Icon name/> });
    view! { <span class=format!("tag {}", tone.class())>{icon}{children()}</span> }
}

/// The result of an action, or something to know before acting. A bad one interrupts and takes the focus.
#[component]
pub fn Flash(
    /// What it means.
    tone: Tone,
    /// Takes the focus when the page opens.
    #[prop(optional)]
    autofocus: bool,
    children: Children,
) -> impl IntoView {
    let (role, icon) = match tone {
        Tone::Ok => (Some("status"), "check"),
        Tone::Bad => (Some("alert"), "x"),
        Tone::Warn => (None, "alert"),
        Tone::Plain => (None, "next"),
    };
    view! {
        <p class=format!("flash {}", tone.class()) role=role tabindex=(tone == Tone::Bad).then_some("-1") autofocus=autofocus>
            <Icon name=icon/>
            <span>{children()}</span>
        </p>
    }
}

/// Nothing yet: says what will appear here and how to make it happen.
#[component]
pub fn Empty(
    /// "No tickets yet".
    #[prop(into)]
    title: String,
    /// "Save a seat and its ticket appears here."
    #[prop(into)]
    text: String,
    /// The way to make it happen: a button.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty flow">
            <p><b>{title}</b></p>
            <p class="soft">{text}</p>
            {children.map(|c| view! { <p>{c()}</p> })}
        </div>
    }
}

/// One line of [`Facts`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    /// The icon's name.
    pub icon: &'static str,
    /// The fact: "Saturday 20 March 2027".
    pub fact: String,
    /// More about it: "14:00 to 17:30, China Standard Time (UTC+8)".
    pub more: String,
    /// The moment for machines, where the fact is one.
    pub datetime: Option<String>,
}

impl Fact {
    /// A fact and more about it.
    pub fn new(icon: &'static str, fact: impl Into<String>, more: impl Into<String>) -> Self {
        Self { icon, fact: fact.into(), more: more.into(), datetime: None }
    }

    /// The fact is this moment.
    pub fn at(self, datetime: impl Into<String>) -> Self {
        Self { datetime: Some(datetime.into()), ..self }
    }
}

/// When, where, what for: each with its icon.
#[component]
pub fn Facts(
    /// The lines.
    facts: Vec<Fact>,
) -> impl IntoView {
    let lines = facts
        .into_iter()
        .map(|Fact { icon, fact, more, datetime }| {
            let fact = match datetime {
                Some(datetime) => view! { <time datetime=datetime>{fact}</time> }.into_any(),
                None => fact.into_any(),
            };
            view! { <div><Icon name=icon/><dt>{fact}</dt><dd>{more}</dd></div> }
        })
        .collect_view();
    view! { <dl class="facts flow">{lines}</dl> }
}

/// One member's face. The name stands next to it.
#[component]
pub fn Face(
    /// The address of the picture.
    #[prop(into)]
    src: String,
    /// As large as a profile wants it.
    #[prop(optional)]
    big: bool,
) -> impl IntoView {
    let class = if big { "face big" } else { "face" };
    view! { <img class=class src=src alt="" width="96" height="96" loading="lazy"/> }
}

/// Who is coming: overlapping faces of those who chose to be shown. The sentence next to them is the information.
#[component]
pub fn Faces(
    /// A few.
    people: Vec<Person>,
) -> impl IntoView {
    let faces = people
        .into_iter()
        .map(|p| view! { <li><img src=p.face alt="" width="44" height="44" loading="lazy"/></li> })
        .collect_view();
    view! { <ul class="faces" aria-hidden="true">{faces}</ul> }
}

/// A member's name, linked where they have a public page.
#[component]
pub fn Name(
    /// Whose.
    person: Person,
) -> impl IntoView {
    match person.has_page {
        true => view! { <a href=format!("/u/{}", person.handle)>{person.display_name}</a> }.into_any(),
        false => person.display_name.into_any(),
    }
}

/// What happens when, for a plan or a history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// "13:30", or a short date.
    pub time: String,
    /// What happens.
    pub text: String,
}

/// A plan or a history, one moment under the other.
#[component]
pub fn Timeline(
    /// In their order.
    moments: Vec<Moment>,
) -> impl IntoView {
    let lines =
        moments.into_iter().map(|m| view! { <li><time>{m.time}</time><span>{m.text}</span></li> }).collect_view();
    view! { <ol class="timeline">{lines}</ol> }
}

/// A question whose answer opens.
#[component]
pub fn Question(
    /// What is asked.
    #[prop(into)]
    question: String,
    children: Children,
) -> impl IntoView {
    view! { <details class="qa"><summary>{question}</summary><p>{children()}</p></details> }
}

/// Grey lines where text will be, after a moment of patience.
#[component]
pub fn Skeleton() -> impl IntoView {
    view! {
        <div class="wrap top flow skeleton" aria-busy="true">
            <p class="vh">{common::loading(locale())}</p>
            <p class="skel"></p>
            <p class="skel"></p>
            <p class="skel"></p>
        </div>
    }
}

/// The scalloped edge of stickers, as a path in a 120 x 120 box.
const STICKER: &str = "M60 9A10.5 10.5 0 0 1 79.5 12.9A10.5 10.5 0 0 1 96.1 23.9A10.5 10.5 0 0 1 107.1 40.5A10.5 10.5 0 0 1 111 60A10.5 10.5 0 0 1 107.1 79.5A10.5 10.5 0 0 1 96.1 96.1A10.5 10.5 0 0 1 79.5 107.1A10.5 10.5 0 0 1 60 111A10.5 10.5 0 0 1 40.5 107.1A10.5 10.5 0 0 1 23.9 96.1A10.5 10.5 0 0 1 12.9 79.5A10.5 10.5 0 0 1 9 60A10.5 10.5 0 0 1 12.9 40.5A10.5 10.5 0 0 1 23.9 23.9A10.5 10.5 0 0 1 40.5 12.9A10.5 10.5 0 0 1 60 9Z";

/// The sticker that says what honor is earned here. Once per page, on the art.
#[component]
pub fn Pop(
    /// Honor points.
    points: i64,
) -> impl IntoView {
    view! {
        <p class="pop">
            <svg viewBox="0 0 120 120" aria-hidden="true"><path d=STICKER></path></svg>
            <b>{format!("+{points}")}</b>
            " "
            {common::honor(locale())}
        </p>
    }
}
