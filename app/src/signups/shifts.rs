//! `/e/{slug}/shifts`: roles and times of an open day, to pick one.

use super::my_shifts::own;
use crate::{
    components::{Btn, Empty, Flash, Steps, Tone},
    error::AppError,
    form::{Hidden, PostForm, RequestKey, Submit, use_form},
    messages::{common, honor, shifts},
    page::{load, param, query},
    visit::{locale, viewer},
};
use domain::signups::shifts::view::{CanTake, MyShift, RoleView, ShiftCell, ShiftsPage};
use leptos::prelude::*;
use leptos_meta::Title;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The shifts of an open day; with `swap`, for somebody who gives that one back.
#[server(endpoint = "signups/shifts")]
pub async fn load_shifts(slug: String, #[server(default)] swap: String) -> Result<ShiftsPage, AppError> {
    use crate::server_context::{locale, maybe_actor, site};
    Ok(backend::signups::shifts::page(&site(), maybe_actor().as_ref(), locale(), (&slug, swap.parse().ok())).await?)
}

/// How a shift is taken.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Way {
    /// What is given back for it; empty for nothing.
    swap: String,
    /// From the grid of all of them.
    picking: bool,
}

/// Takes a shift, or a place in its line; in place of another one where `swap` names it. Where the role asks for more than the pick
/// says, or something is asked of those who take it, it goes on to the shift's own page.
#[server(endpoint = "signups/take_shift")]
pub async fn take_shift(
    slug: String,
    request_key: String,
    #[server(default)] shift: String,
    #[server(default)] way: Way,
    #[server(default)] adult: bool,
    #[server(default)] briefing: bool,
    #[server(default)] answers: BTreeMap<String, String>,
) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, locale, redirect, site},
    };
    use backend::signups::shifts::{TakeAsk, shift_page, swap as swap_to, take};
    use domain::{
        Failure, FieldCode,
        signups::{SignUpState, shifts::Confirmed},
    };
    let (site, actor) = (site(), actor()?);
    let Way { swap, picking } = way;
    if shift.is_empty() {
        return Err(Failure::field("shift", FieldCode::Required).into());
    }
    let id = shift.parse().map_err(|_| AppError::NOT_FOUND)?;
    if picking {
        // Whoever picks from the grid has seen neither what the role asks nor that there is a line.
        let swap_from = swap.parse().ok();
        let page = shift_page(&site, Some(&actor), locale(), &slug, (id, swap_from)).await?;
        if !page.lacks.is_empty() || !page.questions.is_empty() || page.seats.left == 0 {
            redirect(&details(&slug, &shift, &swap));
            return Ok(());
        }
    }
    let answers = answers.into_iter().collect();
    let ask = TakeAsk { shift: id, said: Confirmed { adult, briefing }, answers, request_key };
    let done = match swap.as_str() {
        "" => take(&site, &actor, ask).await.map(|mine| match mine.state {
            SignUpState::Confirmed => (mine.id, Notice::ShiftTaken),
            _ => (mine.id, Notice::InLine),
        }),
        from => {
            let from = from.parse().map_err(|_| AppError::NOT_FOUND)?;
            swap_to(&site, &actor, from, ask).await.map(|mine| (mine, Notice::ShiftSwapped))
        }
    };
    let (mine, done) = done?;
    go_to(&super::tickets::at(mine), done);
    Ok(())
}

/// The address of a shift's own page.
#[cfg(feature = "ssr")]
fn details(slug: &str, shift: &str, swap: &str) -> String {
    let swap = if swap.is_empty() { String::new() } else { format!("?swap={swap}") };
    format!("/e/{slug}/shifts/{shift}{swap}")
}

/// The page.
#[component]
pub fn Shifts() -> impl IntoView {
    let (slug, swap) = (param("slug"), query("swap"));
    load(move || (slug(), swap()), |(slug, swap)| load_shifts(slug, swap), show)
}

fn show(page: ShiftsPage) -> impl IntoView {
    let l = locale();
    let ShiftsPage { card, all, roles, mine, swap, is_open, an_hour } = page;
    let (slug, art) = (card.slug.clone(), card.art.clone());
    let when = common::pair(l, &card.when.date, &common::place(l, &card.venue, &card.city));
    let asks_more = roles.iter().any(|role| role.adults_only || role.has_briefing);
    let picked = RwSignal::new(None);
    let grid = if roles.is_empty() {
        view! { <div class="wrap"><Empty title=shifts::none(l) text=shifts::none_text(l)/></div> }.into_any()
    } else {
        let (zone, slug_of_grid) = (card.when.zone.clone(), slug.clone());
        let clashes = clashes(&roles);
        let body = move || {
            view! {
                <div class="wrap">
                    <div class="seats">
                        <p><b>{shifts::places_open(l, all.left)}</b>" "<span class="soft">{shifts::places_taken(l, all.taken, all.capacity)}</span></p>
                        <progress value=all.taken.to_string() max=all.capacity.max(1).to_string() aria-hidden="true"></progress>
                    </div>
                    <Grid slug=slug_of_grid roles picked/>
                    {clashes}
                    <p class="small soft narrow">{shifts::note(l, &zone)}{common::gap(l)}{shifts::rule(l, an_hour)}</p>
                </div>
            }
        };
        pick(&slug, swap.as_ref(), Bar { is_open, an_hour, picked }, body).into_any()
    };
    view! {
        <Title text=shifts::title(l, &card.title)/>
        <div class="wrap two top">
            <div class="flow">
                {steps(0, asks_more)}
                <h1 class="huge">{shifts::run_it(l)}</h1>
                <p class="lede"><time datetime=card.when.iso>{when}</time></p>
                <p>{shifts::lede(l)}{common::gap(l)}<a href=format!("/e/{slug}") lang=card.lang>{card.title}</a></p>
                {swap.as_ref().map(|swap| swapping(&slug, swap))}
            </div>
            <div class="art out"><img src=art.src alt=art.alt width="800" height="600"/></div>
        </div>
        {(swap.is_none() && !mine.is_empty()).then(|| own(&slug, mine))}
        {grid}
    }
}

/// Shift, details where a role asks for any, done.
pub(super) fn steps(at: usize, asks_more: impl Into<bool>) -> impl IntoView {
    let l = locale();
    let details = asks_more.into().then_some(shifts::step_details(l));
    let words = [Some(shifts::step_shift(l)), details, Some(shifts::step_done(l))];
    let words: Vec<String> = words.into_iter().flatten().map(String::from).collect();
    view! { <Steps label=shifts::steps(l) steps=words at/> }
}

/// What is given back, and the way out.
pub(super) fn swapping(slug: &str, swap: &MyShift) -> impl IntoView + use<> {
    let l = locale();
    let words = shifts::swap_for(l, &in_words(swap));
    view! {
        <Flash tone=Tone::Plain>{words}</Flash>
        <p><Btn href=format!("/e/{slug}/shifts") class="btn small">{shifts::no_swap(l)}</Btn></p>
    }
}

/// "Studio guide, Sat 20 March 09:30 to 12:30".
fn in_words(shift: &MyShift) -> String {
    shifts::role_at(locale(), &shift.role, &format!("{} {}", shift.when.short, shift.when.range))
}

/// What the bar at the foot goes by.
#[derive(Clone, Copy)]
struct Bar {
    is_open: bool,
    an_hour: i64,
    picked: Picked,
}

/// The shift that is picked: role and time, and what it earns, in words.
type Picked = RwSignal<Option<(String, String)>>;

/// The form around the grid; a visitor is asked in first.
fn pick<V: IntoView + 'static>(
    slug: &str,
    swap: Option<&MyShift>,
    Bar { is_open, an_hour, picked }: Bar,
    body: impl FnOnce() -> V + Send + 'static,
) -> AnyView {
    let l = locale();
    let bar = move |action: AnyView| {
        let title = move || picked.get().map_or_else(|| shifts::bar(l).to_owned(), |(what, _)| what);
        let text = move || picked.get().map_or_else(|| shifts::bar_text(l, an_hour), |(_, earns)| earns);
        view! { <div class="actionbar"><div class="wrap"><p><b>{title}</b><br/><span class="small soft">{text}</span></p>{action}</div></div> }
    };
    if !is_open {
        return view! { <div class="wrap"><Flash tone=Tone::Plain>{shifts::not_now(l)}</Flash></div>{body()} }
            .into_any();
    }
    if viewer().is_none() {
        let href = format!("/sign-in?next=/e/{slug}/shifts");
        let action = view! { <Btn href class="btn main">{shifts::sign_in_to_take(l)}</Btn> }.into_any();
        return view! { <div>{body()}{bar(action)}</div> }.into_any();
    }
    let action = ServerAction::<TakeShift>::new();
    let (slug, label) = (slug.to_owned(), if swap.is_some() { shifts::swap_to(l) } else { shifts::take(l) });
    let swap = swap.map(|swap| swap.signup.to_string()).unwrap_or_default();
    view! {
        <PostForm action class="">
            <Hidden name="slug" value=slug/>
            <Hidden name="way[swap]" value=swap/>
            <Hidden name="way[picking]" value="true"/>
            <RequestKey/>
            {body()}
            {bar(view! { <Submit label class="btn main"/> }.into_any())}
        </PostForm>
    }
    .into_any()
}

/// Role by role, a row of cells each.
#[component]
fn Grid(slug: String, roles: Vec<RoleView>, picked: Picked) -> impl IntoView {
    let l = locale();
    let rows = roles.into_iter().map(|role| {
        let tier = role.tier.map(|tier| shifts::from_tier(l, honor::tier(l, tier)));
        let adults = role.adults_only.then(|| shifts::adults(l).to_owned());
        let asks = tier.into_iter().chain(adults).map(|words| view! { " "<span class="tag">{words}</span> });
        let asks = asks.collect_view();
        // It stands on the page of any of its shifts.
        let briefing = role.shifts.first().filter(|_| role.has_briefing).map(|shift| {
            let href = format!("/e/{slug}/shifts/{}", shift.id);
            view! { <p class="small"><a href=href>{shifts::has_briefing(l)}<span class="vh">" "{role.name.clone()}</span></a></p> }
        });
        let cells = role.shifts.into_iter().map(|shift| cell(&role.name, shift, picked)).collect_view();
        view! {
            <fieldset>
                <legend><b>{role.name}</b>" "<span class="soft">{role.story}</span>{asks}</legend>
                <div class="cells">{cells}</div>
                {briefing}
            </fieldset>
        }
    });
    view! { <div class="shifts">{rows.collect_view()}</div> }
}

/// What the shifts clash with that cannot be had beside what the reader has. Said once: a cell has no room for it.
fn clashes(roles: &[RoleView]) -> impl IntoView + use<> {
    let l = locale();
    let with = roles.iter().flat_map(|role| &role.shifts).filter_map(|cell| match &cell.can {
        CanTake::Collides(what) => Some(what.as_str()),
        _ => None,
    });
    let with =
        with.collect::<std::collections::BTreeSet<_>>().into_iter().collect::<Vec<_>>().join(common::list_comma(l));
    (!with.is_empty()).then(|| view! { <p class="narrow">{shifts::clash_with(l, &with)}</p> })
}

fn cell(role: &str, cell: ShiftCell, picked: Picked) -> impl IntoView + use<> {
    let l = locale();
    let (words, class) = match (&cell.can, cell.left) {
        (CanTake::Mine, _) => (shifts::yours(l).to_owned(), "left"),
        (CanTake::Collides(_), _) => (shifts::clash(l).to_owned(), "left"),
        (CanTake::Tier(tier), _) => (shifts::from_tier(l, honor::tier(l, *tier)), "left"),
        (CanTake::Closed, _) => (shifts::closed(l).to_owned(), "left"),
        (CanTake::Yes, 0) if cell.waiting > 0 => (shifts::full_line(l, cell.waiting), "left"),
        (CanTake::Yes, 0) => (shifts::full(l).to_owned(), "left"),
        (CanTake::Yes, n @ 1..=2) => (shifts::left(l, n), "left warn"),
        (CanTake::Yes, n) => (shifts::left(l, n), "left"),
    };
    let value = cell.id.to_string();
    // A visitor's grid stands in no form that is sent.
    let checked =
        use_context::<crate::form::FormState>().is_some() && use_form().value_of("shift", String::new()) == value;
    let when = if cell.day.is_empty() { cell.time.clone() } else { format!("{} {}", cell.day, cell.time) };
    let in_words = (shifts::role_at(l, role, &when), shifts::earns(l, cell.honor));
    if checked {
        picked.set(Some(in_words.clone()));
    }
    let day = (!cell.day.is_empty()).then(|| view! { <span class="soft">{cell.day}</span>" " });
    view! {
        <label class="shift">
            <input
                type="radio"
                name="shift"
                value=value
                checked=checked
                disabled={cell.can != CanTake::Yes}
                on:change=move |_| picked.set(Some(in_words.clone()))
            />
            {day}
            <b>{cell.time}</b>" "
            <span class=class>{words}</span>" "
            <b class="mine">{shifts::picked(l)}</b>" "
            <span class="soft">{shifts::plus(l, cell.honor)}</span>
        </label>
    }
}
