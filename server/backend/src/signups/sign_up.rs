//! Save my seat.

use domain::events::questions;
use domain::form::{self, Errors};
use domain::members::access::Actor;
use domain::signups::{Asker, SignUpState, Way, eligibility, guests, invitation, view::MySignUp};
use domain::{EventId, Failure, MemberId, QuestionId, Refusal, SignUpId};

use super::codes::{self, Shown};
use super::standing::Found;
use super::transition::{Newcomer, Placed, Places};
use super::{Listing, crowd, reads, shifts};
use crate::Site;
use crate::db::{DbError, Tx};

/// The longest key a client may send.
const LONGEST_KEY: usize = 64;

/// What somebody sends who signs up.
#[derive(Clone, Debug)]
pub struct SignUpAsk {
    /// For what.
    pub event: EventId,
    /// Answers to the event's questions: the question's id and what was typed. Strange ids are passed over.
    pub answers: Vec<(String, String)>,
    /// Shown under "Who is coming" or not.
    pub listing: Listing,
    /// Made once for each form that is shown: the same key gets the same answer, however often it is sent.
    pub request_key: String,
}

/// What somebody brings along.
#[derive(Clone, Debug, Default)]
pub struct Company {
    /// An invitation code, as it was typed.
    pub code: String,
    /// The names of their guests; empty ones are passed over. They come together or not at all.
    pub guests: Vec<String>,
}

/// [`sign_up_with`] nobody and nothing.
///
/// # Errors
/// As [`sign_up_with`].
pub async fn sign_up(site: &Site, actor: &Actor, ask: SignUpAsk) -> Result<MySignUp, Failure> {
    sign_up_with(site, actor, ask, Company::default()).await
}

/// Gives the actor a seat, or the end of the line; or writes down that they ask for one, where the organisers or the lot decide.
/// Whoever has one already gets told so: tapping twice is no mistake.
///
/// # Errors
/// [`Failure::NotFound`] for no such event or a draft; [`Failure::Refused`] when sign-up is not open for them, or the key was used
/// for another event; [`Refusal::Overlaps`] with a shift that they have elsewhere; [`Failure::Invalid`] for answers, guests and a
/// `code` that do not fit.
pub async fn sign_up_with(site: &Site, actor: &Actor, ask: SignUpAsk, company: Company) -> Result<MySignUp, Failure> {
    let request_key = key(site, &ask.request_key)?;
    let form = reads::form(&mut site.db.read().await?, ask.event).await?.ok_or(Failure::NotFound)?;
    // Told only if there is something to answer for: who is in already is not asked again.
    let mut errors = Errors::default();
    let answers = questions::answers(&form.questions, &ask.answers, &mut errors);
    let (member, event, listing) = (actor.member, ask.event, ask.listing);
    let request = Request { member, event, listing, request_key, answers, company, errors };
    match form.is_beside_shifts {
        true => crowd::alone(site, form.places, &request).await,
        false => crowd::join(site, form.places, request).await,
    }
}

/// Somebody who stands before the door, with all that they have sent.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) member: MemberId,
    pub(super) event: EventId,
    listing: Listing,
    pub(super) request_key: String,
    answers: Vec<(QuestionId, String)>,
    company: Company,
    /// What is wrong with the answers.
    errors: Errors,
}

/// What came of a [`Request`].
pub(super) enum Entered {
    /// They had a place before, or this request had made one.
    Before(SignUpId),
    /// They have one now, or have asked for one.
    Now(Placed),
}

impl Entered {
    /// What they are told. Read before the commit, told after it.
    pub(super) async fn view(self, tx: &mut Tx, request: &Request) -> Result<MySignUp, Failure> {
        let placed = match self {
            Self::Now(placed) if !placed.has_served => placed,
            Self::Before(id) | Self::Now(Placed { id, .. }) => {
                return reads::by_id(tx, id).await?.ok_or(Failure::NotFound);
            }
        };
        Ok(MySignUp {
            id: placed.id,
            state: placed.state,
            waiting_place: (placed.state == SignUpState::Waiting).then_some(placed.seats.waiting),
            offered_until: None,
            can_take: false,
            listed: request.listing == Listing::Listed,
            checked_in: None,
            draws: None, // no moment in words, as in `reads::by_id`
        })
    }
}

/// Lets one of those in who stand before the door, under the lock.
pub(super) async fn enter(
    tx: &mut Tx,
    site: &Site,
    (places, found): (&mut Places, &Found),
    request: &Request,
) -> Result<Entered, Failure> {
    let standing = found.standing(request.member);
    if let Some(earlier) = standing.earlier(places.id(), &request.request_key)? {
        return Ok(Entered::Before(earlier));
    }
    let gate = found.gate(places)?;
    let mut errors = request.errors.clone();
    let shown = match (gate.admission.invited_only, invitation::clean(&request.company.code)) {
        (false, None) => Shown::default(),
        (_, code) => codes::look(tx, (request.event, Some(request.member)), code.as_deref(), site.now()).await?,
    };
    let asker = Asker { tier: standing.tier(), invitation: shown.state, past: standing.past() };
    let way = eligibility(site.now(), &gate, asker).way_in()?;
    let guests = guests(&request.company.guests, (gate.admission.guests, gate.seats.capacity), &mut errors);
    let guests = errors.finish(Some(guests))?;
    if found.is_beside_shifts() {
        shifts::no_collision(tx, request.member, found.claim(request.event), &[]).await?;
    }
    let new = Newcomer {
        member: request.member,
        listing: request.listing,
        request_key: &request.request_key,
        answers: &request.answers,
        guests: &guests,
    };
    // What can say no to them comes before anything is done for them: the others are in the same commit.
    let code = codes::use_up(tx, shown).await?;
    let placed = match way {
        Way::Seat | Way::Line { .. } => places.place(tx, site, &new).await?,
        Way::Approval | Way::Lottery { .. } => places.ask(site, &new),
    };
    if let Some(code) = code {
        places.write(tx, site).await.map_err(refusal)?;
        codes::remember(tx, (code, placed.id), site.now()).await?;
    }
    Ok(Entered::Now(placed))
}

/// The client's key. A client without one gets one of ours: it is then guarded against a second seat, but not against a
/// late retry after it was given up.
pub(super) fn key(site: &Site, sent: &str) -> Result<String, Failure> {
    let sent = form::optional_line(sent, LONGEST_KEY).map_err(|code| Failure::field("request_key", code))?;
    Ok(sent.unwrap_or_else(|| site.new_id().to_string()))
}

/// The one constraint that somebody can run into who does nothing wrong in the eyes of the lock: the same key at two events
/// at once.
pub(super) fn refusal(error: DbError) -> Failure {
    if error.breaks("signup_member_id_request_key_key") {
        return Failure::Refused(Refusal::RequestKeyReused);
    }
    error.into()
}
