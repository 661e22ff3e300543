//! The steps of an event's life on its console: published, now or later, postponed, moved, cancelled.

use crate::{
    components::{Btn, Dialog, DialogButton, DialogClose, Flash, Tone},
    error::AppError,
    form::{Field, Hidden, Kind, PostForm, Submit, TextArea, was_refused},
    messages::{events, lifecycle, organise},
    visit::locale,
};
use domain::{
    EventId,
    events::{Phase, view::ConsolePage},
};
use leptos::prelude::*;

/// Makes a draft public.
#[server(endpoint = "events/publish")]
pub async fn publish_event(id: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    backend::events::publish(&site(), &actor()?, id.parse().map_err(|_| AppError::NOT_FOUND)?).await?;
    go_to(&format!("/organise/events/{id}"), Notice::Published);
    Ok(())
}

/// Lets a draft publish itself at a time on the wall of its zone.
#[server(endpoint = "events/publish_later")]
pub async fn publish_later(id: String, publish_at: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let event = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::events::publish_later(&site(), &actor()?, event, &publish_at).await?;
    go_to(&format!("/organise/events/{id}"), Notice::PublishSet);
    Ok(())
}

/// Calls that off.
#[server(endpoint = "events/call_off_publishing")]
pub async fn call_off_publishing(id: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let event = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::events::call_off_publishing(&site(), &actor()?, event).await?;
    go_to(&format!("/organise/events/{id}"), Notice::PublishOff);
    Ok(())
}

/// Takes an event's date back, until there is a new one.
#[server(endpoint = "events/postpone")]
pub async fn postpone_event(id: String, reason: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let event = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::events::postpone(&site(), &actor()?, event, &reason).await?;
    go_to(&format!("/organise/events/{id}"), Notice::Postponed);
    Ok(())
}

/// Gives an event another date.
#[server(endpoint = "events/reschedule")]
pub async fn reschedule_event(id: String, starts: String, ends: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let event = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::events::reschedule(&site(), &actor()?, event, (&starts, &ends)).await?;
    go_to(&format!("/organise/events/{id}"), Notice::Moved);
    Ok(())
}

/// Cancels an event, with the reason that everybody is told.
#[server(endpoint = "events/cancel")]
pub async fn cancel_event(id: String, reason: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    backend::events::cancel(&site(), &actor()?, id.parse().map_err(|_| AppError::NOT_FOUND)?, &reason).await?;
    go_to(&format!("/organise/events/{id}"), Notice::Cancelled);
    Ok(())
}

/// The next step of the event, where one waits.
pub(super) fn now(page: &ConsolePage) -> Option<AnyView> {
    match page.card.phase {
        Phase::Draft => Some(draft(page.id, page.publish_at.as_deref()).into_any()),
        Phase::Postponed => Some(reschedule(page.id, page.wall.clone()).into_any()),
        Phase::Ended | Phase::Recap => Some(recap(page).into_any()),
        _ => None,
    }
}

/// What nobody hopes for: another date, or none.
pub(super) fn change(page: &ConsolePage) -> impl IntoView + use<> {
    let (l, id) = (locale(), page.id);
    let date = match page.card.phase {
        Phase::Scheduled | Phase::Open | Phase::Full | Phase::Closed => {
            Some((postpone(id), reschedule(id, page.wall.clone())))
        }
        Phase::Postponed | Phase::Running => None,
        _ => return None,
    };
    Some(view! {
        <section class="flow" aria-labelledby="change">
            <h2 id="change">{organise::change(l)}</h2>
            {date}
            {cancel(id)}
        </section>
    })
}

fn draft(id: EventId, publish_at: Option<&str>) -> impl IntoView + use<> {
    let l = locale();
    let (publish, later) = (ServerAction::<PublishEvent>::new(), ServerAction::<PublishLater>::new());
    let off = ServerAction::<CallOffPublishing>::new();
    let is_set = publish_at.map(|when| {
        let words = lifecycle::later_is(l, when);
        view! {
            <Flash tone=Tone::Warn>{words}</Flash>
            <PostForm action=off class="row"><Hidden name="id" value=id.to_string()/><Submit label=lifecycle::later_off(l) class="btn small"/></PostForm>
        }
    });
    view! {
        <PostForm action=publish class="row"><Hidden name="id" value=id.to_string()/><Submit label=organise::publish(l)/><span class="soft">{organise::publish_text(l)}</span></PostForm>
        {is_set}
        <details class="qa" open={was_refused::<PublishLater>("")}>
            <summary>{lifecycle::later(l)}</summary>
            <PostForm action=later>
                <Hidden name="id" value=id.to_string()/>
                <Field name="publish_at" label=lifecycle::later_at(l) hint=lifecycle::later_hint(l) kind=Kind::DateTime/>
                <Submit label=lifecycle::later_set(l) class="btn small"/>
            </PostForm>
        </details>
    }
}

/// That it has no date, and why.
pub(super) fn postponed(page: &ConsolePage) -> impl IntoView + use<> {
    let reason = page.postpone_reason.clone().unwrap_or_default();
    (page.card.phase == Phase::Postponed)
        .then(|| view! { <Flash tone=Tone::Warn>{lifecycle::postponed_banner(locale(), &reason)}</Flash> })
}

fn postpone(id: EventId) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<PostponeEvent>::new();
    view! {
        <details class="qa" open={was_refused::<PostponeEvent>("")}>
            <summary>{lifecycle::postpone(l)}</summary>
            <p>{lifecycle::postpone_text(l)}</p>
            <PostForm action>
                <Hidden name="id" value=id.to_string()/>
                <TextArea name="reason" label=lifecycle::postpone_reason(l) rows=2 max=300u32/>
                <Submit label=lifecycle::postpone_yes(l) class="btn small"/>
            </PostForm>
        </details>
    }
}

fn reschedule(id: EventId, (starts, ends): (String, String)) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<RescheduleEvent>::new();
    view! {
        <details class="qa" open={was_refused::<RescheduleEvent>("")}>
            <summary>{lifecycle::move_date(l)}</summary>
            <p>{lifecycle::move_text(l)}</p>
            <PostForm action>
                <Hidden name="id" value=id.to_string()/>
                <Field name="starts" label=lifecycle::new_start(l) hint=organise::local_hint(l) kind=Kind::DateTime value=starts/>
                <Field name="ends" label=lifecycle::new_end(l) kind=Kind::DateTime value=ends/>
                <Submit label=lifecycle::move_yes(l) class="btn small"/>
            </PostForm>
        </details>
    }
}

fn cancel(id: EventId) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<CancelEvent>::new();
    view! {
        <DialogButton opens="cancel">{organise::cancel_event(l)}</DialogButton>
        <Dialog id="cancel" title=organise::cancel_title(l)>
            <p>{organise::cancel_text(l)}</p>
            <PostForm action>
                <Hidden name="id" value=id.to_string()/>
                <TextArea name="reason" label=organise::cancel_reason(l) rows=2 max=200u32/>
                <div class="row"><Submit label=organise::cancel_yes(l)/><DialogClose closes="cancel">{organise::cancel_no(l)}</DialogClose></div>
            </PostForm>
        </Dialog>
    }
}

fn recap(page: &ConsolePage) -> impl IntoView + use<> {
    let l = locale();
    let told = page.card.phase == Phase::Recap;
    let label = if told { lifecycle::edit_recap(l) } else { lifecycle::write_recap(l) };
    let class = if told { "btn" } else { "btn main" };
    let see = told.then(|| view! { <Btn href=format!("/e/{}/recap", page.card.slug)>{lifecycle::see_recap(l)}</Btn> });
    view! { <p class="row"><Btn href=format!("/organise/events/{}/recap", page.id) class=class>{label}</Btn>{see}</p> }
}

/// Why it will not happen.
pub(super) fn cancelled(page: &ConsolePage) -> impl IntoView + use<> {
    let reason = page.cancel_reason.clone();
    reason.map(|reason| view! { <Flash tone=Tone::Warn>{events::cancelled_banner(locale(), &reason)}</Flash> })
}
