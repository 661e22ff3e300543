//! What goes past the line, on an event's console: a seat given, somebody taken off.

use crate::{
    error::AppError,
    form::{Field, Hidden, PostForm, Submit},
    messages::organise,
    visit::locale,
};
use domain::EventId;
use leptos::prelude::*;

/// Gives a member a seat, out of turn and in the open.
#[server(endpoint = "signups/place_by_hand")]
pub async fn place_by_hand(id: String, handle: String, reason: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let event = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::signups::place_by_hand(&site(), &actor()?, event, (&handle, &reason)).await?;
    go_to(&format!("/organise/events/{id}"), Notice::PersonAdded);
    Ok(())
}

/// Takes a member off the list.
#[server(endpoint = "signups/remove")]
pub async fn remove_sign_up(id: String, handle: String, reason: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let event = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::signups::remove_member(&site(), &actor()?, event, (&handle, &reason)).await?;
    go_to(&format!("/organise/events/{id}"), Notice::PersonRemoved);
    Ok(())
}

/// What goes past the line, with a reason.
pub(super) fn by_hand(id: EventId) -> impl IntoView {
    let l = locale();
    let (place, remove) = (ServerAction::<PlaceByHand>::new(), ServerAction::<RemoveSignUp>::new());
    let id = id.to_string();
    let fields = move |id: String| {
        view! {
            <Hidden name="id" value=id/>
            <Field name="handle" label=organise::staff_handle(l) autocomplete="off" max=64u32/>
            <Field name="reason" label=organise::by_hand_reason(l) max=200u32/>
        }
    };
    let again = id.clone();
    view! {
        <section class="card flow" aria-labelledby="by-hand">
            <h2 id="by-hand">{organise::by_hand(l)}</h2>
            <p class="soft">{organise::by_hand_text(l)}</p>
            <PostForm action=place>{fields(id)}<Submit label=organise::give_seat(l) class="btn small"/></PostForm>
            <PostForm action=remove>{fields(again)}<Submit label=organise::take_off(l) class="btn small"/></PostForm>
        </section>
    }
}
