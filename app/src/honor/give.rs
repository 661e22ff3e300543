//! Honor by hand, on the console's page: giving it, and a second organiser's word.

use crate::{
    error::AppError,
    form::{Field, Hidden, Kind, PostForm, RequestKey, Submit},
    messages::{badges_desk, common, ledger as text},
    visit::locale,
};
use domain::honor::{
    self,
    view::{HonorDesk, WaitingThanks},
};
use leptos::prelude::*;

/// Thanks somebody.
#[server(endpoint = "honor/thank")]
pub async fn thank(
    handle: String,
    points: String,
    reason: String,
    #[server(default)] request_key: String,
) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    use backend::honor::{Thanked, ThanksAsk};
    let ask = ThanksAsk { handle, points, reason, request_key };
    let notice = match backend::honor::thank(&site(), &actor()?, ask).await? {
        Thanked::Now => Notice::HonorAdded,
        Thanked::WhenConfirmed => Notice::HonorAsked,
    };
    go_to("/organise/honor", notice);
    Ok(())
}

/// Agrees to thanks that wait, or not: "agree" or "decline".
#[server(endpoint = "honor/settle_thanks")]
pub async fn settle_thanks(id: String, word: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    use backend::honor::SecondWord;
    let id = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    let word = match word.as_str() {
        "agree" => SecondWord::Agree,
        "decline" => SecondWord::Decline,
        _ => return Err(AppError::malformed()),
    };
    backend::honor::settle_thanks(&site(), &actor()?, id, word).await?;
    go_to("/organise/honor", Notice::Answered);
    Ok(())
}

/// The form, with what is left to give.
pub(super) fn give(desk: &HonorDesk) -> impl IntoView + use<> {
    let l = locale();
    let action = ServerAction::<Thank>::new();
    let second = desk.second_from.map(|n| view! { {common::gap(l)}{text::give_second(l, n)} });
    let left = text::give_text(l, desk.left, desk.budget);
    let rule = desk.rules.iter().find(|rule| rule.trigger == honor::Trigger::Thanked);
    let limits = rule.map(|rule| text::caps(l, &rule.terms)).filter(|all| !all.is_empty());
    let limits = limits.map(|all| text::give_limits(l, &all.join(common::list_comma(l)))).unwrap_or_default();
    view! {
        <section class="card flow" aria-labelledby="give">
            <h2 id="give">{text::give_title(l)}</h2>
            <p class="soft">{left}{second}</p>
            <PostForm action>
                <RequestKey of="thanks"/>
                <Field name="handle" label=badges_desk::to_whom(l) hint=badges_desk::to_whom_hint(l) autocomplete="off" max=64u32/>
                <Field name="points" label=text::give_points(l) hint=limits kind=Kind::Number max=4u32/>
                <Field name="reason" label=text::give_reason(l) hint=text::give_reason_hint(l) max=200u32/>
                <Submit label=text::give_button(l)/>
            </PostForm>
        </section>
    }
}

/// What waits for a second organiser.
pub(super) fn waiting(all: Vec<WaitingThanks>) -> impl IntoView {
    let l = locale();
    let none = all.is_empty().then(|| view! { <p class="soft">{text::waiting_none(l)}</p> });
    let rows = all.into_iter().map(row).collect_view();
    view! {
        <section class="flow" aria-labelledby="waiting">
            <h2 id="waiting">{text::waiting_title(l)}</h2>
            {none}
            <ul class="flow">{rows}</ul>
        </section>
    }
}

fn row(row: WaitingThanks) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<SettleThanks>::new();
    let form = move |word: &'static str, label: &'static str, id: String| {
        view! {
            <PostForm action name=format!("{word}-{id}") class="row">
                <Hidden name="id" value=id/>
                <Hidden name="word" value=word/>
                <Submit label class="btn small"/>
            </PostForm>
        }
    };
    let id = row.id.to_string();
    let agree = row.may_agree.then(|| form("agree", text::agree(l), id.clone()));
    let decline = row.may_agree.then(|| form("decline", text::decline(l), id.clone()));
    let call_off = row.is_mine.then(|| form("decline", text::call_off(l), id));
    view! {
        <li class="flow">
            <p>
                <b>{text::waiting_row(l, &row.by, row.points, &row.name)}</b>
                <br/>
                <span class="soft">{row.reason}", "{row.asked}</span>
            </p>
            <div class="row">{agree}{decline}{call_off}</div>
        </li>
    }
}
