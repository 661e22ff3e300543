//! The year, acted out: each event is planned, published, signed up for and attended by the site's own use cases.

use std::collections::VecDeque;

use backend::{
    door,
    events::{self, Found},
    signups::{self, Listing, SignUpAsk},
    zones::TzDb,
};
use domain::{
    EventId, Instant, Locale,
    events::{
        Attendance, Kind,
        plan::{PlanForm, Zones},
        questions::{Question, QuestionForm, QuestionKind},
    },
    members::Actor,
    signups::{Admission, CREW_HOURS, HeadStart, Mode, SignUpState},
};
use futures::{StreamExt, TryStreamExt, stream};

use super::{
    failed,
    people::{Cast, KWAME, WEN},
    programme::{ANSWERS, Asks, CANCELLED_FOR, COMING, Fate, SERIES, Series},
    stage::{DAY, Dice, HOUR, MINUTE, Stage},
};

/// How many events are filled at the same time, and how many people come through a door at the same time: they share commits.
const AT_ONCE: usize = 8;

/// An event that stands in the database.
pub(super) struct Staged {
    pub(super) id: EventId,
    pub(super) club: usize,
    /// What it is one of.
    pub(super) series: &'static str,
    pub(super) starts: Instant,
    pub(super) ends: Instant,
    published: Instant,
    /// How many would like to come.
    wished: usize,
    pub(super) locale: Locale,
    asks: bool,
    /// Wen Shuyan is among them.
    pub(super) with_wen: bool,
    fate: Option<Fate>,
}

impl Staged {
    pub(super) fn is_draft(&self) -> bool {
        self.fate == Some(Fate::Draft)
    }

    pub(super) fn takes_place(&self) -> bool {
        !self.is_draft() && !matches!(self.fate, Some(Fate::Cancelled(_)))
    }
}

/// Plans and publishes everything: what has been, soonest first, and what is to come.
pub(super) async fn plan(stage: &Stage, cast: &Cast) -> anyhow::Result<(Vec<Staged>, Vec<Staged>)> {
    let mut past = vec![];
    for (club, series) in SERIES.iter().enumerate() {
        for n in 0..20_i64 {
            let (series, topic) = (&series[n as usize % 5], n as usize / 5);
            let days = stage.weekday(-362 + n * 18 + club as i64 * 4, series.weekday);
            let colon = if series.locale == Locale::ZhCn { "：" } else { ": " };
            let wished = (series.capacity as usize * stage.dice.between(45, 108) as usize / 100).min(34);
            past.push(
                Act {
                    club,
                    series,
                    title: format!("{}{colon}{}", series.title, series.topics[topic]),
                    days,
                    capacity: series.capacity,
                    wished,
                    opens: None,
                    asks: &[],
                    fate: None,
                    // She hardly misses one at the depot.
                    with_wen: club == 0 && n % 5 != 3,
                    planned: days - 32,
                }
                .stage(stage, cast)
                .await?,
            );
        }
    }
    past.sort_by_key(|event| event.starts);
    let mut coming = vec![];
    for event in &COMING {
        let (club, series) = event.like;
        let (wished, opens) = match event.fate {
            Fate::Open(wished) | Fate::Cancelled(wished) => (wished, None),
            Fate::OpensIn(days) => (0, Some(days)),
            Fate::Draft => (0, None),
        };
        coming.push(
            Act {
                club,
                series: &SERIES[club][series],
                title: event.title.into(),
                days: stage.weekday(event.days, SERIES[club][series].weekday),
                capacity: event.capacity,
                wished,
                opens,
                asks: event.asks,
                fate: Some(event.fate),
                with_wen: event.like == (0, 0) && event.days == 2 || event.like == (0, 2),
                planned: -24,
            }
            .stage(stage, cast)
            .await?,
        );
    }
    Ok((past, coming))
}

/// An event to be.
struct Act<'a> {
    club: usize,
    series: &'a Series,
    title: String,
    days: i64,
    capacity: i64,
    wished: usize,
    opens: Option<i64>,
    asks: &'a [Asks],
    fate: Option<Fate>,
    with_wen: bool,
    /// The day it is planned; it is published two days later.
    planned: i64,
}

impl Act<'_> {
    async fn stage(self, stage: &Stage, cast: &Cast) -> anyhow::Result<Staged> {
        let club = &cast.clubs[self.club];
        let host = &cast.people[club.organiser].actor;
        let over_midnight = i64::from(self.series.to < self.series.from);
        let (starts, ends) =
            (stage.local(self.days, self.series.from), stage.local(self.days + over_midnight, self.series.to));
        let moment = |local: &str| {
            TzDb.moment(local, club.zone).map_err(|code| anyhow::anyhow!("{local} in {}: {code:?}", club.zone))
        };
        let ask = |asks: &Asks| QuestionForm {
            label: asks.label.into(),
            kind: asks.kind.into(),
            required: asks.required.into(),
            choices: asks.choices.into(),
            note: asks.note.into(),
            shown_if: asks.after.0.into(),
            shown_answer: asks.after.1.into(),
            ..QuestionForm::default()
        };
        // What everybody waits for goes by lottery.
        let is_drawn = self.opens.is_some();
        let form = PlanForm {
            template: String::new(),
            chapter: club.slug.into(),
            kind: Kind::Meetup.word().into(),
            attendance: Attendance::InPerson.word().into(),
            join_url: String::new(),
            title: self.title.clone(),
            summary: self.series.summary.into(),
            story: self.series.story.into(),
            locale: self.series.locale.tag().into(),
            zone: club.zone.into(),
            starts: starts.clone(),
            ends: ends.clone(),
            venue: self.series.venue.into(),
            address: self.series.address.into(),
            capacity: self.capacity.to_string(),
            capacity_shown: String::new(),
            opens: self.opens.map(|days| stage.local(days, "10:00")).unwrap_or_default(),
            closes: if is_drawn { stage.local(self.days - 1, "20:00") } else { String::new() },
            offer_minutes: String::new(),
            cutoff_hours: String::new(),
            admission: Admission {
                mode: if is_drawn { Mode::Lottery } else { Mode::FirstCome },
                head_start: HeadStart { regular: 0, crew: CREW_HOURS, core: CREW_HOURS },
                ..Admission::default()
            }
            .into(),
            honor: self.series.honor.to_string(),
            keep_days: String::new(),
            questions: self.asks.iter().map(ask).collect(),
        };
        let planned = Instant(stage.day(self.planned).0 + stage.dice.between(8, 14) * HOUR);
        let (site, clock) = stage.act(planned);
        let id = events::create(&site, host, form).await.map_err(failed(&self.title))?;
        let published = Instant(planned.0 + 2 * DAY);
        if self.fate != Some(Fate::Draft) {
            clock.set(published);
            events::publish(&site, host, id).await.map_err(failed(&self.title))?;
            if self.club == 0 {
                let kwame = &cast.people[KWAME];
                let asked = events::invite(&site, host, Locale::En, id, (&kwame.handle, "door")).await;
                let token = asked.map_err(failed(&self.title))?;
                events::accept_invitation(&site, &kwame.actor, &token).await.map_err(failed(&self.title))?;
            }
        }
        Ok(Staged {
            id,
            club: self.club,
            series: self.series.title,
            starts: moment(&starts)?,
            ends: moment(&ends)?,
            published,
            wished: self.wished,
            locale: self.series.locale,
            asks: !self.asks.is_empty(),
            with_wen: self.with_wen,
            fate: self.fate,
        })
    }
}

/// Somebody who wants to come.
struct Guest<'a> {
    actor: &'a Actor,
    listing: Listing,
}

/// What a guest does at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    SignsUp,
    GivesUp,
}

/// Guests, and what they do, in order: when, who, what.
struct Queue<'a> {
    guests: Vec<Guest<'a>>,
    steps: Vec<(Instant, usize, Step)>,
}

/// Lets people sign up, and some of them change their minds. Each event keeps its own order.
pub(super) async fn fill(stage: &Stage, cast: &Cast, all: &[&Staged]) -> anyhow::Result<()> {
    let until = Instant(stage.today.0 - HOUR);
    // Chance is asked in order, before anything runs side by side.
    let acts: Vec<_> = all
        .iter()
        .filter(|event| event.wished > 0)
        .map(|event| {
            (*event, queue(stage, cast, event, until), stage.act(event.published), Dice::new(stage.dice.roll()))
        })
        .collect();
    stream::iter(acts)
        .map(|(event, queue, (site, clock), dice)| async move {
            let questions = questions(&site, cast, event).await?;
            let mut held = vec![None; queue.guests.len()];
            let mut line = VecDeque::new();
            for (at, n, step) in queue.steps {
                clock.set(at);
                let guest = &queue.guests[n];
                match (step, held[n]) {
                    (Step::SignsUp, _) => {
                        let ask = SignUpAsk {
                            event: event.id,
                            answers: answers(&dice, event.locale, &questions),
                            listing: guest.listing,
                            request_key: format!("demo-{}", event.id),
                        };
                        let mine = signups::sign_up(&site, guest.actor, ask).await.map_err(failed("a sign-up"))?;
                        held[n] = Some(mine.id);
                        if mine.state == SignUpState::Waiting {
                            line.push_back((n, mine.id));
                        }
                    }
                    (Step::GivesUp, Some(id)) => {
                        signups::give_up(&site, guest.actor, id).await.map_err(failed("giving up"))?;
                        let waits = line.iter().position(|(waiting, _)| *waiting == n);
                        match waits {
                            Some(place) => drop(line.remove(place)),
                            // Whoever is first in line is glad to come.
                            None => {
                                if let Some((next, offer)) = line.pop_front() {
                                    let next = queue.guests[next].actor;
                                    signups::accept(&site, next, offer).await.map_err(failed("an offer"))?;
                                }
                            }
                        }
                    }
                    (Step::GivesUp, None) => {}
                }
            }
            if let Some(Fate::Cancelled(_)) = event.fate {
                clock.set(until);
                let host = &cast.people[cast.clubs[event.club].organiser].actor;
                events::cancel(&site, host, event.id, CANCELLED_FOR).await.map_err(failed("cancelling"))?;
            }
            Ok::<_, anyhow::Error>(())
        })
        .buffer_unordered(AT_ONCE)
        .try_collect()
        .await
}

/// The admin comes too, to the first event that asks something.
pub(super) async fn bring_admin(stage: &Stage, cast: &Cast, coming: &[Staged]) -> anyhow::Result<()> {
    let Some(event) = coming.iter().find(|event| event.asks) else { return Ok(()) };
    let site = stage.at(Instant(stage.today.0 - HOUR));
    let questions = questions(&site, cast, event).await?;
    let tape = questions.iter().find(|q| q.kind == QuestionKind::YesNo).map(|q| (q.id.to_string(), "no".to_owned()));
    let (answers, request_key) = (tape.into_iter().collect(), format!("demo-{}", event.id));
    let ask = SignUpAsk { event: event.id, answers, listing: Listing::Quiet, request_key };
    signups::sign_up(&site, &cast.admin, ask).await.map(drop).map_err(failed("the admin's seat"))
}

/// Who signs up, and who thinks again.
fn queue<'a>(stage: &Stage, cast: &'a Cast, event: &Staged, until: Instant) -> Queue<'a> {
    let (dice, host) = (&stage.dice, cast.clubs[event.club].organiser);
    let last = Instant((event.starts.0 - 2 * HOUR).min(until.0));
    let span = (last.0 - event.published.0).max(MINUTE);
    // Everybody has a lot in the bag for each time they are keen; those from elsewhere come rarely.
    let mut bag: Vec<usize> = vec![];
    for (n, somebody) in cast.people.iter().enumerate() {
        if n != host && n != WEN && n != KWAME && somebody.joined < event.published {
            let lots = if somebody.home == event.club { somebody.keen * 3 } else { usize::from(somebody.keen > 4) };
            bag.extend(std::iter::repeat_n(n, lots));
        }
    }
    dice.shuffle(&mut bag);
    let mut chosen: Vec<usize> = vec![];
    if event.with_wen {
        chosen.push(WEN);
    }
    for n in bag {
        if chosen.len() >= event.wished {
            break;
        }
        if !chosen.contains(&n) {
            chosen.push(n);
        }
    }
    let mut queue = Queue { guests: vec![], steps: vec![] };
    let moment = |thousandths: i64| Instant(event.published.0 + span / 1000 * thousandths + dice.between(0, 40_000));
    for (guest, n) in chosen.into_iter().enumerate() {
        // Many come in the first days, the others little by little. Wen Shuyan is early, but for once she waits in line.
        let waits = n == WEN && event.fate == Some(Fate::Open(33));
        let comes = match n {
            WEN if waits => 999,
            WEN => 0,
            _ => dice.between(0, 998) * dice.between(300, 998) / 1000,
        };
        queue.steps.push((moment(comes), guest, Step::SignsUp));
        let may_leave = n != WEN && comes < 900 && !matches!(event.fate, Some(Fate::Cancelled(_)));
        if may_leave && dice.chance(6) {
            queue.steps.push((moment(dice.between(comes + 20, 960)), guest, Step::GivesUp));
        }
        let listing = if n == WEN || dice.chance(55) { Listing::Listed } else { Listing::Quiet };
        queue.guests.push(Guest { actor: &cast.people[n].actor, listing });
    }
    queue.steps.sort();
    queue
}

async fn questions(site: &backend::Site, cast: &Cast, event: &Staged) -> anyhow::Result<Vec<Question>> {
    if !event.asks {
        return Ok(vec![]);
    }
    let host = &cast.people[cast.clubs[event.club].organiser].actor;
    let console = events::console(site, host, event.locale, event.id).await.map_err(failed("an event"))?;
    match events::page(site, None, event.locale, &console.card.slug).await.map_err(failed("an event"))? {
        Found::Here(page) => Ok(page.questions),
        Found::Moved(_) => Ok(vec![]),
    }
}

fn answers(dice: &Dice, locale: Locale, questions: &[Question]) -> Vec<(String, String)> {
    let answer = |question: &Question| {
        if !question.required && dice.chance(60) {
            return None;
        }
        let answer = match question.kind {
            QuestionKind::Text if locale == Locale::ZhCn => dice.pick(&ANSWERS).1.to_owned(),
            QuestionKind::Text => dice.pick(&ANSWERS).0.to_owned(),
            QuestionKind::Choice => dice.pick(&question.choices).clone(),
            QuestionKind::YesNo => if dice.chance(40) { "yes" } else { "no" }.to_owned(),
            QuestionKind::Consent => question.version.to_string(),
            // Nothing else is asked here.
            _ => return None,
        };
        Some((question.id.to_string(), answer))
    };
    questions.iter().filter_map(answer).collect()
}

/// Opens the door of an event that has been: most of those with a seat come in. Gives the handles of those who did.
pub(super) async fn attend(stage: &Stage, cast: &Cast, event: &Staged) -> anyhow::Result<Vec<String>> {
    let keeper = &cast.people[cast.clubs[event.club].organiser].actor;
    let console =
        events::console(&stage.at(event.starts), keeper, Locale::En, event.id).await.map_err(failed("a door"))?;
    let mut arrivals = vec![];
    for person in console.people.into_iter().filter(|person| person.state == SignUpState::Confirmed) {
        let at = Instant(event.starts.0 + stage.dice.between(-25, 18) * MINUTE);
        let comes = stage.dice.chance(86) || person.handle == cast.people[WEN].handle;
        if comes {
            arrivals.push((stage.at(at), person.code, person.handle));
        }
    }
    stream::iter(arrivals)
        .map(|(site, code, handle)| async move {
            door::check_in(&site, keeper, Locale::En, event.id, &code).await.map_err(failed("a check-in"))?;
            Ok::<_, anyhow::Error>(handle)
        })
        .buffered(AT_ONCE)
        .try_collect()
        .await
}
