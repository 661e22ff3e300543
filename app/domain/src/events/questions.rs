//! Questions that an event asks its fans: what they are, and how an organiser's form says them.

mod answers;
mod asked_of;
#[cfg(test)]
mod tests;

pub use answers::{FILE_NAME, answers, asked, field, file_answer, file_of, missing, said_yes};
pub use asked_of::{AskedOf, Who, asked_of};

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
    /// Text of many lines.
    LongText,
    /// One of the choices.
    Choice,
    /// Any of the choices.
    Several,
    /// Yes or no.
    YesNo,
    /// A whole number.
    Number,
    /// A day.
    Date,
    /// Agrees to a text, in the version that was read.
    Consent,
    /// A picture or a PDF, handed in after signing up.
    File,
}

impl QuestionKind {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 9] = [
        Self::Text,
        Self::LongText,
        Self::Choice,
        Self::Several,
        Self::YesNo,
        Self::Number,
        Self::Date,
        Self::Consent,
        Self::File,
    ];

    /// The word in the database and in forms.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::LongText => "long_text",
            Self::Choice => "choice",
            Self::Several => "several",
            Self::YesNo => "yes_no",
            Self::Number => "number",
            Self::Date => "date",
            Self::Consent => "consent",
            Self::File => "file",
        }
    }

    /// The kind of a stored word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.word() == word)
    }

    /// Does the organiser say what can be chosen?
    pub const fn has_choices(self) -> bool {
        matches!(self, Self::Choice | Self::Several)
    }
}

/// The most questions one event asks.
pub const MAX_QUESTIONS: usize = 20;
/// The most choices of one question.
pub const MAX_CHOICES: usize = 20;
/// The longest text that is agreed to, and the longest explanation.
pub const MAX_NOTE: u32 = 2000;

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
    /// An explanation; of a consent the text that is agreed to.
    pub note: String,
    /// "on" or absent: door staff see the answer too.
    pub for_door: String,
    /// The number, from 1, of the earlier question on which this one depends; empty: it is always asked.
    pub shown_if: String,
    /// The answer to that question with which this one is asked.
    pub shown_answer: String,
    /// See [`AskedOf::word`]; empty: of guests.
    pub asked_of: String,
}

/// A question as its organiser wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewQuestion {
    pub id: Option<QuestionId>,
    pub label: String,
    pub kind: QuestionKind,
    pub required: bool,
    pub choices: Vec<String>,
    pub note: String,
    pub for_door: bool,
    /// Which of the questions before it, counted from 0, has to have which answer.
    pub shown_if: Option<(usize, String)>,
    pub asked_of: AskedOf,
    /// Where it stands in the form, counted from 0.
    pub at: usize,
}

/// When a question is asked: only with this answer to an earlier one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownIf {
    pub question: QuestionId,
    /// One of its choices; "yes" or "no" where it is answered so.
    pub answer: String,
}

/// A question that is being answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    pub id: QuestionId,
    pub label: String,
    pub kind: QuestionKind,
    pub required: bool,
    pub choices: Vec<String>,
    /// An explanation; of a consent the text that is agreed to.
    pub note: String,
    /// Of the note, where it is agreed to.
    pub version: i64,
    /// Door staff see the answer too.
    pub for_door: bool,
    pub shown_if: Option<ShownIf>,
    pub asked_of: AskedOf,
}

impl Question {
    /// The answers that a condition can name; empty where the answer is free.
    pub fn answers_to_name(&self) -> Vec<String> {
        match self.kind {
            QuestionKind::Choice | QuestionKind::Several => self.choices.clone(),
            QuestionKind::YesNo => vec!["yes".into(), "no".into()],
            QuestionKind::Consent => vec!["yes".into()],
            _ => vec![],
        }
    }
}

/// Reads all questions; errors go to `questions[{i}][label]` and so on, as the form names its fields.
pub fn parse_all(forms: &[QuestionForm], e: &mut Errors) -> Vec<NewQuestion> {
    let asked = forms.iter().enumerate().filter(|(_, q)| !q.label.trim().is_empty()).take(MAX_QUESTIONS);
    let mut all: Vec<NewQuestion> = vec![];
    for (i, form) in asked {
        if let Some(new) = parse(i, form, &all, e) {
            all.push(new);
        }
    }
    all
}

fn parse(i: usize, q: &QuestionForm, before: &[NewQuestion], e: &mut Errors) -> Option<NewQuestion> {
    let name = |part: &str| format!("questions[{i}][{part}]");
    let label = e.take(&name("label"), form::line(&q.label, 120));
    let kind = e.take(&name("kind"), QuestionKind::from_word(&q.kind).ok_or(FieldCode::UnknownChoice))?;
    let choices = if kind.has_choices() { choices(&name("choices"), &q.choices, e)? } else { vec![] };
    let note = e.take(&name("note"), form::text(&q.note, MAX_NOTE as usize));
    if kind == QuestionKind::Consent && note.as_deref() == Some("") {
        e.add(&name("note"), FieldCode::Required);
    }
    let asked_of = e.take(&name("asked_of"), AskedOf::from_word(&q.asked_of).ok_or(FieldCode::UnknownChoice))?;
    let shown_if = shown_if(i, (q, asked_of), before, e)?;
    Some(NewQuestion {
        id: q.id.parse().ok(),
        label: label?,
        kind,
        required: !q.required.is_empty(),
        choices,
        note: note?,
        for_door: !q.for_door.is_empty(),
        shown_if,
        asked_of,
        at: i,
    })
}

fn choices(field: &str, lines: &str, e: &mut Errors) -> Option<Vec<String>> {
    let mut choices: Vec<String> = vec![];
    for line in lines.lines() {
        if let Some(choice) = e.take(field, form::optional_line(line, 60))?
            && !choices.contains(&choice)
        {
            choices.push(choice);
        }
    }
    match choices.len() {
        0 | 1 => e.add(field, FieldCode::TooFewChoices),
        2..=MAX_CHOICES => {}
        _ => e.add(field, FieldCode::TooLarge { max: MAX_CHOICES as i64 }),
    }
    Some(choices)
}

/// The condition: it names a question before this one whose answers are known, and one of them. Everybody who is asked this one has
/// been asked that one.
fn shown_if(
    i: usize,
    (q, asked_of): (&QuestionForm, AskedOf),
    before: &[NewQuestion],
    e: &mut Errors,
) -> Option<Option<(usize, String)>> {
    if q.shown_if.trim().is_empty() {
        return Some(None);
    }
    let place = q.shown_if.trim().parse::<usize>().ok().and_then(|n| n.checked_sub(1));
    let found = before.iter().enumerate().find(|(_, earlier)| Some(earlier.at) == place);
    let Some((index, earlier)) = found.filter(|(_, earlier)| earlier.asked_of.covers(asked_of)) else {
        e.add(&format!("questions[{i}][shown_if]"), FieldCode::UnknownChoice);
        return None;
    };
    let typed = form::optional_line(&q.shown_answer, 60).ok().flatten().unwrap_or_default();
    let answer = match earlier.kind {
        QuestionKind::Choice | QuestionKind::Several => earlier.choices.iter().find(|c| **c == typed).cloned(),
        QuestionKind::YesNo => yes_or_no(&typed).map(str::to_owned),
        QuestionKind::Consent => yes_or_no(if typed.is_empty() { "yes" } else { &typed })
            .filter(|answer| *answer == "yes")
            .map(str::to_owned),
        _ => None,
    };
    if answer.is_none() {
        e.add(&format!("questions[{i}][shown_answer]"), FieldCode::NotAnAnswer);
    }
    Some(Some((index, answer?)))
}

/// The word that forms send, for what organisers write in either language.
fn yes_or_no(typed: &str) -> Option<&'static str> {
    match typed.to_lowercase().as_str() {
        "yes" | "是" => Some("yes"),
        "no" | "否" => Some("no"),
        _ => None,
    }
}
