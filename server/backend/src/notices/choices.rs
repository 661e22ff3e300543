//! What a member chose about mail: quiet hours, and whether announcements come.

use domain::{
    Failure, Instant, Locale, MemberId,
    members::Actor,
    notices::{
        quiet::{ChoiceForm, Quiet, clock},
        view::ChoicePage,
    },
};

use super::calendar_address;
use crate::{
    Site,
    db::{Reading, Result, Tx},
    sql, when,
};

/// What holds for one member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) quiet: Option<Quiet>,
    pub(super) announcements: bool,
}

/// What the member chose, or the house's own hours.
pub(super) async fn of(conn: &mut impl Reading, site: &Site, member: MemberId) -> Result<Choice> {
    let row: Option<(Option<i64>, Option<i64>, bool)> = conn
        .optional(
            sql!("SELECT quiet_from, quiet_until, announcements FROM mail_choice WHERE member_id = $1"),
            (member.0,),
        )
        .await?;
    let minute = |stored: i64| u32::try_from(stored).ok();
    Ok(match row {
        None => Choice { quiet: site.settings.quiet, announcements: true },
        Some((from, until, announcements)) => {
            let span = from.and_then(minute).zip(until.and_then(minute));
            Choice { quiet: span.and_then(|(from, until)| Quiet::new(from, until)), announcements }
        }
    })
}

/// `/my/settings/mail`. `fresh`: the token of a calendar address that was made a moment ago, if this browser has one.
///
/// # Errors
/// When the database fails.
pub async fn choice_page(
    site: &Site,
    actor: &Actor,
    locale: Locale,
    fresh: Option<String>,
) -> Result<ChoicePage, Failure> {
    let mut conn = site.db.read().await?;
    let (zone,): (String,) = conn.one(sql!("SELECT zone FROM member WHERE id = $1"), (actor.member.0,)).await?;
    let choice = of(&mut conn, site, actor.member).await?;
    let since: Option<(i64,)> =
        conn.optional(sql!("SELECT made_at FROM calendar_token WHERE member_id = $1"), (actor.member.0,)).await?;
    let mut calendar = None;
    if let Some(token) = fresh {
        let is_mine = calendar_address::owner(&mut conn, &token).await? == Some(actor.member);
        calendar = is_mine.then(|| site.url(&format!("/my/{token}.ics")));
    }
    let time = |minute: fn(Quiet) -> u32| choice.quiet.map(|quiet| clock(minute(quiet))).unwrap_or_default();
    Ok(ChoicePage {
        quiet_from: time(Quiet::from),
        quiet_until: time(Quiet::until),
        calendar_since: since.map(|(at,)| when::stamp(locale, &zone, Instant(at))),
        zone,
        announcements: choice.announcements,
        calendar,
    })
}

/// Keeps what was typed.
///
/// # Errors
/// The fields `quiet_from` and `quiet_until`.
pub async fn save_choice(site: &Site, actor: &Actor, form: &ChoiceForm) -> Result<(), Failure> {
    let choice = Choice { quiet: form.quiet()?, announcements: form.announcements };
    let mut tx = site.db.write().await?;
    keep(&mut tx, site, actor.member, choice).await?;
    Ok(tx.commit().await?)
}

/// Writes a choice down, in place of the one before.
pub(super) async fn keep(tx: &mut Tx, site: &Site, member: MemberId, choice: Choice) -> Result<()> {
    let quiet = choice.quiet.map(|quiet| (i64::from(quiet.from()), i64::from(quiet.until())));
    tx.execute(
        sql!(
            "INSERT INTO mail_choice (member_id, quiet_from, quiet_until, announcements, changed_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (member_id) DO UPDATE SET quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until,
                 announcements = excluded.announcements, changed_at = excluded.changed_at"
        ),
        (member.0, quiet.map(|(from, _)| from), quiet.map(|(_, until)| until), choice.announcements, site.now().0),
    )
    .await
    .map(drop)
}
