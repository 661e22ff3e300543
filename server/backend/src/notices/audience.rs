//! To whom an announcement goes: the groups of those who signed up for an event, counted, and each member once.

use domain::{
    EventId, Failure, FieldCode, Instant, Locale, RoleId, ShiftId,
    notices::{
        announce::{Facts, Group},
        view::{HelperGroup, HelperGroups},
    },
};
use uuid::Uuid;

use crate::{
    db::{Reading, Result},
    signups::shifts,
    sql,
};

/// The members whom it is for, each once: of the event `$1`, with a seat (`$2`), in line (`$3`), who came (`$4`), who did not (`$5`),
/// not decided (`$6`), guests who do not help (`$7`), helpers (`$8`), those of a role (`$9`), those of a shift (`$10`).
/// Who came as a guest came, whatever became of a shift of theirs.
macro_rules! readers {
    () => {
        "SELECT DISTINCT s.member_id FROM signup s JOIN places p ON p.id = s.places_id LEFT JOIN shift h ON h.id = p.shift_id
             LEFT JOIN (SELECT DISTINCT c.member_id FROM check_in c WHERE c.event_id = $1) i ON i.member_id = s.member_id
         WHERE s.event_id = $1 AND (
             (s.state = 'confirmed' AND ($2 OR ($4 AND i.member_id IS NOT NULL) OR ($5 AND i.member_id IS NULL)
                 OR ($8 AND h.id IS NOT NULL) OR h.role_id = $9 OR h.id = $10
                 OR ($7 AND h.id IS NULL AND NOT EXISTS (
                     SELECT 1 FROM signup x JOIN places xp ON xp.id = x.places_id
                     WHERE x.event_id = $1 AND x.member_id = s.member_id AND x.state = 'confirmed'
                         AND xp.shift_id IS NOT NULL))))
             OR ($3 AND s.state IN ('waiting', 'offered')) OR ($6 AND s.state = 'pending'))"
    };
}

type Asked = (Uuid, bool, bool, bool, bool, bool, bool, bool, Option<Uuid>, Option<Uuid>);

/// What [`readers!`] is asked with.
fn asked(event: Uuid, groups: &[Group]) -> Asked {
    let has = |group| groups.contains(&group);
    let role = groups.iter().find_map(|group| if let Group::Role(RoleId(id)) = group { Some(*id) } else { None });
    let shift = groups.iter().find_map(|group| if let Group::Shift(ShiftId(id)) = group { Some(*id) } else { None });
    (
        event,
        has(Group::Confirmed),
        has(Group::Waiting),
        has(Group::CheckedIn),
        has(Group::NotCheckedIn),
        has(Group::Undecided),
        has(Group::Guests),
        has(Group::Helpers),
        role,
        shift,
    )
}

/// Who gets it.
pub(super) async fn readers(conn: &mut impl Reading, event: Uuid, groups: &[Group]) -> Result<Vec<Uuid>> {
    let rows: Vec<(Uuid,)> = conn.all(sql!(concat!(readers!(), " ORDER BY s.member_id")), asked(event, groups)).await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// How many get it, and how many of them in their inbox only.
pub(super) async fn count(conn: &mut impl Reading, event: Uuid, groups: &[Group]) -> Result<(i64, i64)> {
    conn.one(
        sql!(concat!(
            "SELECT count(*), coalesce(CAST(sum(CASE WHEN EXISTS (
                 SELECT 1 FROM mail_choice c WHERE c.member_id = r.member_id AND NOT c.announcements) THEN 1 ELSE 0 END) AS BIGINT), 0)
             FROM (",
            readers!(),
            ") r"
        )),
        asked(event, groups),
    )
    .await
}

/// The groups there are now that have a box of their own, and how many are in each. What a draft has `chosen` stays among them.
pub(super) async fn groups(
    conn: &mut impl Reading,
    (event, starts): (EventId, Instant),
    (now, chosen): (Instant, &[Group]),
) -> Result<Vec<(Group, i64)>> {
    let (undecided, has_shifts): (i64, bool) = conn
        .one(
            sql!(
                "SELECT (SELECT count(*) FROM signup s WHERE s.event_id = $1 AND s.state = 'pending'),
                     EXISTS (SELECT 1 FROM shift h WHERE h.event_id = $1 AND h.removed_at IS NULL)"
            ),
            (event.0,),
        )
        .await?;
    let facts = Facts { starts, now, has_undecided: undecided > 0, has_shifts };
    let mut groups = vec![];
    for group in Group::BOXES.into_iter().filter(|group| group.is_of(facts) || chosen.contains(group)) {
        let (people, _) = count(conn, event.0, &[group]).await?;
        groups.push((group, people));
    }
    Ok(groups)
}

/// Who helps, role by role and shift by shift.
pub(super) async fn helpers(conn: &mut impl Reading, event: EventId, locale: Locale) -> Result<HelperGroups> {
    let roles: Vec<(Uuid, String, i64)> = conn
        .all(
            sql!(
                "SELECT r.id, r.name, (SELECT count(DISTINCT s.member_id) FROM shift h JOIN places p ON p.shift_id = h.id
                         JOIN signup s ON s.places_id = p.id WHERE h.role_id = r.id AND s.state = 'confirmed')
                 FROM shift_role r WHERE EXISTS (SELECT 1 FROM shift o WHERE o.role_id = r.id AND o.event_id = $1
                     AND o.removed_at IS NULL) ORDER BY r.position, r.id LIMIT 200"
            ),
            (event.0,),
        )
        .await?;
    let role = |(id, name, people): (Uuid, String, i64)| HelperGroup { id: id.to_string(), name, people };
    let roles = roles.into_iter().map(role).collect();
    let shifts = shifts::named(conn, event, locale).await?.into_iter();
    let shift = |(id, name, people): (ShiftId, String, i64)| HelperGroup { id: id.to_string(), name, people };
    Ok(HelperGroups { roles, shifts: shifts.map(shift).collect() })
}

/// A role and a shift that are written to are those of the event.
pub(super) async fn must_be_of(
    conn: &mut impl Reading,
    event: EventId,
    groups: &[Group],
) -> std::result::Result<(), Failure> {
    for group in groups {
        let (field, id) = match group {
            Group::Role(RoleId(id)) => ("role", *id),
            Group::Shift(ShiftId(id)) => ("shift", *id),
            _ => continue,
        };
        let (is_there,): (bool,) = conn
            .one(
                sql!("SELECT EXISTS (SELECT 1 FROM shift WHERE event_id = $1 AND (role_id = $2 OR id = $2) AND removed_at IS NULL)"),
                (event.0, id),
            )
            .await?;
        if !is_there {
            return Err(Failure::field(field, FieldCode::UnknownChoice));
        }
    }
    Ok(())
}
