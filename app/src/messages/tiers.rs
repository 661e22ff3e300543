//! Words of tiers: the rules, what each may do, the honor crew's seats, the core.

use crate::messages;
use domain::{
    Locale,
    honor::{
        tiers::{ApplicationState, CrewSeats, RegularRule, Right, Tier},
        view::Missing,
    },
};

messages! {
    title => "Tiers", "等级";
    lede => "Four layers of one community. Honor is told, but it opens no door: each step has a rule of its own, and here they are.", "一个社区，四个层次。荣誉值只作记录，不能换来等级。每一步都有自己的规则，都写在这里。";
    how => "How one gets there", "怎样达到";
    way_fan => "everybody", "每个人";
    way_regular => "who keeps coming", "常来的人";
    way_crew => "a seat, for a term", "有任期的席位";
    way_core => "appointed", "任命";
    rule_fan => "You have an account. That is all.", "注册了账号就是。";
    months(n: i64) => one "{n} month", other "{n} months", "{n} 个月";
    rule_regular(events: i64, months: &str) => one "You were at {events} event within {months}.", other "You were at {events} events within {months}.", "{months}内参加 {events} 场活动。";
    rule_grace(days: i64) => one "It lapses gently: when it is over, you keep it for one day more and get a letter.", other "It lapses gently: when it is over, you keep it for {days} days more and get a letter.", "失效前有缓冲：不再满足条件后还保留 {days} 天，并会来信提醒。";
    rule_no_grace => "When it is over, it is over; the way back is the way you came.", "不再满足条件就失效，再来就能恢复。";
    rule_return => "Whoever comes back gets it back in the same way.", "以后再来，用同样的方式恢复。";
    rule_crew(seats: i64, months: &str) => one "There is {seats} seat, for {months}.", other "There are {seats} seats, each for {months}.", "共 {seats} 个席位，任期 {months}。";
    rule_crew_how => "Regulars ask for one, or an organiser proposes somebody. Organisers decide and say why, and nobody decides about themselves or about whom they proposed.", "常客可以申请，组织者也可以推荐。由组织者决定并写明原因，任何人都不能决定自己或自己推荐的人。";
    rule_core => "Those who run the site appoint it.", "由网站的运营者任命。";
    seats_free(n: i64) => one "{n} seat is free.", other "{n} seats are free.", "目前空余 {n} 个席位。";
    no_seats_free => "No seat is free at the moment.", "目前没有空余席位。";

    rights => "What each may do", "各自可以做什么";
    right => "May", "可以";
    yes => "Yes", "可以";
    no => "No", "不可以";
    may_take_part => "Come to events, earn honor and badges", "参加活动，获得荣誉和徽章";
    may_boards => "Stand on the leaderboards, if you like", "自愿登上荣誉榜";
    may_come_first => "Sign up before the others, where an event says so", "在活动允许时提前报名";
    may_ask => "Ask for a seat in the honor crew", "申请荣誉组席位";
    may_stand => "Be named on this page, if you like", "自愿在本页显示名字";

    who_crew => "The honor crew", "荣誉组";
    who_core => "The core", "核心组";
    nobody_named => "Nobody who holds it is named here yet. Names appear once their owners make them public.", "这里还没有显示任何人的名字。本人公开主页后才会显示。";

    yours => "Where you stand", "你的等级";
    you_are(tier: &str) => "You are: {tier}", "目前：{tier}";
    until(day: &str) => "Until {day}, if you come to nothing more.", "如果不再参加活动，保留到{day}。";
    term_until(day: &str) => "Until {day}.", "任期到{day}。";
    grace_until(day: &str) => "You stay a Regular until {day}.", "常客身份保留到{day}。";
    missing_events(n: i64) => one "{n} event more to Regular", other "{n} events more to Regular", "再参加 {n} 场活动成为常客";
    missing_to_stay(n: i64) => one "{n} event more to stay a Regular", other "{n} events more to stay a Regular", "再参加 {n} 场活动保持常客";
    missing_seat(n: i64) => one "Next: the honor crew, {n} seat free", other "Next: the honor crew, {n} seats free", "下一步：荣誉组，空余 {n} 席";
    missing_no_seat => "Next: the honor crew, no seat free", "下一步：荣誉组，暂无空席";
    missing_answer => "The organisers are deciding", "等待组织者决定";
    missing_appointment => "The core is appointed", "核心组由任命产生";

    ask_title => "Ask for a seat", "申请席位";
    words => "Why you", "为什么是你";
    words_hint => "What you do for the club and would like to do. The organisers read it.", "你为社区做了什么、想做什么。组织者会看到。";
    ask_button => "Ask for a seat", "申请";
    asked(day: &str) => "You asked on {day}. The organisers decide and tell you why.", "你于 {day} 提出了申请。组织者会决定并说明原因。";
    proposed_by(who: &str, day: &str) => "{who} proposed you on {day}. Another organiser decides.", "{who} 于 {day} 推荐了你，由另一位组织者决定。";
    take_back => "Take it back", "撤回申请";
    say_no => "No, thank you", "谢绝";
    answer_yes(reason: &str) => "You got a seat. What the organisers wrote: {reason}", "你获得了席位。组织者的话：{reason}";
    answer_no(reason: &str) => "Not this time. What the organisers wrote: {reason}", "这次没有通过。组织者的话：{reason}";
    give_back => "Give my seat back", "退出荣誉组";
    give_back_text => "Somebody else can have it then. Your honor and your badges stay yours.", "席位会留给别人。荣誉和徽章仍然是你的。";

    desk => "Tiers and the honor crew", "等级与荣誉组";
    desk_lede => "Who gets a seat, for how long, and with which thanks it ends. Each decision has a reason, and whoever it is about reads it.", "谁获得席位、任期多久、怎样致谢。每个决定都要写明原因，当事人会看到。";
    seats_line(taken: i64, seats: i64) => "{taken} of {seats} seats are taken.", "共 {seats} 个席位，已占用 {taken} 个。";
    open_title => "Waiting for a decision", "待决定";
    open_none => "Nobody waits for a decision.", "没有待决定的申请。";
    open_facts(events: i64, honor: i64, day: &str) => one "{events} event, {honor} honor, since {day}", other "{events} events, {honor} honor, since {day}", "{events} 场活动，荣誉 {honor}，{day} 提出";
    open_proposed(who: &str) => "Proposed by {who}", "推荐人：{who}";
    open_asked => "Asked themselves", "本人申请";
    not_yours => "Another organiser decides this one.", "这一项由另一位组织者决定。";
    reason => "Why", "原因";
    reason_hint => "They read it.", "对方会看到。";
    accept => "Give a seat", "给予席位";
    decline => "Not this time", "这次不给";
    terms_title => "In the honor crew", "荣誉组成员";
    terms_none => "Nobody is in the honor crew yet.", "荣誉组还没有成员。";
    core_title => "In the core", "核心组成员";
    core_none => "Nobody is in the core yet.", "核心组还没有成员。";
    term(since: &str, until: &str) => "{since} to {until}", "{since} 至 {until}";
    term_since(since: &str) => "since {since}", "{since} 起";
    renewals(n: i64) => one "renewed once", other "renewed {n} times", "延长过 {n} 次";
    renew(who: &str) => "Renew {who}’s term", "延长 {who} 的任期";
    end_title(who: &str) => "End {who}’s term", "结束 {who} 的任期";
    thanks => "Thanks", "致谢";
    thanks_hint => "From the heart. They read it in the letter.", "真心话就好，会写在信里。";
    end_button => "End it, with thanks", "致谢并结束";
    propose_title => "Propose somebody", "推荐成员";
    propose_button => "Propose", "推荐";
    whom => "Whom", "谁";
    whom_hint => "Their name in the address of their page, like wen-shuyan.", "对方主页地址里的名字，例如 wen-shuyan。";
    propose_words => "Why they", "推荐理由";
    propose_words_hint => "They read it too, and can say no.", "对方也会看到，可以谢绝。";
    appoint_title => "Appoint to the core", "任命核心组成员";
    appoint_button => "Appoint", "任命";
    rules_title => "Rules", "规则";
    rule_events => "Events that make a Regular", "成为常客所需活动数";
    rule_months => "Within so many months", "在几个月内";
    rule_grace_days => "Days of grace", "缓冲天数";
    rule_hint => "Whoever is a Regular now stays one for the days of grace at least.", "现有常客至少保留缓冲天数。";
    crew_seats => "Seats of the honor crew", "荣誉组席位";
    crew_months => "Length of a term, in months", "任期（月）";

    a_asked => "Seat in the honor crew asked for", "申请荣誉组席位";
    a_taken_back => "Application taken back", "撤回申请";
    a_proposed => "Proposed for the honor crew", "推荐加入荣誉组";
    a_accepted => "Seat in the honor crew given", "给予荣誉组席位";
    a_declined => "Seat in the honor crew declined", "未给予荣誉组席位";
    a_renewed => "Term renewed", "延长任期";
    a_ended => "Term ended", "任期结束";
    a_core => "Appointed to the core", "任命核心组成员";
    a_rule => "Rule for Regulars changed", "修改常客规则";
    a_seats => "Seats of the honor crew changed", "调整荣誉组席位";
    a_season => "Seasons changed", "修改赛季";
    a_zone => "Time zone of the site changed", "修改网站时区";
}

/// How one gets to a tier, in a few words.
pub const fn way(locale: Locale, tier: Tier) -> &'static str {
    match tier {
        Tier::Fan => way_fan(locale),
        Tier::Regular => way_regular(locale),
        Tier::HonorCrew => way_crew(locale),
        Tier::Core => way_core(locale),
    }
}

/// How one gets to a tier, in whole sentences.
pub fn rule(locale: Locale, tier: Tier, rule: RegularRule, crew: CrewSeats) -> String {
    let gap = match locale {
        Locale::En => " ",
        Locale::ZhCn => "",
    };
    sentences(locale, tier, rule, crew).join(gap)
}

fn sentences(locale: Locale, tier: Tier, rule: RegularRule, crew: CrewSeats) -> Vec<String> {
    match tier {
        Tier::Fan => vec![rule_fan(locale).into()],
        Tier::Regular if rule.grace_days == 0 => {
            vec![rule_regular(locale, rule.events, &months(locale, rule.months)), rule_no_grace(locale).into()]
        }
        Tier::Regular => vec![
            rule_regular(locale, rule.events, &months(locale, rule.months)),
            rule_grace(locale, rule.grace_days),
            rule_return(locale).into(),
        ],
        Tier::HonorCrew => {
            let free = match crew.free() {
                0 => no_seats_free(locale).into(),
                n => seats_free(locale, n),
            };
            vec![rule_crew(locale, crew.seats, &months(locale, crew.months)), rule_crew_how(locale).into(), free]
        }
        Tier::Core => vec![rule_core(locale).into()],
    }
}

/// What one may do.
pub const fn right_words(locale: Locale, right: Right) -> &'static str {
    match right {
        Right::TakePart => may_take_part(locale),
        Right::Boards => may_boards(locale),
        Right::ComeFirst => may_come_first(locale),
        Right::AskForSeat => may_ask(locale),
        Right::StandByName => may_stand(locale),
    }
}

/// What is missing for the next tier; none where nothing is.
pub fn missing(locale: Locale, missing: Missing) -> Option<String> {
    Some(match missing {
        Missing::Nothing => return None,
        Missing::Events { more, .. } => missing_events(locale, more),
        Missing::ToStay { more, .. } => missing_to_stay(locale, more),
        Missing::Seat { free: 0 } => missing_no_seat(locale).into(),
        Missing::Seat { free } => missing_seat(locale, free),
        Missing::Answer => missing_answer(locale).into(),
        Missing::Appointment => missing_appointment(locale).into(),
    })
}

/// What became of an application, and why; none while it is open.
pub fn answer(locale: Locale, state: ApplicationState, reason: &str) -> Option<String> {
    match state {
        ApplicationState::Accepted => Some(answer_yes(locale, reason)),
        ApplicationState::Declined => Some(answer_no(locale, reason)),
        ApplicationState::Open | ApplicationState::Withdrawn => None,
    }
}

/// The audit log's word in the reader's language, where it is one of standing.
pub fn action(locale: Locale, word: &str) -> Option<&'static str> {
    Some(match word {
        "crew_asked" => a_asked(locale),
        "crew_taken_back" => a_taken_back(locale),
        "crew_proposed" => a_proposed(locale),
        "crew_accepted" => a_accepted(locale),
        "crew_declined" => a_declined(locale),
        "term_renewed" => a_renewed(locale),
        "term_ended" => a_ended(locale),
        "core_appointed" => a_core(locale),
        "tier_rule_changed" => a_rule(locale),
        "crew_seats_changed" => a_seats(locale),
        "season_made" | "season_changed" | "season_deleted" => a_season(locale),
        "house_zone_changed" => a_zone(locale),
        _ => return None,
    })
}
