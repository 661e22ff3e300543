//! Words of honor: tiers, causes, the statement.

use crate::messages;
use domain::{
    Locale,
    honor::{
        Cause, Tier,
        caps::{Limit, State},
        view::{LedgerLine, ObjectionStanding},
    },
};

messages! {
    fan => "Fan", "粉丝";
    regular => "Regular", "常客";
    honor_crew => "Honor crew", "荣誉组";
    core => "Core", "核心组";
    tiers => "Honor tiers", "荣誉等级";
    not_yet_earned => "Not yet earned.", "尚未获得。";
    statement => "Honor statement", "荣誉明细";
    statement_text => "Every point, in the open. Mistakes are corrected with a new line, never erased.", "每一点荣誉都公开可查。记错了会用新的一行更正，不会抹掉。";
    what_for => "What for", "缘由";
    change => "Change", "变动";
    total => "Total", "合计";
    attended => "attended", "到场";
    worked => "shift worked", "完成班次";
    organised => "hosted", "主办";
    brought => "brought somebody along", "带来新朋友";
    nominated => "nominated somebody", "提名";
    voted => "voted", "投票";
    cover => "on the cover", "登上封面";
    recap_photo => "a photo for the recap", "照片入选回顾";
    thanked => "Thanks", "致谢";
    corrected => "Correction", "更正";
    by(who: &str) => ", by {who}", "，{who}";
    cause_at(event: &str, cause: &str) => "{event}, {cause}", "{event}，{cause}";
    cause_with_reason(cause: &str, reason: &str) => "{cause}: {reason}", "{cause}：{reason}";

    counts_part(limit: &str, points: i64, counted: i64) => "{limit}: {counted} of {points} count.", "{limit}：{points} 点中计入 {counted} 点。";
    counts_none(limit: &str, points: i64) => "{limit}: these {points} don’t count for now.", "{limit}：这 {points} 点暂不计入。";
    limit_event => "Limit for one event reached", "已达单场活动上限";
    limit_giver => "Limit from one giver reached", "已达同一人致谢上限";
    limit_day => "Daily limit reached", "已达每日上限";
    limit_week => "Weekly limit reached", "已达每周上限";
    limit_season => "Season limit reached", "已达本赛季上限";
    taken_back => "Taken back by a later line.", "已由后面的一行更正。";
    objection_open => "You see it otherwise; an organiser will answer.", "你已提出异议，等待组织者答复。";
    objection_answered => "Objection answered.", "异议已答复。";
    explain_of(date: &str) => "{date}: explain this line", "{date}：查看这一行的说明";
    how_earned => "How honor is earned", "荣誉怎样获得";
    my_copy => "My ledger as a file", "下载我的荣誉账本";
}

/// What an entry is for, in a word.
pub fn cause(locale: Locale, cause: Cause) -> &'static str {
    match cause {
        Cause::Attended => attended(locale),
        Cause::Worked => worked(locale),
        Cause::Organised => organised(locale),
        Cause::Brought => brought(locale),
        Cause::Nominated => nominated(locale),
        Cause::Voted => voted(locale),
        Cause::Cover => cover(locale),
        Cause::RecapPhoto => recap_photo(locale),
        Cause::Thanked => thanked(locale),
        Cause::Corrected => corrected(locale),
    }
}

/// A tier's name.
pub fn tier(locale: Locale, tier: Tier) -> &'static str {
    match tier {
        Tier::Fan => fan(locale),
        Tier::Regular => regular(locale),
        Tier::HonorCrew => honor_crew(locale),
        Tier::Core => core(locale),
    }
}

/// A cap that was met.
pub fn limit(locale: Locale, limit: Limit) -> &'static str {
    match limit {
        Limit::Event => limit_event(locale),
        Limit::Giver => limit_giver(locale),
        Limit::Day => limit_day(locale),
        Limit::Week => limit_week(locale),
        Limit::Season => limit_season(locale),
    }
}

/// Why a line counts for less than it says, or that it was taken back; nothing where it simply counts.
pub fn what_counts(locale: Locale, line: &LedgerLine) -> Option<String> {
    match (line.state, line.limit) {
        (State::TakenBack, _) => Some(taken_back(locale).into()),
        (State::Stands, Some(met)) if line.counted == 0 => Some(counts_none(locale, limit(locale, met), line.points)),
        (State::Stands, Some(met)) => Some(counts_part(locale, limit(locale, met), line.points, line.counted)),
        _ => None,
    }
}

/// Where an objection to a line stands.
pub const fn objection(locale: Locale, standing: ObjectionStanding) -> &'static str {
    match standing {
        ObjectionStanding::Open => objection_open(locale),
        ObjectionStanding::Answered => objection_answered(locale),
    }
}
