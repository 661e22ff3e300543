//! `/honor/checkpoint`: the daily roots over all chains, for whoever wants to keep one.

use crate::{
    components::{Btn, Empty},
    error::AppError,
    messages::ledger as text,
    page::{load, query},
    visit::locale,
};
use domain::honor::view::{CheckpointPage, CheckpointRow};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};

/// Checkpoints from a number back; the newest without one.
#[server(endpoint = "honor/checkpoints")]
pub async fn load_checkpoints(#[server(default)] before: String) -> Result<CheckpointPage, AppError> {
    use crate::server_context::{locale, site};
    Ok(backend::honor::checkpoint_page(&site(), locale(), before.parse().ok()).await?)
}

/// The page.
#[component]
pub fn Checkpoints() -> impl IntoView {
    load(query("before"), load_checkpoints, show)
}

fn show(page: CheckpointPage) -> impl IntoView {
    let l = locale();
    let file = (!page.rows.is_empty()).then(|| {
        view! { <p><Btn href="/honor/checkpoint.json" class="btn small" icon="down" external=true>{text::checkpoint_file(l)}</Btn></p> }
    });
    let list = if page.rows.is_empty() {
        view! { <Empty title=text::checkpoint_none(l) text=text::checkpoint_none_text(l)/> }.into_any()
    } else {
        view! { <ol class="stack">{page.rows.into_iter().map(row).collect_view()}</ol> }.into_any()
    };
    let older = page.older.map(|n| {
        view! { <p><Btn href=format!("/honor/checkpoint?before={n}") class="btn small">{text::older_checkpoints(l)}</Btn></p> }
    });
    view! {
        <Title text=text::checkpoint_title(l)/>
        <Meta name="description" content=text::checkpoint_lede(l)/>
        <div class="wrap narrow stack top">
            <header class="flow">
                <h1 class="huge">{text::checkpoint_title(l)}</h1>
                <p class="lede">{text::checkpoint_lede(l)}</p>
                <p class="soft">{text::checkpoint_how(l)}</p>
                {file}
            </header>
            {list}
            {older}
        </div>
    }
}

fn row(row: CheckpointRow) -> impl IntoView {
    let l = locale();
    let code = |text: String| view! { <span class="code">{text}</span> };
    view! {
        <li class="flow">
            <h2>{text::checkpoint_n(l, row.number)}</h2>
            <p class="soft"><time datetime=row.taken_iso>{row.taken}</time>" "{text::checkpoint_chains(l, row.size)}</p>
            <dl class="pairs">
                <dt>{text::root(l)}</dt>
                <dd>{code(row.root)}</dd>
                <dt>{text::signature(l)}</dt>
                <dd>{code(row.signature)}</dd>
                <dt>{text::public_key(l)}</dt>
                <dd>{code(row.public)}</dd>
            </dl>
        </li>
    }
}
