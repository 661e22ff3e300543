//! The house's own posters, for events without a picture of theirs.

use domain::showcase::Art;

/// The drawings that suit any event: address, width, height.
const POSTERS: [(&str, u32, u32); 5] = [
    ("/art/tape.svg", 880, 660),
    ("/art/lanterns.svg", 800, 600),
    ("/art/record.svg", 800, 600),
    ("/art/tower.svg", 800, 600),
    ("/art/spill.svg", 800, 520),
];

/// The address of the poster that a new event gets: the same slug always gets the same one (FNV-1a picks).
pub(crate) fn pick(slug: &str) -> &'static str {
    let hash = slug
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    // Its low bits alone would be a poor lot.
    let n = (hash ^ (hash >> 32)) % POSTERS.len() as u64;
    POSTERS[usize::try_from(n).expect("below the number of posters")].0
}

/// The poster of a stored address. It decorates, so it has no words.
pub(crate) fn drawn(src: &str) -> Art {
    let (width, height) = POSTERS.iter().find(|p| p.0 == src).map_or((800, 600), |p| (p.1, p.2));
    Art { src: src.into(), alt: String::new(), width, height }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posters_are_files_of_that_size() {
        for (src, width, height) in POSTERS {
            let file = format!("{}/../../public{src}", env!("CARGO_MANIFEST_DIR"));
            let svg = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
            assert!(svg.contains(&format!("width=\"{width}\" height=\"{height}\"")), "{src}");
        }
    }

    #[test]
    fn all_of_them_are_used() {
        let used: std::collections::BTreeSet<_> = (0..200).map(|n| pick(&format!("event-{n}"))).collect();
        assert_eq!(used.len(), POSTERS.len());
        assert_eq!(pick("tea-house-tapes"), pick("tea-house-tapes"));
    }
}
