//! `/organise/chapters/{slug}`: who organises a chapter. For its organisers, and those who run the site.

use crate::{
    components::Btn,
    error::AppError,
    form::{Field, Hidden, PostForm, Submit},
    messages::{lifecycle, organise},
    page::{load, param},
    visit::locale,
};
use domain::{chapters::view::ChapterDesk, members::view::Person};
use leptos::prelude::*;
use leptos_meta::Title;

/// What the page shows.
#[server(endpoint = "chapters/desk")]
pub async fn load_chapter_team(slug: String) -> Result<ChapterDesk, AppError> {
    use crate::server_context::{actor, site};
    Ok(backend::chapters::desk(&site(), &actor()?, &slug).await?)
}

/// Lets a member organise a chapter.
#[server(endpoint = "chapters/add_organiser")]
pub async fn add_organiser(chapter: String, handle: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    backend::chapters::add_organiser(&site(), &actor()?, &chapter, &handle).await?;
    go_to(&format!("/organise/chapters/{chapter}"), Notice::PersonAdded);
    Ok(())
}

/// Takes that back. Who takes it from themselves has no business on the page any more.
#[server(endpoint = "chapters/remove_organiser")]
pub async fn remove_organiser(chapter: String, handle: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site, viewer},
    };
    backend::chapters::remove_organiser(&site(), &actor()?, &chapter, &handle).await?;
    let was_me = viewer().is_some_and(|viewer| viewer.handle == handle && !viewer.is_admin);
    let next = if was_me { format!("/c/{chapter}") } else { format!("/organise/chapters/{chapter}") };
    go_to(&next, Notice::PersonRemoved);
    Ok(())
}

/// The page.
#[component]
pub fn ChapterTeam() -> impl IntoView {
    load(param("slug"), load_chapter_team, show)
}

fn show(desk: ChapterDesk) -> impl IntoView {
    let l = locale();
    let slug = desk.chip.slug;
    let (add, remove) = (ServerAction::<AddOrganiser>::new(), ServerAction::<RemoveOrganiser>::new());
    let chapter = slug.clone();
    let row = move |person: Person| {
        let chapter = chapter.clone();
        view! {
            <li>
                <PostForm action=remove name=person.handle.clone() class="row">
                    <span>{person.display_name.clone()}</span>
                    <Hidden name="chapter" value=chapter/>
                    <Hidden name="handle" value=person.handle/>
                    <Submit label=organise::staff_remove(l, &person.display_name) class="btn plain small"/>
                </PostForm>
            </li>
        }
    };
    view! {
        <Title text=lifecycle::chapter_team(l)/>
        <div class="wrap slim stack top">
            <header class="flow">
                <p><a href=format!("/c/{slug}")>{desk.chip.name}</a></p>
                <h1 class="huge">{lifecycle::chapter_team(l)}</h1>
                <p class="lede">{lifecycle::chapter_team_text(l)}</p>
            </header>
            <ul>{desk.organisers.into_iter().map(row).collect_view()}</ul>
            <PostForm action=add>
                <Hidden name="chapter" value=slug/>
                <Field name="handle" label=organise::staff_handle(l) autocomplete="off" max=64u32/>
                <Submit label=organise::add_organiser(l) class="btn wide"/>
            </PostForm>
            <p><Btn href="/organise">{organise::organise(l)}</Btn></p>
        </div>
    }
}
