//! Who may do what: the one place where roles are checked.

use crate::{ChapterId, EventId, Failure, MemberId};
use serde::{Deserialize, Serialize};

/// Somebody signed in, with the roles they hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Who they are.
    pub member: MemberId,
    /// Runs the whole site.
    pub rank: Rank,
    /// Organises these chapters.
    pub organises: Vec<ChapterId>,
    /// Has a part in these events.
    pub staffs: Vec<Post>,
}

/// A part in one event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Post {
    /// Where.
    pub event: EventId,
    /// As what.
    pub role: EventRole,
}

/// What somebody does at one event who does not organise its chapter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EventRole {
    /// Runs the event like an organiser of its chapter, and nothing else of the chapter.
    CoOrganiser,
    /// Lets people in, and sees nothing but the door.
    Door,
    /// Leads shifts, and sees those they lead.
    ShiftLead,
}

impl EventRole {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::CoOrganiser, Self::Door, Self::ShiftLead];

    /// The word in the database and in forms.
    pub const fn word(self) -> &'static str {
        match self {
            Self::CoOrganiser => "co_organiser",
            Self::Door => "door",
            Self::ShiftLead => "shift_lead",
        }
    }

    /// The role of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.word() == word)
    }
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
    /// Plan new events, for whatever chapter it may be.
    PlanEvents,
    /// Plan events of this chapter; its series and templates; say who organises it.
    RunChapter(ChapterId),
    /// Change, publish, cancel this event; see its sign-ups and answers; choose its helpers.
    RunEvent(EventId, ChapterId),
    /// Lead shifts of this event.
    LeadShifts(EventId, ChapterId),
    /// See which doors are theirs to keep.
    KeepDoors,
    /// Check tickets at this event's door.
    KeepDoor(EventId, ChapterId),
    /// Grant a badge by hand, say what badges there are, and give them to many.
    GrantBadges,
    /// Take back or restore what this member gave, or what was earned at an event of this chapter.
    ManageGrant(Option<MemberId>, Option<ChapterId>),
    /// Read the audit log.
    ReadAudit,
    /// See what became of everybody's mail.
    WatchMail,
    /// Found chapters.
    FoundChapters,
    /// Propose and decide who gets a seat in the honor crew, and thank those whose term ends.
    FillCrew,
    /// Change the rules of tiers and the seasons; appoint the core.
    SetStanding,
    /// Give honor by hand, put lines right, answer objections.
    KeepHonor,
    /// Change what earns honor.
    SetHonorRules,
}

impl Actor {
    /// Is this allowed?
    pub fn may(&self, action: Action) -> bool {
        if self.rank == Rank::Admin {
            return true;
        }
        let runs = |chapter| self.organises.contains(&chapter);
        match action {
            Action::PlanEvents | Action::GrantBadges | Action::FillCrew | Action::KeepHonor => {
                !self.organises.is_empty()
            }
            Action::Organise => {
                !self.organises.is_empty() || self.staffs.iter().any(|p| p.role == EventRole::CoOrganiser)
            }
            Action::KeepDoors => {
                let keeps = |p: &Post| matches!(p.role, EventRole::CoOrganiser | EventRole::Door);
                !self.organises.is_empty() || self.staffs.iter().any(keeps)
            }
            Action::RunChapter(chapter) => runs(chapter),
            Action::ManageGrant(by, chapter) => {
                chapter.is_some_and(runs) || (by == Some(self.member) && !self.organises.is_empty())
            }
            Action::RunEvent(event, chapter) => runs(chapter) || self.serves(event, &[EventRole::CoOrganiser]),
            Action::KeepDoor(event, chapter) => {
                runs(chapter) || self.serves(event, &[EventRole::CoOrganiser, EventRole::Door])
            }
            Action::LeadShifts(event, chapter) => {
                runs(chapter) || self.serves(event, &[EventRole::CoOrganiser, EventRole::ShiftLead])
            }
            Action::ReadAudit
            | Action::WatchMail
            | Action::FoundChapters
            | Action::SetStanding
            | Action::SetHonorRules => false,
        }
    }

    /// Has one of these parts in the event.
    fn serves(&self, event: EventId, roles: &[EventRole]) -> bool {
        self.staffs.iter().any(|post| post.event == event && roles.contains(&post.role))
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
        let post = |role| Actor { staffs: vec![Post { event: tonight, role }], ..actor(Rank::Member) };
        let [co_organiser, door, lead] = EventRole::ALL.map(post);
        let admin = actor(Rank::Admin);
        // Member, organiser, co-organiser, door, shift lead, admin.
        for (action, allowed) in [
            (Action::Organise, "-oc--a"),
            (Action::PlanEvents, "-o---a"),
            (Action::RunChapter(here), "-o---a"),
            (Action::RunChapter(there), "-----a"),
            (Action::RunEvent(tonight, here), "-oc--a"),
            (Action::RunEvent(tonight, there), "--c--a"),
            (Action::RunEvent(tomorrow, here), "-o---a"),
            (Action::KeepDoors, "-ocd-a"),
            (Action::KeepDoor(tonight, here), "-ocd-a"),
            (Action::KeepDoor(tonight, there), "--cd-a"),
            (Action::KeepDoor(tomorrow, there), "-----a"),
            (Action::LeadShifts(tonight, here), "-oc-la"),
            (Action::LeadShifts(tomorrow, there), "-----a"),
            (Action::GrantBadges, "-o---a"),
            (Action::ManageGrant(None, None), "-----a"),
            (Action::ManageGrant(None, Some(here)), "-o---a"),
            (Action::ManageGrant(Some(MemberId(Uuid::from_u128(9))), Some(there)), "-----a"),
            // All of them gave it; one still organises.
            (Action::ManageGrant(Some(MemberId(Uuid::from_u128(1))), Some(there)), "-o---a"),
            (Action::ReadAudit, "-----a"),
            (Action::WatchMail, "-----a"),
            (Action::FoundChapters, "-----a"),
            (Action::FillCrew, "-o---a"),
            (Action::SetStanding, "-----a"),
            (Action::KeepHonor, "-o---a"),
            (Action::SetHonorRules, "-----a"),
        ] {
            let people = [&member, &organiser, &co_organiser, &door, &lead, &admin];
            let got = people.map(|a| a.may(action));
            let allowed: Vec<bool> = allowed.chars().map(|c| c != '-').collect();
            assert_eq!(got.to_vec(), allowed, "{action:?}");
            assert_eq!(require(None, action), Err(Failure::SignInNeeded));
        }
    }
}
