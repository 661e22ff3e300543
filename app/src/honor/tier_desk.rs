//! `/organise/tiers`: applications, terms and proposals; for those who run the site also the rules and the core.

use super::tier_rules::{appoint_form, rule_forms};
use crate::{
    components::{Btn, Empty},
    error::AppError,
    form::{Field, Hidden, PostForm, Submit, TextArea, was_refused},
    messages::{common, tiers},
    page::load,
    visit::locale,
};
use domain::honor::tiers::view::{ApplicationLine, TermLine, TierDesk};
use leptos::prelude::*;
use leptos_meta::Title;

/// The desk.
#[server(endpoint = "honor/tier_desk")]
pub async fn load_tier_desk() -> Result<TierDesk, AppError> {
    use crate::server_context::{actor, locale, site};
    Ok(backend::honor::tiers::desk(&site(), &actor()?, locale()).await?)
}

/// Decides about an application: "accept" or "decline".
#[server(endpoint = "honor/decide")]
pub async fn decide_application(
    application: String,
    #[server(default)] decision: String,
    #[server(default)] reason: String,
) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    use backend::honor::tiers::Decision;
    use domain::members::{Action, require};
    let actor = actor()?;
    require(Some(&actor), Action::FillCrew)?;
    let application = application.parse().map_err(|_| AppError::NOT_FOUND)?;
    let decision = Decision::from_word(&decision).ok_or_else(AppError::malformed)?;
    backend::honor::tiers::decide(&site(), &actor, application, (decision, &reason)).await?;
    go_to("/organise/tiers", Notice::Decided);
    Ok(())
}

/// Proposes a member for a seat.
#[server(endpoint = "honor/propose")]
pub async fn propose_member(
    #[server(default)] handle: String,
    #[server(default)] words: String,
) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    backend::honor::tiers::propose(&site(), &actor()?, (&handle, &words)).await?;
    go_to("/organise/tiers", Notice::Proposed);
    Ok(())
}

/// Lets a term go on for one more.
#[server(endpoint = "honor/renew_term")]
pub async fn renew_term(term: String, #[server(default)] renewals: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    use domain::members::{Action, require};
    let actor = actor()?;
    require(Some(&actor), Action::FillCrew)?;
    let term = term.parse().map_err(|_| AppError::NOT_FOUND)?;
    let seen = renewals.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::honor::tiers::renew(&site(), &actor, term, seen).await?;
    go_to("/organise/tiers", Notice::TermChanged);
    Ok(())
}

/// Ends a term, with thanks.
#[server(endpoint = "honor/end_term")]
pub async fn end_term(term: String, #[server(default)] thanks: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    use domain::members::{Action, require};
    let actor = actor()?;
    require(Some(&actor), Action::FillCrew)?;
    let term = term.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::honor::tiers::end(&site(), &actor, term, &thanks).await?;
    go_to("/organise/tiers", Notice::TermChanged);
    Ok(())
}

/// The page.
#[component]
pub fn TierDeskPage() -> impl IntoView {
    load(|| (), |()| load_tier_desk(), show)
}

fn show(desk: TierDesk) -> impl IntoView {
    let l = locale();
    let seats = tiers::seats_line(l, desk.crew.taken, desk.crew.seats);
    let open = if desk.open.is_empty() {
        view! { <Empty title=tiers::open_none(l) text=seats.clone()/> }.into_any()
    } else {
        let lines = desk.open.into_iter().map(|line| view! { <li>{application(line)}</li> }).collect_view();
        view! { <p class="soft">{seats.clone()}</p><ul class="stack">{lines}</ul> }.into_any()
    };
    let rules = desk.runs_the_site.then(|| rule_forms(desk.rule, desk.crew));
    let appoint = desk.runs_the_site.then(appoint_form);
    view! {
        <Title text=tiers::desk(l)/>
        <div class="wrap slim stack top">
            <header class="flow">
                <h1 class="huge">{tiers::desk(l)}</h1>
                <p class="lede">{tiers::desk_lede(l)}</p>
                <p class="row"><Btn href="/tiers" class="btn small">{common::tiers(l)}</Btn></p>
            </header>
            <section class="flow" aria-labelledby="open"><h2 id="open">{tiers::open_title(l)}</h2>{open}</section>
            {terms(("crew", tiers::terms_title(l), tiers::terms_none(l)), desk.crew_terms)}
            {propose_form()}
            {terms(("core", tiers::core_title(l), tiers::core_none(l)), desk.core_terms)}
            {appoint}
            {rules}
        </div>
    }
}

fn application(line: ApplicationLine) -> impl IntoView {
    let l = locale();
    let from =
        line.proposed_by.as_ref().map_or_else(|| tiers::open_asked(l).to_owned(), |who| tiers::open_proposed(l, who));
    let decide = if line.can_decide {
        let action = ServerAction::<DecideApplication>::new();
        let id = line.id.to_string();
        view! {
            <PostForm action name=id.clone()>
                <Hidden name="application" value=id/>
                <Field name="reason" label=tiers::reason(l) hint=tiers::reason_hint(l) autocomplete="off" max=500u32/>
                <div class="row">
                    <Submit label=tiers::accept(l) class="btn small main" name="decision" value="accept"/>
                    <Submit label=tiers::decline(l) class="btn small" name="decision" value="decline"/>
                </div>
            </PostForm>
        }
        .into_any()
    } else {
        view! { <p class="soft">{tiers::not_yours(l)}</p> }.into_any()
    };
    view! {
        <article class="flow">
            <h3>{line.name}" "<span class="soft">{format!("@{}", line.handle)}</span></h3>
            <p class="soft">{tiers::open_facts(l, line.events, line.honor, &line.made)}<br/>{from}</p>
            <blockquote>{line.words}</blockquote>
            {decide}
        </article>
    }
}

fn terms((id, title, none): (&'static str, &'static str, &'static str), lines: Vec<TermLine>) -> impl IntoView {
    let list = if lines.is_empty() {
        view! { <p class="soft">{none}</p> }.into_any()
    } else {
        let lines = lines.into_iter().map(|line| view! { <li>{term(line)}</li> }).collect_view();
        view! { <ul class="stack">{lines}</ul> }.into_any()
    };
    view! { <section class="flow" aria-labelledby=id><h2 id=id>{title}</h2>{list}</section> }
}

fn term(line: TermLine) -> impl IntoView {
    let l = locale();
    let id = line.id.to_string();
    let (renew, end) = (ServerAction::<RenewTerm>::new(), ServerAction::<EndTerm>::new());
    let span = match &line.until {
        Some(until) => tiers::term(l, &line.since, until),
        None => tiers::term_since(l, &line.since),
    };
    let renewed = (line.renewals > 0).then(|| view! { <br/>{tiers::renewals(l, line.renewals)} });
    let (renew_id, renew_label) = (id.clone(), tiers::renew(l, &line.name));
    let renew = line.can_renew.then(|| {
        view! {
            <PostForm action=renew name=renew_id.clone()>
                <Hidden name="term" value=renew_id/>
                <Hidden name="renewals" value=line.renewals.to_string()/>
                <Submit label=renew_label class="btn small"/>
            </PostForm>
        }
    });
    let title = tiers::end_title(l, &line.name);
    let open = was_refused::<EndTerm>(&id);
    let end = line.can_decide.then(|| {
        view! {
            <details class="qa" open=open>
                <summary>{title}</summary>
                <PostForm action=end name=id.clone()>
                    <Hidden name="term" value=id/>
                    <Field name="thanks" label=tiers::thanks(l) hint=tiers::thanks_hint(l) autocomplete="off" max=500u32/>
                    <Submit label=tiers::end_button(l) class="btn small"/>
                </PostForm>
            </details>
        }
    });
    view! {
        <h3>{line.name}" "<span class="soft">{format!("@{}", line.handle)}</span></h3>
        <p class="soft">{span}{renewed}</p>
        {renew}
        {end}
    }
}

fn propose_form() -> impl IntoView {
    let l = locale();
    let action = ServerAction::<ProposeMember>::new();
    view! {
        <section class="flow" aria-labelledby="propose">
            <h2 id="propose">{tiers::propose_title(l)}</h2>
            <PostForm action>
                <Field name="handle" label=tiers::whom(l) hint=tiers::whom_hint(l) autocomplete="off" max=64u32/>
                <TextArea name="words" label=tiers::propose_words(l) hint=tiers::propose_words_hint(l) rows=3 max=1000u32/>
                <Submit label=tiers::propose_button(l) class="btn wide"/>
            </PostForm>
        </section>
    }
}
