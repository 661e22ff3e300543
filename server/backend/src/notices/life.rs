//! Letters about an event's life: a date that was taken back, a part that somebody is asked to take, the story afterwards.

use domain::{EventId, InvitationId, Locale, members::EventRole};
use uuid::Uuid;

use super::contents::{Content, Event, Reader, event_row, unsubscribe_url};
use super::texts::{
    Part::{self, Facts, Line, Link},
    facts, say,
};
use crate::{
    Site,
    db::{Reading, Result},
    sql,
};

/// An invitation, while it is open.
pub(super) async fn invited(
    conn: &mut impl Reading,
    site: &Site,
    reader: &Reader,
    (invitation, token): (InvitationId, &str),
) -> Result<Option<Content>> {
    let row: Option<(Uuid, String, String)> = conn
        .optional(
            sql!(
                "SELECT i.event_id, i.role, m.display_name FROM event_invitation i JOIN member m ON m.id = i.by_id
                 WHERE i.id = $1 AND i.expires_at > $2"
            ),
            (invitation.0, site.now().0),
        )
        .await?;
    let Some((event, role, from)) = row else { return Ok(None) };
    let Some(event) = event_row(conn, EventId(event)).await? else { return Ok(None) };
    Ok(EventRole::from_word(&role).map(|role| Content::Invited {
        event: event.into_event(site, reader.locale),
        role,
        from,
        url: site.url(&format!("/invitations/{token}")),
    }))
}

/// The story of an event, while it is told.
pub(super) async fn recap(
    conn: &mut impl Reading,
    site: &Site,
    reader: &Reader,
    event: EventId,
) -> Result<Option<Content>> {
    let found: Option<(String,)> = conn
        .optional(
            sql!("SELECT slug FROM event WHERE id = $1 AND state = 'published' AND recapped_at IS NOT NULL"),
            (event.0,),
        )
        .await?;
    let Some((slug,)) = found else { return Ok(None) };
    let Some(row) = event_row(conn, event).await? else { return Ok(None) };
    Ok(Some(Content::Recap {
        event: row.into_event(site, reader.locale),
        url: site.url(&format!("/e/{slug}/recap")),
        unsubscribe_url: unsubscribe_url(site, reader.member),
    }))
}

/// It was a day to remember.
pub(super) fn told(l: Locale, event: &Event, (url, unsubscribe_url): (&str, &str)) -> (String, Vec<Part>) {
    let title = &event.title;
    let parts = vec![
        Line(say(
            l,
            format!("You were there: the story of {title} is told now, with its photos."),
            format!("你当时在场：《{title}》的回顾写好了，还有照片。"),
        )),
        Link(say(l, "Read the story", "看回顾"), url.into()),
        Line(
            say(
                l,
                "Is there a photo of you that should not be there? Tell the organisers, and it is gone.",
                "有不想公开的照片？告诉组织者，马上撤下。",
            )
            .into(),
        ),
        Link(say(l, "No more letters like this", "不再接收这类信件"), unsubscribe_url.into()),
    ];
    (say(l, format!("The story of {title}"), format!("《{title}》回顾")), parts)
}

/// The date was taken back.
pub(super) fn postponed(
    l: Locale,
    event: &Event,
    (reason, tickets_url): (Option<&str>, Option<&str>),
) -> (String, Vec<Part>) {
    let (title, when) = (&event.title, &event.when);
    let first = if event.is_postponed {
        say(
            l,
            format!("{title} will not be on {}. There is no new date yet; we write to you when there is.", when.date),
            format!("《{title}》不在{}举行了。新的时间还没定，定下后我们会来信告诉你。", when.date),
        )
    } else {
        // Looked up later: the date it has now is not the one that was taken back.
        say(l, format!("The date of {title} was taken back."), format!("《{title}》当时延期了。"))
    };
    let mut parts = vec![Line(first)];
    if let Some(reason) = reason.filter(|reason| !reason.is_empty()) {
        parts.push(Line(say(l, format!("The organisers say: {reason}"), format!("组织者说明：{reason}"))));
    }
    if let Some(tickets_url) = tickets_url {
        let stays = say(
            l,
            "Your seat, or your place in line, stays yours. You can give it up any time; it never costs honor:",
            "你的名额或排队位置不变。随时可以退回，荣誉不受影响：",
        );
        parts.extend([Line(stays.into()), Link(say(l, "Your tickets", "你的报名"), tickets_url.into())]);
    }
    parts.push(Link(say(l, "The event’s page", "活动页面"), event.url.clone()));
    (say(l, format!("Postponed: {title}"), format!("活动延期：{title}")), parts)
}

/// Somebody is asked to help.
pub(super) fn invitation(l: Locale, event: &Event, (role, from): (EventRole, &str), url: &str) -> (String, Vec<Part>) {
    let title = &event.title;
    let asked = match role {
        EventRole::CoOrganiser => say(
            l,
            format!(
                "{from} asks you to run {title} together. You would see who signed up and could change everything about the event."
            ),
            format!("{from}邀请你一起组织《{title}》。你可以看到报名名单，也可以修改活动的一切。"),
        ),
        EventRole::Door => say(
            l,
            format!("{from} asks you to keep the door of {title}: you let people in with your phone."),
            format!("{from}邀请你在《{title}》负责签到：用手机核对入场码。"),
        ),
        EventRole::ShiftLead => {
            say(l, format!("{from} asks you to lead shifts at {title}."), format!("{from}邀请你在《{title}》带班。"))
        }
    };
    (
        say(l, format!("Will you help? {title}"), format!("邀请你帮忙：{title}")),
        vec![
            Line(asked),
            Facts(facts(l, event, None)),
            Link(say(l, "Say yes or no", "接受或拒绝"), url.into()),
            Line(say(l, "The link works once, for two weeks.", "链接两周内有效，只能用一次。").into()),
        ],
    )
}
