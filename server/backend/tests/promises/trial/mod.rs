//! A small house of its own: an event with places, sign-ups and an outbox, in tables that only these tests know.

use backend::db::{Db, DbError, Reading, Result, Tx};
use backend::random::{Random, SystemRandom};
use backend::sql;
use backend::testing::TestDb;
use domain::Instant;
use uuid::Uuid;

#[derive(Clone, Debug, PartialEq, sqlx::FromRow)]
pub struct Event {
    pub id: Uuid,
    pub title: String,
    pub capacity: i64,
    pub taken: i64,
    pub public: bool,
    pub note: Option<String>,
    pub starts_at: Option<i64>,
    pub image: Option<Vec<u8>>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SignedUp {
    Place(i64),
    Full,
    Already,
}

pub fn id() -> Uuid {
    let random: &dyn Random = &SystemRandom;
    random.id(Instant(1_805_522_400_000))
}

pub fn event(capacity: i64) -> Event {
    Event {
        id: id(),
        title: "Party ☂".into(),
        capacity,
        taken: 0,
        public: true,
        note: None,
        starts_at: Some(1_700_000_000_123),
        image: Some(vec![0, 255, 7]),
    }
}

/// Makes the tables.
pub async fn build(db: &TestDb) {
    db.run(
        "CREATE TABLE trial_event (
             id BLOB PRIMARY KEY, title TEXT NOT NULL, capacity INTEGER NOT NULL, taken INTEGER NOT NULL,
             public INTEGER NOT NULL, note TEXT, starts_at INTEGER, image BLOB,
             CONSTRAINT trial_event_taken_check CHECK (taken BETWEEN 0 AND capacity)
         ) STRICT;
         CREATE TABLE trial_signup (
             id BLOB PRIMARY KEY, event_id BLOB NOT NULL REFERENCES trial_event (id), member_id BLOB NOT NULL,
             state TEXT NOT NULL,
             CONSTRAINT trial_signup_state_check CHECK (state IN ('going', 'waiting')),
             UNIQUE (event_id, member_id)
         ) STRICT;
         CREATE UNIQUE INDEX trial_event_title_key ON trial_event (title) WHERE note = 'unique';
         CREATE TABLE trial_outbox (id BLOB PRIMARY KEY, body TEXT NOT NULL) STRICT;
         CREATE TRIGGER trial_outbox_no_change BEFORE UPDATE ON trial_outbox
             BEGIN SELECT RAISE(ABORT, 'trial_outbox is append-only'); END;",
        "CREATE TABLE trial_event (
             id UUID PRIMARY KEY, title TEXT NOT NULL, capacity BIGINT NOT NULL, taken BIGINT NOT NULL,
             public BOOLEAN NOT NULL, note TEXT, starts_at BIGINT, image BYTEA,
             CONSTRAINT trial_event_taken_check CHECK (taken BETWEEN 0 AND capacity)
         );
         CREATE TABLE trial_signup (
             id UUID PRIMARY KEY, event_id UUID NOT NULL REFERENCES trial_event (id), member_id UUID NOT NULL,
             state TEXT NOT NULL,
             CONSTRAINT trial_signup_state_check CHECK (state IN ('going', 'waiting')),
             UNIQUE (event_id, member_id)
         );
         CREATE UNIQUE INDEX trial_event_title_key ON trial_event (title) WHERE note = 'unique';
         CREATE TABLE trial_outbox (id UUID PRIMARY KEY, body TEXT NOT NULL);
         CREATE FUNCTION trial_refuse() RETURNS trigger LANGUAGE plpgsql AS
             'BEGIN RAISE EXCEPTION ''trial_outbox is append-only''; END';
         CREATE TRIGGER trial_outbox_no_change BEFORE UPDATE ON trial_outbox
             FOR EACH ROW EXECUTE FUNCTION trial_refuse();",
    )
    .await;
}

pub async fn create(tx: &mut Tx, event: &Event) -> Result<u64> {
    tx.execute(
        sql!(
            "INSERT INTO trial_event (id, title, capacity, taken, public, note, starts_at, image)
              VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        (
            event.id,
            &event.title,
            event.capacity,
            event.taken,
            event.public,
            event.note.as_deref(),
            event.starts_at,
            event.image.as_deref(),
        ),
    )
    .await
}

pub async fn add(db: &Db, event: &Event) -> Result<()> {
    let mut tx = db.write().await?;
    create(&mut tx, event).await?;
    tx.commit().await
}

/// Serves readers and those in the middle of writing.
pub async fn find(from: &mut impl Reading, event: Uuid) -> Result<Option<Event>> {
    from.optional(
        sql!("SELECT id, title, capacity, taken, public, note, starts_at, image FROM trial_event WHERE id = $1"),
        (event,),
    )
    .await
}

/// Taken places, sign-ups and messages: they must agree.
pub async fn counts(db: &Db, event: Uuid) -> (i64, i64, i64) {
    let mut reader = db.read().await.expect("a reader");
    let counted = reader.one(
        sql!(
            "SELECT (SELECT taken FROM trial_event WHERE id = $1),
                     (SELECT count(*) FROM trial_signup WHERE event_id = $1), (SELECT count(*) FROM trial_outbox)"
        ),
        (event,),
    );
    counted.await.expect("three numbers")
}

pub async fn sign_up(db: &Db, event: Uuid, member: Uuid) -> Result<SignedUp> {
    let mut tx = db.write_at(event).await?;
    let outcome = sign_up_in(&mut tx, event, member).await?;
    if let SignedUp::Place(_) = outcome {
        tx.commit().await?;
    }
    Ok(outcome)
}

pub async fn sign_up_in(tx: &mut Tx, event: Uuid, member: Uuid) -> Result<SignedUp, DbError> {
    let place: Option<(i64,)> = tx
        .optional(
            sql!("UPDATE trial_event SET taken = taken + 1 WHERE id = $1 AND taken < capacity RETURNING taken"),
            (event,),
        )
        .await?;
    let Some((place,)) = place else { return Ok(SignedUp::Full) };
    let added = tx
        .execute(
            sql!(
                "INSERT INTO trial_signup (id, event_id, member_id, state) VALUES ($1, $2, $3, $4)
                  ON CONFLICT (event_id, member_id) DO NOTHING"
            ),
            (id(), event, member, "going"),
        )
        .await?;
    if added == 0 {
        return Ok(SignedUp::Already);
    }
    tx.execute(sql!("INSERT INTO trial_outbox (id, body) VALUES ($1, $2)"), (id(), format!("{event} {member}")))
        .await?;
    Ok(SignedUp::Place(place))
}
