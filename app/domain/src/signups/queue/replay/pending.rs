//! Those who hold nothing yet: asked, or in a lottery.

use super::{Flaw, Replayed};
use crate::signups::{SignUpState, lottery};

impl Replayed {
    /// Signed up, and holds nothing yet.
    pub(super) fn ask(&mut self, who: i64, heads: Option<i64>) -> Result<(), Flaw> {
        self.enrol(who, heads)?;
        self.states.insert(who, SignUpState::Pending);
        Ok(())
    }

    /// Do the organisers still decide on them?
    pub(super) fn awaits_approval(&self, who: i64) -> bool {
        self.states.get(&who) == Some(&SignUpState::Pending) && !self.entered.contains(&who)
    }

    /// A lottery has one seal, the one that is published.
    pub(super) fn seal(&self, mark: i64) -> Result<(), Flaw> {
        match self.drawing {
            Some(drawing) if lottery::mark(&drawing.seal) != mark => Err(Flaw::Lottery),
            _ if self.states.is_empty() => Ok(()),
            _ => Err(Flaw::Lottery),
        }
    }

    /// All who entered and have not left are called, in the order of their lots.
    pub(super) fn draw(&mut self, count: i64, before: &[u8; 32]) -> Result<(), Flaw> {
        let entered: Vec<i64> = std::mem::take(&mut self.entered)
            .into_iter()
            .filter(|who| self.states.get(who) == Some(&SignUpState::Pending))
            .collect();
        let seed = self.drawing.and_then(|drawing| drawing.seed.filter(|seed| lottery::seal(seed) == drawing.seal));
        match seed {
            Some(seed) if i64::try_from(entered.len()) == Ok(count) => {
                self.called.extend(lottery::order(&seed, before, entered));
                Ok(())
            }
            _ => Err(Flaw::Lottery),
        }
    }
}
