//! The part of `/organise/tiers` that is for those who run the site: the rules, and the core.

use crate::{
    error::AppError,
    form::{Field, Kind, PostForm, Submit, TextArea},
    messages::tiers,
    visit::locale,
};
use domain::honor::tiers::{CrewSeats, RegularRule};
use leptos::prelude::*;

/// Changes who is a Regular.
#[server(endpoint = "honor/save_tier_rule")]
pub async fn save_tier_rule(
    #[server(default)] events: String,
    #[server(default)] months: String,
    #[server(default)] grace_days: String,
) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    backend::honor::tiers::save_rule(&site(), &actor()?, [&events, &months, &grace_days]).await?;
    go_to("/organise/tiers", Notice::Saved);
    Ok(())
}

/// Changes how many seats the honor crew has, and for how long.
#[server(endpoint = "honor/save_crew")]
pub async fn save_crew(#[server(default)] seats: String, #[server(default)] months: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    backend::honor::tiers::save_crew(&site(), &actor()?, (&seats, &months)).await?;
    go_to("/organise/tiers", Notice::Saved);
    Ok(())
}

/// Appoints somebody to the core.
#[server(endpoint = "honor/appoint")]
pub async fn appoint_member(
    #[server(default)] handle: String,
    #[server(default)] words: String,
) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    backend::honor::tiers::appoint(&site(), &actor()?, (&handle, &words)).await?;
    go_to("/organise/tiers", Notice::TermChanged);
    Ok(())
}

/// The rule for Regulars, and the seats of the honor crew.
pub(super) fn rule_forms(rule: RegularRule, crew: CrewSeats) -> impl IntoView {
    let l = locale();
    let (save_rule, save_crew) = (ServerAction::<SaveTierRule>::new(), ServerAction::<SaveCrew>::new());
    view! {
        <section class="flow" aria-labelledby="rules">
            <h2 id="rules">{tiers::rules_title(l)}</h2>
            <PostForm action=save_rule>
                <Field name="events" label=tiers::rule_events(l) kind=Kind::Number value=rule.events.to_string()/>
                <Field name="months" label=tiers::rule_months(l) kind=Kind::Number value=rule.months.to_string()/>
                <Field name="grace_days" label=tiers::rule_grace_days(l) hint=tiers::rule_hint(l) kind=Kind::Number value=rule.grace_days.to_string()/>
                <Submit label=crate::messages::common::save(l) class="btn wide"/>
            </PostForm>
            <PostForm action=save_crew>
                <Field name="seats" label=tiers::crew_seats(l) kind=Kind::Number value=crew.seats.to_string()/>
                <Field name="months" label=tiers::crew_months(l) kind=Kind::Number value=crew.months.to_string()/>
                <Submit label=crate::messages::common::save(l) class="btn wide"/>
            </PostForm>
        </section>
    }
}

/// Appoints to the core.
pub(super) fn appoint_form() -> impl IntoView {
    let l = locale();
    let action = ServerAction::<AppointMember>::new();
    view! {
        <section class="flow" aria-labelledby="appoint">
            <h2 id="appoint">{tiers::appoint_title(l)}</h2>
            <PostForm action>
                <Field name="handle" label=tiers::whom(l) hint=tiers::whom_hint(l) autocomplete="off" max=64u32/>
                <TextArea name="words" label=tiers::propose_words(l) hint=tiers::reason_hint(l) rows=3 max=1000u32/>
                <Submit label=tiers::appoint_button(l) class="btn wide"/>
            </PostForm>
        </section>
    }
}
