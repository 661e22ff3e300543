//! The answer to a code, readable in sunlight: shape, colour and two words; then who, then what the helper may do.

use super::page::CheckIn;
use crate::{
    form::{Hidden, PostForm, Submit},
    messages::door,
    visit::locale,
};
use domain::door::view::{Named, Verdict};
use leptos::{html, prelude::*};

/// What fills the screen after a code.
#[component]
pub(super) fn Shown(
    /// The answer.
    verdict: Verdict,
    /// The door's own address: where "Next" leads without JavaScript.
    here: String,
    /// Lets in whom the helper chooses.
    action: ServerAction<CheckIn>,
    /// Which door.
    event: String,
    /// Takes the answer away.
    on_next: impl Fn() + 'static,
) -> impl IntoView {
    let l = locale();
    let words = words(&verdict);
    let next = NodeRef::<html::A>::new();
    Effect::new(move |_| {
        if let Some(next) = next.get() {
            _ = next.focus();
        }
    });
    let people = match verdict {
        Verdict::Named { people, .. } => people,
        _ => vec![],
    };
    let people = people.into_iter().map(|named| choice(action, event.clone(), named)).collect_view();
    let lines = words.lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view();
    view! {
        <section class=format!("result shown {}", words.class) role="alert" aria-labelledby="verdict">
            <svg viewBox="0 0 120 120" aria-hidden="true">{words.shape}</svg>
            <h2 id="verdict">{words.title}</h2>
            <p class="who">{words.who}</p>
            <div class="flow">{lines}{people}</div>
            <div class="acts">
                <a
                    class="btn wide"
                    href=here
                    node_ref=next
                    on:click=move |ev| {
                        ev.prevent_default();
                        on_next();
                    }
                >
                    {door::next_one(l)}
                </a>
            </div>
        </section>
    }
}

/// Somebody of that name: one tap lets them in, unless they are.
fn choice(action: ServerAction<CheckIn>, event: String, named: Named) -> impl IntoView {
    let l = locale();
    let about = match (named.since, named.shift) {
        (Some(since), _) => door::since(l, &since),
        (None, shift) => shift,
    };
    view! {
        <PostForm action name=named.code.clone() class="whose">
            <Hidden name="event" value=event/>
            <Hidden name="code" value=named.code/>
            <Submit label=named.display_name class="btn wide"/>
            <p class="small">{about}</p>
        </PostForm>
    }
}

struct Words {
    class: &'static str,
    shape: AnyView,
    title: &'static str,
    who: String,
    lines: Vec<String>,
}

fn words(verdict: &Verdict) -> Words {
    let l = locale();
    let go = || view! { <circle cx="60" cy="60" r="56"></circle><path d="M34 62l18 18 36-40"></path> }.into_any();
    let wait = || view! { <path d="M60 6l56 104H4z"></path><path d="M60 44v34M60 92v.1"></path> }.into_any();
    let stop = || {
        view! { <path d="M37 4h46l33 33v46l-33 33H37L4 83V37z"></path><path d="M40 40l40 40M80 40L40 80"></path> }
            .into_any()
    };
    match verdict {
        Verdict::Valid { display_name, honor, badge, notes, .. } => {
            let honor = (*honor > 0).then(|| door::honor_added(l, *honor));
            let badge = badge.as_deref().map(|b| door::badge_earned(l, b));
            let notes = notes.iter().map(|(label, answer)| door::note(l, label, answer));
            let lines = honor.into_iter().chain(badge).chain(notes).collect();
            Words { class: "go", shape: go(), title: door::come_in(l), who: display_name.clone(), lines }
        }
        Verdict::AlreadyIn { display_name, since } => {
            let lines = vec![door::since(l, since), door::already_text(l).into()];
            Words { class: "wait", shape: wait(), title: door::already_in(l), who: display_name.clone(), lines }
        }
        Verdict::Waiting { display_name, place } => Words {
            class: "wait",
            shape: wait(),
            title: door::waiting(l),
            who: display_name.clone(),
            lines: vec![if *place > 0 { door::waiting_text(l, *place) } else { door::undecided_text(l).into() }],
        },
        Verdict::WrongEvent { title, when } => Words {
            class: "stop",
            shape: stop(),
            title: door::wrong_event(l),
            who: door::ticket_for(l, title),
            lines: vec![when.clone()],
        },
        Verdict::Cancelled { display_name } => Words {
            class: "stop",
            shape: stop(),
            title: door::cancelled(l),
            who: display_name.clone(),
            lines: vec![door::cancelled_text(l).into()],
        },
        Verdict::OnShift { display_name, role, time, notes, .. } => {
            let notes = notes.iter().map(|(label, answer)| door::note(l, label, answer));
            let lines =
                [door::shift_time(l, role, time), door::scan_again(l).into()].into_iter().chain(notes).collect();
            Words { class: "go", shape: go(), title: door::on_shift(l), who: display_name.clone(), lines }
        }
        Verdict::OffShift { display_name, role, honor } => {
            let honor = (*honor > 0).then(|| door::honor_added(l, *honor));
            let lines = std::iter::once(role.clone()).chain(honor).collect();
            Words { class: "go", shape: go(), title: door::off_shift(l), who: display_name.clone(), lines }
        }
        Verdict::ShiftLater { display_name, role, starts } => {
            let lines = vec![role.clone(), door::shift_at(l, starts)];
            Words { class: "wait", shape: wait(), title: door::shift_later(l), who: display_name.clone(), lines }
        }
        Verdict::ShiftDone { display_name, role } => {
            let lines = vec![role.clone(), door::shift_done_text(l).into()];
            Words { class: "wait", shape: wait(), title: door::shift_done(l), who: display_name.clone(), lines }
        }
        Verdict::ShiftOver { display_name, role } => {
            let lines = vec![role.clone(), door::shift_over_text(l).into()];
            Words { class: "wait", shape: wait(), title: door::shift_over(l), who: display_name.clone(), lines }
        }
        Verdict::Named { more, .. } => {
            let more = (*more > 0).then(|| door::many_more(l, *more));
            let lines = std::iter::once(door::who_text(l).to_owned()).chain(more).collect();
            Words { class: "wait", shape: wait(), title: door::who_is_it(l), who: String::new(), lines }
        }
        Verdict::Unknown => Words {
            class: "stop",
            shape: stop(),
            title: door::unknown(l),
            who: String::new(),
            lines: vec![door::unknown_text(l).into()],
        },
    }
}

/// Keeps the answer for the next page load, a few seconds: without JavaScript the form's answer is the page itself.
#[cfg(feature = "ssr")]
pub(super) fn remember(verdict: &Verdict) {
    let mut text = serde_json::to_string(verdict).unwrap_or_default();
    if text.len() > 1500 {
        // More than a cookie carries.
        text = serde_json::to_string(&shorter(verdict.clone())).unwrap_or_default();
    }
    crate::server_context::set_cookie("verdict", &domain::hex(text.as_bytes()), 15);
}

/// Without what stands in the organiser's list as well, and with few to choose from.
#[cfg(feature = "ssr")]
fn shorter(mut verdict: Verdict) -> Verdict {
    match &mut verdict {
        Verdict::Valid { notes, .. } => notes.clear(),
        Verdict::Named { people, more } => {
            *more += i64::try_from(people.len().saturating_sub(3)).unwrap_or_default();
            people.truncate(3);
        }
        _ => {}
    }
    verdict
}

/// Takes the kept answer, once.
#[cfg(feature = "ssr")]
pub(super) fn forget() -> Option<Verdict> {
    let hex = crate::server_context::cookie("verdict").filter(|hex| !hex.is_empty() && hex.is_ascii())?;
    crate::server_context::set_cookie("verdict", "", 0);
    let bytes: Option<Vec<u8>> =
        (0..hex.len() / 2).map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).ok()).collect();
    serde_json::from_slice(&bytes?).ok()
}
