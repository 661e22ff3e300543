//! `/organise/events/{id}/people/{signup}`: one sign-up, its answers, and all that ever happened to it.

use super::{
    people::{answer_words, standing_tone, standing_words},
    people_list::{InBulk, Whom, deeds},
    tabs::{Part, tabs},
};
use crate::{
    components::{Btn, Moment, Tag, Timeline},
    error::AppError,
    form::{Hidden, PostForm},
    messages::{common, organise, people as text, places},
    page::{load, param},
    visit::locale,
};
use domain::events::people::{TrailLine, TrailPage};
use leptos::prelude::*;
use leptos_meta::Title;

/// What the page shows.
#[server(endpoint = "events/trail")]
pub async fn load_trail(id: String, signup: String) -> Result<TrailPage, AppError> {
    use crate::server_context::{actor, locale, site};
    let event = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    let signup = signup.parse().map_err(|_| AppError::NOT_FOUND)?;
    Ok(backend::events::trail(&site(), &actor()?, locale(), (event, signup)).await?)
}

/// The page.
#[component]
pub fn Trail() -> impl IntoView {
    let (id, signup) = (param("id"), param("signup"));
    load(move || (id(), signup()), |(id, signup)| load_trail(id, signup), show)
}

fn show(page: TrailPage) -> impl IntoView {
    let l = locale();
    let person = page.person;
    let (tone, words) = (standing_tone(&person), standing_words(l, &person));
    let guests = (!person.guest_names.is_empty())
        .then(|| view! { <p>{places::comes_with(l, &person.guest_names.join(common::list_comma(l)))}</p> });
    let act = person.state.is_live().then(|| {
        let action = ServerAction::<InBulk>::new();
        view! {
            <PostForm action>
                <Hidden name="id" value=page.event.to_string()/>
                <Hidden name="picked[0]" value=person.id.to_string()/>
                {deeds(Whom::One)}
            </PostForm>
        }
    });
    let answers = page.questions.into_iter().zip(person.answers);
    let answers = answers.map(|(q, cell)| {
        let nothing = (cell.text.is_empty() && !cell.is_missing)
            .then(|| view! { <span class="soft">{organise::no_answer(l)}</span> });
        view! { <dt>{q.label}</dt><dd>{nothing}{answer_words(cell)}</dd> }
    });
    let answers = answers.collect::<Vec<_>>();
    let answers = (!answers.is_empty()).then(|| {
        view! {
            <section class="flow" aria-labelledby="answers">
                <h2 id="answers">{text::answers(l)}</h2>
                <dl class="pairs">{answers}</dl>
            </section>
        }
    });
    let moments = page.trail.into_iter().map(moment).collect();
    view! {
        <Title text=text::trail_title(l, &person.display_name, &page.card.title)/>
        <div class="wrap slim stack top">
            <header class="flow">
                <p><Tag tone>{words}</Tag></p>
                <h1>{person.display_name}</h1>
                <p class="soft" lang=page.card.lang>{page.card.title}</p>
                {tabs(page.event, (page.card.kind, page.card.phase), Part::People)}
                <p>{text::number(l, page.number)}" "<span class="code">{person.code}</span></p>
                {guests}
                {page.reason.map(|reason| view! { <p>{text::trail_reason(l, &reason)}</p> })}
                <div class="row">
                    <Btn href=format!("/organise/badges/grant?handle={}", person.handle) class="btn small">{organise::grant_badge(l)}</Btn>
                </div>
            </header>
            {answers}
            <section class="flow" aria-labelledby="trail"><h2 id="trail">{text::trail(l)}</h2><Timeline moments/></section>
            {act}
        </div>
    }
}

fn moment(line: TrailLine) -> Moment {
    let l = locale();
    let mut what = text::cause(l, &line.what).to_owned();
    if !line.about.is_empty() {
        what = text::trail_about(l, &what, &line.about);
    }
    let who = if line.who.is_empty() { organise::the_house(l).to_owned() } else { line.who };
    Moment { time: line.at, text: text::trail_line(l, &what, &who) }
}
