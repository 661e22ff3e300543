//! Parse, don't validate: reads the fields of a form into domain types and collects what is wrong with each.

use crate::{Failure, FieldCode, FieldError};

/// Collects the errors of a form, so that all of them are told at once.
#[derive(Clone, Debug, Default)]
pub struct Errors(Vec<FieldError>);

impl Errors {
    /// The value, or its error noted under the field's name.
    pub fn take<T>(&mut self, field: &str, value: Result<T, FieldCode>) -> Option<T> {
        value.map_err(|code| self.add(field, code)).ok()
    }

    /// Notes an error.
    pub fn add(&mut self, field: &str, code: FieldCode) {
        self.0.push(FieldError { field: field.into(), code });
    }

    /// Are there none?
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What was parsed, or all errors. `None` without a noted error is a form that could not be read.
    pub fn finish<T>(mut self, value: Option<T>) -> Result<T, Failure> {
        match value {
            Some(value) if self.0.is_empty() => Ok(value),
            _ => {
                if self.0.is_empty() {
                    self.add("", FieldCode::Malformed);
                }
                Err(Failure::Invalid(self.0))
            }
        }
    }
}

/// Two parts of one form: what was parsed, or the errors of both. Where one failed for another reason than a field, that is said.
///
/// # Errors
/// As the parts.
pub fn both<A, B>(first: Result<A, Failure>, second: Result<B, Failure>) -> Result<(A, B), Failure> {
    match (first, second) {
        (Ok(first), Ok(second)) => Ok((first, second)),
        (Err(Failure::Invalid(mut all)), Err(Failure::Invalid(more))) => {
            all.extend(more);
            Err(Failure::Invalid(all))
        }
        (Err(Failure::Invalid(_)), Err(failure)) | (Err(failure), _) | (Ok(_), Err(failure)) => Err(failure),
    }
}

/// Text of one line: trimmed, control characters and runs of white space become one space; 1 to `max` characters.
pub fn line(text: &str, max: usize) -> Result<String, FieldCode> {
    optional_line(text, max)?.ok_or(FieldCode::Required)
}

/// Like [`line`], but may be missing.
pub fn optional_line(text: &str, max: usize) -> Result<Option<String>, FieldCode> {
    let clean = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|w| !w.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    if clean.chars().count() > max {
        return Err(FieldCode::TooLong { max: max as u32 });
    }
    Ok((!clean.is_empty()).then_some(clean))
}

/// Text of many lines: line ends become `\n`, other control characters go; at most `max` characters; may be empty.
pub fn text(text: &str, max: usize) -> Result<String, FieldCode> {
    let clean: String = text
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect();
    let clean = clean.trim();
    if clean.chars().count() > max { Err(FieldCode::TooLong { max: max as u32 }) } else { Ok(clean.into()) }
}

/// A web address that begins with `https://` and names a host.
pub fn link(text: &str, max: usize) -> Result<String, FieldCode> {
    let text = line(text, max)?;
    let host = text.strip_prefix("https://").map(|rest| rest.split(['/', '?', '#']).next().unwrap_or_default());
    let is_plain = text.chars().all(|c| !c.is_whitespace() && !matches!(c, '<' | '>' | '"' | '\\'));
    match host {
        Some(host) if is_plain && host.contains('.') && !host.contains('@') => Ok(text),
        _ => Err(FieldCode::NotALink),
    }
}

/// A whole number within bounds.
pub fn number(text: &str, min: i64, max: i64) -> Result<i64, FieldCode> {
    let text = text.trim();
    if text.is_empty() {
        return Err(FieldCode::Required);
    }
    match text.parse() {
        Ok(n) if n < min => Err(FieldCode::TooSmall { min }),
        Ok(n) if n > max => Err(FieldCode::TooLarge { max }),
        Ok(n) => Ok(n),
        Err(_) => Err(FieldCode::NotANumber),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn two_parts_of_a_form_tell_their_errors_together() {
        let wrong = |field: &str| Err::<(), _>(Failure::field(field, FieldCode::Required));
        let all = ["email", "answers[x]"].map(|field| FieldError { field: field.into(), code: FieldCode::Required });
        assert_eq!(both(wrong("email"), wrong("answers[x]")), Err(Failure::Invalid(all.into())));
        assert_eq!(both(Ok(1), wrong("answers[x]")).err(), wrong("answers[x]").err());
        assert_eq!(both(wrong("email"), Ok(1)).err(), wrong("email").err());
        // Closed is closed, whatever was typed.
        assert_eq!(both(wrong("email"), Err::<(), _>(Failure::NotFound)), Err(Failure::NotFound));
        assert_eq!(both(Err::<(), _>(Failure::NotFound), wrong("email")), Err(Failure::NotFound));
        assert_eq!(both(Ok(1), Ok(2)), Ok((1, 2)));
    }

    proptest! {
        #[test]
        fn a_line_is_one_line(s in "\\PC{0,40}|[\\s\\x00-\\x1f]{0,9}a?") {
            if let Ok(clean) = line(&s, 40) {
                prop_assert!(!clean.is_empty() && clean.chars().count() <= 40);
                prop_assert!(!clean.chars().any(char::is_control));
                prop_assert_eq!(line(&clean, 40), Ok(clean.clone()));
            }
        }

        #[test]
        fn a_link_leads_to_the_web(s in "(https?://|javascript:|//)?[a-z.@<\" ]{0,12}(/\\PC{0,9})?") {
            if let Ok(link) = link(&s, 60) {
                prop_assert!(link.starts_with("https://") && !link.contains(['<', '"', ' ']));
            }
        }

        #[test]
        fn numbers_keep_their_bounds(n in any::<i64>()) {
            match number(&n.to_string(), 1, 5000) {
                Ok(m) => prop_assert!(m == n && (1..=5000).contains(&n)),
                Err(_) => prop_assert!(!(1..=5000).contains(&n)),
            }
        }
    }
}
