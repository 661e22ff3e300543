//! `/organise/honor`: thanks by hand, objections, who thanks whom, and the rules.

use super::give::{give, waiting};
use crate::{
    components::{Btn, signed},
    error::AppError,
    form::{Choice, Field, Hidden, PostForm, Radios, Submit},
    messages::{honor, ledger as text},
    page::load,
    visit::locale,
};
use domain::honor::view::{HonorDesk as Desk, ObjectionRow, PairRow, RuleNow};
use leptos::prelude::*;
use leptos_meta::Title;

/// What the page shows.
#[server(endpoint = "honor/desk")]
pub async fn load_honor_desk() -> Result<Desk, AppError> {
    use crate::server_context::{actor, locale, site};
    Ok(backend::honor::honor_desk(&site(), &actor()?, locale()).await?)
}

/// Answers an objection.
#[server(endpoint = "honor/answer")]
pub async fn answer_objection(
    id: String,
    #[server(default)] outcome: String,
    #[server(default)] answer: String,
) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let id = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    let ask = backend::honor::AnswerAsk { outcome, answer };
    backend::honor::answer_objection(&site(), &actor()?, id, ask).await?;
    go_to("/organise/honor", Notice::Answered);
    Ok(())
}

/// Goes to a member's ledger.
#[server(endpoint = "honor/open_ledger")]
pub async fn open_ledger(handle: String) -> Result<(), AppError> {
    use crate::server_context::{actor, locale, redirect, site};
    use domain::{Failure, FieldCode};
    let handle = handle.trim().trim_start_matches('@').to_ascii_lowercase();
    // Looked up here, so that a wrong name is told at its field.
    let found = backend::honor::member_ledger(&site(), &actor()?, locale(), (&handle, 1)).await;
    let ledger = found.map_err(|failure| match failure {
        Failure::NotFound => Failure::field("handle", FieldCode::NoSuchMember),
        other => other,
    })?;
    redirect(&format!("/organise/honor/members/{}", ledger.handle));
    Ok(())
}

/// The page.
#[component]
pub fn HonorDesk() -> impl IntoView {
    load(|| (), |()| load_honor_desk(), show)
}

fn show(page: Desk) -> impl IntoView {
    let l = locale();
    let open = ServerAction::<OpenLedger>::new();
    let form = give(&page);
    view! {
        <Title text=text::desk_title(l)/>
        <div class="wrap stack top">
            <header class="flow">
                <h1 class="huge">{text::desk_title(l)}</h1>
                <p class="lede">{text::desk_lede(l)}</p>
            </header>
            <div class="two">
                {form}
                <section class="card flow" aria-labelledby="member">
                    <h2 id="member">{text::member_title(l)}</h2>
                    <p class="soft">{text::member_text(l)}</p>
                    <PostForm action=open>
                        <Field name="handle" label=text::bring_who(l) autocomplete="off" max=64u32/>
                        <Submit label=text::open_ledger(l) class="btn small"/>
                    </PostForm>
                </section>
            </div>
            {objections(page.objections)}
            {waiting(page.waiting)}
            {pairs(page.pairs)}
            {rules(page.rules, page.may_set_rules.then_some(text::rules_change(l)))}
        </div>
    }
}

fn objections(all: Vec<ObjectionRow>) -> impl IntoView {
    let l = locale();
    let none = all.is_empty().then(|| view! { <p class="soft">{text::objections_none(l)}</p> });
    let rows = all.into_iter().map(objection).collect_view();
    view! {
        <section class="flow" aria-labelledby="objections">
            <h2 id="objections">{text::objections_title(l)}</h2>
            {none}
            <ul class="stack">{rows}</ul>
        </section>
    }
}

fn objection(row: ObjectionRow) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<AnswerObjection>::new();
    let form = if row.is_mine {
        view! { <p class="soft">{text::yours(l)}</p> }.into_any()
    } else {
        let outcomes = vec![
            Choice::new("explained", text::outcome_explained(l)),
            Choice::new("agreed", text::outcome_agreed(l)),
            Choice::new("turned", text::outcome_turned(l)).hint(text::outcome_turned_hint(l)),
        ];
        view! {
            <PostForm action name=row.id.to_string()>
                <Hidden name="id" value=row.id.to_string()/>
                <Radios name="outcome" legend=text::outcome(l) choices=outcomes/>
                <Field name="answer" label=text::answer(l) hint=text::answer_hint(l) max=400u32/>
                <Submit label=text::answer_button(l) class="btn small"/>
            </PostForm>
        }
        .into_any()
    };
    let title = text::objection_row(l, &row.name, row.line.seq);
    let what = text::line_in_words(l, &row.line);
    view! {
        <li class="card flow">
            <h3><a href=format!("/organise/honor/members/{}", row.handle)>{title}</a></h3>
            <p>{what}" "<b>{signed(row.line.points)}</b>" "<span class="soft">{honor::what_counts(l, &row.line)}</span></p>
            <blockquote>{row.said}</blockquote>
            <p class="soft">{row.made}</p>
            {form}
        </li>
    }
}

fn pairs(all: Vec<PairRow>) -> impl IntoView {
    let l = locale();
    let row = |PairRow { people: [(a, a_handle), (b, b_handle)], turns, points }| {
        view! {
            <li>
                {text::pair_row(l, &a, &b, turns, points)}" "
                <a href=format!("/organise/honor/members/{a_handle}")>{a}</a>" "
                <a href=format!("/organise/honor/members/{b_handle}")>{b}</a>
            </li>
        }
    };
    let body = if all.is_empty() {
        view! { <p class="soft">{text::pairs_none(l)}</p> }.into_any()
    } else {
        view! { <p class="soft">{text::pairs_text(l)}</p><ul class="flow">{all.into_iter().map(row).collect_view()}</ul> }
            .into_any()
    };
    view! { <section class="flow" aria-labelledby="pairs"><h2 id="pairs">{text::pairs_title(l)}</h2>{body}</section> }
}

/// The rules, each with the way to change it where that has a name.
fn rules(all: Vec<RuleNow>, change: Option<&'static str>) -> impl IntoView {
    let l = locale();
    let row = move |RuleNow { trigger, terms, .. }| {
        if !trigger.has_source() {
            return view! { <dt>{text::trigger(l, trigger)}</dt><dd class="soft">{text::later(l)}</dd> }.into_any();
        }
        let change = change.map(|label| {
            view! { " "<Btn href=format!("/organise/honor/rules/{}", trigger.word()) class="btn small">{label}<span class="vh">" "{text::trigger(l, trigger)}</span></Btn> }
        });
        view! { <dt>{text::trigger(l, trigger)}</dt><dd>{text::in_short(l, trigger, &terms)}{change}</dd> }.into_any()
    };
    view! {
        <section class="flow" aria-labelledby="rules">
            <h2 id="rules">{text::rules_list(l)}</h2>
            <dl class="pairs">{all.into_iter().map(row).collect_view()}</dl>
        </section>
    }
}
