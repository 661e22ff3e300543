//! Words of leaderboards and seasons.

use crate::messages;

messages! {
    title => "Leaderboard", "荣誉榜";
    lede => "Who did how much for the club. It shows people with a public page who did not leave it.", "谁为社区付出了多少。主页公开且没有退出的人会上榜。";
    lifetime => "All time", "历史总榜";
    lifetime_text => "Honor that never resets.", "永不清零的荣誉。";
    everybody => "Everybody", "全部";
    when => "When", "时间";
    of_whom => "Who", "范围";
    of_event => "Where you were", "你参加过的活动";
    event_text(event: &str) => "Who was at {event} and is on the leaderboards. Only those who were there and the organisers see this.", "参加过《{event}》并且上榜的人。只有到场的人和组织者能看到。";
    rank => "Rank", "名次";
    name => "Name", "名字";
    honor => "Honor", "荣誉";
    members(n: i64) => one "{n} person is on it.", other "{n} people are on it.", "共 {n} 人上榜。";
    you => "you", "你";
    yours(rank: i64, points: i64) => "You are number {rank}, with {points} honor.", "你排第 {rank} 名，荣誉 {points}。";
    show_me => "Show my place", "看我的位置";
    hidden => "You are on no board: your page is private, or you left them.", "你不在榜上：你的主页未公开，或者你已退出荣誉榜。";
    choose => "Choose what is shown", "选择公开内容";
    nobody => "Nobody yet", "还没有人";
    nobody_text => "Honor that is earned from now on appears here, of people with a public page.", "从现在起获得的荣誉会显示在这里，仅限公开主页的人。";
    next_page => "Further down", "往后看";
    to_top => "To the top", "回到榜首";
    ties => "Who has as much honor has the same rank; who got there first stands first.", "荣誉相同名次相同，先达到的排在前面。";
    as_data => "For other programs (JSON)", "数据（JSON）";

    seasons => "Seasons", "赛季";
    seasons_lede => "Periods of the leaderboard. Lifetime honor never resets.", "荣誉榜的时间段。累计荣誉永不清零。";
    seasons_none => "No season yet", "还没有赛季";
    seasons_none_text => "Until there is one, the leaderboard shows lifetime honor.", "有赛季之前，荣誉榜显示累计荣誉。";
    season_name => "Name", "名称";
    first_day => "First day", "第一天";
    last_day => "Last day", "最后一天";
    new_season => "New season", "新赛季";
    make_season => "Make the season", "创建赛季";
    change_season(name: &str) => "Change {name}", "修改 {name}";
    delete_season(name: &str) => "Delete {name}", "删除 {name}";
    runs => "Runs now", "进行中";
    zone => "Time zone of the site", "网站时区";
    zone_text => "Seasons begin and end at midnight there; for Regulars a day ends there too.", "赛季按这个时区的零点开始和结束，常客规则的日期也按它计算。";
}
