use super::*;

struct Utc;
impl Zones for Utc {
    fn moment(&self, local: &str, _zone: &str) -> Result<Instant, FieldCode> {
        local.strip_prefix('T').and_then(|n| n.parse().ok()).map(Instant).ok_or(FieldCode::NotATime)
    }
    fn knows(&self, zone: &str) -> bool {
        zone == "UTC"
    }
}

fn good() -> PlanForm {
    PlanForm {
        title: "Tea-House Tapes".into(),
        summary: "Lost broadcasts.".into(),
        story: "Bring a tape.".into(),
        locale: "en".into(),
        zone: "UTC".into(),
        starts: "T100".into(),
        ends: "T200".into(),
        venue: "Old Tram Depot".into(),
        address: "88 Peony Lane".into(),
        capacity: "80".into(),
        honor: "20".into(),
        ..PlanForm::default()
    }
}

fn wrong(form: PlanForm) -> Vec<(String, FieldCode)> {
    match form.parse(&Utc, Instant(50)) {
        Err(Failure::Invalid(all)) => all.into_iter().map(|e| (e.field, e.code)).collect(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_good_form_is_a_plan() {
    let plan = good().parse(&Utc, Instant(50)).expect("good");
    assert_eq!((plan.starts, plan.capacity, plan.opens), (Instant(100), 80, None));
    assert_eq!(plan.terms, Terms { offer_s: 24 * 3600, cutoff: Instant(100).plus_seconds(-6 * 3600) });
    let own = PlanForm { offer_minutes: "90".into(), cutoff_hours: "0".into(), ..good() };
    let plan = own.parse(&Utc, Instant(50)).expect("good");
    assert_eq!(plan.terms, Terms { offer_s: 5400, cutoff: plan.starts });
    let wrong_terms = PlanForm { offer_minutes: "0".into(), cutoff_hours: "soon".into(), ..good() };
    assert_eq!(
        wrong(wrong_terms),
        [("offer_minutes".into(), FieldCode::TooSmall { min: 1 }), ("cutoff_hours".into(), FieldCode::NotANumber)]
    );
}

#[test]
fn every_error_is_told_at_once() {
    let all = wrong(PlanForm { capacity: "0".into(), ends: "T90".into(), title: " ".into(), ..good() });
    assert_eq!(
        all,
        [
            ("title".into(), FieldCode::Required),
            ("ends".into(), FieldCode::EndsBeforeStart),
            ("capacity".into(), FieldCode::TooSmall { min: 1 }),
        ]
    );
    assert_eq!(wrong(PlanForm { starts: "T40".into(), ..good() }), [("starts".into(), FieldCode::InThePast)]);
    assert_eq!(
        wrong(PlanForm { opens: "T90".into(), closes: "T80".into(), ..good() }),
        [("closes".into(), FieldCode::ClosesBeforeOpens)]
    );
    assert_eq!(wrong(PlanForm { zone: "Mars/Base".into(), ..good() }), [("zone".into(), FieldCode::UnknownZone)]);
    assert_eq!(PlanForm::default().parse(&Utc, Instant(0)).map(drop).map_err(|f| f.status()), Err(422));
}

#[test]
fn an_event_is_at_a_place_or_behind_a_link_or_both() {
    let online = PlanForm {
        attendance: "online".into(),
        venue: String::new(),
        address: "left over".into(),
        join_url: " https://meet.example/tapes ".into(),
        ..good()
    };
    let plan = online.parse(&Utc, Instant(50)).expect("online");
    assert_eq!((plan.venue.as_str(), plan.address.as_str()), ("", ""));
    assert_eq!(plan.join_url.as_deref(), Some("https://meet.example/tapes"));
    let here = PlanForm { attendance: "in_person".into(), venue: "Depot".into(), ..online.clone() };
    assert_eq!(here.parse(&Utc, Instant(50)).expect("here").join_url, None);
    let both =
        PlanForm { attendance: "hybrid".into(), address: String::new(), join_url: "javascript:x".into(), ..online };
    let wanted = [("venue", FieldCode::Required), ("address", FieldCode::Required), ("join_url", FieldCode::NotALink)];
    assert_eq!(wrong(both), wanted.map(|(field, code)| (field.to_owned(), code)));
    for (field, form) in [
        ("attendance", PlanForm { attendance: "by post".into(), ..good() }),
        ("kind", PlanForm { kind: "award".into(), ..good() }),
        ("kind", PlanForm { kind: "party".into(), ..good() }),
    ] {
        assert_eq!(wrong(form), [(field.to_owned(), FieldCode::UnknownChoice)]);
    }
    let open_day = PlanForm { kind: "open_day".into(), ..good() };
    assert_eq!(open_day.parse(&Utc, Instant(50)).map(|p| p.kind), Ok(Kind::OpenDay));
}

#[test]
fn slugs_read_well() {
    assert_eq!(slug("Tea-House Tapes!"), "tea-house-tapes");
    assert_eq!(slug("  Wen’s 2nd café  "), "wens-2nd-café");
    assert_eq!(slug("茶馆 录音带"), "茶馆-录音带");
    assert_eq!(slug("?!"), "");
    assert!(slug(&"x".repeat(200)).len() == 60);
}

#[test]
fn what_helpers_are_asked_is_there_as_long_as_they_help() {
    let open_day = PlanForm { kind: "open_day".into(), ..good() };
    // What helpers are asked has to be there as long as shifts may go on, and has nobody to ask at a meetup.
    let short = PlanForm { keep_days: "1".into(), ..open_day.clone() };
    let told = short.parse(&Utc, Instant(50)).expect_err("too short").of_field("keep_days");
    assert_eq!(told, Some(FieldCode::TooSmall { min: 2 }));
    assert!(PlanForm { keep_days: "1".into(), ..good() }.parse(&Utc, Instant(50)).is_ok());
    let of_helpers = QuestionForm {
        label: "Gloves?".into(),
        kind: "yes_no".into(),
        asked_of: "helpers".into(),
        ..QuestionForm::default()
    };
    let of_helpers = |plan: PlanForm| PlanForm { questions: vec![of_helpers.clone()], ..plan };
    assert!(of_helpers(open_day.clone()).parse(&Utc, Instant(50)).is_ok());
    let told = of_helpers(good()).parse(&Utc, Instant(50)).expect_err("nobody to ask").of_field("kind");
    assert_eq!(told, Some(FieldCode::AsksHelpers));
}
