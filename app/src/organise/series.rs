//! `/organise/series/{id}`: events that come again by a rule.

use super::again::rule_fields;
use crate::{
    components::Gig,
    error::AppError,
    form::{Field, Hidden, Kind, PostForm, Submit},
    messages::{events, lifecycle},
    page::{load, param},
    visit::locale,
};
use domain::events::{
    desk::{SeriesPage, SeriesRow},
    series::SeriesForm,
};
use leptos::prelude::*;
use leptos_meta::Title;

/// What the page shows.
#[server(endpoint = "events/series")]
pub async fn load_series(id: String) -> Result<SeriesPage, AppError> {
    use crate::server_context::{actor, locale, site};
    let id = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    Ok(backend::events::series_page(&site(), &actor()?, locale(), id).await?)
}

/// Changes the rule.
#[server(endpoint = "events/save_series")]
pub async fn save_series(id: String, form: SeriesForm) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site, under},
    };
    let series = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::events::save_series(&site(), &actor()?, series, form).await.map_err(|f| under(f, "form"))?;
    go_to(&format!("/organise/series/{id}"), Notice::Saved);
    Ok(())
}

/// Makes the next drafts.
#[server(endpoint = "events/make_drafts")]
pub async fn make_drafts(id: String, count: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let series = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::events::make_drafts(&site(), &actor()?, series, &count).await?;
    go_to(&format!("/organise/series/{id}"), Notice::DraftsMade);
    Ok(())
}

/// The page.
#[component]
pub fn Series() -> impl IntoView {
    load(param("id"), load_series, show)
}

fn show(page: SeriesPage) -> impl IntoView {
    let l = locale();
    let id = page.id.to_string();
    let (save, make) = (ServerAction::<SaveSeries>::new(), ServerAction::<MakeDrafts>::new());
    let name = page.form.name.clone();
    let ours = id.clone();
    let next = if page.next.is_empty() {
        view! { <p class="soft">{lifecycle::series_none(l)}</p> }.into_any()
    } else {
        let days = page.next.into_iter().map(|day| view! { <li>{day}</li> }).collect_view();
        view! {
            <ul>{days}</ul>
            <PostForm action=make>
                <Hidden name="id" value=ours/>
                <Field name="count" label=lifecycle::series_count(l) kind=Kind::Number value="4" max=2u32/>
                <Submit label=lifecycle::series_make(l)/>
            </PostForm>
        }
        .into_any()
    };
    view! {
        <Title text=name.clone()/>
        <div class="wrap slim stack top">
            <header class="flow">
                <p><a href=format!("/organise/chapters/{}", page.chapter.slug)>{page.chapter.name}</a></p>
                <h1 class="huge">{name}</h1>
                <p class="lede">{page.rule}</p>
            </header>
            <section class="flow" aria-labelledby="next"><h2 id="next">{lifecycle::series_next(l)}</h2>{next}</section>
            <section class="flow" aria-labelledby="events"><h2 id="events">{lifecycle::series_events(l)}</h2><ol>{rows(page.events)}</ol></section>
            <section class="flow" aria-labelledby="rule">
                <h2 id="rule">{lifecycle::series_rule(l)}</h2>
                <p class="soft">{lifecycle::series_text(l)}</p>
                <PostForm action=save>
                    <Hidden name="id" value=id/>
                    {rule_fields(page.form)}
                    <Submit label=lifecycle::series_change(l) class="btn wide"/>
                </PostForm>
            </section>
        </div>
    }
}

fn rows(all: Vec<SeriesRow>) -> impl IntoView {
    let l = locale();
    let row = |row: SeriesRow| {
        let numbers = lifecycle::row(l, row.numbers.signed_up, row.numbers.capacity, row.numbers.came);
        let more = format!("{}. {numbers}", events::phase(l, row.card.phase));
        view! { <li class="gig"><Gig card=row.card more href=format!("/organise/events/{}", row.id)/></li> }
    };
    all.into_iter().map(row).collect_view()
}
