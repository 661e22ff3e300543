//! `/organise/badges`: a badge granted by hand.

use crate::{
    error::AppError,
    form::{Choice, Field, PostForm, Select, Submit, TextArea},
    messages::badges,
    page::{load, query},
    visit::locale,
};
use domain::badges::view::GrantFormPage;
use leptos::prelude::*;
use leptos_meta::Title;

/// What the form offers; `handle` fills in to whom.
#[server(endpoint = "badges/grant_form")]
pub async fn load_grant_form(#[server(default)] handle: String) -> Result<GrantFormPage, AppError> {
    use crate::server_context::{actor, locale, site};
    Ok(backend::badges::grant_form(&site(), &actor()?, locale(), &handle).await?)
}

/// Grants a badge.
#[server(endpoint = "badges/grant")]
pub async fn grant_badge(
    handle: String,
    badge: String,
    reason: String,
    #[server(default)] event: String,
    #[server(default)] note: String,
) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    use backend::badges::GrantAsk;
    let grant = backend::badges::grant(&site(), &actor()?, GrantAsk { handle, badge, event, reason, note }).await?;
    go_to(&format!("/g/{grant}"), Notice::BadgeGranted);
    Ok(())
}

/// The page.
#[component]
pub fn GrantForm() -> impl IntoView {
    load(query("handle"), load_grant_form, show)
}

fn show(page: GrantFormPage) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<GrantBadge>::new();
    let choices = page.badges.into_iter().map(|b| Choice::new(b.slug, b.name)).collect();
    let latest = (!page.latest.is_empty()).then(|| {
        let rows = page
            .latest
            .into_iter()
            .map(|(id, badge, who, when)| view! { <li><a href=format!("/g/{id}")>{badge}</a>" "{who}<br/><span class="small soft">{when}</span></li> })
            .collect_view();
        view! { <section class="flow" aria-labelledby="latest"><h2 id="latest">{badges::latest(l)}</h2><ul class="flow">{rows}</ul></section> }
    });
    view! {
        <Title text=badges::grant_title(l)/>
        <div class="wrap slim stack top">
            <div class="flow">
                <h1 class="huge">{badges::grant_title(l)}</h1>
                <p class="lede">{badges::grant_lede(l)}</p>
            </div>
            <PostForm action>
                <Field name="handle" label=badges::to_whom(l) hint=badges::to_whom_hint(l) value=page.handle autocomplete="off" max=64u32/>
                <Select name="badge" label=badges::badge(l) choices/>
                <TextArea name="reason" label=badges::reason(l) hint=badges::reason_hint(l) rows=2 max=200u32/>
                <TextArea name="note" label=badges::note(l) hint=badges::note_hint(l) optional=true rows=3 max=500u32/>
                <Submit label=badges::grant_button(l) class="btn main wide"/>
            </PostForm>
            {latest}
        </div>
    }
}
