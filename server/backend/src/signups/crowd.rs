//! Those who sign up for the same places at the same moment go in together.
//!
//! Whoever finds nobody waiting leads: waits for the turn to write, and lets in all who have come until then, in their order, by
//! the same few statements as one alone. Each is still asked for by the same rules, one after the other, and answered after the
//! commit. If the database refuses something, nothing of it is written, and each goes alone: nobody fails for somebody else.

use std::collections::{HashMap, HashSet};
use std::sync::Mutex;

use domain::signups::view::MySignUp;
use domain::{Failure, PlacesId};
use tokio::sync::oneshot;

use super::sign_up::{Request, enter, refusal};
use super::standing::Found;
use super::transition;
use crate::db::{Result, Tx};
use crate::{Site, request};

/// Who waits, by places; a leader is on the way for each of these.
#[derive(Default)]
pub(crate) struct Crowds(Mutex<HashMap<PlacesId, Vec<Waiting>>>);

struct Waiting {
    request: Request,
    answer: oneshot::Sender<Answer>,
}

type Answer = Result<MySignUp, Failure>;

impl Crowds {
    /// Joins those who wait. Says whether nobody did.
    fn join(&self, places: PlacesId, waiting: Waiting) -> bool {
        let mut crowds = self.0.lock().expect("nothing panics while it holds this lock");
        let crowd = crowds.entry(places).or_default();
        crowd.push(waiting);
        crowd.len() == 1
    }

    /// All who wait; who comes from now on waits for the next leader.
    fn take(&self, places: PlacesId) -> Vec<Waiting> {
        self.0.lock().expect("nothing panics while it holds this lock").remove(&places).unwrap_or_default()
    }
}

/// Signs somebody up, together with all who come at the same moment.
pub(super) async fn join(site: &Site, places: PlacesId, request: Request) -> Answer {
    let (answer, told) = oneshot::channel();
    if site.crowds().join(places, Waiting { request, answer }) {
        // In a task of its own: the others do not depend on whether the first one goes away.
        tokio::spawn(lead(site.clone(), places));
    }
    let answer = told.await.map_err(|_| Failure::Internal { request_id: request::id() })?;
    if answer.is_ok() {
        request::note_write();
    }
    answer
}

/// Signs somebody up in a commit of their own.
pub(super) async fn alone(site: &Site, places: PlacesId, request: &Request) -> Answer {
    let tx = site.db.write().await?;
    let told = together(site, (tx, Commit::Own), places, std::slice::from_ref(request)).await;
    told.map_err(Stopped::failure)?.into_iter().next().ok_or(Failure::NotFound)?
}

async fn lead(site: Site, places: PlacesId) {
    let turn = site.db.write_at(places.0).await;
    let mut here = HashSet::new();
    let (crowd, again): (Vec<_>, Vec<_>) =
        site.crowds().take(places).into_iter().partition(|waiting| here.insert(waiting.request.member));
    match turn {
        Ok(tx) => admit(&site, tx, places, crowd).await,
        Err(error) => {
            let failure = Failure::from(error);
            crowd.into_iter().for_each(|waiting| waiting.tell(Err(failure.clone())));
        }
    }
    // Tapped twice: they find what the first tap has got them.
    for waiting in again {
        let answer = alone(&site, places, &waiting.request).await;
        waiting.tell(answer);
    }
}

impl Waiting {
    fn tell(self, answer: Answer) {
        _ = self.answer.send(answer); // whoever went away finds it on their tickets
    }
}

async fn admit(site: &Site, tx: Tx, places: PlacesId, crowd: Vec<Waiting>) {
    let (requests, answers): (Vec<_>, Vec<_>) = crowd.into_iter().map(|w| (w.request, w.answer)).unzip();
    let told = match together(site, (tx, Commit::Shared), places, &requests).await {
        Ok(told) => told,
        Err(_) => {
            let mut told = Vec::with_capacity(requests.len());
            for request in &requests {
                told.push(alone(site, places, request).await);
            }
            told
        }
    };
    for (answer, told) in answers.into_iter().zip(told) {
        _ = answer.send(told);
    }
}

/// Whose commit it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Commit {
    /// Others write for the same places in it, and no second contended row may be held.
    Shared,
    Own,
}

/// Why nobody could go in.
enum Stopped {
    /// There are shifts beside the event: the member is a second row that is held, and two lanes could wait for each other.
    BesideShifts,
    Failed(Failure),
}

impl<E: Into<Failure>> From<E> for Stopped {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl Stopped {
    fn failure(self) -> Failure {
        match self {
            Self::Failed(failure) => failure,
            Self::BesideShifts => Failure::Internal { request_id: request::id() }, // only of a shared commit
        }
    }
}

/// All of them, in one transaction. What concerns one of them only stands in their answer.
///
/// # Errors
/// What concerns them all: nothing is written then.
async fn together(
    site: &Site,
    (mut tx, commit): (Tx, Commit),
    places_id: PlacesId,
    requests: &[Request],
) -> Result<Vec<Answer>, Stopped> {
    let event = requests.first().ok_or(Failure::NotFound)?.event;
    let mut places = transition::lock(&mut tx, site, places_id).await?.ok_or(Failure::NotFound)?;
    transition::settle(&mut tx, site, &mut places).await?;
    let found = Found::read(&mut tx, (event, places_id, site.now()), requests).await?.ok_or(Failure::NotFound)?;
    if found.is_beside_shifts() && commit == Commit::Shared {
        return Err(Stopped::BesideShifts);
    }
    let mut entered = Vec::with_capacity(requests.len());
    for request in requests {
        entered.push(enter(&mut tx, site, (&mut places, &found), request).await);
    }
    if entered.iter().all(Result::is_err) {
        return Ok(entered.into_iter().filter_map(Result::err).map(Err).collect());
    }
    places.finish(&mut tx, site).await.map_err(refusal)?;
    let mut told = Vec::with_capacity(requests.len());
    for (entered, request) in entered.into_iter().zip(requests) {
        told.push(match entered {
            Ok(entered) => entered.view(&mut tx, request).await,
            Err(failure) => Err(failure),
        });
    }
    // Also where nothing was new: an earlier one may share this commit, and no yes before it is on the disk.
    tx.commit().await?;
    Ok(told)
}
