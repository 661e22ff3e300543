//! An invitation for friends, on the ticket of somebody who may pass one on.

use crate::{
    error::AppError,
    form::{Hidden, PostForm, Submit},
    messages::places,
    visit::locale,
};
use domain::signups::view::TicketView;
use leptos::prelude::*;

/// Gives somebody with a seat an invitation for their friends.
#[server(endpoint = "signups/pass_on")]
pub async fn pass_on(signup: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    backend::signups::pass_on(&site(), &actor()?, signup.parse().map_err(|_| AppError::NOT_FOUND)?).await?;
    go_to("/my/tickets", Notice::CodeMade);
    Ok(())
}

/// The invitation that somebody with a seat may pass on.
pub(super) fn invite_friends(t: &TicketView) -> Option<AnyView> {
    let l = locale();
    let signup = t.mine.id.to_string();
    if let Some(code) = &t.invitation {
        let id = format!("pass-{signup}");
        return Some(
            view! {
                <p class="small soft">{places::my_invitation(l, code.most, code.used)}</p>
                <div class="field"><label for=id.clone()>{places::link_to_pass_on(l)}</label><input id=id readonly value=code.url.clone()/></div>
            }
            .into_any(),
        );
    }
    let friends = t.friends;
    (friends > 0).then(|| {
        let action = ServerAction::<PassOn>::new();
        view! {
            <PostForm action name=signup.clone() class="row">
                <span class="soft">{places::invite_friends(l, friends)}</span>
                <Hidden name="signup" value=signup/>
                <Submit label=places::get_code(l) class="btn small"/>
            </PostForm>
        }
        .into_any()
    })
}
