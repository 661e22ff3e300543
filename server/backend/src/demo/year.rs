//! What happened: a year of evenings, and what is still to come.

use domain::{
    EventId, Instant,
    door::view::Verdict,
    events::{plan::PlanForm, questions::QuestionForm},
    members::Actor,
};

use super::{
    NotLoaded,
    content::{CHAPTERS, EVENINGS, Evening, FAMOUS, IN_CHINESE, LANTERNS, THANKS},
    fixed::FixedClock,
    people::Cast,
};
use crate::{
    Site, badges,
    door, events,
    signups::{self, Listing, SignUpAsk},
    sql, zones,
};

const DAY: i64 = 86_400;
/// Evenings in the past, all chapters together.
const PAST: i64 = 60;
/// Days between two of them.
const EVERY: i64 = 6;

/// How an event turns out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It took place: people were let in.
    Past,
    /// Open for sign-up.
    Open,
    /// Sign-up opens in a few days.
    Scheduled,
    Draft,
    Cancelled,
}

/// An event to be.
struct Planned<'a> {
    evening: &'a Evening,
    chapter: usize,
    venue: usize,
    /// Days from today; negative for the past.
    day: i64,
    capacity: i64,
    /// How many want to come.
    crowd: usize,
    fate: Fate,
    locale: &'static str,
}

/// Lives through the year, and plans what comes.
pub(super) async fn live(site: &Site, clock: &FixedClock, now: Instant, cast: &Cast) -> Result<(), NotLoaded> {
    for n in 0..PAST {
        let chapter = [0, 1, 0, 2][(n % 4) as usize];
        let planned = Planned {
            evening: &EVENINGS[(n * 3 % 10) as usize],
            chapter,
            venue: (n % if chapter == 0 { 2 } else { 3 }) as usize,
            day: (n - PAST) * EVERY,
            capacity: 18 + (n * 7 % 25),
            crowd: 8 + (n * 5 % 22) as usize,
            fate: Fate::Past,
            locale: "en",
        };
        happen(site, clock, now, cast, &planned).await?;
        if n % 8 == 7 {
            thank(site, clock, now.plus_seconds((planned.day + 1) * DAY), cast, (n / 8) as usize).await?;
        }
    }
    for planned in &to_come() {
        happen(site, clock, now, cast, planned).await?;
    }
    Ok(())
}

fn to_come() -> Vec<Planned<'static>> {
    let plan = |evening, chapter, day, capacity, crowd, fate| Planned { evening, chapter, venue: 0, day, capacity, crowd, fate, locale: "en" };
    vec![
        plan(&FAMOUS, 0, 9, 80, 61, Fate::Open),
        plan(&LANTERNS, 1, 16, 60, 14, Fate::Open),
        plan(&EVENINGS[3], 2, 12, 24, 36, Fate::Open),
        Planned { venue: 2, locale: "zh-CN", ..plan(&IN_CHINESE, 0, 23, 30, 11, Fate::Open) },
        plan(&EVENINGS[0], 0, 30, 20, 27, Fate::Open),
        Planned { venue: 1, ..plan(&EVENINGS[1], 1, 34, 40, 9, Fate::Open) },
        Planned { venue: 1, ..plan(&EVENINGS[4], 2, 37, 16, 5, Fate::Open) },
        plan(&EVENINGS[7], 1, 44, 25, 0, Fate::Scheduled),
        Planned { venue: 1, ..plan(&EVENINGS[9], 0, 51, 40, 12, Fate::Open) },
        Planned { venue: 2, ..plan(&EVENINGS[5], 2, 58, 30, 0, Fate::Scheduled) },
        plan(&EVENINGS[2], 1, 20, 20, 8, Fate::Cancelled),
        Planned { venue: 1, ..plan(&EVENINGS[6], 0, 65, 12, 0, Fate::Draft) },
    ]
}

/// Plans an event, publishes it, lets people sign up, and lets them in where it is past.
async fn happen(site: &Site, clock: &FixedClock, now: Instant, cast: &Cast, planned: &Planned<'_>) -> Result<(), NotLoaded> {
    let host = &cast.organisers[planned.chapter];
    // Planned three weeks ahead, but never in the future.
    let starts = now.plus_seconds(planned.day * DAY);
    let announced = Instant(starts.plus_seconds(-21 * DAY).0.min(now.plus_seconds(-2 * DAY).0));
    clock.set(announced);
    let form = form(planned, starts, now);
    let event = events::create(site, host, form).await?;
    if planned.fate == Fate::Draft {
        return Ok(());
    }
    events::publish(site, host, event).await?;
    let crowd = crowd(cast, planned);
    for (n, who) in crowd.iter().enumerate() {
        clock.set(announced.plus_seconds(3600 + n as i64 * 1800));
        // Six of ten like to be seen.
        let listing = if n % 5 < 3 { Listing::Listed } else { Listing::Quiet };
        let ask = SignUpAsk { event, answers: vec![], listing, request_key: String::new() };
        signups::sign_up(site, who, ask).await?;
    }
    match planned.fate {
        Fate::Past => let_in(site, clock, (event, host), planned).await?,
        Fate::Cancelled => {
            clock.set(now.plus_seconds(-DAY));
            events::cancel(site, host, event, "The river is too high this week. We walk again in spring.").await?;
        }
        Fate::Open | Fate::Scheduled | Fate::Draft => {}
    }
    Ok(())
}

/// Fourteen o'clock on the day, at the place.
fn form(planned: &Planned<'_>, starts: Instant, now: Instant) -> PlanForm {
    let chapter = &CHAPTERS[planned.chapter];
    let at = |moment: Instant, time: &str| format!("{}T{time}", &zones::wall(chapter.zone, moment)[..10]);
    let (venue, address) = chapter.venues[planned.venue];
    let asks = planned.day > 0 && planned.chapter == 0;
    let question = QuestionForm { label: "Anything we should know?".into(), kind: "text".into(), ..QuestionForm::default() };
    PlanForm {
        chapter: chapter.slug.into(),
        title: planned.evening.title.into(),
        summary: planned.evening.summary.into(),
        story: planned.evening.story.into(),
        locale: planned.locale.into(),
        zone: chapter.zone.into(),
        starts: at(starts, "14:00"),
        ends: at(starts, "17:30"),
        venue: venue.into(),
        address: address.into(),
        capacity: planned.capacity.to_string(),
        opens: if planned.fate == Fate::Scheduled { at(now.plus_seconds(6 * DAY), "09:00") } else { String::new() },
        closes: String::new(),
        honor: planned.evening.honor.to_string(),
        questions: if asks { vec![question] } else { vec![] },
    }
}

/// Who comes: people of the chapter, the keen ones more often, and always the demo's fan where there is a seat for her.
fn crowd<'a>(cast: &'a Cast, planned: &Planned<'_>) -> Vec<&'a Actor> {
    let seed = (planned.day.unsigned_abs() as usize).wrapping_mul(31) + planned.chapter;
    let mut crowd: Vec<&Actor> = vec![];
    if planned.chapter == 0 && (planned.day < 0 && planned.day % 12 == 0 || planned.day == 9 || planned.day == 30) {
        crowd.push(&cast.members[cast.fan].0);
    }
    let local = |home: usize| home == planned.chapter || planned.crowd > 40;
    // Only those who had joined by then; the first twenty always had.
    let joined = if planned.day >= 0 { cast.members.len() } else { (20 + (360 + planned.day).max(0) as usize / 3).min(cast.members.len()) };
    let mut n = seed;
    for _ in 0..cast.members.len() * 4 {
        if crowd.len() >= planned.crowd {
            break;
        }
        n = n.wrapping_mul(1_103_515_245).wrapping_add(12_345) & 0x7fff_ffff;
        // Squared: low numbers, the early members, come up more often.
        let (pick, of) = ((n >> 8) % 1000, joined - 5);
        let (who, home) = &cast.members[5 + pick * pick * of / 1_000_000];
        if local(*home) && !crowd.iter().any(|c| c.member == who.member) {
            crowd.push(who);
        }
    }
    crowd
}

/// The door of a past event: nine of ten of those with a seat came.
async fn let_in(site: &Site, clock: &FixedClock, (event, host): (EventId, &Actor), planned: &Planned<'_>) -> Result<(), NotLoaded> {
    let (starts,): (i64,) = (site.db.read().await?).one(sql!("SELECT starts_at FROM event WHERE id = $1"), (event.0,)).await?;
    let codes: Vec<(String,)> = (site.db.read().await?)
        .all(sql!("SELECT code FROM signup WHERE event_id = $1 AND state = 'confirmed' ORDER BY position"), (event.0,))
        .await?;
    let locale = CHAPTERS[planned.chapter].locale;
    for (n, (code,)) in codes.iter().enumerate() {
        if n % 10 == 9 {
            continue;
        }
        clock.set(Instant(starts).plus_seconds(-900 + n as i64 * 45));
        match door::check_in(site, host, locale, event, code).await? {
            Verdict::Valid { .. } => {}
            _ => return Err(domain::Failure::Refused(domain::Refusal::NotSignedUp).into()),
        }
    }
    Ok(())
}

/// Badges by hand, with a reason and a word.
async fn thank(site: &Site, clock: &FixedClock, at: Instant, cast: &Cast, n: usize) -> Result<(), NotLoaded> {
    clock.set(at);
    let organiser = &cast.organisers[0];
    // One to somebody, and every second time one to the demo's fan.
    let mut holders = vec![5 + n * 6];
    if n % 2 == 0 {
        holders.push(cast.fan);
    }
    for (i, holder) in holders.into_iter().enumerate() {
        let (badge, reason, note) = THANKS[(n + i * 3) % THANKS.len()];
        let member = cast.members[holder].0.member;
        let (handle,): (String,) = (site.db.read().await?).one(sql!("SELECT handle FROM member WHERE id = $1"), (member.0,)).await?;
        let ask = badges::GrantAsk { handle, badge: badge.into(), event: String::new(), reason: reason.into(), note: note.into() };
        match badges::grant(site, organiser, ask).await {
            Ok(_) | Err(domain::Failure::Refused(domain::Refusal::AlreadyGranted)) => {}
            Err(failure) => return Err(failure.into()),
        }
    }
    Ok(())
}
