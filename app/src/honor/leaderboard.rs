//! `/leaderboard`: season, lifetime, a chapter's, and that of those who were at an event.

use crate::{
    components::{Btn, Chips, Empty, Face, Flash, Pick, Tone},
    error::AppError,
    messages::{common, leaderboard, tiers},
    page::{load, query},
    showcase::Head,
    visit::{locale, viewer},
};
use domain::honor::leaderboard::{BoardAsk, BoardRow, LeaderboardPage};
use leptos::prelude::*;

/// A page of a board.
#[server(endpoint = "honor/leaderboard")]
pub async fn load_leaderboard(#[server(default)] ask: BoardAsk) -> Result<LeaderboardPage, AppError> {
    use crate::server_context::{locale, maybe_actor, site};
    Ok(backend::honor::leaderboard::page(&site(), maybe_actor().as_ref(), locale(), ask).await?)
}

/// The page.
#[component]
pub fn Leaderboard() -> impl IntoView {
    let (season, chapter, event, from) = (query("season"), query("chapter"), query("event"), query("from"));
    load(
        move || BoardAsk { season: season(), chapter: chapter(), event: event(), from: from() },
        load_leaderboard,
        show,
    )
}

fn show(page: LeaderboardPage) -> impl IntoView {
    let l = locale();
    let season = page.season.clone().unwrap_or_else(|| leaderboard::lifetime(l).into());
    let about = if page.span.is_empty() { leaderboard::lifetime_text(l).to_owned() } else { page.span.clone() };
    let title = match &page.of {
        Some(of) => common::pair(l, &season, of),
        None => season,
    };
    let of_event = page.of.as_deref().filter(|_| !page.ask.event.is_empty()).map(|event| {
        view! { <p class="soft">{leaderboard::event_text(l, event)}</p> }
    });
    let board = if page.rows.is_empty() {
        view! { <Empty title=leaderboard::nobody(l) text=leaderboard::nobody_text(l)/> }.into_any()
    } else {
        table(&title, page.rows).into_any()
    };
    let mine = page.mine.map(|mine| {
        view! {
            <p class="row">
                <b>{leaderboard::yours(l, mine.rank, mine.points)}</b>
                <Btn href=mine.href class="btn small">{leaderboard::show_me(l)}</Btn>
            </p>
        }
    });
    let hidden = page.hidden.then(|| {
        view! { <Flash tone=Tone::Plain>{leaderboard::hidden(l)}{common::gap(l)}<a href="/my/page">{leaderboard::choose(l)}</a></Flash> }
    });
    let next = page.next.map(|href| view! { <Btn href class="btn small">{leaderboard::next_page(l)}</Btn> });
    let top = page.top.map(|href| view! { <Btn href class="btn small">{leaderboard::to_top(l)}</Btn> });
    let data = page.ask.href("/leaderboard.json");
    let seasons = viewer().filter(|v| v.is_admin).map(|_| {
        view! { <Btn href="/organise/seasons" class="btn small">{leaderboard::seasons(l)}</Btn> }
    });
    view! {
        <Head card=page.share/>
        <div class="wrap stack top">
            <header class="flow">
                <h1 class="huge">{leaderboard::title(l)}</h1>
                <p class="lede narrow">{leaderboard::lede(l)}</p>
                {choices(&page.ask, (page.seasons, page.chapters, page.events))}
            </header>
            {hidden}
            <section class="flow" aria-labelledby="board">
                <h2 id="board">{title}</h2>
                <p class="soft">{about}{common::gap(l)}{leaderboard::members(l, page.members)}</p>
                {of_event}
                {mine}
                {board}
                <p class="small soft">{leaderboard::ties(l)}</p>
                <p class="row acts">{top}{next}<Btn href=data class="btn small" icon="down" external=true>{leaderboard::as_data(l)}</Btn></p>
            </section>
            <p class="row"><Btn href="/tiers" class="btn small">{tiers::title(l)}</Btn>{seasons}</p>
        </div>
    }
}

type Lists = (Vec<(String, String)>, Vec<(String, String)>, Vec<(String, String)>);

/// The other boards.
fn choices(ask: &BoardAsk, (seasons, chapters, events): Lists) -> impl IntoView + use<> {
    let l = locale();
    let at = |ask: BoardAsk| ask.href("/leaderboard");
    let mut when: Vec<Pick> = seasons
        .into_iter()
        .map(|(id, name)| {
            let here = ask.season == id;
            Pick::new(at(BoardAsk { season: id, ..ask.clone() }), name).current(here)
        })
        .collect();
    let lifetime = BoardAsk { season: "lifetime".into(), ..ask.clone() };
    when.push(Pick::new(at(lifetime), leaderboard::lifetime(l)).current(ask.season == "lifetime"));
    let all = BoardAsk { chapter: String::new(), event: String::new(), ..ask.clone() };
    let is_all = ask.chapter.is_empty() && ask.event.is_empty();
    let mut whom = vec![Pick::new(at(all.clone()), leaderboard::everybody(l)).current(is_all)];
    whom.extend(chapters.into_iter().map(|(slug, city)| {
        let here = ask.chapter == slug;
        Pick::new(at(BoardAsk { chapter: slug, ..all.clone() }), city).current(here)
    }));
    let there: Vec<Pick> = events
        .into_iter()
        .map(|(slug, title)| {
            let here = ask.event == slug;
            Pick::new(at(BoardAsk { event: slug, ..all.clone() }), title).current(here)
        })
        .collect();
    let there = (!there.is_empty()).then(|| {
        view! { <div><p class="soft">{leaderboard::of_event(l)}</p><Chips label=leaderboard::of_event(l) picks=there/></div> }
    });
    view! {
        <Chips label=leaderboard::when(l) picks=when/>
        <Chips label=leaderboard::of_whom(l) picks=whom/>
        {there}
    }
}

fn table(caption: &str, rows: Vec<BoardRow>) -> impl IntoView + use<> {
    let l = locale();
    let rows = rows
        .into_iter()
        .map(|row| {
            let you = row.is_me.then(|| view! { " ("{leaderboard::you(l)}")" });
            view! {
                <tr aria-current=row.is_me.then_some("true")>
                    <td class="n"><b>{row.rank}</b></td>
                    <th scope="row">
                        <div class="row">
                            <Face src=row.person.face/>
                            <div>
                                <a href=format!("/u/{}", row.person.handle)>{row.person.display_name}</a>
                                {you}
                                <span>{row.city}</span>
                            </div>
                        </div>
                    </th>
                    <td class="n"><b>{row.points}</b></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="ledger">
            <caption class="vh">{caption.to_owned()}</caption>
            <thead>
                <tr>
                    <th scope="col" class="n">{leaderboard::rank(l)}</th>
                    <th scope="col">{leaderboard::name(l)}</th>
                    <th scope="col" class="n">{leaderboard::honor(l)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}
