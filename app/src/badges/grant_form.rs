//! `/organise/badges/grant`: a badge for one member, by hand; at an event too, from a phone.

use crate::{
    components::{Chips, Empty, Pick},
    error::AppError,
    form::{Choice, Field, Hidden, PostForm, Radios, Select, Submit, TextArea},
    messages::badges_desk as text,
    page::{load, query},
    visit::locale,
};
use domain::badges::view::{Found, GrantFormPage};
use leptos::prelude::*;
use leptos_meta::Title;

/// What the form offers: the link names whom, which badge, which event, and words to look for.
#[server(endpoint = "badges/grant_form")]
pub async fn load_grant_form(
    #[server(default)] handle: String,
    #[server(default)] badge: String,
    #[server(default)] event: String,
    #[server(default)] typed: String,
) -> Result<GrantFormPage, AppError> {
    use crate::server_context::{actor, locale, site};
    use backend::badges::FormLink;
    let link = FormLink { handle: &handle, badge: &badge, event: &event, typed: &typed };
    Ok(backend::badges::grant_form(&site(), &actor()?, locale(), link).await?)
}

/// Grants a badge.
#[server(endpoint = "badges/grant")]
pub async fn grant_badge(
    #[server(default)] handle: String,
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
    let (handle, badge, event, typed) = (query("handle"), query("badge"), query("event"), query("q"));
    load(
        move || (handle(), badge(), event(), typed()),
        |(handle, badge, event, typed)| load_grant_form(handle, badge, event, typed),
        show,
    )
}

fn show(page: GrantFormPage) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<GrantBadge>::new();
    let choices: Vec<Choice> = page.badges.iter().map(|b| Choice::new(b.slug.clone(), b.name.clone())).collect();
    let latest = latest(page.latest.clone());
    let search = search(&page);
    let at = page.event.clone().map(|(id, title)| {
        let for_all = page.badges.iter();
        let for_all = for_all.map(|b| Pick::new(format!("/organise/badges/{}/batch?event={id}", b.slug), b.name.clone()));
        view! {
            <p>{text::at_event(l, &title)}</p>
            <details><summary>{text::for_all(l)}</summary><Chips label=text::for_all(l) picks=for_all.collect()/></details>
        }
    });
    let event = page.event.map(|(id, _)| view! { <Hidden name="event" value=id/> });
    let (people, handle, badge) = (page.found.into_iter().map(person).collect(), page.handle, page.badge);
    view! {
        <Title text=text::grant_title(l)/>
        <div class="wrap slim stack top">
            <div class="flow">
                <h1 class="huge">{text::grant_title(l)}</h1>
                <p class="lede">{text::grant_lede(l)}</p>
                {at}
            </div>
            {search}
            <PostForm action>
                {event}
                {whom(people, handle)}
                <Select name="badge" label=text::badge(l) choices value=badge/>
                <TextArea name="reason" label=text::reason(l) hint=text::reason_hint(l) rows=2 max=200u32/>
                <TextArea name="note" label=text::note(l) hint=text::note_hint(l) optional=true rows=3 max=500u32/>
                <Submit label=text::grant_button(l) class="btn main wide"/>
            </PostForm>
            {latest}
        </div>
    }
}

/// One of those who were found, or a handle.
fn whom(people: Vec<Choice>, handle: String) -> AnyView {
    let l = locale();
    if people.is_empty() {
        view! { <Field name="handle" label=text::to_whom(l) hint=text::to_whom_hint(l) value=handle autocomplete="off" max=64u32/> }.into_any()
    } else {
        view! { <Radios name="handle" legend=text::to_whom(l) choices=people value=handle/> }.into_any()
    }
}

/// Looks for members; a plain form, so that it works in every browser.
fn search(page: &GrantFormPage) -> impl IntoView + use<> {
    let l = locale();
    let badge =
        (!page.badge.is_empty()).then(|| view! { <input type="hidden" name="badge" value=page.badge.clone()/> });
    let event = page.event.clone().map(|(id, _)| view! { <input type="hidden" name="event" value=id/> });
    let nobody = (!page.typed.is_empty() && page.found.is_empty())
        .then(|| view! { <Empty title=text::nobody(l) text=text::nobody_text(l)/> });
    let came =
        (page.typed.is_empty() && !page.found.is_empty()).then(|| view! { <p class="soft">{text::just_in(l)}</p> });
    view! {
        <form method="get" action="/organise/badges/grant" role="search" class="flow">
            {badge}
            {event}
            <div class="field">
                <label for="find">{text::find_label(l)}</label>
                <p class="small soft" id="find-hint">{text::find_hint(l)}</p>
                <input id="find" type="search" name="q" value=page.typed.clone() maxlength="60" aria-describedby="find-hint"/>
            </div>
            <p><button class="btn small">{text::find(l)}</button></p>
            {nobody}
            {came}
        </form>
    }
}

fn person(found: Found) -> Choice {
    let hint =
        if found.city.is_empty() { format!("@{}", found.handle) } else { format!("@{}, {}", found.handle, found.city) };
    Choice::new(found.handle, found.display_name).hint(hint)
}

/// Who got one last.
fn latest(lines: Vec<(domain::GrantId, String, String, String)>) -> Option<impl IntoView> {
    let l = locale();
    let rows = |lines: Vec<(domain::GrantId, String, String, String)>| {
        lines
            .into_iter()
            .map(|(id, badge, who, when)| view! { <li><a href=format!("/g/{id}")>{badge}</a>" "{who}<br/><span class="small soft">{when}</span></li> })
            .collect_view()
    };
    (!lines.is_empty()).then(|| {
        view! { <section class="flow" aria-labelledby="latest"><h2 id="latest">{text::latest(l)}</h2><ul class="flow">{rows(lines)}</ul></section> }
    })
}
