//! Words of signing up, the line, and tickets.

use crate::messages;
use domain::Locale;

messages! {
    save_my_seat => "Save my seat", "我要报名";
    join_the_line => "Join the line", "加入排队";
    line_text(n: i64) => one "All seats are taken and 1 person is in line. You go to the end; a seat that comes free is offered to the first in line.", other "All seats are taken and {n} people are in line. You go to the end; a seat that comes free is offered to the first in line.", "名额已满，{n} 人在排队。你会排在最后，有空位时先问最前面的人。";
    half_a_minute => "Takes half a minute.", "半分钟就好。";
    one_tap => "One tap. You can give the seat back any time before the doors open.", "点一下就好。开场前随时可以退回名额。";
    new_or_member => "New here? This makes your account as well. Been here before? Use the email and password you have.", "第一次来？提交后会同时建好账号。来过？直接填你的邮箱和密码。";
    door_name => "Your name, if you are new here", "你的名字（第一次来请填写）";
    door_name_hint => "For the list at the door. If you have an account already, leave this empty.", "用于签到名单。已有账号的不用填。";
    email => "Email", "邮箱";
    email_hint => "Your ticket and news about this event go here. You decide about the rest.", "门票和这次活动的消息发到这里，其他信件由你决定。";
    password => "Password", "密码";
    password_hint => "Ten characters or more; four words work well.", "至少十个字符，几个词连起来就很好。";
    list_me => "Show my name under “Who is coming”. You can change this later.", "在“谁会来”里显示我的名字，之后可以更改。";
    yes => "Yes", "是";
    no => "No", "否";
    host_sees => "The organisers see your name. Who sees your answers is said with the questions. Your name is public only if you tick the box.", "组织者能看到你的名字。回答谁能看到，问题旁有说明；勾选后才会公开你的名字。";
    seen_by_organisers(until: &str) => "Only the organisers see this. Deleted after {until}.", "只有组织者能看到，保留到{until}后删除。";
    answers_seen(until: &str) => "Only the organisers see your answers, unless a question says otherwise. Deleted after {until}.", "除非问题另有说明，只有组织者能看到你的回答，保留到{until}后删除。";
    seen_at_the_door(until: &str) => "The organisers and the staff at the door see this. Deleted after {until}.", "组织者和签到人员能看到，保留到{until}后删除。";
    note_and(note: &str, seen: &str) => "{note} ({seen})", "{note}（{seen}）";
    only_if(answer: &str, question: &str) => "Only if you answer “{answer}” to “{question}”:", "仅当“{question}”选“{answer}”时填写：";
    file_later => "You hand this in on your ticket, after signing up.", "报名后在门票上提交文件。";

    you_have_a_seat => "You have a seat", "你已报名";
    see_ticket => "See my ticket", "查看门票";
    you_are_in_line(n: i64) => "You are number {n} in line", "你排在第 {n} 位";
    you_are_in(time: &str) => "You came in at {time}", "你已在 {time} 入场";

    your_tickets => "Your tickets", "我的门票";
    no_tickets => "No tickets yet", "还没有门票";
    no_tickets_text => "Save a seat and its ticket appears here.", "报名后，门票会出现在这里。";
    past_tickets => "Where you were", "参加过的活动";
    confirmed => "Confirmed", "已确认";
    waiting_at(n: i64) => "Waiting, position {n}", "排队中，第 {n} 位";
    given_up => "Given up", "已退回";
    came_in(time: &str) => "Came in, {time}", "已入场，{time}";
    missed => "Not there", "未到场";
    event_cancelled => "Event cancelled", "活动已取消";
    show_code(name: &str) => "Show the code, or say your name: {name}", "出示入场码，或报上名字：{name}";
    line_rule(n: i64) => "You are number {n} in line. A seat that comes free is offered to the first in line, by email and here.", "你排在第 {n} 位。有空位时先问最前面的人，会发邮件，这里也会显示。";
    give_up => "Give up my seat", "退回名额";
    give_up_title => "Give up your seat?", "要退回名额吗？";
    give_up_text => "Whoever is next in line is offered it at once. You lose no honor. If you change your mind, you take what is free then, or the end of the line.", "名额会马上让给下一位排队的人。你的荣誉不受影响。如果改变主意，只能重新报名或排队。";
    give_it_up => "Give it up", "退回";
    keep_it => "Keep my seat", "保留名额";
    leave_line => "Leave the line", "退出排队";
    leave_title => "Leave the line?", "要退出排队吗？";
    leave_text(place: i64) => "You lose place {place}. If you change your mind, you join the end of the line.", "你会失去第 {place} 位。如果改变主意，需要重新排队。";
    stay_in_line => "Stay in line", "继续排队";
    offered => "Your turn", "轮到你了";
    offered_until(until: &str) => "A seat is held for you until {until}.", "为你保留了一个名额，到{until}为止。";
    offer_rule => "After that it goes to the next in line. Letting it go costs no honor.", "过时会给下一位。放弃不影响荣誉。";
    offer_is_over => "This offer is over: it was answered, or its time was up.", "这个名额已经处理过，或者保留时间已过。";
    take_offer => "Take the seat", "接受名额";
    pass_offer => "Let it go", "放弃";
    decide => "Take it or let it go", "接受或放弃";
    seat_free => "A seat is free. First come, first served: whoever takes it has it.", "有名额空出，先到先得。";
    why_not_me => "Why am I not offered a seat?", "为什么还没轮到我？";
    see_line => "How the line moves", "排队公开记录";

    listed_on => "Your name is shown under “Who is coming”.", "你的名字显示在“谁会来”里。";
    listed_off => "You are coming quietly: your name is not shown.", "你选择了不公开名字。";
    show_me => "Show my name", "显示我的名字";
    hide_me => "Hide my name", "隐藏我的名字";

    your_answers => "Your answers", "我的回答";
    save_answers => "Save my answers", "保存回答";
    history_kept => "You can change these until sign-up closes. The organisers see what they were before.", "报名截止前可以修改，组织者能看到修改前的内容。";
    still_missing(what: &str) => "Still missing: {what}", "还缺：{what}";
    add_what_is_missing => "Sign-up is closed. What is missing can still be added until the event begins.", "报名已截止。还缺的内容在活动开始前仍可补上。";
    answers_gone(day: &str) => "Your answers were deleted on {day}, as promised.", "你的回答已按约定在{day}删除。";
    choose_file => "Choose a file", "选择文件";
    another_file => "Another file in its place", "换一个文件";
    file_kinds(max_mb: u32) => "PNG, JPEG, WebP or PDF, up to {max_mb} MB.", "PNG、JPEG、WebP 或 PDF，不超过 {max_mb} MB。";
    hand_in => "Hand it in", "提交文件";
}

/// Things one after the other.
pub fn listed(locale: Locale, all: &[&str]) -> String {
    all.join(match locale {
        Locale::En => ", ",
        Locale::ZhCn => "、",
    })
}
