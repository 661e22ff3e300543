//! What the house decided about standing: the one row, and what follows from it for attendance.

use domain::honor::tiers::{Attendance, CrewSeats, RegularRule};
use domain::{Instant, MemberId};

use crate::db::{DbError, Reading, Result, Tx};
use crate::{sql, zones};

/// The house's rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct House {
    /// Where days begin and end.
    pub(crate) zone: String,
    pub(crate) rule: RegularRule,
    pub(crate) crew: CrewSeats,
}

#[derive(sqlx::FromRow)]
struct Row {
    zone: String,
    regular_events: i64,
    regular_months: i64,
    grace_days: i64,
    crew_months: i64,
    crew_seats: i64,
    crew_taken: i64,
}

impl House {
    /// As it is now.
    pub(crate) async fn read(conn: &mut impl Reading) -> Result<Self> {
        let row: Row = conn
            .one(
                sql!(
                    "SELECT zone, regular_events, regular_months, grace_days, crew_months, crew_seats, crew_taken
                      FROM standing_house WHERE id = 1"
                ),
                (),
            )
            .await?;
        let rule = RegularRule::try_from((row.regular_events, row.regular_months, row.grace_days))
            .map_err(|_| DbError::from(sqlx::Error::Decode("no rule that the table lets in".into())))?;
        let crew = CrewSeats { seats: row.crew_seats, taken: row.crew_taken, months: row.crew_months };
        Ok(Self { zone: row.zone, rule, crew })
    }

    /// Holds the row until the transaction ends, then reads it: nobody else fills seats, changes rules or counts meanwhile.
    pub(crate) async fn hold(tx: &mut Tx) -> Result<Self> {
        tx.execute(sql!("UPDATE standing_house SET crew_taken = crew_taken WHERE id = 1"), ()).await?;
        Self::read(tx).await
    }

    /// Until when an event counts at which somebody came in at this moment.
    pub(crate) fn attendance(&self, at: i64) -> Attendance {
        let at = Instant(at);
        Attendance { at, counts_until: zones::months_later(&self.zone, at, self.rule.months) }
    }

    /// The newest events that a member was at, as many as the rule asks for, in the order of time. Who helped at one in two shifts
    /// was at one event; who let themselves in was there on their own word, and that makes nobody a Regular.
    pub(crate) async fn newest(&self, conn: &mut impl Reading, member: MemberId) -> Result<Vec<Attendance>> {
        let rows: Vec<(i64,)> = conn
            .all(
                sql!(
                    "SELECT min(at) AS came FROM check_in WHERE member_id = $1 AND (by_id IS NULL OR by_id <> member_id)
                     GROUP BY event_id ORDER BY came DESC LIMIT $2"
                ),
                (member.0, self.rule.events),
            )
            .await?;
        Ok(rows.into_iter().rev().map(|(at,)| self.attendance(at)).collect())
    }

    /// How many events count for a member at this moment, up to as many as the rule asks for.
    pub(crate) async fn counting(&self, conn: &mut impl Reading, now: Instant, member: MemberId) -> Result<i64> {
        Ok(self.rule.counting(&self.newest(conn, member).await?, now))
    }
}
