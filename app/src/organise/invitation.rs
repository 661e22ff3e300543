//! `/invitations/{token}`: somebody asks the reader to help at an event.

use crate::{
    components::{Btn, Gig},
    error::AppError,
    form::{Hidden, PlainForm, PostForm, Submit, fn_path},
    messages::{common, lifecycle},
    page::{load, param},
    visit::{locale, with_next},
};
use domain::{events::desk::InvitationPage, members::EventRole};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};

/// What the link invites to.
#[server(endpoint = "events/invitation")]
pub async fn load_invitation(token: String) -> Result<(String, InvitationPage), AppError> {
    use crate::server_context::{locale, maybe_actor, site};
    let page = backend::events::invitation(&site(), maybe_actor().as_ref(), locale(), &token).await?;
    Ok((token, page))
}

/// Says yes.
#[server(endpoint = "events/accept_invitation")]
pub async fn accept_invitation(token: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let (event, role) = backend::events::accept_invitation(&site(), &actor()?, &token).await?;
    let next = match role {
        EventRole::CoOrganiser => format!("/organise/events/{event}"),
        EventRole::Door => format!("/door/{event}"),
        EventRole::ShiftLead => format!("/door/{event}/shifts"),
    };
    go_to(&next, Notice::Accepted);
    Ok(())
}

/// Says no.
#[server(endpoint = "events/decline_invitation")]
pub async fn decline_invitation(token: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    backend::events::decline_invitation(&site(), &actor()?, &token).await?;
    go_to("/", Notice::Declined);
    Ok(())
}

/// The page.
#[component]
pub fn Invitation() -> impl IntoView {
    load(param("token"), load_invitation, |(token, page)| show(token, page))
}

fn show(token: String, page: InvitationPage) -> impl IntoView {
    let l = locale();
    let text = match page.role {
        EventRole::CoOrganiser => lifecycle::co_organiser_text(l),
        EventRole::Door => lifecycle::door_text(l),
        EventRole::ShiftLead => lifecycle::shift_lead_text(l),
    };
    let answer = if page.sign_in_first {
        let next = format!("/invitations/{token}");
        view! {
            <p>{common::sign_in_needed_text(l)}</p>
            <p><Btn href=with_next("/sign-in", &next) class="btn main wide">{common::sign_in(l)}</Btn></p>
            <p><Btn href=with_next("/join", &next) class="btn wide">{common::sign_up(l)}</Btn></p>
        }
        .into_any()
    } else {
        let decline = ServerAction::<DeclineInvitation>::new();
        let mine = token.clone();
        // A new role changes what stands on every page: the whole page is loaded anew.
        view! {
            <PlainForm to={fn_path::<AcceptInvitation>()}><Hidden name="token" value=mine/><Submit label=lifecycle::accept(l) class="btn main wide"/></PlainForm>
            <PostForm action=decline><Hidden name="token" value=token/><Submit label=lifecycle::decline(l) class="btn wide"/></PostForm>
        }
        .into_any()
    };
    view! {
        <Title text=lifecycle::invited_title(l)/>
        <Meta name="robots" content="noindex"/>
        <div class="wrap slim stack top">
            <header class="flow">
                <h1 class="huge">{lifecycle::invited_title(l)}</h1>
                <p class="lede">{lifecycle::invited_by(l, &page.from)}</p>
            </header>
            <div class="gig"><Gig card=page.card level=2 more=lifecycle::role_word(l, page.role)/></div>
            <p>{text}</p>
            <div class="flow">{answer}</div>
            <p class="small soft">{lifecycle::invited_until(l, &page.until)}</p>
        </div>
    }
}
