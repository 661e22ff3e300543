//! `/organise/badges/batches/{id}`: who would get a badge, who got it, and back again.

use crate::{
    components::{Btn, Flash, Tag, Tone},
    error::AppError,
    form::{Hidden, PostForm, Submit},
    messages::{badges_desk as text, forms},
    page::{load, param},
    visit::locale,
};
use domain::badges::batch::{BatchPage, BatchRow, Stage, Verdict};
use leptos::prelude::*;
use leptos_meta::Title;

/// A batch as it stands.
#[server(endpoint = "badges/batch_page")]
pub async fn load_batch(id: String) -> Result<BatchPage, AppError> {
    use crate::server_context::{actor, locale, site};
    let id = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    Ok(backend::badges::batch_page(&site(), &actor()?, locale(), id).await?)
}

/// Gives everybody in the batch what the preview says.
#[server(endpoint = "badges/carry_out")]
pub async fn carry_out_batch(id: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let batch = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::badges::carry_out_batch(&site(), &actor()?, batch).await?;
    go_to(&format!("/organise/badges/batches/{id}"), Notice::BatchGranted);
    Ok(())
}

/// Takes a whole batch back, as if it had never been.
#[server(endpoint = "badges/undo")]
pub async fn undo_batch(id: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let batch = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::badges::undo_batch(&site(), &actor()?, batch).await?;
    go_to(&format!("/organise/badges/batches/{id}"), Notice::BatchUndone);
    Ok(())
}

/// The page.
#[component]
pub fn Batch() -> impl IntoView {
    load(param("id"), load_batch, show)
}

/// Where a batch stands, in words.
pub(super) fn stage_words(stage: &Stage) -> (Tone, String) {
    let l = locale();
    match stage {
        Stage::Preview => (Tone::Warn, text::preview(l).into()),
        Stage::Granted(at) => (Tone::Ok, text::granted_at(l, at)),
        Stage::Undone(who, at) => (Tone::Plain, text::undone_at(l, at, who)),
    }
}

fn show(page: BatchPage) -> impl IntoView {
    let l = locale();
    let title = text::batch_title(l, &page.badge.name);
    let (tone, stage) = stage_words(&page.stage);
    let event = page.event.clone().map(|(slug, title)| view! { <p><a href=format!("/e/{slug}")>{title}</a></p> });
    let said = [page.reason.clone(), page.note.clone()].into_iter().filter(|s| !s.is_empty());
    let said = said.map(|words| view! { <p>{words}</p> }).collect_view();
    let act = act(&page);
    let cut = (page.rows.len() as i64) < page.gets + page.holds + page.wrong;
    let cut = cut.then(|| {
        let all = page.gets + page.holds + page.wrong;
        view! { <p class="small soft">{text::first_rows(l, page.rows.len() as i64, all)}</p> }
    });
    let stood = match page.stage {
        Stage::Undone(..) => (Tone::Plain, text::v_undone(l)),
        Stage::Preview | Stage::Granted(_) => (Tone::Ok, text::v_got(l)),
    };
    let rows = page.rows.into_iter().map(|line| row(line, stood)).collect_view();
    view! {
        <Title text=title.clone()/>
        <div class="wrap stack top">
            <header class="flow">
                <p><Tag tone>{stage}</Tag></p>
                <h1>{title}</h1>
                <p class="soft">{text::source_by(l, text::source(l, page.source), &page.by)}</p>
                {event}
                {said}
                <div class="row">
                    <Btn href=format!("/organise/badges/{}/batch", page.badge.slug) class="btn small">{text::give_many(l)}</Btn>
                    <Btn href="/organise/badges/batches" class="btn small">{text::batches_title(l)}</Btn>
                </div>
            </header>
            {act}
            <div class="scroll" role="region" aria-label=text::who(l) tabindex="0">
                <table>
                    <thead><tr><th scope="col">{text::row(l)}</th><th scope="col">{text::who(l)}</th><th scope="col">{text::state(l)}</th><th scope="col">{text::what_for(l)}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {cut}
        </div>
    }
}

/// The numbers, and what can be done now.
fn act(page: &BatchPage) -> impl IntoView + use<> {
    let l = locale();
    let id = page.id.to_string();
    match page.stage {
        Stage::Preview => preview(page).into_any(),
        Stage::Granted(_) if page.can_undo => {
            let action = ServerAction::<UndoBatch>::new();
            view! {
                <section class="card flow">
                    <p class="soft">{text::undo_text(l)}</p>
                    <PostForm action><Hidden name="id" value=id/><Submit label=text::undo(l) class="btn small"/></PostForm>
                </section>
            }
            .into_any()
        }
        Stage::Granted(_) | Stage::Undone(..) => ().into_any(),
    }
}

fn preview(page: &BatchPage) -> impl IntoView + use<> {
    let l = locale();
    let holds = (page.holds > 0).then(|| view! { <p class="soft">{text::hold_it(l, page.holds)}</p> });
    let short = page.left.filter(|left| *left < page.gets);
    let button = match (page.wrong, page.gets, short) {
        (0, 0, _) => view! { <Flash tone=Tone::Plain>{text::nobody_gets(l)}</Flash> }.into_any(),
        (0, _, Some(left)) => view! { <Flash tone=Tone::Bad>{text::too_few(l, left)}</Flash> }.into_any(),
        (0, gets, None) => {
            let action = ServerAction::<CarryOutBatch>::new();
            let id = page.id.to_string();
            view! {
                <PostForm action>
                    <Hidden name="id" value=id/>
                    <p class="soft">{text::told_once(l)}</p>
                    <Submit label=text::carry_out(l, gets)/>
                </PostForm>
            }
            .into_any()
        }
        (wrong, ..) => view! { <Flash tone=Tone::Bad>{text::wrong(l, wrong)}</Flash> }.into_any(),
    };
    view! { <section class="flow"><p><b>{text::would(l, page.gets)}</b></p>{holds}{button}</section> }
}

/// A row, and how what was granted stands.
fn row(row: BatchRow, (tone, stands): (Tone, &'static str)) -> impl IntoView {
    let l = locale();
    let verdict = match (row.verdict, row.grant) {
        (Verdict::Gets, Some(_)) => view! { <Tag tone>{stands}</Tag> }.into_any(),
        (Verdict::Gets, None) => view! { <Tag tone=Tone::Ok>{text::v_gets(l)}</Tag> }.into_any(),
        (Verdict::Holds, _) => view! { <Tag>{text::v_holds(l)}</Tag> }.into_any(),
        (Verdict::Wrong(code), _) => view! { <span class="bad">{forms::field_text(l, code)}</span> }.into_any(),
    };
    let who = if row.name.is_empty() { row.person.clone() } else { row.name };
    let who = match row.grant {
        Some(grant) => view! { <a href=format!("/organise/badges/grants/{grant}")>{who}</a> }.into_any(),
        None => who.into_any(),
    };
    view! { <tr><td>{row.line}</td><th scope="row">{who}<br/><span class="small soft">{row.person}</span></th><td>{verdict}</td><td>{row.occasion}</td></tr> }
}
