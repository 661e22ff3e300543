//! Letters to those who asked for a place, or entered a lottery: what they tell, and their words.

use domain::{Instant, Locale, SignUpId, signups::Mode, signups::SignUpState};

use super::contents::{Content, Event, Reader};
use super::line::{self, News};
use super::texts::{
    Part::{self, Facts, Line, Link},
    facts, say,
};
use crate::{
    Site,
    db::{Reading, Result},
    sql, when,
};

/// Who decides, and when; while nobody has.
pub(super) async fn pending(
    conn: &mut impl Reading,
    site: &Site,
    reader: &Reader,
    signup: SignUpId,
) -> Result<Option<Content>> {
    let found: Option<(Option<String>, Option<i64>, String)> = conn
        .optional(
            sql!(
                "SELECT a.mode, p.draws_at, e.zone FROM signup s JOIN event e ON e.id = s.event_id
                     JOIN places p ON p.id = s.places_id LEFT JOIN admission a ON a.event_id = s.event_id WHERE s.id = $1"
            ),
            (signup.0,),
        )
        .await?;
    let Some((mode, draws, zone)) = found else { return Ok(None) };
    let draws = draws.map(|at| when::moment(reader.locale, &zone, Instant(at)));
    let is_lottery = mode.as_deref() == Some(Mode::Lottery.word());
    let news = if is_lottery { News::Entered { draws } } else { News::Asked };
    line::news(conn, site, reader, (signup, SignUpState::Pending, news)).await
}

/// The organisers said no, and why.
pub(super) async fn not_approved(
    conn: &mut impl Reading,
    site: &Site,
    reader: &Reader,
    signup: SignUpId,
) -> Result<Option<Content>> {
    let found: Option<(Option<String>,)> =
        conn.optional(sql!("SELECT reason FROM signup WHERE id = $1"), (signup.0,)).await?;
    let reason = found.and_then(|(reason,)| reason).unwrap_or_default();
    line::news(conn, site, reader, (signup, SignUpState::Declined, News::NotApproved { reason })).await
}

pub(super) fn asked(l: Locale, event: &Event, url: &str) -> (String, Vec<Part>) {
    let title = &event.title;
    (
        say(l, format!("You asked for a seat: {title}"), format!("报名已提交，等待确认：{title}")),
        vec![
            Line(say(
                l,
                format!(
                    "The organisers of {title} have your request. They look at each one; a letter tells you what they say."
                ),
                format!("《{title}》的组织者已收到你的报名，会逐个确认，有结果时来信告诉你。"),
            )),
            Facts(facts(l, event, None)),
            Line(say(l, "Until then no seat is held for you.", "确认之前不会为你保留名额。").into()),
            Link(say(l, "Your request", "你的报名"), url.into()),
        ],
    )
}

pub(super) fn entered(l: Locale, event: &Event, (draws, url): (Option<&str>, &str)) -> (String, Vec<Part>) {
    let title = &event.title;
    let when = match draws {
        Some(draws) => say(
            l,
            format!("The lottery for {title} is drawn on {draws}. When you entered makes no difference."),
            format!("《{title}》将在{draws}抽签，报名先后不影响结果。"),
        ),
        None => say(l, format!("You entered the lottery for {title}."), format!("你参加了《{title}》的抽签。")),
    };
    (say(l, format!("You are in the lottery: {title}"), format!("已参加抽签：{title}")), vec![
        Line(when),
        Facts(facts(l, event, None)),
        Line(
            say(
                l,
                "Then a letter tells you whether you have a seat, or which place in line. Everybody can check the draw.",
                "抽签后来信告诉你有没有名额，或排在第几位。抽签结果人人都能核对。",
            )
            .into(),
        ),
        Link(say(l, "Your entry", "你的报名"), url.into()),
    ])
}

pub(super) fn refused(l: Locale, event: &Event, (reason, url): (&str, &str)) -> (String, Vec<Part>) {
    let title = &event.title;
    let mut parts = vec![Line(say(
        l,
        format!("The organisers of {title} could not say yes to your request this time."),
        format!("《{title}》的组织者这次没能确认你的报名。"),
    ))];
    if !reason.is_empty() {
        parts.push(Line(say(l, format!("They say: {reason}"), format!("组织者说明：{reason}"))));
    }
    parts.push(Line(say(l, "It costs no honor.", "荣誉不受影响。").into()));
    parts.push(Link(say(l, "The event’s page", "活动页面"), url.into()));
    (say(l, format!("Not this time: {title}"), format!("报名未通过：{title}")), parts)
}
