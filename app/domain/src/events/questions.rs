//! Questions that an event asks its fans, and their answers.

use crate::{
    FieldCode, QuestionId,
    form::{self, Errors},
};
use serde::{Deserialize, Serialize};

/// How a question is answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum QuestionKind {
    /// A line of text.
    #[default]
    Text,
    /// One of the choices.
    Choice,
    /// Yes or no.
    YesNo,
}

impl QuestionKind {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 3] = [Self::Text, Self::Choice, Self::YesNo];

    /// The word in the database and in forms.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Choice => "choice",
            Self::YesNo => "yes_no",
        }
    }

    /// The kind of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.word() == word)
    }
}

/// The most questions one event asks.
pub const MAX_QUESTIONS: usize = 8;

/// A question as the form sends it; one with an empty label is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct QuestionForm {
    /// Set when it exists already.
    pub id: String,
    pub label: String,
    /// See [`QuestionKind::word`].
    pub kind: String,
    /// "on" or absent.
    pub required: String,
    /// One choice a line.
    pub choices: String,
}

/// A question as its organiser wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewQuestion {
    pub id: Option<QuestionId>,
    pub label: String,
    pub kind: QuestionKind,
    pub required: bool,
    pub choices: Vec<String>,
}

/// Reads all questions; errors go to `questions[{i}][label]` and so on, as the form names its fields.
pub fn parse_all(forms: &[QuestionForm], e: &mut Errors) -> Vec<NewQuestion> {
    let asked = forms.iter().enumerate().filter(|(_, q)| !q.label.trim().is_empty());
    asked.take(MAX_QUESTIONS).filter_map(|(i, q)| parse(i, q, e)).collect()
}

fn parse(i: usize, q: &QuestionForm, e: &mut Errors) -> Option<NewQuestion> {
    let name = |part: &str| format!("questions[{i}][{part}]");
    let label = e.take(&name("label"), form::line(&q.label, 120));
    let kind = e.take(&name("kind"), QuestionKind::from_word(&q.kind).ok_or(FieldCode::UnknownChoice))?;
    let mut choices: Vec<String> = vec![];
    if kind == QuestionKind::Choice {
        for line in q.choices.lines() {
            if let Some(choice) = e.take(&name("choices"), form::optional_line(line, 60))?
                && !choices.contains(&choice)
            {
                choices.push(choice);
            }
        }
        match choices.len() {
            0 | 1 => e.add(&name("choices"), FieldCode::TooFewChoices),
            2..=20 => {}
            _ => e.add(&name("choices"), FieldCode::TooLarge { max: 20 }),
        }
    }
    Some(NewQuestion { id: q.id.parse().ok(), label: label?, kind, required: !q.required.is_empty(), choices })
}

/// A question that is being answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    pub id: QuestionId,
    pub label: String,
    pub kind: QuestionKind,
    pub required: bool,
    pub choices: Vec<String>,
}

/// The field name of a question's answer.
pub fn field(id: QuestionId) -> String {
    format!("answers[{id}]")
}

/// Checks the answers given under the questions' ids; unknown ids are left out, errors are told under [`field`].
pub fn answers(questions: &[Question], given: &[(String, String)], e: &mut Errors) -> Vec<(QuestionId, String)> {
    let mut out = vec![];
    for q in questions {
        let typed = given.iter().find(|(id, _)| *id == q.id.to_string()).map_or("", |(_, a)| a.as_str());
        let Some(answer) = e.take(&field(q.id), form::optional_line(typed, 500)) else { continue };
        match (answer, q.kind) {
            (None, _) if q.required => e.add(&field(q.id), FieldCode::Required),
            (None, _) => {}
            (Some(a), QuestionKind::Choice) if !q.choices.contains(&a) => e.add(&field(q.id), FieldCode::UnknownChoice),
            (Some(a), QuestionKind::YesNo) if a != "yes" && a != "no" => e.add(&field(q.id), FieldCode::UnknownChoice),
            (Some(a), _) => out.push((q.id, a)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Failure;
    use uuid::Uuid;

    #[test]
    fn questions_are_read_and_checked() {
        let mut e = Errors::default();
        let q = |label: &str, kind: &str, choices: &str| QuestionForm {
            label: label.into(),
            kind: kind.into(),
            choices: choices.into(),
            ..QuestionForm::default()
        };
        let all = parse_all(
            &[
                q("Tea?", "choice", "Green\r\n\nBlack\nGreen"),
                q(" ", "text", ""),
                q("Size", "choice", "one"),
                q("x", "?", ""),
            ],
            &mut e,
        );
        assert_eq!(all.first().map(|q| q.choices.clone()), Some(vec!["Green".into(), "Black".into()]));
        let Err(Failure::Invalid(errors)) = e.finish(Some(())) else { panic!("errors expected") };
        let fields: Vec<_> = errors.iter().map(|e| (e.field.as_str(), e.code)).collect();
        assert_eq!(
            fields,
            [("questions[2][choices]", FieldCode::TooFewChoices), ("questions[3][kind]", FieldCode::UnknownChoice)]
        );
    }

    #[test]
    fn answers_fit_their_questions() {
        let id = |n| QuestionId(Uuid::from_u128(n));
        let q = |n, kind, required| Question {
            id: id(n),
            label: "?".into(),
            kind,
            required,
            choices: vec!["a".into(), "b".into()],
        };
        let questions = [
            q(1, QuestionKind::Text, true),
            q(2, QuestionKind::Choice, false),
            q(3, QuestionKind::YesNo, false),
            q(4, QuestionKind::Text, false),
        ];
        let given =
            |list: &[(u128, &str)]| list.iter().map(|(n, a)| (id(*n).to_string(), (*a).to_owned())).collect::<Vec<_>>();
        let mut e = Errors::default();
        assert_eq!(
            answers(&questions, &given(&[(1, " hi "), (2, "b"), (3, "no"), (9, "stray")]), &mut e),
            [(id(1), "hi".into()), (id(2), "b".into()), (id(3), "no".into())]
        );
        assert!(e.is_empty());
        answers(&questions, &given(&[(2, "c"), (3, "maybe")]), &mut e);
        assert!(matches!(e.finish(Some(())), Err(Failure::Invalid(all)) if all.len() == 3));
    }
}
