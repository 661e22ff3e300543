//! The box on a grant's page that says in plain words what it proves, and the record itself.

use crate::{
    components::{Icon, Moment, Timeline},
    messages::badges,
    visit::{locale, use_visit},
};
use domain::badges::{
    Life,
    view::{GrantPage, GrantStep},
};
use leptos::prelude::*;

/// Is it genuine? What stands inside the element comes below: the signed file of the grant, for who checks by themselves.
#[component]
pub(super) fn VerifyBox(
    /// The grant.
    page: GrantPage,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let l = locale();
    let (site, who) = (use_visit().site_name.clone(), page.person.display_name);
    let (class, icon, words) = match page.life {
        Life::Valid => ("flash ok", "check", badges::verify_valid(l, &site, &who)),
        Life::Revoked => ("flash warn", "alert", badges::verify_revoked(l, &site, &who)),
        Life::Undone => ("flash warn", "alert", badges::verify_undone(l, &site)),
    };
    // What was never touched has no history worth a heading.
    let history = (page.history.len() > 1).then(|| {
        let moments = page.history.into_iter().map(moment).collect();
        view! { <h3>{badges::history(l)}</h3><Timeline moments/> }
    });
    view! {
        <section class="card flow" aria-labelledby="v">
            <h2 id="v">{badges::verify(l)}</h2>
            <p class=class><Icon name=icon/><span>{words}</span></p>
            <p class="small soft">{badges::verify_how(l, page.version)}</p>
            <dl class="pairs">
                <dt>{badges::awarded_by(l)}</dt>
                <dd>{page.by.unwrap_or_else(|| badges::by_the_house(l).into())}</dd>
                <dt>{badges::awarded_on(l)}</dt>
                <dd><time datetime=page.granted_iso>{page.granted}</time></dd>
                <dt>{badges::number(l)}</dt>
                <dd class="code">{page.id.to_string()}</dd>
            </dl>
            {history}
            {children.map(|children| children())}
        </section>
    }
}

/// A line of the history.
pub(super) fn moment(step: GrantStep) -> Moment {
    let l = locale();
    let mut text = badges::step(l, &step.what).to_owned();
    if let Some(reason) = &step.reason {
        text = badges::h_reason(l, &text, reason);
    }
    if let Some(by) = &step.by {
        text = badges::h_by(l, &text, by);
    }
    Moment { time: step.at, text }
}
