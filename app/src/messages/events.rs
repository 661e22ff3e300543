//! Words of event pages and the front page.

use crate::messages;
use domain::{Locale, events::Phase};

messages! {
    next_up => "Next up", "近期活动";
    been => "What we did", "往期活动";
    everywhere => "Everywhere", "全部城市";
    city => "City", "城市";
    nothing_next => "Nothing planned yet", "还没有新活动";
    nothing_next_text => "The next event appears here the moment an organiser publishes it.", "组织者一发布，新活动就会出现在这里。";
    latest_honors => "Latest honors", "最新荣誉";
    all_badges => "All badges", "全部徽章";
    home_title => "Good company, in one room.", "同好相聚，就在这里。";
    home_lede => "Meet the people who love the same thing. Come, take part, be seen for it.", "和喜欢同一件事的人见面。来参加，你做的事会被看见。";

    facts_label => "Date, place and seats", "时间、地点和名额";
    you_earn(n: i64) => "You earn {n} honor", "可获得 {n} 点荣誉";
    earned(n: i64) => "Whoever came earned {n} honor", "到场的人获得了 {n} 点荣誉";
    earned_how => "Added when they were checked in at the door.", "入场签到时已记入。";
    earn_how => "Added when you are checked in at the door.", "入场签到时记入。";
    who_is_coming => "Who is coming", "谁会来";
    who_was_there => "Who was there", "谁来过";
    came(n: i64) => one "1 person came", other "{n} people came", "{n} 人到场";
    came_and_honor(n: i64, honor: i64) => one "1 person came, +{honor} honor", other "{n} people came, +{honor} honor each", "{n} 人到场，每人 +{honor} 荣誉";
    see_next => "See what is next", "看看接下来的活动";
    nobody_yet => "Be the first. Your name is shown only if you tick the box.", "来做第一个吧。勾选后才会显示你的名字。";
    listed_names(names: &str) => "{names} chose to be listed.", "{names} 公开了名字。";
    listed_more(n: i64, names: &str) => one "{names} and 1 more chose to be listed.", other "{names} and {n} more chose to be listed.", "{names}，还有 {n} 人公开了名字。";
    quiet(n: i64) => one "1 person is coming quietly.", other "{n} are coming quietly.", "另有 {n} 人没有公开名字。";
    quiet_then(n: i64) => one "1 person came quietly.", other "{n} came quietly.", "另有 {n} 人没有公开名字。";
    nobody_then => "Nobody chose to be listed.", "没有人公开名字。";
    what_it_was => "What it was", "活动介绍";
    what_to_expect => "What to expect", "活动介绍";
    your_host => "Your host", "主办人";
    tell_a_friend => "Tell a friend", "告诉朋友";
    link_to_page => "Link to this page", "本页链接";
    save_poster => "Save poster", "保存海报";
    closes(when: &str) => "Sign-up closes {when}.", "报名截止：{when}。";
    opens(when: &str) => "Sign-up opens {when}.", "报名开放：{when}。";

    draft_banner => "This is a draft. Only its organisers see it.", "这是草稿，只有组织者能看到。";
    to_console => "Manage this event", "管理活动";
    to_door => "Open the door", "打开签到台";
    cancelled_banner(reason: &str) => "This event was cancelled: {reason}", "活动已取消：{reason}";
    draft => "Draft", "草稿";
    scheduled => "Opens soon", "即将开放";
    open => "Open", "报名中";
    full => "Full", "名额已满";
    closed => "Sign-up closed", "报名已截止";
    running => "On now", "进行中";
    ended => "Over", "已结束";
    cancelled => "Cancelled", "已取消";
    closed_text => "Sign-up is closed. Ask the host if there is still room.", "报名已截止。可以问问主办人还有没有位子。";
    running_text => "It is happening now.", "活动正在进行。";
    ended_text => "This event is over.", "活动已结束。";

    chapter_events => "Next in this city", "本地近期活动";
    organisers => "Organisers", "组织者";
}

/// A phase in a word.
pub const fn phase(locale: Locale, phase: Phase) -> &'static str {
    match phase {
        Phase::Draft => draft(locale),
        Phase::Scheduled => scheduled(locale),
        Phase::Open => open(locale),
        Phase::Full => full(locale),
        Phase::Closed => closed(locale),
        Phase::Running => running(locale),
        Phase::Ended => ended(locale),
        Phase::Recap => super::lifecycle::recap_phase(locale),
        Phase::Postponed => super::lifecycle::postponed(locale),
        Phase::Cancelled => cancelled(locale),
    }
}
