//! What tests about honor ask for again and again.

pub mod forge;

use std::num::NonZeroI64;

use backend::db::DbError;
use backend::honor::{self, Earned, Earning, Entry};
use backend::sql;
use backend::testing::TestSite;
use domain::honor::{Cause, RuleForm, Trigger, Worth};
use domain::members::Actor;
use domain::{EventId, HonorEntryId, MemberId};

/// Thanks of the house, without an organiser.
pub fn thanks(member: MemberId, points: i64, key: &str) -> Earning {
    Earning {
        member,
        trigger: Trigger::Thanked,
        worth: Worth::Said(points),
        event: None,
        by: None,
        reason: Some("Carried the chairs".into()),
        key: key.into(),
    }
}

/// Earns in a transaction of its own.
pub async fn earn(world: &TestSite, earning: Earning) -> Result<Option<Earned>, DbError> {
    let mut tx = world.db.write().await?;
    let earned = honor::earn(&mut tx, world, earning).await?;
    tx.commit().await?;
    Ok(earned)
}

/// Takes an entry back without anybody's leave.
pub async fn take_back(world: &TestSite, member: MemberId, entry: HonorEntryId) {
    let mut tx = world.db.write().await.expect("a transaction");
    let (points,): (i64,) =
        tx.one(sql!("SELECT points FROM honor_entry WHERE id = $1"), (entry.0,)).await.expect("an entry");
    let back = Entry {
        member,
        points: NonZeroI64::new(-points).expect("an entry says something"),
        cause: Cause::Corrected,
        event: None::<EventId>,
        by: None,
        corrects: Some(entry),
        reason: Some("Was not there".into()),
        key: format!("corrected:{entry}"),
    };
    honor::add(&mut tx, world, back).await.expect("an entry").expect("not yet taken back");
    tx.commit().await.expect("a commit");
}

/// What the member has.
pub async fn total(world: &TestSite, member: MemberId) -> i64 {
    honor::standing(&mut world.db.read().await.expect("a reader"), world.now(), member).await.expect("a standing").honor
}

/// Changes a rule, from the form as it is now.
pub async fn set_rule(world: &TestSite, admin: &Actor, trigger: Trigger, change: impl FnOnce(&mut RuleForm)) {
    let (version, terms) =
        honor::current(&mut world.db.read().await.expect("a reader"), trigger).await.expect("a rule");
    let mut form = RuleForm { note: "Tried out".into(), ..RuleForm::of(&terms) };
    change(&mut form);
    honor::change_rule(world, admin, (trigger, version), &form).await.expect("a new version");
}
