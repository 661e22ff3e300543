//! The invented world of Lamplight Radio (灯火电台): its clubs, its people's names, its evenings.

use domain::Locale;

/// A club.
pub(super) struct Chapter {
    pub(super) slug: &'static str,
    pub(super) name: &'static str,
    pub(super) city: &'static str,
    pub(super) zone: &'static str,
    pub(super) locale: Locale,
    pub(super) story: &'static str,
    pub(super) venues: [(&'static str, &'static str); 3],
}

pub(super) const CHAPTERS: [Chapter; 3] = [
    Chapter {
        slug: "chengdu",
        name: "Lamplight Chengdu",
        city: "Chengdu",
        zone: "Asia/Shanghai",
        locale: Locale::En,
        story: "The first club. We keep the old tram depot warm, mend what strangers leave there, and pour the tea.",
        venues: [
            ("Old Tram Depot, upper floor", "88 Peony Lane. Lift at the east door."),
            ("Lamplight House", "12 Washing-Flower Stream Road, second courtyard"),
            ("人民公园茶馆", "祠堂街 9 号，湖边第三张桌子"),
        ],
    },
    Chapter {
        slug: "lisbon",
        name: "Lamplight Lisbon",
        city: "Lisbon",
        zone: "Europe/Lisbon",
        locale: Locale::En,
        story: "Lanterns, stairs and a river. We listen outdoors whenever the wind lets us.",
        venues: [
            ("Ribeira steps", "Meet at the blue tiles, Cais do Sodré"),
            ("Casa do Rádio", "Rua da Bica 41, ground floor"),
            ("Jardim da Estrela bandstand", "North gate, step-free"),
        ],
    },
    Chapter {
        slug: "leeds",
        name: "Lamplight Leeds",
        city: "Leeds",
        zone: "Europe/London",
        locale: Locale::En,
        story: "Records, rain and a laundrette with very good acoustics.",
        venues: [
            ("The Laundrette", "7 Canal Wharf, ring twice"),
            ("Mill Hill Reading Room", "City Square, first floor, lift"),
            ("Kirkgate Market, café corner", "Row 4, by the clock"),
        ],
    },
];

/// An evening that can be had again and again.
pub(super) struct Evening {
    pub(super) title: &'static str,
    pub(super) summary: &'static str,
    pub(super) story: &'static str,
    pub(super) honor: u8,
}

pub(super) const EVENINGS: [Evening; 10] = [
    Evening { title: "Repair café", summary: "Bring a set that is silent, take home one that sings.", story: "We have soldering irons, patience and a drawer of valves.\n\n- **Bring** anything with a dial\n- **Learn** to find the one dry joint\n- **Leave** it better than you found it", honor: 20 },
    Evening { title: "Open microphone night", summary: "Three minutes of radio each, live, with a real red light.", story: "Read the weather, tell a story, play one song. The red light is real and so is the applause.", honor: 20 },
    Evening { title: "Night walk with one radio", summary: "Twenty people, one receiver, whatever the air brings.", story: "We walk slowly and take turns at the dial. Wear something warm.", honor: 20 },
    Evening { title: "Record swap", summary: "One record in, one record out, one reason said aloud.", story: "Bring a record you love and are ready to give away. Say why. Take somebody else’s reason home.", honor: 20 },
    Evening { title: "Listening supper", summary: "A long table, a quiet broadcast, soup for everybody.", story: "The hour from 1998 in which nobody speaks. Then everybody does.", honor: 20 },
    Evening { title: "Letters to the night desk", summary: "We read the letters that were never read on air.", story: "Forty letters came out of a drawer last spring. We read them to one another, in the order in which they came.", honor: 20 },
    Evening { title: "Sound walk for beginners", summary: "Learn to hear a street, then record it.", story: "Recorders are there for twelve; a phone does as well.", honor: 20 },
    Evening { title: "Poster evening", summary: "Print next season’s posters by hand.", story: "Lino, ink, aprons. The best three go up in every city.", honor: 25 },
    Evening { title: "Welcome tea", summary: "For everybody who came alone the first time.", story: "No programme. Somebody who has been here longer sits next to you and pours.", honor: 15 },
    Evening { title: "Tape rescue day", summary: "Eleven boxes of tape, one afternoon, many hands.", story: "We clean, label and copy what came home this year.\n\n> Nothing is lost until the last person stops listening.", honor: 30 },
];

/// What is still to come; the first is the one everybody wants.
pub(super) const FAMOUS: Evening = Evening {
    title: "Tea-House Tapes",
    summary: "An afternoon of lost broadcasts, played on the machines that recorded them. Bring a tape if you have one.",
    story: "In the winter of 1998 the night desk taped over its own archive, one show at a time. Listeners kept the only copies, in drawers and glove boxes. Eleven of those tapes have come home, and we will play them in the order they were found.\n\nTea is on the house. The room is quiet during playback and loud in the breaks.\n\n## The afternoon\n\n- 13:30 Doors open, tea is poured\n- 14:00 Side A: six tapes, no talking\n- 15:20 Break. Show us what you brought\n- 16:00 Side B: five tapes, and one surprise guest",
    honor: 20,
};

pub(super) const IN_CHINESE: Evening = Evening {
    title: "灯下听书会",
    summary: "一盏灯，一台老收音机，一个下午的评书录音。",
    story: "我们从听众家里找回了三盘 1986 年的评书录音带，当天用原来的机器播放。\n\n- 茶水免费\n- 播放时请保持安静，休息时尽管聊\n- 家里有老磁带的，欢迎带来",
    honor: 20,
};

pub(super) const LANTERNS: Evening = Evening {
    title: "Lanterns along the river",
    summary: "Sixty lanterns, one broadcast, the whole length of the quay.",
    story: "Every lantern carries a small speaker. We light them at dusk and walk with the sound.",
    honor: 20,
};

/// Given names and family names that go together: an odd mix, like the club.
pub(super) const GIVEN: [&str; 40] = [
    "Shuyan", "Yuting", "Bo", "Imogen", "Duarte", "Elif", "Kwame", "Noor", "Mei", "Tomás", "Aoife", "Hanna", "Jun", "Lucia", "Rafael",
    "Sana", "Theo", "Xiaolan", "Yusuf", "Zofia", "Amara", "Bruno", "Chidi", "Dalia", "Esteban", "Fen", "Greta", "Hugo", "Inês", "Jia",
    "Kaito", "Leila", "Marta", "Nils", "Olga", "Priya", "Rui", "Signe", "Tariq", "Wen",
];
pub(super) const FAMILY: [&str; 25] = [
    "Wen", "Zhu", "Qiao", "Ashdown-Li", "Lobo-Reis", "Saraçoğlu-Vance", "Adu-Foster", "Halvorsen", "Tan", "Ferreira", "Byrne", "Lindqvist",
    "Sato", "Marques", "Okafor", "Haddad", "Papadakis", "Lin", "Demir", "Kowalska", "Gao", "Whitfield", "Rao", "Berg", "Castro",
];
pub(super) const CHINESE: [&str; 12] =
    ["林小满", "周雨桐", "陈一鸣", "何静", "苏念", "罗子安", "唐语晴", "程远", "顾南乔", "江晚", "沈知夏", "邓一诺"];

pub(super) const BIOS: [&str; 6] = [
    "Mends radios at the depot on Saturdays.",
    "Collects station idents. Ask for the one with the goose.",
    "Pours the tea, knows the wiring.",
    "Came for one evening and stayed for forty.",
    "Prints the posters nobody dares to throw away.",
    "Listens first.",
];

/// Badges by hand: slug, what for, a word to the holder.
pub(super) const THANKS: [(&str, &str, &str); 8] = [
    ("night-shift", "for keeping the studio open from midnight to four, so that no caller rang an empty room", "You made tea for a stranger at three. We saw."),
    ("open-day-crew", "for packing parcels all day and answering with a smile", "Forty parcels, not one wrong label."),
    ("city-founder", "for starting the club in this city with nine chairs and a kettle", "There are two hundred of us now. It began with your kettle."),
    ("seed-member", "for being there before there was anything to be at", "You believed the leaflet."),
    ("nominator", "for a nomination that made the whole room think again", "You saw somebody nobody else had seen."),
    ("voter", "for voting in every round and reading every statement first", "Careful readers make good clubs."),
    ("night-shift", "for walking the last guests home through the rain", "Your umbrella is famous."),
    ("open-day-crew", "for building the stage, and taking it down again", "The second half is what nobody sees."),
];
