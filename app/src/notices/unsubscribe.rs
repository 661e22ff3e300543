//! `/unsubscribe/{token}`: the way out of announcements, for people. Mail programs post to the same address by themselves.

use crate::{
    components::Btn,
    error::AppError,
    form::{Hidden, PostForm, Submit},
    messages::{common, notices},
    page::{load, param},
    visit::locale,
};
use domain::notices::view::UnsubscribePage as View;
use leptos::prelude::*;
use leptos_meta::{Meta, Title};

/// Whose mail it is about.
#[server(endpoint = "notices/unsubscribe_page")]
pub async fn load_unsubscribe(token: String) -> Result<View, AppError> {
    Ok(backend::notices::unsubscribe_page(&crate::server_context::site(), &token).await?)
}

/// Ends announcements by mail.
#[server(endpoint = "notices/unsubscribe")]
pub async fn unsubscribe(token: String) -> Result<(), AppError> {
    use crate::server_context::{redirect, site};
    backend::notices::unsubscribe(&site(), &token).await?;
    redirect(&format!("/unsubscribe/{token}"));
    Ok(())
}

/// The page.
#[component]
pub fn UnsubscribePage() -> impl IntoView {
    let token = param("token");
    load(token, load_unsubscribe, move |page| show(page, token()))
}

fn show(page: View, token: String) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<Unsubscribe>::new();
    let body = if page.is_off {
        view! { <p class="lede">{notices::unsubscribed(l, &page.email)}</p><p><Btn href="/" class="btn main">{common::see_whats_on(l)}</Btn></p> }.into_any()
    } else {
        view! {
            <p class="lede">{notices::unsubscribe_text(l, &page.email)}</p>
            <PostForm action><Hidden name="token" value=token/><Submit label=notices::unsubscribe_button(l)/></PostForm>
        }
        .into_any()
    };
    view! {
        <Title text=notices::unsubscribe_title(l)/>
        <Meta name="robots" content="noindex"/>
        <div class="wrap narrow top flow"><h1 class="huge">{notices::unsubscribe_title(l)}</h1>{body}</div>
    }
}
