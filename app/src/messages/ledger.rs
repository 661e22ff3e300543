//! Words of the pages behind the ledger: one line, the rules, the checkpoint, and the organisers' side.

use crate::messages;
use domain::{
    Locale,
    honor::{
        InUse, RuleTerms, Trigger,
        view::{LedgerLine, ObjectionOutcome},
    },
};

messages! {
    line_title(n: i64) => "Line {n}", "第 {n} 行";
    line_counts(points: i64) => "{points} honor, and all of it counts.", "{points} 点荣誉，全部计入。";
    line_corrects => "This line puts an earlier one right: together they come to nothing.", "这一行更正了前面的一行，两行相抵。";
    rule_it_stands_under => "The rule it stands under", "适用的规则";
    version_of(n: i64) => "Version {n}. A later version changes nothing here.", "第 {n} 版。之后的修改不影响这一行。";
    no_rule => "There is no rule to tell: it is a correction, or older than our rules.", "没有可显示的规则：这是一行更正，或早于现行规则。";
    limit_why => "What was earned is always written down. How much of it counts is worked out from all your lines in order. If an earlier one is taken back, this one may count after all.", "获得的荣誉都会记录在账。其中计入多少，按先后顺序从全部记录算出。如果前面的记录被更正，这一行可能会重新计入。";
    see_otherwise => "You see it otherwise?", "有异议？";
    see_otherwise_text => "Say what is wrong. An organiser reads it and answers here.", "写下哪里不对，组织者会看到，并在这里答复。";
    said_label => "What is wrong with this line", "这一行哪里不对";
    send_objection => "Send it to the organisers", "发给组织者";
    your_words(when: &str) => "You, {when}", "你，{when}";
    their_words(who: &str, when: &str) => "{who}, {when}", "{who}，{when}";
    an_organiser => "An organiser", "组织者";
    agreed => "Agreed", "同意";
    explained => "Explained", "说明";
    proof_title => "Proof", "证明";
    proof_in(number: i64, when: &str) => "This line is under checkpoint {number} of {when}. Your leaf:", "这一行已收录在第 {number} 号校验点（{when}）。你的校验值：";
    proof_later => "The next daily checkpoint takes this line in.", "下一次每日校验会收录这一行。";
    hash_of_line => "This line’s hash", "这一行的校验值";
    back_to_statement => "All lines", "全部明细";

    rules_title => "How honor is earned", "荣誉怎样获得";
    rules_lede => "Honor thanks for something that was done and that somebody saw. Nothing is given for being loud or often online.", "荣誉感谢的是真正做过、有人看见的事。刷量和话多都不会获得荣誉。";
    r_attended => "Coming to an event", "参加活动";
    r_worked => "Working a shift, for each hour", "值班，每小时";
    r_organised => "Hosting an event to which people came", "主办有人到场的活动";
    r_brought => "Bringing somebody along, once they have come", "带来新朋友，到场后记入";
    r_nominated => "Nominating somebody for an award", "为评选提名";
    r_voted => "Voting in an award", "参加评选投票";
    r_cover => "Being on a cover", "登上封面";
    r_recap_photo => "A photo that is chosen for a recap", "照片入选活动回顾";
    r_thanked => "Thanks from an organiser, with a reason", "组织者致谢，写明原因";
    as_event_says => "as the event says", "以活动页为准";
    as_organiser_says => "as the organiser says", "由组织者决定";
    points(n: i64) => "+{n}", "+{n}";
    not_in_use => "Not in use", "未启用";
    no_limits => "no limits", "没有上限";
    cap_day(n: i64) => "at most {n} a day", "每天最多 {n}";
    cap_week(n: i64) => "at most {n} a week", "每周最多 {n}";
    cap_season(n: i64) => "at most {n} a season", "每赛季最多 {n}";
    cap_event(n: i64) => "at most {n} at one event", "每场活动最多 {n}";
    cap_giver(n: i64) => "at most {n} from one giver in a season", "每赛季同一人最多给 {n}";
    budget_words(n: i64) => "each organiser has {n} to give in a season", "每位组织者每赛季可给 {n}";
    second_words(n: i64) => "from {n} on a second organiser agrees", "{n} 起需第二位组织者同意";
    doubt_nothing => "Nobody has to take our word for it", "不必只听我们说";
    doubt_nothing_text => "Each line of honor is chained to the one before it, and every day a root over all chains is signed and published.", "每一行荣誉都与前一行相连，每天对全部记录的校验值签名并公布。";
    to_checkpoints => "The daily checkpoints", "每日校验点";
    bring_title => "Did somebody bring you along?", "有人带你来吗？";
    bring_text => "Say it before your first event. When you have come, they are honored for it.", "在参加第一次活动之前填写。你到场后，对方会获得荣誉。";
    bring_who => "Their name in the address of their page", "对方主页地址里的名字";
    bring_send => "They brought me", "是对方带我来的";
    bring_said(who: &str) => "You said that {who} brought you along.", "你填写的介绍人是 {who}。";

    checkpoint_title => "Checkpoints of the ledger", "账本校验点";
    checkpoint_lede => "Every day one root over all chains of honor, signed. Who keeps one can tell later whether any past was written anew.", "每天对全部荣誉记录生成一个根值并签名。保存其中一个，以后就能查出历史有没有被改写。";
    checkpoint_how => "A leaf tells nothing of whose it is. Members find theirs, and the way from it to the root, in the file on their honor page. The script docs/verify_honor.py of the source code checks such a file with nothing of ours.", "校验值不会透露属于谁。成员可以在自己的荣誉页下载文件，里面有自己的校验值和通往根值的路径。源代码里的 docs/verify_honor.py 不依赖本站程序，就能验证这份文件。";
    checkpoint_file => "The newest one as a file", "下载最新的校验点";
    checkpoint_none => "No checkpoint yet", "还没有校验点";
    checkpoint_none_text => "The first is taken within a day of the first line of honor.", "第一笔荣誉记入后，一天之内会生成第一个。";
    checkpoint_n(n: i64) => "Checkpoint {n}", "第 {n} 号";
    checkpoint_chains(n: i64) => one "over one chain", other "over {n} chains", "共 {n} 条记录链";
    root => "Root", "根值";
    signature => "Signature (Ed25519)", "签名（Ed25519）";
    public_key => "Public key", "公钥";
    older_checkpoints => "Older ones", "更早的";

    desk_title => "Honor", "荣誉管理";
    desk_lede => "Thank by hand, put lines right, answer those who see a line otherwise.", "手动致谢、更正记录、答复异议。";
    give_limits(limits: &str) => "What counts for one member: {limits}.", "同一位成员计入的上限：{limits}。";
    give_title => "Thank somebody", "致谢";
    give_text(left: i64, budget: i64) => "You can still give {left} of {budget} this season.", "本赛季你的额度是 {budget}，还可以给 {left}。";
    give_second(n: i64) => "From {n} on a second organiser has to agree.", "达到 {n} 时需要另一位组织者同意。";
    give_points => "How much honor", "多少荣誉";
    give_reason => "What for", "为了什么";
    give_reason_hint => "They read it on their statement.", "对方会在明细里看到。";
    give_button => "Give thanks", "致谢";
    waiting_title => "Waiting for a second organiser", "等待第二位组织者同意";
    waiting_none => "Nothing waits.", "没有待同意的致谢。";
    waiting_row(by: &str, points: i64, name: &str) => "{by} wants to give {points} to {name}", "{by} 想给 {name} {points} 点荣誉";
    agree => "Agree", "同意";
    decline => "Decline", "不同意";
    call_off => "Call it off", "撤回";
    objections_title => "Objections", "异议";
    objections_none => "Everybody agrees with their lines.", "目前没有异议。";
    objection_row(name: &str, line: i64) => "{name}, line {line}", "{name}，第 {line} 行";
    outcome => "Your answer", "你的答复";
    outcome_explained => "The line stays; I explain it", "保留这一行，说明原因";
    outcome_agreed => "They are right; it was put right elsewhere", "对方说得对，已另行更正";
    outcome_turned => "They are right; turn the line round now", "对方说得对，现在就更正这一行";
    outcome_turned_hint => "What stands is taken back; what was taken back stands again.", "有效的会被更正，已更正的会恢复。";
    answer => "In words", "答复内容";
    answer_hint => "They read it beside the line.", "对方会在这一行旁边看到。";
    answer_button => "Answer", "答复";
    yours => "This one is yours: somebody else answers.", "这是你自己的异议，由其他组织者答复。";
    pairs_title => "Thanks by turns", "互相致谢";
    pairs_text => "No proof of anything, but worth a look: these thanked each other by turns in the past year.", "不代表有问题，但值得留意：过去一年里，这些人轮流互相致谢。";
    pairs_none => "Nobody thanks each other by turns.", "没有轮流互相致谢的情况。";
    pair_row(a: &str, b: &str, turns: i64, points: i64) => "{a} and {b}: {turns} turns, {points} honor", "{a} 和 {b}：来回 {turns} 次，共 {points} 点";
    member_title => "Look into a ledger", "查看成员账本";
    member_text => "See a member’s lines, and take a wrong one back.", "查看成员的记录，更正记错的一行。";
    open_ledger => "Open the ledger", "打开账本";
    ledger_of(name: &str) => "{name}: honor", "{name}的荣誉账本";
    ledger_total(n: i64) => "{n} honor", "{n} 点荣誉";
    take_back => "Take it back", "更正这一行";
    put_back => "Put it back", "恢复原来的一行";
    take_back_reason => "Why", "原因";
    own_ledger => "This is your own ledger: somebody else puts it right.", "这是你自己的账本，由其他组织者更正。";
    rules_list => "Rules", "规则";
    rules_change => "Change", "修改";
    older_lines => "Older lines", "更早的记录";

    rule_points => "How much", "多少荣誉";
    rule_points_open => "Empty: as the event says.", "留空：以活动页为准。";
    rule_points_hour => "For each hour.", "每小时。";
    rule_off => "Out of use: what happens meanwhile earns nothing", "停用：停用期间不记入";
    rule_caps => "How much of it counts. Empty: all of it.", "最多计入多少。留空表示没有上限。";
    f_day => "A day", "每天";
    f_week => "A week", "每周";
    f_season => "A season", "每赛季";
    f_event => "At one event", "每场活动";
    f_giver => "From one giver, in a season", "每赛季同一人";
    f_budget => "What each organiser may give in a season", "每位组织者每赛季的额度";
    f_second => "From how much a second organiser has to agree", "多少起需要第二位组织者同意";
    try_it => "Try it on the past", "用过去的记录试算";
    try_text => "Nothing takes effect yet.", "还不会生效。";
    trial_title => "What it would have given", "试算结果";
    trial(points: i64, members: i64) => "It would give {points} points to {members} members over the past year.", "按过去一年的记录，会给 {members} 位成员共 {points} 点。";
    trial_now(points: i64, members: i64) => "The rule that holds: {points} points to {members} members.", "现行规则：{members} 位成员共 {points} 点。";
    trial_capped(points: i64) => "Its limits would leave {points} points out.", "其中上限会少计 {points} 点。";
    trial_on(n: i64) => one "Tried on one occasion.", other "Tried on {n} occasions.", "共试算 {n} 次事件。";
    take_effect => "Let it take effect", "让它生效";
    take_effect_text => "From now on. What was written before stays as it is.", "从现在起生效，之前的记录不变。";
    later => "Earns nothing yet: points come once awards and cover calls are here. Until then the rule is not changed.", "目前不记入荣誉：评选和封面征集上线后才会有。在那之前，这条规则不能修改。";
    rule_note => "Why it changes", "修改原因";
    versions => "Versions", "历次版本";
    version_row(n: i64, terms: &str) => "Version {n}: {terms}", "第 {n} 版：{terms}";
    version_by(who: &str, when: &str, note: &str) => "{note}, {who}, {when}", "{note}，{who}，{when}";
    version_first => "as the house brought it along", "系统初始规则";
}

/// What a rule is about.
pub const fn trigger(l: Locale, trigger: Trigger) -> &'static str {
    match trigger {
        Trigger::Attended => r_attended(l),
        Trigger::Worked => r_worked(l),
        Trigger::Organised => r_organised(l),
        Trigger::Brought => r_brought(l),
        Trigger::Nominated => r_nominated(l),
        Trigger::Voted => r_voted(l),
        Trigger::Cover => r_cover(l),
        Trigger::RecapPhoto => r_recap_photo(l),
        Trigger::Thanked => r_thanked(l),
    }
}

/// How much a rule gives: "+20", "as the event says".
pub fn gives(l: Locale, of: Trigger, terms: &RuleTerms) -> String {
    match (terms.in_use, terms.points, of) {
        (InUse::No, ..) => not_in_use(l).into(),
        (_, Some(n), _) => points(l, n),
        (_, None, Trigger::Thanked) => as_organiser_says(l).into(),
        (_, None, _) => as_event_says(l).into(),
    }
}

/// How much of a rule counts, in a sentence's part; nothing where all does.
pub fn caps(l: Locale, terms: &RuleTerms) -> Vec<String> {
    let caps = terms.caps;
    let all = [
        caps.per_event.map(|n| cap_event(l, n)),
        caps.per_day.map(|n| cap_day(l, n)),
        caps.per_week.map(|n| cap_week(l, n)),
        caps.per_season.map(|n| cap_season(l, n)),
        caps.per_giver.map(|n| cap_giver(l, n)),
    ];
    all.into_iter().flatten().collect()
}

/// The limits of a rule, in a sentence's part.
pub fn limits(l: Locale, terms: &RuleTerms) -> String {
    let mut all = caps(l, terms);
    all.extend(terms.budget.map(|n| budget_words(l, n)));
    all.extend(terms.second_from.map(|n| second_words(l, n)));
    if all.is_empty() { no_limits(l).into() } else { all.join(super::common::list_comma(l)) }
}

/// A rule in one line.
pub fn in_short(l: Locale, of: Trigger, terms: &RuleTerms) -> String {
    super::common::pair(l, &gives(l, of, terms), &limits(l, terms))
}

/// What became of an objection.
pub const fn answered(l: Locale, outcome: ObjectionOutcome) -> &'static str {
    match outcome {
        ObjectionOutcome::Agreed => agreed(l),
        ObjectionOutcome::Explained => explained(l),
    }
}

/// A line in words: "Thanks: carried the chairs, +20".
pub fn line_in_words(l: Locale, line: &LedgerLine) -> String {
    let cause = super::honor::cause(l, line.cause);
    let cause = match &line.reason {
        Some(reason) => super::honor::cause_with_reason(l, cause, reason),
        None => cause.to_owned(),
    };
    match &line.event {
        Some((_, title)) => super::honor::cause_at(l, title, &cause),
        None => cause,
    }
}
