//! What somebody with the database's password could do to a ledger.

use backend::sql;
use backend::testing::TestSite;
use domain::honor::{Cause, Link, Terms, days::Day, hash};
use domain::{EventId, HonorEntryId, Instant, MemberId};
use uuid::Uuid;

/// Takes the guards away that refuse all this.
pub async fn unguard(world: &TestSite) {
    world
        .test_db()
        .run(
            "DROP TRIGGER honor_entry_no_update; DROP TRIGGER honor_entry_no_delete; DROP TRIGGER honor_entry_corrects_guard;
             DROP TRIGGER honor_checkpoint_no_update; DROP TRIGGER honor_checkpoint_no_delete;
             DROP TRIGGER honor_rule_version_no_update;",
            "ALTER TABLE honor_entry DISABLE TRIGGER honor_entry_no_change; ALTER TABLE honor_entry DISABLE TRIGGER honor_entry_corrects_guard;
             ALTER TABLE honor_checkpoint DISABLE TRIGGER honor_checkpoint_no_change;
             ALTER TABLE honor_rule_version DISABLE TRIGGER honor_rule_version_no_change;",
        )
        .await;
}

/// Gives the fan a hundred points for their first line, and makes everything follow from it.
pub async fn rewrite(world: &TestSite, member: MemberId) {
    write_anew(world, member, |link| {
        if link.seq == 1 {
            link.points = 100;
        }
    })
    .await;
}

/// Writes a chain anew as somebody says, and makes everything follow.
pub async fn write_anew(world: &TestSite, member: MemberId, forge: impl Fn(&mut Link)) {
    type Row = (Uuid, i64, i64, String, i64, i64, Option<i64>, Option<Vec<u8>>);
    let mut tx = world.db.write().await.expect("a transaction");
    let rows: Vec<Row> = tx
        .all(
            sql!(
                "SELECT id, seq, points, cause, at, day, rule_version, reason_hash FROM honor_entry WHERE member_id = $1 ORDER BY seq"
            ),
            (member.0,),
        )
        .await
        .expect("entries");
    let (mut head, mut total) = ([0; 32], 0);
    for (id, seq, points, cause, at, day, version, reason) in rows {
        let mut link = Link {
            id: HonorEntryId(id),
            member,
            seq,
            points,
            cause: Cause::from_word(&cause).expect("ours"),
            event: None::<EventId>,
            by: None,
            corrects: None,
            at: Instant(at),
            terms: Some(Terms { day: Day(day), version, reason: reason.map(|hash| hash.try_into().expect("a hash")) }),
        };
        forge(&mut link);
        total += link.points;
        head = hash(&head, &link);
        tx.execute(
            sql!(
                "UPDATE honor_entry SET points = $2, total = $3, hash = $4, day = $5, rule_version = $6, reason_hash = $7 WHERE id = $1"
            ),
            (
                id,
                link.points,
                total,
                &head[..],
                link.terms.map(|terms| terms.day.0),
                link.terms.and_then(|terms| terms.version),
                link.terms.and_then(|terms| terms.reason).map(|hash| hash.to_vec()),
            ),
        )
        .await
        .expect("unguarded");
    }
    tx.execute(
        sql!("UPDATE honor_account SET total = $2, head = $3 WHERE member_id = $1"),
        (member.0, total, &head[..]),
    )
    .await
    .expect("an account");
    tx.commit().await.expect("a commit");
}

/// Takes away what makes a key an occasion: each entry written has a key that no other has. The constraint itself stays, for the
/// statement under test names it; it only never meets anything again.
pub async fn no_key_is_ever_met_again(world: &TestSite) {
    world
        .test_db()
        .run(
            "DROP TRIGGER honor_entry_no_update;
             CREATE TRIGGER unguarded AFTER INSERT ON honor_entry
             BEGIN UPDATE honor_entry SET idempotency_key = hex(randomblob(16)) WHERE id = NEW.id; END;",
            "CREATE FUNCTION unguarded() RETURNS trigger LANGUAGE plpgsql AS
                 'BEGIN NEW.idempotency_key := gen_random_uuid(); RETURN NEW; END';
             CREATE TRIGGER unguarded BEFORE INSERT ON honor_entry FOR EACH ROW EXECUTE FUNCTION unguarded();",
        )
        .await;
}
