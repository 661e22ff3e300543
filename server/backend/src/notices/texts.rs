//! The words of all letters, both languages side by side.

use domain::Locale::{self, En, ZhCn};

use super::contents::{Content, Event, Reader, Ticket};
use super::{badges, honor, life, line, standing};

mod organisers;

/// A letter in words.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Text {
    pub(super) subject: String,
    pub(super) parts: Vec<Part>,
    /// Who writes, and why: the last line.
    pub(super) foot: String,
}

/// A part of a letter, one under the other.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// A paragraph.
    Line(String),
    /// A code, big and alone on its line.
    Code(String),
    /// Label and value, line by line.
    Facts(Vec<(&'static str, String)>),
    /// Where to go on: what is there, and the address.
    Link(&'static str, String),
}

use Part::{Code, Facts, Line, Link};

/// One of two, by language.
pub(super) fn say<T>(locale: Locale, en: T, zh: T) -> T {
    match locale {
        En => en,
        ZhCn => zh,
    }
}

/// Writes a letter.
pub(super) fn write(site: &str, reader: &Reader, content: &Content) -> Text {
    let l = reader.locale;
    let (subject, mut parts) = match content {
        Content::ConfirmEmail { code } => confirm_email(l, site, code),
        Content::ResetPassword { code } => reset_password(l, site, code),
        Content::SeatSaved { event, ticket } => seat_saved(l, event, ticket),
        Content::InLine { event, place, tickets_url } => in_line(l, event, *place, tickets_url),
        Content::Line { event, news, url } => line::write(l, event, news, url),
        Content::EventCancelled { event, reason } => event_cancelled(l, event, reason.as_deref()),
        Content::EventChanged { event, tickets_url } => event_changed(l, event, tickets_url.as_deref()),
        Content::EventPostponed { event, reason, tickets_url } => {
            life::postponed(l, event, (reason.as_deref(), tickets_url.as_deref()))
        }
        Content::Invited { event, role, from, url } => life::invitation(l, event, (*role, from), url),
        Content::BadgeGranted { badge } => badges::one(l, badge, reader.shows_badges),
        Content::BadgesGranted { badges } => badges::several(l, badges, reader.shows_badges),
        Content::BadgeRevoked { badge, reason } => badges::taken_back(l, badge, reason),
        Content::BadgeRestored { badge } => badges::given_back(l, badge),
        Content::HonorCorrected { turned } => honor::write(l, turned),
        Content::Reminder { event, ticket } => organisers::reminder(l, event, ticket),
        Content::SeatGivenUp { event } => organisers::seat_given_up(l, event),
        Content::Removed { event } => organisers::removed(l, event),
        Content::Recap { event, url, unsubscribe_url } => life::told(l, event, (url, unsubscribe_url)),
        Content::Announcement { event, subject, body, unsubscribe_url } => {
            organisers::announcement(l, event, (subject, body), unsubscribe_url)
        }
        Content::Standing { told, url } => standing::write(l, told, url),
    };
    let is_known = !reader.name.is_empty();
    let (en, zh) = if is_known {
        (format!("Hello {},", reader.name), format!("{}，你好：", reader.name))
    } else {
        ("Hello,".into(), "你好：".into())
    };
    parts.insert(0, Line(say(l, en, zh)));
    let foot = if is_known {
        say(
            l,
            format!("{site} sends you this because this address belongs to an account there."),
            format!("这封信来自{site}，因为这个邮箱属于那里的一个账号。"),
        )
    } else {
        say(
            l,
            format!("{site} sends you this once, because somebody there wrote down your address. It is not kept."),
            format!("这封信来自{site}，只发这一次：那里有人填写了你的邮箱，我们不会保留它。"),
        )
    };
    Text { subject, parts, foot }
}

fn confirm_email(l: Locale, site: &str, code: &str) -> (String, Vec<Part>) {
    (say(l, format!("{code} is your code for {site}"), format!("{code} 是你的{site}验证码")), vec![
        Line(say(l, "This code shows that the address is yours:", "用这个验证码确认邮箱是你的：").into()),
        Code(code.into()),
        Line(say(l, "Type it on the page that asks for it. It works for 10 minutes.", "在页面上输入它，10 分钟内有效。").into()),
        Line(
            say(
                l,
                "You did not ask for it? Then somebody typed your address by mistake. There is nothing you need to do.",
                "不是你要的？可能是别人填错了邮箱，不用理会。",
            )
            .into(),
        ),
    ])
}

fn reset_password(l: Locale, site: &str, code: &str) -> (String, Vec<Part>) {
    (say(l, format!("{code} is your code for a new password at {site}"), format!("{code} 是你在{site}重设密码的验证码")), vec![
        Line(say(l, "This code lets you choose a new password:", "用这个验证码设置新密码：").into()),
        Code(code.into()),
        Line(
            say(
                l,
                "Type it together with the new password. It works for 10 minutes. Your other devices are signed out then.",
                "和新密码一起输入，10 分钟内有效。之后其他设备会退出登录。",
            )
            .into(),
        ),
        Line(say(l, "You did not ask for it? Your password stays as it is.", "不是你要的？密码不会变，不用理会。").into()),
    ])
}

fn seat_saved(l: Locale, event: &Event, ticket: &Ticket) -> (String, Vec<Part>) {
    let title = &event.title;
    (
        say(l, format!("Your seat: {title}"), format!("名额已保留：{title}")),
        vec![
            Line(say(l, format!("Your seat at {title} is saved."), format!("《{title}》的名额已为你保留。"))),
            Facts(facts(l, event, Some(ticket))),
            Link(say(l, "Your ticket", "你的门票"), ticket.url.clone()),
            Line(
                say(
                    l,
                    "Can’t come? Give the seat up there: it is offered to the first in line at once. It never costs honor.",
                    "来不了？在那里退回名额，马上让给排在最前面的人。荣誉不受影响。",
                )
                .into(),
            ),
        ],
    )
}

fn in_line(l: Locale, event: &Event, place: i64, tickets_url: &str) -> (String, Vec<Part>) {
    let title = &event.title;
    (say(l, format!("You are in line: {title}"), format!("正在排队：{title}")), vec![
        Line(if place > 0 {
            say(
                l,
                format!("Every seat at {title} is taken. You are number {place} in line."),
                format!("《{title}》名额已满，你排在第 {place} 位。"),
            )
        } else {
            say(l, format!("Every seat at {title} was taken, and you joined the line."), format!("《{title}》名额已满，你加入了排队。"))
        }),
        Facts(facts(l, event, None)),
        Line(
            say(
                l,
                "Everyone in line is served in order. When a seat comes free and it is your turn, a letter offers it to you and says until when it is held.",
                "按先后顺序，有名额空出且轮到你时，我们来信告诉你，名额会为你保留一段时间。",
            )
            .into(),
        ),
        Link(say(l, "Your place in line", "你的排队位置"), tickets_url.into()),
    ])
}

fn event_cancelled(l: Locale, event: &Event, reason: Option<&str>) -> (String, Vec<Part>) {
    let (title, when) = (&event.title, &event.when);
    let was = say(
        l,
        format!("{title} is cancelled. It was to be on {}, {}, {}.", when.date, when.range, when.zone),
        format!("《{title}》已取消。原定时间：{} {}，{}。", when.date, when.range, when.zone),
    );
    let mut parts = vec![Line(was)];
    if let Some(reason) = reason.filter(|reason| !reason.is_empty()) {
        parts.push(Line(say(l, format!("The organisers say: {reason}"), format!("组织者说明：{reason}"))));
    }
    parts.push(Link(say(l, "The event’s page", "活动页面"), event.url.clone()));
    (say(l, format!("Cancelled: {title}"), format!("活动取消：{title}")), parts)
}

fn event_changed(l: Locale, event: &Event, tickets_url: Option<&str>) -> (String, Vec<Part>) {
    let title = &event.title;
    let mut parts = vec![
        Line(say(
            l,
            format!("Something about {title} has changed. This is how it stands now:"),
            format!("《{title}》有变动，现在的安排是："),
        )),
        Facts(facts(l, event, None)),
        Link(say(l, "The event’s page", "活动页面"), event.url.clone()),
    ];
    if let Some(tickets_url) = tickets_url {
        let stays = say(
            l,
            "Your seat, or your place in line, stays yours. Can’t come any more? Give it up here; it never costs honor:",
            "你的名额或排队位置不变。来不了了？在这里退回，荣誉不受影响：",
        );
        parts.extend([Line(stays.into()), Link(say(l, "Your tickets", "你的报名"), tickets_url.into())]);
    }
    (say(l, format!("Changed: {title}"), format!("活动有变动：{title}")), parts)
}

/// When and where, and the code for the door.
pub(super) fn facts(l: Locale, event: &Event, ticket: Option<&Ticket>) -> Vec<(&'static str, String)> {
    let (when, venue, address) = (&event.when, &event.venue, &event.address);
    let time = if event.is_postponed {
        say(l, "No date yet", "待定").into()
    } else {
        say(
            l,
            format!("{}, {}, {}", when.date, when.range, when.zone),
            format!("{} {}，{}", when.date, when.range, when.zone),
        )
    };
    let mut facts = vec![(say(l, "When", "时间"), time), (say(l, "Where", "地点"), join(l, venue, address))];
    facts.extend(ticket.map(|ticket| (say(l, "Code for the door", "入场码"), ticket.code.clone())));
    facts
}

/// Where: what there is of it.
fn join(l: Locale, venue: &str, address: &str) -> String {
    match address {
        "" => venue.into(),
        address => say(l, format!("{venue}, {address}"), format!("{venue}，{address}")),
    }
}

#[cfg(test)]
mod tests;
