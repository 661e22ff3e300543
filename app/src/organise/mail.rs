//! `/organise/mail`: what became of all letters, for those who run the site.

use super::announcement::{counted, troubles};
use crate::{error::AppError, messages::notices, page::load, visit::locale};
use domain::notices::view::MailPage;
use leptos::prelude::*;
use leptos_meta::Title;

/// The counts of a week and what went wrong.
#[server(endpoint = "notices/mail")]
pub async fn load_mail() -> Result<MailPage, AppError> {
    use crate::server_context::{actor, locale, site};
    Ok(backend::notices::mail_page(&site(), &actor()?, locale()).await?)
}

/// The page.
#[component]
pub fn Mail() -> impl IntoView {
    load(|| (), |()| load_mail(), show)
}

fn show(page: MailPage) -> impl IntoView {
    let l = locale();
    view! {
        <Title text=notices::mail(l)/>
        <div class="wrap stack top">
            <header class="flow"><h1 class="huge">{notices::mail(l)}</h1><p class="lede">{notices::mail_lede(l)}</p></header>
            {counted(page.deliveries)}
            <section class="flow" aria-labelledby="troubles"><h2 id="troubles">{notices::troubles(l)}</h2>{troubles(page.troubles)}</section>
        </div>
    }
}
