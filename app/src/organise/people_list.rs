//! `/organise/events/{id}/people`: everybody who signed up, found, narrowed down, and worked on together.

use super::{
    people::{Rows, people},
    tabs::{Part, tabs},
};
use crate::{
    components::{Btn, Chips, Empty, Pick},
    error::AppError,
    form::{Choice, Field, Hidden, PostForm, Select, Submit},
    messages::people as text,
    page::{load, param, query},
    visit::locale,
};
use domain::{
    EventId, SignUpId,
    events::people::{PeoplePage, SeatsBook, Show},
};
use leptos::prelude::*;
use leptos_meta::Title;
use std::collections::BTreeMap;

/// What the page shows.
#[server(endpoint = "events/people")]
pub async fn load_people(
    id: String,
    #[server(default)] show: String,
    #[server(default)] typed: String,
    #[server(default)] page: String,
) -> Result<PeoplePage, AppError> {
    use crate::server_context::{actor, locale, site};
    use backend::events::PeopleAsk;
    let id = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    let ask = PeopleAsk { show: &show, typed: &typed, page: &page };
    Ok(backend::events::people_page(&site(), &actor()?, locale(), id, ask).await?)
}

/// Does the same for all who were ticked: together, or not at all.
#[server(endpoint = "signups/in_bulk")]
pub async fn in_bulk(
    id: String,
    what: String,
    reason: String,
    #[server(default)] picked: BTreeMap<String, String>,
) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    use backend::signups::BulkAsk;
    let event = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    let picked: Vec<String> = picked.into_values().collect();
    let ask = BulkAsk { what: &what, picked: &picked, reason: &reason };
    backend::signups::in_bulk(&site(), &actor()?, event, ask).await?;
    go_to(&format!("/organise/events/{id}/people"), Notice::DoneForAll);
    Ok(())
}

/// The page.
#[component]
pub fn PeopleList() -> impl IntoView {
    let (id, show_, typed, page) = (param("id"), query("show"), query("q"), query("page"));
    load(move || (id(), show_(), typed(), page()), |(id, show, typed, page)| load_people(id, show, typed, page), show)
}

/// Where the same list is found otherwise narrowed down.
fn address(end: &str, show: Show, typed: &str, page: i64) -> String {
    // Only what would end or split the value has to be written otherwise.
    let typed = typed.replace('%', "%25").replace('&', "%26").replace('+', "%2B").replace('#', "%23").replace(' ', "+");
    let page = if page > 1 { format!("&page={page}") } else { String::new() };
    format!("{end}?show={}&q={typed}{page}", show.word())
}

fn show(page: PeoplePage) -> impl IntoView {
    let l = locale();
    let (id, here) = (page.id, format!("/organise/events/{}/people", page.id));
    let title = text::title(l, &page.card.title);
    let picks = page.counts.iter().map(|(show, n)| {
        Pick::new(address(&here, *show, &page.typed, 1), text::group(l, *show, *n)).current(*show == page.show)
    });
    let picks = picks.collect::<Vec<_>>();
    let sheet = address(&format!("{here}.csv"), page.show, &page.typed, 1);
    let pages = pages(&here, &page);
    let (alike, seats) = (alike(id, page.alike), seats(page.seats));
    let list = if page.people.is_empty() {
        view! { <Empty title=text::nobody_found(l) text=text::nobody_found_text(l)/> }.into_any()
    } else {
        let action = ServerAction::<InBulk>::new();
        view! {
            <PostForm action>
                <Hidden name="id" value=id.to_string()/>
                {people(id, page.people, page.questions, Rows::ToPick)}
                {pages}
                {deeds(Whom::Picked)}
            </PostForm>
        }
        .into_any()
    };
    view! {
        <Title text=title.clone()/>
        <div class="wrap stack top">
            <header class="flow">
                <h1>{title}</h1>
                {tabs(id, (page.card.kind, page.card.phase), Part::People)}
                <div class="row">
                    <Btn href=sheet class="btn small" icon="down" external=true>{text::sheet(l)}</Btn>
                    <Btn href=format!("/organise/events/{id}/import") class="btn small">{text::bring_sheet(l)}</Btn>
                    <Btn href=format!("/door/{id}/list") class="btn small">{text::print_list(l)}</Btn>
                </div>
            </header>
            <div class="flow">
                <form method="get" action=here role="search" class="flow">
                    <input type="hidden" name="show" value=page.show.word()/>
                    <div class="field">
                        <label for="find">{text::find_label(l)}</label>
                        <input id="find" type="search" name="q" value=page.typed maxlength="100"/>
                    </div>
                    <p><button class="btn small">{text::find(l)}</button></p>
                </form>
                <Chips label=text::groups(l) picks/>
                <h2 id="people">{text::found(l, page.found)}</h2>
                {page.cut_at.map(|most| view! { <p>{text::cut_at(l, most)}</p> })}
                {list}
            </div>
            <div class="two">{seats}{alike}</div>
        </div>
    }
}

/// With whom something is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whom {
    /// With those who were ticked.
    Picked,
    /// With the one whose page it is.
    One,
}

/// What is done with them.
pub(super) fn deeds(whom: Whom) -> impl IntoView {
    let l = locale();
    let (seat, label, hint, button) = match whom {
        Whom::Picked => (text::do_seat(l), text::with_picked(l), text::why_hint(l), text::do_it(l)),
        Whom::One => (text::do_seat_one(l), text::with_one(l), text::why_hint_one(l), text::do_it_one(l)),
    };
    let deeds = vec![Choice::new("seat", seat), Choice::new("off", text::do_off(l))];
    let rule = (whom == Whom::Picked).then(|| view! { <p class="small soft">{text::bulk_rule(l)}</p> });
    view! {
        <div class="card flow">
            <Select name="what" label=label choices=deeds/>
            <Field name="reason" label=text::why(l) hint=hint max=200u32/>
            {rule}
            <Submit label=button class="btn small"/>
        </div>
    }
}

/// The ways to the pages before and after.
fn pages(here: &str, page: &PeoplePage) -> impl IntoView + use<> {
    let l = locale();
    let to = |n: i64| address(here, page.show, &page.typed, n);
    let (n, all) = (page.page, page.pages);
    let before = (n > 1).then(|| view! { <Btn href=to(n - 1) class="btn small">{text::newer(l)}</Btn> });
    let after = (n < all).then(|| view! { <Btn href=to(n + 1) class="btn small">{text::older(l)}</Btn> });
    (all > 1).then(|| view! { <p class="row">{before}<span>{text::page_of(l, n, all)}</span>{after}</p> })
}

/// Where the seats are.
fn seats(book: SeatsBook) -> impl IntoView {
    let l = locale();
    let pairs = [
        (text::seats_all(l), book.capacity),
        (text::seats_taken(l), book.taken),
        (text::seats_by_hand(l), book.by_hand),
        (text::seats_held(l), book.held),
        (text::seats_free(l), book.free),
        (text::seats_line(l), book.waiting),
        (text::seats_came(l), book.came),
    ];
    let pairs = pairs.map(|(what, n)| view! { <dt>{what}</dt><dd><b>{n}</b></dd> }).into_iter().collect_view();
    view! { <section class="card flow" aria-labelledby="seats"><h2 id="seats">{text::seats(l)}</h2><dl class="pairs">{pairs}</dl></section> }
}

/// Those who may be signed up twice.
fn alike(event: EventId, groups: Vec<Vec<(SignUpId, String)>>) -> impl IntoView {
    let l = locale();
    let link = move |(id, name): (SignUpId, String)| {
        view! { <p><a href=format!("/organise/events/{event}/people/{id}")>{name}</a></p> }
    };
    let rows =
        groups.into_iter().map(|group| view! { <li class="empty">{group.into_iter().map(link).collect_view()}</li> });
    let rows = rows.collect::<Vec<_>>();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="card flow" aria-labelledby="alike">
                <h2 id="alike">{text::alike(l)}</h2>
                <p class="soft">{text::alike_text(l)}</p>
                <ul class="flow">{rows}</ul>
            </section>
        }
    })
}
