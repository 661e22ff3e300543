//! The rule of a series in words.

use domain::{
    Locale,
    events::series::{Rhythm, Rule},
};

use crate::when;

/// "Every 2 weeks on Saturday", "每月第 2 个星期六".
pub(super) fn of(locale: Locale, rule: &Rule) -> String {
    let weekday = when::weekday_name(locale, rule.first.weekday() as i64);
    let (n, nth, date) = (rule.every, rule.first.nth(), rule.first.date().2);
    match locale {
        Locale::En => {
            let every = |unit: &str| if n == 1 { format!("Every {unit}") } else { format!("Every {n} {unit}s") };
            match rule.rhythm {
                Rhythm::Weekly => format!("{} on {weekday}", every("week")),
                Rhythm::MonthlyByWeekday => format!("{} on the {} {weekday}", every("month"), ordinal(nth)),
                Rhythm::MonthlyByLastWeekday => format!("{} on the last {weekday}", every("month")),
                Rhythm::MonthlyByDate => format!("{} on the {}", every("month"), ordinal(date)),
            }
        }
        Locale::ZhCn => {
            let week = if n == 1 { "每周".to_owned() } else { format!("每 {n} 周") };
            let month = if n == 1 { "每月".to_owned() } else { format!("每 {n} 个月") };
            match rule.rhythm {
                Rhythm::Weekly => format!("{week}，{weekday}"),
                Rhythm::MonthlyByWeekday => format!("{month}第 {nth} 个{weekday}"),
                Rhythm::MonthlyByLastWeekday => format!("{month}最后一个{weekday}"),
                Rhythm::MonthlyByDate => format!("{month} {date} 日"),
            }
        }
    }
}

/// "1st", "22nd", "13th".
fn ordinal(n: i64) -> String {
    let ending = match (n % 100, n % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::events::calendar::Day;
    use std::collections::BTreeSet;

    #[test]
    fn a_rule_reads_like_a_sentence() {
        let first = Day::parse("2027-03-13").expect("a day");
        let say = |rhythm, every, locale| of(locale, &Rule { rhythm, every, first, except: BTreeSet::new() });
        assert_eq!(say(Rhythm::Weekly, 2, Locale::En), "Every 2 weeks on Saturday");
        assert_eq!(say(Rhythm::MonthlyByWeekday, 1, Locale::En), "Every month on the 2nd Saturday");
        assert_eq!(say(Rhythm::MonthlyByDate, 3, Locale::En), "Every 3 months on the 13th");
        assert_eq!(say(Rhythm::MonthlyByWeekday, 1, Locale::ZhCn), "每月第 2 个星期六");
        assert_eq!(say(Rhythm::Weekly, 1, Locale::ZhCn), "每周，星期六");
    }
}
