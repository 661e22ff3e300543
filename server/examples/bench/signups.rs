//! Everybody wants a seat at one event at the same time.

use std::{collections::HashSet, sync::Arc, time::Duration};

use anyhow::ensure;
use backend::sql;
use uuid::Uuid;

use super::{
    load::{Load, Outcome},
    stage::{Event, FANS, SEATS, Stage},
};

/// A round that takes longer is broken.
const LONGEST: Duration = Duration::from_secs(100);

impl Stage {
    /// One round on a new event, checked afterwards.
    ///
    /// # Errors
    /// When a sign-up is refused, or what is stored is not what was promised.
    pub(crate) async fn sign_ups(&self, connections: usize) -> anyhow::Result<Outcome> {
        self.sign_ups_at(&self.event().await?, connections).await
    }

    /// The same on this event, which is new.
    ///
    /// # Errors
    /// As [`Stage::sign_ups`].
    pub(crate) async fn sign_ups_at(&self, event: &Event, connections: usize) -> anyhow::Result<Outcome> {
        let requests = self.cookies.iter().enumerate().map(|(n, cookie)| self.request(event, n, cookie)).collect();
        let load = Load { to: self.address, requests: Arc::new(requests), most: FANS, within: LONGEST, connections };
        let outcome = load.run().await?;
        ensure!(outcome.answered == FANS, "{} of {FANS} sign-ups were answered", outcome.answered);
        self.jobs_done().await?;
        self.check(event).await?;
        Ok(outcome)
    }

    /// As the page in the browser sends it; every fourth wants to be seen.
    fn request(&self, event: &Event, n: usize, cookie: &str) -> Vec<u8> {
        let listed = if n.is_multiple_of(4) { "&coming[listed]=true" } else { "" };
        let body = format!("event={}&request_key={}{listed}", event.id, self.site.new_id());
        let head = format!(
            "POST /api/signups/sign_up HTTP/1.1\r\nHost: {to}\r\nOrigin: http://{to}\r\nReferer: http://{to}/e/{slug}\r\n\
             Sec-Fetch-Site: same-origin\r\nAccept: application/json\r\nAccept-Language: en\r\nAccept-Encoding: gzip, deflate, br\r\n\
             User-Agent: bench\r\nContent-Type: application/x-www-form-urlencoded\r\nCookie: {cookie}\r\nContent-Length: {length}\r\n\r\n",
            to = self.address,
            slug = event.slug,
            length = body.len(),
        );
        (head + &body).into_bytes()
    }

    /// Every seat is taken once, the line has no gap, nobody is there twice, and the counters say the same.
    async fn check(&self, event: &Event) -> anyhow::Result<()> {
        let mut conn = self.site.db.read().await?;
        let rows: Vec<(i64, String, Uuid)> = conn
            .all(
                sql!(
                    "SELECT position, state, member_id FROM signup WHERE event_id = $1 ORDER BY position LIMIT 100000"
                ),
                (event.id.0,),
            )
            .await?;
        let counters: (i64, i64, i64) =
            conn.one(sql!("SELECT taken, waiting, tail FROM places WHERE event_id = $1"), (event.id.0,)).await?;
        let people: HashSet<Uuid> = rows.iter().map(|(_, _, member)| *member).collect();
        ensure!(rows.len() == FANS && people.len() == FANS, "{} sign-ups of {} fans", rows.len(), people.len());
        for (want, (position, state, _)) in (1_i64..).zip(&rows) {
            ensure!(*position == want, "position {want} is missing: {position} is next");
            let right = if want <= SEATS { "confirmed" } else { "waiting" };
            ensure!(state == right, "position {want} is {state}");
        }
        let all = i64::try_from(FANS)?;
        ensure!(counters == (SEATS, all - SEATS, all), "the counters say {counters:?}");
        Ok(())
    }
}
