//! The way into an event for whoever reads its page, before they fill in anything.

use domain::honor::Tier;
use domain::members::access::Actor;
use domain::signups::view::{WayFacts, WayIn};
use domain::signups::{Admission, Asker, Bar, Gate, Mode, Way, eligibility, invitation::Invitation, lottery};
use domain::{Instant, Locale};

use super::admission::{self, AdmissionRow};
use super::codes;
use super::past::{self, PastRow};
use crate::db::{Reading, Result};
use crate::events::card::CardRow;
use crate::honor::tiers::{self, TierRow};
use crate::{Site, sql, when};

#[derive(sqlx::FromRow)]
struct WayRow {
    draws_at: Option<i64>,
    seed: Option<Vec<u8>>,
    #[sqlx(flatten)]
    tier: TierRow,
    #[sqlx(flatten)]
    past: PastRow,
    #[sqlx(flatten)]
    admission: AdmissionRow,
}

/// What comes of signing up, or why not: the very rule that the sign-up itself asks. An invitation code is looked at when it is
/// sent; whoever came by one before needs none.
pub(crate) async fn way_in(
    conn: &mut impl Reading,
    site: &Site,
    (viewer, locale): (Option<&Actor>, Locale),
    card: &CardRow,
) -> Result<WayIn> {
    let row: WayRow = conn
        .one(
            sql!(concat!(
                "SELECT p.draws_at, a.seed, ",
                tiers::columns!("$2"),
                ", ",
                past::columns!("p.id", "$2"),
                ", ",
                admission::columns!(),
                " FROM places p LEFT JOIN admission a ON a.event_id = p.event_id WHERE p.event_id = $1"
            )),
            (card.id, viewer.map(|viewer| viewer.member.0)),
        )
        .await?;
    let admission = row.admission.admission()?;
    let (tier, past) = (row.tier.tier(site.now()), row.past.past());
    let mut asker = Asker { tier, past, ..Asker::default() };
    if let Some(viewer) = viewer.filter(|_| admission.invited_only) {
        asker.invitation = codes::look(conn, (card.event(), Some(viewer.member)), None, site.now()).await?.state;
    }
    let draws = row.draws_at.map(Instant);
    let gate = Gate { state: card.state()?, schedule: card.schedule(), seats: card.seats(), admission, draws };
    let eligibility = eligibility(site.now(), &gate, asker);
    let moment = |at: Instant| when::moment(locale, &card.zone, at);
    let opens = eligibility.bars.iter().find_map(|bar| if let Bar::NotOpen { at } = bar { Some(*at) } else { None });
    let facts = WayFacts {
        opens: opens.map(moment).unwrap_or_default(),
        windows: windows(admission, card.opens_at.map(Instant).filter(|at| site.now() < *at))
            .into_iter()
            .map(|(tier, at)| (tier, moment(at)))
            .collect(),
        draws: match eligibility.way {
            Way::Lottery { until } => moment(until),
            _ => String::new(),
        },
        ..WayFacts::default()
    };
    let depends_on_reader =
        |bar: &Bar| matches!(bar, Bar::Tier(_)) || (matches!(bar, Bar::NotOpen { .. }) && !facts.windows.is_empty());
    let sign_in = viewer.is_none() && eligibility.bars.iter().any(depends_on_reader);
    Ok(WayIn {
        sign_in,
        asks_code: admission.invited_only && asker.invitation != Invitation::Good,
        guests: admission.guests.min(card.capacity - 1).max(0),
        seal: row.seed.filter(|_| admission.mode == Mode::Lottery).map(|seed| seal(&seed)).unwrap_or_default(),
        ..WayIn::new(eligibility, facts)
    })
}

/// The seal of a stored seed.
pub(super) fn seal(seed: &[u8]) -> String {
    seed.try_into().map(|seed| domain::hex(&lottery::seal(&seed))).unwrap_or_default()
}

/// When sign-up opens for those tiers that come before others; the highest first.
fn windows(admission: Admission, opens: Option<Instant>) -> Vec<(Tier, Instant)> {
    let mut windows = vec![];
    let mut before = opens;
    for tier in Tier::ALL {
        let opens = admission.opens_for(tier, opens);
        if let Some(at) = opens.filter(|_| opens < before) {
            windows.insert(0, (tier, at));
        }
        before = opens;
    }
    windows
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::signups::HeadStart;

    #[test]
    fn only_those_who_come_before_others_are_named() {
        let hours =
            |regular, crew, core| Admission { head_start: HeadStart { regular, crew, core }, ..Admission::default() };
        let tiers =
            |admission| windows(admission, Some(Instant(0))).into_iter().map(|(tier, _)| tier).collect::<Vec<_>>();
        assert_eq!(tiers(hours(0, 24, 24)), [Tier::HonorCrew]);
        assert_eq!(tiers(hours(2, 24, 48)), [Tier::Core, Tier::HonorCrew, Tier::Regular]);
        assert!(tiers(hours(0, 0, 0)).is_empty());
        assert!(windows(hours(2, 24, 48), None).is_empty(), "open already");
    }
}
