//! `/organise/badges`: what there is to earn, and who gets it.

use crate::{
    components::{Btn, Tag, Tone},
    error::AppError,
    messages::{badges, badges_desk as text},
    page::load,
    visit::locale,
};
use domain::badges::desk::{BadgesDesk as View, DeskLine};
use leptos::prelude::*;
use leptos_meta::Title;

/// All badges, as organisers see them.
#[server(endpoint = "badges/desk")]
pub async fn load_badges_desk() -> Result<View, AppError> {
    use crate::server_context::{actor, locale, site};
    Ok(backend::badges::badges_desk(&site(), &actor()?, locale()).await?)
}

/// The page.
#[component]
pub fn BadgesDesk() -> impl IntoView {
    load(|| (), |()| load_badges_desk(), show)
}

fn show(page: View) -> impl IntoView {
    let l = locale();
    let rows = page.badges.into_iter().map(row).collect_view();
    view! {
        <Title text=text::desk_title(l)/>
        <div class="wrap stack top">
            <header class="flow">
                <h1 class="huge">{text::desk_title(l)}</h1>
                <p class="lede">{text::desk_lede(l)}</p>
                <p class="row">
                    <Btn href="/organise/badges/grant" class="btn main">{text::grant_one(l)}</Btn>
                    <Btn href="/organise/badges/new">{text::new(l)}</Btn>
                    <Btn href="/organise/badges/batches">{text::all_batches(l)}</Btn>
                </p>
            </header>
            <ul class="stack">{rows}</ul>
        </div>
    }
}

fn row(line: DeskLine) -> impl IntoView {
    let l = locale();
    let edition = line.edition.map(|e| badges::edition_short(l, e.given, e.of));
    let secret = line.is_secret.then(|| view! { <Tag>{text::secret(l)}</Tag> });
    let retired = line.is_retired.then(|| view! { <Tag tone=Tone::Warn>{badges::retired(l)}</Tag> });
    let facts = [Some(text::rule_words(l, line.rule.as_deref())), Some(text::holders_short(l, line.holders)), edition];
    let facts = facts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let slug = line.badge.slug;
    view! {
        <li class="beside">
            <img src=line.badge.art width="72" height="72" alt="" loading="lazy"/>
            <div>
                <h2><a href=format!("/organise/badges/{slug}")>{line.badge.name}</a></h2>
                <p class="soft">{facts}</p>
                {secret}
                {retired}
            </div>
        </li>
    }
}
