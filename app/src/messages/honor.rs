//! Words of honor: tiers, causes, the statement.

use crate::messages;
use domain::{
    Locale,
    honor::{Cause, Tier},
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
    thanked => "Thanks", "致谢";
    corrected => "Correction", "更正";
    by(who: &str) => ", by {who}", "，{who}";
    cause_at(event: &str, cause: &str) => "{event}, {cause}", "{event}，{cause}";
    cause_with_reason(cause: &str, reason: &str) => "{cause}: {reason}", "{cause}：{reason}";
}

/// What an entry is for, in a word.
pub fn cause(locale: Locale, cause: Cause) -> &'static str {
    match cause {
        Cause::Attended => attended(locale),
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
