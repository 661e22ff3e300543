//! Language and look: chosen by a form in the frame of every page, kept in cookies, and with the member for their mail.

use crate::error::AppError;
use leptos::prelude::*;

/// Keeps the chosen language or theme for a year and goes back to where the visitor was.
#[server(endpoint = "settings/look")]
pub async fn choose_look(locale: Option<String>, theme: Option<String>, next: String) -> Result<(), AppError> {
    use crate::server_context::{maybe_actor, redirect, set_cookie, site};
    use domain::{Locale, Theme};
    const YEAR_S: u32 = 365 * 24 * 60 * 60;
    if let Some(locale) = locale.as_deref().and_then(Locale::from_tag) {
        set_cookie("lang", locale.tag(), YEAR_S);
        if let Some(actor) = maybe_actor() {
            backend::members::choose_locale(&site(), &actor, locale).await?;
        }
    }
    match theme.as_deref().map(Theme::from_word).map(Theme::word) {
        Some(Some(word)) => set_cookie("theme", word, YEAR_S),
        Some(None) => set_cookie("theme", "", 0),
        None => {}
    }
    redirect(&next);
    Ok(())
}
