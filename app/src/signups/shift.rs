//! `/e/{slug}/shifts/{shift}`: what a shift asks and earns, before it is taken.

use super::{
    asked::fields,
    shifts::{TakeShift, steps, swapping},
};
use crate::{
    components::{Btn, Fact, Facts, Flash, Tone},
    error::AppError,
    form::{Hidden, PostForm, RequestKey, Submit, Tick},
    messages::{common, honor, shifts},
    page::{load, param, query},
    visit::{locale, viewer},
};
use domain::signups::shifts::{
    Lack,
    credit::Turn,
    view::{CanTake, ShiftPage},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// One shift; with `swap`, for somebody who gives that one back for it.
#[server(endpoint = "signups/shift")]
pub async fn load_shift(slug: String, shift: String, #[server(default)] swap: String) -> Result<ShiftPage, AppError> {
    use crate::server_context::{locale, maybe_actor, site};
    let shift = shift.parse().map_err(|_| AppError::NOT_FOUND)?;
    let which = (shift, swap.parse().ok());
    Ok(backend::signups::shifts::shift_page(&site(), maybe_actor().as_ref(), locale(), &slug, which).await?)
}

/// The page.
#[component]
pub fn Shift() -> impl IntoView {
    let (slug, shift, swap) = (param("slug"), param("shift"), query("swap"));
    load(move || (slug(), shift(), swap()), |(slug, shift, swap)| load_shift(slug, shift, swap), show)
}

fn show(page: ShiftPage) -> impl IntoView {
    let l = locale();
    let slug = page.card.slug.clone();
    let place = common::place(l, &page.card.venue, &page.card.city);
    let facts = vec![
        Fact::new("cal", page.when.date.clone(), common::pair(l, &page.when.range, &page.when.zone))
            .at(page.when.iso.clone()),
        Fact::new("pin", place, ""),
        Fact::new("honor", shifts::earns(l, page.honor), why_so_much(&page)),
    ];
    let briefing = (!page.briefing.is_empty()).then(|| {
        let parts = page.briefing.iter().map(|part| view! { <p>{part.clone()}</p> }).collect_view();
        view! { <section class="card flow" aria-labelledby="briefing"><h2 id="briefing">{shifts::briefing(l)}</h2>{parts}</section> }
    });
    let story = (!page.story.is_empty()).then(|| view! { <p class="lede">{page.story.clone()}</p> });
    view! {
        <Title text=shifts::role_at(l, &page.role, &page.when.range)/>
        <div class="wrap slim stack top">
            <header class="flow">
                {steps(1, true)}
                <h1 class="huge">{page.role.clone()}</h1>
                {story}
                <p><a href=format!("/e/{slug}") lang=page.card.lang.clone()>{page.card.title.clone()}</a></p>
                {page.swap.as_ref().map(|swap| swapping(&slug, swap))}
            </header>
            <Facts facts/>
            {briefing}
            {act(page)}
            <p><a href=format!("/e/{slug}/shifts")>{shifts::all_shifts(l)}</a></p>
        </div>
    }
}

/// Which weights count.
fn why_so_much(page: &ShiftPage) -> String {
    let l = locale();
    let night = page.is_night.then(|| shifts::night_counts(l));
    let further = (page.turn == Turn::Further).then(|| shifts::further_counts(l));
    night.into_iter().chain(further).collect::<Vec<_>>().join(common::gap(l).unwrap_or_default())
}

/// The one thing to do here, or why it cannot be done.
fn act(page: ShiftPage) -> AnyView {
    let l = locale();
    let why_not = match &page.can {
        CanTake::Yes => None,
        CanTake::Mine => Some(shifts::is_yours(l).to_owned()),
        CanTake::Collides(what) => Some(shifts::other_time(l, what)),
        CanTake::Tier(tier) => Some(shifts::needs_tier(l, honor::tier(l, *tier))),
        CanTake::Closed => Some(shifts::is_closed(l).to_owned()),
    };
    if let Some(words) = why_not {
        return view! { <Flash tone=Tone::Plain>{words}</Flash> }.into_any();
    }
    let (slug, shift) = (page.card.slug, page.id.to_string());
    let swap = page.swap.map(|swap| swap.signup.to_string()).unwrap_or_default();
    if viewer().is_none() {
        let tier = page.lacks.iter().find_map(|lack| match lack {
            Lack::Tier(tier) => Some(shifts::needs_tier(l, honor::tier(l, *tier))),
            _ => None,
        });
        let href = format!("/sign-in?next=/e/{slug}/shifts/{shift}");
        return view! { {tier.map(|words| view! { <p>{words}</p> })}<p><Btn href class="btn main wide">{shifts::sign_in_to_take(l)}</Btn></p> }.into_any();
    }
    let is_full = page.seats.left == 0;
    let label = match (swap.is_empty(), is_full) {
        (false, _) => shifts::swap_to(l),
        (true, true) => shifts::take_line(l),
        (true, false) => shifts::take(l),
    };
    let full = is_full.then(|| view! { <Flash tone=Tone::Plain>{shifts::is_full(l, page.seats.waiting)}</Flash> });
    let (lacks, questions, until) = (page.lacks, page.questions, page.until);
    let action = ServerAction::<TakeShift>::new();
    view! {
        {full}
        <PostForm action>
            <Hidden name="slug" value=slug/>
            <Hidden name="shift" value=shift/>
            <Hidden name="way[swap]" value=swap/>
            <RequestKey/>
            {ticks(lacks)}
            {(!questions.is_empty()).then(|| fields(&questions, &[], &until))}
            <Submit label class="btn main wide"/>
        </PostForm>
    }
    .into_any()
}

/// What somebody confirms who takes the shift. Called inside its form, which the fields belong to.
fn ticks(lacks: Vec<Lack>) -> Vec<AnyView> {
    let l = locale();
    let tick = |lack| match lack {
        Lack::Adult => view! { <Tick name="adult" label=shifts::is_adult(l)/> }.into_any(),
        Lack::Briefing => view! { <Tick name="briefing" label=shifts::read_it(l)/> }.into_any(),
        Lack::Tier(_) => ().into_any(),
    };
    lacks.into_iter().map(tick).collect()
}
