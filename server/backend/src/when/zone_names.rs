//! What people call their time: the names of the zones used most, in both languages.

use domain::{Instant, Locale};
use jiff::tz::Dst;

use crate::zones;

/// The names of a time that several zones keep: English, Chinese.
struct Names {
    zones: &'static [&'static str],
    standard: (&'static str, &'static str),
    /// In summer; empty where the clocks are never changed.
    summer: (&'static str, &'static str),
}

/// No summer time.
const NONE: (&str, &str) = ("", "");

/// "China Standard Time (UTC+8)", "北京时间（UTC+8）"; for a zone without a name here its city: "Kathmandu time (UTC+5:45)".
pub fn zone_name(locale: Locale, zone: &str, at: Instant) -> String {
    let rules = zones::stored(zone);
    let info = rules.to_offset_info(zones::timestamp(at));
    let offset = offset(info.offset().seconds());
    // Where the rules are not known, the time is shown in UTC, and is called so.
    let zone = rules.iana_name().unwrap_or("UTC");
    let named = NAMED.iter().find(|n| n.zones.contains(&zone)).map(|n| match info.dst() {
        Dst::Yes if !n.summer.0.is_empty() => n.summer,
        _ => n.standard,
    });
    match (named, locale) {
        (Some((name, _)), Locale::En) => format!("{name} ({offset})"),
        (Some((_, name)), Locale::ZhCn) => format!("{name}（{offset}）"),
        (None, _) if zone.starts_with("Etc/") => offset,
        (None, _) => {
            let city = zone.rsplit('/').next().unwrap_or(zone).replace('_', " ");
            match locale {
                Locale::En => format!("{city} time ({offset})"),
                Locale::ZhCn => format!("{city} 时间（{offset}）"),
            }
        }
    }
}

/// "UTC+8", "UTC−3:30" (with a real minus sign), "UTC+0".
fn offset(seconds: i32) -> String {
    let (sign, minutes) = (if seconds < 0 { '−' } else { '+' }, seconds.abs() / 60);
    match minutes % 60 {
        0 => format!("UTC{sign}{}", minutes / 60),
        rest => format!("UTC{sign}{}:{rest:02}", minutes / 60),
    }
}

const NAMED: &[Names] = &[
    Names { zones: &["UTC"], standard: ("Coordinated Universal Time", "协调世界时"), summer: NONE },
    Names {
        zones: &["Asia/Shanghai", "Asia/Chongqing", "Asia/Harbin", "PRC"],
        standard: ("China Standard Time", "北京时间"),
        summer: ("China Daylight Time", "中国夏令时间"),
    },
    Names { zones: &["Asia/Urumqi"], standard: ("Xinjiang Time", "新疆时间"), summer: NONE },
    Names { zones: &["Asia/Hong_Kong"], standard: ("Hong Kong Time", "香港时间"), summer: NONE },
    Names { zones: &["Asia/Taipei"], standard: ("Taipei Time", "台北时间"), summer: NONE },
    Names { zones: &["Asia/Macau"], standard: ("Macau Time", "澳门时间"), summer: NONE },
    Names { zones: &["Asia/Singapore"], standard: ("Singapore Time", "新加坡时间"), summer: NONE },
    Names { zones: &["Asia/Kuala_Lumpur"], standard: ("Malaysia Time", "马来西亚时间"), summer: NONE },
    Names { zones: &["Asia/Tokyo"], standard: ("Japan Standard Time", "日本标准时间"), summer: NONE },
    Names { zones: &["Asia/Seoul"], standard: ("Korea Standard Time", "韩国标准时间"), summer: NONE },
    Names { zones: &["Asia/Manila"], standard: ("Philippine Time", "菲律宾时间"), summer: NONE },
    Names {
        zones: &["Asia/Bangkok", "Asia/Ho_Chi_Minh"], standard: ("Indochina Time", "中南半岛时间"), summer: NONE
    },
    Names {
        zones: &["Asia/Jakarta"], standard: ("Western Indonesia Time", "印度尼西亚西部时间"), summer: NONE
    },
    Names { zones: &["Asia/Ulaanbaatar"], standard: ("Ulaanbaatar Time", "乌兰巴托时间"), summer: NONE },
    Names { zones: &["Asia/Yangon"], standard: ("Myanmar Time", "缅甸时间"), summer: NONE },
    Names { zones: &["Asia/Dhaka"], standard: ("Bangladesh Time", "孟加拉时间"), summer: NONE },
    Names { zones: &["Asia/Kathmandu"], standard: ("Nepal Time", "尼泊尔时间"), summer: NONE },
    Names {
        zones: &["Asia/Kolkata", "Asia/Calcutta"],
        standard: ("India Standard Time", "印度标准时间"),
        summer: NONE,
    },
    Names { zones: &["Asia/Colombo"], standard: ("Sri Lanka Time", "斯里兰卡时间"), summer: NONE },
    Names { zones: &["Asia/Karachi"], standard: ("Pakistan Time", "巴基斯坦时间"), summer: NONE },
    Names { zones: &["Asia/Tashkent"], standard: ("Uzbekistan Time", "乌兹别克斯坦时间"), summer: NONE },
    Names { zones: &["Asia/Almaty"], standard: ("Kazakhstan Time", "哈萨克斯坦时间"), summer: NONE },
    Names { zones: &["Asia/Kabul"], standard: ("Afghanistan Time", "阿富汗时间"), summer: NONE },
    Names { zones: &["Asia/Tehran"], standard: ("Iran Standard Time", "伊朗标准时间"), summer: NONE },
    Names { zones: &["Asia/Dubai"], standard: ("Gulf Standard Time", "海湾标准时间"), summer: NONE },
    Names {
        zones: &["Asia/Riyadh", "Asia/Baghdad"],
        standard: ("Arabian Standard Time", "阿拉伯标准时间"),
        summer: NONE,
    },
    Names {
        zones: &["Asia/Jerusalem"],
        standard: ("Israel Standard Time", "以色列标准时间"),
        summer: ("Israel Daylight Time", "以色列夏令时间"),
    },
    Names {
        zones: &["Europe/London"],
        standard: ("Greenwich Mean Time", "格林尼治标准时间"),
        summer: ("British Summer Time", "英国夏令时间"),
    },
    // In Dublin the rules call the summer the standard time, and the winter the exception.
    Names { zones: &["Europe/Dublin"], standard: ("Irish Time", "爱尔兰时间"), summer: NONE },
    Names {
        zones: &["Europe/Lisbon", "Atlantic/Madeira", "Atlantic/Canary"],
        standard: ("Western European Time", "西欧标准时间"),
        summer: ("Western European Summer Time", "西欧夏令时间"),
    },
    Names {
        zones: &["Atlantic/Azores"],
        standard: ("Azores Time", "亚速尔群岛时间"),
        summer: ("Azores Summer Time", "亚速尔群岛夏令时间"),
    },
    Names {
        zones: &["Atlantic/Reykjavik", "Africa/Accra"],
        standard: ("Greenwich Mean Time", "格林尼治标准时间"),
        summer: NONE,
    },
    Names {
        zones: &[
            "Europe/Paris",
            "Europe/Berlin",
            "Europe/Madrid",
            "Europe/Rome",
            "Europe/Amsterdam",
            "Europe/Brussels",
            "Europe/Vienna",
            "Europe/Zurich",
            "Europe/Stockholm",
            "Europe/Oslo",
            "Europe/Copenhagen",
            "Europe/Prague",
            "Europe/Warsaw",
            "Europe/Budapest",
            "Europe/Belgrade",
            "Europe/Luxembourg",
            "Europe/Zagreb",
            "Europe/Ljubljana",
            "Europe/Bratislava",
            "Europe/Malta",
            "Africa/Algiers",
        ],
        standard: ("Central European Time", "中欧标准时间"),
        summer: ("Central European Summer Time", "中欧夏令时间"),
    },
    Names {
        zones: &[
            "Europe/Athens",
            "Europe/Helsinki",
            "Europe/Bucharest",
            "Europe/Sofia",
            "Europe/Kyiv",
            "Europe/Riga",
            "Europe/Tallinn",
            "Europe/Vilnius",
            "Africa/Cairo",
            "Asia/Beirut",
        ],
        standard: ("Eastern European Time", "东欧标准时间"),
        summer: ("Eastern European Summer Time", "东欧夏令时间"),
    },
    Names { zones: &["Europe/Istanbul"], standard: ("Türkiye Time", "土耳其时间"), summer: NONE },
    Names { zones: &["Europe/Moscow"], standard: ("Moscow Standard Time", "莫斯科标准时间"), summer: NONE },
    Names {
        zones: &["Africa/Johannesburg"], standard: ("South Africa Standard Time", "南非标准时间"), summer: NONE
    },
    Names { zones: &["Africa/Lagos"], standard: ("West Africa Time", "西部非洲时间"), summer: NONE },
    Names {
        zones: &["Africa/Nairobi", "Africa/Addis_Ababa"],
        standard: ("East Africa Time", "东部非洲时间"),
        summer: NONE,
    },
    Names {
        zones: &["America/New_York", "America/Toronto", "America/Detroit"],
        standard: ("Eastern Standard Time", "北美东部标准时间"),
        summer: ("Eastern Daylight Time", "北美东部夏令时间"),
    },
    Names { zones: &["America/Panama"], standard: ("Eastern Standard Time", "北美东部标准时间"), summer: NONE },
    Names {
        zones: &["America/Chicago", "America/Winnipeg"],
        standard: ("Central Standard Time", "北美中部标准时间"),
        summer: ("Central Daylight Time", "北美中部夏令时间"),
    },
    Names {
        zones: &["America/Mexico_City"], standard: ("Central Standard Time", "北美中部标准时间"), summer: NONE
    },
    Names {
        zones: &["America/Denver", "America/Edmonton"],
        standard: ("Mountain Standard Time", "北美山区标准时间"),
        summer: ("Mountain Daylight Time", "北美山区夏令时间"),
    },
    Names {
        zones: &["America/Phoenix"], standard: ("Mountain Standard Time", "北美山区标准时间"), summer: NONE
    },
    Names {
        zones: &["America/Los_Angeles", "America/Vancouver"],
        standard: ("Pacific Standard Time", "北美太平洋标准时间"),
        summer: ("Pacific Daylight Time", "北美太平洋夏令时间"),
    },
    Names {
        zones: &["America/Anchorage"],
        standard: ("Alaska Standard Time", "阿拉斯加标准时间"),
        summer: ("Alaska Daylight Time", "阿拉斯加夏令时间"),
    },
    Names { zones: &["Pacific/Honolulu"], standard: ("Hawaii Standard Time", "夏威夷标准时间"), summer: NONE },
    Names {
        zones: &["America/Halifax"],
        standard: ("Atlantic Standard Time", "大西洋标准时间"),
        summer: ("Atlantic Daylight Time", "大西洋夏令时间"),
    },
    Names {
        zones: &["America/St_Johns"],
        standard: ("Newfoundland Standard Time", "纽芬兰标准时间"),
        summer: ("Newfoundland Daylight Time", "纽芬兰夏令时间"),
    },
    Names { zones: &["America/Sao_Paulo"], standard: ("Brasília Time", "巴西利亚时间"), summer: NONE },
    Names { zones: &["America/Argentina/Buenos_Aires"], standard: ("Argentina Time", "阿根廷时间"), summer: NONE },
    Names {
        zones: &["America/Santiago"],
        standard: ("Chile Time", "智利标准时间"),
        summer: ("Chile Summer Time", "智利夏令时间"),
    },
    Names { zones: &["America/Bogota"], standard: ("Colombia Time", "哥伦比亚时间"), summer: NONE },
    Names { zones: &["America/Lima"], standard: ("Peru Time", "秘鲁时间"), summer: NONE },
    Names {
        zones: &["Australia/Perth"],
        standard: ("Australian Western Standard Time", "澳大利亚西部标准时间"),
        summer: NONE,
    },
    Names {
        zones: &["Australia/Darwin"],
        standard: ("Australian Central Standard Time", "澳大利亚中部标准时间"),
        summer: NONE,
    },
    Names {
        zones: &["Australia/Adelaide"],
        standard: ("Australian Central Standard Time", "澳大利亚中部标准时间"),
        summer: ("Australian Central Daylight Time", "澳大利亚中部夏令时间"),
    },
    Names {
        zones: &["Australia/Brisbane"],
        standard: ("Australian Eastern Standard Time", "澳大利亚东部标准时间"),
        summer: NONE,
    },
    Names {
        zones: &["Australia/Sydney", "Australia/Melbourne"],
        standard: ("Australian Eastern Standard Time", "澳大利亚东部标准时间"),
        summer: ("Australian Eastern Daylight Time", "澳大利亚东部夏令时间"),
    },
    Names {
        zones: &["Pacific/Auckland"],
        standard: ("New Zealand Standard Time", "新西兰标准时间"),
        summer: ("New Zealand Daylight Time", "新西兰夏令时间"),
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use domain::events::plan::Zones;

    fn name(locale: Locale, zone: &str, local: &str) -> String {
        zone_name(locale, zone, zones::TzDb.moment(local, zone).expect("a time of the zone"))
    }

    #[test]
    fn named_zones() {
        let (winter, summer) = ("2027-01-15T12:00", "2027-07-15T12:00");
        for (zone, local, en, zh) in [
            ("Asia/Shanghai", summer, "China Standard Time (UTC+8)", "北京时间（UTC+8）"),
            ("Europe/London", winter, "Greenwich Mean Time (UTC+0)", "格林尼治标准时间（UTC+0）"),
            ("Europe/London", summer, "British Summer Time (UTC+1)", "英国夏令时间（UTC+1）"),
            ("Europe/Dublin", summer, "Irish Time (UTC+1)", "爱尔兰时间（UTC+1）"),
            ("America/New_York", winter, "Eastern Standard Time (UTC−5)", "北美东部标准时间（UTC−5）"),
            ("America/St_Johns", winter, "Newfoundland Standard Time (UTC−3:30)", "纽芬兰标准时间（UTC−3:30）"),
            ("Asia/Kolkata", winter, "India Standard Time (UTC+5:30)", "印度标准时间（UTC+5:30）"),
            ("Australia/Sydney", winter, "Australian Eastern Daylight Time (UTC+11)", "澳大利亚东部夏令时间（UTC+11）"),
            ("America/Argentina/Ushuaia", winter, "Ushuaia time (UTC−3)", "Ushuaia 时间（UTC−3）"),
            ("Etc/GMT-8", winter, "UTC+8", "UTC+8"),
        ] {
            assert_eq!(
                (name(Locale::En, zone, local), name(Locale::ZhCn, zone, local)),
                (en.into(), zh.into()),
                "{zone} {local}"
            );
        }
        assert_eq!(zone_name(Locale::En, "Mars/Base", Instant(0)), "Coordinated Universal Time (UTC+0)");
    }

    #[test]
    fn each_zone_is_named_once() {
        let all: Vec<_> = NAMED.iter().flat_map(|n| n.zones).collect();
        for (i, zone) in all.iter().enumerate() {
            assert!(zones::TzDb.knows(zone), "{zone}");
            assert!(!all[..i].contains(zone), "{zone} twice");
        }
    }

    /// A zone that changes its clocks now has a name for its summer.
    #[test]
    fn summers_have_names() {
        for names in NAMED.iter().filter(|n| n.summer.0.is_empty()) {
            for zone in names.zones.iter().filter(|z| **z != "Europe/Dublin") {
                for local in ["2027-01-15T12:00", "2027-07-15T12:00"] {
                    let at = zones::timestamp(zones::TzDb.moment(local, zone).expect("a time of the zone"));
                    assert_ne!(zones::stored(zone).to_offset_info(at).dst(), Dst::Yes, "{zone}");
                }
            }
        }
    }
}
