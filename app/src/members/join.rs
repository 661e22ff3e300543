//! `/join`: a new account.

use crate::{
    error::AppError,
    form::{Field, Hidden, Kind, PlainForm, Submit, fn_path},
    messages::members,
    page::query_once,
    visit::{locale, with_next},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// Makes an account, signs it in and goes on to `next`, or to the code that was sent.
#[server(endpoint = "members/register")]
pub async fn register(
    email: String,
    password: String,
    display_name: String,
    #[server(default)] handle: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{device, go_to, locale, site, start_session},
    };
    use backend::members::RegisterForm;
    let site = site();
    let form = RegisterForm { email, password, display_name, handle, locale: locale(), zone: String::new() };
    let session = backend::members::register(&site, form, &device()).await?;
    start_session(&session);
    go_to(if next.is_empty() { "/confirm" } else { &next }, Notice::Welcome);
    Ok(())
}

/// The page.
#[component]
pub fn JoinPage() -> impl IntoView {
    let (l, next) = (locale(), query_once("next"));
    let sign_in = with_next("/sign-in", &next);
    view! {
        <Title text=members::join_title(l)/>
        <div class="wrap slim stack top">
            <div class="flow">
                <h1 class="huge">{members::join_title(l)}</h1>
                <p class="lede">{members::join_lede(l)}</p>
            </div>
            <PlainForm to={fn_path::<Register>()}>
                <Hidden name="next" value=next/>
                <NewAccount/>
                <Submit label=members::join_button(l) class="btn main wide"/>
            </PlainForm>
            <p>{members::have_account(l)}" "<a href=sign_in>{members::sign_in(l)}</a></p>
        </div>
    }
}

/// The fields of a new account; also those of the first one.
#[component]
pub(super) fn NewAccount() -> impl IntoView {
    let l = locale();
    view! {
        <Field name="display_name" label=members::display_name(l) hint=members::display_name_hint(l) autocomplete="name" max=60u32/>
        <Field name="email" label=members::email(l) kind=Kind::Email autocomplete="email" max=254u32/>
        <Field name="password" label=members::password(l) kind=Kind::Password hint=members::password_hint(l) autocomplete="new-password"/>
        <Field name="handle" label=members::handle(l) hint=members::handle_hint(l) autocomplete="off" optional=true max=30u32/>
    }
}
