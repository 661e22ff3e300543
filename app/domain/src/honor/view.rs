//! What pages show of honor.

use super::{
    Cause, RuleForm, RuleTerms, Tier, Trigger,
    caps::{Limit, State},
};
use crate::{HonorEntryId, ObjectionId, ThanksId};
use serde::{Deserialize, Serialize};

/// Where a member stands: the ring and the tiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Lifetime honor. It is told, and decides no tier.
    pub honor: i64,
    pub tier: Tier,
    /// What is missing for the next tier, or to stay; nothing in the eyes of others.
    pub missing: Missing,
    /// How full the ring is, 0 to 100: with what the first tier asks for; later it is full, and half empty in the last days.
    pub percent: i64,
}

/// What is missing for the next tier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Missing {
    /// Nothing, or nothing that the reader has to know.
    #[default]
    Nothing,
    /// So many events more within so many months make a Regular.
    Events { more: i64, months: i64 },
    /// So many more, and a Regular stays one.
    ToStay { more: i64, months: i64 },
    /// A seat of the honor crew: so many are free, and may be asked for.
    Seat { free: i64 },
    /// The organisers are reading what was asked for.
    Answer,
    /// Nothing that one can do: the core is appointed.
    Appointment,
}

/// A line of the statement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerLine {
    /// Its number, from 1.
    pub seq: i64,
    pub cause: Cause,
    /// The event it came from: slug and title.
    pub event: Option<(String, String)>,
    /// An organiser's reason, where one was given.
    pub reason: Option<String>,
    /// Who added it; none for a rule of the house.
    pub by: Option<String>,
    /// "14 Mar 2027", in the reader's words.
    pub at: String,
    pub at_iso: String,
    /// What the ledger records.
    pub points: i64,
    /// How much of it counts as things stand.
    pub counted: i64,
    /// The cap that leaves less than all of it.
    pub limit: Option<Limit>,
    pub state: State,
    /// What counts up to here.
    pub total: i64,
    pub objection: Option<ObjectionStanding>,
}

/// Whether somebody sees a line otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ObjectionStanding {
    Open,
    Answered,
}

/// What an organiser says to an objection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ObjectionOutcome {
    /// The member is right.
    Agreed,
    /// The line stays, and here is why.
    Explained,
}

impl ObjectionOutcome {
    /// The word in the database.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::Explained => "explained",
        }
    }

    /// The outcome of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Agreed, Self::Explained].into_iter().find(|o| o.word() == word)
    }
}

/// A rule as it holds, or held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleNow {
    pub trigger: Trigger,
    pub version: i64,
    pub terms: RuleTerms,
}

/// `/my/honor/lines/{n}`: one's own line, explained.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinePage {
    pub line: LedgerLine,
    /// The rule under which it stands; none for corrections, and for what is older than versions of rules.
    pub rule: Option<RuleNow>,
    pub hash: String,
    /// Where the newest checkpoint has it.
    pub proof: Option<Proof>,
    pub objections: Vec<ObjectionView>,
    pub may_object: bool,
}

/// Where a checkpoint has a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// The checkpoint's.
    pub number: i64,
    pub taken: String,
    /// The hash of the member's own leaf.
    pub leaf: String,
}

/// What was said about a line, and the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectionView {
    pub said: String,
    pub made: String,
    pub outcome: Option<ObjectionOutcome>,
    pub answer: Option<String>,
    pub answered: Option<String>,
    /// Who answered.
    pub by: Option<String>,
}

/// `/organise/honor`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HonorDesk {
    /// What the reader may still give by hand in this season, of how much.
    pub left: i64,
    pub budget: i64,
    pub second_from: Option<i64>,
    pub waiting: Vec<WaitingThanks>,
    pub objections: Vec<ObjectionRow>,
    /// Who thanks whom by turns.
    pub pairs: Vec<PairRow>,
    pub rules: Vec<RuleNow>,
    pub may_set_rules: bool,
}

/// Thanks that a second organiser has to agree to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingThanks {
    pub id: ThanksId,
    /// Who thanks.
    pub by: String,
    pub name: String,
    pub handle: String,
    pub points: i64,
    pub reason: String,
    pub asked: String,
    /// The reader asked for it, and may call it off.
    pub is_mine: bool,
    pub may_agree: bool,
}

/// An objection that waits for an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectionRow {
    pub id: ObjectionId,
    pub name: String,
    pub handle: String,
    pub line: LedgerLine,
    pub said: String,
    pub made: String,
    /// Somebody else answers it.
    pub is_mine: bool,
}

/// Two who thank each other by turns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairRow {
    /// Names and handles.
    pub people: [(String, String); 2],
    pub turns: i64,
    pub points: i64,
}

/// `/organise/honor/members/{handle}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberLedger {
    pub handle: String,
    pub name: String,
    pub honor: i64,
    /// Nobody puts their own right.
    pub is_mine: bool,
    pub lines: Vec<OpenLine>,
    pub older_page: Option<u32>,
}

/// A line that may be put right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenLine {
    pub line: LedgerLine,
    /// None where a later line does so already, or it is the reader's own.
    pub entry: Option<HonorEntryId>,
}

/// `/organise/honor/rules/{rule}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleDesk {
    pub trigger: Trigger,
    /// The version that holds.
    pub version: i64,
    /// As it holds, or as it was tried.
    pub form: RuleForm,
    pub versions: Vec<VersionView>,
    pub trial: Option<Trial>,
}

/// A version of a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionView {
    pub version: i64,
    pub terms: RuleTerms,
    /// None for the one that the house brought along.
    pub made: Option<String>,
    pub by: Option<String>,
    pub note: String,
}

/// What a rule would have given in the past year, beside the one that holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trial {
    pub occasions: i64,
    pub new: Given,
    pub now: Given,
}

/// What was given to how many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    pub points: i64,
    pub members: i64,
    /// What the caps leave out.
    pub capped: i64,
}

/// `/honor`: how honor is earned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesPage {
    pub rules: Vec<RuleNow>,
    /// Who brought the reader along, while that can be said.
    pub bring: Option<Bring>,
}

/// Whether a member said who brought them along.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Bring {
    Ask,
    Said(String),
}

/// `/honor/checkpoint`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckpointPage {
    /// The newest first.
    pub rows: Vec<CheckpointRow>,
    /// The number from which the next page goes back.
    pub older: Option<i64>,
}

/// A checkpoint in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckpointRow {
    pub number: i64,
    pub taken: String,
    pub taken_iso: String,
    /// How many chains it is over.
    pub size: i64,
    pub root: String,
    pub signature: String,
    pub public: String,
}
