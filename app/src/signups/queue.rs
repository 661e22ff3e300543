//! `/e/{slug}/queue`: the line that everybody can read, and for somebody in it, why they are not offered a seat.

use crate::{
    browser::keep_fresh,
    components::{Btn, Empty},
    error::AppError,
    messages::{queue, signups},
    page::{load, param, query},
    visit::locale,
};
use domain::signups::view::QueuePage;
use leptos::prelude::*;
use leptos_meta::Title;

/// The line of an event, or of one of its shifts; its words are made here, so that the browser needs none of them.
#[server(endpoint = "signups/queue")]
pub async fn load_queue(slug: String, #[server(default)] shift: String) -> Result<QueuePage, AppError> {
    use crate::server_context::{locale, maybe_actor, site};
    let (site, actor, l) = (site(), maybe_actor(), locale());
    let mut page = match shift.as_str() {
        "" => backend::signups::queue_page(&site, actor.as_ref(), l, &slug).await?,
        shift => {
            let shift = shift.parse().map_err(|_| AppError::NOT_FOUND)?;
            backend::signups::shift_line(&site, actor.as_ref(), l, (&slug, shift)).await?
        }
    };
    page.why = why(&page);
    for entry in &mut page.entries {
        entry.text = queue::step(l, entry.step, entry.number, &entry.value);
    }
    Ok(page)
}

/// Why somebody who waits is not offered a seat: what stands before them, one reason each.
#[cfg(feature = "ssr")]
fn why(page: &QueuePage) -> Vec<String> {
    use domain::signups::SignUpState;
    let l = crate::server_context::locale();
    let Some((mine, _)) = &page.mine else { return vec![] };
    match mine.state {
        SignUpState::Waiting => {}
        SignUpState::Pending => {
            let draws = mine.draws.as_deref().map(|at| queue::why_lottery(l, at));
            return vec![draws.unwrap_or(queue::why_pending(l).into())];
        }
        _ => return vec![],
    }
    let mut why = vec![queue::why_place(l, mine.waiting_place.unwrap_or_default())];
    let too_many = page.seats.taken - page.seats.capacity;
    if mine.can_take {
        why.push(queue::why_take(l).into());
    } else if page.first_come {
        why.push(queue::why_first_come(l).into());
    } else if too_many > 0 {
        why.push(queue::why_frozen(l, too_many));
    } else if page.offers.is_empty() {
        why.push(queue::why_none_free(l).into());
    }
    if let Some(first) = page.offers.first() {
        why.push(queue::why_offers(l, page.seats.offered, first));
    }
    why
}

/// The page.
#[component]
pub fn Queue() -> impl IntoView {
    let (slug, shift) = (param("slug"), query("shift"));
    load(move || (slug(), shift()), |(slug, shift)| load_queue(slug, shift), show)
}

fn show(page: QueuePage) -> impl IntoView {
    let l = locale();
    let title = queue::title(l, &page.title);
    if !page.why.is_empty() {
        keep_fresh();
    }
    let why = (!page.why.is_empty()).then(|| {
        let reasons = page.why.into_iter().map(|reason| view! { <li>{reason}</li> }).collect_view();
        view! {
            <section class="card flow" aria-labelledby="why">
                <h2 id="why">{signups::why_not_me(l)}</h2>
                <ul>{reasons}</ul>
                <p><Btn href="/my/tickets" class="btn small">{signups::see_ticket(l)}</Btn></p>
            </section>
        }
    });
    let of_shift = page.shift.as_ref().map(|(id, words)| {
        let href = format!("/e/{}/shifts/{id}", page.slug);
        view! { <p><a href=href>{words.clone()}</a></p> }
    });
    let asked = page.shift.as_ref().map(|(id, _)| format!("?shift={id}")).unwrap_or_default();
    let yours = page.mine.map(|(_, number)| view! { <p><b>{queue::yours(l, number)}</b></p> });
    let cutoff = match (page.first_come, page.cutoff.as_str()) {
        (_, "") => queue::no_cutoff(l).into(),
        (true, cutoff) => queue::now_first_come(l, cutoff),
        (false, cutoff) => queue::cutoff_fact(l, cutoff),
    };
    let facts = [
        queue::seats_fact(l, page.seats.taken, page.seats.capacity),
        queue::waiting_fact(l, page.seats.waiting),
        queue::gone_fact(l, page.gone),
        cutoff,
    ];
    let facts = facts.into_iter().map(|fact| view! { <li>{fact}</li> }).collect_view();
    let lottery = page.lottery.map(|lottery| {
        let seed = match lottery.seed {
            Some(seed) => {
                view! { <p>{queue::lottery_seed(l)}<br/><span class="code small">{seed}</span></p> }.into_any()
            }
            None => view! { <p>{queue::lottery_secret(l)}</p> }.into_any(),
        };
        view! {
            <section class="flow" id="lottery" aria-labelledby="lot">
                <h2 id="lot">{queue::lottery(l)}</h2>
                <p>{queue::lottery_how(l)}</p>
                <p>{queue::lottery_seal(l)}<br/><span class="code small">{lottery.seal}</span></p>
                {seed}
            </section>
        }
    });
    let shown = queue::shown(l, page.entries.len() as i64, page.total);
    let log = if page.entries.is_empty() {
        view! { <Empty title=queue::none(l) text=queue::none_text(l)/> }.into_any()
    } else {
        let hashes = page.entries.iter().map(|entry| {
            view! { <li>{entry.seq}" "<span class="code">{entry.hash.clone()}</span></li> }
        });
        let hashes = hashes.collect_view();
        let entries = page.entries.into_iter().map(|entry| {
            view! { <li><span class="soft">{entry.seq}" · "{entry.at}</span><br/>{entry.text}</li> }
        });
        view! {
            <p class="soft">{shown}</p>
            <ul class="flow">{entries.collect_view()}</ul>
            <details class="qa"><summary>{queue::hashes(l)}</summary><ul class="small soft">{hashes}</ul></details>
        }
        .into_any()
    };
    view! {
        <Title text=title.clone()/>
        <div class="wrap narrow stack top">
            <header class="flow">
                <h1>{title}</h1>
                <p><a href=format!("/e/{}", page.slug) lang=page.lang>{page.title.clone()}</a></p>
                {of_shift}
                <p class="lede">{queue::lede(l)}</p>
                {yours}
            </header>
            {why}
            <ul class="flow">{facts}</ul>
            {lottery}
            <section class="flow" aria-labelledby="entries">
                <h2 id="entries">{queue::log(l)}</h2>
                <p><Btn href=format!("/e/{}/queue.json{asked}", page.slug) class="btn small" icon="down" external=true>{queue::whole(l)}</Btn></p>
                {log}
            </section>
        </div>
    }
}
