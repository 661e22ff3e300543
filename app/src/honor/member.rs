//! `/organise/honor/members/{handle}`: a member's ledger, with the way to put a line right.

use crate::{
    components::{Btn, Tag, Tone, signed},
    error::AppError,
    form::{Field, Hidden, PostForm, Submit},
    messages::{honor, ledger as text, members},
    page::{load, param, query},
    visit::locale,
};
use domain::honor::{
    caps::State,
    view::{MemberLedger as Ledger, OpenLine},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// A page of the ledger, from 1.
#[server(endpoint = "honor/member_ledger")]
pub async fn load_member_ledger(handle: String, #[server(default)] line_page: String) -> Result<Ledger, AppError> {
    use crate::server_context::{actor, locale, site};
    let page = line_page.parse().unwrap_or(1);
    Ok(backend::honor::member_ledger(&site(), &actor()?, locale(), (&handle, page)).await?)
}

/// Takes a line back, or puts back what it took.
#[server(endpoint = "honor/take_back")]
pub async fn take_back(entry: String, handle: String, reason: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let entry = entry.parse().map_err(|_| AppError::NOT_FOUND)?;
    // It becomes a part of an address below: only what a handle is made of.
    let handle: String = handle.chars().filter(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
    backend::honor::take_back(&site(), &actor()?, entry, &reason).await?;
    go_to(&format!("/organise/honor/members/{handle}"), Notice::HonorCorrected);
    Ok(())
}

/// The page.
#[component]
pub fn HonorMember() -> impl IntoView {
    let (handle, page) = (param("handle"), query("page"));
    load(move || (handle(), page()), |(handle, page)| load_member_ledger(handle, page), show)
}

fn show(page: Ledger) -> impl IntoView {
    let l = locale();
    let title = text::ledger_of(l, &page.name);
    let own = page.is_mine.then(|| view! { <p class="soft">{text::own_ledger(l)}</p> });
    let older = page
        .older_page
        .map(|n| view! { <p><Btn href=format!("?page={n}") class="btn small">{text::older_lines(l)}</Btn></p> });
    let none = page.lines.is_empty().then(|| view! { <p class="soft">{members::no_lines(l)}</p> });
    let handle = page.handle;
    let rows = page.lines.into_iter().map(|line| row(line, handle.clone())).collect_view();
    view! {
        <Title text=title.clone()/>
        <div class="wrap narrow stack top">
            <header class="flow">
                <h1>{title}</h1>
                <p class="lede">{text::ledger_total(l, page.honor)}</p>
                {own}
                <p><Btn href="/organise/honor" class="btn small">{text::desk_title(l)}</Btn></p>
            </header>
            {none}
            <ol class="stack">{rows}</ol>
            {older}
        </div>
    }
}

fn row(OpenLine { line, entry }: OpenLine, handle: String) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<TakeBack>::new();
    let label = if line.state == State::Correction { text::put_back(l) } else { text::take_back(l) };
    let form = entry.map(|entry| {
        view! {
            <details>
                <summary>{label}</summary>
                <PostForm action name=entry.to_string()>
                    <Hidden name="entry" value=entry.to_string()/>
                    <Hidden name="handle" value=handle/>
                    <Field name="reason" label=text::take_back_reason(l) hint=text::give_reason_hint(l) max=200u32/>
                    <Submit label class="btn small"/>
                </PostForm>
            </details>
        }
    });
    let tone = if line.counted == line.points { Tone::Ok } else { Tone::Warn };
    let words = text::line_in_words(l, &line);
    let notes = honor::what_counts(l, &line);
    view! {
        <li class="flow">
            <p><Tag tone>{signed(line.counted)}</Tag>" "<b>{text::line_title(l, line.seq)}</b></p>
            <p>{words}" "<span class="soft"><time datetime=line.at_iso>{line.at}</time>{line.by.map(|by| honor::by(l, &by))}</span></p>
            {notes.map(|note| view! { <p class="soft">{note}</p> })}
            {form}
        </li>
    }
}
