//! Everything that can go wrong, as one closed set of codes. Words for people come from the message catalogue.

use crate::{SignUpId, honor::Tier};
use serde::{Deserialize, Serialize};

/// Why a request was not carried out. Crosses the wire; holds no free text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Failure {
    /// Some of what was typed cannot be taken (422).
    #[error("invalid fields: {0:?}")]
    Invalid(Vec<FieldError>),
    /// Only for somebody signed in (401).
    #[error("sign-in needed")]
    SignInNeeded,
    /// This member may not do that (403).
    #[error("forbidden")]
    Forbidden,
    /// There is no such thing, or the asker may not know of it (404).
    #[error("not found")]
    NotFound,
    /// A rule of the house says no (409).
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// Asked too often (429).
    #[error("too many; retry in {retry_after_s} s")]
    TooMany {
        /// Seconds until the next try can succeed.
        retry_after_s: u32,
    },
    /// The server has as much to do as it can; nothing was read or written (503).
    #[error("full; retry in {retry_after_s} s")]
    Full {
        /// Seconds after which to try again.
        retry_after_s: u32,
    },
    /// Something broke; the cause is in the log under this id (500).
    #[error("internal error {request_id}")]
    Internal {
        /// The id of the request, to be quoted to the operator.
        request_id: String,
    },
}

/// A rule's "no", each with words of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Refusal {
    /// Sign-up opens later.
    SignUpNotOpenYet,
    /// Sign-up is closed.
    SignUpClosed,
    /// The event was cancelled.
    EventCancelled,
    /// The event is over.
    EventOver,
    /// There is no live sign-up to give up.
    NotSignedUp,
    /// The seat was used at the door; it cannot be given up.
    AlreadyCheckedIn,
    /// The address has to be confirmed first.
    EmailNotConfirmed,
    /// Only a draft can be published.
    NotADraft,
    /// The event has no date at the moment.
    EventPostponed,
    /// The event has begun.
    EventUnderWay,
    /// The event is still to come or under way.
    NotOverYet,
    /// This invitation is for somebody else.
    NotForYou,
    /// The member holds this badge for this occasion already.
    AlreadyGranted,
    /// Nobody grants a badge to themselves, or says of themselves that they worked.
    NotToOneself,
    /// Nobody gives honor to themselves, or puts their own right.
    OwnHonor,
    /// The giver's budget for this season does not reach.
    OverBudget,
    /// The rule is out of use at the moment.
    RuleNotInUse,
    /// Somebody else changed it meanwhile.
    ChangedMeanwhile,
    /// It was answered, given or declined already.
    AlreadySettled,
    /// Somebody who has no part in it has to agree.
    NeedsSomebodyElse,
    /// A later line puts this one right already.
    AlreadyTakenBack,
    /// The member objected, and nobody has answered yet.
    AlreadyObjected,
    /// It was said before, or the first event is past.
    AlreadySaid,
    /// As many objections of theirs as are read at a time wait for an answer.
    ObjectionsWait,
    /// All numbers of the limited edition are given, or fewer are left than there are people.
    EditionSpent,
    /// The badge is not given any more.
    BadgeRetired,
    /// The grant is revoked already.
    AlreadyRevoked,
    /// The grant is not revoked.
    NotRevoked,
    /// The grant was undone with its batch.
    GrantUndone,
    /// The batch was carried out already.
    BatchDone,
    /// Some rows of the list are wrong, so nobody got a badge.
    ListIsWrong,
    /// Nobody in the batch would get anything.
    BatchEmpty,
    /// The batch was not carried out, or was undone already.
    NothingToUndo,
    /// The site has been set up already.
    AlreadySetUp,
    /// This one-time link or code is used up or too old.
    LinkSpent,
    /// It was sent already: a letter cannot be called back.
    AlreadySent,
    /// The same request key was used for something else.
    RequestKeyReused,
    /// The offer's time is up, or it was let go.
    OfferGone,
    /// Somebody else was first to take the free seat.
    SeatTaken,
    /// More people have a seat than there are: nobody more gets one by hand.
    PlacesFrozen,
    /// They have a seat already.
    HasSeat,
    /// Only for those of a higher tier.
    TierTooLow,
    /// The organisers took them off, or said no to their request.
    TakenOff,
    /// They came and went too often.
    CameAndWent,
    /// A request that was answered already, or taken back.
    DecidedAlready,
    /// Whoever entered the lottery is not chosen by hand.
    LotteryDecides,
    /// At that time they have something else: this.
    Overlaps(SignUpId),
    /// Only from this tier on.
    TierNeeded(Tier),
    /// The shift is full; what they have they keep.
    ShiftFull,
    /// The shift has begun: what becomes of it is the lead's word.
    ShiftBegun,
    /// It is credited, or said already.
    ShiftSettled,
    /// What becomes of it cannot be known yet.
    TooEarlyToSay,
    /// Somebody has a place in it.
    ShiftTaken,
    /// Some rows of the sheet are wrong, so none was carried out.
    SheetIsWrong,
    /// Only a Regular can ask for a seat in the honor crew.
    NotYetRegular,
    /// They have asked for a seat, or were proposed, and nobody has decided yet.
    AskedAlready,
    /// They hold such a seat.
    InCrewAlready,
    /// All seats of the honor crew are taken.
    NoSeatFree,
    /// Nobody decides about themselves, nor about whom they proposed.
    NotAboutOneself,
}

/// What is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The field's name in the form; empty for the form as a whole.
    pub field: String,
    /// What is wrong.
    pub code: FieldCode,
}

/// The kinds of wrong input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FieldCode {
    /// Nothing was given.
    Required,
    /// Longer than `max` characters.
    TooLong { max: u32 },
    /// Shorter than `min` characters.
    TooShort { min: u32 },
    /// Not a mail address.
    NotAnEmail,
    /// Another account has this address.
    EmailTaken,
    /// Only a-z, 0-9, - and _, starting with a letter.
    HandleShape,
    /// Another member has this handle.
    HandleTaken,
    /// Among the passwords everybody tries first.
    PasswordTooCommon,
    /// Address and password do not fit.
    WrongPassword,
    /// Not the code we sent.
    WrongCode,
    /// The code is too old or was tried too often.
    CodeSpent,
    /// Not a whole number.
    NotANumber,
    /// Below `min`.
    TooSmall { min: i64 },
    /// Above `max`.
    TooLarge { max: i64 },
    /// Not a date and time.
    NotATime,
    /// Not a time of day: "22:00".
    NotAnHour,
    /// The clocks skip this hour in the event's zone.
    NoSuchTime,
    /// The end is not after the start.
    EndsBeforeStart,
    /// Sign-up would close before it opens.
    ClosesBeforeOpens,
    /// Sign-up would close after the event's end.
    ClosesAfterEnd,
    /// The start is in the past.
    InThePast,
    /// Only after the event has begun.
    AfterStart,
    /// Another season has some of these days.
    SeasonsOverlap,
    /// More than that are taken: so many.
    SeatsTaken { taken: i64 },
    /// What it was already.
    SameAsBefore,
    /// Days before the event, or after it.
    FarFromEvent,
    /// Not a day.
    NotADay,
    /// Not a web address that begins with https.
    NotALink,
    /// Not an IANA time zone.
    UnknownZone,
    /// Not one of the choices.
    UnknownChoice,
    /// Not one of the answers to the question that a condition names.
    NotAnAnswer,
    /// The text that was agreed to is another by now.
    ConsentChanged,
    /// They have a shift elsewhere at that time.
    HasShiftThen,
    /// Nobody in the list was ticked.
    NobodyPicked,
    /// Not text in UTF-8.
    NotUtf8,
    /// No column of the sheet says who is meant.
    NoPersonColumn,
    /// The sheet has a head and nothing below it.
    NoRows,
    /// Stands in the sheet before.
    TwiceInSheet,
    /// They have entered a lottery, which decides.
    InLottery,
    /// A choice question needs two choices or more.
    TooFewChoices,
    /// Nobody goes by this handle or address.
    NoSuchMember,
    /// The organiser themselves, who grants nothing to themselves.
    Oneself,
    /// Cannot change any more once somebody holds the badge.
    FixedOnceGranted,
    /// The badge's rule cannot be met as often as that.
    NotWithThisRule,
    /// Another badge has this address.
    SlugTaken,
    /// Not an SVG drawing, or one that does more than show shapes.
    NotADrawing,
    /// The drawing is larger than `max_kb` kB.
    DrawingTooLarge { max_kb: u32 },
    /// Not a PNG, JPEG or WebP picture.
    NotAPicture,
    /// Not a PNG, JPEG, WebP or PDF file.
    NotAFile,
    /// The file is larger than `max_mb` MB.
    FileTooLarge { max_mb: u32 },
    /// No invitation to this event has this code.
    NoSuchInvitation,
    /// As many as it was for have used this invitation.
    InvitationUsedUp,
    /// This invitation has run out, or was taken back.
    InvitationTooOld,
    /// Somebody has signed up by the rules as they are.
    SignedUpAlready,
    /// There are shifts, so it is an open day.
    HasShifts,
    /// A question is for helpers, and only an open day has some.
    AsksHelpers,
    /// Could not be read at all.
    Malformed,
}

impl Failure {
    /// The HTTP status.
    pub const fn status(&self) -> u16 {
        match self {
            Self::Invalid(_) => 422,
            Self::SignInNeeded => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Refused(_) => 409,
            Self::TooMany { .. } => 429,
            Self::Full { .. } => 503,
            Self::Internal { .. } => 500,
        }
    }

    /// One wrong field.
    pub fn field(field: &str, code: FieldCode) -> Self {
        Self::Invalid(vec![FieldError { field: field.into(), code }])
    }

    /// What is wrong with the named field, if anything is.
    pub fn of_field(&self, name: &str) -> Option<FieldCode> {
        match self {
            Self::Invalid(all) => all.iter().find(|e| e.field == name).map(|e| e.code),
            _ => None,
        }
    }
}
