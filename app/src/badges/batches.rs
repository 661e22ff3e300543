//! `/organise/badges/batches`: badges that were given together.

use super::batch::stage_words;
use crate::{
    components::{Btn, Empty, Tag},
    error::AppError,
    messages::badges_desk as text,
    page::load,
    visit::locale,
};
use domain::badges::batch::BatchLine;
use leptos::prelude::*;
use leptos_meta::Title;

/// The newest batches.
#[server(endpoint = "badges/batches")]
pub async fn load_batches() -> Result<Vec<BatchLine>, AppError> {
    use crate::server_context::{actor, locale, site};
    Ok(backend::badges::batches(&site(), &actor()?, locale()).await?)
}

/// The page.
#[component]
pub fn Batches() -> impl IntoView {
    load(|| (), |()| load_batches(), show)
}

fn show(lines: Vec<BatchLine>) -> impl IntoView {
    let l = locale();
    let none = lines.is_empty().then(|| view! { <Empty title=text::no_batches(l) text=text::no_batches_text(l)/> });
    let rows = lines.into_iter().map(row).collect_view();
    view! {
        <Title text=text::batches_title(l)/>
        <div class="wrap slim stack top">
            <header class="flow">
                <h1 class="huge">{text::batches_title(l)}</h1>
                <p class="lede">{text::batches_lede(l)}</p>
                <p><Btn href="/organise/badges" class="btn small">{text::back(l)}</Btn></p>
            </header>
            {none}
            <ul class="stack">{rows}</ul>
        </div>
    }
}

fn row(line: BatchLine) -> impl IntoView {
    let l = locale();
    let (tone, stage) = stage_words(&line.stage);
    let people = (line.people > 0).then(|| view! { <p class="soft">{text::people(l, line.people)}</p> });
    view! {
        <li class="flow">
            <h2><a href=format!("/organise/badges/batches/{}", line.id)>{line.badge}</a></h2>
            <p class="soft">{text::source_by(l, text::source(l, line.source), &line.by)}</p>
            {people}
            <p><Tag tone>{stage}</Tag></p>
        </li>
    }
}
