//! Badges as organisers make them: a limited edition, a secret, one that is over, one that a rule gives; batches, one of them undone;
//! one that was taken back, and one that its holder hides.

use backend::badges::{self, BatchAsk, Giving, GrantAsk};
use domain::{
    Instant,
    badges::{BadgeForm, batch::Source},
};

use super::{
    failed,
    people::{Cast, WEN},
    playbook::Staged,
    stage::{HOUR, MINUTE, Stage},
};

/// A badge of the club's own, before anything else: its form, in both languages.
struct Own {
    slug: &'static str,
    name: [&'static str; 2],
    story: [&'static str; 2],
    criteria: [&'static str; 2],
    change: fn(&mut BadgeForm),
}

const OWN: [Own; 4] = [
    Own {
        slug: "first-winter",
        name: ["First winter", "第一个冬天"],
        story: [
            "The heating was broken, and you came all the same. There was one kettle for all of us.",
            "暖气坏了，你还是来了。那晚所有人共用一只水壶。",
        ],
        criteria: ["Be at a tea-house evening of the first winter", "参加第一个冬天的茶馆之夜"],
        change: |form| form.edition = "100".into(),
    },
    Own {
        slug: "founding-fifty",
        name: ["Founding fifty", "最初五十人"],
        story: [
            "Among the first fifty who joined, and then came through the door.",
            "最早加入的五十人之一，而且真的推门进来了。",
        ],
        criteria: ["Be one of the first fifty members, and come", "最早加入的五十位成员，到场参加活动"],
        change: |form| (form.rule, form.count, form.edition) = ("founders".into(), "50".into(), "50".into()),
    },
    Own {
        slug: "encore",
        name: ["Encore", "返场"],
        story: ["Nobody asked for it, everybody stayed for it.", "没有人点歌，也没有人离开。"],
        criteria: ["Play one more song when the lights are on", "灯亮之后，再唱一首"],
        change: |form| form.secret = true,
    },
    Own {
        slug: "cassette-year",
        name: ["Year of the cassette", "磁带之年"],
        story: ["For everything that had to be rewound by hand.", "献给所有要用手倒带的日子。"],
        criteria: ["Bring a tape in the year of the cassette", "在磁带之年带来一盘磁带"],
        change: |form| form.scope = "season".into(),
    },
];

/// The club makes its badges before the first evening.
pub(super) async fn make(stage: &Stage, cast: &Cast) -> anyhow::Result<()> {
    let site = stage.at(Instant(stage.day(-395).0 + 12 * HOUR));
    for Own { slug, name, story, criteria, change } in &OWN {
        let mut form = BadgeForm {
            slug: (*slug).into(),
            name_en: name[0].into(),
            name_zh: name[1].into(),
            story_en: story[0].into(),
            story_zh: story[1].into(),
            criteria_en: criteria[0].into(),
            criteria_zh: criteria[1].into(),
            scope: "once".into(),
            ..BadgeForm::default()
        };
        change(&mut form);
        badges::create_badge(&site, &cast.admin, &form).await.map_err(failed("a badge of the club"))?;
        let drawing = stage_art(slug).as_bytes().to_vec();
        badges::set_art(&site, &cast.admin, slug, drawing).await.map_err(failed("a drawing"))?;
    }
    Ok(())
}

/// Their art, as an organiser hands it in.
fn stage_art(slug: &str) -> &'static str {
    match slug {
        "first-winter" => include_str!("art/first-winter.svg"),
        "founding-fifty" => include_str!("art/founding-fifty.svg"),
        "encore" => include_str!("art/encore.svg"),
        _ => include_str!("art/cassette-year.svg"),
    }
}

/// What was given with them afterwards: `past` are the events that are over, oldest first.
pub(super) async fn hang(stage: &Stage, cast: &Cast, past: &[Staged]) -> anyhow::Result<()> {
    let (Some(first), Some(last)) = (past.first(), past.last()) else { return Ok(()) };
    let host = &cast.people[cast.clubs[first.club].organiser].actor;
    // Everybody who was at the first evening has a number; a second try at it was a mistake.
    let site = stage.at(Instant(first.ends.0 + 3 * HOUR));
    let whole = |event: &Staged, reason: &str| BatchAsk {
        source: Source::Event.word().into(),
        event: event.id.to_string(),
        reason: reason.into(),
        note: "There was one kettle. Thank you for waiting your turn.".into(),
        ..BatchAsk::default()
    };
    let batch =
        badges::keep_batch(&site, host, "first-winter", whole(first, "Came on the coldest evening of the year")).await;
    let batch = batch.map_err(failed("a batch"))?;
    badges::carry_out_batch(&site, host, batch).await.map_err(failed("a batch"))?;
    if let Some(second) = past.iter().find(|event| event.club == first.club && event.id != first.id) {
        let site = stage.at(Instant(second.ends.0 + HOUR));
        let batch = badges::keep_batch(&site, host, "first-winter", whole(second, "Came on the wrong list")).await;
        let batch = batch.map_err(failed("a batch"))?;
        if badges::carry_out_batch(&site, host, batch).await.is_ok() {
            let site = stage.at(Instant(second.ends.0 + HOUR + 9 * MINUTE));
            badges::undo_batch(&site, host, batch).await.map_err(failed("a batch undone"))?;
        }
    }
    let site = stage.at(Instant(last.ends.0 + 4 * HOUR));
    by_hand(&site, cast).await?;
    waiting(&site, cast).await
}

/// A few by hand: two secrets, one that is over, one that was taken back, one that is hidden.
async fn by_hand(site: &backend::Site, cast: &Cast) -> anyhow::Result<()> {
    let admin = &cast.admin;
    let give = async |badge: &str, who: usize, reason: &str| {
        let ask = GrantAsk {
            handle: cast.people[who].handle.clone(),
            badge: badge.into(),
            reason: reason.into(),
            ..GrantAsk::default()
        };
        badges::grant(site, admin, ask).await.map_err(failed("a badge of the club"))
    };
    give("encore", WEN, "One more song, on a comb").await?;
    give("cassette-year", WEN, "Brought a tape from 1987").await?;
    let hidden = give("encore", WEN + 4, "Sang the weather report").await?;
    let wrong = give("cassette-year", WEN + 5, "Brought a tape").await?;
    badges::choose(site, &cast.people[WEN + 4].actor, hidden, "hidden").await.map_err(failed("a word"))?;
    badges::revoke(site, admin, wrong, "It was her brother’s tape").await.map_err(failed("a badge taken back"))?;
    badges::retire_badge(site, admin, "cassette-year", Giving::Over).await.map_err(failed("a badge retired"))
}

/// A list that waits to be looked at.
async fn waiting(site: &backend::Site, cast: &Cast) -> anyhow::Result<()> {
    let names: Vec<&str> = cast.people.iter().skip(10).take(6).map(|somebody| somebody.handle.as_str()).collect();
    let ask = BatchAsk {
        source: Source::List.word().into(),
        list: names.join("\n"),
        reason: "Read all nominations, and voted".into(),
        ..BatchAsk::default()
    };
    badges::keep_batch(site, &cast.admin, "voter", ask).await.map(drop).map_err(failed("a batch"))
}
