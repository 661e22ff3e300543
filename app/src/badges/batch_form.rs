//! `/organise/badges/{slug}/batch`: a badge for many. Nothing is given here: the next page shows first who would get it.

use crate::{
    components::Btn,
    error::AppError,
    form::{Choice, Field, Hidden, PostForm, Select, Submit, TextArea},
    messages::badges_desk as text,
    page::{load, param, query},
    visit::locale,
};
use domain::badges::batch::{BatchAsk, BatchFormPage, Source};
use leptos::prelude::*;
use leptos_meta::Title;

/// What a batch of this badge can be made of.
#[server(endpoint = "badges/batch_form")]
pub async fn load_batch_form(slug: String, #[server(default)] event: String) -> Result<BatchFormPage, AppError> {
    use crate::server_context::{actor, locale, site};
    Ok(backend::badges::batch_form(&site(), &actor()?, locale(), (&slug, &event)).await?)
}

/// Keeps a batch to be looked at.
#[server(endpoint = "badges/keep_batch")]
pub async fn keep_batch(slug: String, form: BatchAsk) -> Result<(), AppError> {
    use crate::server_context::{actor, redirect, site, under};
    let kept = backend::badges::keep_batch(&site(), &actor()?, &slug, form).await;
    let batch = kept.map_err(|f| under(f, "form"))?;
    redirect(&format!("/organise/badges/batches/{batch}"));
    Ok(())
}

/// The page.
#[component]
pub fn BatchForm() -> impl IntoView {
    let (slug, event) = (param("slug"), query("event"));
    load(move || (slug(), event()), |(slug, event)| load_batch_form(slug, event), show)
}

fn show(page: BatchFormPage) -> impl IntoView {
    let l = locale();
    let title = text::batch_title(l, &page.badge.name);
    let slug = page.badge.slug.clone();
    let forms = if page.by_rule {
        let (action, hidden) = (ServerAction::<KeepBatch>::new(), hidden(&slug, Source::Rule));
        view! {
            <PostForm action name=Source::Rule.word()>
                <p>{text::rule_batch_text(l)}</p>
                {hidden}
                <TextArea name="form[note]" label=text::note(l) hint=text::note_hint(l) optional=true rows=2 max=500u32/>
                <Submit label=text::look_rule(l)/>
            </PostForm>
        }
        .into_any()
    } else {
        view! { {of_event(&page)}{of_list(&slug)} }.into_any()
    };
    view! {
        <Title text=title.clone()/>
        <div class="wrap slim stack top">
            <header class="flow">
                <h1>{title}</h1>
                <p class="lede">{text::batch_lede(l)}</p>
                <p><Btn href=format!("/organise/badges/{slug}") class="btn small">{page.badge.name}</Btn></p>
            </header>
            {forms}
        </div>
    }
}

fn hidden(slug: &str, source: Source) -> impl IntoView + use<> {
    view! {
        <Hidden name="slug" value=slug/>
        <Hidden name="form[source]" value=source.word()/>
    }
}

/// The reason, and a word to each.
fn words() -> impl IntoView {
    let l = locale();
    view! {
        <Field name="form[reason]" label=text::reason(l) hint=text::reason_hint(l) max=200u32/>
        <TextArea name="form[note]" label=text::note(l) hint=text::note_hint(l) optional=true rows=2 max=500u32/>
    }
}

/// Everybody who came to an event.
fn of_event(page: &BatchFormPage) -> impl IntoView + use<> {
    let l = locale();
    let events: Vec<Choice> =
        page.events.iter().map(|(id, title, came)| Choice::new(id.to_string(), text::came(l, title, *came))).collect();
    let event = page.event.map(|id| id.to_string()).unwrap_or_default();
    let form = if events.is_empty() {
        view! { <p class="soft">{text::no_events(l)}</p> }.into_any()
    } else {
        let (action, hidden) = (ServerAction::<KeepBatch>::new(), hidden(&page.badge.slug, Source::Event));
        view! {
            <PostForm action name=Source::Event.word()>
                {hidden}
                <Select name="form[event]" label=text::event(l) choices=events value=event/>
                {words()}
                <Submit label=text::look_event(l)/>
            </PostForm>
        }
        .into_any()
    };
    view! { <section class="flow" aria-labelledby="event"><h2 id="event">{text::from_event(l)}</h2>{form}</section> }
}

/// Handles and addresses that are pasted.
fn of_list(slug: &str) -> impl IntoView + use<> {
    let l = locale();
    let (action, hidden) = (ServerAction::<KeepBatch>::new(), hidden(slug, Source::List));
    view! {
        <section class="flow" aria-labelledby="list">
            <h2 id="list">{text::from_list(l)}</h2>
            <PostForm action name=Source::List.word()>
                {hidden}
                <TextArea name="form[list]" label=text::list(l) hint=text::list_hint(l) rows=6/>
                {words()}
                <Submit label=text::look_list(l) class="btn"/>
            </PostForm>
        </section>
    }
}
