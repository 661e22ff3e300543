//! Words of an event's life: publishing later, new dates, series, templates, helpers, recaps.

use crate::messages;
use domain::{
    Locale,
    events::{Attendance, Kind, series::Rhythm},
    members::EventRole,
};

messages! {
    // The plan
    kind => "What it is", "活动类型";
    meetup => "Meetup", "见面会";
    open_day => "Open day", "开放日";
    award => "Award", "评选";
    cover_call => "Cover call", "封面征集";
    where_ => "Where people take part", "参加方式";
    in_person => "At a place", "线下";
    online => "Online", "线上";
    hybrid => "At a place, or online", "线下和线上";
    place_hint => "Leave empty for an event that is only online.", "纯线上活动可留空。";
    join_url => "Link to join online", "线上入口链接";
    join_url_hint => "Begins with https. Only those with a seat see it.", "以 https 开头，只有拿到名额的人能看到。";
    began_with(name: &str) => "Begin with “{name}”", "用“{name}”新建";

    // Event page
    map => "Find it on a map", "在地图上查看";
    map_note => "Opens openstreetmap.org.", "将打开 openstreetmap.org。";
    join_online => "Join online", "进入线上活动";
    join_note => "Only people with a seat see this link. Keep it to yourself.", "只有拿到名额的人能看到这个链接，请不要转发。";
    online_for_guests => "The link to join appears here once you have a seat.", "报名成功后，这里会出现线上入口。";
    postponed => "Postponed", "已延期";
    postponed_banner(reason: &str) => "This event is postponed: {reason} A new date is to come.", "活动已延期：{reason} 新的时间待定。";
    postponed_text => "Seats stay as they are. Everybody who signed up gets an email when there is a new date.", "名额保持不变。新时间定下后，会发邮件通知所有报名的人。";
    moved(before: &str) => "Moved. It was to be on {before}.", "时间已改，原定 {before}。";
    recap_phase => "Over, with a recap", "已结束，有回顾";
    see_recap => "See how it was", "看看活动回顾";

    // Console: life
    later => "Publish at a set time", "定时发布";
    later_at => "Publish at", "发布时间";
    later_hint => "Time on the wall at the place.", "活动当地的时间。";
    later_set => "Set the time", "设定时间";
    later_is(when: &str) => "Publishes itself {when}.", "将在 {when} 自动发布。";
    later_off => "Call that off", "取消定时发布";
    postpone => "Postpone, new date to come", "延期，新时间待定";
    postpone_text => "Sign-ups stay, nobody new can sign up, and everybody concerned gets an email.", "已有报名保留，暂停新的报名，并发邮件通知所有相关的人。";
    postpone_reason => "Why is it postponed", "延期原因";
    postpone_yes => "Postpone the event", "延期";
    move_date => "Move to another date", "改期";
    move_text => "Sign-ups stay and can be given up. Everybody concerned gets an email.", "已有报名保留，也可以退回。会发邮件通知所有相关的人。";
    new_start => "New start", "新的开始时间";
    new_end => "New end", "新的结束时间";
    move_yes => "Move the event", "改期";
    write_recap => "Write the recap", "写活动回顾";
    edit_recap => "Edit the recap", "修改活动回顾";

    // Console: once more
    once_more => "Once more", "再来一次";
    copy => "Copy as a new draft", "复制成新草稿";
    series => "Series", "系列";
    start_series => "Repeat it by a rule", "按规则重复";
    series_text => "The drafts of a series are made like its newest event. Dates follow the calendar, so the hour stays when the clocks change.", "系列里的草稿会照最新的一场来做。日期按日历推算，换夏令时也不改变钟点。";
    series_name => "Name of the series", "系列名称";
    rhythm => "It comes again", "重复方式";
    weekly => "On the same weekday", "每隔几周的同一天";
    monthly_by_weekday => "On the same weekday of the month, like the 2nd Saturday", "每月第几个星期几";
    monthly_by_last_weekday => "On the last such weekday of the month", "每月最后一个星期几";
    monthly_by_date => "On the same date of the month", "每月同一日";
    every => "Every how many weeks or months", "间隔几周或几个月";
    every_hint => "1 is every time, 2 every second time.", "1 表示每次，2 表示隔一次。";
    except => "Dates to skip, one per line", "例外日期，每行一个";
    except_hint => "Written like 2027-03-20.", "写成 2027-03-20 这样。";
    series_save => "Start the series", "建立系列";
    series_change => "Save the rule", "保存规则";
    series_rule => "The rule", "重复规则";
    series_next => "What comes next", "接下来的日期";
    series_none => "There are no more days by this rule.", "按这个规则没有更多日期了。";
    series_count => "How many drafts", "做几份草稿";
    series_make => "Make the next drafts", "生成接下来的草稿";
    series_events => "Its events", "系列里的活动";
    template => "Keep as a template", "存为模板";
    template_text => "A plan to begin the next event with. It takes along the words, the place, the seats and who gets one, the questions, and on an open day the roles and shifts with their places and requirements. It leaves behind the dates, the link to join, the picture, the reminders, and everybody who has a part in it.", "下次办活动可以直接套用。模板包含文案、地点、名额与报名方式、报名问题；开放日还包括岗位、班次、人数和要求。不包含日期、线上链接、封面图、提醒设置和参与人员。";
    template_brings(names: &str) => "An open day that begins with this template has its roles and shifts: {names}. Each shift lies as far from the start as it did.", "用这个模板创建的开放日自带以下岗位和班次：{names}。各班次与活动开始时间的间隔不变。";
    template_name => "Name of the template", "模板名称";
    template_save => "Keep the template", "保存模板";
    templates => "Templates", "模板";
    template_delete(name: &str) => "Throw “{name}” away", "删除“{name}”";

    // Console: beside the last one
    compared => "Beside the last one", "和上一次比";
    this_one => "This one", "这一次";
    measure => "Number", "项目";
    n_signed_up => "With a seat", "拿到名额";
    n_capacity => "Seats", "名额";
    n_waiting => "In line", "排队";
    n_came => "Came", "到场";
    n_missed => "Did not come", "未到场";
    n_filled => "Full after", "报满用时";
    not_known => "Not yet", "还没有";
    row(signed_up: i64, capacity: i64, came: i64) => "{signed_up} of {capacity} seats taken, {came} came.", "{capacity} 个名额已报 {signed_up} 个，{came} 人到场。";

    // Helpers
    helpers => "Who helps", "协作者";
    helpers_text => "They get a letter with a link that works once, for two weeks. Each role sees only what it needs.", "对方会收到一封信，里面的链接两周内有效、只能用一次。每种角色只看到需要的内容。";
    co_organiser => "Co-organiser", "联合组织者";
    co_organiser_text => "Runs this event with you: people, answers, changes.", "和你一起组织这个活动：名单、回答、修改。";
    door_role => "Door", "签到";
    door_text => "Lets people in, and sees nothing else.", "只负责核对入场，看不到别的。";
    shift_lead => "Shift lead", "带班";
    shift_lead_text => "Says who was there and who worked, in the shifts they lead.", "在自己带的班次里，记录谁到了、谁完成了。";
    role => "Their part", "角色";
    whom => "Name in their address, or their email", "对方主页地址名或邮箱";
    invite => "Send the invitation", "发送邀请";
    helper(name: &str, role: &str) => "{name}, {role}", "{name}，{role}";
    waits(whom: &str, role: &str, until: &str) => "{whom}, {role}: asked, until {until}", "{whom}，{role}：已邀请，{until}前有效";
    withdraw(whom: &str) => "Take back the invitation of {whom}", "撤回给 {whom} 的邀请";
    invited_title => "Will you help?", "愿意来帮忙吗？";
    invited_by(from: &str) => "{from} asks you.", "{from} 邀请你。";
    invited_until(until: &str) => "The invitation is open until {until}.", "邀请在 {until} 前有效。";
    accept => "Yes, I will", "好，我来";
    decline => "No, thank you", "谢谢，不了";

    // Recap
    recap => "Recap", "活动回顾";
    recap_title(title: &str) => "How it was: {title}", "活动回顾：{title}";
    recap_story => "What happened", "活动经过";
    recap_story_hint => "Everybody can read it. Markdown, as in the plan.", "所有人可见，支持 Markdown。";
    recap_publish => "Publish the recap", "发布回顾";
    recap_photos => "Photos", "照片";
    recap_photo => "A photo", "照片";
    recap_photo_hint => "PNG, JPEG or WebP, up to 8 MB. Ask who is on it first.", "PNG、JPEG 或 WebP，不超过 8 MB。请先征得照片里的人同意。";
    recap_alt => "What it shows", "照片内容";
    recap_alt_hint => "For those who do not see it.", "写给看不到图片的人。";
    recap_add => "Add the photo", "添加照片";
    recap_remove(alt: &str) => "Remove the photo: {alt}", "移除照片：{alt}";
    came(n: i64) => one "1 person came", other "{n} people came", "{n} 人到场";
    first_timers(n: i64) => one "1 for the first time", other "{n} for the first time", "其中 {n} 人第一次参加";
    to_event => "The event’s page", "活动页面";

    // Chapter
    chapter_team => "Who organises here", "同城会组织者";
    chapter_team_text => "Each of them can plan events here, run all of them, and name others.", "每位组织者都能在这里计划和管理活动，也能添加其他组织者。";

    // The log
    a_scheduled => "Publishing set for later", "设定定时发布";
    a_called_off => "Publishing called off", "取消定时发布";
    a_postponed => "Postponed", "延期";
    a_rescheduled => "Moved to another date", "改期";
    a_recap => "Recap written", "写了活动回顾";
    a_photo => "Photo added", "添加照片";
    a_photo_gone => "Photo removed", "移除照片";
    a_invited => "Helper invited", "邀请协作者";
    a_withdrawn => "Invitation taken back", "撤回邀请";
    a_declined => "Invitation declined", "邀请被谢绝";
    a_series => "Series started", "建立系列";
    a_template => "Template kept", "保存模板";
}

/// A kind in a word.
pub const fn kind_word(locale: Locale, kind: Kind) -> &'static str {
    match kind {
        Kind::Meetup => meetup(locale),
        Kind::OpenDay => open_day(locale),
        Kind::Award => award(locale),
        Kind::CoverCall => cover_call(locale),
    }
}

/// A way to take part in a word.
pub const fn attendance(locale: Locale, attendance: Attendance) -> &'static str {
    match attendance {
        Attendance::InPerson => in_person(locale),
        Attendance::Online => online(locale),
        Attendance::Hybrid => hybrid(locale),
    }
}

/// A rhythm in words.
pub const fn rhythm_words(locale: Locale, rhythm: Rhythm) -> &'static str {
    match rhythm {
        Rhythm::Weekly => weekly(locale),
        Rhythm::MonthlyByWeekday => monthly_by_weekday(locale),
        Rhythm::MonthlyByLastWeekday => monthly_by_last_weekday(locale),
        Rhythm::MonthlyByDate => monthly_by_date(locale),
    }
}

/// A part in an event in a word.
pub const fn role_word(locale: Locale, role: EventRole) -> &'static str {
    match role {
        EventRole::CoOrganiser => co_organiser(locale),
        EventRole::Door => door_role(locale),
        EventRole::ShiftLead => shift_lead(locale),
    }
}

/// The audit log's word in the reader's language, where it is one of an event's life.
pub fn action(locale: Locale, word: &str) -> Option<&'static str> {
    Some(match word {
        "publish_scheduled" => a_scheduled(locale),
        "publish_called_off" => a_called_off(locale),
        "event_postponed" => a_postponed(locale),
        "event_rescheduled" => a_rescheduled(locale),
        "recap_written" => a_recap(locale),
        "recap_picture_added" => a_photo(locale),
        "recap_picture_removed" => a_photo_gone(locale),
        "helper_invited" => a_invited(locale),
        "invitation_withdrawn" => a_withdrawn(locale),
        "invitation_declined" => a_declined(locale),
        "series_started" => a_series(locale),
        "template_saved" => a_template(locale),
        _ => return None,
    })
}
