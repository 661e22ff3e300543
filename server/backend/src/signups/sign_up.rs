//! Save my seat.

use domain::events::{Schedule, State, questions};
use domain::form::{self, Errors};
use domain::members::access::Actor;
use domain::signups::shifts::{Claim, Part, Span};
use domain::signups::{Asker, Gate, SignUpState, Way, eligibility, guests, invitation, view::MySignUp};
use domain::{EventId, Failure, Instant, PlacesId, Refusal, SignUpId};
use uuid::Uuid;

use super::admission::{self, AdmissionRow};
use super::codes::{self, Shown};
use super::transition::{self, Newcomer, Places};
use super::{Listing, reads, shifts};
use crate::Site;
use crate::db::{DbError, Result, Tx};
use crate::sql;

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
    let key = key(site, &ask.request_key)?;
    let form = reads::form(&mut site.db.read().await?, ask.event).await?.ok_or(Failure::NotFound)?;
    // Told only if there is something to answer for: who is in already is not asked again.
    let mut errors = Errors::default();
    let answers = questions::answers(&form.questions, &ask.answers, &mut errors);

    // Beside shifts the member is a second row that is held, and two lanes could wait for each other.
    let mut tx = if form.is_beside_shifts { site.db.write().await? } else { site.db.write_at(form.places.0).await? };
    let mut places = transition::lock(&mut tx, site, form.places).await?.ok_or(Failure::NotFound)?;
    transition::settle(&mut tx, site, &mut places).await?;
    // A statement of its own, after the lock: on PostgreSQL it would not see what was committed while we waited for it.
    let now = Now::read(&mut tx, actor, ask.event, (form.places, &key)).await?;
    if let Some(earlier) = now.earlier(form.places, &key)? {
        let mine = reads::by_id(&mut tx, earlier).await?.ok_or(Failure::NotFound)?;
        places.finish(&mut tx, site).await?; // what the clock had made due is kept
        tx.commit().await?; // also without that: the earlier one may share this commit, and no yes before it is on the disk
        return Ok(mine);
    }
    let gate = now.gate(&places)?;
    let shown = match (gate.admission.invited_only, invitation::clean(&company.code)) {
        (false, None) => Shown::default(),
        (_, code) => codes::look(&mut tx, (ask.event, Some(actor.member)), code.as_deref(), site.now()).await?,
    };
    let asker = Asker { honor: now.honor(), invitation: shown.state };
    let way = eligibility(site.now(), &gate, asker).way_in()?;
    let guests = guests(&company.guests, (gate.admission.guests, gate.seats.capacity), &mut errors);
    let (answers, guests) = errors.finish(Some((answers, guests)))?;
    if form.is_beside_shifts {
        shifts::no_collision(&mut tx, actor.member, now.claim(ask.event), &[]).await?;
    }
    let new =
        Newcomer { member: actor.member, listing: ask.listing, request_key: &key, answers: &answers, guests: &guests };
    let placed = match way {
        Way::Seat | Way::Line { .. } => transition::place(&mut tx, site, places, new).await,
        Way::Approval | Way::Lottery { .. } => transition::ask(&mut tx, site, places, new).await,
    };
    let placed = placed.map_err(refusal)?;
    codes::count(&mut tx, shown, placed.id, site.now()).await?;
    if placed.has_served {
        let mine = reads::by_id(&mut tx, placed.id).await?.ok_or(Failure::NotFound)?;
        tx.commit().await?;
        return Ok(mine);
    }
    tx.commit().await?;
    Ok(MySignUp {
        id: placed.id,
        state: placed.state,
        waiting_place: (placed.state == SignUpState::Waiting).then_some(placed.seats.waiting),
        offered_until: None,
        can_take: false,
        listed: ask.listing == Listing::Listed,
        checked_in: None,
        draws: None, // no moment in words, as in `reads::by_id`
    })
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

/// The event as it is now, and what this member has there, a row for each.
struct Now(Vec<NowRow>);

#[derive(sqlx::FromRow)]
struct NowRow {
    state: String,
    starts_at: i64,
    ends_at: i64,
    opens_at: Option<i64>,
    closes_at: Option<i64>,
    postponed_at: Option<i64>,
    signup_id: Option<Uuid>,
    signup_places_id: Option<Uuid>,
    request_key: Option<String>,
    honor: Option<i64>,
    #[sqlx(flatten)]
    admission: AdmissionRow,
}

impl Now {
    async fn read(tx: &mut Tx, actor: &Actor, event: EventId, (places, key): (PlacesId, &str)) -> Result<Self> {
        let rows = tx.all(
            sql!(concat!(
                "SELECT e.state, e.starts_at, e.ends_at, e.opens_at, e.closes_at, e.postponed_at,
                        s.id AS signup_id, s.places_id AS signup_places_id, s.request_key, h.total AS honor, ",
                admission::columns!(),
                " FROM event e LEFT JOIN signup s ON s.member_id = $2 AND (s.request_key = $3
                      OR (s.places_id = $4 AND s.state IN ('pending', 'confirmed', 'waiting', 'offered')))
                  LEFT JOIN admission a ON a.event_id = e.id LEFT JOIN honor_account h ON h.member_id = $2
                  WHERE e.id = $1 LIMIT 2"
            )),
            (event.0, actor.member.0, key, places.0),
        );
        Ok(Self(rows.await?))
    }

    /// The sign-up that this request has made before, in whatever state it is now; else the one that still counts.
    fn earlier(&self, places: PlacesId, key: &str) -> Result<Option<SignUpId>, Failure> {
        let with_key = self.0.iter().find(|row| row.request_key.as_deref() == Some(key));
        if with_key.is_some_and(|row| row.signup_places_id != Some(places.0)) {
            return Err(Failure::Refused(Refusal::RequestKeyReused));
        }
        Ok(with_key.or(self.0.first()).and_then(|row| row.signup_id).map(SignUpId))
    }

    fn event(&self) -> Option<&NowRow> {
        self.0.first()
    }

    /// The way in as it is under the lock.
    fn gate(&self, places: &Places) -> Result<Gate, Failure> {
        let admission = self.event().ok_or(Failure::NotFound)?.admission.admission()?;
        let (state, schedule) = (self.state()?, self.schedule());
        Ok(Gate { state, schedule, seats: places.seats, admission, draws: places.draws() })
    }

    /// The asker's lifetime honor.
    fn honor(&self) -> i64 {
        self.event().and_then(|row| row.honor).unwrap_or_default()
    }

    fn state(&self) -> Result<State, Failure> {
        self.event().and_then(|row| State::from_word(&row.state)).ok_or(Failure::NotFound)
    }

    /// A seat in it.
    fn claim(&self, event: EventId) -> Claim {
        let Schedule { starts, ends, .. } = self.schedule();
        Claim { event, part: Part::Guest, span: Span { starts, ends } }
    }

    fn schedule(&self) -> Schedule {
        let moment = |at: fn(&NowRow) -> i64| Instant(self.event().map_or(0, at));
        Schedule {
            starts: moment(|row| row.starts_at),
            ends: moment(|row| row.ends_at),
            opens: self.event().and_then(|row| row.opens_at).map(Instant),
            closes: self.event().and_then(|row| row.closes_at).map(Instant),
            postponed: self.event().and_then(|row| row.postponed_at).map(Instant),
            recapped: None, // sign-up does not ask for more than that it is over
        }
    }
}
