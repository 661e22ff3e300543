//! A sheet of people who are to get a seat: which column says what, and what is wrong with each row.

use super::{SignUpState, may_give};
use crate::{FieldCode, ImportId, Instant, MemberId, Refusal, events::view::EventCard, form};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;

/// The most rows of one sheet: it is carried out in one transaction.
pub const MAX_ROWS: usize = 500;
/// The largest sheet, in bytes.
pub const MAX_BYTES: usize = 200_000;
/// The longest reason.
const REASON: usize = 200;

/// What the heads of a sheet are called, whatever the case; our own sheets of people are among them.
const PERSON: [&str; 9] = ["handle", "person", "member", "email", "e-mail", "mail", "主页地址名", "成员", "邮箱"];
const WHY: [&str; 5] = ["reason", "why", "note", "原因", "备注"];

/// Where the columns are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns {
    person: usize,
    reason: Option<usize>,
}

impl Columns {
    /// Finds them by their heads.
    pub fn find<'a>(heads: impl Iterator<Item = &'a str>) -> Result<Self, FieldCode> {
        let heads: Vec<String> = heads.map(|head| head.trim().trim_start_matches('\u{feff}').to_lowercase()).collect();
        let at = |names: &[&str]| heads.iter().position(|head| names.contains(&head.as_str()));
        let person = at(&PERSON).ok_or(FieldCode::NoPersonColumn)?;
        Ok(Self { person, reason: at(&WHY) })
    }

    /// Who is meant by a row, and why. Where the sheet gives no reason, `otherwise` is it.
    pub fn read<'a>(self, cells: impl Fn(usize) -> Option<&'a str>, otherwise: &str) -> Row {
        let plain = |at: usize| cells(at).unwrap_or_default().trim().trim_start_matches(['\'', '@']).to_lowercase();
        let reason = self.reason.and_then(&cells).map(str::trim).filter(|reason| !reason.is_empty());
        Row { person: plain(self.person), reason: form::line(reason.unwrap_or(otherwise), REASON) }
    }
}

/// A row of the sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// A handle or a mail address, in small letters.
    pub person: String,
    pub reason: Result<String, FieldCode>,
}

/// What is known of whom a row means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    pub member: MemberId,
    pub display_name: String,
    /// Of their sign-up that counts, where they have one.
    pub state: Option<SignUpState>,
    /// They have a shift elsewhere at the event's time.
    pub has_shift_then: bool,
}

/// What comes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// They get a seat.
    Seat,
    /// They have one already: nothing is done.
    HasSeat,
    /// It cannot be carried out.
    Wrong(FieldCode),
}

/// What comes of each row. Each member counts once, however they are named. `draws` says when a lottery is drawn, while it is not.
pub fn judge(rows: &[(Row, Option<Known>)], draws: Option<Instant>) -> Vec<Verdict> {
    let mut seen = HashSet::new();
    rows.iter()
        .map(|(row, known)| match (known, &row.reason) {
            _ if row.person.is_empty() => Verdict::Wrong(FieldCode::Required),
            (None, _) => Verdict::Wrong(FieldCode::NoSuchMember),
            (Some(known), _) if !seen.insert(known.member) => Verdict::Wrong(FieldCode::TwiceInSheet),
            (Some(known), reason) => match (may_give(known.state, draws), reason) {
                (Err(Refusal::HasSeat), _) => Verdict::HasSeat,
                (Err(_), _) => Verdict::Wrong(FieldCode::InLottery),
                (Ok(()), Err(code)) => Verdict::Wrong(*code),
                (Ok(()), Ok(_)) if known.has_shift_then => Verdict::Wrong(FieldCode::HasShiftThen),
                (Ok(()), Ok(_)) => Verdict::Seat,
            },
        })
        .collect()
}

/// `/organise/events/{id}/import`: what would come of a sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportPage {
    pub card: EventCard,
    /// None until a sheet was handed in.
    pub sheet: Option<Sheet>,
}

/// A sheet that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    pub id: ImportId,
    pub rows: Vec<SheetRow>,
    /// How many would get a seat.
    pub seats: i64,
    /// How many rows are wrong: while any is, nothing is carried out.
    pub wrong: i64,
}

/// A row as its organiser reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetRow {
    /// Its line in the sheet, from 1 for the heads.
    pub line: i64,
    /// As it stands there.
    pub person: String,
    /// Their name, where somebody goes by that.
    pub name: String,
    pub reason: String,
    pub verdict: Verdict,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use uuid::Uuid;

    fn known(n: u128, state: Option<SignUpState>) -> Option<Known> {
        Some(Known { member: MemberId(Uuid::from_u128(n)), display_name: "A".into(), state, has_shift_then: false })
    }

    fn row(person: &str, reason: &str) -> Row {
        Row { person: person.into(), reason: form::line(reason, REASON) }
    }

    #[test]
    fn columns_are_found_by_their_heads() {
        let columns = Columns::find(["\u{feff}Name", " Handle ", "Why"].into_iter()).expect("a person");
        let cells = ["Zhu", " @ZhuYuting ", " our guest"];
        let read = columns.read(|at| cells.get(at).copied(), "as planned");
        assert_eq!(read, Row { person: "zhuyuting".into(), reason: Ok("our guest".into()) });
        let short = columns.read(|at| cells[..2].get(at).copied(), "as planned");
        assert_eq!(short.reason, Ok("as planned".into()));
        assert_eq!(Columns::find(["Name", "City"].into_iter()), Err(FieldCode::NoPersonColumn));
        assert!(Columns::find(["邮箱"].into_iter()).is_ok());
    }

    #[test]
    fn each_row_gets_its_verdict() {
        let rows = [
            (row("a", "x"), known(1, None)),
            (row("b", "x"), known(2, Some(SignUpState::Confirmed))),
            (row("c", "x"), None),
            (row("", "x"), None),
            (row("a@x", "x"), known(1, None)),
            (row("d", ""), known(3, Some(SignUpState::Waiting))),
            (row("e", &"x".repeat(201)), known(4, None)),
        ];
        assert_eq!(
            judge(&rows, None),
            [
                Verdict::Seat,
                Verdict::HasSeat,
                Verdict::Wrong(FieldCode::NoSuchMember),
                Verdict::Wrong(FieldCode::Required),
                Verdict::Wrong(FieldCode::TwiceInSheet),
                Verdict::Wrong(FieldCode::Required),
                Verdict::Wrong(FieldCode::TooLong { max: 200 }),
            ]
        );
    }

    #[test]
    fn a_lottery_is_not_drawn_by_a_sheet() {
        let rows = [(row("a", "x"), known(1, Some(SignUpState::Pending))), (row("b", "x"), known(2, None))];
        assert_eq!(judge(&rows, Some(Instant(9))), [Verdict::Wrong(FieldCode::InLottery), Verdict::Seat]);
        assert_eq!(judge(&rows, None), [Verdict::Seat, Verdict::Seat], "where organisers decide, they have decided");
    }

    proptest! {
        /// Nobody gets two seats, whatever stands in the sheet.
        #[test]
        fn nobody_is_seated_twice(members in proptest::collection::vec(0..6u128, 0..20)) {
            let rows: Vec<_> = members.iter().map(|n| (row("a", "x"), known(*n, None))).collect();
            let verdicts = judge(&rows, None);
            let seated: Vec<_> = members.iter().zip(&verdicts).filter(|(_, v)| **v == Verdict::Seat).map(|(n, _)| n).collect();
            let different: HashSet<_> = members.iter().collect();
            prop_assert_eq!(seated.len(), different.len());
        }
    }
}
