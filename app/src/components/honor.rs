//! Standing: the ring with its tiers, medals, and the ledger that explains every point.

use crate::{
    messages::{honor, tiers},
    visit::locale,
};
use domain::{
    badges::view::Medal,
    honor::{
        Tier,
        view::{LedgerLine, Standing},
    },
};
use leptos::prelude::*;

/// The ring's scalloped plate, in a 200 x 200 box.
const PLATE: &str = "M100 12A12.2 12.2 0 0 1 122.8 15A12.2 12.2 0 0 1 144 23.8A12.2 12.2 0 0 1 162.2 37.8A12.2 12.2 0 0 1 176.2 56A12.2 12.2 0 0 1 185 77.2A12.2 12.2 0 0 1 188 100A12.2 12.2 0 0 1 185 122.8A12.2 12.2 0 0 1 176.2 144A12.2 12.2 0 0 1 162.2 162.2A12.2 12.2 0 0 1 144 176.2A12.2 12.2 0 0 1 122.8 185A12.2 12.2 0 0 1 100 188A12.2 12.2 0 0 1 77.2 185A12.2 12.2 0 0 1 56 176.2A12.2 12.2 0 0 1 37.8 162.2A12.2 12.2 0 0 1 23.8 144A12.2 12.2 0 0 1 15 122.8A12.2 12.2 0 0 1 12 100A12.2 12.2 0 0 1 15 77.2A12.2 12.2 0 0 1 23.8 56A12.2 12.2 0 0 1 37.8 37.8A12.2 12.2 0 0 1 56 23.8A12.2 12.2 0 0 1 77.2 15A12.2 12.2 0 0 1 100 12Z";

/// Honor inside a ring, with the tier and what is missing for the next, in words.
#[component]
pub fn Ring(
    /// Where the member stands.
    standing: Standing,
) -> impl IntoView {
    let l = locale();
    let missing = tiers::missing(l, standing.missing);
    view! {
        <div class="ring">
            <svg viewBox="0 0 200 200" aria-hidden="true">
                <path d=PLATE></path>
                <circle cx="100" cy="100" r="80"></circle>
                <circle
                    class="fill"
                    cx="100"
                    cy="100"
                    r="80"
                    pathLength="100"
                    stroke-dasharray=format!("{} 100", standing.percent.clamp(0, 100))
                    transform="rotate(-90 100 100)"
                ></circle>
            </svg>
            <strong>{honor::tier(l, standing.tier)}</strong>
            " "
            <b>{standing.honor}</b>
            " "
            <span class="soft">{missing}</span>
        </div>
    }
}

/// All tiers in a row, the reached ones filled, each with how one gets there.
#[component]
pub fn Tiers(
    /// Where the member stands.
    standing: Standing,
) -> impl IntoView {
    let l = locale();
    let items = Tier::ALL
        .into_iter()
        .map(|tier| {
            let percent = match tier.cmp(&standing.tier) {
                std::cmp::Ordering::Less => 100,
                std::cmp::Ordering::Equal => standing.percent.clamp(0, 100),
                std::cmp::Ordering::Greater => 0,
            };
            view! {
                <li aria-current=(tier == standing.tier).then_some("true")>
                    <progress value=percent.to_string() max="100" aria-hidden="true"></progress>
                    <b>{honor::tier(l, tier)}</b>
                    <br/>
                    {tiers::way(l, tier)}
                </li>
            }
        })
        .collect_view();
    view! { <ol class="tiers" aria-label=honor::tiers(l)>{items}</ol> }
}

/// One badge: picture, name, line. Not yet earned it is a dashed circle and how to earn it.
#[component]
pub fn MedalItem(
    /// What to show.
    medal: Medal,
) -> impl IntoView {
    match medal.grant {
        Some(grant) => view! {
            <a class="medal" href=format!("/g/{grant}")>
                <img src=medal.art width="160" height="160" alt="" loading="lazy"/>
                <b>{medal.name}</b>
                <span>{medal.line}</span>
            </a>
        }
        .into_any(),
        None => view! {
            <div class="medal">
                <i aria-hidden="true">"?"</i>
                <b>{medal.name}</b>
                <span><span class="vh">{honor::not_yet_earned(locale())}" "</span>{medal.line}</span>
            </div>
        }
        .into_any(),
    }
}

/// Badges side by side.
#[component]
pub fn Wall(
    /// Newest first.
    medals: Vec<Medal>,
) -> impl IntoView {
    view! { <ul class="wall">{medals.into_iter().map(|medal| view! { <li><MedalItem medal/></li> }).collect_view()}</ul> }
}

/// A change with its sign: "+20", "−20".
pub fn signed(points: i64) -> String {
    if points < 0 { format!("−{}", points.unsigned_abs()) } else { format!("+{points}") }
}

/// Every point, newest first. Corrections are lines of their own.
#[component]
pub fn Ledger(
    /// "Honor ledger of Wen Shuyan, newest first".
    #[prop(into)]
    caption: String,
    /// Newest first.
    lines: Vec<LedgerLine>,
    /// Each leads to a page that explains it: for whose they are.
    #[prop(optional)]
    explained: bool,
) -> impl IntoView {
    let l = locale();
    let rows = lines
        .into_iter()
        .map(|line| {
            let what_counts = honor::what_counts(l, &line);
            let cause = honor::cause(l, line.cause);
            let cause = line.reason.map_or(cause.to_owned(), |reason| honor::cause_with_reason(l, cause, &reason));
            let cause = match line.event {
                Some((slug, title)) => {
                    view! { <a href=format!("/e/{slug}")>{honor::cause_at(l, &title, &cause)}</a> }.into_any()
                }
                None => cause.into_any(),
            };
            let by = line.by.map(|by| honor::by(l, &by));
            // What the member says against it is between them and the organisers.
            let said = line.objection.filter(|_| explained).map(|standing| honor::objection(l, standing).to_owned());
            let notes = what_counts.into_iter().chain(said).map(|note| view! { <span>{note}</span> }).collect_view();
            let date = match explained {
                true => view! { <a href=format!("/my/honor/lines/{}", line.seq) aria-label=honor::explain_of(l, &line.at)><time datetime=line.at_iso>{line.at.clone()}</time></a> }.into_any(),
                false => view! { <time datetime=line.at_iso>{line.at}</time> }.into_any(),
            };
            view! {
                <tr>
                    <th scope="row">{cause}" "<span>{date}{by}</span>{notes}</th>
                    <td class="n"><b>{signed(line.counted)}</b></td>
                    <td class="n">{line.total}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="ledger">
            <caption class="vh">{caption}</caption>
            <thead>
                <tr>
                    <th scope="col">{honor::what_for(l)}</th>
                    <th scope="col" class="n">{honor::change(l)}</th>
                    <th scope="col" class="n">{honor::total(l)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
        <p><a href="/honor">{honor::how_earned(l)}</a></p>
    }
}
