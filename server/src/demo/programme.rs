//! What was on, and what is coming: invented, in English and Chinese.

use domain::Locale;

/// A meetup that comes again and again, each time about something else.
pub(super) struct Series {
    pub(super) title: &'static str,
    pub(super) topics: [&'static str; 4],
    pub(super) locale: Locale,
    pub(super) summary: &'static str,
    /// Markdown.
    pub(super) story: &'static str,
    pub(super) venue: &'static str,
    pub(super) address: &'static str,
    /// 0 is Sunday.
    pub(super) weekday: i64,
    pub(super) from: &'static str,
    pub(super) to: &'static str,
    pub(super) capacity: i64,
    pub(super) honor: i64,
}

const DEPOT: (&str, &str) = ("Old Tram Depot, upper floor", "88 Peony Lane, Chengdu");
const DEPOT_ZH: (&str, &str) = ("旧电车站 二楼", "成都市牡丹巷 88 号，东门有电梯");
const PRINTERS: (&str, &str) = ("Gráfica Alvorada", "Rua das Tipógrafas 14, Lisbon");
const LAUNDRETTE: (&str, &str) = ("The Laundrette, first floor", "3 Canal Row, Leeds");

/// The series of each chapter: Chengdu, Lisbon, Leeds.
pub(super) const SERIES: [[Series; 5]; 3] = [
    [
        Series {
            title: "Tea-House Tapes",
            topics: ["the winter of 1998", "voices from the ferry", "the lost Sunday shows", "letters read aloud"],
            locale: Locale::En,
            summary: "An afternoon of lost broadcasts, played on the machines that recorded them. Bring a tape if you have one.",
            story: "In the winter of 1998 the night desk taped over its own archive, one show at a time. Listeners kept the only copies, in drawers and glove boxes.\n\nTea is on the house. The room is quiet during playback and loud in the breaks.\n\n## The afternoon\n\n- **13:30** Doors open, tea is poured\n- **14:00** Side A, no talking\n- **15:20** Break. Show us what you brought\n- **16:00** Side B",
            venue: DEPOT.0,
            address: DEPOT.1,
            weekday: 6,
            from: "14:00",
            to: "17:30",
            capacity: 36,
            honor: 20,
        },
        Series {
            title: "茶馆里的旧磁带",
            topics: ["1998 年的冬天", "渡船上的声音", "丢失的星期天", "念一封听众来信"],
            locale: Locale::ZhCn,
            summary: "一个下午，用当年的录音机，听一遍失而复得的深夜节目。家里有旧磁带的，带来一起听。",
            story: "1998 年冬天，夜班台为了省磁带，把自己的节目一期一期洗掉了。唯一的拷贝，留在听众的抽屉里、汽车的手套箱里。\n\n茶水管够。放音时请安静，休息时尽管热闹。\n\n## 流程\n\n- **13:30** 开门，沏茶\n- **14:00** A 面，不说话\n- **15:20** 休息，看看你带来了什么\n- **16:00** B 面",
            venue: DEPOT_ZH.0,
            address: DEPOT_ZH.1,
            weekday: 0,
            from: "14:00",
            to: "17:30",
            capacity: 30,
            honor: 20,
        },
        Series {
            title: "Repair café",
            topics: ["valves and capacitors", "car radios", "one more headphone", "sets from the flood"],
            locale: Locale::En,
            summary: "Bring what is silent. We open it together, and most of the time it speaks again.",
            story: "Six benches, six lamps, and somebody next to you who has done this before. Parts at cost; advice is free.\n\n**Bring** the thing, its cable, and patience. We do not mend microwaves.",
            venue: DEPOT.0,
            address: DEPOT.1,
            weekday: 6,
            from: "13:00",
            to: "17:00",
            capacity: 24,
            honor: 40,
        },
        Series {
            title: "听众夜谈",
            topics: ["收音机与第一次离家", "末班车上的人", "给夜班台的一封信", "雨天的频率"],
            locale: Locale::ZhCn,
            summary: "不开大灯，不赶时间。每个人说一段和声音有关的事。",
            story: "围成一圈，一盏灯。想说的人说，不想说的人听。\n\n> 规则只有一条：不打断。\n\n结束以后我们一起把椅子放回去。",
            venue: "青禾书店 地下一层",
            address: "成都市望舒路 7 号",
            weekday: 4,
            from: "19:30",
            to: "21:30",
            capacity: 18,
            honor: 20,
        },
        Series {
            title: "Studio night watch",
            topics: ["a quiet Friday", "the long night", "two callers", "until the kettle sings"],
            locale: Locale::En,
            summary: "We keep the desk company from midnight to four, so that no caller rings an empty room.",
            story: "Lamplight House lets twelve of us in. You will answer the phone, pour tea and hear how quiet a studio is.\n\nLast trams leave before we start; taxis are shared home.",
            venue: "Lamplight House",
            address: "12 Signal Hill, Chengdu",
            weekday: 5,
            from: "23:40",
            to: "04:00",
            capacity: 12,
            honor: 60,
        },
    ],
    [
        Series {
            title: "Lanterns along the river",
            topics: ["the lower bank", "under the arches", "with a brass band", "the long way round"],
            locale: Locale::En,
            summary: "We walk the Ribeira with paper lanterns and one loud radio.",
            story: "We meet at the steps, light up at dusk and walk to the old ferry. The radio is carried in turns; whoever carries it chooses the station.\n\nIf it rains we stand under the arches and sing.",
            venue: "Ribeira steps",
            address: "Cais da Ribeira, Lisbon",
            weekday: 6,
            from: "19:30",
            to: "22:00",
            capacity: 40,
            honor: 20,
        },
        Series {
            title: "Print a programme",
            topics: ["letterpress", "two colours", "misprints welcome", "the yearbook"],
            locale: Locale::En,
            summary: "An evening at the press: we set, ink and fold the month’s programme by hand.",
            story: "Aprons are here. You will go home with ink on you and forty copies of something you made.",
            venue: PRINTERS.0,
            address: PRINTERS.1,
            weekday: 4,
            from: "18:30",
            to: "21:30",
            capacity: 14,
            honor: 30,
        },
        Series {
            title: "Night desk, far away",
            topics: ["episode 400", "the request hour", "a storm on both lines", "midnight, twice"],
            locale: Locale::En,
            summary: "The desk goes on air when we have lunch. We listen together, with soup.",
            story: "One speaker, a long table, eight hours of difference. Soup by whoever lost last month’s quiz.",
            venue: PRINTERS.0,
            address: PRINTERS.1,
            weekday: 0,
            from: "12:00",
            to: "15:00",
            capacity: 22,
            honor: 20,
        },
        Series {
            title: "Signal walk",
            topics: ["Alfama", "the bridge", "Sintra", "the lighthouse"],
            locale: Locale::En,
            summary: "A long walk with a short antenna. We map where the night desk can still be heard.",
            story: "Twelve kilometres, three hills, one map. Good shoes. We stop wherever somebody hears something.",
            venue: "Meeting point: tram stop Graça",
            address: "Largo da Graça, Lisbon",
            weekday: 0,
            from: "10:00",
            to: "15:30",
            capacity: 25,
            honor: 30,
        },
        Series {
            title: "Open shelf",
            topics: ["radio plays", "maps", "cookbooks", "letters"],
            locale: Locale::En,
            summary: "Bring one book that sounds good. Read one page of it.",
            story: "Each page gets three minutes. Then we swap, and nobody takes their own book home.",
            venue: PRINTERS.0,
            address: PRINTERS.1,
            weekday: 3,
            from: "19:00",
            to: "21:00",
            capacity: 20,
            honor: 10,
        },
    ],
    [
        Series {
            title: "Riverside record swap",
            topics: ["B-sides", "sevens only", "film music", "records with a story"],
            locale: Locale::En,
            summary: "One crate each, one rule: you play what you give away.",
            story: "Two turntables and a kettle. Bring up to ten records you can part with. Whoever takes one hears it first.",
            venue: LAUNDRETTE.0,
            address: LAUNDRETTE.1,
            weekday: 0,
            from: "11:00",
            to: "15:00",
            capacity: 24,
            honor: 20,
        },
        Series {
            title: "Kitchen radio",
            topics: ["a crystal set", "a one-valve wonder", "an antenna from a coat hanger", "a case from driftwood"],
            locale: Locale::En,
            summary: "Build a receiver in an evening, with what a kitchen has.",
            story: "Parts are on the table. If it works you take it home; if it does not, we find out why.\n\nNo soldering needed for the first two. Glasses are provided for the rest.",
            venue: LAUNDRETTE.0,
            address: LAUNDRETTE.1,
            weekday: 3,
            from: "18:30",
            to: "21:00",
            capacity: 16,
            honor: 30,
        },
        Series {
            title: "Field recording",
            topics: ["canal locks", "the covered market", "moor and wind", "last train"],
            locale: Locale::En,
            summary: "We go out to listen, and come back with sixty seconds each.",
            story: "Recorders can be borrowed. At the end we play all of it in one go, without saying whose is whose.",
            venue: "Meeting point: the lock",
            address: "Granary Wharf, Leeds",
            weekday: 6,
            from: "09:30",
            to: "13:00",
            capacity: 20,
            honor: 20,
        },
        Series {
            title: "Kettle club",
            topics: ["first pour", "the long quiz", "stories from the shop floor", "songs for washing up"],
            locale: Locale::En,
            summary: "Tea, biscuits, and the week’s shows taken apart with affection.",
            story: "The easiest way in. Turn up, sit down, say which show you liked. Somebody will disagree.",
            venue: LAUNDRETTE.0,
            address: LAUNDRETTE.1,
            weekday: 2,
            from: "19:00",
            to: "21:00",
            capacity: 30,
            honor: 10,
        },
        Series {
            title: "Solder Sunday",
            topics: ["the basics", "speakers", "guitar pedals", "what broke last week"],
            locale: Locale::En,
            summary: "Learn to join two things so that they stay joined.",
            story: "Irons, lamps and good air. Beginners sit by the window. Bring something small that you want to trust again.",
            venue: LAUNDRETTE.0,
            address: LAUNDRETTE.1,
            weekday: 0,
            from: "13:00",
            to: "16:30",
            capacity: 12,
            honor: 40,
        },
    ],
];

/// Where a coming event is to stand today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// Sign-up is open, and so many have signed up.
    Open(usize),
    /// Sign-up opens in so many days.
    OpensIn(i64),
    /// So many had signed up before it was cancelled.
    Cancelled(usize),
    /// Nobody has seen it yet.
    Draft,
}

/// An event to come.
pub(super) struct Coming {
    /// Which series of which chapter it is like.
    pub(super) like: (usize, usize),
    /// Its own title.
    pub(super) title: &'static str,
    /// From so many days ahead, on the series' day of the week.
    pub(super) days: i64,
    pub(super) capacity: i64,
    pub(super) fate: Fate,
    /// What it asks.
    pub(super) asks: &'static [Asks],
}

/// A question, in the words of its form.
pub(super) struct Asks {
    pub(super) label: &'static str,
    pub(super) kind: &'static str,
    /// "on" or empty.
    pub(super) required: &'static str,
    pub(super) choices: &'static str,
    pub(super) note: &'static str,
    /// The number of an earlier question and its answer, both empty where it is always asked.
    pub(super) after: (&'static str, &'static str),
}

/// A line that may be left out.
const LINE: Asks = Asks { label: "", kind: "text", required: "", choices: "", note: "", after: ("", "") };

/// Answers that people give to questions in words.
pub(super) const ANSWERS: [(&str, &str); 6] = [
    ("A tape from 2003, no label.", "一盘 2003 年的磁带，没有标签。"),
    ("Nothing, just my ears.", "没有，只带耳朵。"),
    ("My grandfather’s portable.", "爷爷的便携收音机。"),
    ("I need a seat near the door.", "想坐在靠门的位置。"),
    ("Walnuts: no thank you.", "对核桃过敏。"),
    ("A friend may join later.", "有位朋友可能晚点到。"),
];

/// What is coming, soonest first within a chapter.
pub(super) const COMING: [Coming; 13] = [
    Coming {
        like: (0, 0),
        title: "Tea-House Tapes",
        days: 2,
        capacity: 80,
        fate: Fate::Open(61),
        asks: &[
            Asks { label: "Anything we should know?", ..LINE },
            Asks { label: "Do you bring a tape?", kind: "yes_no", required: "on", ..LINE },
            Asks { label: "What is on it?", after: ("2", "yes"), ..LINE },
            Asks { label: "Which tea?", kind: "choice", choices: "Green\nJasmine\nRoasted barley", ..LINE },
            Asks {
                label: "I agree that my tape may be copied",
                kind: "consent",
                note: "We copy what is heard for the club's archive. Nothing is published, and you can have your copy deleted.",
                ..LINE
            },
        ],
    },
    Coming {
        like: (0, 1),
        title: "茶馆里的旧磁带：夜班台特辑",
        days: 9,
        capacity: 40,
        fate: Fate::Open(23),
        asks: &[Asks { label: "要带什么来吗？", ..LINE }],
    },
    Coming {
        like: (0, 2),
        title: "Repair café: headphones and heirlooms",
        days: 14,
        capacity: 24,
        fate: Fate::Open(33),
        asks: &[Asks { label: "What needs mending?", required: "on", ..LINE }],
    },
    Coming {
        like: (0, 4),
        title: "Studio night watch: the small hours",
        days: 24,
        capacity: 12,
        fate: Fate::Open(7),
        asks: &[],
    },
    Coming {
        like: (0, 3), title: "听众夜谈：关灯以后", days: 33, capacity: 18, fate: Fate::OpensIn(6), asks: &[]
    },
    Coming { like: (0, 0), title: "Rooftop antennas", days: 6, capacity: 30, fate: Fate::Cancelled(14), asks: &[] },
    Coming { like: (0, 0), title: "Lamplight gala", days: 70, capacity: 200, fate: Fate::Draft, asks: &[] },
    Coming {
        like: (1, 0),
        title: "Lanterns along the river: the long evening",
        days: 10,
        capacity: 60,
        fate: Fate::Open(14),
        asks: &[],
    },
    Coming {
        like: (1, 1),
        title: "Print a programme: the listeners’ issue",
        days: 20,
        capacity: 14,
        fate: Fate::Open(19),
        asks: &[],
    },
    Coming {
        like: (1, 3),
        title: "Signal walk: out to the lighthouse",
        days: 40,
        capacity: 25,
        fate: Fate::Open(5),
        asks: &[Asks { label: "Can you walk 12 km?", kind: "yes_no", required: "on", ..LINE }],
    },
    Coming { like: (2, 0), title: "Riverside record swap", days: 16, capacity: 24, fate: Fate::Open(36), asks: &[] },
    Coming {
        like: (2, 1),
        title: "Kitchen radio: a receiver in a tea tin",
        days: 22,
        capacity: 16,
        fate: Fate::Open(9),
        asks: &[],
    },
    Coming {
        like: (2, 3),
        title: "Kettle club: everybody’s first time",
        days: 5,
        capacity: 30,
        fate: Fate::Open(12),
        asks: &[],
    },
];

/// Why the cancelled one will not happen.
pub(super) const CANCELLED_FOR: &str = "The roof is closed for repairs. We will find another one.";

/// Badges that organisers gave by hand: slug, reason and note in English and Chinese.
pub(super) const THANKED_WITH: [(&str, [&str; 2], [&str; 2]); 6] = [
    (
        "night-shift",
        [
            "Kept the studio open from midnight to four, so that no caller rang an empty room",
            "从零点守到四点，没有一个来电响在空房间里",
        ],
        ["Forty-one calls, and you were kind in every one of them.", "四十一个电话，你每一个都接得温柔。"],
    ),
    (
        "open-day-crew",
        ["Showed sixty visitors round both studios on open day", "开放日带六十位来客走完了两间录音室"],
        ["You made the sound-check funny. Nobody has managed that before.", "能把试音讲得这么好笑的，你是第一个。"],
    ),
    (
        "seed-member",
        ["One of the first hundred, before there was much to see", "最早的一百人之一，那时这里还什么都没有"],
        ["Thank you for staying.", "谢谢你一直在。"],
    ),
    ("voter", ["Read all nominations for the Golden Rabbit and voted", "读完金兔奖的每一份提名，投了票"], ["", ""]),
    (
        "nominator",
        [
            "Nominated somebody who made the shortlist, with a reason worth reading",
            "提名的人进了候选，理由写得值得一读",
        ],
        ["Your second paragraph changed a few minds.", "你写的第二段，改变了几个人的想法。"],
    ),
    (
        "city-founder",
        ["Booked the first table in this city, and paid for the tea", "在这座城市订下第一张桌子，还请了茶"],
        ["There were four of us. Look at it now.", "那天只有四个人。现在你看。"],
    ),
];

/// What people were thanked for with honor: points and reason in English and Chinese.
pub(super) const THANKED_FOR: [(i64, [&str; 2]); 5] = [
    (20, ["Helped at the door", "在门口帮忙"]),
    (30, ["Carried the speakers up three floors", "把音箱搬上三楼"]),
    (10, ["Brought the biscuits", "带了点心"]),
    (40, ["Wrote the recap that everybody shared", "写了大家都在转的回顾"]),
    (20, ["Stayed to put the chairs away", "留下来收椅子"]),
];
