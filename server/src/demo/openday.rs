//! Two open days of the studio in Chengdu, run by its listeners: one that has been, with everybody's shift settled, and one to come.

use std::collections::BTreeSet;

use backend::{
    Site, door, events,
    signups::{
        self, Listing, SignUpAsk,
        shifts::{self, TakeAsk},
    },
};
use domain::{
    EventId, Failure, Instant, Locale, Refusal, SignUpId,
    events::{Attendance, Kind, plan::PlanForm},
    members::Actor,
    signups::{
        SignUpState,
        shifts::{
            Confirmed,
            plan::{RoleForm, SlotsForm},
            presence::Word,
        },
    },
};

use super::{
    failed,
    people::{Cast, KWAME, Somebody, WEN},
    stage::{DAY, Dice, HOUR, MINUTE, Stage},
};

/// What there is to do: name, in a sentence, from which tier on, only for adults, what to read first, places of each shift.
const ROLES: [(&str, &str, &str, bool, &str, i64); 4] = [
    ("Door and welcome", "Scan tickets, point people the right way.", "", false, "", 5),
    (
        "Studio guide",
        "Walk groups of eight through both studios.",
        "regular",
        false,
        "Groups start at every full and half hour, at the red door.\n\nNobody touches the desk while the light is on. If a door is closed, the room is on air: wait, and tell a story.",
        4,
    ),
    (
        "Sound-check hand",
        "Carry, plug, label. Training on the day.",
        "",
        true,
        "Wear closed shoes. Lift with two.\n\nMains are plugged by the sound lead, and by nobody else.",
        4,
    ),
    ("Tea and snacks", "Keep the kettle and the popcorn going.", "", false, "", 3),
];

/// The shifts of each role on the wall, from and until; each three hours.
const FROM: &str = "09:30";
const UNTIL: &str = "18:30";
const HOURS: i64 = 3;

/// An open day that stands in the database.
struct OpenDay {
    id: EventId,
    published: Instant,
    /// The first shift begins.
    begins: Instant,
}

/// Both of them. Those who help have been to a meetup before: they know the place.
pub(super) async fn run(stage: &Stage, cast: &Cast, came: &BTreeSet<String>) -> anyhow::Result<()> {
    let dice = Dice::new(95);
    let been = plan(stage, cast, ("Studio open day: how a night is made", stage.weekday(-27, 0), -58)).await?;
    let taken = fill(stage, cast, (&been, 36), came, &dice).await?;
    settle(stage, cast, &been, taken).await?;
    let coming = plan(stage, cast, ("Studio open day", stage.weekday(17, 0), -16)).await?;
    fill(stage, cast, (&coming, 27), came, &dice).await.map(drop)
}

async fn plan(stage: &Stage, cast: &Cast, (title, days, planned): (&str, i64, i64)) -> anyhow::Result<OpenDay> {
    let (club, kwame) = (&cast.clubs[0], &cast.people[KWAME]);
    let host = &cast.people[club.organiser].actor;
    let form = PlanForm {
        chapter: club.slug.into(),
        kind: Kind::OpenDay.word().into(),
        attendance: Attendance::InPerson.word().into(),
        title: title.into(),
        summary: "Both studios stand open for a day, and listeners run it. Come and look, or take a shift of three hours.".into(),
        story: "We show how a night on air is made: the desk, the tapes, the kettle.\n\nForty-eight places in four roles make the day. We feed everybody who helps.".into(),
        locale: Locale::En.tag().into(),
        zone: club.zone.into(),
        starts: stage.local(days, "10:00"),
        ends: stage.local(days, "18:00"),
        venue: "Lamplight House".into(),
        address: "12 Signal Hill, Chengdu".into(),
        capacity: "120".into(),
        honor: "20".into(),
        ..PlanForm::default()
    };
    let made = Instant(stage.day(planned).0 + 10 * HOUR);
    let (site, clock) = stage.act(made);
    let id = events::create(&site, host, form).await.map_err(failed(title))?;
    let published = Instant(made.0 + DAY);
    clock.set(published);
    events::publish(&site, host, id).await.map_err(failed(title))?;
    let asked = events::invite(&site, host, Locale::En, id, (&kwame.handle, "shift_lead")).await;
    events::accept_invitation(&site, &kwame.actor, &asked.map_err(failed(title))?).await.map_err(failed(title))?;
    for (name, story, tier, adults, briefing, places) in ROLES {
        let form = RoleForm {
            name: name.into(),
            story: story.into(),
            tier: tier.into(),
            adults_only: if adults { "true".into() } else { String::new() },
            briefing: briefing.into(),
        };
        let role = shifts::add_role(&site, host, id, &form).await.map_err(failed(name))?;
        let form = SlotsForm {
            from: stage.local(days, FROM),
            until: stage.local(days, UNTIL),
            minutes: (HOURS * 60).to_string(),
            places: places.to_string(),
            lead: kwame.handle.clone(),
        };
        shifts::add_slots(&site, host, role, &form).await.map_err(failed(name))?;
    }
    // Chengdu's clocks are eight hours ahead of UTC all year.
    let begins = Instant(stage.day(days).0 + 9 * HOUR + 30 * MINUTE - 8 * HOUR);
    Ok(OpenDay { id, published, begins })
}

/// Somebody's shift: which, and when it begins.
struct Taken {
    signup: SignUpId,
    begins: Instant,
}

/// Lets people take shifts, most of them one; and as many again come as guests.
async fn fill(
    stage: &Stage,
    cast: &Cast,
    (day, wished): (&OpenDay, usize),
    came: &BTreeSet<String>,
    dice: &Dice,
) -> anyhow::Result<Vec<Taken>> {
    let host = cast.clubs[0].organiser;
    let mut crew: Vec<&Somebody> = cast
        .people
        .iter()
        .enumerate()
        .filter_map(|(n, who)| {
            let knows = n != host && n != KWAME && n != WEN && who.home == 0 && who.joined < day.published;
            (knows && came.contains(&who.handle)).then_some(who)
        })
        .collect();
    dice.shuffle(&mut crew);
    let (site, clock) = stage.act(day.published);
    let last = Instant(day.begins.0.min(stage.today.0) - 2 * HOUR);
    let step = (last.0 - day.published.0) / (wished as i64 * 2 + 4);
    let mut taken = vec![];
    let cells = cells(&site, cast, day).await?;
    // Wen Shuyan shows people round in the morning and pours tea in the afternoon.
    let mut wishes: Vec<(&Somebody, usize)> = vec![(&cast.people[WEN], 3), (&cast.people[WEN], 11)];
    wishes.extend(crew.iter().take(wished).map(|who| (*who, dice.below(cells.len()))));
    for (n, (who, cell)) in wishes.into_iter().enumerate() {
        clock.set(Instant(day.published.0 + step * (n as i64 + 1)));
        let (shift, begins) = cells[cell];
        let ask = TakeAsk {
            shift,
            said: Confirmed { adult: true, briefing: true },
            answers: vec![],
            request_key: format!("demo-shift-{n}-{}", day.id),
        };
        match shifts::take(&site, &who.actor, ask).await {
            Ok(mine) if mine.state == SignUpState::Confirmed => taken.push(Taken { signup: mine.id, begins }),
            // Full, or not yet a regular: they come as guests.
            Ok(_) | Err(Failure::Refused(Refusal::TierNeeded(_) | Refusal::Overlaps(_))) => {}
            Err(failure) => return Err(failed("a shift")(failure)),
        }
    }
    for (n, who) in crew.iter().skip(wished / 2).take(wished / 2).enumerate() {
        clock.set(Instant(day.published.0 + step * (wished as i64 + 2 + n as i64)));
        let ask = SignUpAsk {
            event: day.id,
            answers: vec![],
            listing: Listing::Listed,
            request_key: format!("demo-{}", day.id),
        };
        match signups::sign_up(&site, &who.actor, ask).await {
            Ok(_) | Err(Failure::Refused(Refusal::Overlaps(_))) => {}
            Err(failure) => return Err(failed("a guest")(failure)),
        }
    }
    Ok(taken)
}

/// All shifts in the order of the roles, each with its start.
async fn cells(site: &Site, cast: &Cast, day: &OpenDay) -> anyhow::Result<Vec<(domain::ShiftId, Instant)>> {
    let host = &cast.people[cast.clubs[0].organiser].actor;
    let desk = shifts::desk(site, host, Locale::En, day.id).await.map_err(failed("a desk"))?;
    let of_role = |shifts: Vec<domain::signups::shifts::view::DeskShift>| {
        let begins = |n: usize| Instant(day.begins.0 + n as i64 * HOURS * HOUR);
        shifts.into_iter().enumerate().map(move |(n, shift)| (shift.id, begins(n))).collect::<Vec<_>>()
    };
    Ok(desk.roles.into_iter().flat_map(|role| of_role(role.shifts)).collect())
}

/// The day itself: most are scanned when they come and when they go, for some there is only a word, and a few stayed at home.
async fn settle(stage: &Stage, cast: &Cast, day: &OpenDay, taken: Vec<Taken>) -> anyhow::Result<()> {
    let host = &cast.people[cast.clubs[0].organiser].actor;
    let (site, clock) = stage.act(day.begins);
    // The first two are Wen Shuyan's, who is always there.
    for (n, Taken { signup, begins }) in taken.into_iter().enumerate() {
        let ends = Instant(begins.0 + HOURS * HOUR + 5 * MINUTE);
        let (at, word) = match n {
            n if n % 9 == 8 => (Instant(begins.0 + HOUR), Word::Missed),
            n if n % 5 == 4 => (ends, Word::Worked),
            _ => {
                for at in [Instant(begins.0 - 10 * MINUTE), ends] {
                    clock.set(at);
                    scan(&site, host, (day.id, signup)).await?;
                }
                continue;
            }
        };
        clock.set(at);
        shifts::say(&site, host, signup, word).await.map_err(failed("a word about a shift"))?;
    }
    Ok(())
}

async fn scan(site: &Site, by: &Actor, (event, signup): (EventId, SignUpId)) -> anyhow::Result<()> {
    let code = backend::operations::demo::code(&mut site.db.read().await?, signup).await?;
    door::check_in(site, by, Locale::En, event, &code).await.map_err(failed("a scan")).map(drop)
}
