//! `/my/inbox`: every letter, in the reader's language.

use crate::{
    components::{Btn, Empty, Tag, Tone},
    error::AppError,
    form::{Hidden, PlainForm, Submit, fn_path},
    messages::notices,
    page::{load, query},
    visit::locale,
};
use domain::notices::view::{InboxPage, NoticeView, Part};
use leptos::prelude::*;
use leptos_meta::Title;

/// A page of the inbox, the newest letters first.
#[server(endpoint = "notices/inbox")]
pub async fn load_inbox(#[server(default)] page: String) -> Result<InboxPage, AppError> {
    use crate::server_context::{actor, locale, site};
    Ok(backend::notices::inbox(&site(), &actor()?, locale(), page.parse().unwrap_or(1)).await?)
}

/// Notes that one letter was read, or all of them.
#[server(endpoint = "notices/mark_read")]
pub async fn mark_read(#[server(default)] notice: String) -> Result<(), AppError> {
    use crate::server_context::{actor, redirect, site};
    let one = match notice.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_| AppError::NOT_FOUND)?),
    };
    backend::notices::mark_read(&site(), &actor()?, one).await?;
    redirect("/my/inbox");
    Ok(())
}

/// The page.
#[component]
pub fn Inbox() -> impl IntoView {
    load(query("page"), load_inbox, show)
}

fn show(page: InboxPage) -> impl IntoView {
    let l = locale();
    let all = (page.unread > 0).then(|| {
        view! { <PlainForm to={fn_path::<MarkRead>()} name="all" class="row"><Submit label=notices::mark_all(l) class="btn small"/></PlainForm> }
    });
    let words = if page.unread > 0 { notices::unread(l, page.unread) } else { notices::all_read(l).to_owned() };
    let none = page.notices.is_empty().then(|| {
        view! { <Empty title=notices::no_letters(l) text=notices::no_letters_text(l)/> }
    });
    let older =
        page.older_page.map(|n| view! { <p><Btn href=format!("/my/inbox?page={n}")>{notices::older(l)}</Btn></p> });
    view! {
        <Title text=notices::inbox(l)/>
        <div class="wrap slim stack top">
            <header class="flow">
                <h1 class="huge">{notices::inbox(l)}</h1>
                <p class="soft">{words}</p>
                <div class="row">{all}<Btn href="/my/settings/mail" class="btn small">{notices::about_mail(l)}</Btn></div>
            </header>
            {none}
            <div>{page.notices.into_iter().map(letter).collect_view()}</div>
            {older}
        </div>
    }
}

/// A row that unfolds; what is new lies open.
fn letter(notice: NoticeView) -> impl IntoView {
    let l = locale();
    let parts = notice
        .parts
        .into_iter()
        .map(|part| match part {
            Part::Text(text) => view! { <p class="asis">{text}</p> }.into_any(),
            Part::Link(label, href) => view! { <p><a href=href>{label}</a></p> }.into_any(),
        })
        .collect_view();
    let new = notice.is_new.then(|| view! { <Tag tone=Tone::Ok>{notices::new_one(l)}</Tag> });
    let read = notice.is_new.then(|| {
        let id = notice.id.clone();
        view! {
            <PlainForm to={fn_path::<MarkRead>()} name=id.clone() class="row">
                <Hidden name="notice" value=id/>
                <Submit label=notices::mark_one(l) class="btn plain small"/>
            </PlainForm>
        }
    });
    view! {
        <details class="qa letter" open=notice.is_new>
            <summary><span>{notice.subject}</span>" "{new}<small class="soft">{notice.at}</small></summary>
            {parts}
            {read}
        </details>
    }
}
