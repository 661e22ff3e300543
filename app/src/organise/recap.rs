//! `/organise/events/{id}/recap`: what happened, written down by those who ran it.

use crate::{
    components::Btn,
    error::AppError,
    form::{Field, FileField, Hidden, PlainForm, PostForm, Submit, TextArea, WITH_FILES},
    messages::lifecycle,
    page::{load, param},
    visit::locale,
};
use domain::{
    EventId,
    events::{
        Phase,
        desk::{RecapDesk, RecapPicture},
    },
};
use leptos::prelude::*;
use leptos_meta::Title;

/// What the page shows.
#[server(endpoint = "events/recap_desk")]
pub async fn load_recap_desk(id: String) -> Result<RecapDesk, AppError> {
    use crate::server_context::{actor, locale, site};
    let id = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    Ok(backend::events::recap_desk(&site(), &actor()?, locale(), id).await?)
}

/// Publishes the story, or changes it.
#[server(endpoint = "events/write_recap")]
pub async fn write_recap(id: String, story: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let event = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::events::write_recap(&site(), &actor()?, event, &story).await?;
    go_to(&format!("/organise/events/{id}/recap"), Notice::RecapOut);
    Ok(())
}

/// Takes a photo off.
#[server(endpoint = "events/remove_recap_picture")]
pub async fn remove_recap_picture(id: String, picture: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let event = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    let picture = picture.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::events::remove_recap_picture(&site(), &actor()?, event, picture).await?;
    go_to(&format!("/organise/events/{id}/recap"), Notice::Deleted);
    Ok(())
}

/// The page.
#[component]
pub fn WriteRecapPage() -> impl IntoView {
    load(param("id"), load_recap_desk, show)
}

fn show(desk: RecapDesk) -> impl IntoView {
    let l = locale();
    let write = ServerAction::<WriteRecap>::new();
    let title = lifecycle::recap_title(l, &desk.card.title);
    let see = (desk.card.phase == Phase::Recap)
        .then(|| view! { <Btn href=format!("/e/{}/recap", desk.card.slug)>{lifecycle::see_recap(l)}</Btn> });
    view! {
        <Title text=title.clone()/>
        <div class="wrap slim stack top">
            <h1 class="huge">{title}</h1>
            <p class="row"><Btn href=format!("/organise/events/{}", desk.id)>{crate::messages::events::to_console(l)}</Btn>{see}</p>
            <PostForm action=write>
                <Hidden name="id" value=desk.id.to_string()/>
                <TextArea name="story" label=lifecycle::recap_story(l) hint=lifecycle::recap_story_hint(l) value=desk.story rows=10 max=20_000u32/>
                <Submit label=lifecycle::recap_publish(l) class="btn main wide"/>
            </PostForm>
            {photos(desk.id, desk.pictures)}
        </div>
    }
}

/// What the form for a photo names: files do not go through server functions.
pub const PHOTO_FORM: &str = "events/recap_picture";

/// Those that are there, and the form for one more.
fn photos(id: EventId, pictures: Vec<RecapPicture>) -> impl IntoView {
    let l = locale();
    let remove = ServerAction::<RemoveRecapPicture>::new();
    let row = move |p: RecapPicture| {
        view! {
            <li class="flow">
                <img src=p.art.src alt=p.art.alt.clone() width=p.art.width.to_string() height=p.art.height.to_string() loading="lazy"/>
                <PostForm action=remove name=p.id.to_string()>
                    <Hidden name="id" value=id.to_string()/>
                    <Hidden name="picture" value=p.id.to_string()/>
                    <Submit label=lifecycle::recap_remove(l, &p.art.alt) class="btn plain small"/>
                </PostForm>
            </li>
        }
    };
    view! {
        <section class="flow" aria-labelledby="photos">
            <h2 id="photos">{lifecycle::recap_photos(l)}</h2>
            <ul class="flow">{pictures.into_iter().map(row).collect_view()}</ul>
            <PlainForm to=PHOTO_FORM enctype=WITH_FILES>
                <Field name="alt" label=lifecycle::recap_alt(l) hint=lifecycle::recap_alt_hint(l) autocomplete="off" max=200u32/>
                <FileField
                    name="picture"
                    label=lifecycle::recap_photo(l)
                    hint=lifecycle::recap_photo_hint(l)
                    accept="image/png,image/jpeg,image/webp"
                />
                <Submit label=lifecycle::recap_add(l) class="btn small"/>
            </PlainForm>
        </section>
    }
}
