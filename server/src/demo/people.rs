//! Who is there: three chapters, their organisers, and everybody else.

use anyhow::Context;
use backend::{
    Site, chapters,
    members::{self, RegisterForm},
    operations::demo::{self, Account},
};
use domain::{
    ChapterId, Instant, Locale, MemberId,
    chapters::ChapterForm,
    members::{Actor, access::Rank},
};

use super::{
    ADMIN, DOOR, FAN, MEMBERS, ORGANISER, PASSWORD, failed,
    names::{self, Name},
    stage::{DAY, HOUR, Stage},
};

/// A chapter, as the demo needs it.
pub(super) struct Club {
    pub(super) id: ChapterId,
    pub(super) slug: &'static str,
    pub(super) zone: &'static str,
    /// Who organises it: an index into [`Cast::people`].
    pub(super) organiser: usize,
}

/// A member, as the demo needs them.
pub(super) struct Somebody {
    pub(super) actor: Actor,
    pub(super) handle: String,
    /// An index into [`Cast::clubs`].
    pub(super) home: usize,
    pub(super) joined: Instant,
    /// How often they come, 1 to 10.
    pub(super) keen: usize,
}

/// Everybody.
pub(super) struct Cast {
    pub(super) admin: Actor,
    pub(super) clubs: Vec<Club>,
    pub(super) people: Vec<Somebody>,
}

/// The indexes of those who have a part.
pub(super) const QIAO_BO: usize = 0;
pub(super) const WEN: usize = 1;
pub(super) const KWAME: usize = 2;

struct Chapter {
    slug: &'static str,
    name: &'static str,
    city: &'static str,
    zone: &'static str,
    locale: Locale,
    story: &'static str,
    organiser: usize,
}

const CHAPTERS: [Chapter; 3] = [
    Chapter {
        slug: "chengdu",
        name: "Lamplight Chengdu 灯火成都",
        city: "Chengdu",
        zone: "Asia/Shanghai",
        locale: Locale::ZhCn,
        story: "我们在旧电车站的二楼修收音机、听旧磁带、泡一壶茶。第一次来，不用带任何东西。\n\nWe mend radios, play old tapes and pour tea on the upper floor of the tram depot. Bring nothing the first time.",
        organiser: QIAO_BO,
    },
    Chapter {
        slug: "lisbon",
        name: "Lamplight Lisbon",
        city: "Lisbon",
        zone: "Europe/Lisbon",
        locale: Locale::En,
        story: "Listeners of the night desk, a long way west of it. We meet by the river when it is warm and in a print shop when it is not.",
        organiser: 3,
    },
    Chapter {
        slug: "leeds",
        name: "Lamplight Leeds",
        city: "Leeds",
        zone: "Europe/London",
        locale: Locale::En,
        story: "Records, kettles and a workbench above the old laundrette. Half of us came for the soldering irons.",
        organiser: 4,
    },
];

/// Those with a part: handle, name, address, home, what they say of themselves.
const PARTS: [(&str, &str, &str, usize, &str); 6] = [
    ("qiaobo", "Qiao Bo", ORGANISER, 0, "Lamplight Chengdu. Answers within a day, pours the tea."),
    ("wenshuyan", "Wen Shuyan", FAN, 0, "Mends radios at the depot on Saturdays. 312 so far, one screwdriver."),
    ("kwame", "Kwame Adu-Foster", DOOR, 0, "Holds the door, and the list."),
    ("duarte", "Duarte Lobo-Reis", "duarte@popcorn.example", 1, "Print shop by day, night desk by night."),
    ("imogen", "Imogen Ashdown-Li", "imogen@popcorn.example", 2, "Booked the first table in Leeds."),
    ("zhuyuting", "朱雨亭", "zhuyuting@popcorn.example", 0, "收集磁带，也收集磁带里的天气。"),
];

const LINES: [(&str, &str); 10] = [
    ("Listens on the night bus.", "在末班车上听节目。"),
    ("Came for the tapes, stayed for the tea.", "为了磁带来，为了茶留下。"),
    ("Owns eleven radios. Two of them work.", "家里有十一台收音机，两台能响。"),
    ("Records rain.", "喜欢录雨声。"),
    ("New here, and glad to be.", "刚来不久，很高兴认识大家。"),
    ("Brings biscuits.", "每次都带点心。"),
    ("Long-wave, short attention.", "长波爱好者。"),
    ("Can solder. Will solder.", "会焊接，随时可以帮忙。"),
    ("Heard the first broadcast and most of the others.", "从第一期听到现在。"),
    ("", ""),
];

/// Makes the admin, the chapters and everybody.
pub(super) async fn gather(stage: &Stage) -> anyhow::Result<Cast> {
    let start = Instant(stage.day(-430).0 + 9 * HOUR);
    let site = stage.at(start);
    let form = RegisterForm {
        email: ADMIN.into(),
        password: PASSWORD.into(),
        display_name: "Noor Halvorsen".into(),
        handle: "noor".into(),
        locale: Locale::En,
        zone: "Asia/Shanghai".into(),
    };
    let member = members::create_admin(&site, form).await.map_err(failed("the demo's admin"))?;
    let admin = Actor { member, rank: Rank::Admin, organises: vec![], staffs: vec![] };
    let mut clubs = vec![];
    for chapter in &CHAPTERS {
        let form = ChapterForm {
            name: chapter.name.into(),
            city: chapter.city.into(),
            slug: chapter.slug.into(),
            zone: chapter.zone.into(),
            locale: chapter.locale.tag().into(),
            story: chapter.story.into(),
        };
        let id = chapters::create(&site, &admin, form).await.map_err(failed(chapter.slug))?;
        clubs.push(Club { id, slug: chapter.slug, zone: chapter.zone, organiser: chapter.organiser });
    }
    let mut people = enrol(stage, &site, &clubs, member).await?;
    for (chapter, club) in CHAPTERS.iter().zip(&clubs) {
        let organiser = &mut people[chapter.organiser];
        chapters::add_organiser(&site, &admin, club.slug, &organiser.handle).await.map_err(failed(chapter.slug))?;
        organiser.actor.organises.push(club.id);
    }
    Ok(Cast { admin, clubs, people })
}

/// Everybody but the admin, with the admin's password.
async fn enrol(stage: &Stage, site: &Site, clubs: &[Club], admin: MemberId) -> anyhow::Result<Vec<Somebody>> {
    let dice = &stage.dice;
    let taken: Vec<&str> = PARTS.iter().map(|part| part.0).chain(["noor"]).collect();
    let crowd = names::many(dice, MEMBERS - 1 - PARTS.len(), &taken);
    let parts = PARTS.iter().map(|(handle, shown, ..)| Name {
        shown: (*shown).into(),
        handle: (*handle).into(),
        is_chinese: false,
    });
    let mut people = vec![];
    let mut tx = site.db.write().await?;
    for (n, name) in parts.chain(crowd).enumerate() {
        let part = PARTS.get(n);
        let home = match part {
            Some(part) => part.3,
            None if name.is_chinese && dice.chance(92) => 0,
            None => 1 + dice.below(2),
        };
        // Half of them were there from the start; the others came one by one.
        let days = match part {
            Some(_) => dice.between(-428, -400),
            None if dice.chance(50) => dice.between(-428, -370),
            None => dice.between(-369, -16),
        };
        let joined = Instant(stage.day(days).0 + dice.between(0, DAY - 1));
        let locale = if name.is_chinese && dice.chance(90) || n == 5 { Locale::ZhCn } else { Locale::En };
        let line = dice.pick(&LINES);
        let bio = match (part, locale) {
            (Some(part), _) => part.4,
            (None, Locale::En) => line.0,
            (None, Locale::ZhCn) => line.1,
        };
        let is_public = part.is_some() || dice.chance(48);
        let published = is_public.then_some(Instant(joined.0 + dice.between(1, 48) * HOUR));
        let member = MemberId(stage.at(joined).new_id());
        let account = Account {
            id: member,
            email: &part.map_or_else(|| format!("{}@popcorn.example", name.handle), |part| part.2.into()),
            handle: &name.handle,
            display_name: &name.shown,
            bio,
            locale,
            zone: clubs[home].zone,
            face: &format!("/art/face-{}.svg", dice.between(1, 8)),
            home: clubs[home].id,
            joined,
            published,
            password_of: admin,
        };
        demo::enrol(&mut tx, account).await.with_context(|| format!("the demo's member {}", name.handle))?;
        let actor = Actor { member, rank: Rank::Member, organises: vec![], staffs: vec![] };
        // A few come nearly always, most now and then.
        let keen = if part.is_some() { 6 } else { [1, 1, 1, 2, 2, 3, 4, 5, 8, 10][dice.below(10)] };
        people.push(Somebody { actor, handle: name.handle, home, joined, keen });
    }
    tx.commit().await?;
    Ok(people)
}
