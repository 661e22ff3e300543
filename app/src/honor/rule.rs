//! `/organise/honor/rules/{rule}`: a rule, tried on the past before it takes effect, and every version of it.

use crate::{
    components::Btn,
    error::AppError,
    form::{Field, Hidden, Kind, PostForm, Submit, Tick},
    messages::ledger as text,
    page::{load, param, query},
    visit::locale,
};
use domain::honor::{
    RuleForm, Trigger,
    view::{RuleDesk as Desk, Trial, VersionView},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// The rule; `tried` is a form in one line.
#[server(endpoint = "honor/rule")]
pub async fn load_rule(rule: String, #[server(default)] tried: String) -> Result<Desk, AppError> {
    use crate::server_context::{actor, locale, site};
    Ok(backend::honor::rule_desk(&site(), &actor()?, locale(), (&rule, &tried)).await?)
}

/// Looks at what is typed and shows what it would have given.
#[server(endpoint = "honor/try_rule")]
pub async fn try_rule(rule: String, form: RuleForm) -> Result<(), AppError> {
    use crate::server_context::{actor, redirect, under};
    use domain::members::{Action, require};
    require(Some(&actor()?), Action::SetHonorRules)?;
    let trigger = Trigger::from_word(&rule).ok_or(AppError::NOT_FOUND)?;
    let terms = form.terms(trigger).map_err(|failure| under(failure, "form"))?;
    redirect(&format!("/organise/honor/rules/{}?try={}", trigger.word(), RuleForm::of(&terms).line()));
    Ok(())
}

/// Lets it take effect.
#[server(endpoint = "honor/change_rule")]
pub async fn change_rule(rule: String, seen: String, line: String, note: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let trigger = Trigger::from_word(&rule).ok_or(AppError::NOT_FOUND)?;
    let seen = seen.parse().map_err(|_| AppError::malformed())?;
    let form = RuleForm { note, ..RuleForm::from_line(&line).ok_or_else(AppError::malformed)? };
    backend::honor::change_rule(&site(), &actor()?, (trigger, seen), &form).await?;
    go_to(&format!("/organise/honor/rules/{}", trigger.word()), Notice::RuleHolds);
    Ok(())
}

/// The page.
#[component]
pub fn HonorRule() -> impl IntoView {
    let (rule, tried) = (param("rule"), query("try"));
    load(move || (rule(), tried()), |(rule, tried)| load_rule(rule, tried), show)
}

fn show(page: Desk) -> impl IntoView {
    let l = locale();
    let title = text::trigger(l, page.trigger);
    let trial = page.trial.map(|trial| tried(&page, trial));
    let body = if page.trigger.has_source() {
        edit(page.trigger, page.form).into_any()
    } else {
        view! { <p class="card">{text::later(l)}</p> }.into_any()
    };
    let versions = page.versions.into_iter().map(|version| row(page.trigger, version)).collect_view();
    view! {
        <Title text=title/>
        <div class="wrap slim stack top">
            <header class="flow">
                <p><Btn href="/organise/honor" class="btn small">{text::desk_title(l)}</Btn></p>
                <h1>{title}</h1>
            </header>
            {trial}
            {body}
            <section class="flow" aria-labelledby="versions">
                <h2 id="versions">{text::versions(l)}</h2>
                <ol class="flow">{versions}</ol>
            </section>
        </div>
    }
}

/// What it would have given, and the button that lets it.
fn tried(page: &Desk, trial: Trial) -> impl IntoView + use<> {
    let l = locale();
    let action = ServerAction::<ChangeRule>::new();
    let capped = (trial.new.capped > 0).then(|| view! { <p>{text::trial_capped(l, trial.new.capped)}</p> });
    let (rule, seen, line) = (page.trigger.word(), page.version.to_string(), page.form.line());
    view! {
        <section class="card flow" aria-labelledby="trial">
            <h2 id="trial">{text::trial_title(l)}</h2>
            <p><b>{text::trial(l, trial.new.points, trial.new.members)}</b></p>
            {capped}
            <p class="soft">{text::trial_now(l, trial.now.points, trial.now.members)}" "{text::trial_on(l, trial.occasions)}</p>
            <PostForm action>
                <Hidden name="rule" value=rule/>
                <Hidden name="seen" value=seen/>
                <Hidden name="line" value=line/>
                <Field name="note" label=text::rule_note(l) max=200u32/>
                <p class="soft">{text::take_effect_text(l)}</p>
                <Submit label=text::take_effect(l)/>
            </PostForm>
        </section>
    }
}

fn edit(trigger: Trigger, form: RuleForm) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<TryRule>::new();
    let number = |name: &'static str, label: &'static str, value: String| {
        view! { <Field name=format!("form[{name}]") label kind=Kind::Number value optional=true max=7u32/> }
    };
    view! {
        <section class="flow" aria-labelledby="edit">
            <h2 id="edit">{text::rules_change(l)}</h2>
            <PostForm action>
                <Hidden name="rule" value=trigger.word()/>
                {worth(trigger, [form.points, form.budget, form.second_from])}
                <p class="soft">{text::rule_caps(l)}</p>
                {number("per_event", text::f_event(l), form.per_event)}
                {number("per_day", text::f_day(l), form.per_day)}
                {number("per_week", text::f_week(l), form.per_week)}
                {number("per_season", text::f_season(l), form.per_season)}
                {number("per_giver", text::f_giver(l), form.per_giver)}
                <Tick name="form[off]" label=text::rule_off(l) checked=form.off/>
                <p class="soft">{text::try_text(l)}</p>
                <Submit label=text::try_it(l) class="btn"/>
            </PostForm>
        </section>
    }
}

/// What it earns; by hand, what each may give. Made inside the form, whose fields these are.
fn worth(trigger: Trigger, [points, budget, second_from]: [String; 3]) -> impl IntoView {
    let l = locale();
    let hint = match trigger {
        Trigger::Thanked => {
            return view! {
                <Field name="form[budget]" label=text::f_budget(l) kind=Kind::Number value=budget max=7u32/>
                <Field name="form[second_from]" label=text::f_second(l) kind=Kind::Number value=second_from max=7u32/>
            }
            .into_any();
        }
        Trigger::Attended => text::rule_points_open(l),
        Trigger::Worked => text::rule_points_hour(l),
        _ => "",
    };
    let is_open = trigger == Trigger::Attended;
    view! { <Field name="form[points]" label=text::rule_points(l) hint kind=Kind::Number value=points optional=is_open max=4u32/> }
        .into_any()
}

fn row(trigger: Trigger, version: VersionView) -> impl IntoView {
    let l = locale();
    let what = text::version_row(l, version.version, &text::in_short(l, trigger, &version.terms));
    let who = match (version.by, version.made) {
        (Some(by), Some(made)) => text::version_by(l, &by, &made, &version.note),
        _ => text::version_first(l).into(),
    };
    view! { <li>{what}<br/><span class="soft">{who}</span></li> }
}
