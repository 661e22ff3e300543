//! `/privacy`: what is kept of people, for how long, and who sees it. The same for everybody.

use crate::{messages::privacy, visit::locale};
use domain::{
    Locale,
    members::privacy::{CODE_MINUTES, ERRAND_MINUTES, INVITATION_DAYS, Kept, LOOK_DAYS, SENT_DAYS, SESSION_DAYS},
};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};

/// The page.
#[component]
pub fn Privacy() -> impl IntoView {
    let l = locale();
    let short = [privacy::short_private(l), privacy::short_mail(l), privacy::short_watch(l), privacy::short_others(l)];
    let cookies = [
        privacy::cookie_session(l, SESSION_DAYS),
        privacy::cookie_look(l, LOOK_DAYS),
        privacy::cookie_errand(l, ERRAND_MINUTES),
        privacy::cookie_none(l).to_owned(),
    ];
    let outside = [privacy::outside_mail(l), privacy::outside_map(l), privacy::outside_address(l)];
    view! {
        <Title text=privacy::title(l)/>
        <Meta name="description" content=privacy::lede(l)/>
        <div class="wrap narrow stack top">
            <header class="flow">
                <h1 class="huge">{privacy::title(l)}</h1>
                <p class="lede">{privacy::lede(l)}</p>
            </header>
            {sentences(privacy::short(l), short)}
            {Kept::ALL.map(|kept| told(l, kept)).collect_view()}
            {sentences(privacy::cookies(l), cookies)}
            {sentences(privacy::outside(l), outside)}
            {sentences(privacy::say(l), [privacy::say_text(l)])}
        </div>
    }
}

/// A heading and what there is to say.
fn sentences<T: IntoView + 'static>(title: &'static str, all: impl IntoIterator<Item = T>) -> impl IntoView {
    let all = all.into_iter().map(|one| view! { <p>{one}</p> }).collect_view();
    view! { <section class="flow"><h2>{title}</h2>{all}</section> }
}

/// One sort of what is kept.
fn told(l: Locale, kept: Kept) -> impl IntoView {
    let Told { title, what, time, who } = words(l, kept);
    view! {
        <section class="flow">
            <h2>{title}</h2>
            <dl class="pairs">
                <dt>{privacy::kept(l)}</dt>
                <dd>{what}</dd>
                <dt>{privacy::how_long(l)}</dt>
                <dd>{time}</dd>
                <dt>{privacy::seen_by(l)}</dt>
                <dd>{who}</dd>
            </dl>
        </section>
    }
}

struct Told {
    title: &'static str,
    what: &'static str,
    time: String,
    who: &'static str,
}

fn words(l: Locale, kept: Kept) -> Told {
    let (title, what, time, who) = match kept {
        Kept::Account => {
            (privacy::account(l), privacy::account_what(l), privacy::account_time(l).into(), privacy::account_who(l))
        }
        Kept::Sessions => (
            privacy::sessions(l),
            privacy::sessions_what(l),
            privacy::sessions_time(l, SESSION_DAYS, CODE_MINUTES),
            privacy::sessions_who(l),
        ),
        Kept::SignUps => (
            privacy::sign_ups(l),
            privacy::sign_ups_what(l),
            privacy::sign_ups_time(l).into(),
            privacy::sign_ups_who(l),
        ),
        Kept::Attendance => (
            privacy::attendance(l),
            privacy::attendance_what(l),
            privacy::attendance_time(l).into(),
            privacy::attendance_who(l),
        ),
        Kept::Honor => {
            (privacy::honor(l), privacy::honor_what(l), privacy::honor_time(l).into(), privacy::honor_who(l))
        }
        Kept::Letters => (
            privacy::letters(l),
            privacy::letters_what(l),
            privacy::letters_time(l, SENT_DAYS),
            privacy::letters_who(l),
        ),
        Kept::Roles => {
            (privacy::roles(l), privacy::roles_what(l), privacy::roles_time(l, INVITATION_DAYS), privacy::roles_who(l))
        }
        Kept::History => {
            (privacy::history(l), privacy::history_what(l), privacy::history_time(l).into(), privacy::history_who(l))
        }
    };
    Told { title, what, time, who }
}
