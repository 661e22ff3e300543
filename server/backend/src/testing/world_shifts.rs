//! What tests about shifts ask of a [`TestSite`].

use domain::{
    ChapterId, EventId, Failure, MemberId, RoleId, ShiftId, SignUpId,
    members::Actor,
    signups::{
        Seats, SignUpState, Turn,
        shifts::{
            Confirmed,
            plan::{RoleForm, SlotsForm},
        },
        view::MySignUp,
    },
};
use uuid::Uuid;

use super::TestSite;
use crate::{
    signups::shifts::{self, TakeAsk},
    sql,
};

impl TestSite {
    /// A published open day with 80 seats for guests, at the time of [`TestSite::event`]; it has no roles yet.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn open_day(&self, chapter: ChapterId, host: &Actor) -> EventId {
        let event = self.event(chapter, host, 80).await;
        let mut tx = self.db.write().await.expect("a transaction");
        tx.execute(sql!("UPDATE event SET kind = 'open_day' WHERE id = $1"), (event.0,)).await.expect("an event");
        tx.commit().await.expect("a commit");
        event
    }

    /// A role of an open day.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn shift_role(&self, event: EventId, by: &Actor, form: &RoleForm) -> RoleId {
        shifts::add_role(self, by, event, form).await.expect("a role")
    }

    /// Shifts of a role one after the other, each so many minutes and with so many places; the soonest first.
    ///
    /// # Panics
    /// When they are refused.
    pub async fn shifts(
        &self,
        role: RoleId,
        by: &Actor,
        (from, until, minutes): (&str, &str, i64),
        places: i64,
    ) -> Vec<ShiftId> {
        let form = SlotsForm {
            from: from.into(),
            until: until.into(),
            minutes: minutes.to_string(),
            places: places.to_string(),
            lead: String::new(),
        };
        shifts::add_slots(self, by, role, &form).await.expect("shifts");
        let mut conn = self.db.read().await.expect("a reader");
        let rows: Vec<(Uuid,)> = conn
            .all(
                sql!("SELECT id FROM shift WHERE role_id = $1 AND removed_at IS NULL ORDER BY starts_at LIMIT 1000"),
                (role.0,),
            )
            .await
            .expect("rows");
        rows.into_iter().map(|(id,)| ShiftId(id)).collect()
    }

    /// The ticket code of a sign-up.
    ///
    /// # Panics
    /// When there is none.
    pub async fn code_of(&self, signup: SignUpId) -> String {
        let mut conn = self.db.read().await.expect("a reader");
        let (code,): (String,) =
            conn.one(sql!("SELECT code FROM signup WHERE id = $1"), (signup.0,)).await.expect("a sign-up");
        code
    }

    /// The counters of a shift, and where its sign-ups stand in the order of their numbers.
    ///
    /// # Panics
    /// When there are none.
    pub async fn shift_seats(&self, shift: ShiftId) -> (Seats, Vec<(MemberId, SignUpState)>) {
        let mut conn = self.db.read().await.expect("a reader");
        let (places, capacity, taken, offered, waiting, first_come): (Uuid, i64, i64, i64, i64, bool) = conn
            .one(
                sql!("SELECT id, capacity, taken, offered, waiting, first_come FROM places WHERE shift_id = $1"),
                (shift.0,),
            )
            .await
            .expect("its places");
        let rows: Vec<(Uuid, String)> = conn
            .all(sql!("SELECT member_id, state FROM signup WHERE places_id = $1 ORDER BY position"), (places,))
            .await
            .expect("rows");
        let turn = if first_come { Turn::FirstCome } else { Turn::InLine };
        let row = |(member, state): (Uuid, String)| {
            (MemberId(member), SignUpState::from_word(&state).expect("a word of ours"))
        };
        (Seats { capacity, taken, offered, waiting, turn }, rows.into_iter().map(row).collect())
    }

    /// Takes a shift as the page does it, with everything confirmed that a role may ask.
    ///
    /// # Errors
    /// As [`shifts::take`].
    pub async fn take_shift(&self, actor: &Actor, shift: ShiftId) -> Result<MySignUp, Failure> {
        shifts::take(self, actor, self.take_ask(shift)).await
    }

    /// Swaps one shift for another.
    ///
    /// # Errors
    /// As [`shifts::swap`].
    pub async fn swap_shift(&self, actor: &Actor, from: SignUpId, to: ShiftId) -> Result<SignUpId, Failure> {
        shifts::swap(self, actor, from, self.take_ask(to)).await
    }

    /// What the page sends, with a new key.
    pub fn take_ask(&self, shift: ShiftId) -> TakeAsk {
        let said = Confirmed { adult: true, briefing: true };
        TakeAsk { shift, said, answers: vec![], request_key: self.new_id().to_string() }
    }
}
