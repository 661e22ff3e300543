//! The badges that the house brings along.

use domain::badges::{BadgeRule, Scope};
use uuid::Uuid;

use crate::{Site, db::Result, sql};

/// A badge of the house, in both languages.
struct Founding {
    slug: &'static str,
    given: How,
    name: [&'static str; 2],
    story: [&'static str; 2],
    criteria: [&'static str; 2],
}

/// How a badge of the house is given.
enum How {
    /// By hand, so often.
    ByHand(Scope),
    /// By a rule, once.
    ByRule(BadgeRule),
    /// By a rule, once, as this tier of the family of meetups.
    Meetups(u32, i64),
}

/// The family of those for many meetups.
const MEETUPS: &str = "meetups";

/// In the order in which they hang on a wall; each has its art at `/badges/{slug}.svg`.
const HOUSE: [Founding; 12] = [
    Founding {
        slug: "first-meetup",
        given: How::Meetups(1, 1),
        name: ["First meetup", "初次见面"],
        story: [
            "Everyone remembers the first time a voice from the internet had a face. This is for walking in.",
            "从屏幕里的名字，到眼前的人。这枚徽章，送给第一次推门进来的你。",
        ],
        criteria: ["Come to a meetup and check in at the door", "到场参加一次聚会并签到"],
    },
    Founding {
        slug: "five-meetups",
        given: How::Meetups(5, 2),
        name: ["Five meetups", "五次相聚"],
        story: [
            "You know which stair creaks and who takes two sugars. Five times now.",
            "哪级楼梯会响，谁的茶要加两块糖，你都知道了。已经五次了。",
        ],
        criteria: ["Check in at five meetups", "到场签到满五次聚会"],
    },
    Founding {
        slug: "ten-meetups",
        given: How::Meetups(10, 3),
        name: ["Ten meetups", "十次相聚"],
        story: [
            "Ten evenings, ten rooms, and by now you are the one who saves a chair for somebody new.",
            "十个夜晚，十次相聚。如今，替新朋友留座的人成了你。",
        ],
        criteria: ["Check in at ten meetups", "到场签到满十次聚会"],
    },
    Founding {
        slug: "open-day-crew",
        given: How::ByHand(Scope::Event),
        name: ["Open-day crew", "开放日同行"],
        story: [
            "You packed parcels, poured tea and answered questions, so that everybody could see how it is made.",
            "打包、倒茶、答疑。因为有你，大家才看见幕后是怎样一番天地。",
        ],
        criteria: ["Work a shift at an open day", "在开放日完成一次值班"],
    },
    Founding {
        slug: "night-shift",
        given: How::ByHand(Scope::Event),
        name: ["Night shift", "守夜人"],
        story: [
            "For keeping the lamp lit from midnight on, so that nobody came to an empty room.",
            "午夜之后仍把灯亮着，没有一个人走进空房间。",
        ],
        criteria: ["Keep the house open through a night", "守过一整夜"],
    },
    Founding {
        slug: "every-chapter",
        given: How::ByRule(BadgeRule::EveryChapter),
        name: ["Every lamp", "走遍灯火"],
        story: [
            "You have sat in every city’s room. Wherever a lamp is lit, somebody knows your name.",
            "每座城市的那间屋子，你都坐过。哪里亮着灯，哪里就有人认得你。",
        ],
        criteria: ["Check in at an event of every chapter", "在每个同城会的活动中都签到过"],
    },
    Founding {
        slug: "city-founder",
        given: How::ByHand(Scope::Once),
        name: ["City founder", "开城人"],
        story: [
            "Somebody has to book the first table. In this city it was you.",
            "总得有人订下第一张桌子。在这座城市，那个人是你。",
        ],
        criteria: ["Start a meetup in a new city", "在一座新城市办起聚会"],
    },
    Founding {
        slug: "seed-member",
        given: How::ByHand(Scope::Once),
        name: ["Seed member", "种子成员"],
        story: [
            "Here before there was much to see. What grew, grew from this.",
            "一切还没成形时，你已经在了。后来的枝叶，都从这里长出来。",
        ],
        criteria: ["Be among the first hundred", "成为最早的一百位成员之一"],
    },
    Founding {
        slug: "nominator",
        given: How::ByHand(Scope::Event),
        name: ["Nominator", "提名人"],
        story: [
            "You saw what somebody did and said so out loud, with a reason.",
            "你看见了别人的好，也认真地说了出来。",
        ],
        criteria: ["Nominate somebody who makes the shortlist", "你提名的人进入了候选名单"],
    },
    Founding {
        slug: "voter",
        given: How::ByHand(Scope::Event),
        name: ["Voter", "投票人"],
        story: [
            "A result is worth what its voters put into it. You read, you weighed, you voted.",
            "结果的分量，来自每一位投票的人。你读过、想过、投过。",
        ],
        criteria: ["Vote in an award", "参加一次评选投票"],
    },
    Founding {
        slug: "golden-rabbit",
        given: How::ByHand(Scope::Event),
        name: ["Golden Rabbit", "金兔奖"],
        story: [
            "The club’s own trophy, for the listener whom the others wanted to see on a stage.",
            "听友会自己的奖杯，颁给大家最想请上台的那一位。",
        ],
        criteria: ["Be approved by the voters of the year’s award", "在年度评选中获得大家认可"],
    },
    Founding {
        slug: "cover-star",
        given: How::ByHand(Scope::Event),
        name: ["Cover star", "封面人物"],
        story: ["Your face, your story, on the front of the magazine.", "你的面孔，你的故事，登上了会刊封面。"],
        criteria: ["Be on the cover of an issue", "登上一期会刊的封面"],
    },
];

impl How {
    /// Scope, rule, family and tier, as they are stored.
    fn stored(&self) -> (Scope, Option<String>, Option<&'static str>, Option<i64>) {
        match *self {
            Self::ByHand(scope) => (scope, None, None, None),
            Self::ByRule(rule) => (Scope::Once, Some(rule.text()), None, None),
            Self::Meetups(n, step) => (Scope::Once, Some(BadgeRule::Meetups(n).text()), Some(MEETUPS), Some(step)),
        }
    }
}

/// Puts up the badges of the house; those that hang already are left as they are.
///
/// # Errors
/// When the database fails.
pub async fn found(site: &Site) -> Result<()> {
    let mut tx = site.db.write().await?;
    for (position, badge) in (1_i64..).zip(&HOUSE) {
        let (scope, rule, family, step) = badge.given.stored();
        let added: Option<(Uuid,)> = tx
            .optional(
                sql!(
                    "INSERT INTO badge (id, slug, version, scope, rule, numbered, is_secret, family, step, position, created_at)
                     VALUES ($1, $2, 1, $3, $4, 0, FALSE, $5, $6, $7, $8) ON CONFLICT (slug) DO NOTHING RETURNING id"
                ),
                (site.new_id(), badge.slug, scope.word(), rule, family, step, position, site.now().0),
            )
            .await?;
        if let Some((id,)) = added {
            let [name_en, name_zh] = badge.name;
            let [story_en, story_zh] = badge.story;
            let [criteria_en, criteria_zh] = badge.criteria;
            tx.execute(
                sql!(
                    "INSERT INTO badge_version (badge_id, number, art, name_en, name_zh, story_en, story_zh, criteria_en, criteria_zh,
                         made_at)
                     VALUES ($1, 1, $2, $3, $4, $5, $6, $7, $8, $9)"
                ),
                (
                    id,
                    format!("/badges/{}.svg", badge.slug),
                    name_en,
                    name_zh,
                    story_en,
                    story_zh,
                    criteria_en,
                    criteria_zh,
                    site.now().0,
                ),
            )
            .await?;
        }
    }
    tx.commit().await
}
