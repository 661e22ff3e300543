//! Words of badges at the organisers' desk.

use crate::messages;
use domain::{
    Locale,
    badges::{BadgeRule, Scope, batch::Source},
};

messages! {
    grant_title => "Grant a badge", "授予徽章";
    grant_lede => "A thank-you in the open: say what it is for.", "公开的感谢：写明授予理由。";
    to_whom => "To whom", "授予谁";
    to_whom_hint => "Their name in the address of their page, like wenshuyan.", "对方主页地址里的名字，例如 wenshuyan。";
    find => "Find", "查找";
    find_label => "Find somebody", "查找成员";
    find_hint => "Part of a name, or a handle.", "名字的一部分，或主页地址名。";
    nobody => "Nobody like that", "没有找到";
    nobody_text => "Members who keep to themselves are found by their whole handle alone.", "未公开的成员只能用完整的地址名查找。";
    at_event(event: &str) => "At {event}", "活动：{event}";
    just_in => "Those who came last stand first.", "最近签到的排在前面。";
    for_all => "Give it to everybody who came", "授予所有到场的人";
    badge => "Badge", "徽章";
    reason => "What for", "授予理由";
    reason_hint => "Everybody who sees the badge reads this: “for keeping the studio open from midnight to four”.", "看到徽章的人都会读到，例如：守了一整夜的直播间。";
    note => "A personal note", "私人留言";
    note_hint => "From the heart, not by the script. Only they read it.", "真心话就好，只有对方能看到。";
    grant_button => "Grant the badge", "授予徽章";
    latest => "Granted lately", "最近授予";

    desk_title => "Badges", "徽章";
    desk_lede => "What there is to earn, and who gets it.", "有哪些徽章，授予谁。";
    new => "New badge", "新建徽章";
    grant_one => "Grant to one", "授予一人";
    all_batches => "Batches", "批量授予";
    by_hand => "By hand", "手动授予";
    holders_short(n: i64) => one "1 holder", other "{n} holders", "{n} 人拥有";
    secret => "Secret", "隐藏徽章";
    state => "State", "状态";

    edit_title(name: &str) => "Badge: {name}", "徽章：{name}";
    slug => "End of its address", "地址后缀";
    slug_hint => "Small letters, digits and dashes, like lamp-keeper. It stays for ever.", "小写字母、数字和 -，例如 lamp-keeper。建好后不能更改。";
    name_en => "Name in English", "英文名称";
    name_zh => "Name in Chinese", "中文名称";
    story_en => "Story in English", "英文故事";
    story_zh => "Story in Chinese", "中文故事";
    story_hint => "What it stands for, from the heart.", "这枚徽章的意义，写真心话。";
    criteria_en => "How to earn it, in English", "英文获得方式";
    criteria_zh => "How to earn it, in Chinese", "中文获得方式";
    scope => "How often can one person earn it?", "同一个人可以获得几次？";
    scope_once => "Once", "终身一次";
    scope_event => "Once for each event", "每次活动一次";
    scope_season => "Once in each season", "每个赛季一次";
    who_gives => "Who gives it?", "由谁授予？";
    rule_none => "Organisers, by hand", "组织者手动授予";
    rule_meetups => "The house, for so many meetups", "系统授予：参加聚会满若干次";
    rule_chapters => "The house, for an event of each chapter", "系统授予：走遍所有同城会";
    rule_night => "The house, for a night", "系统授予：守过一整夜";
    rule_founders => "The house, to the first members who come", "系统授予：最早加入的成员到场时";
    count => "How many?", "数量";
    count_hint => "Meetups, or first members. Only for rules that count.", "聚会次数，或最早加入的人数。仅用于需要计数的规则。";
    edition => "Limited to", "限量";
    edition_hint => "Each gets a number, like 7 of 100. It can become smaller, never larger.", "每枚都有编号，例如第 7 枚，共 100 枚。只能减少，不能增加。";
    family => "Family", "系列";
    family_hint => "The same word for all its tiers, like meetups.", "同系列各级徽章填同一个词，例如 meetups。";
    step => "Tier of the family", "系列中的第几级";
    is_secret => "A secret until it is earned", "获得之前保密";
    is_secret_hint => "It stands in no list, and nobody reads how to earn it.", "不出现在任何列表中，也不显示获得方式。";
    make => "Make the badge", "新建徽章";
    save => "Save", "保存";
    save_next(version: i64) => "Save as version {version}", "保存为第 {version} 版";
    frozen(version: i64) => "Version {version} was granted, so it stays word for word. What you change makes the next one.", "第 {version} 版已授予他人，内容不再改动。你的修改会成为下一版。";
    versions => "Versions", "版本";
    version_line(number: i64, made: &str) => "Version {number}, {made}", "第 {number} 版，{made}";
    grants_short(n: i64) => one "1 grant", other "{n} grants", "授予 {n} 次";
    art => "Art", "图案";
    art_file => "A drawing", "上传图案";
    art_hint => "SVG of plain shapes, as wide as high, up to 200 kB. It is written anew: scripts, links, pictures and fonts do not come along.", "由普通图形组成的正方形 SVG，不超过 200 kB。上传后会重新生成，脚本、链接、图片和字体都会去掉。";
    art_send => "Use this drawing", "使用这个图案";
    retire => "Retire it", "停止授予";
    retire_text => "Nobody gets it any more. Who holds it keeps it.", "不再授予任何人，已获得的人继续保留。";
    take_up => "Give it again", "恢复授予";
    give_many => "Grant to many", "批量授予";

    batch_title(badge: &str) => "{badge} for many", "批量授予：{badge}";
    batch_lede => "Nothing is given yet: you see first who would get it.", "现在还不会授予，会先给你看名单。";
    rule_batch_text => "Everybody who has met this badge’s rule already. From now on the house gives it at the door.", "已经满足规则的所有人。今后由系统在签到时自动授予。";
    look_rule => "See who has earned it", "查看谁已满足";
    from_event => "Everybody who came to an event", "某次活动的所有到场者";
    event => "Event", "活动";
    came(title: &str, n: i64) => "{title} ({n})", "{title}（{n} 人）";
    look_event => "See who came", "查看到场名单";
    no_events => "None of your events has begun.", "你的活动都还没有开始。";
    from_list => "A list", "名单";
    list => "Handles or addresses", "地址名或邮箱";
    list_hint => "One on each line, or with commas between.", "每行一个，或用逗号隔开。";
    look_list => "See who is meant", "查看名单";
    batches_title => "Batches", "批量授予记录";
    batches_lede => "Given together, undone together.", "一起授予，也能一起撤销。";
    no_batches => "None yet", "还没有记录";
    no_batches_text => "Open a badge and grant it to many.", "打开一枚徽章，选择批量授予。";
    preview => "Preview", "预览";
    granted_at(at: &str) => "Granted {at}", "{at} 授予";
    undone_at(at: &str, who: &str) => "Undone {at}, by {who}", "{at} 由{who}撤销";
    people(n: i64) => one "1 person", other "{n} people", "{n} 人";
    source_list => "From a list", "按名单";
    source_event => "Who came to an event", "按到场名单";
    source_rule => "By its rule, for the past", "按规则补授";
    would(n: i64) => one "1 badge would be granted.", other "{n} badges would be granted.", "将授予 {n} 枚。";
    hold_it(n: i64) => one "1 is held already.", other "{n} are held already.", "其中 {n} 枚已经拥有。";
    wrong(n: i64) => one "1 row is wrong. Correct the list and look again: until then nobody gets anything.", other "{n} rows are wrong. Correct the list and look again: until then nobody gets anything.", "有 {n} 行有误。请改好名单再看一次，在此之前不会授予任何人。";
    too_few(left: i64) => one "Only 1 number is left. Make the list shorter.", other "Only {left} numbers are left. Make the list shorter.", "限量编号只剩 {left} 个，请缩短名单。";
    nobody_gets => "Nobody would get anything from this.", "这一批没有可以授予的人。";
    told_once => "All of it or nothing. Each of them is told by one letter.", "要么全部授予，要么都不授予。每个人只会收到一封信。";
    carry_out(n: i64) => one "Grant 1 badge", other "Grant {n} badges", "授予 {n} 枚徽章";
    undo => "Undo the whole batch", "撤销整批";
    undo_text => "As if it had never been given: it is nowhere any more, and the history keeps that it was undone.", "就像从未授予过，任何地方都不再显示，历史记录会写明已撤销。";
    first_rows(shown: i64, all: i64) => "The first {shown} of {all} are shown.", "共 {all} 行，显示前 {shown} 行。";
    row => "Row", "行";
    who => "Who", "成员";
    what_for => "For", "事由";
    v_gets => "Gets it", "将获得";
    v_holds => "Holds it", "已拥有";
    v_got => "Got it", "已授予";
    v_undone => "Undone", "已撤销";
    source_by(source: &str, who: &str) => "{source}: {who}", "{source}，授予者：{who}";
    back => "All badges", "全部徽章";

    manage_title(badge: &str, who: &str) => "{badge}: {who}", "{who}的徽章：{badge}";
    manage_lede => "What was granted is never deleted. It is taken back in the open, and can be given back.", "授予记录不会删除。收回是公开的，也可以恢复。";
    revoke => "Take it back", "收回";
    revoke_reason => "Why, for everybody to read", "公开原因";
    revoke_hint => "It stands on the page of the badge for good.", "会一直写在徽章页面上。";
    restore => "Give it back", "恢复";
    see_grant => "See its page", "查看页面";
    not_yours => "Only who gave it, the organisers of the chapter where it was earned, and those who run the site can take it back.", "只有授予者、所在同城会的组织者和网站运营者可以收回。";
}

/// The rule of a badge, as it is stored, in words.
pub fn rule_words(locale: Locale, rule: Option<&str>) -> String {
    let Some(rule) = rule.and_then(BadgeRule::from_text) else { return by_hand(locale).into() };
    match (locale, rule) {
        (Locale::En, BadgeRule::Meetups(n)) => format!("At meetup {n}"),
        (Locale::ZhCn, BadgeRule::Meetups(n)) => format!("第 {n} 次聚会"),
        (Locale::En, BadgeRule::EveryChapter) => "Every chapter".into(),
        (Locale::ZhCn, BadgeRule::EveryChapter) => "走遍同城会".into(),
        (Locale::En, BadgeRule::NightShift) => "A night".into(),
        (Locale::ZhCn, BadgeRule::NightShift) => "守过一夜".into(),
        (Locale::En, BadgeRule::Founders(n)) => format!("First {n} members"),
        (Locale::ZhCn, BadgeRule::Founders(n)) => format!("最早 {n} 位成员"),
    }
}

/// A rule in the form of a badge, by its word.
pub fn rule_choice(locale: Locale, word: &str) -> &'static str {
    match word {
        "meetups" => rule_meetups(locale),
        "every_chapter" => rule_chapters(locale),
        "night_shift" => rule_night(locale),
        "founders" => rule_founders(locale),
        _ => rule_none(locale),
    }
}

/// How often one person can earn a badge.
pub const fn scope_words(locale: Locale, scope: Scope) -> &'static str {
    match scope {
        Scope::Once => scope_once(locale),
        Scope::Event => scope_event(locale),
        Scope::Season => scope_season(locale),
    }
}

/// Where the people of a batch come from.
pub const fn source(locale: Locale, source: Source) -> &'static str {
    match source {
        Source::List => source_list(locale),
        Source::Event => source_event(locale),
        Source::Rule => source_rule(locale),
    }
}
