//! Leaderboards: who stands where. Ranks are 1, 2, 2, 4; of those with the same honor stands first who got there first.

use crate::{members::view::Person, showcase::ShareCard};
use serde::{Deserialize, Serialize};
use std::fmt;

/// So many places on a page.
pub const PAGE: i64 = 50;

/// Where a page of a board begins: with those who have so much honor or less, leaving out the first few of those who have
/// exactly so much. It holds while others move, and tells nothing of anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    pub points: i64,
    pub skip: i64,
}

impl Start {
    /// The first page.
    pub const TOP: Self = Self { points: i64::MAX, skip: 0 };

    /// Reads an address: "120", "120.30". Anything else is the first page.
    pub fn parse(text: &str) -> Self {
        let (points, skip) = text.split_once('.').unwrap_or((text, "0"));
        match (points.parse(), skip.parse()) {
            (Ok(points), Ok(skip)) if points > 0 && (0..=100_000_000).contains(&skip) => Self { points, skip },
            _ => Self::TOP,
        }
    }

    /// The page after one that began here and showed these points, of which there were more.
    pub fn after(self, shown: &[i64]) -> Self {
        let Some(&last) = shown.last() else { return self };
        let same = shown.iter().rev().take_while(|points| **points == last).count();
        let same = i64::try_from(same).unwrap_or(i64::MAX);
        // Those left out before this page had the points that it begins with.
        let before = if last == self.points { self.skip } else { 0 };
        Self { points: last, skip: before + same }
    }
}

impl fmt::Display for Start {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.skip {
            0 => write!(f, "{}", self.points),
            skip => write!(f, "{}.{skip}", self.points),
        }
    }
}

/// The ranks of a page. `points` in their order, the most first; `before` stand on earlier pages, `above` of them have more than the
/// first here.
pub fn ranks(points: &[i64], before: i64, above: i64) -> Vec<i64> {
    let mut ranks: Vec<i64> = Vec::with_capacity(points.len());
    for (n, own) in points.iter().enumerate() {
        let rank = match n.checked_sub(1) {
            Some(last) if points[last] == *own => ranks[last],
            Some(_) => before + i64::try_from(n).unwrap_or(i64::MAX) + 1,
            None => above + 1,
        };
        ranks.push(rank);
    }
    ranks
}

/// What an address asks for. All of it may be empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardAsk {
    /// The id of a season; "lifetime"; or empty: the season that runs, or lifetime where none does.
    #[serde(default)]
    pub season: String,
    /// The slug of a chapter.
    #[serde(default)]
    pub chapter: String,
    /// The slug of an event: those who were there. For them alone.
    #[serde(default)]
    pub event: String,
    /// See [`Start`].
    #[serde(default)]
    pub from: String,
}

impl BoardAsk {
    /// The address of another page, other season, other club: `path` is that of the board in its form.
    pub fn href(&self, path: &str) -> String {
        let given =
            [("season", &self.season), ("chapter", &self.chapter), ("event", &self.event), ("from", &self.from)];
        let query: Vec<String> = given
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", escaped(value)))
            .collect();
        if query.is_empty() { path.into() } else { format!("{path}?{}", query.join("&")) }
    }
}

/// For a query: letters that addresses do not have, as in Chinese slugs, are percent-encoded.
fn escaped(value: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
    value.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

/// A place on a board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardRow {
    pub rank: i64,
    pub person: Person,
    /// "Chengdu"; empty where no home chapter was chosen.
    pub city: String,
    pub points: i64,
    pub is_me: bool,
}

/// Where the reader stands on a board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyPlace {
    pub rank: i64,
    pub points: i64,
    /// The address of the page on which they stand.
    pub href: String,
}

/// `/leaderboard`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaderboardPage {
    /// What was asked, with what was left open filled in.
    pub ask: BoardAsk,
    /// The season's name; none for lifetime honor.
    pub season: Option<String>,
    /// "1 Mar 2027 to 31 May 2027"; empty for lifetime honor.
    pub span: String,
    /// The chapter's city, or the event's title; none for everybody.
    pub of: Option<String>,
    pub rows: Vec<BoardRow>,
    /// How many stand on it.
    pub members: i64,
    /// The address of the next page, and of the first where this is not it.
    pub next: Option<String>,
    pub top: Option<String>,
    /// None for a visitor, and for who is not on it.
    pub mine: Option<MyPlace>,
    /// The reader is signed in and on no board, for they did not choose to be.
    pub hidden: bool,
    /// Id and name of each season, the newest first.
    pub seasons: Vec<(String, String)>,
    /// Slug and city of each chapter.
    pub chapters: Vec<(String, String)>,
    /// Slug and title of events where the reader was.
    pub events: Vec<(String, String)>,
    pub share: ShareCard,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn two_at_the_same_place_leave_the_next_one_out() {
        assert_eq!(ranks(&[50, 40, 40, 10], 0, 0), [1, 2, 2, 4]);
        assert_eq!(ranks(&[40, 10], 2, 1), [2, 4], "the second of two, on a page of its own");
        assert_eq!(ranks(&[], 0, 0), [0_i64; 0]);
    }

    #[test]
    fn pages_are_addressed_by_honor() {
        assert_eq!(Start::parse("120.30"), Start { points: 120, skip: 30 });
        assert_eq!(Start::parse("120"), Start { points: 120, skip: 0 });
        for nonsense in ["", "x", "-5", "0", "120.-1", "120.x", "9.99999999999", "1.2.3"] {
            assert_eq!(Start::parse(nonsense), Start::TOP, "{nonsense:?}");
        }
        assert_eq!(Start::TOP.after(&[50, 40, 40]).to_string(), "40.2");
        assert_eq!(Start { points: 40, skip: 2 }.after(&[40, 40]).to_string(), "40.4");
        assert_eq!(Start { points: 40, skip: 2 }.after(&[40, 30]).to_string(), "30.1");
    }

    #[test]
    fn what_is_asked_stands_in_the_address() {
        let ask = BoardAsk { chapter: "成都".into(), from: "40.2".into(), ..BoardAsk::default() };
        assert_eq!(ask.href("/leaderboard"), "/leaderboard?chapter=%E6%88%90%E9%83%BD&from=40.2");
        assert_eq!(BoardAsk::default().href("/leaderboard.json"), "/leaderboard.json");
    }

    proptest! {
        /// A rank is one more than those who have more; page by page it is the same as all at once, and nobody is left out.
        #[test]
        fn ranks_are_what_they_say(mut all in prop::collection::vec(1i64..30, 0..80), size in 1usize..9) {
            all.sort_unstable_by_key(|points| -points);
            let above = |own: i64| all.iter().filter(|points| **points > own).count() as i64;
            let wanted: Vec<i64> = all.iter().map(|points| above(*points) + 1).collect();
            prop_assert_eq!(&ranks(&all, 0, 0), &wanted);
            let mut from = Start::TOP;
            let (mut seen, mut got): (Vec<i64>, Vec<i64>) = (vec![], vec![]);
            loop {
                // As the database does it.
                let rest: Vec<i64> = all.iter().copied().filter(|points| *points <= from.points).collect();
                let page: Vec<i64> = rest.into_iter().skip(from.skip as usize).take(size).collect();
                let Some(first) = page.first() else { break };
                let before = above(from.points) + from.skip;
                got.extend(ranks(&page, before, above(*first)));
                seen.extend(&page);
                from = Start::parse(&from.after(&page).to_string());
            }
            prop_assert_eq!(seen, all.clone());
            prop_assert_eq!(got, wanted);
        }

        #[test]
        fn nothing_typed_makes_it_panic(text in "\\PC{0,30}|-?[0-9]{0,22}\\.?-?[0-9]{0,22}") {
            let from = Start::parse(&text);
            prop_assert!(from.points > 0 && from.skip >= 0);
            if from != Start::TOP {
                prop_assert_eq!(Start::parse(&from.to_string()), from);
            }
        }
    }
}
