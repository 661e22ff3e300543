//! The words of reminders, of goodbyes, and of what organisers write.

use domain::Locale;

use super::super::contents::{Event, Ticket};
use super::{Facts, Line, Link, Part, facts, say};

pub(super) fn reminder(l: Locale, event: &Event, ticket: &Ticket) -> (String, Vec<Part>) {
    let (title, when) = (&event.title, &event.when);
    (
        say(l, format!("Soon: {title}, {} {}", when.short, when.time), format!("活动快到了：{title}，{} {}", when.short, when.time)),
        vec![
            Line(say(l, format!("{title} is soon, and your seat is waiting."), format!("《{title}》快开始了，名额已为你留好。"))),
            Facts(facts(l, event, Some(ticket))),
            Link(say(l, "Your ticket", "你的门票"), ticket.url.clone()),
            Line(
                say(
                    l,
                    "Can’t come after all? Give the seat up there: somebody in line may still make it. It never costs honor.",
                    "临时来不了？在那里退回名额，也许排队的人还赶得上。荣誉不受影响。",
                )
                .into(),
            ),
        ],
    )
}

pub(super) fn seat_given_up(l: Locale, event: &Event) -> (String, Vec<Part>) {
    let title = &event.title;
    (
        say(l, format!("You gave up your seat: {title}"), format!("名额已退回：{title}")),
        vec![
            Line(say(
                l,
                format!("Your seat at {title} is free for somebody else now. It costs no honor."),
                format!("《{title}》的名额已经让给别人，荣誉不受影响。"),
            )),
            Line(say(l, "The entry in your calendar goes with this letter.", "日历里的这一项会随这封信取消。").into()),
            Link(say(l, "The event’s page", "活动页面"), event.url.clone()),
        ],
    )
}

pub(super) fn removed(l: Locale, event: &Event) -> (String, Vec<Part>) {
    let (title, when) = (&event.title, &event.when);
    (
        say(l, format!("You are no longer signed up: {title}"), format!("报名已被取消：{title}")),
        vec![
            Line(say(
                l,
                format!("An organiser took you off the list of {title} on {}.", when.date),
                format!("组织者已把你从《{title}》（{}）的名单中移除。", when.date),
            )),
            Line(
                say(
                    l,
                    "It costs no honor. If this is a surprise, ask the organisers on the event’s page.",
                    "荣誉不受影响。如果你觉得意外，可以在活动页面联系组织者。",
                )
                .into(),
            ),
            Link(say(l, "The event’s page", "活动页面"), event.url.clone()),
        ],
    )
}

/// The organiser's own words, in whatever language they wrote; around them the reader's.
pub(super) fn announcement(
    l: Locale,
    event: &Event,
    (subject, body): (&str, &str),
    unsubscribe: &str,
) -> (String, Vec<Part>) {
    let title = &event.title;
    let mut parts = vec![Line(say(
        l,
        format!("The organisers of {title} write to you:"),
        format!("《{title}》的组织者写信给你："),
    ))];
    let paragraphs = body.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty());
    parts.extend(paragraphs.map(|paragraph| Line(paragraph.into())));
    parts.push(Link(say(l, "The event’s page", "活动页面"), event.url.clone()));
    parts.push(Link(say(l, "No more announcements by mail", "不再接收群发通知邮件"), unsubscribe.into()));
    (subject.into(), parts)
}
