use super::*;

fn entry() -> Entry {
    Entry {
        uid: "00000000-0000-0000-0000-000000000007@popcorn.example".into(),
        sequence: 3,
        stamp: Instant(1_805_522_400_123),
        changed: Instant(1_805_522_400_123),
        starts: Instant(1_806_732_000_000),
        ends: Instant(1_806_744_600_000),
        title: "Tea-House Tapes; one, two \\ three".into(),
        words: vec![
            String::new(),
            "灯火电台的听众带着旧磁带来茶馆，一起听那些没有播出的夜晚。带上你的录音，也带上一位朋友；茶由我们来泡。"
                .into(),
            "https://popcorn.example/e/茶馆录音带".into(),
        ],
        place: "Old Tram Depot, Chengdu, 88 Peony Lane".into(),
        url: "https://popcorn.example/e/茶馆录音带".into(),
        status: Status::Confirmed,
        people: None,
    }
}

fn file(method: Method, entry: Entry) -> String {
    written(&Calendar { name: "Lamplight Radio", method, entries: &[entry] })
}

/// As a calendar reads it: folds undone, name and value of each line.
fn read(file: &str) -> Vec<(String, String)> {
    let unfolded = file.replace("\r\n ", "");
    unfolded.lines().filter_map(|line| line.split_once(':')).map(|(name, value)| (name.into(), value.into())).collect()
}

fn value(file: &str, name: &str) -> String {
    let mut found = read(file).into_iter().filter(|(n, _)| n == name).map(|(_, value)| value);
    let value = found.next().unwrap_or_else(|| panic!("no {name} in {file}"));
    assert!(name == "BEGIN" || name == "END" || found.next().is_none(), "{name} twice");
    value
}

#[test]
fn every_line_is_short_and_ends_as_it_must() {
    let file = file(Method::Publish, entry());
    assert!(file.ends_with("END:VCALENDAR\r\n"));
    assert_eq!(file.matches('\n').count(), file.matches("\r\n").count());
    for line in file.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
    }
    assert!(file.contains("\r\n "), "long ones are folded");
}

#[test]
fn it_says_what_the_page_says() {
    let file = file(Method::Publish, entry());
    for (name, wanted) in [
        ("UID", "00000000-0000-0000-0000-000000000007@popcorn.example"),
        ("SEQUENCE", "3"),
        ("DTSTART", "20270403T060000Z"),
        ("DTEND", "20270403T093000Z"),
        ("DTSTAMP", "20270320T060000Z"),
        ("STATUS", "CONFIRMED"),
        ("SUMMARY", "Tea-House Tapes\\; one\\, two \\\\ three"),
        ("LOCATION", "Old Tram Depot\\, Chengdu\\, 88 Peony Lane"),
        ("REFRESH-INTERVAL;VALUE=DURATION", "PT1H"),
    ] {
        assert_eq!(value(&file, name), wanted);
    }
    let words = entry().words;
    assert_eq!(value(&file, "DESCRIPTION"), format!("{}\\n\\n{}", words[1], words[2]));
}

#[test]
fn what_is_cancelled_stays_and_says_so() {
    let file = file(Method::Publish, Entry { status: Status::Cancelled, sequence: 4, ..entry() });
    assert_eq!((value(&file, "STATUS"), value(&file, "SEQUENCE")), ("CANCELLED".into(), "4".into()));
    assert_eq!(value(&file, "TRANSP"), "TRANSPARENT");
}

#[test]
fn no_text_begins_a_line_of_its_own() {
    let file = file(Method::Publish, Entry { title: "x\r\nATTENDEE:mailto:a@b.example\u{7}".into(), ..entry() });
    assert!(!read(&file).iter().any(|(name, _)| name == "ATTENDEE"));
    assert_eq!(value(&file, "SUMMARY"), "x\\nATTENDEE:mailto:a@b.example");
}

#[test]
fn a_letter_says_who_asks_whom_and_no_name_breaks_out() {
    let people = Some(People {
        organiser: ("灯火 \"Radio\"\r\nX:y".into(), "tickets@popcorn.example".into()),
        attendee: ("Zhu; Yuting".into(), "fan@example.org".into()),
    });
    let file = file(Method::Request, Entry { people, ..entry() });
    assert_eq!(value(&file, "METHOD"), "REQUEST");
    let names: Vec<String> = read(&file).into_iter().map(|(name, _)| name).collect();
    assert!(names.iter().any(|name| name == "ORGANIZER;CN=\"灯火  Radio   X"), "{names:?}");
    assert!(!names.iter().any(|name| name == "X"), "{names:?}");
    assert!(!file.contains("REFRESH-INTERVAL"));
}

#[test]
fn hosts() {
    for (url, want) in [
        ("http://127.0.0.1:3000", "127.0.0.1"),
        ("https://fans.example.org/club", "fans.example.org"),
        ("http://[::1]:80", "[::1]"),
    ] {
        assert_eq!(host(url), want);
    }
}
