//! Which triggers there is something for that pulls them. Nothing else says so: the public page, the console and the rules ask here.

use super::Trigger;

impl Trigger {
    /// Can anybody earn by it today? The others come with awards and cover calls: until then their rules are not told to the public
    /// and cannot be put in force, for nothing would come of it.
    pub const fn has_source(self) -> bool {
        match self {
            Self::Attended | Self::Worked | Self::Organised | Self::Brought | Self::Thanked => true,
            Self::Nominated | Self::Voted | Self::Cover | Self::RecapPhoto => false,
        }
    }
}
