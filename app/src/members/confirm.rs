//! `/confirm`: the code that proves an address.

use crate::{
    components::{Flash, Tone},
    error::AppError,
    form::{Field, Kind, PlainForm, Submit, fn_path},
    messages::members,
    page::load,
    visit::locale,
};
use leptos::prelude::*;
use leptos_meta::Title;

/// The reader's address, and whether it is confirmed.
#[server(endpoint = "members/address")]
pub async fn load_address() -> Result<(String, bool), AppError> {
    use crate::server_context::{actor, locale, session_id, site};
    let page = backend::members::settings_page(&site(), &actor()?, locale(), session_id()).await?;
    Ok((page.email, page.email_confirmed))
}

/// Proves the address.
#[server(endpoint = "members/confirm_email")]
pub async fn confirm_email(code: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    backend::members::confirm_email(&site(), &actor()?, &code).await?;
    go_to("/", Notice::EmailConfirmed);
    Ok(())
}

/// Sends a new code.
#[server(endpoint = "members/send_confirmation")]
pub async fn send_confirmation() -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    backend::members::send_confirmation(&site(), &actor()?).await?;
    go_to("/confirm", Notice::EmailSent);
    Ok(())
}

/// The page.
#[component]
pub fn ConfirmPage() -> impl IntoView {
    load(|| (), |()| load_address(), |(email, confirmed)| show(email, confirmed))
}

fn show(email: String, confirmed: bool) -> impl IntoView {
    let l = locale();
    let body = if confirmed {
        view! { <Flash tone=Tone::Ok>{members::confirmed_already(l)}</Flash> }.into_any()
    } else {
        view! {
            <p class="lede">{members::confirm_lede(l, &email)}</p>
            <PlainForm to={fn_path::<ConfirmEmail>()}>
                <Field name="code" label=members::code(l) kind=Kind::Digits max=12u32/>
                <Submit label=members::confirm_button(l) class="btn main wide"/>
            </PlainForm>
            <PlainForm to={fn_path::<SendConfirmation>()} class=""><Submit label=members::send_again(l) class="btn plain"/></PlainForm>
        }
        .into_any()
    };
    view! {
        <Title text=members::confirm_title(l)/>
        <div class="wrap slim stack top"><h1 class="huge">{members::confirm_title(l)}</h1>{body}</div>
    }
}
