use super::*;
use crate::Failure;
use proptest::prelude::*;
use uuid::Uuid;

fn id(n: u128) -> QuestionId {
    QuestionId(Uuid::from_u128(n))
}

fn q(n: u128, kind: QuestionKind, required: bool) -> Question {
    Question {
        id: id(n),
        label: "?".into(),
        kind,
        required,
        choices: if kind.has_choices() { vec!["a".into(), "b".into(), "c".into()] } else { vec![] },
        note: String::new(),
        version: 2,
        for_door: false,
        shown_if: None,
        asked_of: AskedOf::Guests,
    }
}

fn given(list: &[(u128, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(n, a)| (id(*n).to_string(), (*a).to_owned())).collect()
}

fn form(label: &str, kind: &str, choices: &str) -> QuestionForm {
    QuestionForm { label: label.into(), kind: kind.into(), choices: choices.into(), ..QuestionForm::default() }
}

fn wrong(e: Errors) -> Vec<(String, FieldCode)> {
    match e.finish(Some(())) {
        Err(Failure::Invalid(all)) => all.into_iter().map(|e| (e.field, e.code)).collect(),
        _ => vec![],
    }
}

#[test]
fn words_round_trip() {
    for kind in QuestionKind::ALL {
        assert_eq!(QuestionKind::from_word(kind.word()), Some(kind));
    }
}

#[test]
fn questions_are_read_and_checked() {
    let mut e = Errors::default();
    let all = parse_all(
        &[
            form("Tea?", "choice", "Green\r\n\nBlack\nGreen"),
            form(" ", "text", ""),
            form("Size", "several", "one"),
            form("x", "?", ""),
            form("Photos", "consent", ""),
        ],
        &mut e,
    );
    assert_eq!(all.first().map(|q| q.choices.clone()), Some(vec!["Green".into(), "Black".into()]));
    let field = |name: &str| format!("questions{name}");
    assert_eq!(
        wrong(e),
        [
            (field("[2][choices]"), FieldCode::TooFewChoices),
            (field("[3][kind]"), FieldCode::UnknownChoice),
            (field("[4][note]"), FieldCode::Required),
        ]
    );
}

#[test]
fn a_condition_names_an_earlier_question_and_one_of_its_answers() {
    let on = |shown_if: &str, shown_answer: &str, form: QuestionForm| QuestionForm {
        shown_if: shown_if.into(),
        shown_answer: shown_answer.into(),
        ..form
    };
    let mut e = Errors::default();
    let all = parse_all(
        &[
            form("Tea?", "choice", "Green\nBlack"),
            form("", "text", ""),
            form("Staying?", "yes_no", ""),
            on("1", "Green", form("Sugar?", "yes_no", "")),
            on("3", "是", form("Bed?", "text", "")),
        ],
        &mut e,
    );
    assert!(e.is_empty());
    let conditions: Vec<_> = all.iter().map(|q| q.shown_if.clone()).collect();
    assert_eq!(conditions, [None, None, Some((0, "Green".into())), Some((1, "yes".into()))]);
    let mut e = Errors::default();
    parse_all(
        &[
            form("Tea?", "choice", "Green\nBlack"),
            on("1", "Red", form("Sugar?", "yes_no", "")),
            on("3", "yes", form("Itself", "yes_no", "")),
            on("2", "yes", form("One left out", "text", "")),
            on("nine", "yes", form("Nonsense", "text", "")),
            form("Free", "text", ""),
            on("6", "hello", form("Of a text", "text", "")),
        ],
        &mut e,
    );
    let field = |i: usize, part: &str| format!("questions[{i}][{part}]");
    assert_eq!(
        wrong(e),
        [
            (field(1, "shown_answer"), FieldCode::NotAnAnswer),
            (field(2, "shown_if"), FieldCode::UnknownChoice),
            (field(3, "shown_if"), FieldCode::UnknownChoice),
            (field(4, "shown_if"), FieldCode::UnknownChoice),
            (field(6, "shown_answer"), FieldCode::NotAnAnswer),
        ]
    );
}

#[test]
fn answers_fit_their_questions() {
    use QuestionKind::{Choice, Consent, Date, File, LongText, Number, Several, Text, YesNo};
    let questions = [
        q(1, Text, true),
        q(2, Choice, false),
        q(3, YesNo, false),
        q(4, Several, true),
        q(5, Number, false),
        q(6, Date, false),
        q(7, Consent, true),
        q(8, LongText, false),
        q(9, File, true),
    ];
    let mut e = Errors::default();
    let mut typed = given(&[
        (1, " hi "),
        (2, "b"),
        (3, "no"),
        (5, " 007"),
        (6, "2027-03-20"),
        (7, "2"),
        (8, "a\r\n b"),
        (9, "x"),
        (99, "stray"),
    ]);
    typed.extend([(format!("{}_2", id(4)), "c".into()), (format!("{}_0", id(4)), "a".into())]);
    let kept = answers(&questions, &typed, &mut e);
    assert!(e.is_empty());
    let texts: Vec<&str> = kept.iter().map(|(_, a)| a.as_str()).collect();
    assert_eq!(texts, ["hi", "b", "no", "a\nc", "7", "2027-03-20", "2", "a\n b"]);
    assert_eq!(missing(&questions, &kept).iter().map(|q| q.id).collect::<Vec<_>>(), [id(9)]);

    let mut e = Errors::default();
    let typed = given(&[(2, "d"), (3, "maybe"), (4, "d"), (5, "1.5"), (6, "2027-02-30"), (7, "1")]);
    answers(&questions, &typed, &mut e);
    let codes: Vec<_> = wrong(e).into_iter().map(|(_, code)| code).collect();
    assert_eq!(
        codes,
        [
            FieldCode::Required,
            FieldCode::UnknownChoice,
            FieldCode::UnknownChoice,
            FieldCode::UnknownChoice,
            FieldCode::NotANumber,
            FieldCode::NotADay,
            FieldCode::ConsentChanged,
        ]
    );
}

#[test]
fn a_file_is_named_by_its_answer() {
    let file = crate::FileId(Uuid::from_u128(5));
    assert_eq!(file_of(&file_answer(file, "my form.pdf")), Some((file, "my form.pdf")));
    assert_eq!(file_of("nothing"), None);
}

/// A few questions of any kind; each may depend on one before it.
fn questions() -> impl Strategy<Value = Vec<Question>> {
    let one =
        (0..QuestionKind::ALL.len(), any::<bool>(), proptest::option::of((any::<prop::sample::Index>(), 0..3usize)));
    proptest::collection::vec(one, 1..9).prop_map(|kinds| {
        let mut all: Vec<Question> = vec![];
        for (n, (kind, required, condition)) in kinds.into_iter().enumerate() {
            let mut question = q(n as u128 + 1, QuestionKind::ALL[kind], required);
            let earlier: Vec<&Question> = all.iter().filter(|q| !q.answers_to_name().is_empty()).collect();
            question.shown_if = condition.filter(|_| !earlier.is_empty()).map(|(index, n)| {
                let earlier = earlier[index.index(earlier.len())];
                let answers = earlier.answers_to_name();
                ShownIf { question: earlier.id, answer: answers[n % answers.len()].clone() }
            });
            all.push(question);
        }
        all
    })
}

fn typed() -> impl Strategy<Value = Vec<(String, String)>> {
    let answer = prop_oneof![
        Just("a"),
        Just("b"),
        Just("yes"),
        Just("no"),
        Just("2"),
        Just("1"),
        Just("2027-03-20"),
        Just(""),
        Just("a\nb"),
    ];
    proptest::collection::vec((1..9u128, answer), 0..12)
        .prop_map(|all| all.into_iter().map(|(n, a)| (id(n).to_string(), a.to_owned())).collect())
}

proptest! {
    /// What is not asked is neither stored nor wrong; what is asked and required is stored or wrong.
    #[test]
    fn a_condition_decides_alone(questions in questions(), typed in typed()) {
        let mut e = Errors::default();
        let kept = answers(&questions, &typed, &mut e);
        let wrong = wrong(e);
        for question in &questions {
            let is_kept = kept.iter().any(|(id, _)| *id == question.id);
            let is_wrong = wrong.iter().any(|(name, _)| *name == field(question.id));
            if !asked(question, &questions, &kept) || question.kind == QuestionKind::File {
                prop_assert!(!is_kept && !is_wrong);
            } else if question.required {
                prop_assert!(is_kept != is_wrong);
            }
        }
    }

    /// What was stored can be sent again and stays what it is: a form opened and saved changes nothing.
    #[test]
    fn answers_can_be_sent_again(questions in questions(), typed in typed()) {
        let kept = answers(&questions, &typed, &mut Errors::default());
        let again: Vec<(String, String)> = kept.iter().map(|(id, a)| (id.to_string(), a.clone())).collect();
        let mut e = Errors::default();
        prop_assert_eq!(&answers(&questions, &again, &mut e), &kept);
        let still_missing = missing(&questions, &kept).len();
        let files = questions.iter().filter(|q| q.kind == QuestionKind::File && q.required && asked(q, &questions, &kept)).count();
        prop_assert_eq!(wrong(e).len() + files, still_missing);
    }
}
