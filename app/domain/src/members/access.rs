//! Who may do what: the one place where roles are checked.

use crate::{ChapterId, EventId, Failure, MemberId};

/// Somebody signed in, with the roles they hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Who they are.
    pub member: MemberId,
    /// Runs the whole site.
    pub rank: Rank,
    /// Organises these chapters.
    pub organises: Vec<ChapterId>,
    /// Helps at the door of these events.
    pub staffs: Vec<EventId>,
}

/// A member's standing with the site as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    /// One of the community.
    Member,
    /// Runs the site; may do everything.
    Admin,
}

/// Something that not everybody may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Open the organiser's pages at all.
    Organise,
    /// Create, change, publish, cancel an event of this chapter; see its sign-ups and answers.
    RunEvents(ChapterId),
    /// Check tickets at this event's door.
    KeepDoor(EventId, ChapterId),
    /// Grant a badge by hand.
    GrantBadges,
    /// Read the audit log.
    ReadAudit,
    /// See what became of everybody's mail.
    WatchMail,
    /// Found chapters and say who organises them.
    FoundChapters,
}

impl Actor {
    /// Is this allowed?
    pub fn may(&self, action: Action) -> bool {
        if self.rank == Rank::Admin {
            return true;
        }
        match action {
            Action::Organise | Action::GrantBadges => !self.organises.is_empty(),
            Action::RunEvents(chapter) => self.organises.contains(&chapter),
            Action::KeepDoor(event, chapter) => self.organises.contains(&chapter) || self.staffs.contains(&event),
            Action::ReadAudit | Action::WatchMail | Action::FoundChapters => false,
        }
    }
}

/// The actor, if there is one and they may; otherwise the failure to answer with.
pub fn require(actor: Option<&Actor>, action: Action) -> Result<&Actor, Failure> {
    let actor = actor.ok_or(Failure::SignInNeeded)?;
    if actor.may(action) { Ok(actor) } else { Err(Failure::Forbidden) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn actor(rank: Rank) -> Actor {
        Actor { member: MemberId(Uuid::from_u128(1)), rank, organises: vec![], staffs: vec![] }
    }

    #[test]
    fn each_role_may_do_its_part_and_no_more() {
        let (here, there) = (ChapterId(Uuid::from_u128(2)), ChapterId(Uuid::from_u128(3)));
        let (tonight, tomorrow) = (EventId(Uuid::from_u128(4)), EventId(Uuid::from_u128(5)));
        let member = actor(Rank::Member);
        let organiser = Actor { organises: vec![here], ..actor(Rank::Member) };
        let staff = Actor { staffs: vec![tonight], ..actor(Rank::Member) };
        let admin = actor(Rank::Admin);
        for (action, allowed) in [
            (Action::Organise, [false, true, false, true]),
            (Action::RunEvents(here), [false, true, false, true]),
            (Action::RunEvents(there), [false, false, false, true]),
            (Action::KeepDoor(tonight, here), [false, true, true, true]),
            (Action::KeepDoor(tonight, there), [false, false, true, true]),
            (Action::KeepDoor(tomorrow, there), [false, false, false, true]),
            (Action::GrantBadges, [false, true, false, true]),
            (Action::ReadAudit, [false, false, false, true]),
            (Action::WatchMail, [false, false, false, true]),
            (Action::FoundChapters, [false, false, false, true]),
        ] {
            let got = [&member, &organiser, &staff, &admin].map(|a| a.may(action));
            assert_eq!(got, allowed, "{action:?}");
            assert_eq!(require(None, action), Err(Failure::SignInNeeded));
        }
    }
}
