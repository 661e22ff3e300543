//! Words of the door: two words first, then who, then what the helper may do.

use crate::messages;

messages! {
    door_of(title: &str) => "Door: {title}", "签到台：{title}";
    doors => "Your doors", "我的签到台";
    doors_lede => "Open one to check tickets in.", "打开一场活动，开始签到。";
    today => "Today", "今天";
    next_doors => "Next", "接下来";
    no_doors => "No door to keep now", "目前没有要签到的活动";
    no_doors_text => "The next event whose door you keep appears here when it is published.", "你负责签到的活动发布后，会出现在这里。";
    came_of(came: i64, taken: i64) => "{came} of {taken} are in", "{taken} 人报名，{came} 人已入场";
    done => "Done", "完成";
    type_code => "Type the code", "输入入场码";
    check_in => "Check in", "签到";
    are_in(taken: i64) => " of {taken} are in", " / {taken} 已入场";
    scan => "Scan with the camera", "用摄像头扫码";
    stop_camera => "Stop the camera", "关闭摄像头";
    hold => "Hold the ticket’s code inside the frame", "把入场码放进取景框";
    no_camera => "The camera could not be opened. Type the code below the picture.", "无法打开摄像头，请在下方输入入场码。";
    next_one => "Next", "下一位";

    come_in => "Come in", "请进";
    already_in => "Already in", "已入场";
    wrong_event => "Wrong event", "不是本场";
    cancelled => "Given up", "已退回";
    waiting => "No seat", "没有名额";
    on_shift => "Shift starts", "开始值班";
    off_shift => "Shift worked", "完成值班";
    shift_later => "Too early", "还没到时间";
    shift_done => "Done already", "已经完成";
    shift_over => "Ask the lead", "请问带班";
    shift_time(role: &str, time: &str) => "{role}, {time}", "{role}，{time}";
    scan_again => "Scan this ticket again when they go.", "离开时再扫一次这个码。";
    shift_at(time: &str) => "Their shift starts at {time}. They can come in two hours before.", "班次 {time} 开始，最早提前两小时入场。";
    shift_done_text => "This shift is credited. Nothing more to do.", "这个班次已记入荣誉，无需再扫。";
    shift_over_text => "The shift is over and nobody scanned them in. The shift lead says whether they worked.", "班次已结束，没有签到记录。由带班确认是否完成。";
    unknown => "Unknown code", "无此入场码";
    honor_added(n: i64) => "+{n} honor", "+{n} 荣誉";
    badge_earned(badge: &str) => "Badge earned: {badge}", "获得徽章：{badge}";
    since(time: &str) => "since {time}", "{time} 已入场";
    already_text => "Ask for a name, then decide.", "问一下名字，再决定。";
    ticket_for(title: &str) => "This ticket is for {title}", "这张门票属于：{title}";
    cancelled_text => "This seat was given up. If there is room, they can sign up again on their phone.", "这个名额已退回。如果还有位子，可以用手机重新报名。";
    waiting_text(n: i64) => "Number {n} in line. Let them in only if there is room.", "排在第 {n} 位。有空位时才放行。";
    undecided_text => "Nobody has decided yet whether they get a seat. Let them in only if there is room.", "还没有确认名额。有空位时才放行。";
    unknown_text => "Check the letters, or ask for the code in the email.", "核对一下字母，或看邮件里的入场码。";
    note(label: &str, answer: &str) => "{label}: {answer}", "{label}：{answer}";
}
