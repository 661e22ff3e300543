//! Who asked for a place of an event, on its page for places: decided one by one, or several at once.

#[cfg(feature = "ssr")]
use super::places::desk;
use crate::{
    components::Empty,
    error::AppError,
    form::{Choice, Field, Hidden, PostForm, Radios, Submit, Tick},
    messages::{common, honor, places},
    visit::locale,
};
use domain::{EventId, signups::desk::RequestRow};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Lets somebody in who asked.
#[server(endpoint = "signups/approve")]
pub async fn approve_request(id: String, signup: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    backend::signups::approve(&site(), &actor()?, signup.parse().map_err(|_| AppError::NOT_FOUND)?).await?;
    go_to(&desk(&id)?, Notice::Decided);
    Ok(())
}

/// Says no to somebody who asked, and why.
#[server(endpoint = "signups/refuse")]
pub async fn refuse_request(id: String, signup: String, reason: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let signup = signup.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::signups::refuse(&site(), &actor()?, signup, &reason).await?;
    go_to(&desk(&id)?, Notice::Decided);
    Ok(())
}

/// Says yes or no to all who were ticked: together, or not at all.
#[server(endpoint = "signups/decide_in_bulk")]
pub async fn decide_in_bulk(
    id: String,
    what: String,
    reason: String,
    #[server(default)] picked: BTreeMap<String, String>,
) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    use backend::signups::BulkAsk;
    let event = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    let picked: Vec<String> = picked.into_values().collect();
    let ask = BulkAsk { what: &what, picked: &picked, reason: &reason };
    backend::signups::decide_in_bulk(&site(), &actor()?, event, ask).await?;
    go_to(&desk(&id)?, Notice::DoneForAll);
    Ok(())
}

/// Those who asked, one by one; and several at once, where there are several.
pub(super) fn requests(id: EventId, rows: Vec<RequestRow>, waiting: i64) -> impl IntoView {
    let l = locale();
    let shown = rows.len() as i64;
    let several = (shown > 1).then(|| several(id, &rows));
    let list = if rows.is_empty() {
        view! { <Empty title=places::no_requests(l) text=places::no_requests_text(l)/> }.into_any()
    } else {
        rows.into_iter().map(|row| request(id, row)).collect_view().into_any()
    };
    view! {
        <section class="flow" aria-labelledby="requests">
            <h2 id="requests">{places::requests(l)}</h2>
            {(waiting > shown).then(|| view! { <p class="soft">{places::requests_more(l, waiting, shown)}</p> })}
            {list}
        </section>
        {several}
    }
}

fn request(id: EventId, row: RequestRow) -> impl IntoView {
    let l = locale();
    let (yes, no) = (ServerAction::<ApproveRequest>::new(), ServerAction::<RefuseRequest>::new());
    let (about, signup, name) = (about(&row), row.signup.to_string(), row.display_name);
    let guests = (!row.guests.is_empty())
        .then(|| view! { <p>{places::comes_with(l, &row.guests.join(common::list_comma(l)))}</p> });
    let by = row.invited_by.map(|by| view! { <p class="soft">{places::invited_by(l, &by)}</p> });
    let answers =
        row.answers.into_iter().map(|(q, a)| view! { <p><span class="soft">{q}</span><br/>{a}</p> }).collect_view();
    let (again, form) = (signup.clone(), signup.clone());
    let story = format!("/organise/events/{id}/people/{signup}");
    view! {
        <article class="card flow">
            <h3><a href=story>{name.clone()}</a></h3>
            <p class="small soft">{about}</p>
            {by}
            {guests}
            {answers}
            <PostForm action=yes name=signup.clone()>
                <Hidden name="id" value=id.to_string()/>
                <Hidden name="signup" value=signup/>
                <Submit label=places::approve(l, &name) class="btn main wide"/>
            </PostForm>
            <details class="qa" open={crate::form::was_refused::<RefuseRequest>(&form)}>
                <summary>{places::refuse(l)}</summary>
                <PostForm action=no name=again.clone()>
                    <Hidden name="id" value=id.to_string()/>
                    <Hidden name="signup" value=again/>
                    <Field name="reason" label=places::refuse_reason(l) autocomplete="off" max=200u32/>
                    <Submit label=places::refuse(l) class="btn small"/>
                </PostForm>
            </details>
        </article>
    }
}

/// Who they are to the house, and when they asked.
fn about(row: &RequestRow) -> String {
    let l = locale();
    places::about_them(l, honor::tier(l, row.tier), &places::been_to(l, row.came), &row.asked)
}

/// The same word to all who are ticked.
fn several(id: EventId, rows: &[RequestRow]) -> impl IntoView + use<> {
    let l = locale();
    let action = ServerAction::<DecideInBulk>::new();
    let rows: Vec<(String, String, String)> =
        rows.iter().map(|row| (row.signup.to_string(), row.display_name.clone(), about(row))).collect();
    let words = vec![Choice::new("yes", places::several_yes(l)), Choice::new("no", places::several_no(l))];
    view! {
        <section class="card flow" aria-labelledby="several">
            <h2 id="several">{places::several(l)}</h2>
            <PostForm action>
                <Hidden name="id" value=id.to_string()/>
                <fieldset class="choices">
                    <legend>{places::several_who(l)}</legend>
                    // Made here, inside of the form: a box finds its form as context.
                    {rows
                        .into_iter()
                        .enumerate()
                        .map(|(i, (signup, name, about))| view! { <Tick name=format!("picked[{i}]") label=name hint=about value=signup/> })
                        .collect_view()}
                </fieldset>
                <Radios name="what" legend=places::several_what(l) choices=words value="yes"/>
                <Field name="reason" label=places::several_reason(l) hint=places::several_reason_hint(l) autocomplete="off" optional=true max=200u32/>
                <p class="small soft">{places::several_rule(l)}</p>
                <Submit label=places::several_do(l) class="btn wide"/>
            </PostForm>
        </section>
    }
}
