//! The list of those who signed up, as their organisers work with it: found by name, narrowed down, told apart.

use super::{
    questions::Question,
    view::{EventCard, PersonRow},
};
use crate::{EventId, SignUpId, signups::SignUpState};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// How many people one page shows.
pub const PAGE: usize = 100;

/// How many sign-ups of an event are read at most.
pub const MOST: usize = 20_000;

/// At how many a list of so many ends that may be longer; none where it is whole.
pub fn cut_at(read: usize) -> Option<i64> {
    (read >= MOST).then_some(MOST as i64)
}

/// Whom the list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Show {
    /// Everybody who ever signed up as a guest.
    #[default]
    Everybody,
    /// Those with a seat.
    Seated,
    /// Those who came in.
    In,
    /// Those with a seat who have not come in.
    NotIn,
    /// Those in line, and those to whom a seat is offered.
    Line,
    /// Those on whom the organisers or the lot decide.
    Pending,
    /// Those who owe an answer.
    Missing,
    /// Those with a place in a shift, or in line for one.
    Helpers,
    /// Those who left, or were taken off; guests and helpers.
    Left,
}

impl Show {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 9] = [
        Self::Everybody,
        Self::Seated,
        Self::In,
        Self::NotIn,
        Self::Line,
        Self::Pending,
        Self::Missing,
        Self::Helpers,
        Self::Left,
    ];

    /// The word in addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Everybody => "all",
            Self::Seated => "seated",
            Self::In => "in",
            Self::NotIn => "not-in",
            Self::Line => "line",
            Self::Pending => "pending",
            Self::Missing => "missing",
            Self::Helpers => "helpers",
            Self::Left => "left",
        }
    }

    /// What an address asks for; everybody where it says nothing that is known.
    pub fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|show| show.word() == word).unwrap_or_default()
    }

    /// Is somebody among them?
    pub fn takes(self, person: &PersonRow) -> bool {
        let seated = person.state == SignUpState::Confirmed;
        if person.shift.is_some() {
            return match self {
                Self::Helpers => person.state.is_live(),
                Self::Left => !person.state.is_live(),
                Self::Missing => person.answers.iter().any(|cell| cell.is_missing),
                _ => false,
            };
        }
        match self {
            Self::Helpers => false,
            Self::Everybody => true,
            Self::Seated => seated,
            Self::In => person.checked_in.is_some(),
            Self::NotIn => seated && person.checked_in.is_none(),
            Self::Line => matches!(person.state, SignUpState::Waiting | SignUpState::Offered),
            Self::Pending => person.state == SignUpState::Pending,
            Self::Missing => person.answers.iter().any(|cell| cell.is_missing),
            Self::Left => !person.state.is_live(),
        }
    }
}

/// Is somebody meant who types this? Each word has to be in their name, handle, code, one of their answers, or the name of somebody
/// who comes along, or the role and time of their shift; whatever the case.
pub fn finds(typed: &str, person: &PersonRow) -> bool {
    let plain = |text: &str| text.to_lowercase();
    let mut texts: Vec<String> = [&person.display_name, &person.handle, &person.code].map(|text| plain(text)).into();
    texts.push(plain(&person.code.replace('-', "")));
    texts.extend(person.answers.iter().map(|cell| plain(&cell.text)));
    texts.extend(person.guest_names.iter().chain(&person.shift).map(|text| plain(text)));
    plain(typed).split_whitespace().all(|word| texts.iter().any(|text| text.contains(word)))
}

/// Sign-ups that count and may be the same person twice: the same name, or the same mailbox written in another way. Each group has
/// two or more; nobody is in two groups.
///
/// `people` are the sign-up, the name and the mail address of each.
pub fn alike(people: &[(SignUpId, String, String)]) -> Vec<Vec<SignUpId>> {
    let mut group: Vec<usize> = (0..people.len()).collect();
    for keys in
        [people.iter().map(|p| name_key(&p.1)).collect::<Vec<_>>(), people.iter().map(|p| mailbox(&p.2)).collect()]
    {
        let mut first = HashMap::new();
        for (at, key) in keys.into_iter().enumerate().filter(|(_, key)| !key.is_empty()) {
            let (a, b) = (head(&mut group, *first.entry(key).or_insert(at)), head(&mut group, at));
            group[a.max(b)] = a.min(b);
        }
    }
    let mut groups: BTreeMap<usize, Vec<SignUpId>> = BTreeMap::new();
    for (at, (id, ..)) in people.iter().enumerate() {
        groups.entry(head(&mut group, at)).or_default().push(*id);
    }
    groups.into_values().filter(|all| all.len() > 1).collect()
}

/// The first of somebody's group; the way there is made shorter for whoever asks next.
fn head(group: &mut [usize], mut at: usize) -> usize {
    while group[at] != at {
        group[at] = group[group[at]];
        at = group[at];
    }
    at
}

/// A name without what people write now so, now so: case, spaces, dots and hyphens.
fn name_key(name: &str) -> String {
    name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// The mailbox behind an address: what stands after a plus sign is the owner's own filing.
fn mailbox(address: &str) -> String {
    let address = address.to_lowercase();
    let Some((local, host)) = address.rsplit_once('@') else { return address };
    let local = local.split('+').next().unwrap_or_default();
    if host == "gmail.com" { format!("{}@{host}", local.replace('.', "")) } else { format!("{local}@{host}") }
}

/// What a spreadsheet would take for a formula is told to be text, also where it splits the text at a sign that is no comma: which
/// one it splits at is a matter of the reader's country, not of the file.
pub fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    if text.starts_with(['\t', '\r']) {
        out.push('\'');
    }
    let mut begins = true;
    for c in text.chars() {
        if begins && is_formula_sign(c) {
            out.push('\'');
        }
        begins = is_separator(c) || (begins && (c == '"' || c.is_whitespace()));
        out.push(c);
    }
    out
}

/// Does a formula begin with it? Wide signs count as narrow ones in some programs.
const fn is_formula_sign(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
}

/// Does some program begin a new cell after it?
const fn is_separator(c: char) -> bool {
    matches!(c, ',' | ';' | '\t' | '\n' | '\r')
}

/// `/organise/events/{id}/people`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeoplePage {
    pub id: EventId,
    pub card: EventCard,
    pub show: Show,
    /// What was looked for.
    pub typed: String,
    /// How many each choice shows; the search aside.
    pub counts: Vec<(Show, i64)>,
    pub questions: Vec<Question>,
    /// One page of those who were found.
    pub people: Vec<PersonRow>,
    /// How many were found.
    pub found: i64,
    /// From 1.
    pub page: i64,
    pub pages: i64,
    /// Where the list ends though there may be more people; those who left are the last in it.
    pub cut_at: Option<i64>,
    /// Names of those who may be signed up twice, and the way to each.
    pub alike: Vec<Vec<(SignUpId, String)>>,
    pub seats: SeatsBook,
}

/// Where the seats are; guests need one each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatsBook {
    pub capacity: i64,
    /// Taken by those who signed up or were offered one.
    pub taken: i64,
    /// Of those taken: given by hand.
    pub by_hand: i64,
    /// Held for those to whom they are offered.
    pub held: i64,
    pub free: i64,
    /// How many sign-ups stand in line, groups counted once.
    pub waiting: i64,
    pub came: i64,
}

/// `/organise/people/{signup}`: one sign-up and all that happened to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrailPage {
    pub event: EventId,
    pub card: EventCard,
    pub person: PersonRow,
    /// Its number in the public log.
    pub number: i64,
    pub questions: Vec<Question>,
    /// The organiser's words who gave or took the seat by hand.
    pub reason: Option<String>,
    /// Oldest first.
    pub trail: Vec<TrailLine>,
}

/// Something that happened to a sign-up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrailLine {
    /// When, in words.
    pub at: String,
    /// Whose doing it was; empty for a rule of the house.
    pub who: String,
    /// See the message catalogue.
    pub what: String,
    /// Which answer was changed, where one was.
    pub about: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn person(name: &str, state: SignUpState) -> PersonRow {
        PersonRow {
            id: SignUpId(Uuid::from_u128(1)),
            display_name: name.into(),
            handle: "zhuyuting".into(),
            state,
            waiting_place: None,
            offered_until: None,
            signed_up: String::new(),
            checked_in: None,
            code: "4F7K-2Q9M".into(),
            answers: vec![],
            guests: 0,
            guest_names: vec![],
            shift: None,
        }
    }

    #[test]
    fn people_are_found_by_what_one_knows_of_them() {
        let yu = person("Zhu Yuting 朱雨婷", SignUpState::Confirmed);
        for typed in ["", "zhu", "YUTING zhu", "雨婷", "4f7k2q", "4F7K-2Q9M"] {
            assert!(finds(typed, &yu), "{typed}");
        }
        assert!(!finds("zhu lin", &yu));
        let group = PersonRow { guests: 1, guest_names: vec!["Lin Na".into()], ..yu };
        assert!(finds("zhu lin", &group), "whoever stands at the door may be a guest");
    }

    #[test]
    fn each_is_shown_where_they_belong() {
        let seated = person("A", SignUpState::Confirmed);
        let came = PersonRow { checked_in: Some("14:00".into()), ..seated.clone() };
        let shown = |p: &PersonRow| Show::ALL.into_iter().filter(|s| s.takes(p)).map(Show::word).collect::<Vec<_>>();
        assert_eq!(shown(&seated), ["all", "seated", "not-in"]);
        assert_eq!(shown(&came), ["all", "seated", "in"]);
        assert_eq!(shown(&person("A", SignUpState::Offered)), ["all", "line"]);
        assert_eq!(shown(&person("A", SignUpState::Pending)), ["all", "pending"]);
        assert_eq!(shown(&person("A", SignUpState::Removed)), ["all", "left"]);
        let helper = PersonRow { shift: Some("Studio guide, 09:00 to 12:00".into()), ..came };
        assert_eq!(shown(&helper), ["helpers"]);
        assert_eq!(shown(&PersonRow { state: SignUpState::Removed, ..helper.clone() }), ["left"]);
        assert!(finds("guide 09:00", &helper));
        assert!(Show::ALL.into_iter().all(|s| Show::from_word(s.word()) == s));
    }

    #[test]
    fn a_list_says_where_it_ends() {
        assert_eq!((cut_at(MOST - 1), cut_at(MOST)), (None, Some(20_000)));
    }

    #[test]
    fn one_person_twice_is_noticed() {
        let id = |n| SignUpId(Uuid::from_u128(n));
        let people = [
            (id(1), "Zhu Yuting".to_owned(), "zhu@example.org".to_owned()),
            (id(2), "zhu-yuting".into(), "other@example.org".into()),
            (id(3), "Lin".into(), "Zhu+tea@example.org".into()),
            (id(4), "Mo".into(), "m.o@gmail.com".into()),
            (id(5), "Molly".into(), "mo@gmail.com".into()),
            (id(6), "Qiao".into(), "q.iao@example.org".into()),
            (id(7), "Feng".into(), "qiao@example.org".into()),
        ];
        assert_eq!(alike(&people), [vec![id(1), id(2), id(3)], vec![id(4), id(5)]]);
    }

    /// Twenty thousand, each like the one before: a page that has to be shown.
    #[test]
    fn a_crowd_is_looked_through_at_once() {
        let person =
            |n: u32| (SignUpId(Uuid::from_u128(n.into())), format!("n{}", n / 2), format!("m{}@a", n.div_ceil(2)));
        let crowd: Vec<_> = (0..20_000).map(person).collect();
        assert_eq!(alike(&crowd).concat().len(), 20_000, "one long chain");
        let apart: Vec<_> = (0..20_000).map(|n| (person(n).0, format!("n{n}"), format!("m{n}@a"))).collect();
        assert!(alike(&apart).is_empty());
    }

    proptest! {
        /// Groups do not depend on the order, and are a partition of some.
        #[test]
        fn groups_are_apart(names in proptest::collection::vec(("[ab]{1,2}", "[xy]{1,2}"), 0..9)) {
            let people: Vec<_> = names
                .iter()
                .enumerate()
                .map(|(n, (name, mail))| (SignUpId(Uuid::from_u128(n as u128)), name.clone(), format!("{mail}@a")))
                .collect();
            let groups = alike(&people);
            let mut all: Vec<_> = groups.concat();
            let count = all.len();
            all.sort();
            all.dedup();
            prop_assert_eq!(all.len(), count);
            prop_assert!(groups.iter().all(|g| g.len() > 1));
            let together = |a: usize, b: usize| groups.iter().any(|g| g.contains(&people[a].0) && g.contains(&people[b].0));
            for a in 0..people.len() {
                for b in 0..a {
                    if people[a].1 == people[b].1 || people[a].2 == people[b].2 {
                        prop_assert!(together(a, b));
                    }
                }
            }
        }

        /// No spreadsheet takes what somebody typed for a formula, wherever it splits it; and what they typed is all there.
        #[test]
        fn cells_are_text(text in "([=+\\-@＝＋－＠;,\t\r\n\" ']|\\PC){0,12}") {
            let cell = cell(&text);
            prop_assert!(!cell.starts_with(['\t', '\r']));
            for piece in cell.split([',', ';', '\t', '\n', '\r']) {
                let bare = piece.trim_matches(|c: char| c == '"' || c.is_whitespace());
                prop_assert!(!bare.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']), "{piece:?} of {cell:?}");
            }
            let plain = |text: &str| text.replace('\'', "");
            prop_assert_eq!(plain(&cell), plain(&text));
        }
    }
}
