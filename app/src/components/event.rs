//! Events in lists, places left, tickets.

use super::{Btn, Icon, Tag, Tone};
use crate::{
    messages::{common, events, lifecycle, notices},
    visit::locale,
};
use domain::{
    events::{Kind, Phase, view::EventCard},
    signups::view::SeatsView,
};
use leptos::prelude::*;

/// Places left, in words; the bar only decorates them.
#[component]
pub fn Seats(
    /// How many there are and are left.
    seats: SeatsView,
) -> impl IntoView {
    let l = locale();
    let more = match (seats.left, seats.waiting) {
        (0, waiting @ 1..) => common::waiting(l, waiting),
        _ => common::seats_taken(l, seats.taken, seats.capacity),
    };
    view! {
        <div class="seats">
            <p><b>{seats_words(seats)}</b>" "<span class="soft">{more}</span></p>
            <progress value=seats.taken.to_string() max=seats.capacity.max(1).to_string() aria-hidden="true"></progress>
        </div>
    }
}

/// "19 seats left", "Full".
pub fn seats_words(seats: SeatsView) -> String {
    match seats.left {
        1.. => common::seats_left(locale(), seats.left),
        _ => common::seats_none(locale()).into(),
    }
}

/// "10 people came, +20 honor each". At an open day only guests earned that: who helped earned by the hour.
fn came_words(card: &EventCard) -> String {
    let l = locale();
    if card.honor > 0 && card.kind != Kind::OpenDay {
        events::came_and_honor(l, card.came, card.honor)
    } else {
        events::came(l, card.came)
    }
}

/// An event in a list: a big numeral, words, small art. The whole row is the link; `<li class="gig">` goes around it.
#[component]
pub fn Gig(
    /// The event.
    card: EventCard,
    /// The heading's level: 2 or 3.
    #[prop(default = 3)]
    level: u8,
    /// A softer second line in place of seats and honor.
    #[prop(optional, into)]
    more: Option<String>,
    /// Another page than the event's own: its console.
    #[prop(optional, into)]
    href: Option<String>,
) -> impl IntoView {
    let l = locale();
    let href = href.unwrap_or_else(|| format!("/e/{}", card.slug));
    let more = more.unwrap_or_else(|| {
        if card.phase == Phase::Postponed {
            return lifecycle::postponed(l).into();
        }
        if card.phase.is_over() {
            return came_words(&card);
        }
        let seats = match (card.seats.left, card.seats.waiting) {
            (0, waiting @ 1..) => common::full_and_waiting(l, waiting),
            _ => seats_words(card.seats),
        };
        if card.honor > 0 { common::seats_and_honor(l, &seats, card.honor) } else { seats }
    });
    let link = view! { <a href=href lang=card.lang>{card.title}</a> };
    let heading = if level == 2 { view! { <h2>{link}</h2> }.into_any() } else { view! { <h3>{link}</h3> }.into_any() };
    let art = (!card.art.src.is_empty()).then(|| {
        view! { <div class="art"><img src=card.art.src alt="" width="176" height="110" loading="lazy"/></div> }
    });
    view! {
        <time datetime=card.when.iso><b class="no">{card.when.day}</b>" "{card.when.month_short}</time>
        <div>
            {heading}
            <p>{common::time_and_place(l, &card.when.time, &card.venue, &card.city)}</p>
            <p class="soft">{more}</p>
        </div>
        {art}
    }
}

/// Events one under the other.
#[component]
pub fn Gigs(
    /// Soonest first.
    cards: Vec<EventCard>,
) -> impl IntoView {
    view! { <ol>{cards.into_iter().map(|card| view! { <li class="gig"><Gig card/></li> }).collect_view()}</ol> }
}

/// Proof of a seat, or of a place in line. The first part the facts, the second the code or the action.
#[component]
pub fn Ticket(
    /// An id for its heading, unique on the page.
    #[prop(into)]
    id: String,
    /// What the state means.
    tone: Tone,
    /// The state in a word: "Confirmed".
    #[prop(into)]
    state: String,
    /// The event.
    card: EventCard,
    /// The second part: [`TicketCode`], or a form.
    children: Children,
) -> impl IntoView {
    // Somebody may have two for one day, at different times.
    let (heading, time) = (id.clone(), format!("{id}-time"));
    let named = format!("{id} {time}");
    view! {
        <section class="ticket" aria-labelledby=named>
            <div class="flow">
                <p><Tag tone>{state}</Tag></p>
                <h2 id=heading><a href=format!("/e/{}", card.slug) lang=card.lang>{card.title}</a></h2>
                <p>
                    <time id=time datetime=card.when.iso><b>{common::date_and_time(locale(), &card.when.date, &card.when.range)}</b></time>
                    <br/>
                    {card.when.zone}
                    <br/>
                    {common::place(locale(), &card.venue, &card.city)}
                </p>
            </div>
            <div class="flow">{children()}</div>
        </section>
    }
}

/// The code for the door: as a QR code and to be read out.
#[component]
pub fn TicketCode(
    /// The QR code as the server drew it: an `<svg>`.
    qr_svg: Option<String>,
    /// "4F7K-2Q9M".
    #[prop(into)]
    code: String,
    /// "Show the code, or say your name: Zhu Yuting".
    #[prop(into)]
    hint: String,
) -> impl IntoView {
    view! {
        {qr_svg.map(|svg| view! { <div class="qr" role="img" aria-label=common::qr_of_ticket(locale()) inner_html=svg></div> })}
        <p class="center"><span class="code big">{code}</span><br/><span class="soft">{hint}</span></p>
    }
}

/// The small buttons under a calendar date: a file for the calendar.
#[component]
pub fn CalendarLink(
    /// The address of the `.ics` file.
    #[prop(into)]
    href: String,
) -> impl IntoView {
    view! { <a class="btn small" href=href download=""><Icon name="cal"/>{common::add_to_calendar(locale())}</a> }
}

/// The address that opens a calendar program, which then follows the file.
pub fn webcal(url: &str) -> String {
    format!("webcal{}", url.find(':').map_or("", |at| &url[at..]))
}

/// The buttons to follow a calendar, and the news where there are any.
#[component]
pub fn Follow(
    /// The calendar's path.
    #[prop(into)]
    calendar: String,
    /// The news' path.
    #[prop(optional, into)]
    news: Option<String>,
) -> impl IntoView {
    let l = locale();
    let calendar = webcal(&format!("{}{calendar}", crate::visit::use_visit().base_url));
    view! {
        <p class="row">
            <Btn href=calendar class="btn small" icon="cal" external=true>{notices::follow_calendar(l)}</Btn>
            {news.map(|href| view! { <Btn href class="btn plain small" external=true>{notices::follow_news(l)}</Btn> })}
        </p>
    }
}
