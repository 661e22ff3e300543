//! The questions of an event, and what was answered, in words.

use std::collections::HashMap;

use domain::{
    EventId, Instant, Locale, MemberId, QuestionId, RoleId, SignUpId,
    events::questions::{AskedOf, Question, QuestionKind, ShownIf, Who, asked_of, file_of},
};
use uuid::Uuid;

use super::card;
use crate::{
    db::{Reading, Result},
    sql, when,
};

/// The columns of a [`QuestionRow`]; `q` is the question.
macro_rules! question_columns {
    () => {
        "q.id, q.label, q.kind, q.required, q.choices, q.note, q.version, q.for_door, q.shown_if_id, q.shown_if_answer, \
         q.asked_of, q.role_id"
    };
}

/// A question as it is stored.
#[derive(sqlx::FromRow)]
pub(crate) struct QuestionRow {
    id: Uuid,
    label: String,
    kind: String,
    required: bool,
    choices: String,
    note: String,
    version: i64,
    for_door: bool,
    shown_if_id: Option<Uuid>,
    shown_if_answer: Option<String>,
    asked_of: String,
    role_id: Option<Uuid>,
}

impl QuestionRow {
    /// As it is asked.
    pub(crate) fn question(self) -> Result<Question> {
        let condition = self.shown_if_id.zip(self.shown_if_answer);
        Ok(Question {
            id: QuestionId(self.id),
            label: self.label,
            kind: QuestionKind::from_word(&self.kind).ok_or_else(|| card::unknown("kind of question", &self.kind))?,
            required: self.required,
            choices: self.choices.lines().map(Into::into).collect(),
            note: self.note,
            version: self.version,
            for_door: self.for_door,
            shown_if: condition.map(|(question, answer)| ShownIf { question: QuestionId(question), answer }),
            asked_of: AskedOf::stored(&self.asked_of, self.role_id.map(RoleId))
                .ok_or_else(|| card::unknown("people who are asked", &self.asked_of))?,
        })
    }
}

/// Those that are asked now, in their order.
pub(crate) async fn current(conn: &mut impl Reading, event: EventId) -> Result<Vec<Question>> {
    let rows: Vec<QuestionRow> = conn
        .all(
            sql!(concat!(
                "SELECT ",
                question_columns!(),
                " FROM event_question q WHERE q.event_id = $1 AND q.retired_at IS NULL ORDER BY q.position, q.id LIMIT 50"
            )),
            (event.0,),
        )
        .await?;
    rows.into_iter().map(QuestionRow::question).collect()
}

/// Those that are asked now of somebody who signs up.
pub(crate) async fn of(conn: &mut impl Reading, event: EventId, who: Who) -> Result<Vec<Question>> {
    Ok(asked_of(current(conn, event).await?, who))
}

/// Who signed up: a guest, or somebody for a shift of a role.
pub(crate) async fn who(conn: &mut impl Reading, signup: SignUpId) -> Result<Who> {
    let (role,): (Option<Uuid>,) = conn
        .one(
            sql!(
                "SELECT h.role_id FROM signup s JOIN places p ON p.id = s.places_id LEFT JOIN shift h ON h.id = p.shift_id
                 WHERE s.id = $1"
            ),
            (signup.0,),
        )
        .await?;
    Ok(role.map_or(Who::Guest, |role| Who::Helper(RoleId(role))))
}

/// Those that were asked before and answered by somebody, in their order.
pub(super) async fn former(conn: &mut impl Reading, event: EventId) -> Result<Vec<Question>> {
    let rows: Vec<QuestionRow> = conn
        .all(
            sql!(concat!(
                "SELECT ",
                question_columns!(),
                " FROM event_question q WHERE q.event_id = $1 AND q.retired_at IS NOT NULL
                     AND EXISTS (SELECT 1 FROM signup_answer a WHERE a.question_id = q.id)
                 ORDER BY q.position, q.id LIMIT 100"
            )),
            (event.0,),
        )
        .await?;
    rows.into_iter().map(QuestionRow::question).collect()
}

#[derive(sqlx::FromRow)]
struct EventsQuestion {
    event_id: Uuid,
    #[sqlx(flatten)]
    question: QuestionRow,
}

/// What is asked at the events to which a member has signed up, by event.
pub(crate) async fn of_member(conn: &mut impl Reading, member: MemberId) -> Result<HashMap<Uuid, Vec<Question>>> {
    let rows: Vec<EventsQuestion> = conn
        .all(
            sql!(concat!(
                "SELECT q.event_id, ",
                question_columns!(),
                " FROM event_question q WHERE q.retired_at IS NULL AND q.event_id IN (SELECT s.event_id FROM signup s
                     WHERE s.member_id = $1 AND s.state IN ('pending', 'confirmed', 'waiting', 'offered'))
                 ORDER BY q.event_id, q.position, q.id LIMIT 2000"
            )),
            (member.0,),
        )
        .await?;
    let mut all: HashMap<Uuid, Vec<Question>> = HashMap::new();
    for row in rows {
        all.entry(row.event_id).or_default().push(row.question.question()?);
    }
    Ok(all)
}

/// An answer for people to read: forms send words and numbers that mean the same in every language.
pub(crate) fn said(locale: Locale, kind: QuestionKind, answer: &str) -> String {
    match (kind, answer, locale) {
        (QuestionKind::YesNo, "yes", Locale::En) => "Yes".into(),
        (QuestionKind::YesNo, "no", Locale::En) => "No".into(),
        (QuestionKind::YesNo, "yes", Locale::ZhCn) => "是".into(),
        (QuestionKind::YesNo, "no", Locale::ZhCn) => "否".into(),
        (QuestionKind::Several, _, Locale::En) => answer.lines().collect::<Vec<_>>().join(", "),
        (QuestionKind::Several, _, Locale::ZhCn) => answer.lines().collect::<Vec<_>>().join("、"),
        (QuestionKind::Consent, version, Locale::En) => format!("Agreed, version {version}"),
        (QuestionKind::Consent, version, Locale::ZhCn) => format!("已同意，第 {version} 版"),
        (QuestionKind::File, ..) => file_of(answer).map_or(answer, |(_, name)| name).into(),
        _ => answer.into(),
    }
}

/// Whose eyes answers are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Audience {
    /// Those who run the event: all of them.
    Organisers,
    /// The staff at its door: those that are marked for it and still asked.
    Door,
}

/// What somebody answered when they signed up, for people to read: question and answer.
pub(crate) async fn answers_of(
    conn: &mut impl Reading,
    locale: Locale,
    signup: SignUpId,
    audience: Audience,
) -> Result<Vec<(String, String)>> {
    let rows: Vec<(String, String, String)> = conn
        .all(
            sql!(
                "SELECT q.label, q.kind, a.answer FROM signup_answer a JOIN event_question q ON q.id = a.question_id
                  WHERE a.signup_id = $1 AND ((q.for_door AND q.retired_at IS NULL) OR $2) ORDER BY q.position LIMIT 100"
            ),
            (signup.0, audience == Audience::Organisers),
        )
        .await?;
    let note = |(label, kind, answer): (_, String, String)| match QuestionKind::from_word(&kind) {
        Some(kind) => (label, said(locale, kind, &answer)),
        None => (label, answer),
    };
    Ok(rows.into_iter().map(note).collect())
}

/// What everybody at an event answered, by sign-up, for people to read: as [`answers_of`].
pub(crate) async fn answers_at(
    conn: &mut impl Reading,
    locale: Locale,
    event: EventId,
    audience: Audience,
) -> Result<HashMap<Uuid, Vec<(String, String)>>> {
    let rows: Vec<(Uuid, String, String, String)> = conn
        .all(
            sql!(
                "SELECT a.signup_id, q.label, q.kind, a.answer FROM signup_answer a JOIN event_question q ON q.id = a.question_id
                  WHERE q.event_id = $1 AND ((q.for_door AND q.retired_at IS NULL) OR $2) ORDER BY q.position, q.id LIMIT 200000"
            ),
            (event.0, audience == Audience::Organisers),
        )
        .await?;
    let mut all: HashMap<Uuid, Vec<(String, String)>> = HashMap::new();
    for (signup, label, kind, answer) in rows {
        let answer = QuestionKind::from_word(&kind).map_or_else(|| answer.clone(), |kind| said(locale, kind, &answer));
        all.entry(signup).or_default().push((label, answer));
    }
    Ok(all)
}

/// Until when an event's answers are kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Kept<'a> {
    pub(crate) zone: &'a str,
    pub(crate) ends: Instant,
    pub(crate) days: i64,
    /// Since when it has no date, where it has none.
    pub(crate) postponed: Option<Instant>,
}

impl Kept<'_> {
    /// In words that follow "until". What has no date is not kept for ever: the days count from when that was said then.
    pub(crate) fn words(self, locale: Locale) -> String {
        let from = self.postponed.map_or(self.ends, |at| at.max(self.ends));
        let date = when::date(locale, self.zone, from.plus_seconds(self.days * 86_400));
        match (self.postponed, locale) {
            (None, _) => date,
            (Some(_), Locale::En) => format!("{date}, or {} days after a new date", self.days),
            (Some(_), Locale::ZhCn) => format!("{date}（如有新日期，则为活动结束后 {} 天）", self.days),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_said_in_the_readers_language() {
        use QuestionKind::{Consent, File, Several, Text, YesNo};
        assert_eq!(said(Locale::En, YesNo, "yes"), "Yes");
        assert_eq!(said(Locale::ZhCn, YesNo, "no"), "否");
        assert_eq!(said(Locale::En, Several, "Green\nBlack"), "Green, Black");
        assert_eq!(said(Locale::ZhCn, Consent, "2"), "已同意，第 2 版");
        let file = "00000000-0000-0000-0000-000000000007 my form.pdf";
        assert_eq!(said(Locale::En, File, file), "my form.pdf");
        // Who types these words meant just these.
        assert_eq!(said(Locale::ZhCn, Text, "yes"), "yes");
    }

    #[test]
    fn a_date_is_promised_or_a_span() {
        let kept = Kept { zone: "Asia/Shanghai", ends: Instant(1_805_522_400_000), days: 30, postponed: None };
        assert_eq!(kept.words(Locale::En), "19 April 2027");
        let early = Kept { postponed: Some(Instant(0)), ..kept };
        assert_eq!(early.words(Locale::En), "19 April 2027, or 30 days after a new date");
        let late = Kept { postponed: Some(Instant(1_805_522_400_000 + 86_400_000)), ..kept };
        assert_eq!(late.words(Locale::ZhCn), "2027年4月20日（如有新日期，则为活动结束后 30 天）");
    }
}
