//! Who helps at an event, on its console: invited, in, thanked.

use crate::{
    error::AppError,
    form::{Choice, Field, Hidden, PostForm, Radios, Submit},
    messages::{lifecycle, organise},
    visit::locale,
};
use domain::{
    EventId,
    events::{
        Kind,
        desk::{InvitedRow, StaffRow},
    },
    members::EventRole,
};
use leptos::prelude::*;

/// Asks somebody to help: a member by name, or anybody by mail.
#[server(endpoint = "events/invite")]
pub async fn invite_helper(id: String, whom: String, #[server(default)] role: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, locale, site},
    };
    let event = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::events::invite(&site(), &actor()?, locale(), event, (&whom, &role)).await?;
    go_to(&format!("/organise/events/{id}"), Notice::Invited);
    Ok(())
}

/// Takes an invitation back.
#[server(endpoint = "events/withdraw_invitation")]
pub async fn withdraw_invitation(id: String, invitation: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let event = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    let invitation = invitation.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::events::withdraw_invitation(&site(), &actor()?, event, invitation).await?;
    go_to(&format!("/organise/events/{id}"), Notice::PersonRemoved);
    Ok(())
}

/// Takes their part from a member again.
#[server(endpoint = "events/remove_staff")]
pub async fn remove_staff(id: String, handle: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    backend::events::remove_staff(&site(), &actor()?, id.parse().map_err(|_| AppError::NOT_FOUND)?, &handle).await?;
    go_to(&format!("/organise/events/{id}"), Notice::PersonRemoved);
    Ok(())
}

pub(super) fn helpers(id: EventId, kind: Kind, staff: Vec<StaffRow>, invited: Vec<InvitedRow>) -> impl IntoView {
    let l = locale();
    let invite = ServerAction::<InviteHelper>::new();
    let leads = (kind == Kind::OpenDay).then(|| (EventRole::ShiftLead, lifecycle::shift_lead_text(l)));
    let roles = [(EventRole::Door, lifecycle::door_text(l)), (EventRole::CoOrganiser, lifecycle::co_organiser_text(l))];
    let choice = |(role, text): (EventRole, &str)| Choice::new(role.word(), lifecycle::role_word(l, role)).hint(text);
    let roles: Vec<Choice> = roles.into_iter().chain(leads).map(choice).collect();
    view! {
        <section class="card flow" aria-labelledby="staff">
            <h2 id="staff">{lifecycle::helpers(l)}</h2>
            <p class="soft">{lifecycle::helpers_text(l)}</p>
            <ul>{there(id, staff)}{asked(id, invited)}</ul>
            <PostForm action=invite>
                <Hidden name="id" value=id.to_string()/>
                <Field name="whom" label=lifecycle::whom(l) autocomplete="off" max=254u32/>
                <Radios name="role" legend=lifecycle::role(l) choices=roles value=EventRole::Door.word()/>
                <Submit label=lifecycle::invite(l) class="btn small"/>
            </PostForm>
        </section>
    }
}

fn there(id: EventId, staff: Vec<StaffRow>) -> impl IntoView {
    let l = locale();
    let remove = ServerAction::<RemoveStaff>::new();
    let row = move |StaffRow { person, role }: StaffRow| {
        let words = lifecycle::helper(l, &person.display_name, lifecycle::role_word(l, role));
        view! {
            <li>
                <PostForm action=remove name=person.handle.clone() class="row">
                    <span>{words}</span>
                    <Hidden name="id" value=id.to_string()/>
                    <Hidden name="handle" value=person.handle/>
                    <Submit label=organise::staff_remove(l, &person.display_name) class="btn plain small"/>
                </PostForm>
            </li>
        }
    };
    staff.into_iter().map(row).collect_view()
}

fn asked(id: EventId, invited: Vec<InvitedRow>) -> impl IntoView {
    let l = locale();
    let withdraw = ServerAction::<WithdrawInvitation>::new();
    let row = move |asked: InvitedRow| {
        let words = lifecycle::waits(l, &asked.whom, lifecycle::role_word(l, asked.role), &asked.until);
        view! {
            <li>
                <PostForm action=withdraw name=asked.id.to_string() class="row">
                    <span class="soft">{words}</span>
                    <Hidden name="id" value=id.to_string()/>
                    <Hidden name="invitation" value=asked.id.to_string()/>
                    <Submit label=lifecycle::withdraw(l, &asked.whom) class="btn plain small"/>
                </PostForm>
            </li>
        }
    };
    invited.into_iter().map(row).collect_view()
}
