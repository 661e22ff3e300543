//! Words of open days: shifts to take, the organiser's desk, the lead's list.

use crate::messages;
use domain::{
    Locale,
    signups::shifts::{presence::Word, view::Stands},
};

messages! {
    run_it => "Run the open day with us", "和我们一起办开放日";
    title(event: &str) => "Pick a shift: {event}", "选班次：{event}";
    lede => "Pick a shift. Give it back or swap it until it begins, and nothing is lost.", "选一个班次。开始之前都可以退回或换班，没有任何影响。";
    steps => "Sign-up steps", "报名步骤";
    step_shift => "Shift", "班次";
    step_details => "Details", "确认";
    step_done => "Done", "完成";
    places_open(n: i64) => one "{n} place open", other "{n} places open", "还有 {n} 个空位";
    places_taken(taken: i64, of: i64) => "{taken} of {of} taken", "已报 {taken} / {of}";
    to_shifts(n: i64) => one "Help run it: {n} place open", other "Help run it: {n} places open", "来帮忙：还有 {n} 个空位";
    to_shifts_full => "Help run it: see the shifts", "来帮忙：查看班次";
    left(n: i64) => one "{n} place left", other "{n} places left", "剩 {n} 位";
    full => "Full", "已满";
    full_line(n: i64) => "Full, {n} in line", "已满，{n} 人排队";
    picked => "✓ Picked", "✓ 已选";
    yours => "Yours", "你的班次";
    clash => "Clashes", "时间冲突";
    clash_with(what: &str) => "Shifts that clash are at the same time as what you have: {what}.", "标“时间冲突”的班次和你已有的安排重叠：{what}。";
    from_tier(tier: &str) => "From {tier} on", "{tier}起";
    closed => "Closed", "已截止";
    earns(n: i64) => "+{n} honor", "+{n} 荣誉";
    plus(n: i64) => "+{n}", "+{n}";
    adults => "18 or older", "需满 18 岁";
    has_briefing => "With a briefing to read", "需先阅读须知";
    note(zone: &str) => "Times are {zone}. Honor is added when you are scanned out at the door, or when your shift lead says that you worked it.", "时间为{zone}。离开时在签到台扫码，或由带班确认后，荣誉才会记入。";
    rule(n: i64) => "An hour earns {n} honor. Hours between 22:00 and 6:00 count half as much again, a second shift on the same day a quarter more.", "每小时 {n} 点荣誉。22:00 至 6:00 的时段按 1.5 倍计，同一天的第二个班次按 1.25 倍计。";
    bar => "Pick a shift", "选一个班次";
    bar_text(n: i64) => "{n} honor an hour", "每小时 {n} 点荣誉";
    take => "Take this shift", "我要这个班次";
    take_line => "Join the line", "加入排队";
    sign_in_to_take => "Sign in to take a shift", "登录后选班次";
    not_now => "No shift can be taken at the moment.", "现在还不能选班次。";
    none => "No shifts yet", "还没有班次";
    none_text => "The organisers are still planning. Look again soon.", "组织者还在安排，过些时候再来看看。";
    to_event => "About the open day", "开放日介绍";

    mine => "Your shifts", "你的班次";
    give_back => "Give it back", "退回";
    give_back_title => "Give this shift back?", "要退回这个班次吗？";
    give_back_text => "Its place goes to the next in line, or is open to all again. You lose no honor.", "位子会让给下一位，或重新开放。你的荣誉不受影响。";
    give_back_yes => "Yes, give it back", "确定退回";
    keep_shift => "Keep it", "保留";
    swap => "Swap it", "换班";
    swap_for(what: &str) => "You swap {what}. It stays yours until the new one is.", "你要换掉{what}。换到新的班次之前，它仍然是你的。";
    swap_to => "Swap to this shift", "换到这个班次";
    no_swap => "Keep it", "不换了";
    role_at(role: &str, time: &str) => "{role}, {time}", "{role}，{time}";
    waiting_at(n: i64) => "Number {n} in line", "排在第 {n} 位";
    offered => "A place is held for you", "为你保留了一个位子";
    worked(n: i64) => "Worked, +{n} honor", "已完成，+{n} 荣誉";
    missed => "Noted as missed", "记为未到";
    earns_then(n: i64) => "Earns {n} honor when you have worked it", "完成后记入 {n} 点荣誉";

    what_to_do => "What you do", "做什么";
    briefing => "Before you come", "须知";
    read_it => "I have read this", "我已阅读";
    is_adult => "I am 18 or older", "我已满 18 岁";
    night_counts => "Some of it is night: those hours count half as much again.", "包含夜间时段，按 1.5 倍计。";
    further_counts => "It is your second shift that day, so it counts a quarter more.", "这是你当天的第二个班次，按 1.25 倍计。";
    is_yours => "You have this shift.", "你已有这个班次。";
    other_time(what: &str) => "At that time you have {what}. Give it back or swap it first.", "这个时间你已有{what}。请先退回或换班。";
    needs_tier(tier: &str) => "This role is for {tier} and above.", "这个岗位需要{tier}及以上。";
    is_closed => "This shift cannot be taken at the moment.", "这个班次现在不能选。";
    is_full(n: i64) => "All places are taken. {n} wait before you; a place that comes free is offered to the first in line.", "位子已满，前面有 {n} 人排队。有空位时先问最前面的人。";
    all_shifts => "All shifts", "全部班次";

    desk => "Roles and shifts", "岗位和班次";
    desk_text => "Each shift has places and a line of its own. Those who take one get a ticket for it.", "每个班次有自己的名额和排队。报名后会得到该班次的门票。";
    add_role => "Add a role", "添加岗位";
    role_name => "Role", "岗位名称";
    role_story => "What it is about", "做什么";
    role_story_hint => "One sentence under the role’s name.", "一句话，显示在岗位名称下面。";
    role_tier => "Who may", "谁可以";
    everybody => "Everybody", "所有人";
    tier_up(tier: &str) => "{tier} and above", "{tier}及以上";
    role_adults => "Only those who are 18 or older", "只限年满 18 岁";
    role_briefing => "Briefing to read first", "须先阅读的须知";
    role_briefing_hint => "Whoever takes a shift says that they have read it. When you change it, newcomers read it anew.", "选班次的人需确认已阅读。修改后，之后报名的人要重新阅读。";
    save_role => "Save the role", "保存岗位";
    edit_role(role: &str) => "Edit {role}", "修改：{role}";
    remove_role(role: &str) => "Remove {role} and its shifts", "删除岗位和班次：{role}";
    no_roles => "No roles yet", "还没有岗位";
    no_roles_text => "Add the first one below, then its shifts.", "先在下面添加岗位，再添加班次。";
    add_slots => "Add shifts", "添加班次";
    add_slots_to(role: &str) => "Add shifts to {role}", "给“{role}”添加班次";
    slots_from => "From", "从";
    slots_until => "Until", "到";
    slots_minutes => "Minutes each", "每班分钟数";
    slots_minutes_hint => "From 09:00 until 21:00 with 180 minutes each makes four shifts.", "比如 09:00 到 21:00，每班 180 分钟，会生成四个班次。";
    slots_places => "Places each", "每班名额";
    lead => "Shift lead", "带班";
    lead_hint => "Invite leads on the event’s console first.", "先在活动管理页邀请带班。";
    no_lead => "Nobody", "无";
    shift_starts => "Starts", "开始";
    shift_ends => "Ends", "结束";
    shift_places => "Places", "名额";
    edit_shift(time: &str) => "Change {time}", "修改 {time}";
    save_shift => "Save the shift", "保存班次";
    remove_shift_at(time: &str) => "Remove the shift {time}", "删除班次 {time}";
    shift_line(taken: i64, capacity: i64, waiting: i64) => "{taken} of {capacity} taken, {waiting} in line", "已报 {taken} / {capacity}，{waiting} 人排队";
    led_by(name: &str) => "led by {name}", "带班：{name}";
    not_led => "nobody leads it yet", "还没有带班";
    places_and_lead(places: &str, lead: &str) => "{places}, {lead}", "{places}，{lead}";
    see_shifts => "See the shifts’ page", "查看班次页面";

    list => "Shift list", "班次名单";
    list_of(event: &str) => "Shifts: {event}", "班次：{event}";
    list_text => "Say who is here and who worked. What you credit stays.", "记录谁到了、谁完成了。一旦记入荣誉就不能更改。";
    no_shifts => "You lead no shift here", "这里没有由你带的班次";
    no_shifts_text => "The organisers say who leads which shift.", "由组织者安排谁带哪个班次。";
    nobody => "Nobody has taken it.", "还没有人报名。";
    here => "Here", "到了";
    did_work => "Worked", "完成";
    did_miss => "Not here", "未到";
    expected => "Expected", "待到";
    came(time: &str) => "Here since {time}", "{time} 到";
    to_come => "To come", "未开始";
    running => "Now", "进行中";
    unsettled(n: i64) => one "1 person waits for your word", other "{n} people wait for your word", "还有 {n} 人等你记录";
    over => "Over", "已结束";

    a_role_added => "Role added", "添加岗位";
    a_role_edited => "Role changed", "修改岗位";
    a_role_removed => "Role removed", "删除岗位";
    a_shifts_added => "Shifts added", "添加班次";
    a_shift_edited => "Shift changed", "修改班次";
    a_shift_removed => "Shift removed", "删除班次";
}

/// The audit log's word, where it is about roles and shifts.
pub fn action(locale: Locale, word: &str) -> Option<&'static str> {
    Some(match word {
        "role_added" => a_role_added(locale),
        "role_edited" => a_role_edited(locale),
        "role_removed" => a_role_removed(locale),
        "shifts_added" => a_shifts_added(locale),
        "shift_edited" => a_shift_edited(locale),
        "shift_removed" => a_shift_removed(locale),
        _ => return None,
    })
}

/// What the lead can say.
pub const fn word(locale: Locale, word: Word) -> &'static str {
    match word {
        Word::Here => here(locale),
        Word::Worked => did_work(locale),
        Word::Missed => did_miss(locale),
    }
}

/// Where a shift stands by the clock.
pub const fn stands(locale: Locale, stands: Stands) -> &'static str {
    match stands {
        Stands::ToCome => to_come(locale),
        Stands::Running => running(locale),
        Stands::Over => over(locale),
    }
}
