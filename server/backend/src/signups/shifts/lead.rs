//! The lead's list, and the lead's word.

use domain::events::State;
use domain::members::access::{Action, Actor};
use domain::signups::SignUpState;
use domain::signups::shifts::{
    presence::{Outcome, Presence, Said, Word},
    view::{LeadPage, LeadPerson, LeadShift, Stands},
};
use domain::{EventId, Failure, Instant, Locale, MemberId, Refusal, SignUpId};
use serde_json::json;
use uuid::Uuid;

use super::credit::{self, Settling};
use super::rows::{self, ShiftRow};
use crate::db::{Reading, Result as DbResult, Tx};
use crate::events::{
    asked::{self, Audience},
    card,
};
use crate::operations::audit;
use crate::signups::transition;
use crate::{Site, door, sql, when};

/// The shifts of an event that the actor leads; for those who run the event, all of them. Those that run come first, then those
/// that are over and wait for a word, then those to come, then the others that are over.
///
/// # Errors
/// [`Failure::NotFound`] for no such event, or a draft of somebody else; [`Failure::Forbidden`] for who leads nothing there.
pub async fn lead_page(site: &Site, actor: &Actor, locale: Locale, event: EventId) -> Result<LeadPage, Failure> {
    let now = site.now();
    let mut conn = site.db.read().await?;
    let card = card::by_id(&mut conn, event).await?.ok_or(Failure::NotFound)?;
    if !actor.may(Action::LeadShifts(event, card.chapter())) {
        return Err(if card.state()? == State::Draft { Failure::NotFound } else { Failure::Forbidden });
    }
    let sees_all = actor.may(Action::RunEvent(event, card.chapter()));
    let mut shifts = rows::of_event(&mut conn, event).await?;
    shifts.retain(|shift| sees_all || shift.lead() == Some(actor.member));
    let people = people(&mut conn, event).await?;
    // A lead sees of their people what the door sees.
    let audience = if sees_all { Audience::Organisers } else { Audience::Door };
    let answers = asked::answers_at(&mut conn, locale, event, audience).await?;
    let leads: Vec<(Uuid, String)> = conn
        .all(
            sql!(
                "SELECT DISTINCT m.id, m.display_name FROM shift h JOIN member m ON m.id = h.lead_id WHERE h.event_id = $1 LIMIT 2000"
            ),
            (event.0,),
        )
        .await?;
    let stands = |shift: &ShiftRow| match shift.span() {
        span if now >= span.ends => Stands::Over,
        span if now >= span.starts => Stands::Running,
        _ => Stands::ToCome,
    };
    shifts.sort_by_key(|shift| shift.span().starts);
    let shifts = shifts.iter().map(|shift| LeadShift {
        id: shift.id(),
        role: shift.role.clone(),
        when: shift.when(locale),
        stands: stands(shift),
        seats: shift.seats().into(),
        lead: leads.iter().find(|(id, _)| Some(*id) == shift.lead_id).map(|(_, name)| name.clone()),
        people: people
            .iter()
            .filter(|person| person.shift_id == shift.id)
            .map(|person| LeadPerson {
                answers: answers.get(&person.id).cloned().unwrap_or_default(),
                ..person.view(shift, (now, actor.member))
            })
            .collect(),
    });
    let mut shifts: Vec<LeadShift> = shifts.collect();
    shifts.sort_by_key(|shift| match (shift.stands, shift.unsettled()) {
        (Stands::Running, _) => 0,
        (Stands::Over, 1..) => 1,
        (Stands::ToCome, _) => 2,
        (Stands::Over, _) => 3,
    });
    Ok(LeadPage { id: event, shifts, card: card.card(now, locale)?, sees_all })
}

#[derive(sqlx::FromRow)]
struct PersonRow {
    id: Uuid,
    shift_id: Uuid,
    member_id: Uuid,
    display_name: String,
    came_at: Option<i64>,
    outcome: Option<String>,
    honor: Option<i64>,
}

/// Everybody with a place in a shift of the event.
async fn people(conn: &mut impl Reading, event: EventId) -> DbResult<Vec<PersonRow>> {
    conn.all(
        sql!(
            "SELECT s.id, p.shift_id, s.member_id, m.display_name, c.at AS came_at, w.outcome, w.honor
             FROM signup s JOIN places p ON p.id = s.places_id JOIN shift h ON h.id = p.shift_id JOIN member m ON m.id = s.member_id
                 LEFT JOIN check_in c ON c.signup_id = s.id LEFT JOIN shift_work w ON w.signup_id = s.id
             WHERE s.event_id = $1 AND s.state = 'confirmed' ORDER BY m.display_name, s.id LIMIT 10000"
        ),
        (event.0,),
    )
    .await
}

impl PersonRow {
    fn view(&self, shift: &ShiftRow, (now, reader): (Instant, MemberId)) -> LeadPerson {
        let outcome = self.outcome.as_deref().and_then(Outcome::from_word);
        let presence = Presence { span: shift.span(), came: self.came_at.map(Instant), outcome };
        let can_say = |word: &Word| say_of(MemberId(self.member_id), reader, *word).is_ok();
        let words = if shift.takes_place() { presence.words(now) } else { vec![] };
        LeadPerson {
            signup: SignUpId(self.id),
            display_name: self.display_name.clone(),
            came: self.came_at.map(|at| when::time(&shift.zone, Instant(at))),
            outcome,
            honor: self.honor.unwrap_or_default(),
            words: words.into_iter().filter(can_say).collect(),
            answers: vec![],
        }
    }
}

/// The lead's word about somebody in their shift. What it credits is credited once; that somebody did not come can be put right.
///
/// # Errors
/// [`Failure::NotFound`] for no such sign-up, [`Failure::Forbidden`] for who does not lead that shift nor runs the event;
/// [`Refusal::NotSignedUp`], [`Refusal::ShiftSettled`], [`Refusal::TooEarlyToSay`], [`Refusal::EventCancelled`];
/// [`Refusal::NotToOneself`].
pub async fn say(site: &Site, actor: &Actor, signup: SignUpId, word: Word) -> Result<EventId, Failure> {
    let shift = rows::of_signup(&mut site.db.read().await?, signup).await?.ok_or(Failure::NotFound)?;
    led_by(actor, &shift)?;
    // Not a shared commit: the honor account is a second row that is held.
    let mut tx = site.db.write().await?;
    transition::lock(&mut tx, site, shift.places()).await?.ok_or(Failure::NotFound)?;
    let shift = rows::of_signup(&mut tx, signup).await?.ok_or(Failure::NotFound)?;
    led_by(actor, &shift)?; // as it is now
    let here = rows::presence(&mut tx, &shift, signup).await?.ok_or(Failure::NotFound)?;
    if !shift.takes_place() {
        return Err(Failure::Refused(Refusal::EventCancelled));
    }
    if here.state != SignUpState::Confirmed {
        return Err(Failure::Refused(Refusal::NotSignedUp));
    }
    say_of(here.member, actor.member, word)?;
    here.presence.said(word, site.now())?;
    match word {
        Word::Here => came(&mut tx, site, (actor, &shift, signup), site.now()).await?,
        Word::Worked => {
            if here.presence.came.is_none() {
                came(&mut tx, site, (actor, &shift, signup), shift.span().starts).await?;
            }
            let (member, by) = (here.member, actor.member);
            let settling = Settling { shift: &shift, signup, member, by, said: Said::Lead };
            credit::worked(&mut tx, site, settling).await?;
        }
        Word::Missed => {
            credit::note(&mut tx, site, (signup, actor.member), (Outcome::Missed, Said::Lead, 0)).await?;
            let detail = json!({ "event": shift.event(), "shift": shift.id(), "member": here.member });
            audit::write(&mut tx, site, Some(actor.member), "shift_missed", ("signup", signup.0), detail).await?;
        }
    }
    tx.commit().await?;
    Ok(shift.event())
}

/// A lead speaks of their own shifts, whoever runs the event of all.
fn led_by(actor: &Actor, shift: &ShiftRow) -> Result<(), Failure> {
    let (event, chapter) = (shift.event(), shift.chapter());
    let leads = actor.may(Action::LeadShifts(event, chapter)) && shift.lead() == Some(actor.member);
    if leads || actor.may(Action::RunEvent(event, chapter)) { Ok(()) } else { Err(Failure::Forbidden) }
}

/// Nobody is the witness of their own work: of a lead, whoever runs the event says it. That they did not come, everybody may say.
fn say_of(whom: MemberId, by: MemberId, word: Word) -> Result<(), Failure> {
    if whom == by && word != Word::Missed { Err(Failure::Refused(Refusal::NotToOneself)) } else { Ok(()) }
}

/// Notes that somebody came, on the lead's word.
async fn came(
    tx: &mut Tx,
    site: &Site,
    (actor, shift, signup): (&Actor, &ShiftRow, SignUpId),
    at: Instant,
) -> Result<(), Failure> {
    door::came(tx, site, (signup, actor.member), at).await?;
    let detail = json!({ "event": shift.event(), "shift": shift.id() });
    Ok(audit::write(tx, site, Some(actor.member), "checked_in", ("signup", signup.0), detail).await?)
}
