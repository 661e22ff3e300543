//! `/my/tickets/{signup}/answers`: what somebody answered, to be looked at and changed; and the files that are asked for.

use super::asked::{fields, seen_by};
use crate::{
    components::{Btn, Flash, Tone},
    error::AppError,
    form::{FileField, Hidden, PlainForm, PostForm, Submit, WITH_FILES},
    messages::{common, forms, signups},
    page::{load, param},
    visit::locale,
};
use domain::{
    events::questions::{self, Question, QuestionKind, file_of},
    signups::view::AnswersPage as View,
};
use leptos::prelude::*;
use leptos_meta::Title;
use std::collections::BTreeMap;

/// What the page shows.
#[server(endpoint = "signups/answers")]
pub async fn load_answers(signup: String) -> Result<View, AppError> {
    use crate::server_context::{actor, locale, site};
    let signup = signup.parse().map_err(|_| AppError::NOT_FOUND)?;
    Ok(backend::signups::answers_page(&site(), &actor()?, locale(), signup).await?)
}

/// Changes the reader's own answers.
#[server(endpoint = "signups/change_answers")]
pub async fn change_answers(
    signup: String,
    #[server(default)] answers: BTreeMap<String, String>,
) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let id = signup.parse().map_err(|_| AppError::NOT_FOUND)?;
    let answers: Vec<_> = answers.into_iter().collect();
    backend::signups::change_answers(&site(), &actor()?, id, &answers).await?;
    go_to(&format!("/my/tickets/{signup}/answers"), Notice::Saved);
    Ok(())
}

/// What the form for a file names: files do not go through server functions.
pub const ANSWER_FILE_FORM: &str = "signups/answer_file";

/// The page.
#[component]
pub fn Answers() -> impl IntoView {
    load(param("signup"), load_answers, show)
}

fn show(page: View) -> impl IntoView {
    let l = locale();
    let state = match (&page.gone, page.closed) {
        (Some(day), _) => Some(signups::answers_gone(l, day)),
        (None, Some(_)) if page.may_add && !page.missing.is_empty() => Some(signups::add_what_is_missing(l).into()),
        (None, Some(refusal)) => Some(forms::refusal_text(l, refusal).into()),
        (None, None) => None,
    };
    let state = state.map(|words: String| view! { <Flash tone=Tone::Plain>{words}</Flash> });
    let missing: Vec<&str> =
        page.questions.iter().filter(|q| page.missing.contains(&q.id)).map(|q| q.label.as_str()).collect();
    let missing = (page.gone.is_none() && !missing.is_empty())
        .then(|| signups::still_missing(l, &signups::listed(l, &missing)))
        .map(|words| view! { <Flash tone=Tone::Warn>{words}</Flash> });
    let is_open = page.closed.is_none() || (page.may_add && !page.missing.is_empty());
    let answers = if is_open { form(&page) } else { as_given(&page) };
    let files = page.questions.iter().filter(|q| q.kind == QuestionKind::File && page.gone.is_none());
    let files =
        files.filter(|q| questions::asked(q, &page.questions, &page.given)).map(|q| file(&page, q)).collect_view();
    view! {
        <Title text=signups::your_answers(l)/>
        <div class="wrap slim stack top">
            <header class="flow">
                <h1 class="huge">{signups::your_answers(l)}</h1>
                <p class="lede" lang=page.card.lang.clone()>{page.card.title.clone()}</p>
                <p class="row"><Btn href="/my/tickets" class="btn small">{common::my_tickets(l)}</Btn></p>
            </header>
            {state}
            {missing}
            {answers}
            {files}
        </div>
    }
}

/// The fields with what was answered. Where only files are asked there is nothing to save.
fn form(page: &View) -> AnyView {
    let l = locale();
    if page.questions.iter().all(|q| q.kind == QuestionKind::File) {
        return ().into_any();
    }
    let action = ServerAction::<ChangeAnswers>::new();
    let signup = page.signup.to_string();
    let (questions, given, until) = (page.questions.clone(), page.given.clone(), page.until.clone());
    view! {
        <PostForm action>
            <Hidden name="signup" value=signup/>
            {fields(&questions, &given, &until)}
            <p><Submit label=signups::save_answers(l) class="btn main wide"/></p>
            <p class="small soft">{signups::history_kept(l)}</p>
        </PostForm>
    }
    .into_any()
}

/// What was answered, once nothing can be changed any more.
fn as_given(page: &View) -> AnyView {
    let pairs = page.shown.iter().cloned().map(|(label, text)| view! { <dt>{label}</dt><dd class="asis">{text}</dd> });
    view! { <dl class="pairs">{pairs.collect_view()}</dl> }.into_any()
}

/// A question for a file: the one that was handed in, and the form for another.
fn file(page: &View, q: &Question) -> impl IntoView + use<> {
    let l = locale();
    let given = page.given.iter().find(|(id, _)| *id == q.id).and_then(|(_, answer)| file_of(answer));
    let may = page.closed.is_none() || (page.may_add && given.is_none());
    let label = if given.is_some() { signups::another_file(l) } else { signups::choose_file(l) };
    let given = given.map(|(id, name)| {
        let name = name.to_owned();
        view! { <p><Btn href=format!("/files/{id}") class="btn small" icon="down" external=true>{name}</Btn></p> }
    });
    let (name, title) = (q.id.to_string(), format!("q-{}", q.id));
    let named = title.clone();
    let hint = signups::file_kinds(l, page.max_mb);
    let form = may.then(|| {
        view! {
            <PlainForm to=ANSWER_FILE_FORM name enctype=WITH_FILES>
                <FileField name="file" label hint accept="image/png,image/jpeg,image/webp,application/pdf"/>
                <Submit label=signups::hand_in(l) class="btn small"/>
            </PlainForm>
        }
    });
    view! {
        <section class="card flow" aria-labelledby=named>
            <h2 id=title>{q.label.clone()}</h2>
            {(!q.note.is_empty()).then(|| view! { <p class="asis">{q.note.clone()}</p> })}
            <p class="small soft">{seen_by(q, &page.until)}</p>
            {given}
            {form}
        </section>
    }
}
