//! What a role asks of those who take a shift in it.

use crate::{Failure, FieldCode, Refusal, form::Errors, honor::Tier};
use serde::{Deserialize, Serialize};

/// What a role asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Needs {
    /// At least this tier.
    pub tier: Tier,
    /// Only those who are of age.
    pub adults_only: bool,
    /// The newest version of what has to be read; none where there is nothing to read.
    pub briefing: Option<i64>,
}

/// What is known of somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    pub tier: Tier,
    /// They said that they are of age.
    pub is_adult: bool,
    /// The version of the role's briefing that they read last.
    pub read: Option<i64>,
}

/// What somebody says with a form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Confirmed {
    /// "I am 18 or older."
    pub adult: bool,
    /// "I have read the briefing."
    pub briefing: bool,
}

/// What somebody lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lack {
    /// To be of this tier.
    Tier(Tier),
    /// To say that they are of age.
    Adult,
    /// To read the briefing, or its newest version.
    Briefing,
}

impl Needs {
    /// What is missing, in the order in which it is told.
    pub fn lacks(self, known: Known) -> Vec<Lack> {
        let tier = (known.tier < self.tier).then_some(Lack::Tier(self.tier));
        let adult = (self.adults_only && !known.is_adult).then_some(Lack::Adult);
        let briefing = self.briefing.is_some_and(|newest| known.read.is_none_or(|read| read < newest));
        tier.into_iter().chain(adult).chain(briefing.then_some(Lack::Briefing)).collect()
    }

    /// May they take a shift, with what they say now? Errors: [`Refusal::TierNeeded`]; the fields `adult` and `briefing` for a box
    /// that has to be ticked.
    pub fn met(self, known: Known, said: Confirmed) -> Result<(), Failure> {
        let mut errors = Errors::default();
        for lack in self.lacks(known) {
            match lack {
                Lack::Tier(tier) => return Err(Failure::Refused(Refusal::TierNeeded(tier))),
                Lack::Adult if !said.adult => errors.add("adult", FieldCode::Required),
                Lack::Briefing if !said.briefing => errors.add("briefing", FieldCode::Required),
                Lack::Adult | Lack::Briefing => {}
            }
        }
        errors.finish(Some(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn everything_that_is_missing_is_told() {
        let needs = Needs { tier: Tier::Fan, adults_only: true, briefing: Some(2) };
        let nobody = Known::default();
        assert_eq!(needs.lacks(nobody), [Lack::Adult, Lack::Briefing]);
        let refused = needs.met(nobody, Confirmed::default()).expect_err("two boxes");
        assert_eq!(refused.of_field("adult"), Some(FieldCode::Required));
        assert_eq!(refused.of_field("briefing"), Some(FieldCode::Required));
        assert_eq!(needs.met(nobody, Confirmed { adult: true, briefing: true }), Ok(()));
        let known = Known { is_adult: true, read: Some(2), ..nobody };
        assert_eq!(needs.met(known, Confirmed::default()), Ok(()), "nobody is asked twice");
        let older = Known { read: Some(1), ..known };
        assert_eq!(needs.lacks(older), [Lack::Briefing], "what was read is no longer what there is");
    }

    #[test]
    fn no_tick_makes_up_for_a_tier() {
        let needs = Needs { tier: Tier::HonorCrew, adults_only: false, briefing: None };
        let said = Confirmed { adult: true, briefing: true };
        let known = |tier| Known { tier, ..Known::default() };
        assert_eq!(needs.met(known(Tier::Regular), said), Err(Failure::Refused(Refusal::TierNeeded(Tier::HonorCrew))));
        assert_eq!(needs.met(known(Tier::HonorCrew), said), Ok(()));
    }

    proptest! {
        #[test]
        fn whoever_lacks_nothing_may(tier in prop::sample::select(Tier::ALL.to_vec()), adult: bool, read in prop::option::of(0i64..4), newest in prop::option::of(0i64..4)) {
            let needs = Needs { tier: Tier::Regular, adults_only: true, briefing: newest };
            let known = Known { tier, is_adult: adult, read };
            prop_assert_eq!(needs.lacks(known).is_empty(), needs.met(known, Confirmed::default()).is_ok());
        }
    }
}
