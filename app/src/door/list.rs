//! `/door/{event}/list`: everybody with a seat or a shift, by name, for paper.

use crate::{
    components::Btn,
    error::AppError,
    messages::{common, organise, people as text, places},
    page::{load, param},
    visit::locale,
};
use domain::door::view::{DoorList as View, DoorListRow};
use leptos::prelude::*;
use leptos_meta::Title;

/// What the page shows.
#[server(endpoint = "door/list")]
pub async fn load_list(event: String) -> Result<View, AppError> {
    use crate::server_context::{actor, locale, site};
    let event = event.parse().map_err(|_| AppError::NOT_FOUND)?;
    Ok(backend::door::list(&site(), &actor()?, locale(), event).await?)
}

/// The page.
#[component]
pub fn DoorList() -> impl IntoView {
    load(param("event"), load_list, show)
}

fn show(list: View) -> impl IntoView {
    let l = locale();
    let title = text::door_list(l, &list.card.title);
    let heads = list.heads.into_iter().map(|head| view! { <th scope="col">{head}</th> }).collect_view();
    let rows = list.rows.into_iter().map(row).collect_view();
    view! {
        <Title text=title.clone()/>
        <div class="wrap stack top">
            <header class="flow">
                <h1 id="list">{title}</h1>
                <p class="soft">{common::date_and_time(l, &list.card.when.date, &list.card.when.range)}" "{list.card.when.zone}</p>
                <p class="small soft">{text::door_made(l, &list.made)}</p>
                <p class="row"><Btn href=format!("/door/{}", list.id) class="btn small">{text::door_back(l)}</Btn></p>
                <p class="small soft screen">{text::door_print(l)}</p>
            </header>
            <div class="scroll paper" role="region" aria-labelledby="list" tabindex="0">
                <table>
                    <thead><tr><th scope="col">{organise::name(l)}</th><th scope="col">{text::door_here(l)}</th><th scope="col">{organise::code(l)}</th>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </div>
    }
}

fn row(row: DoorListRow) -> impl IntoView {
    // An empty box to tick with a pen.
    let here = row.checked_in.unwrap_or_else(|| "☐".into());
    let answers = row.answers.into_iter().map(|a| view! { <td class="asis">{a}</td> }).collect_view();
    let shift = (!row.shift.is_empty()).then(|| view! { <br/><span class="small soft">{row.shift}</span> });
    let guests = (!row.guests.is_empty()).then(|| {
        let names = places::comes_with(locale(), &row.guests.join(common::list_comma(locale())));
        view! { <br/><span class="small soft">{names}</span> }
    });
    view! { <tr><th scope="row">{row.display_name}{shift}{guests}</th><td>{here}</td><td class="code">{row.code}</td>{answers}</tr> }
}
