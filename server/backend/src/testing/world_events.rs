//! What tests about places, doors and badges ask of a [`TestSite`] again and again.

use domain::{
    ChapterId, EventId, Failure, Instant, Locale, MemberId, PlacesId, QuestionId, SignUpId,
    door::view::Verdict,
    events::questions::QuestionKind,
    honor::Tier,
    members::Actor,
    signups::{Admission, Seats, SignUpState, Terms, Turn, view::MySignUp},
};
use uuid::Uuid;

use super::TestSite;
use crate::{
    door,
    signups::{self, Company, Listing, SignUpAsk},
    sql,
};

/// A sign-up as it is stored, for looking behind the curtain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSignUp {
    /// Where it stands in the order of all sign-ups of its event, from 1.
    pub position: i64,
    /// Whose it is.
    pub member: MemberId,
    /// Where it stands.
    pub state: SignUpState,
    /// Its ticket code, as stored.
    pub code: String,
    /// Which one it is.
    pub id: SignUpId,
    /// How many seats it needs.
    pub heads: i64,
}

impl TestSite {
    /// So many members: "Fan 1" and on.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn fans(&self, count: usize) -> Vec<Actor> {
        let mut fans = Vec::with_capacity(count);
        for n in 1..=count {
            fans.push(self.member(&format!("Fan {n}")).await);
        }
        fans
    }

    /// Signs a member up as the form does that is opened and sent once: with a new key, no answers, unlisted.
    ///
    /// # Errors
    /// As [`signups::sign_up`].
    pub async fn sign_up(&self, actor: &Actor, event: EventId) -> Result<MySignUp, Failure> {
        let request_key = self.new_id().to_string();
        signups::sign_up(self, actor, SignUpAsk { event, answers: vec![], listing: Listing::Quiet, request_key }).await
    }

    /// The same with an invitation code, and guests.
    ///
    /// # Errors
    /// As [`signups::sign_up_with`].
    pub async fn sign_up_with(&self, actor: &Actor, event: EventId, company: Company) -> Result<MySignUp, Failure> {
        let request_key = self.new_id().to_string();
        let ask = SignUpAsk { event, answers: vec![], listing: Listing::Quiet, request_key };
        signups::sign_up_with(self, actor, ask, company).await
    }

    /// Decides who gets a place at an event, in a transaction of its own.
    ///
    /// # Errors
    /// As [`signups::decide`].
    pub async fn decide(&self, event: EventId, admission: Admission) -> Result<(), Failure> {
        let mut tx = self.db.write_at(self.places(event).await.0).await?;
        signups::decide(&mut tx, self, event, admission).await?;
        Ok(tx.commit().await?)
    }

    /// Sets when sign-up opens and closes.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn window(&self, event: EventId, (opens, closes): (Option<Instant>, Option<Instant>)) {
        let mut tx = self.db.write_at(self.places(event).await.0).await.expect("a transaction");
        tx.execute(
            sql!("UPDATE event SET opens_at = $2, closes_at = $3 WHERE id = $1"),
            (event.0, opens.map(|at| at.0), closes.map(|at| at.0)),
        )
        .await
        .expect("an event");
        signups::arrange_lottery(&mut tx, self, event).await.expect("its lottery");
        tx.commit().await.expect("a commit");
    }

    /// Has a member stand here: as a Regular for half a year from now, in a seat of the honor crew for a year, in the core for good.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn stand(&self, actor: &Actor, tier: Tier) {
        let (now, day) = (self.now(), 86_400);
        let ends = (tier == Tier::HonorCrew).then(|| now.plus_seconds(365 * day).0);
        let mut tx = self.db.write().await.expect("a transaction");
        match tier {
            Tier::Fan => Ok(0),
            Tier::Regular => {
                tx.execute(
                    sql!("INSERT INTO member_standing (member_id, regular_until) VALUES ($1, $2)"),
                    (actor.member.0, now.plus_seconds(183 * day).0),
                )
                .await
            }
            Tier::HonorCrew | Tier::Core => {
                tx.execute(
                    sql!(
                        "INSERT INTO tier_term (id, member_id, tier, starts_at, ends_at, renewals, by_id, words)
                         VALUES ($1, $2, $3, $4, $5, 0, $2, 'A test of patience')"
                    ),
                    (self.new_id(), actor.member.0, tier.word(), now.0, ends),
                )
                .await
            }
        }
        .expect("where they stand");
        tx.commit().await.expect("a commit");
    }

    /// Has a member come to an event of this chapter that is about to begin: signed up for, and let in at its door now.
    ///
    /// # Panics
    /// When the house does not let them in.
    pub async fn attend(&self, fan: &Actor, (chapter, host): (ChapterId, &Actor)) -> EventId {
        let event = self.event(chapter, host, 5).await;
        let mut tx = self.db.write().await.expect("a transaction");
        tx.execute(
            sql!("UPDATE event SET starts_at = $2, ends_at = $3 WHERE id = $1"),
            (event.0, self.now().plus_seconds(3600).0, self.now().plus_seconds(7200).0),
        )
        .await
        .expect("an event");
        tx.commit().await.expect("a commit");
        self.let_in(fan, event, host).await;
        event
    }

    /// Signs a member up and lets them in at the door.
    ///
    /// # Panics
    /// When the house does not let them in.
    pub async fn let_in(&self, fan: &Actor, event: EventId, host: &Actor) {
        self.sign_up(fan, event).await.expect("a seat");
        let rows = self.stored_sign_ups(event).await;
        let row = rows.iter().find(|row| row.member == fan.member).expect("they signed up");
        let verdict = door::check_in(self, host, Locale::En, event, &row.code).await.expect("an answer");
        assert!(matches!(verdict, Verdict::Valid { .. }), "{verdict:?}");
    }

    /// Changes the number of seats, in a transaction of its own.
    ///
    /// # Errors
    /// As [`signups::resize`].
    pub async fn resize(&self, event: EventId, capacity: i64) -> Result<Seats, Failure> {
        let (places, terms) = (self.places(event).await, self.terms(event).await);
        let mut tx = self.db.write_at(places.0).await?;
        let seats = signups::resize(&mut tx, self, places, (capacity, terms)).await?;
        tx.commit().await?;
        Ok(seats)
    }

    /// Cancels an event as far as its sign-ups go.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn cancel_event(&self, event: EventId, by: &Actor) {
        let places = self.places(event).await;
        let mut tx = self.db.write_at(places.0).await.expect("a transaction");
        tx.execute(
            sql!("UPDATE event SET state = 'cancelled', cancelled_at = $2, cancel_reason = 'Rain' WHERE id = $1"),
            (event.0, self.now().0),
        )
        .await
        .expect("an event");
        signups::close_for_cancelled_event(&mut tx, self, places, by.member).await.expect("its places");
        tx.commit().await.expect("a commit");
    }

    /// Adds a question to an event; for a choice, one choice a line.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn question(&self, event: EventId, label: &str, kind: QuestionKind, choices: &str) -> QuestionId {
        let id = QuestionId(self.new_id());
        let mut tx = self.db.write().await.expect("a transaction");
        tx.execute(
            sql!(
                "INSERT INTO event_question (id, event_id, position, label, kind, required, choices)
                  VALUES ($1, $2, (SELECT count(*) FROM event_question WHERE event_id = $2), $3, $4, $5, $6)"
            ),
            (id.0, event.0, label, kind.word(), true, choices),
        )
        .await
        .expect("a new question");
        tx.commit().await.expect("a commit");
        id
    }

    /// Marks a question as one whose answers door staff see.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn for_the_door(&self, question: QuestionId) {
        let mut tx = self.db.write().await.expect("a transaction");
        tx.execute(sql!("UPDATE event_question SET for_door = $2 WHERE id = $1"), (question.0, true))
            .await
            .expect("a question");
        tx.commit().await.expect("a commit");
    }

    /// The places of an event.
    ///
    /// # Panics
    /// When there are none.
    pub async fn places(&self, event: EventId) -> PlacesId {
        let mut conn = self.db.read().await.expect("a reader");
        let (id,): (Uuid,) =
            conn.one(sql!("SELECT id FROM places WHERE event_id = $1"), (event.0,)).await.expect("its places");
        PlacesId(id)
    }

    /// The counters of an event.
    ///
    /// # Panics
    /// When there are none.
    pub async fn seats(&self, event: EventId) -> Seats {
        let mut conn = self.db.read().await.expect("a reader");
        let (capacity, taken, offered, waiting, first_come) = conn
            .one(
                sql!("SELECT capacity, taken, offered, waiting, first_come FROM places WHERE event_id = $1"),
                (event.0,),
            )
            .await
            .expect("its places");
        let turn = if first_come { Turn::FirstCome } else { Turn::InLine };
        Seats { capacity, taken, offered, waiting, turn }
    }

    /// How an event's line works.
    ///
    /// # Panics
    /// When there are no places.
    pub async fn terms(&self, event: EventId) -> Terms {
        let mut conn = self.db.read().await.expect("a reader");
        let (offer_s, cutoff): (i64, i64) = conn
            .one(sql!("SELECT offer_s, cutoff_at FROM places WHERE event_id = $1"), (event.0,))
            .await
            .expect("its places");
        Terms { offer_s, cutoff: Instant(cutoff) }
    }

    /// All sign-ups of an event in the order in which they were made; those for its shifts are not among them.
    ///
    /// # Panics
    /// When the database fails.
    pub async fn stored_sign_ups(&self, event: EventId) -> Vec<StoredSignUp> {
        let mut conn = self.db.read().await.expect("a reader");
        let rows: Vec<(i64, Uuid, String, String, Uuid, i64)> = conn
            .all(
                sql!(
                    "SELECT position, member_id, state, code, id, heads FROM signup
                     WHERE places_id = (SELECT id FROM places WHERE event_id = $1) ORDER BY position"
                ),
                (event.0,),
            )
            .await
            .expect("rows");
        let stored =
            |(position, member, state, code, id, heads): (i64, Uuid, String, String, Uuid, i64)| StoredSignUp {
                heads,
                position,
                member: MemberId(member),
                state: SignUpState::from_word(&state).expect("a word of ours"),
                code,
                id: SignUpId(id),
            };
        rows.into_iter().map(stored).collect()
    }

    /// How many jobs of a letter there are, by its name in the payload: "offer_expired".
    ///
    /// # Panics
    /// When the database fails.
    pub async fn letters_asked(&self, name: &str) -> i64 {
        let mut conn = self.db.read().await.expect("a reader");
        let (count,): (i64,) = conn
            .one(sql!("SELECT count(*) FROM job WHERE payload LIKE $1"), (format!("%{name}%"),))
            .await
            .expect("a number");
        count
    }
}
