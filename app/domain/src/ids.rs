//! A type for every id, so that no id is ever taken for another's.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// A person with an account.
    MemberId;
    /// A local club.
    ChapterId;
    /// Anything with a page, a time and a way to take part.
    EventId;
    /// The places of one event or of one shift, counted together.
    PlacesId;
    /// Something to do at an open day.
    RoleId;
    /// A role at a time, with places of its own.
    ShiftId;
    /// Events that come again by a rule.
    SeriesId;
    /// A plan to start from.
    TemplateId;
    /// An offer of a role at an event.
    InvitationId;
    /// A question that an event asks its fans.
    QuestionId;
    /// A file that answers a question.
    FileId;
    /// A sheet of people that was handed in.
    ImportId;
    /// A member's place in an event or a shift.
    SignUpId;
    /// A code that lets somebody sign up who was invited.
    InvitationCodeId;
    /// One line of the honor ledger.
    HonorEntryId;
    /// Honor that an organiser asked to give by hand.
    ThanksId;
    /// What a member says against a line of theirs.
    ObjectionId;
    /// The definition of a badge.
    BadgeId;
    /// One member's holding of a badge; its public address is `/g/{id}`.
    GrantId;
    /// A period of the leaderboard.
    SeasonId;
    /// What somebody asked for, or was proposed for: a seat in the honor crew.
    ApplicationId;
    /// A time in the honor crew or the core.
    TermId;
    /// Grants that are made together.
    BatchId;
    /// A drawing that was handed in for a badge.
    ArtId;
    /// A key that signs what leaves the house.
    KeyId;
    /// A stored picture.
    PictureId;
    /// What an organiser writes to those who signed up.
    AnnouncementId;
    /// A row of the job table.
    JobId;
}
