//! What the page on privacy tells: what is kept of people, and for how long. Tests hold the house to both.

/// How long a session lasts without being used.
pub const SESSION_DAYS: i64 = 30;
/// How long a code that was mailed works.
pub const CODE_MINUTES: i64 = 10;
/// How long an open invitation to help works.
pub const INVITATION_DAYS: i64 = 14;
/// How long something that was sent can still be looked at by those who run the site.
pub const SENT_DAYS: i64 = 7;
/// How long a browser remembers language and look.
pub const LOOK_DAYS: i64 = 365;
/// The longest that a form keeps something for the page after it.
pub const ERRAND_MINUTES: i64 = 10;

/// A sort of things that are kept of people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kept {
    /// Who they are.
    Account,
    /// Where they are signed in.
    Sessions,
    /// What they signed up for, and what they answered.
    SignUps,
    /// Where they have been.
    Attendance,
    /// Honor and badges.
    Honor,
    /// What was written to them.
    Letters,
    /// What they do for others.
    Roles,
    /// What they changed as an organiser.
    History,
}

impl Kept {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 8] = [
        Self::Account,
        Self::Sessions,
        Self::SignUps,
        Self::Attendance,
        Self::Honor,
        Self::Letters,
        Self::Roles,
        Self::History,
    ];
}
