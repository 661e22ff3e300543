//! `/sign-in`, and signing out.

use crate::{
    error::AppError,
    form::{Field, Hidden, Kind, PlainForm, Submit, fn_path},
    messages::members,
    page::query_once,
    visit::{locale, with_next},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// Signs a member in and goes on to `next`.
#[server(endpoint = "members/sign_in")]
pub async fn sign_in(email: String, password: String, #[server(default)] next: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{device, go_to, site, start_session},
    };
    let session = backend::members::sign_in(&site(), &email, &password, &device()).await?;
    start_session(&session);
    go_to(&next, Notice::SignedIn);
    Ok(())
}

/// Signs this browser out.
#[server(endpoint = "members/sign_out")]
pub async fn sign_out() -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{end_session, go_to, session_token, site},
    };
    if let Some(token) = session_token() {
        backend::members::sign_out(&site(), &token).await?;
    }
    end_session();
    go_to("/", Notice::SignedOut);
    Ok(())
}

/// The page.
#[component]
pub fn SignInPage() -> impl IntoView {
    let (l, next) = (locale(), query_once("next"));
    let (reset, join) = (with_next("/reset", &next), with_next("/join", &next));
    view! {
        <Title text=members::sign_in(l)/>
        <div class="wrap slim stack top">
            <h1 class="huge">{members::welcome_back(l)}</h1>
            <PlainForm to={fn_path::<SignIn>()}>
                <Hidden name="next" value=next/>
                <Field name="email" label=members::email(l) kind=Kind::Email autocomplete="username" max=254u32/>
                <Field name="password" label=members::password(l) kind=Kind::Password autocomplete="current-password"/>
                <Submit label=members::sign_in(l) class="btn main wide"/>
            </PlainForm>
            <p><a href=reset>{members::forgot(l)}</a></p>
            <p>{members::new_here(l)}" "<a href=join>{members::join_link(l)}</a></p>
        </div>
    }
}
