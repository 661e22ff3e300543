//! Guests whom somebody brings along: a group is one sign-up.

use crate::{
    FieldCode,
    form::{self, Errors},
};

/// The most guests that an event may allow each.
pub const MAX_GUESTS: i64 = 9;
/// The most characters of a guest's name.
const MAX_NAME: usize = 60;

/// The names of the guests; empty fields are left out. Errors are told at `guests[0]` and so on, as the form names its fields:
/// more than the event allows, or than fit into it at all with whoever brings them.
pub fn guests(typed: &[String], (allowed, capacity): (i64, i64), e: &mut Errors) -> Vec<String> {
    let mut names = vec![];
    for (n, text) in typed.iter().enumerate() {
        let field = format!("guests[{n}]");
        let Some(Some(name)) = e.take(&field, form::optional_line(text, MAX_NAME)) else { continue };
        names.push(name);
        let (count, most) = (names.len() as i64, allowed.min(capacity - 1).max(0));
        if count > most {
            e.add(&field, FieldCode::TooLarge { max: most });
            break;
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Failure;

    fn read(typed: &[&str], room: (i64, i64)) -> Result<Vec<String>, Failure> {
        let typed: Vec<String> = typed.iter().map(|name| (*name).to_owned()).collect();
        let mut e = Errors::default();
        let names = guests(&typed, room, &mut e);
        e.finish(Some(names))
    }

    #[test]
    fn guests_have_names_and_there_is_a_limit() {
        assert_eq!(read(&["", " Bai  Lu ", "\n"], (2, 9)), Ok(vec!["Bai Lu".into()]));
        assert_eq!(read(&[], (0, 9)), Ok(vec![]));
        let too_many = |typed: &[&str], room| read(typed, room).expect_err("too many");
        assert_eq!(too_many(&["A", "B"], (1, 9)).of_field("guests[1]"), Some(FieldCode::TooLarge { max: 1 }));
        assert_eq!(too_many(&["A"], (3, 1)).of_field("guests[0]"), Some(FieldCode::TooLarge { max: 0 }));
        let long = "x".repeat(61);
        let wrong = read(&["A", &long], (3, 9)).expect_err("too long");
        assert_eq!(wrong.of_field("guests[1]"), Some(FieldCode::TooLong { max: 60 }));
    }
}
