//! `/organise/mail`: what became of all letters, for those who run the site.

use domain::{
    Failure, Instant, Locale,
    members::{Action, Actor, access::require},
    notices::{
        Delivery,
        view::{Deliveries, MailPage, Trouble},
    },
};

use crate::{Site, sql, when};

/// How far back is counted, in seconds: a week.
const BACK_S: i64 = 7 * 86_400;

#[derive(sqlx::FromRow)]
struct Row {
    display_name: String,
    handle: String,
    kind: String,
    delivery: String,
    made_at: i64,
    attempts: Option<i64>,
    last_error: Option<String>,
}

/// The counts of a week, and every letter that did not arrive, the newest first.
///
/// # Errors
/// [`Failure::Forbidden`].
pub async fn mail_page(site: &Site, actor: &Actor, locale: Locale) -> Result<MailPage, Failure> {
    require(Some(actor), Action::WatchMail)?;
    let mut conn = site.db.read().await?;
    let (zone,): (String,) = conn.one(sql!("SELECT zone FROM member WHERE id = $1"), (actor.member.0,)).await?;
    let counts: Vec<(String, i64)> = conn
        .all(
            sql!("SELECT delivery, count(*) FROM notice WHERE made_at > $1 GROUP BY delivery"),
            (site.now().plus_seconds(-BACK_S).0,),
        )
        .await?;
    let mut deliveries = Deliveries::default();
    for (word, n) in counts {
        if let Some(delivery) = Delivery::from_word(&word) {
            deliveries.add(delivery, n);
        }
    }
    let rows: Vec<Row> = conn
        .all(
            sql!(
                "SELECT m.display_name, m.handle, n.kind, n.delivery, n.made_at, j.attempts, j.last_error
                 FROM notice n JOIN member m ON m.id = n.member_id LEFT JOIN job j ON j.id = n.id
                 WHERE n.delivery IN ('retrying', 'bounced', 'given_up') ORDER BY n.made_at DESC, n.id DESC LIMIT 200"
            ),
            (),
        )
        .await?;
    let trouble = |row: Row| {
        Some(Trouble {
            delivery: Delivery::from_word(&row.delivery)?,
            name: row.display_name,
            handle: row.handle,
            kind: row.kind,
            tries: row.attempts.unwrap_or_default(),
            why: row.last_error.unwrap_or_default(),
            at: when::stamp(locale, &zone, Instant(row.made_at)),
        })
    };
    Ok(MailPage { deliveries, troubles: rows.into_iter().filter_map(trouble).collect() })
}
