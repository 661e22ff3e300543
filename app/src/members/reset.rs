//! `/reset` and `/reset/code`: back in by a code sent to the address.

use crate::{
    error::AppError,
    form::{Field, Hidden, Kind, PlainForm, Submit, fn_path},
    messages::members,
    page::query_once,
    visit::locale,
};
use leptos::prelude::*;
use leptos_meta::Title;

/// Sends a code, if the address is known; the answer is the same either way.
#[server(endpoint = "members/ask_reset")]
pub async fn ask_reset(email: String, #[server(default)] next: String) -> Result<(), AppError> {
    use crate::server_context::{redirect, set_cookie, site};
    use crate::visit::with_next;
    backend::members::ask_reset(&site(), &email).await?;
    // Not in the address: it would stay in histories.
    set_cookie("reset", &email.trim().replace([';', ',', ' '], ""), 600);
    redirect(&with_next("/reset/code", &next));
    Ok(())
}

/// Sets a new password by the code, and signs in.
#[server(endpoint = "members/reset_password")]
pub async fn reset_password(
    email: String,
    code: String,
    new_password: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{device, go_to, rename_field, set_cookie, site, start_session},
    };
    use backend::members::ResetForm;
    let form = ResetForm { email, code, password: new_password };
    let session = backend::members::reset_password(&site(), form, &device())
        .await
        .map_err(|f| rename_field(f, "password", "new_password"))?;
    start_session(&session);
    set_cookie("reset", "", 0);
    go_to(&next, Notice::PasswordChanged);
    Ok(())
}

/// `/reset`.
#[component]
pub fn ResetPage() -> impl IntoView {
    let (l, next) = (locale(), query_once("next"));
    view! {
        <Title text=members::reset_title(l)/>
        <div class="wrap slim stack top">
            <div class="flow">
                <h1 class="huge">{members::reset_title(l)}</h1>
                <p class="lede">{members::reset_lede(l)}</p>
            </div>
            <PlainForm to={fn_path::<AskReset>()}>
                <Hidden name="next" value=next/>
                <Field name="email" label=members::email(l) kind=Kind::Email autocomplete="email" max=254u32/>
                <Submit label=members::send_code(l) class="btn main wide" icon="mail"/>
            </PlainForm>
        </div>
    }
}

/// `/reset/code`.
#[component]
pub fn ResetCodePage() -> impl IntoView {
    let (l, next) = (locale(), query_once("next"));
    let email = SharedValue::new(asked_for).into_inner();
    view! {
        <Title text=members::new_password_title(l)/>
        <div class="wrap slim stack top">
            <div class="flow">
                <h1 class="huge">{members::new_password_title(l)}</h1>
                <p class="lede">{members::new_password_lede(l)}</p>
            </div>
            <PlainForm to={fn_path::<ResetPassword>()}>
                <Hidden name="next" value=next/>
                <Field name="email" label=members::email(l) kind=Kind::Email value=email autocomplete="email" max=254u32/>
                <Field name="code" label=members::code(l) kind=Kind::Digits max=12u32/>
                <Field name="new_password" label=members::new_password(l) kind=Kind::Password hint=members::password_hint(l) autocomplete="new-password"/>
                <Submit label=members::new_password_button(l) class="btn main wide"/>
            </PlainForm>
        </div>
    }
}

/// The address the code was asked for, so that nobody types it twice.
fn asked_for() -> String {
    #[cfg(feature = "ssr")]
    return crate::server_context::cookie("reset").unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    String::new()
}
