//! Letters to those in line: what they tell, and their words.

use domain::{Instant, Locale, SignUpId, signups::SignUpState};

use super::contents::{Asked, Content, Event, Reader, event_of_signup, signup_row};
use super::requests;
use super::texts::{
    Part::{self, Facts, Line, Link},
    facts, say,
};
use crate::{
    Site,
    db::{Reading, Result},
    signups, sql, when,
};

/// What happened in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum News {
    /// A seat is held until then, in words; none for an offer that is over.
    Offer { until: Option<String> },
    /// It was not taken in time.
    OfferExpired,
    /// The cut-off has passed; no seat is free right now.
    FirstCome,
    /// A seat is free for whoever comes first.
    SeatFree,
    /// The organisers decide.
    Asked,
    /// The lot decides, at this moment, in words; none where it has.
    Entered { draws: Option<String> },
    /// The organisers said no, and why.
    NotApproved { reason: String },
}

/// An offer, while it stands.
pub(super) async fn offer(
    conn: &mut impl Reading,
    site: &Site,
    reader: &Reader,
    signup: SignUpId,
) -> Result<Option<Content>> {
    let found: Option<(Option<i64>, String)> = conn
        .optional(
            sql!("SELECT s.offered_until, e.zone FROM signup s JOIN event e ON e.id = s.event_id WHERE s.id = $1"),
            (signup.0,),
        )
        .await?;
    let Some((until, zone)) = found else { return Ok(None) };
    let until = until.filter(|until| site.now().0 < *until);
    if until.is_none() && reader.asked == Asked::Now {
        return Ok(None);
    }
    let until = until.map(|until| when::until(reader.locale, &zone, Instant(until)));
    news(conn, site, reader, (signup, SignUpState::Offered, News::Offer { until })).await
}

/// Any other news, while the sign-up still stands where it did.
pub(super) async fn news(
    conn: &mut impl Reading,
    site: &Site,
    reader: &Reader,
    (signup, state, news): (SignUpId, SignUpState, News),
) -> Result<Option<Content>> {
    if signup_row(conn, reader, signup, state).await?.is_none() {
        return Ok(None);
    }
    let Some(event) = event_of_signup(conn, signup).await? else { return Ok(None) };
    if event.ends_at <= site.now().0 && reader.asked == Asked::Now {
        return Ok(None); // sent late: of no use to anybody
    }
    let event = event.into_event(site, reader.locale);
    let url = match news {
        News::OfferExpired | News::NotApproved { .. } => event.url.clone(),
        // From the letter it is taken by one tap, signed in or not; in the inbox they are signed in.
        News::Offer { until: Some(_) } if reader.asked == Asked::Now => signups::offer_url(site, signup),
        _ => site.url(&format!("/my/tickets#t-{signup}")),
    };
    Ok(Some(Content::Line { event, news, url }))
}

/// The words.
pub(super) fn write(l: Locale, event: &Event, news: &News, url: &str) -> (String, Vec<Part>) {
    match news {
        News::Offer { until: Some(until) } => offered(l, event, until, url),
        News::Offer { until: None } => was_offered(l, event, url),
        News::OfferExpired => expired(l, event, url),
        News::FirstCome => first_come(l, event, url),
        News::SeatFree => seat_free(l, event, url),
        News::Asked => requests::asked(l, event, url),
        News::Entered { draws } => requests::entered(l, event, (draws.as_deref(), url)),
        News::NotApproved { reason } => requests::refused(l, event, (reason, url)),
    }
}

fn offered(l: Locale, event: &Event, until: &str, url: &str) -> (String, Vec<Part>) {
    let title = &event.title;
    (
        say(l, format!("A seat for you, until {until}: {title}"), format!("轮到你了，名额保留到{until}：{title}")),
        vec![
            Line(say(
                l,
                format!("A seat at {title} came free, and it is your turn. It is held for you until {until}."),
                format!("《{title}》有名额空出，轮到你了。名额为你保留到{until}。"),
            )),
            Facts(facts(l, event, None)),
            Link(say(l, "Take it, or let it go", "接受或放弃"), url.into()),
            Line(
                say(
                    l,
                    "After that it goes to the next in line. Letting it go never costs honor.",
                    "过了这个时间，名额会给下一位。放弃不影响荣誉。",
                )
                .into(),
            ),
        ],
    )
}

/// An offer that was taken, let go or ran out, looked up later.
fn was_offered(l: Locale, event: &Event, url: &str) -> (String, Vec<Part>) {
    let title = &event.title;
    (
        say(l, format!("It was your turn: {title}"), format!("轮到过你：{title}")),
        vec![
            Line(say(
                l,
                format!("A seat at {title} had come free, and it was held for you for a while."),
                format!("《{title}》有名额空出时，曾为你保留过一段时间。"),
            )),
            Link(say(l, "Your tickets", "你的报名"), url.into()),
        ],
    )
}

fn expired(l: Locale, event: &Event, url: &str) -> (String, Vec<Part>) {
    let title = &event.title;
    (
        say(l, format!("The seat went on to the next: {title}"), format!("名额已给下一位：{title}")),
        vec![
            Line(say(
                l,
                format!(
                    "The seat at {title} was held for you, and its time is up. The next in line has it now, and you are no longer in line."
                ),
                format!("《{title}》为你保留的名额已过时，给了下一位，你也不再排队。"),
            )),
            Line(
                say(
                    l,
                    "Still want to come? You can join the end of the line. It costs no honor.",
                    "还想来？可以重新排队，从最后一位开始。荣誉不受影响。",
                )
                .into(),
            ),
            Link(say(l, "The event’s page", "活动页面"), url.into()),
        ],
    )
}

fn first_come(l: Locale, event: &Event, url: &str) -> (String, Vec<Part>) {
    let title = &event.title;
    (
        say(l, format!("From now on first come, first served: {title}"), format!("现在起先到先得：{title}")),
        vec![
            Line(say(
                l,
                format!(
                    "{title} is near. A seat that comes free now is no longer offered in turn: whoever takes it first has it."
                ),
                format!("《{title}》快开始了。现在起空出的名额不再按顺序保留，谁先拿到就是谁的。"),
            )),
            Line(
                say(
                    l,
                    "You are still in line, and we write as soon as a seat is free.",
                    "你仍在排队，有名额空出我们马上来信。",
                )
                .into(),
            ),
            Link(say(l, "Your place in line", "你的排队位置"), url.into()),
        ],
    )
}

fn seat_free(l: Locale, event: &Event, url: &str) -> (String, Vec<Part>) {
    let title = &event.title;
    (
        say(l, format!("A seat is free, first come, first served: {title}"), format!("有名额空出，先到先得：{title}")),
        vec![
            Line(say(
                l,
                format!(
                    "A seat at {title} is free. Everyone in line gets this letter, and whoever takes it first has it."
                ),
                format!("《{title}》有一个名额空出。排队的人都会收到这封信，谁先拿到就是谁的。"),
            )),
            Facts(facts(l, event, None)),
            Link(say(l, "Take it in one tap", "一键领取"), url.into()),
        ],
    )
}

/// One of each, for the test of the voice.
#[cfg(test)]
pub(super) fn all() -> Vec<News> {
    vec![
        News::Offer { until: Some("08:00".into()) },
        News::Offer { until: None },
        News::OfferExpired,
        News::FirstCome,
        News::SeatFree,
        News::Asked,
        News::Entered { draws: Some("08:00".into()) },
        News::Entered { draws: None },
        News::NotApproved { reason: "The room is small.".into() },
    ]
}
