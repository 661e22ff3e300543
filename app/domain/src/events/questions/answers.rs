//! Answers: which questions are asked of somebody, what fits them, and what is still missing.

use super::{Question, QuestionKind};
use crate::{
    FieldCode, FileId, QuestionId,
    events::calendar::Day,
    form::{self, Errors},
};

/// The longest name of a file.
pub const FILE_NAME: usize = 100;
/// The longest line and the longest text of an answer.
const LINE: usize = 500;
const TEXT: usize = 4000;
/// Numbers are between minus this and this.
const NUMBER: i64 = 1_000_000_000;

/// The field name of a question's answer. The boxes of one that takes several have names of their own: this and `_0`, `_1`.
pub fn field(id: QuestionId) -> String {
    format!("answers[{id}]")
}

/// Is this question asked of somebody with these answers? One that depends on a question that was not asked is not either.
pub fn asked(question: &Question, all: &[Question], given: &[(QuestionId, String)]) -> bool {
    let Some(condition) = &question.shown_if else { return true };
    let before = all.iter().take_while(|q| q.id != question.id);
    let Some(earlier) = before.into_iter().find(|q| q.id == condition.question) else { return false };
    let answer = given.iter().find(|(id, _)| *id == earlier.id).map(|(_, answer)| answer.as_str());
    asked(earlier, all, given) && answer.is_some_and(|answer| fits(earlier, answer, &condition.answer))
}

fn fits(question: &Question, answer: &str, wanted: &str) -> bool {
    match question.kind {
        QuestionKind::Several => answer.lines().any(|line| line == wanted),
        QuestionKind::Consent => wanted == "yes" && said_yes(answer),
        _ => answer == wanted,
    }
}

/// Is this stored answer to a consent a yes? It is the version that was agreed to.
pub fn said_yes(answer: &str) -> bool {
    answer.parse::<i64>().is_ok_and(|version| version > 0)
}

/// Checks the answers given under the questions' ids; strange ids are left out, errors are told under [`field`]. A question that is
/// not asked with these answers is neither required nor stored. Files come by another way.
///
/// The questions stand in their order: a condition names one before it.
pub fn answers(questions: &[Question], given: &[(String, String)], e: &mut Errors) -> Vec<(QuestionId, String)> {
    let mut out = vec![];
    for q in questions.iter().filter(|q| q.kind != QuestionKind::File) {
        if !asked(q, questions, &out) {
            continue;
        }
        match e.take(&field(q.id), answer(q, given)) {
            Some(Some(answer)) => out.push((q.id, answer)),
            Some(None) if q.required => e.add(&field(q.id), FieldCode::Required),
            _ => {}
        }
    }
    out
}

/// One answer, as it is stored.
fn answer(q: &Question, given: &[(String, String)]) -> Result<Option<String>, FieldCode> {
    let id = q.id.to_string();
    let typed = given.iter().find(|(field, _)| *field == id).map_or("", |(_, a)| a.as_str());
    let line = || form::optional_line(typed, LINE);
    match q.kind {
        QuestionKind::Text => line(),
        QuestionKind::LongText => form::text(typed, TEXT).map(|text| (!text.is_empty()).then_some(text)),
        QuestionKind::Choice => one_of(line()?, |a| q.choices.iter().any(|c| c == a)),
        QuestionKind::YesNo => one_of(line()?, |a| a == "yes" || a == "no"),
        QuestionKind::Number => match line()? {
            Some(number) => form::number(&number, -NUMBER, NUMBER).map(|n| Some(n.to_string())),
            None => Ok(None),
        },
        QuestionKind::Date => match line()? {
            Some(day) => Day::parse(&day).map(|day| Some(day.to_string())),
            None => Ok(None),
        },
        QuestionKind::Several => several(q, &id, given),
        // The version that was read is sent along: nobody agrees to a text that changed meanwhile.
        QuestionKind::Consent => match line()? {
            Some(version) if version == q.version.to_string() => Ok(Some(version)),
            Some(_) => Err(FieldCode::ConsentChanged),
            None => Ok(None),
        },
        QuestionKind::File => Ok(None),
    }
}

fn one_of(answer: Option<String>, is_one: impl Fn(&str) -> bool) -> Result<Option<String>, FieldCode> {
    match answer {
        Some(answer) if !is_one(&answer) => Err(FieldCode::UnknownChoice),
        answer => Ok(answer),
    }
}

/// The chosen ones in the order in which they are offered, one a line.
fn several(q: &Question, id: &str, given: &[(String, String)]) -> Result<Option<String>, FieldCode> {
    let of_this = |field: &str| field.strip_prefix(id).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'));
    let ticked: Vec<&str> = given
        .iter()
        .filter(|(field, _)| of_this(field))
        .flat_map(|(_, value)| value.lines())
        .map(str::trim)
        .filter(|value| !value.is_empty())
        .collect();
    if ticked.iter().any(|value| !q.choices.iter().any(|c| c == value)) {
        return Err(FieldCode::UnknownChoice);
    }
    let chosen: Vec<&str> = q.choices.iter().map(String::as_str).filter(|c| ticked.contains(c)).collect();
    Ok((!chosen.is_empty()).then(|| chosen.join("\n")))
}

/// The questions that somebody with these answers has to answer and did not: what was asked later, files, those of whoever got
/// their seat by hand.
pub fn missing<'a>(questions: &'a [Question], given: &[(QuestionId, String)]) -> Vec<&'a Question> {
    let has = |q: &Question| given.iter().any(|(id, _)| *id == q.id);
    questions.iter().filter(|q| q.required && asked(q, questions, given) && !has(q)).collect()
}

/// The stored answer to a question for a file: which one, and its name.
pub fn file_answer(id: FileId, name: &str) -> String {
    format!("{id} {name}")
}

/// The file of a stored answer, and its name.
pub fn file_of(answer: &str) -> Option<(FileId, &str)> {
    let (id, name) = answer.split_once(' ')?;
    Some((id.parse().ok()?, name))
}
