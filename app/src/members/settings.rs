//! `/my/settings`: what a member can change of themselves.

use super::{SetVisibility, sign_in::SignOut};
use crate::{
    components::{Btn, Flash, Tone},
    error::AppError,
    form::{Choice, Field, Hidden, Kind, PlainForm, PostForm, Select, Submit, TextArea, fn_path},
    messages::{common, members, notices, profile},
    page::load,
    visit::locale,
};
use domain::{Locale, members::view::SettingsPage};
use leptos::prelude::*;
use leptos_meta::Title;

/// The reader's settings.
#[server(endpoint = "members/settings")]
pub async fn load_settings() -> Result<SettingsPage, AppError> {
    use crate::server_context::{actor, locale, session_id, site};
    Ok(backend::members::settings_page(&site(), &actor()?, locale(), session_id()).await?)
}

/// Saves what a member says of themselves.
#[server(endpoint = "members/save_settings")]
pub async fn save_settings(
    display_name: String,
    handle: String,
    #[server(default)] bio: String,
    locale: String,
    zone: String,
    #[server(default)] home_chapter: String,
) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    use backend::members::SettingsForm;
    let form = SettingsForm { display_name, handle, bio, locale, zone, home_chapter };
    backend::members::save_settings(&site(), &actor()?, form).await?;
    go_to("/my/settings", Notice::Saved);
    Ok(())
}

/// Sets a new password; other devices are signed out.
#[server(endpoint = "members/change_password")]
pub async fn change_password(old_password: String, new_password: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, session_id, site},
    };
    backend::members::change_password(&site(), &actor()?, &old_password, &new_password, session_id()).await?;
    go_to("/my/settings", Notice::PasswordChanged);
    Ok(())
}

/// Signs another device out.
#[server(endpoint = "members/end_session")]
pub async fn end_device(session: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    backend::members::end_session(&site(), &actor()?, &session).await?;
    go_to("/my/settings", Notice::SessionsEnded);
    Ok(())
}

/// The page.
#[component]
pub fn Settings() -> impl IntoView {
    load(|| (), |()| load_settings(), show)
}

fn show(page: SettingsPage) -> impl IntoView {
    let l = locale();
    let (password, device) = (ServerAction::<ChangePassword>::new(), ServerAction::<EndDevice>::new());
    let locales = Locale::ALL.into_iter().map(|l| Choice::new(l.tag(), l.name())).collect();
    let zones = page.zones.into_iter().map(|z| Choice::new(z.clone(), z.replace('_', " "))).collect();
    let chapters = page.chapters.into_iter().map(|(slug, city)| Choice::new(slug, city)).collect();
    let unconfirmed = (!page.email_confirmed).then(|| {
        view! { <Flash tone=Tone::Warn>{members::confirm_banner(l)}" "<a href="/confirm">{members::confirm_title(l)}</a></Flash> }
    });
    let devices = page
        .sessions
        .into_iter()
        .map(|s| {
            let end = (!s.is_this_one).then(|| {
                view! { <PostForm action=device name=s.id.clone() class=""><Hidden name="session" value=s.id.clone()/><Submit label=members::sign_out_there(l) class="btn small"/></PostForm> }
            });
            let seen = if s.is_this_one { members::this_device(l).to_owned() } else { s.seen };
            view! { <li class="row"><span><b>{s.device}</b><br/><span class="small soft">{seen}</span></span>{end}</li> }
        })
        .collect_view();
    view! {
        <Title text=members::settings(l)/>
        <div class="wrap slim stack top">
            <div class="flow">
                <h1 class="huge">{members::settings(l)}</h1>
                <p class="soft">{members::address(l, &page.email)}</p>
                {unconfirmed}
            </div>
            <section class="flow" aria-labelledby="page">
                <h2 id="page">{members::your_page(l)}</h2>
                <p>{if page.is_public { members::page_public(l) } else { members::page_private(l) }}</p>
                <VisibilityForm is_public=page.is_public/>
                <p class="row">
                    <Btn href=format!("/u/{}", page.handle) class="btn small">{members::see_page(l)}</Btn>
                    <Btn href="/my/page" class="btn small">{profile::edit_page(l)}</Btn>
                </p>
            </section>
            <section class="flow" aria-labelledby="you">
                <h2 id="you">{members::about_you(l)}</h2>
                <PlainForm to={fn_path::<SaveSettings>()}>
                    <Field name="display_name" label=members::display_name(l) value=page.display_name autocomplete="name" max=60u32/>
                    <Field name="handle" label=members::handle(l) value=page.handle.clone() autocomplete="off" max=30u32/>
                    <TextArea name="bio" label=members::bio(l) value=page.bio hint=members::bio_hint(l) optional=true rows=3 max=500u32/>
                    <Select name="home_chapter" label=members::home_chapter(l) choices=chapters value=page.home_chapter.unwrap_or_default() optional=true/>
                    <Select name="locale" label=members::language(l) choices=locales value=page.locale.tag()/>
                    <Select name="zone" label=members::zone(l) choices=zones value=page.zone/>
                    <Submit label=members::save(l) class="btn main wide"/>
                </PlainForm>
            </section>
            <p><Btn href="/my/settings/mail" icon="mail">{notices::about_mail(l)}</Btn></p>
            <section class="flow" aria-labelledby="pw">
                <h2 id="pw">{members::change_password(l)}</h2>
                <PostForm action=password>
                    <Field name="old_password" label=members::old_password(l) kind=Kind::Password autocomplete="current-password"/>
                    <Field name="new_password" label=members::new_password(l) kind=Kind::Password hint=members::password_hint(l) autocomplete="new-password"/>
                    <Submit label=members::change_password(l) class="btn wide"/>
                </PostForm>
            </section>
            <section class="flow" aria-labelledby="dev">
                <h2 id="dev">{members::devices(l)}</h2>
                <ul class="flow">{devices}</ul>
                <PlainForm to={fn_path::<SignOut>()} class=""><Submit label=common::sign_out(l) class="btn wide"/></PlainForm>
            </section>
        </div>
    }
}

/// Opens or closes the reader's own page.
#[component]
pub(super) fn VisibilityForm(
    /// As it is now.
    is_public: bool,
) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<SetVisibility>::new();
    let (label, value) =
        if is_public { (members::hide_page(l), "private") } else { (members::publish_page(l), "public") };
    view! {
        <PostForm action name="visibility">
            <Hidden name="visibility" value=value/>
            <Submit label class="btn small"/>
        </PostForm>
    }
}
