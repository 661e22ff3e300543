//! `/organise/badges/grants/{id}`: what happened to a grant; taken back and given back, with a public reason.

use super::verify::moment;
use crate::{
    components::{Btn, Timeline},
    error::AppError,
    form::{Field, Hidden, PostForm, Submit},
    messages::{badges, badges_desk as text},
    page::{load, param},
    visit::locale,
};
use domain::badges::{Life, view::GrantPage};
use leptos::prelude::*;
use leptos_meta::Title;

/// A grant, for who organises.
#[server(endpoint = "badges/manage")]
pub async fn load_managed(id: String) -> Result<GrantPage, AppError> {
    use crate::server_context::actor;
    use domain::members::access::{Action, require};
    require(Some(&actor()?), Action::GrantBadges)?;
    super::load_grant(id).await
}

/// Takes a badge back.
#[server(endpoint = "badges/revoke")]
pub async fn revoke_badge(grant: String, reason: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let id = grant.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::badges::revoke(&site(), &actor()?, id, &reason).await?;
    go_to(&format!("/organise/badges/grants/{grant}"), Notice::BadgeRevoked);
    Ok(())
}

/// Gives a badge back that was taken back.
#[server(endpoint = "badges/restore")]
pub async fn restore_badge(grant: String, reason: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let id = grant.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::badges::restore(&site(), &actor()?, id, &reason).await?;
    go_to(&format!("/organise/badges/grants/{grant}"), Notice::BadgeRestored);
    Ok(())
}

/// The page.
#[component]
pub fn ManageGrant() -> impl IntoView {
    load(param("id"), load_managed, show)
}

fn show(page: GrantPage) -> impl IntoView {
    let l = locale();
    let title = text::manage_title(l, &page.badge.name, &page.person.display_name);
    let id = page.id.to_string();
    let moments = page.history.into_iter().map(moment).collect();
    let act = match (page.may_manage, page.life) {
        (false, _) => view! { <p class="soft">{text::not_yours(l)}</p> }.into_any(),
        (true, Life::Valid) => {
            let (action, grant) = (ServerAction::<RevokeBadge>::new(), id.clone());
            view! {
                <PostForm action>
                    <Hidden name="grant" value=grant/>
                    <Field name="reason" label=text::revoke_reason(l) hint=text::revoke_hint(l) max=200u32/>
                    <Submit label=text::revoke(l) class="btn"/>
                </PostForm>
            }
            .into_any()
        }
        (true, Life::Revoked) => {
            let (action, grant) = (ServerAction::<RestoreBadge>::new(), id.clone());
            view! {
                <PostForm action>
                    <Hidden name="grant" value=grant/>
                    <Field name="reason" label=text::revoke_reason(l) hint=text::revoke_hint(l) max=200u32/>
                    <Submit label=text::restore(l) class="btn"/>
                </PostForm>
            }
            .into_any()
        }
        (true, Life::Undone) => ().into_any(),
    };
    view! {
        <Title text=title.clone()/>
        <div class="wrap slim stack top">
            <header class="flow">
                <h1>{title}</h1>
                <p class="lede">{text::manage_lede(l)}</p>
                <p><Btn href=format!("/g/{id}") class="btn small">{text::see_grant(l)}</Btn></p>
            </header>
            <section class="flow" aria-labelledby="history"><h2 id="history">{badges::history(l)}</h2><Timeline moments/></section>
            {act}
        </div>
    }
}
