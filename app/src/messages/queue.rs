//! Words of the line that everybody can read.

use crate::messages;
use domain::{Locale, signups::queue::Step};

messages! {
    title(event: &str) => "The line for {event}", "《{event}》的排队记录";
    lede => "Every step in its order. People are numbers here; only you know which one is yours.", "每一步都按顺序记在这里。人只用编号表示，只有你知道哪个是自己。";
    yours(n: i64) => "In this log you are number {n}.", "你在记录里的编号是 {n}。";
    seats_fact(taken: i64, capacity: i64) => "{taken} of {capacity} seats taken or held", "{capacity} 个名额，已占用或保留 {taken} 个";
    waiting_fact(n: i64) => one "1 person waits", other "{n} people wait", "{n} 人在排队";
    gone_fact(n: i64) => one "1 person left the line without a seat", other "{n} people left the line without a seat", "{n} 人没等到就离开了";
    no_cutoff => "Offered in turn; no offer runs out until there is a new date", "按顺序保留；新时间确定之前都不会过期";
    cutoff_fact(when: &str) => "Offered in turn until {when}, then first come, first served", "{when}之前按顺序保留，之后先到先得";
    now_first_come(when: &str) => "First come, first served since {when}", "{when}起先到先得";

    why_place(n: i64) => one "You are first in line.", other "You are number {n} in line.", "你排在第 {n} 位。";
    why_none_free => "Every seat is taken, and nobody has given one up. When somebody does, the first in line is asked.", "名额都满了，还没有人退出。有人退出时先问最前面的人。";
    why_offers(n: i64, until: &str) => one "One seat is held for somebody before you, until {until} at the latest. If they let it go, it is passed on.", other "{n} seats are held for people before you, the first until {until}. What they let go is passed on.", "有 {n} 个名额正为前面的人保留，最早到{until}。他们放弃的会往后传。";
    why_frozen(n: i64) => one "The organisers made the event smaller: one seat more is taken than there is. Nobody is put out, so that many have to leave before a seat is offered.", other "The organisers made the event smaller: {n} seats more are taken than there are. Nobody is put out, so that many have to leave before a seat is offered.", "组织者减少了名额，现在多占了 {n} 个。没有人会被请走，要等这么多人退出后才会再往后问。";
    why_first_come => "The cut-off has passed: a free seat is no longer offered in turn. Whoever takes it first has it, and we email you when one is free.", "已过截止时间，空出的名额不再按顺序保留，先到先得。有空位时我们会发邮件。";
    why_take => "A seat is free right now. Take it with your ticket.", "现在就有一个空位，到“我的门票”里领取。";

    log => "The log", "记录";
    shown(n: i64, total: i64) => "The newest {n} of {total} entries", "共 {total} 条，显示最新 {n} 条";
    whole => "The whole log, to check it yourself", "下载完整记录，自己核对";
    hashes => "The hash of each entry", "每条记录的哈希";
    none => "Nothing yet", "还没有记录";
    none_text => "The first entry is written when the first person signs up.", "第一个人报名时会写下第一条。";

    s_seats(n: &str) => "There are {n} seats", "名额为 {n} 个";
    s_seat(who: i64) => "Number {who} signed up and has a seat", "{who} 号报名，得到名额";
    s_line(who: i64) => "Number {who} joined the end of the line", "{who} 号排到队尾";
    s_offered(who: i64, until: &str) => "Number {who} is offered a seat, until {until}", "为 {who} 号保留名额，到{until}";
    s_accepted(who: i64) => "Number {who} took the offered seat", "{who} 号接受了名额";
    s_declined(who: i64) => "Number {who} let the offer go", "{who} 号放弃了名额";
    s_expired(who: i64) => "Number {who} did not answer in time", "{who} 号没有及时答复";
    s_left(who: i64) => "Number {who} stepped out", "{who} 号退出";
    s_removed(who: i64) => "Number {who} was taken off by an organiser", "{who} 号被组织者移出";
    s_placed(who: i64) => "Number {who} was given a seat by an organiser, out of turn", "组织者破例给 {who} 号一个名额";
    s_first_come => "The cut-off: first come, first served from now on", "到截止时间，此后先到先得";
    s_in_turn => "The event was put off: seats are offered in turn again", "活动延期，恢复按顺序保留";
    s_took(who: i64) => "Number {who} took a free seat", "{who} 号领取了空出的名额";
    s_asked(who: i64) => "Number {who} asked for a seat", "{who} 号申请报名";
    s_approved(who: i64) => "The organisers said yes to number {who}", "组织者同意 {who} 号";
    s_refused(who: i64) => "The organisers said no to number {who}", "组织者没有同意 {who} 号";
    s_lottery(seal: &str) => "The lottery was sealed: {seal}…", "抽签已封存：{seal}…";
    s_entered(who: i64) => "Number {who} entered the lottery", "{who} 号参加抽签";
    s_drawn(n: &str) => "The lottery was drawn among {n}", "抽签，共 {n} 人";
    s_group(step: &str, n: &str) => "{step}, for a group of {n}", "{step}（{n} 人同行）";
    lottery => "The lottery", "抽签";
    lottery_how => "Each lot is the SHA-256 of four lines: “popcorn lottery 1”, the seed, the hash of the log’s last entry before the draw, and the number. The lowest lot is first. Seed and log are in the file, so a short script draws it again.", "每个人的签是四行文字的 SHA-256：“popcorn lottery 1”、种子、抽签前最后一条记录的哈希、编号，每行以换行结尾。数值最小的排最前。种子和记录都在文件里，写个小脚本就能重新抽一遍。";
    lottery_seal => "SHA-256 of the seed, public since before it opened", "种子的 SHA-256，开放前就已公开";
    lottery_seed => "The seed", "种子";
    lottery_secret => "The seed is secret until the draw.", "抽签之前种子保密。";
    why_pending => "The organisers look at each request. Until they say yes no seat and no place in line is held for you.", "组织者会逐个确认报名。确认之前不保留名额，也不排队。";
    why_lottery(when: &str) => "You are in the lottery, drawn {when}. Until then nobody has a seat.", "你已参加抽签，{when}开奖。在那之前谁都还没有名额。";
    s_closed => "The event was cancelled: every place is void", "活动取消，所有名额作废";
}

/// A step in words.
pub fn step(l: Locale, step: Step, number: Option<i64>, value: &str) -> String {
    let who = number.unwrap_or_default();
    let text = alone(l, step, who, value);
    // Where somebody comes with guests, the value says how many they are.
    match step {
        Step::Seat | Step::Line | Step::Placed | Step::Asked | Step::Entered if !value.is_empty() => {
            s_group(l, &text, value)
        }
        _ => text,
    }
}

fn alone(l: Locale, step: Step, who: i64, value: &str) -> String {
    match step {
        Step::Seats => s_seats(l, value),
        Step::Seat => s_seat(l, who),
        Step::Line => s_line(l, who),
        Step::Offered => s_offered(l, who, value),
        Step::Accepted => s_accepted(l, who),
        Step::Declined => s_declined(l, who),
        Step::Expired => s_expired(l, who),
        Step::Left => s_left(l, who),
        Step::Removed => s_removed(l, who),
        Step::Placed => s_placed(l, who),
        Step::FirstCome => s_first_come(l).into(),
        Step::InTurn => s_in_turn(l).into(),
        Step::Took => s_took(l, who),
        Step::Closed => s_closed(l).into(),
        Step::Asked => s_asked(l, who),
        Step::Approved => s_approved(l, who),
        Step::Refused => s_refused(l, who),
        Step::Lottery => s_lottery(l, value),
        Step::Entered => s_entered(l, who),
        Step::Drawn => s_drawn(l, value),
    }
}
