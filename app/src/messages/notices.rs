//! Words of letters: inbox, choices about mail, announcements, what became of them.

use crate::messages;
use domain::{
    Locale,
    notices::{Delivery, ReminderRule, announce::Group, quiet::clock},
};

messages! {
    inbox => "Inbox", "收件箱";
    inbox_unread(n: i64) => "Inbox ({n})", "收件箱（{n}）";
    unread(n: i64) => one "{n} letter you have not read.", other "{n} letters you have not read.", "{n} 封未读。";
    all_read => "You have read everything.", "全部已读。";
    mark_all => "Mark all as read", "全部标为已读";
    mark_one => "Mark as read", "标为已读";
    new_one => "New", "新";
    no_letters => "No letters yet", "还没有信";
    no_letters_text => "Tickets, reminders and news of your events come here, and by mail.", "门票、提醒和活动消息会出现在这里，也会发到邮箱。";
    older => "Older letters", "更早的信";
    about_mail => "Mail and calendar", "邮件和日历";

    choices_lede => "When we write to you, and what your calendar follows.", "我们什么时候写信，你的日历里显示什么。";
    quiet => "Quiet hours", "免打扰时段";
    quiet_text(zone: &str) => "Mail that can wait waits until morning. Codes, offers and news of the last day before an event always come at once. By the clocks of {zone}; leave both empty for no quiet hours.", "不急的邮件等到早上再发。验证码、名额邀请和活动前一天内的消息总是马上发。按 {zone} 的时间；两项都留空则不设免打扰。";
    quiet_from => "From", "从";
    quiet_until => "Until", "到";
    time_hint => "For example 22:00.", "例如 22:00。";
    announcements_tick => "Organisers’ announcements by mail", "用邮件接收组织者的群发通知";
    announcements_hint => "They are always in your inbox here. What you need to know about your seat always comes by mail.", "站内收件箱始终能看到。与你的名额有关的消息始终会发。";
    save_choice => "Save", "保存";

    calendar => "Your own calendar", "你的专属日历";
    calendar_text => "One address for your calendar program: your seats, your places in line, and what was cancelled.", "给日历程序用的一个地址：你的名额、排队和已取消的活动。";
    calendar_secret => "Whoever has this address sees where you go. It is shown only now; make a new one when it is lost.", "有这个地址的人能看到你参加什么。它只显示这一次，丢了就重新生成。";
    calendar_since(at: &str) => "You have an address since {at}. A new one takes its place, and the old one stops working.", "已有地址，生成于 {at}。重新生成后旧地址失效。";
    calendar_address => "Address of your calendar", "日历地址";
    calendar_make => "Make my calendar address", "生成日历地址";
    calendar_anew => "Make a new address", "重新生成";
    calendar_off => "Switch it off", "停用";
    open_calendar => "Open in my calendar", "在日历中打开";
    follow_calendar => "Follow in my calendar", "订阅日历";
    follow_news => "News feed", "订阅动态";
    in_my_calendar => "All of them in my calendar", "全部放进我的日历";

    unsubscribe_title => "No more announcements", "不再接收群发通知";
    unsubscribe_text(email: &str) => "Organisers’ announcements will no longer be mailed to {email}. Tickets, changes and cancellations still come.", "组织者的群发通知不再发到 {email}。入场码、变动和取消的消息仍会发送。";
    unsubscribe_button => "Stop these mails", "停止接收";
    unsubscribed(email: &str) => "Announcements are no longer mailed to {email}. You find them in your inbox here, and you can have them back in your settings.", "群发通知不再发到 {email}。在这里的收件箱仍能看到，也可以在设置中重新打开。";

    letters => "Letters", "信件";
    letters_of(title: &str) => "Letters about {title}", "《{title}》的信件";
    letters_lede => "What goes out by itself, and what you write.", "自动发出的，和你写的。";
    reminders => "Reminders", "提醒";
    reminders_text => "They go to everybody with a seat, in their language, and follow the event when it moves.", "发给每个有名额的人，用各自的语言；活动改期后随之改变。";
    r_days(n: u32, at: &str) => one "The day before, at {at}", other "{n} days before, at {at}", "提前 {n} 天，{at}";
    r_hours(n: u32) => one "One hour before", other "{n} hours before", "提前 {n} 小时";
    r_minutes(n: u32) => "{n} minutes before", "提前 {n} 分钟";
    reminder_missed => "not sent: its time has passed", "未发送：已过时间";
    no_reminders => "Nobody is reminded.", "不发提醒。";
    reminder_off => "Remove", "移除";
    reminder_add => "Add a reminder", "添加提醒";
    reminder_ahead => "How long before the start", "提前多久";
    reminder_unit => "Counted in", "单位";
    u_days => "days", "天";
    u_hours => "hours", "小时";
    u_minutes => "minutes", "分钟";
    reminder_at => "At what time", "几点发";
    reminder_at_hint => "For days only, by the clocks of the event’s place: 18:00", "只用于按天提醒，按活动地点的时间，如 18:00";
    reminder_add_yes => "Add it", "添加";
    reminder_sent(n: i64) => one "sent to {n} person", other "sent to {n} people", "已发给 {n} 人";
    reminder_waits => "not yet", "尚未发送";
    announcements => "Announcements", "群发通知";
    no_announcements => "You have written none yet.", "还没有写过。";
    draft => "draft", "草稿";
    sent_on(at: &str, n: i64) => "sent on {at} to {n}", "{at} 发给 {n} 人";
    write => "Write an announcement", "写群发通知";
    subject => "Subject", "主题";
    body => "Your words", "正文";
    body_hint => "Plain text; an empty line begins a new paragraph. Everybody gets it as you write it.", "纯文本，空行分段。每个人收到的都是你写的原文。";
    to_whom => "To whom", "发给谁";
    g_confirmed(n: i64) => "Everybody with a seat ({n})", "有名额的人（{n}）";
    g_waiting(n: i64) => "Everybody in line ({n})", "排队的人（{n}）";
    g_checked_in(n: i64) => "Who came ({n})", "到场的人（{n}）";
    g_not_checked_in(n: i64) => "Who did not come ({n})", "没到场的人（{n}）";
    g_undecided(n: i64) => "Not decided yet ({n})", "还没有结果的人（{n}）";
    g_guests(n: i64) => "Guests who do not help ({n})", "只来参加、不值班的人（{n}）";
    g_helpers(n: i64) => "Everybody in a shift ({n})", "所有值班的人（{n}）";
    g_one(name: &str, n: i64) => "{name} ({n})", "{name}（{n} 人）";
    to_role => "Everybody of one role", "某个岗位的人";
    to_shift => "Everybody of one shift", "某个班次的人";
    nobody_more => "None", "不选";
    look_at_it => "Look at it first", "先预览";
    change => "Change it", "修改";
    keep => "Keep the changes", "保存修改";
    preview => "This is how it will be", "预览";
    reaches(n: i64) => one "It goes to {n} person.", other "It goes to {n} people.", "将发给 {n} 人。";
    inbox_only(n: i64) => one "{n} of them wants no such mail and finds it in the inbox.", other "{n} of them want no such mail and find it in the inbox.", "其中 {n} 人不收群发邮件，只在收件箱里看到。";
    send => "Send it now", "现在发送";
    send_text => "A letter cannot be called back.", "发出后无法撤回。";
    sent_by(at: &str, who: &str) => "Sent on {at} by {who}", "{who} 于 {at} 发送";

    mail => "Mail", "邮件";
    mail_lede => "What became of all letters of the last week, and every one that did not arrive.", "最近一周信件的去向，以及所有没送到的信。";
    d_waiting => "Waiting", "等待发送";
    d_sent => "Sent", "已发送";
    d_skipped => "Not mailed", "未发邮件";
    d_retrying => "Trying again", "重试中";
    d_bounced => "No such box", "邮箱不存在";
    d_given_up => "Given up", "已放弃";
    troubles => "Not arrived", "没送到";
    no_troubles => "Every letter went its way.", "所有信件都已正常发出。";
    who => "To", "收信人";
    what => "Letter", "信件";
    state => "State", "状态";
    tries => "Tries", "次数";
    when => "Written", "时间";
    why => "What the mail server said", "邮件服务器的答复";
    k_code => "A code", "验证码";
    k_seat => "Seat", "名额";
    k_line => "Waiting list", "排队";
    k_change => "Change or cancellation", "变动或取消";
    k_badge => "Badge", "徽章";
    k_standing => "Tier", "等级";
    k_honor => "Honor put right", "荣誉更正";
    k_reminder => "Reminder", "提醒";
    k_recap => "Recap", "回顾";
    k_announcement => "Announcement", "群发通知";
    k_other => "Letter", "信件";
}

/// What became of a letter.
pub const fn delivery(locale: Locale, delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::Waiting => d_waiting(locale),
        Delivery::Sent => d_sent(locale),
        Delivery::Skipped => d_skipped(locale),
        Delivery::Retrying => d_retrying(locale),
        Delivery::Bounced => d_bounced(locale),
        Delivery::GivenUp => d_given_up(locale),
    }
}

/// A group with how many are in it.
pub fn group(locale: Locale, group: Group, n: i64) -> String {
    match group {
        Group::Confirmed => g_confirmed(locale, n),
        Group::Waiting => g_waiting(locale, n),
        Group::CheckedIn => g_checked_in(locale, n),
        Group::NotCheckedIn => g_not_checked_in(locale, n),
        Group::Undecided => g_undecided(locale, n),
        Group::Guests => g_guests(locale, n),
        Group::Helpers | Group::Role(_) | Group::Shift(_) => g_helpers(locale, n),
    }
}

/// When a reminder goes out.
pub fn rule(locale: Locale, rule: ReminderRule) -> String {
    match rule {
        ReminderRule::Days { days, minute } => r_days(locale, days, &clock(minute)),
        ReminderRule::Minutes(n) if n % 60 == 0 => r_hours(locale, n / 60),
        ReminderRule::Minutes(n) => r_minutes(locale, n),
    }
}

/// The kind of a letter, by its stored word.
pub fn kind(locale: Locale, word: &str) -> &'static str {
    match word {
        "confirm_email" | "reset_password" => k_code(locale),
        "seat_saved" | "seat_given_up" | "removed" | "pending" | "not_approved" => k_seat(locale),
        "in_line" | "offer" | "offer_expired" | "first_come" | "seat_free" => k_line(locale),
        "event_changed" | "event_cancelled" | "event_postponed" => k_change(locale),
        "badge_granted" | "badges_granted" | "badge_revoked" | "badge_restored" => k_badge(locale),
        "honor_corrected" => k_honor(locale),
        "standing" => k_standing(locale),
        "reminder" => k_reminder(locale),
        "recap" => k_recap(locale),
        "announcement" => k_announcement(locale),
        _ => k_other(locale),
    }
}
