//! `/honor`: how honor is earned, in the open; and who brought the reader along.

use crate::{
    components::Btn,
    error::AppError,
    form::{Field, PostForm, Submit},
    messages::{common, ledger as text},
    page::load,
    visit::locale,
};
use domain::honor::{
    Trigger,
    view::{Bring, RuleNow, RulesPage},
};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};

/// The rules as they hold.
#[server(endpoint = "honor/rules")]
pub async fn load_honor_rules() -> Result<RulesPage, AppError> {
    use crate::server_context::{maybe_actor, site};
    Ok(backend::honor::rules_page(&site(), maybe_actor().as_ref()).await?)
}

/// Says who brought the reader along.
#[server(endpoint = "honor/brought_by")]
pub async fn brought_by(handle: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    backend::honor::brought_by(&site(), &actor()?, &handle).await?;
    go_to("/honor", Notice::Saved);
    Ok(())
}

/// The page.
#[component]
pub fn HonorRules() -> impl IntoView {
    load(|| (), |()| load_honor_rules(), show)
}

fn show(page: RulesPage) -> impl IntoView {
    let l = locale();
    view! {
        <Title text=text::rules_title(l)/>
        <Meta name="description" content=text::rules_lede(l)/>
        <div class="wrap narrow stack top">
            <header class="flow">
                <h1 class="huge">{text::rules_title(l)}</h1>
                <p class="lede">{text::rules_lede(l)}</p>
                <p class="soft">{common::honor_is_thanks(l)}</p>
            </header>
            {rule_list(page.rules)}
            {page.bring.map(bring)}
            <section class="flow" aria-labelledby="doubt">
                <h2 id="doubt">{text::doubt_nothing(l)}</h2>
                <p>{text::doubt_nothing_text(l)}</p>
                <p><Btn href="/honor/checkpoint" class="btn small">{text::to_checkpoints(l)}</Btn></p>
            </section>
        </div>
    }
}

/// Each rule with what it gives and its limits.
fn rule_list(rules: Vec<RuleNow>) -> impl IntoView {
    let l = locale();
    let row = |RuleNow { trigger, terms, .. }| {
        // The budget is between organisers.
        let shown = domain::honor::RuleTerms { budget: None, second_from: None, ..terms };
        let limits = (trigger != Trigger::Thanked || !terms.caps.are_open()).then(|| text::limits(l, &shown));
        view! { <dt>{text::trigger(l, trigger)}</dt><dd><b>{text::gives(l, trigger, &terms)}</b>" "<span class="soft">{limits}</span></dd> }
    };
    view! { <dl class="pairs">{rules.into_iter().map(row).collect_view()}</dl> }
}

fn bring(bring: Bring) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<BroughtBy>::new();
    let body = match bring {
        Bring::Said(who) => view! { <p>{text::bring_said(l, &who)}</p> }.into_any(),
        Bring::Ask => view! {
            <p>{text::bring_text(l)}</p>
            <PostForm action>
                <Field name="handle" label=text::bring_who(l) autocomplete="off" max=64u32/>
                <Submit label=text::bring_send(l) class="btn small"/>
            </PostForm>
        }
        .into_any(),
    };
    view! { <section class="flow" aria-labelledby="bring"><h2 id="bring">{text::bring_title(l)}</h2>{body}</section> }
}
