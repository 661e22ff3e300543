//! The house's own posters, for events without a picture of theirs.

use domain::{events::Kind, showcase::Art};

/// A drawing: address, width, height.
type Drawing = (&'static str, u32, u32);

const TAPE: Drawing = ("/art/tape.svg", 880, 660);
const RECORD: Drawing = ("/art/record.svg", 800, 600);
const LANTERNS: Drawing = ("/art/lanterns.svg", 800, 600);
const TOWER: Drawing = ("/art/tower.svg", 800, 600);

/// Those that suit an event, each with what titles say of such an event. The first that fits is taken.
const POSTERS: [(Drawing, &[&str]); 4] = [
    (TAPE, &["tape", "cassette", "recording", "磁带", "录音"]),
    (RECORD, &["record", "vinyl", "music", "唱片", "音乐"]),
    (LANTERNS, &["lantern", "night", "evening", "灯", "夜"]),
    (TOWER, &["radio", "signal", "antenna", "studio", "电台", "信号", "天线"]),
];

/// What older events may have: it is the picture of pages that are not there.
const SPILL: Drawing = ("/art/spill.svg", 800, 520);

/// The address of the poster that a new event gets: one that suits its title or kind. Where nothing tells, its slug decides, always
/// in the same way (FNV-1a picks).
pub(crate) fn pick(kind: Kind, title: &str, slug: &str) -> &'static str {
    if kind == Kind::OpenDay {
        return TOWER.0;
    }
    let title = title.to_lowercase();
    if let Some(((src, ..), _)) = POSTERS.iter().find(|(_, words)| words.iter().any(|word| title.contains(word))) {
        return src;
    }
    let hash = slug
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    // Its low bits alone would be a poor lot.
    let n = (hash ^ (hash >> 32)) % POSTERS.len() as u64;
    POSTERS[usize::try_from(n).expect("below the number of posters")].0.0
}

/// The poster of a stored address. It decorates, so it has no words.
pub(crate) fn drawn(src: &str) -> Art {
    let known = POSTERS.iter().map(|(drawing, _)| *drawing).chain([SPILL]).find(|drawing| drawing.0 == src);
    let (width, height) = known.map_or((800, 600), |(_, width, height)| (width, height));
    Art { src: src.into(), alt: String::new(), width, height }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posters_are_files_of_that_size() {
        for (src, width, height) in POSTERS.map(|(drawing, _)| drawing).into_iter().chain([SPILL]) {
            let file = format!("{}/../../public{src}", env!("CARGO_MANIFEST_DIR"));
            let svg = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
            assert!(svg.contains(&format!("width=\"{width}\" height=\"{height}\"")), "{src}");
        }
    }

    #[test]
    fn a_poster_suits_its_event() {
        for (title, poster) in [
            ("Tea-House Tapes", TAPE),
            ("茶馆里的旧磁带：夜班台特辑", TAPE),
            ("Riverside record swap", RECORD),
            ("Lanterns along the river", LANTERNS),
            ("听众夜谈", LANTERNS),
            ("Kitchen radio", TOWER),
        ] {
            assert_eq!(pick(Kind::Meetup, title, "any"), poster.0, "{title}");
        }
        assert_eq!(pick(Kind::OpenDay, "A night of tapes", "any"), TOWER.0);
    }

    #[test]
    fn where_nothing_tells_all_of_them_are_used() {
        let used: std::collections::BTreeSet<_> =
            (0..200).map(|n| pick(Kind::Meetup, "Kettle club", &format!("event-{n}"))).collect();
        assert_eq!(used.len(), POSTERS.len());
        assert_eq!(pick(Kind::Meetup, "", "kettle-club"), pick(Kind::Meetup, "", "kettle-club"));
    }
}
