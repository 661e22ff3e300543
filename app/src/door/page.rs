//! `/door/{event}`: type or scan a code, see at once whether to let somebody in.

use super::{camera::Camera, verdict::Shown};
use crate::{
    browser::focus,
    components::Btn,
    error::AppError,
    form::{Field, Hidden, Kind, PostForm, Submit},
    messages::{door, people},
    page::{load, param},
    visit::locale,
};
use domain::door::view::{DoorPage, Verdict};
use leptos::prelude::*;
use leptos_meta::Title;

/// What the door shows; the answer to the last code where it was sent without JavaScript.
#[server(endpoint = "door/page")]
pub async fn load_door(event: String) -> Result<DoorPage, AppError> {
    use crate::server_context::{actor, locale, site};
    let event = event.parse().map_err(|_| AppError::NOT_FOUND)?;
    let mut page = backend::door::page(&site(), &actor()?, locale(), event).await?;
    page.verdict = super::verdict::forget();
    Ok(page)
}

/// Checks a code, and lets its member in where it is good.
#[server(endpoint = "door/check_in")]
pub async fn check_in(event: String, code: String) -> Result<Verdict, AppError> {
    use crate::server_context::{actor, is_on_its_own_page, locale, site};
    let event = event.parse().map_err(|_| AppError::NOT_FOUND)?;
    let verdict = backend::door::check_in(&site(), &actor()?, locale(), event, &code).await?;
    // The application shows the answer itself. Kept, it would stand there again on the next visit to the page.
    if is_on_its_own_page() {
        super::verdict::remember(&verdict);
    }
    Ok(verdict)
}

/// The page.
#[component]
pub fn Door() -> impl IntoView {
    load(param("event"), load_door, show)
}

fn show(page: DoorPage) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<CheckIn>::new();
    let event = page.id.to_string();
    // The last answer: of this page's form, or what came with the page.
    let shown = RwSignal::new(page.verdict);
    let count = RwSignal::new(page.checked_in);
    Effect::new(move |_| {
        if let Some(Ok(verdict)) = action.value().get() {
            if let Verdict::Valid { checked_in, .. } | Verdict::OnShift { checked_in, .. } = &verdict {
                count.set(*checked_in);
            }
            shown.set(Some(verdict));
        }
    });
    // Where the next code comes from, as far as the last one tells.
    let by_camera = RwSignal::new(false);
    let scanned = {
        let event = event.clone();
        move |code: String| {
            let free = shown.with_untracked(Option::is_none) && !action.pending().get_untracked();
            if free {
                by_camera.set(true);
                action.dispatch(CheckIn { event: event.clone(), code });
            }
            free
        }
    };
    let next = move || {
        let last = by_camera.try_update(std::mem::take).unwrap_or_default();
        let from = if last { ".camera button" } else { ".tray input[name=code]" };
        if let Ok(Some(from)) = document().query_selector(from) {
            focus(&from);
        }
        shown.set(None);
    };
    let (taken, here) = (page.card.seats.taken, format!("/door/{event}"));
    let list = format!("/door/{event}/list");
    view! {
        <Title text=door::door_of(l, &page.card.title)/>
        <div class="scanner" data-tone="night" id="scan">
            <header>
                <Btn href=format!("/e/{}", page.card.slug) class="btn plain small">{door::done(l)}</Btn>
                <div><h1 lang=page.card.lang>{page.card.title}</h1><p class="small">{page.card.when.short}" "{page.card.when.time}</p></div>
                <span></span>
            </header>
            <Camera on_code=Callback::new(scanned)/>
            <div class="tray">
                <div>
                    <p><b class="display">{count}</b>{door::are_in(l, taken)}</p>
                    <progress value=move || count.get().to_string() max=taken.max(1).to_string() aria-hidden="true"></progress>
                </div>
                <PostForm action>
                    <Hidden name="event" value=event/>
                    <Field name="code" label=door::type_code(l) kind=Kind::Code autocomplete="off" max=80u32/>
                    <Submit label=door::check_in(l) class="btn main wide"/>
                </PostForm>
                <p><Btn href=list class="btn plain small">{people::print_list(l)}</Btn></p>
            </div>
        </div>
        {move || shown.get().map(|verdict| view! { <Shown verdict here=here.clone() on_next=next/> })}
    }
}
