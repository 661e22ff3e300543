//! `/organise/badges/new` and `/organise/badges/{slug}`: what a badge says, and how it is given.

use crate::{
    components::{Btn, Flash, Tone},
    error::AppError,
    form::{Choice, Field, FileField, Hidden, Kind, PlainForm, PostForm, Select, Submit, TextArea, Tick, WITH_FILES},
    messages::{badges, badges_desk as text},
    page::{load, param},
    visit::locale,
};
use domain::badges::{
    BadgeForm, BadgeRule, Scope,
    desk::{BadgeDesk, Made, VersionLine},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// The form of a badge; an empty one where no badge is named.
#[server(endpoint = "badges/badge_desk")]
pub async fn load_badge_desk(#[server(default)] slug: String) -> Result<BadgeDesk, AppError> {
    use crate::server_context::{actor, locale, site};
    let slug = Some(slug.as_str()).filter(|slug| !slug.is_empty());
    Ok(backend::badges::badge_desk(&site(), &actor()?, locale(), slug).await?)
}

/// Makes a badge.
#[server(endpoint = "badges/create")]
pub async fn create_badge(form: BadgeForm) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site, under},
    };
    let slug = backend::badges::create_badge(&site(), &actor()?, &form).await.map_err(|f| under(f, "form"))?;
    go_to(&format!("/organise/badges/{slug}"), Notice::Saved);
    Ok(())
}

/// Changes a badge.
#[server(endpoint = "badges/edit")]
pub async fn save_badge(slug: String, form: BadgeForm) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site, under},
    };
    backend::badges::edit_badge(&site(), &actor()?, &slug, &form).await.map_err(|f| under(f, "form"))?;
    go_to(&format!("/organise/badges/{slug}"), Notice::Saved);
    Ok(())
}

/// Retires a badge, or takes it up again: "over" or "on".
#[server(endpoint = "badges/retire")]
pub async fn retire_badge(slug: String, giving: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    use backend::badges::Giving;
    let giving = match giving.as_str() {
        "over" => Giving::Over,
        "on" => Giving::On,
        _ => return Err(AppError::malformed()),
    };
    backend::badges::retire_badge(&site(), &actor()?, &slug, giving).await?;
    go_to(&format!("/organise/badges/{slug}"), Notice::Saved);
    Ok(())
}

/// What the form for a drawing names: files do not go through server functions.
pub const ART_FORM: &str = "badges/art";

/// `/organise/badges/new`.
#[component]
pub fn NewBadge() -> impl IntoView {
    load(|| (), |()| load_badge_desk(String::new()), show)
}

/// `/organise/badges/{slug}`.
#[component]
pub fn EditBadge() -> impl IntoView {
    load(param("slug"), load_badge_desk, show)
}

fn show(page: BadgeDesk) -> impl IntoView {
    let l = locale();
    let Some(made) = page.made else {
        let action = ServerAction::<CreateBadge>::new();
        return view! {
            <Title text=text::new(l)/>
            <div class="wrap slim stack top">
                <h1 class="huge">{text::new(l)}</h1>
                <PostForm action><Fields form=page.form is_new=true/><Submit label=text::make(l) class="btn main wide"/></PostForm>
            </div>
        }
        .into_any();
    };
    let title = text::edit_title(l, &made.badge.name);
    let slug = made.badge.slug.clone();
    let action = ServerAction::<SaveBadge>::new();
    let frozen = made.is_frozen.then(|| view! { <Flash tone=Tone::Plain>{text::frozen(l, made.version)}</Flash> });
    let label = if made.is_frozen { text::save_next(l, made.version + 1) } else { text::save(l).to_owned() };
    view! {
        <Title text=title.clone()/>
        <div class="wrap stack top">
            {head(&made, title)}
            <div class="two">
                <div class="flow">
                    {frozen}
                    <PostForm action>
                        <Hidden name="slug" value=slug/>
                        <Fields form=page.form is_new=false/>
                        <Submit label class="btn main wide"/>
                    </PostForm>
                </div>
                <div class="stack">{art(&made)}{versions(made.versions.clone())}{retire(&made)}</div>
            </div>
        </div>
    }
    .into_any()
}

fn head(made: &Made, title: String) -> impl IntoView + use<> {
    let l = locale();
    let slug = made.badge.slug.clone();
    let retired = made.is_retired.then(|| view! { <Flash tone=Tone::Warn>{badges::retired_text(l)}</Flash> });
    let edition = made.edition.map(|e| view! { <p>{badges::edition(l, e.given, e.of)}</p> });
    let give = (!made.is_retired).then(|| {
        view! { <Btn href=format!("/organise/badges/{slug}/batch") class="btn small">{text::give_many(l)}</Btn> }
    });
    view! {
        <header class="flow">
            <h1>{title}</h1>
            {retired}
            <p class="soft">{badges::holders(l, made.holders)}</p>
            {edition}
            <div class="row">
                {give}
                <Btn href=format!("/badges/{slug}") class="btn small">{text::see_grant(l)}</Btn>
                <Btn href="/organise/badges" class="btn small">{text::back(l)}</Btn>
            </div>
        </header>
    }
}

#[component]
fn Fields(
    /// What stands in them.
    form: BadgeForm,
    /// Only a new badge can choose its address.
    is_new: bool,
) -> impl IntoView {
    let l = locale();
    let f = form;
    let slug = is_new.then(|| {
        view! { <Field name="form[slug]" label=text::slug(l) hint=text::slug_hint(l) value=f.slug max=40u32 autocomplete="off"/> }
    });
    let scopes = Scope::ALL.map(|scope| Choice::new(scope.word(), text::scope_words(l, scope))).into();
    let rules = [""].into_iter().chain(BadgeRule::WORDS);
    let rules = rules.map(|word| Choice::new(word, text::rule_choice(l, word))).collect();
    view! {
        {slug}
        <Field name="form[name_en]" label=text::name_en(l) value=f.name_en max=40u32/>
        <Field name="form[name_zh]" label=text::name_zh(l) value=f.name_zh max=40u32/>
        <TextArea name="form[story_en]" label=text::story_en(l) hint=text::story_hint(l) value=f.story_en rows=3 max=600u32/>
        <TextArea name="form[story_zh]" label=text::story_zh(l) value=f.story_zh rows=3 max=600u32/>
        <Field name="form[criteria_en]" label=text::criteria_en(l) value=f.criteria_en max=160u32/>
        <Field name="form[criteria_zh]" label=text::criteria_zh(l) value=f.criteria_zh max=160u32/>
        <Select name="form[scope]" label=text::scope(l) choices=scopes value=f.scope/>
        <Select name="form[rule]" label=text::who_gives(l) choices=rules value=f.rule/>
        <Field name="form[count]" label=text::count(l) hint=text::count_hint(l) kind=Kind::Number value=f.count max=5u32 optional=true/>
        <Field name="form[edition]" label=text::edition(l) hint=text::edition_hint(l) kind=Kind::Number value=f.edition max=5u32 optional=true/>
        <Field name="form[family]" label=text::family(l) hint=text::family_hint(l) value=f.family max=40u32 optional=true autocomplete="off"/>
        <Field name="form[step]" label=text::step(l) kind=Kind::Number value=f.step max=2u32 optional=true/>
        <Tick name="form[secret]" label=text::is_secret(l) hint=text::is_secret_hint(l) checked=f.secret/>
    }
}

/// The drawing as it is, and the form for another one.
fn art(made: &Made) -> impl IntoView + use<> {
    let l = locale();
    view! {
        <section class="card flow" aria-labelledby="art">
            <h2 id="art">{text::art(l)}</h2>
            <img src=made.badge.art.clone() width="160" height="160" alt=""/>
            <PlainForm to=ART_FORM enctype=WITH_FILES>
                <FileField name="art" label=text::art_file(l) hint=text::art_hint(l) accept=".svg,image/svg+xml"/>
                <Submit label=text::art_send(l) class="btn small"/>
            </PlainForm>
        </section>
    }
}

fn versions(lines: Vec<VersionLine>) -> impl IntoView {
    let l = locale();
    let line = |line: VersionLine| {
        let when = text::version_line(l, line.number, &line.made);
        let by = line.by.map(|by| format!(", {by}"));
        view! { <li><b>{line.name}</b><br/><span class="small soft">{when}{by}", "{text::grants_short(l, line.grants)}</span></li> }
    };
    view! {
        <section class="card flow" aria-labelledby="versions">
            <h2 id="versions">{text::versions(l)}</h2>
            <ol class="flow">{lines.into_iter().map(line).collect_view()}</ol>
        </section>
    }
}

fn retire(made: &Made) -> impl IntoView + use<> {
    let l = locale();
    let action = ServerAction::<RetireBadge>::new();
    let (giving, label) = if made.is_retired { ("on", text::take_up(l)) } else { ("over", text::retire(l)) };
    let words = if made.is_retired { badges::retired_text(l) } else { text::retire_text(l) };
    let slug = made.badge.slug.clone();
    view! {
        <section class="card flow">
            <p class="soft">{words}</p>
            <PostForm action>
                <Hidden name="slug" value=slug/>
                <Hidden name="giving" value=giving/>
                <Submit label class="btn small"/>
            </PostForm>
        </section>
    }
}
