//! `/set-up`: the first account of an empty site, by the one-time link on the operator's console.

use super::join::NewAccount;
use crate::{
    error::AppError,
    form::{Hidden, PlainForm, Submit, fn_path},
    messages::members,
    page::query_once,
    visit::locale,
};
use leptos::prelude::*;
use leptos_meta::Title;

/// Makes the first admin.
#[server(endpoint = "members/set_up")]
pub async fn set_up(
    token: String,
    email: String,
    password: String,
    display_name: String,
    #[server(default)] handle: String,
) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{device, go_to, locale, site, start_session},
    };
    use backend::members::RegisterForm;
    let form = RegisterForm { email, password, display_name, handle, locale: locale(), zone: String::new() };
    let session = backend::members::set_up(&site(), &token, form, &device()).await?;
    start_session(&session);
    go_to("/organise", Notice::Welcome);
    Ok(())
}

/// The page.
#[component]
pub fn SetUpPage() -> impl IntoView {
    let (l, token) = (locale(), query_once("token"));
    view! {
        <Title text=members::set_up_title(l)/>
        <div class="wrap slim stack top">
            <div class="flow">
                <h1 class="huge">{members::set_up_title(l)}</h1>
                <p class="lede">{members::set_up_lede(l)}</p>
            </div>
            <PlainForm to={fn_path::<SetUp>()}>
                <Hidden name="token" value=token/>
                <NewAccount/>
                <Submit label=members::set_up_button(l) class="btn main wide"/>
            </PlainForm>
        </div>
    }
}
