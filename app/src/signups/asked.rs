//! The fields of an event's questions, on its page and on the page of one's answers.
//!
//! A question that depends on another stands below it, with its condition in words; the style sheet hides it until the condition
//! holds (`.asked` in components.css), and the server asks by the same rule whatever was shown.

use crate::{
    form::{Boxes, Choice, Field, Kind, Radios, Select, TextArea, Tick},
    messages::{common, signups},
    visit::locale,
};
use domain::{
    QuestionId,
    events::questions::{Question, QuestionKind, field},
};
use leptos::prelude::*;

/// The fields of all questions, filled with what was given before. `until` says until when answers are kept.
pub fn fields(questions: &[Question], given: &[(QuestionId, String)], until: &str) -> AnyView {
    let form = Form { questions, given, until };
    let seen = questions.iter().any(|q| !q.for_door);
    let seen = seen.then(|| view! { <p class="small soft">{signups::answers_seen(locale(), until)}</p> });
    let fields = questions.iter().filter(|q| q.shown_if.is_none()).map(|q| form.with_dependents(q)).collect_view();
    (seen, fields).into_any()
}

/// Who sees the answer, and until when.
pub fn seen_by(question: &Question, until: &str) -> String {
    if question.for_door {
        signups::seen_at_the_door(locale(), until)
    } else {
        signups::seen_by_organisers(locale(), until)
    }
}

struct Form<'a> {
    questions: &'a [Question],
    given: &'a [(QuestionId, String)],
    until: &'a str,
}

impl Form<'_> {
    fn with_dependents(&self, q: &Question) -> AnyView {
        let l = locale();
        let answers = q.answers_to_name();
        let below =
            self.questions.iter().filter_map(|d| Some((d, d.shown_if.as_ref().filter(|c| c.question == q.id)?)));
        let below: Vec<_> = below
            .map(|(d, condition)| {
                // Counted from the last one: before the first there may be one that says "choose".
                let place = answers.iter().position(|a| *a == condition.answer).map_or(0, |at| answers.len() - at);
                let answer = match (q.kind, condition.answer.as_str()) {
                    (QuestionKind::YesNo | QuestionKind::Consent, "yes") => signups::yes(l),
                    (QuestionKind::YesNo, "no") => signups::no(l),
                    (_, answer) => answer,
                };
                let words = signups::only_if(l, answer, &q.label);
                view! { <div class="flow" data-if=place.to_string()><p class="small soft">{words}</p>{self.with_dependents(d)}</div> }
            })
            .collect();
        let one = self.one(q);
        if below.is_empty() {
            return one;
        }
        view! { <div class="asked flow"><div class="q">{one}</div>{below}</div> }.into_any()
    }

    fn one(&self, q: &Question) -> AnyView {
        let l = locale();
        let (name, label, optional) = (field(q.id), q.label.clone(), !q.required);
        let value = self.given.iter().find(|(id, _)| *id == q.id).map(|(_, a)| a.clone()).unwrap_or_default();
        // What holds for most is said once, above all of them.
        let seen = if q.for_door { seen_by(q, self.until) } else { String::new() };
        let is_text = q.note.is_empty() || q.kind == QuestionKind::Consent;
        let hint = match (is_text, seen.is_empty()) {
            (true, _) => seen,
            (false, true) => q.note.clone(),
            (false, false) => signups::note_and(l, &q.note, &seen),
        };
        let line = |kind, max: u32| {
            let (name, label, hint, value) = (name.clone(), label.clone(), hint.clone(), value.clone());
            view! { <Field name label hint kind value optional max/> }.into_any()
        };
        match q.kind {
            QuestionKind::Text => line(Kind::Text, 500),
            QuestionKind::Number => line(Kind::Number, 11),
            QuestionKind::Date => line(Kind::Date, 10),
            QuestionKind::LongText => view! { <TextArea name label hint value optional max=4000u32/> }.into_any(),
            QuestionKind::Choice => {
                let choices = q.choices.iter().map(|c| Choice::new(c, c)).collect();
                view! { <Select name label hint value choices optional/> }.into_any()
            }
            QuestionKind::Several => {
                let ticked = value.lines().map(Into::into).collect();
                view! { <Boxes name legend=label hint choices=q.choices.clone() ticked optional/> }.into_any()
            }
            QuestionKind::YesNo => {
                let choices = vec![Choice::new("yes", signups::yes(l)), Choice::new("no", signups::no(l))];
                view! { <Radios name legend=label hint value choices optional/> }.into_any()
            }
            QuestionKind::Consent => {
                let version = q.version.to_string();
                let checked = value == version;
                let text = q.note.clone();
                view! { <p class="card small asis">{text}</p><Tick name label hint value=version checked/> }.into_any()
            }
            QuestionKind::File => {
                view! { <div><p><b>{label}</b></p><p class="small soft">{signups::file_later(l)}{common::gap(l)}{hint}</p></div> }
                    .into_any()
            }
        }
    }
}
