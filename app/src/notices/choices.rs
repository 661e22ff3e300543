//! `/my/settings/mail`: quiet hours, announcements, and the address of one's own calendar.

use crate::{
    components::{Btn, webcal},
    error::AppError,
    form::{Field, PostForm, Submit, Tick},
    messages::notices,
    page::load,
    visit::locale,
};
use domain::notices::view::ChoicePage;
use leptos::prelude::*;
use leptos_meta::Title;

/// Holds the token of a calendar address for the few minutes in which its owner can copy it.
#[cfg(feature = "ssr")]
const COOKIE: &str = "calendar";
/// How long they have, in seconds.
#[cfg(feature = "ssr")]
const TO_COPY_S: u32 = 600;

/// What the reader chose.
#[server(endpoint = "notices/choices")]
pub async fn load_choices() -> Result<ChoicePage, AppError> {
    use crate::server_context::{actor, cookie, locale, site};
    Ok(backend::notices::choice_page(&site(), &actor()?, locale(), cookie(COOKIE)).await?)
}

/// Keeps the reader's choices about mail.
#[server(endpoint = "notices/save_choices")]
pub async fn save_choices(
    #[server(default)] quiet_from: String,
    #[server(default)] quiet_until: String,
    #[server(default)] announcements: bool,
) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let form = domain::notices::quiet::ChoiceForm { quiet_from, quiet_until, announcements };
    backend::notices::save_choice(&site(), &actor()?, &form).await?;
    go_to("/my/settings/mail", Notice::Saved);
    Ok(())
}

/// Makes a new address for the reader's calendar; an earlier one stops working.
#[server(endpoint = "notices/new_calendar")]
pub async fn new_calendar() -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, set_cookie, site},
    };
    let token = backend::notices::new_calendar_address(&site(), &actor()?).await?;
    set_cookie(COOKIE, &token, TO_COPY_S);
    go_to("/my/settings/mail", Notice::Saved);
    Ok(())
}

/// Switches the reader's calendar address off.
#[server(endpoint = "notices/end_calendar")]
pub async fn end_calendar() -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, set_cookie, site},
    };
    backend::notices::end_calendar_address(&site(), &actor()?).await?;
    set_cookie(COOKIE, "", 0);
    go_to("/my/settings/mail", Notice::Saved);
    Ok(())
}

/// The page.
#[component]
pub fn Choices() -> impl IntoView {
    load(|| (), |()| load_choices(), show)
}

fn show(page: ChoicePage) -> impl IntoView {
    let l = locale();
    let save = ServerAction::<SaveChoices>::new();
    let (from, until, announcements) = (page.quiet_from.clone(), page.quiet_until.clone(), page.announcements);
    view! {
        <Title text=notices::about_mail(l)/>
        <div class="wrap slim stack top">
            <header class="flow">
                <h1 class="huge">{notices::about_mail(l)}</h1>
                <p class="lede">{notices::choices_lede(l)}</p>
            </header>
            <section class="flow" aria-labelledby="quiet">
                <h2 id="quiet">{notices::quiet(l)}</h2>
                <p>{notices::quiet_text(l, &page.zone.replace('_', " "))}</p>
                <PostForm action=save>
                    <Field name="quiet_from" label=notices::quiet_from(l) hint=notices::time_hint(l) value=from optional=true max=5u32/>
                    <Field name="quiet_until" label=notices::quiet_until(l) value=until optional=true max=5u32/>
                    <Tick name="announcements" label=notices::announcements_tick(l) hint=notices::announcements_hint(l) checked=announcements/>
                    <Submit label=notices::save_choice(l) class="btn main wide"/>
                </PostForm>
            </section>
            {calendar(page)}
        </div>
    }
}

fn calendar(page: ChoicePage) -> impl IntoView {
    let l = locale();
    let (make, end) = (ServerAction::<NewCalendar>::new(), ServerAction::<EndCalendar>::new());
    let has_one = page.calendar_since.is_some();
    let since = page.calendar_since.map(|at| view! { <p>{notices::calendar_since(l, &at)}</p> });
    let address = page.calendar.map(|url| {
        let open = webcal(&url);
        view! {
            <div class="field"><label for="calendar-url">{notices::calendar_address(l)}</label><input id="calendar-url" readonly value=url/></div>
            <p class="soft">{notices::calendar_secret(l)}</p>
            <p><Btn href=open icon="cal" external=true>{notices::open_calendar(l)}</Btn></p>
        }
    });
    let label = if has_one { notices::calendar_anew(l) } else { notices::calendar_make(l) };
    let off = has_one.then(|| view! { <PostForm action=end class=""><Submit label=notices::calendar_off(l) class="btn plain small"/></PostForm> });
    view! {
        <section class="flow" aria-labelledby="calendar">
            <h2 id="calendar">{notices::calendar(l)}</h2>
            <p>{notices::calendar_text(l)}</p>
            {address}
            {since}
            <div class="row"><PostForm action=make class=""><Submit label class="btn small"/></PostForm>{off}</div>
        </section>
    }
}
