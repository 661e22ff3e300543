//! `/my/honor/lines/{n}`: one line of one's own ledger, explained; and the way to object.

use crate::{
    components::{Btn, Tag, Tone, signed},
    error::AppError,
    form::{Hidden, PostForm, Submit, TextArea},
    messages::{honor, ledger as text},
    page::{load, param},
    visit::locale,
};
use domain::honor::{
    caps::State,
    view::{LinePage, ObjectionView, Proof, RuleNow},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// The line.
#[server(endpoint = "honor/line")]
pub async fn load_line(n: String) -> Result<LinePage, AppError> {
    use crate::server_context::{actor, locale, site};
    let actor = actor()?;
    let n = n.parse().map_err(|_| AppError::NOT_FOUND)?;
    Ok(backend::honor::line_page(&site(), &actor, locale(), n).await?)
}

/// Objects to it.
#[server(endpoint = "honor/object")]
pub async fn object_to_line(n: String, said: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let actor = actor()?;
    let line = n.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::honor::object(&site(), &actor, line, &said).await?;
    go_to(&format!("/my/honor/lines/{line}"), Notice::Objected);
    Ok(())
}

/// The page.
#[component]
pub fn HonorLine() -> impl IntoView {
    load(param("n"), load_line, show)
}

fn show(page: LinePage) -> impl IntoView {
    let l = locale();
    let line = page.line;
    let title = text::line_title(l, line.seq);
    let words = honor::what_counts(l, &line).unwrap_or_else(|| match line.state {
        State::Correction => text::line_corrects(l).into(),
        _ => text::line_counts(l, line.points),
    });
    let why = line.limit.map(|_| view! { <p class="soft">{text::limit_why(l)}</p> });
    let tone = if line.limit.is_some() { Tone::Warn } else { Tone::Ok };
    let what = text::line_in_words(l, &line);
    view! {
        <Title text=title.clone()/>
        <div class="wrap slim stack top">
            <header class="flow">
                <p><Tag tone>{signed(line.counted)}</Tag></p>
                <h1>{title}</h1>
                <p class="lede">{what}</p>
                <p class="soft"><time datetime=line.at_iso>{line.at}</time>{line.by.map(|by| honor::by(l, &by))}</p>
                <p>{words}</p>
                {why}
            </header>
            {rule(page.rule)}
            {objections(page.objections)}
            {page.may_object.then(|| object(line.seq))}
            {proof(page.hash, page.proof)}
            <p><Btn href="/my/honor" class="btn small">{text::back_to_statement(l)}</Btn></p>
        </div>
    }
}

fn rule(rule: Option<RuleNow>) -> impl IntoView {
    let l = locale();
    let body = match rule {
        None => view! { <p class="soft">{text::no_rule(l)}</p> }.into_any(),
        Some(RuleNow { trigger, version, terms }) => {
            let shown = domain::honor::RuleTerms { budget: None, second_from: None, ..terms };
            view! {
                <p>{text::trigger(l, trigger)}": "{text::in_short(l, trigger, &shown)}</p>
                <p class="soft">{text::version_of(l, version)}</p>
            }
            .into_any()
        }
    };
    view! { <section class="flow" aria-labelledby="rule"><h2 id="rule">{text::rule_it_stands_under(l)}</h2>{body}</section> }
}

fn objections(all: Vec<ObjectionView>) -> impl IntoView {
    let l = locale();
    let one = |objection: ObjectionView| {
        let answer = objection.outcome.map(|outcome| {
            let who = objection.by.unwrap_or_else(|| text::an_organiser(l).into());
            let when = objection.answered.unwrap_or_default();
            view! {
                <dt>{text::their_words(l, &who, &when)}</dt>
                <dd><b>{text::answered(l, outcome)}</b>" "{objection.answer}</dd>
            }
        });
        view! { <dl class="pairs"><dt>{text::your_words(l, &objection.made)}</dt><dd>{objection.said}</dd>{answer}</dl> }
    };
    (!all.is_empty()).then(|| {
        view! {
            <section class="flow" aria-labelledby="objections">
                <h2 id="objections">{text::objections_title(l)}</h2>
                {all.into_iter().map(one).collect_view()}
            </section>
        }
    })
}

fn object(n: i64) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<ObjectToLine>::new();
    view! {
        <section class="card flow" aria-labelledby="object">
            <h2 id="object">{text::see_otherwise(l)}</h2>
            <p class="soft">{text::see_otherwise_text(l)}</p>
            <PostForm action>
                <Hidden name="n" value=n.to_string()/>
                <TextArea name="said" label=text::said_label(l) rows=3 max=1000u32/>
                <Submit label=text::send_objection(l) class="btn small"/>
            </PostForm>
        </section>
    }
}

fn proof(hash: String, proof: Option<Proof>) -> impl IntoView {
    let l = locale();
    let leaf = match proof {
        None => view! { <p class="soft">{text::proof_later(l)}</p> }.into_any(),
        Some(proof) => view! {
            <p>{text::proof_in(l, proof.number, &proof.taken)}</p>
            <p><span class="code">{proof.leaf}</span></p>
            <p><a href="/honor/checkpoint">{text::to_checkpoints(l)}</a></p>
        }
        .into_any(),
    };
    view! {
        <section class="flow" aria-labelledby="proof">
            <h2 id="proof">{text::proof_title(l)}</h2>
            <p class="soft">{text::hash_of_line(l)}</p>
            <p><span class="code">{hash}</span></p>
            {leaf}
        </section>
    }
}
