//! Words of a member's page and of what its owner chooses about it.

use crate::messages;
use domain::{
    Locale,
    members::{parts::Part, view::Milestone},
};

messages! {
    timeline => "How it came", "一路走来";
    joined => "Joined the club", "加入社区";
    first_event(title: &str) => "First event: {title}", "第一次参加活动：{title}";
    first_event_somewhere => "First event", "第一次参加活动";
    got_badge(name: &str) => "Badge: {name}", "获得徽章：{name}";
    got_tier(tier: &str) => "Joined: {tier}", "加入{tier}";
    left_tier(tier: &str) => "Thanked for the time in: {tier}", "{tier}任期结束，感谢付出";
    events => "Events", "参加过的活动";
    trophies => "Trophies", "奖杯";
    covers => "Covers", "封面";
    only_you => "Only you see this", "只有你能看到";
    no_badges => "No badges yet", "还没有徽章";
    edit_page => "Choose what is shown", "选择公开内容";
    all_points => "All points, and downloads", "全部明细与下载";

    desk => "What others see", "别人看到什么";
    desk_lede => "Choose part by part. It counts once your page is public, and you can change it at any time.", "逐项选择。主页公开后生效，随时可以修改。";
    parts => "Parts of my page", "主页的内容";
    p_ring => "Honor and tier", "荣誉和等级";
    p_badges => "Badges, trophies, covers", "徽章、奖杯、封面";
    p_timeline => "What happened when", "一路走来";
    p_events => "Events where I was", "我参加过的活动";
    p_statement => "Every point of honor", "荣誉明细";
    p_boards => "A place on the leaderboards", "登上荣誉榜";
    p_statement_hint => "Needs honor and tier: the points add up to them.", "需要同时公开荣誉和等级，明细相加就是它们。";
    p_boards_hint => "Needs honor and tier: a board shows them too.", "需要同时公开荣誉和等级，榜上会显示它们。";
    preview => "See it as a stranger", "以访客身份预览";
    preview_banner => "This is what a stranger sees once your page is public.", "主页公开后，陌生人看到的就是这样。";
    back_to_desk => "Back to choosing", "返回选择";
    wall => "My wall of badges", "我的徽章墙";
    wall_text => "They hang in this order. New ones hang first.", "徽章按这个顺序展示，新的排在最前。";
    up(name: &str) => "Move {name} up", "{name} 上移";
    down(name: &str) => "Move {name} down", "{name} 下移";

    my_honor => "My honor", "我的荣誉";
    filter_cause => "What for", "缘由";
    filter_season => "When", "时间";
    all => "All", "全部";
    ever => "All time", "全部时间";
    nothing_found => "Nothing here", "没有记录";
    nothing_found_text => "No line fits what you chose.", "没有符合条件的记录。";
    save_csv => "Download as CSV", "下载 CSV";
    save_json => "Download as JSON", "下载 JSON";
    col_time => "Time", "时间";
    col_cause => "Cause", "类别";
    col_event => "Event", "活动";
    col_reason => "Reason", "原因";
    col_by => "By", "记录人";
}

/// A part of the page in words.
pub const fn part(locale: Locale, part: Part) -> &'static str {
    match part {
        Part::Ring => p_ring(locale),
        Part::Badges => p_badges(locale),
        Part::Statement => p_statement(locale),
        Part::Timeline => p_timeline(locale),
        Part::Events => p_events(locale),
        Part::Boards => p_boards(locale),
    }
}

/// What happened, in words.
pub fn milestone(locale: Locale, what: &Milestone) -> String {
    match what {
        Milestone::Joined => joined(locale).into(),
        Milestone::FirstEvent(Some(title)) => first_event(locale, title),
        Milestone::FirstEvent(None) => first_event_somewhere(locale).into(),
        Milestone::Badge(name) => got_badge(locale, name),
        Milestone::Tier(tier) => got_tier(locale, super::honor::tier(locale, *tier)),
        Milestone::TierEnded(tier) => left_tier(locale, super::honor::tier(locale, *tier)),
    }
}
