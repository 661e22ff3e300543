//! `/organise/announcements/{id}`: the letter as it will be, then what became of it.

use super::letters::{Desk, desk};
use crate::{
    components::{Btn, Fact, Facts},
    error::AppError,
    form::{Hidden, PostForm, Submit},
    messages::notices,
    page::{load, param},
    visit::locale,
};
use domain::notices::{
    Delivery,
    view::{AnnouncementPage, Deliveries, SentView, Trouble},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// An announcement, as its event's organisers see it.
#[server(endpoint = "notices/announcement")]
pub async fn load_announcement(id: String) -> Result<AnnouncementPage, AppError> {
    use crate::server_context::{actor, locale, site};
    let id = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    Ok(backend::notices::announcement_page(&site(), &actor()?, locale(), id).await?)
}

/// Sends it.
#[server(endpoint = "notices/send")]
pub async fn send_announcement(id: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    backend::notices::send_announcement(&site(), &actor()?, id.parse().map_err(|_| AppError::NOT_FOUND)?).await?;
    go_to(&format!("/organise/announcements/{id}"), Notice::LetterSent);
    Ok(())
}

/// The page.
#[component]
pub fn Announcement() -> impl IntoView {
    load(param("id"), load_announcement, show)
}

fn show(page: AnnouncementPage) -> impl IntoView {
    let l = locale();
    let (id, event) = (page.id.to_string(), page.event.to_string());
    let back = format!("/organise/events/{event}/letters");
    let (subject, title) = (page.subject.clone(), page.title.clone());
    let letter = page.letter.clone();
    let below = match page.sent {
        Some(sent) => became(sent).into_any(),
        None => {
            let action = ServerAction::<SendAnnouncement>::new();
            let only = (page.inbox_only > 0).then(|| notices::inbox_only(l, page.inbox_only));
            let form =
                desk(Desk { event, draft: id.clone(), form: page.form, groups: page.groups, helpers: page.helpers });
            view! {
                <section class="flow" aria-labelledby="send">
                    <h2 id="send">{notices::reaches(l, page.people)}</h2>
                    {only.map(|words| view! { <p>{words}</p> })}
                    <PostForm action class="row"><Hidden name="id" value=id/><Submit label=notices::send(l)/><span class="soft">{notices::send_text(l)}</span></PostForm>
                </section>
                <section class="card flow" aria-labelledby="change"><h2 id="change">{notices::change(l)}</h2>{form}</section>
            }
            .into_any()
        }
    };
    view! {
        <Title text=subject.clone()/>
        <div class="wrap slim stack top">
            <header class="flow"><h1>{subject}</h1><p><Btn href=back class="btn small">{notices::letters_of(l, &title)}</Btn></p></header>
            <section class="flow" aria-labelledby="letter">
                <h2 id="letter">{notices::preview(l)}</h2>
                <div class="card"><p class="asis">{letter}</p></div>
            </section>
            {below}
        </div>
    }
}

fn became(sent: SentView) -> impl IntoView {
    let l = locale();
    view! {
        <section class="flow" aria-labelledby="sent">
            <h2 id="sent">{notices::sent_by(l, &sent.at, &sent.by)}</h2>
            {counted(sent.deliveries)}
            {troubles(sent.troubles)}
        </section>
    }
}

/// Each state with its number; those that are nowhere are left out.
pub(super) fn counted(deliveries: Deliveries) -> impl IntoView {
    let l = locale();
    let all = [
        ("check", Delivery::Sent, deliveries.sent),
        ("clock", Delivery::Waiting, deliveries.waiting),
        ("clock", Delivery::Retrying, deliveries.retrying),
        ("x", Delivery::Bounced, deliveries.bounced),
        ("x", Delivery::GivenUp, deliveries.given_up),
        ("mail", Delivery::Skipped, deliveries.skipped),
    ];
    let facts = all.into_iter().filter(|(_, _, n)| *n > 0);
    let facts =
        facts.map(|(icon, delivery, n)| Fact::new(icon, notices::delivery(l, delivery), n.to_string())).collect();
    view! { <Facts facts/> }
}

/// Those that did not arrive.
pub(super) fn troubles(troubles: Vec<Trouble>) -> impl IntoView {
    let l = locale();
    if troubles.is_empty() {
        return view! { <p class="soft">{notices::no_troubles(l)}</p> }.into_any();
    }
    let rows = troubles
        .into_iter()
        .map(|t| {
            view! {
                <tr>
                    <th scope="row">{t.name}</th>
                    <td>{notices::kind(l, &t.kind)}</td>
                    <td>{notices::delivery(l, t.delivery)}</td>
                    <td>{t.tries}</td>
                    <td>{t.at}</td>
                    <td>{t.why}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="scroll" role="region" aria-label=notices::troubles(l) tabindex="0">
            <table>
                <thead><tr><th scope="col">{notices::who(l)}</th><th scope="col">{notices::what(l)}</th><th scope="col">{notices::state(l)}</th><th scope="col">{notices::tries(l)}</th><th scope="col">{notices::when(l)}</th><th scope="col">{notices::why(l)}</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
