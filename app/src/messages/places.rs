//! Words of who gets a place: what it takes, why not, requests, the lottery, invitations, guests.

use crate::messages;
use domain::{
    Locale,
    signups::{Mode, SignUpState},
};

messages! {
    ask_for_a_seat => "Ask for a seat", "申请报名";
    enter_lottery => "Enter the lottery", "参加抽签";

    // What comes of it, or why not
    opens_for_you(when: &str) => "Sign-up opens for you {when}.", "你可以在 {when} 开始报名。";
    tier_window(tier: &str, when: &str) => "{tier} and above: from {when}.", "{tier}及以上：{when}起。";
    tier_only(tier: &str) => "For {tier} and above.", "仅限{tier}及以上。";
    tier_missing(tier: &str) => "For {tier} and above. What is missing for you stands under Tiers.", "仅限{tier}及以上。你还差什么，等级页上有说明。";
    is_that_you => "Is that you? Sign in, and this page says what holds for you.", "已经是了？登录后这里会显示你的情况。";
    by_invitation => "By invitation: the form asks for your code. Somebody who has a seat, or an organiser, can give you one.", "需要邀请码，在报名表里填写。可以向组织者或已报名的人要一个。";
    by_approval => "The organisers look at each request and say yes or no. Until then no seat is held for you.", "组织者会逐个确认报名，确认之前不保留名额。";
    by_lottery(when: &str) => "A lottery decides, drawn {when}. When you enter makes no difference.", "抽签决定，{when}开奖，报名先后不影响结果。";
    sealed => "The lottery is sealed. This is the SHA-256 of its seed, so that nobody can change it:", "抽签已封存。这是种子的 SHA-256，谁也改不了：";
    check_lottery => "How everybody can check the draw", "怎么核对抽签";
    you_asked => "You asked for a seat. The organisers have not decided yet.", "你已申请报名，等待组织者确认。";
    you_entered(when: &str) => "You are in the lottery, drawn {when}.", "你已参加抽签，{when}开奖。";

    code => "Invitation code", "邀请码";
    code_hint => "Eight letters and digits, like 7k2q-9m4x.", "八位字母和数字，例如 7k2q-9m4x。";
    bring_guests => "Bring guests", "带朋友一起来";
    guests_hint => "You come together or not at all: if there are not enough seats, all of you are in line. They come in with your ticket.", "要么一起来，要么都不来：名额不够时一起排队。凭你的入场码一起入场。";
    guest_n(n: i64) => "Name of guest {n}", "第 {n} 位同行者的名字";
    with_guests(names: &str) => "Together with {names}: show this code once, all of you come in.", "同行：{names}。出示一次入场码，一起入场。";

    // Tickets
    asked_for => "Asked for", "等待确认";
    in_the_lottery => "In the lottery", "等待抽签";
    take_back => "Take it back", "撤回报名";
    invite_friends(n: i64) => one "You may invite 1 friend.", other "You may invite {n} friends.", "你可以邀请 {n} 位朋友。";
    get_code => "Get my invitation", "获取邀请链接";
    my_invitation(n: i64, used: i64) => "Your invitation is for {n}; {used} came by it so far.", "你的邀请可用 {n} 次，已用 {used} 次。";
    link_to_pass_on => "Link to pass on", "转发链接";

    // The form of the event
    who_gets_a_place => "Who gets a place", "谁能报名";
    mode => "How places are given", "名额怎么分配";
    mode_hint => "Stays as it is once somebody has signed up. A lottery is drawn when sign-up closes.", "有人报名后不能再改。抽签在报名截止时进行。";
    m_first_come => "First come, first served", "先到先得";
    m_approval => "The organisers approve each", "组织者逐个确认";
    m_lottery => "By lottery", "抽签";
    least_tier => "Who may sign up", "谁可以报名";
    everybody => "Everybody", "所有人";
    and_above(tier: &str) => "{tier} and above", "{tier}及以上";
    for_guests => "All of this is for guests. Who helps in a shift is let in by what its role asks.", "这些设置只对来宾有效，谁能值班由角色的要求决定。";
    invited_only => "Only with an invitation code", "凭邀请码报名";
    invited_only_hint => "You make codes on the event’s page for places.", "在活动的名额页里生成邀请码。";
    hours_earlier(tier: &str) => "Hours earlier for {tier}", "{tier}提前几小时";
    hours_hint => "Counts where sign-up opens at a set time.", "设了报名开始时间才有效。";
    friends => "Friends each may invite", "每人可邀请几位朋友";
    friends_hint => "Who has a seat gets a code to pass on.", "已报名的人会得到一个可转发的邀请码。";
    guests_each => "Guests each may bring", "每人可带几位同行者";
    guests_each_hint => "Each takes a seat. They come together or not at all.", "每位占一个名额，要么一起来，要么都不来。";

    // The organisers' page
    places_of(title: &str) => "Who gets a place: {title}", "名额与邀请：{title}";
    requests => "Requests", "报名申请";
    requests_more(n: i64, shown: i64) => "{n} wait; the earliest {shown} are shown.", "共 {n} 个，显示最早的 {shown} 个。";
    no_requests => "No requests", "没有待确认的申请";
    no_requests_text => "Whoever asks for a seat appears here.", "有人申请报名时会出现在这里。";
    been_to(n: i64) => one "has been to 1 event", other "has been to {n} events", "参加过 {n} 次活动";
    about_them(tier: &str, been: &str, at: &str) => "{tier}, {been}. Asked {at}.", "{tier}，{been}。申请时间：{at}。";
    comes_with(names: &str) => "With {names}", "同行：{names}";
    invited_by(name: &str) => "Invited by {name}", "邀请人：{name}";
    approve(name: &str) => "Say yes to {name}", "同意 {name}";
    refuse => "Say no", "不同意";
    refuse_reason => "Why; they can read it", "原因，对方会看到";
    several => "Several at once", "一起处理";
    several_who => "Who asked", "申请人";
    several_what => "What you say to those you ticked", "对选中的人";
    several_yes => "Yes: they get seats in the order they asked, and the line when there are no more", "同意：按申请先后给名额，给完为止，其余排队";
    several_no => "No", "不同意";
    several_reason => "If no: why", "不同意时请写原因";
    several_reason_hint => "Each of them can read it.", "他们每个人都会看到。";
    several_do => "Decide for all of them", "全部决定";
    several_rule => "It happens for all of them or for nobody. Who was decided on meanwhile stays as they are.", "要么全部完成，要么都不变。期间已经决定的人不受影响。";
    in_lottery(n: i64, when: &str) => one "1 has entered. It is drawn {when}, by itself.", other "{n} have entered. It is drawn {when}, by itself.", "已有 {n} 人参加，{when}自动抽签。";
    lottery => "Lottery", "抽签";
    lottery_over => "It is drawn. Seed and log are public.", "已经抽签，种子和记录都已公开。";
    lottery_later => "It is sealed when you publish the event.", "发布活动时封存。";

    invitations => "Invitations", "邀请";
    invitations_text => "Each code lets so many people in. You see who came by whose.", "每个邀请码可供若干人使用，这里能看到谁邀请了谁。";
    make_code => "Make a code", "生成邀请码";
    for_whom => "For whom; only organisers see it", "给谁，只有组织者看得到";
    for_how_many => "For how many people", "可用几次";
    good_until => "Good until", "有效期至";
    good_until_hint => "Empty: as long as sign-up is open.", "留空：报名期间一直有效。";
    used_of(used: i64, most: i64) => "{used} of {most} used", "共 {most} 次，已用 {used} 次";
    until(when: &str) => "until {when}", "有效期至 {when}";
    over => "Over", "已失效";
    passed_on(name: &str) => "Passed on by {name}", "由 {name} 转发";
    end_code(code: &str) => "Take {code} back", "收回 {code}";
    who_invited => "Who invited whom", "谁邀请了谁";
    nobody_invited => "Nobody yet", "还没有人";
    nobody_invited_text => "Whoever comes by a code appears here, with whose it was.", "有人用邀请码报名后，这里会显示是谁邀请的。";
    by_whom(who: &str, by: &str) => "{who}, invited by {by}", "{who}，邀请人 {by}";

    s_confirmed => "has a seat", "已报名";
    s_waiting => "in line", "排队中";
    s_pending => "not decided yet", "待定";
    s_gone => "not coming", "不来了";

    a_admission => "Who gets a place changed", "调整报名规则";
    a_approved => "Request approved", "同意报名申请";
    a_refused => "Request refused", "拒绝报名申请";
    a_code_made => "Invitation code made", "生成邀请码";
    a_code_ended => "Invitation code taken back", "收回邀请码";
}

/// How places are given, in words.
pub const fn mode_word(locale: Locale, mode: Mode) -> &'static str {
    match mode {
        Mode::FirstCome => m_first_come(locale),
        Mode::Approval => m_approval(locale),
        Mode::Lottery => m_lottery(locale),
    }
}

/// Where somebody stands who was invited.
pub const fn state_word(locale: Locale, state: SignUpState) -> &'static str {
    match state {
        SignUpState::Confirmed => s_confirmed(locale),
        SignUpState::Waiting | SignUpState::Offered => s_waiting(locale),
        SignUpState::Pending => s_pending(locale),
        _ => s_gone(locale),
    }
}

/// The audit log's words about places.
pub fn action(locale: Locale, word: &str) -> Option<&'static str> {
    Some(match word {
        "admission_changed" => a_admission(locale),
        "signup_approved" => a_approved(locale),
        "signup_refused" => a_refused(locale),
        "invitation_made" => a_code_made(locale),
        "invitation_ended" => a_code_ended(locale),
        _ => return None,
    })
}
