//! `/organise/chapters`: clubs, with the way to those who organise them. For those who run the site.

use crate::{
    error::AppError,
    form::{Choice, Field, PostForm, Select, Submit, TextArea},
    messages::organise,
    page::load,
    visit::locale,
};
use domain::{Locale, chapters::view::ChapterChip};
use leptos::prelude::*;
use leptos_meta::Title;

/// All chapters, and the zones a new one can be in.
#[server(endpoint = "chapters/all")]
pub async fn load_chapters() -> Result<(Vec<ChapterChip>, Vec<String>), AppError> {
    use crate::server_context::{maybe_actor, site};
    use domain::members::{Action, require};
    require(maybe_actor().as_ref(), Action::FoundChapters)?;
    Ok((backend::chapters::chips(&site()).await?, backend::zones::offered("")))
}

/// Founds a chapter.
#[server(endpoint = "chapters/create")]
pub async fn create_chapter(
    name: String,
    city: String,
    zone: String,
    language: String,
    #[server(default)] story: String,
) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, rename_field, site},
    };
    use domain::chapters::ChapterForm;
    let form = ChapterForm { name, city, slug: String::new(), zone, locale: language, story };
    backend::chapters::create(&site(), &actor()?, form).await.map_err(|f| rename_field(f, "locale", "language"))?;
    go_to("/organise/chapters", Notice::Saved);
    Ok(())
}

/// The page.
#[component]
pub fn Chapters() -> impl IntoView {
    load(|| (), |()| load_chapters(), |(chapters, zones)| show(chapters, zones))
}

fn show(chapters: Vec<ChapterChip>, zones: Vec<String>) -> impl IntoView {
    let l = locale();
    let create = ServerAction::<CreateChapter>::new();
    let zones = zones.into_iter().map(|z| Choice::new(z.clone(), z.replace('_', " "))).collect();
    let languages = Locale::ALL.into_iter().map(|l| Choice::new(l.tag(), l.name())).collect();
    let list = chapters
        .iter()
        .map(|c| view! { <li><a href=format!("/organise/chapters/{}", c.slug)>{c.name.clone()}</a></li> })
        .collect_view();
    let organisers = (!chapters.is_empty()).then(|| {
        view! { <section class="flow" aria-labelledby="who"><h2 id="who">{organise::chapter_organisers(l)}</h2><ul class="flow">{list}</ul></section> }
    });
    view! {
        <Title text=organise::chapters(l)/>
        <div class="wrap slim stack top">
            <h1 class="huge">{organise::chapters(l)}</h1>
            {organisers}
            <section class="flow" aria-labelledby="new">
                <h2 id="new">{organise::new_chapter(l)}</h2>
                <PostForm action=create>
                    <Field name="name" label=organise::chapter_name(l) autocomplete="off" max=60u32/>
                    <Field name="city" label=organise::city(l) autocomplete="off" max=60u32/>
                    <Select name="zone" label=organise::zone(l) choices=zones/>
                    <Select name="language" label=organise::written_in(l) choices=languages value=l.tag()/>
                    <TextArea name="story" label=organise::chapter_story(l) optional=true rows=3 max=500u32/>
                    <Submit label=organise::found_chapter(l)/>
                </PostForm>
            </section>
        </div>
    }
}
