//! `/e/{slug}`: an event, and the way into it.

use super::place::{map, moved, online};
use crate::{
    components::{
        ActionBar, Btn, CalendarLink, Face, Faces, Fact, Facts, Flash, Icon, Name, Pop, Seats, Tag, Tone, seats_words,
    },
    error::AppError,
    messages::{common, events, lifecycle, shifts},
    page::{load, param},
    showcase::Head,
    signups::{JoinBand, JoinPlace, join_action, line_link, way_in},
    visit::locale,
};
use domain::{
    events::{Kind, Phase, view::EventPage},
    members::view::Person,
};
use leptos::prelude::*;

/// What an event's page shows. An address it had before leads to the one it has now.
#[server(endpoint = "events/page")]
pub async fn load_event(slug: String) -> Result<EventPage, AppError> {
    use crate::server_context::{locale, maybe_actor, redirect, site};
    use backend::events::Found;
    let (site, actor) = (site(), maybe_actor());
    let mut wanted = slug;
    // One hop is enough: an old address always knows the newest.
    for _ in 0..2 {
        match backend::events::page(&site, actor.as_ref(), locale(), &wanted).await? {
            Found::Here(mut page) => {
                crate::signups::put_into_words(&mut page, locale());
                return Ok(*page);
            }
            Found::Moved(slug) => {
                redirect(&format!("/e/{slug}"));
                wanted = slug;
            }
        }
    }
    Err(AppError::NOT_FOUND)
}

/// An event's page.
#[component]
pub fn Event() -> impl IntoView {
    load(param("slug"), load_event, show)
}

fn show(page: EventPage) -> impl IntoView {
    let l = locale();
    let (card, lang) = (page.card.clone(), page.card.lang.clone());
    let is_over = card.phase.is_over();
    let facts = facts(&page);
    let bar = (!is_over).then(|| bar(&page));
    view! {
        <Head card=page.share.clone()/>
        <article>
            <div class="poster">
                <div class="art"><img src=card.art.src alt=card.art.alt width="1200" height="675" fetchpriority="high"/></div>
                <time datetime=card.when.iso><b class="no">{card.when.day}</b>" "{card.when.month}</time>
                {(card.honor > 0).then(|| view! { <Pop points=card.honor/> })}
            </div>
            <div class="wrap split top">
                <header class="flow">
                    {banner(&page)}
                    <h1 class="huge" lang=lang.clone()>{card.title}</h1>
                    <p class="lede" lang=lang.clone()>{card.summary}</p>
                </header>
                <aside class="stack" aria-label=events::facts_label(l)>
                    <Facts facts/>
                    {map(&page)}
                    {(!is_over).then(|| view! { <Seats seats=card.seats/> })}
                    {line_link(&page)}
                    {(!is_over).then(|| to_shifts(&page))}
                    {online(&page)}
                    {way_in(&page)}
                    <p class="row">
                        {(!is_over).then(|| view! { <CalendarLink href=format!("/e/{}.ics", card.slug)/> })}
                        <a class="btn small" href="#share"><Icon name="share"/>{common::share(l)}</a>
                    </p>
                    <div class="wide-only">{join_action(&page, JoinPlace::Column)}</div>
                </aside>
                <div class="stack narrow">
                    {coming(&page)}
                    {(!page.story_html.is_empty()).then(|| view! {
                        <section class="flow" aria-labelledby="about" lang=lang>
                            <h2 id="about" lang=l.tag()>{if is_over { events::what_it_was(l) } else { events::what_to_expect(l) }}</h2>
                            <div class="flow" inner_html=page.story_html.clone()></div>
                        </section>
                    })}
                    {page.host.clone().map(|host| host_of(host, page.chapter.name.clone(), page.chapter.slug.clone()))}
                    {tell(&page)}
                </div>
            </div>
            {bar}
        </article>
        <JoinBand page/>
    }
}

fn facts(page: &EventPage) -> Vec<Fact> {
    let (l, card) = (locale(), &page.card);
    let mut facts = vec![
        Fact::new("cal", card.when.date.clone(), common::pair(l, &card.when.range, &card.when.zone))
            .at(card.when.iso.clone()),
        Fact::new("pin", card.venue.clone(), page.address.clone()),
    ];
    if card.phase.is_over() {
        facts.push(Fact::new("people", events::came(l, card.came), ""));
        if card.honor > 0 {
            facts.push(Fact::new("honor", events::earned(l, card.honor), events::earned_how(l)));
        }
    } else if card.honor > 0 {
        facts.push(Fact::new("honor", events::you_earn(l, card.honor), events::earn_how(l)));
    }
    facts
}

/// The way to the shifts of an open day.
fn to_shifts(page: &EventPage) -> impl IntoView + use<> {
    let (l, href) = (locale(), format!("/e/{}/shifts", page.card.slug));
    page.shifts.map(|all| {
        let words = if all.left > 0 { shifts::to_shifts(l, all.left) } else { shifts::to_shifts_full(l).into() };
        view! { <p><Btn href class="btn wide">{words}</Btn></p> }
    })
}

/// For drafts and cancelled events, and for those who run them.
fn banner(page: &EventPage) -> impl IntoView + use<> {
    let (l, phase) = (locale(), page.card.phase);
    let word = match phase {
        Phase::Draft => Some(view! { <Flash tone=Tone::Warn>{events::draft_banner(l)}</Flash> }.into_any()),
        Phase::Cancelled => {
            let reason = page.cancel_reason.clone().unwrap_or_default();
            Some(view! { <Flash tone=Tone::Warn>{events::cancelled_banner(l, &reason)}</Flash> }.into_any())
        }
        Phase::Recap => Some(
            view! { <p><Btn href=format!("/e/{}/recap", page.card.slug) class="btn">{lifecycle::see_recap(l)}</Btn></p> }.into_any(),
        ),
        Phase::Running => Some(view! { <p><Tag icon="clock">{events::phase(l, phase)}</Tag></p> }.into_any()),
        Phase::Ended => Some(view! { <p><Tag icon="check">{events::phase(l, phase)}</Tag></p> }.into_any()),
        _ => None,
    };
    let id = page.id;
    let manage = page
        .can_edit
        .then(|| view! { <Btn href=format!("/organise/events/{id}") class="btn small">{events::to_console(l)}</Btn> });
    let door = page
        .can_keep_door
        .then(|| view! { <Btn href=format!("/door/{id}") class="btn small">{events::to_door(l)}</Btn> });
    let lead = (page.can_lead && page.shifts.is_some())
        .then(|| view! { <Btn href=format!("/door/{id}/shifts") class="btn small">{shifts::list(l)}</Btn> });
    let tools = (page.can_edit || page.can_keep_door || lead.is_some())
        .then(|| view! { <p class="row">{manage}{door}{lead}</p> });
    let kind = (page.card.kind == Kind::OpenDay).then(|| view! { <p><Tag>{lifecycle::open_day(l)}</Tag></p> });
    (kind, moved(page), word, tools)
}

/// Those who chose to be listed by name; the others only as a number.
fn coming(page: &EventPage) -> impl IntoView + use<> {
    let l = locale();
    let names = page.listed.iter().map(|p| p.display_name.as_str()).collect::<Vec<_>>().join(common::list_comma(l));
    let more = page.listed_count - page.listed.len() as i64;
    let listed = match (page.listed.len(), more) {
        (0, _) => String::new(),
        (_, 1..) => events::listed_more(l, more, &names),
        _ => events::listed_names(l, &names),
    };
    let is_over = page.card.phase.is_over();
    let quiet = match page.quiet_count {
        0 => String::new(),
        n if is_over => events::quiet_then(l, n),
        n => events::quiet(l, n),
    };
    let text = if listed.is_empty() && quiet.is_empty() {
        if is_over { events::nobody_then(l) } else { events::nobody_yet(l) }.to_owned()
    } else {
        [listed.as_str(), common::gap(l).unwrap_or_default(), &quiet].concat()
    };
    let faces = page.listed.clone();
    view! {
        <section class="flow" aria-labelledby="going">
            <h2 id="going">{if is_over { events::who_was_there(l) } else { events::who_is_coming(l) }}</h2>
            {(!faces.is_empty()).then(|| view! { <div class="row"><Faces people=faces/></div> })}
            <p>{text}</p>
        </section>
    }
}

fn host_of(host: Person, chapter: String, slug: String) -> impl IntoView {
    view! {
        <section class="flow" aria-labelledby="host">
            <h2 id="host">{events::your_host(locale())}</h2>
            <div class="row"><Face src=host.face.clone()/><p><Name person=host/><br/><a class="soft" href=format!("/c/{slug}")>{chapter}</a></p></div>
        </section>
    }
}

fn tell(page: &EventPage) -> impl IntoView + use<> {
    let l = locale();
    (page.card.phase != Phase::Draft).then(|| {
        view! {
            <section class="flow" id="share" aria-labelledby="sh">
                <h2 id="sh">{events::tell_a_friend(l)}</h2>
                <div class="field"><label for="page-link">{events::link_to_page(l)}</label><input id="page-link" readonly value=page.share.url.clone()/></div>
                <p class="row"><a class="btn small" href=page.share.image.clone() download="" rel="external"><Icon name="down"/>{events::save_poster(l)}</a></p>
            </section>
        }
    })
}

/// The one action, in reach of the thumb.
fn bar(page: &EventPage) -> impl IntoView + use<> {
    let (l, card) = (locale(), &page.card);
    let has_seats = card.phase.takes_sign_ups() || page.way.has_form;
    let title = if has_seats { seats_words(card.seats) } else { events::phase(l, card.phase).into() };
    let (short, action) = (card.when.short.clone(), join_action(page, JoinPlace::Bar));
    view! { <ActionBar title text=short>{action}</ActionBar> }
}
