//! Words of the organiser's pages.

use crate::messages;
use domain::Locale;

messages! {
    organise => "Organise", "组织活动";
    organise_lede => "Everything your chapters run.", "你负责的全部活动。";
    new_event => "New event", "新建活动";
    grant_badge => "Grant a badge", "授予徽章";
    no_events => "No events yet", "还没有活动";
    no_events_text => "Plan the first one: it stays a draft until you publish it.", "先计划一个吧，发布前一直是草稿。";
    past_events(n: usize) => one "1 past event", other "{n} past events", "往期活动（{n}）";
    row(phase: &str, taken: i64, capacity: i64, came: i64) => "{phase}. {taken} of {capacity} seats taken, {came} came in.", "{phase}。{capacity} 个名额已报 {taken} 个，{came} 人入场。";

    chapters => "Chapters", "同城会";
    new_chapter => "Found a chapter", "新建同城会";
    chapter_name => "Its name", "名称";
    city => "City", "城市";
    chapter_story => "What it is about", "简介";
    found_chapter => "Start the chapter", "创建同城会";
    chapter_organisers => "Who organises", "组织者";
    add_organiser => "Let them organise", "添加组织者";
    first_chapter => "An event belongs to a chapter. Found the first one.", "活动属于某个同城会，请先新建一个。";

    plan_new => "Plan an event", "新建活动";
    plan_edit => "Edit the event", "修改活动";
    chapter => "Chapter", "同城会";
    title => "Title", "标题";
    summary => "In one sentence", "一句话介绍";
    summary_hint => "Shown under the title and when the link is shared.", "显示在标题下和分享预览里。";
    story => "The story", "详细介绍";
    story_hint => "Leave a line empty for a new paragraph. Lists begin with -, **two stars** make bold, [words](https://…) make a link.", "空一行分段。行首写 - 是列表，**两个星号**加粗，[文字](https://…) 是链接。";
    written_in => "Written in", "介绍语言";
    where_and_when => "Where and when", "地点和时间";
    seats_and_sign_up => "Seats and sign-up", "名额和报名";
    zone => "Time zone of the place", "活动所在时区";
    starts => "Starts", "开始";
    ends => "Ends", "结束";
    local_hint => "Local time at the place.", "活动当地的时间。";
    venue => "Place", "地点";
    address => "Address and how to find it", "地址和怎么走";
    capacity => "Seats", "名额";
    honor => "Honor for coming", "到场荣誉";
    honor_hint => "0 to 200. Added when somebody is checked in.", "0 到 200，签到时记入。";
    opens => "Sign-up opens", "报名开始";
    opens_hint => "Empty: when you publish.", "留空：发布后立即开放。";
    closes => "Sign-up closes", "报名截止";
    closes_hint => "Empty: at the start.", "留空：活动开始时截止。";
    offer_minutes => "How long a freed seat waits for its answer, in minutes", "候补答复时间（分钟）";
    offer_minutes_hint => "It is held for the first in line. 1440 is a day; it gets shorter near the start.", "空出的名额会为排在最前面的人保留。1440 分钟是一天，临近截止会缩短。";
    cutoff_hours => "Stop the waiting list so many hours before the start", "提前几小时停止排队";
    cutoff_hours_hint => "From then on a free seat goes to whoever takes it first.", "此后空出的名额先到先得。";
    questions => "Questions to those who sign up", "报名时的问题";
    questions_hint => "Organisers see the answers, door staff only those you mark. Whoever signs up reads at each question who sees it and until when.", "组织者能看到回答，签到人员只看到你标出的。每个问题下都会写明谁能看到、保留到什么时候。";
    keep_days => "Days to keep the answers", "回答保留几天";
    keep_days_hint => "Counted from the end of the event; then they are deleted. Once the event is public this can only get shorter.", "从活动结束算起，到期删除。活动发布后只能缩短。";
    question_n(n: usize) => "Question {n}", "问题 {n}";
    asked_of => "Who is asked", "问谁";
    of_guests => "Guests", "来宾";
    of_helpers => "Everybody who takes a shift", "所有值班的人";
    of_everybody => "Guests and helpers", "来宾和值班的人";
    of_role(role: &str) => "Those who take a shift: {role}", "值班的人：{role}";
    question => "The question", "问题内容";
    answer_kind => "Answered by", "回答方式";
    kind_text => "A line of text", "一行文字";
    kind_long_text => "A longer text", "较长的文字";
    kind_choice => "One of these answers", "从选项中选一个";
    kind_several => "Any of these answers", "从选项中选几个";
    kind_yes_no => "Yes or no", "是或否";
    kind_number => "A whole number", "整数";
    kind_date => "A day", "日期";
    kind_consent => "Agreeing to a text", "同意一段文字";
    kind_file => "A file: picture or PDF", "文件：图片或 PDF";
    question_note => "Explanation, or the text to agree to", "说明，或需要同意的文字";
    for_door => "The staff at the door see the answer too", "签到人员也能看到回答";
    shown_if => "Ask it only after", "仅在这个问题之后提问";
    shown_if_hint => "An earlier question with fixed answers. Leave it out to ask it in any case.", "选择前面一道有固定选项的问题；不选则总是提问。";
    shown_answer => "… if the answer is", "……且回答是";
    shown_answer_hint => "One of its answers as it stands there; yes or no.", "照原样填写其中一个选项，或填“是”“否”。";
    no_answer => "No answer", "没有回答";
    answer_missing => "Missing", "未填";
    answer_before(text: &str, until: &str) => "Until {until}: {text}", "{until}之前：{text}";
    answer_changed(n: i64) => one "Changed once", other "Changed {n} times", "改过 {n} 次";
    answers_gone(day: &str) => "The answers were deleted on {day}, as those who gave them were told.", "回答已按约定在{day}删除。";
    choices => "Answers, one a line", "选项，每行一个";
    required => "Must be answered", "必须回答";
    save_draft => "Save the draft", "保存草稿";
    save_changes => "Save the changes", "保存修改";

    parts => "Parts of the event", "活动管理";
    overview => "Overview", "概览";
    places => "Places", "名额与邀请";
    numbers => "From seat to door", "从报名到入场";
    f_signed_up => "Signed up", "报名过";
    f_seated => "Have a seat", "已有名额";
    f_waiting => "In line", "排队中";
    f_came => "Came in", "已入场";
    to_do => "To do", "待办";
    to_decide(n: i64) => one "1 sign-up is not decided yet", other "{n} sign-ups are not decided yet", "{n} 份报名还没有结果";
    to_complete(n: i64) => one "1 person left an answer out", other "{n} people left an answer out", "{n} 人还有回答没填";
    nothing_to_do => "Nothing waits for you.", "目前没有待办。";
    change => "Another date, or none", "改期或取消";
    edit => "Edit", "修改";
    preview => "Preview", "预览";
    see_page => "See the page", "查看活动页";
    publish => "Publish", "发布";
    publish_text => "Everybody sees it from then on.", "发布后所有人都能看到。";
    cancel_event => "Cancel the event", "取消活动";
    cancel_title => "Cancel this event?", "要取消这个活动吗？";
    cancel_text => "Everybody who signed up gets an email. This can’t be taken back.", "所有报名的人都会收到邮件，无法撤回。";
    cancel_reason => "Why", "原因";
    cancel_yes => "Cancel the event", "取消活动";
    cancel_no => "Keep it", "保留活动";
    cover => "Cover picture", "封面图片";
    cover_file => "Another picture", "换一张图片";
    cover_hint => "PNG, JPEG or WebP, up to 8 MB. Wide pictures look best.", "PNG、JPEG 或 WebP，不超过 8 MB，横图效果最好。";
    cover_send => "Use this picture", "使用这张图片";
    people => "People", "报名名单";
    no_people => "Nobody yet", "还没有人报名";
    no_people_text => "Share the page: the first name appears here.", "把页面分享出去，第一个名字会出现在这里。";
    name => "Name", "姓名";
    state => "State", "状态";
    signed_up => "Signed up", "报名时间";
    code => "Code", "入场码";
    in_at(time: &str) => "In, {time}", "已入场，{time}";
    confirmed => "Confirmed", "已确认";
    waiting_at(n: i64) => "Waiting, {n}", "排队第 {n} 位";
    offered_until(until: &str) => "Offered until {until}", "保留到{until}";
    left => "Gave up", "已退回";
    by_hand => "By hand", "手动处理";
    by_hand_text => "A seat by hand adds one, so nobody in line loses theirs. The public log says that it was done, not to whom or why.", "手动给名额会多加一个，排队的人不受影响。公开记录会写明这件事，但不写是谁、为什么。";
    by_hand_reason => "Why", "原因";
    give_seat => "Give a seat", "给一个名额";
    take_off => "Take off the list", "移出名单";
    staff_handle => "Name in their address", "对方主页地址名";
    staff_remove(name: &str) => "Remove {name}", "移除 {name}";
    log => "What happened", "操作记录";
    did(who: &str, what: &str) => "{what}, by {who}", "{what}，{who}";
    the_house => "the house", "系统";

    a_created => "Draft made", "新建草稿";
    a_edited => "Edited", "修改";
    a_published => "Published", "发布";
    a_cancelled => "Cancelled", "取消";
    a_cover => "Cover picture changed", "更换封面";
    a_staff_added => "Helper joined", "协作者加入";
    a_staff_removed => "Helper removed", "移除协作者";
    a_checked_in => "Somebody came in", "签到入场";
    a_removed => "Somebody taken off the list", "移出名单";
    a_seat_given => "Seat given by hand", "手动给名额";
    a_badge => "Badge granted", "授予徽章";
    a_badges => "Badges granted", "批量授予徽章";
    a_capacity => "Seats changed", "调整名额";
    a_announcement => "Announcement sent", "发送群发通知";
    a_imported => "People brought in by a sheet", "表格导入名单";
    a_sheet_kept => "A sheet looked at", "预览名单表格";
    a_exported => "List taken out as a sheet", "导出名单";
    a_file_opened => "A file of somebody’s opened", "打开参加者的文件";
    a_answers_deleted => "Answers deleted", "删除报名回答";
    a_other => "Something else", "其他操作";
}

/// The audit log's word in the reader's language.
pub fn action(locale: Locale, word: &str) -> &'static str {
    match word {
        "event_created" => a_created(locale),
        "event_edited" => a_edited(locale),
        "event_published" => a_published(locale),
        "event_cancelled" => a_cancelled(locale),
        "cover_set" => a_cover(locale),
        "staff_added" => a_staff_added(locale),
        "staff_removed" => a_staff_removed(locale),
        "checked_in" => a_checked_in(locale),
        "signup_removed" => a_removed(locale),
        "seat_given" => a_seat_given(locale),
        "badge_granted" => a_badge(locale),
        "badges_granted" => a_badges(locale),
        "people_imported" => a_imported(locale),
        "sheet_kept" => a_sheet_kept(locale),
        "people_exported" => a_exported(locale),
        "file_opened" => a_file_opened(locale),
        "answers_deleted" => a_answers_deleted(locale),
        "capacity_changed" => a_capacity(locale),
        "announcement_sent" => a_announcement(locale),
        _ => super::lifecycle::action(locale, word)
            .or_else(|| super::tiers::action(locale, word))
            .or_else(|| super::places::action(locale, word))
            .or_else(|| super::shifts::action(locale, word))
            .unwrap_or(a_other(locale)),
    }
}
