//! `/organise/seasons`: periods of the leaderboard, and the clocks they go by. For those who run the site.

use crate::{
    components::{Btn, Empty, Tag, Tone},
    error::AppError,
    form::{Choice, Field, Hidden, Kind, PostForm, Select, Submit, was_refused},
    messages::{common, leaderboard},
    page::load,
    visit::locale,
};
use domain::honor::seasons::{SeasonDesk, SeasonForm, SeasonLine};
use leptos::prelude::*;
use leptos_meta::Title;

/// The page.
#[server(endpoint = "honor/seasons")]
pub async fn load_seasons() -> Result<SeasonDesk, AppError> {
    use crate::server_context::{actor, locale, site};
    Ok(backend::honor::seasons::desk(&site(), &actor()?, locale()).await?)
}

/// Makes a season, or changes one.
#[server(endpoint = "honor/save_season")]
pub async fn save_season(
    #[server(default)] season: String,
    #[server(default)] form: SeasonForm,
) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site, under},
    };
    use domain::members::{Action, require};
    let actor = actor()?;
    require(Some(&actor), Action::SetStanding)?;
    let season = match season.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_| AppError::NOT_FOUND)?),
    };
    let saved = backend::honor::seasons::save(&site(), &actor, season, &form).await;
    saved.map_err(|failure| under(failure, "form"))?;
    go_to("/organise/seasons", Notice::Saved);
    Ok(())
}

/// Deletes a season.
#[server(endpoint = "honor/delete_season")]
pub async fn delete_season(season: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    use domain::members::{Action, require};
    let actor = actor()?;
    require(Some(&actor), Action::SetStanding)?;
    let season = season.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::honor::seasons::delete(&site(), &actor, season).await?;
    go_to("/organise/seasons", Notice::Deleted);
    Ok(())
}

/// Moves the site's clocks to another zone.
#[server(endpoint = "honor/save_zone")]
pub async fn save_house_zone(#[server(default)] zone: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    backend::honor::seasons::save_zone(&site(), &actor()?, &zone).await?;
    go_to("/organise/seasons", Notice::Saved);
    Ok(())
}

/// The page.
#[component]
pub fn Seasons() -> impl IntoView {
    load(|| (), |()| load_seasons(), show)
}

fn show(desk: SeasonDesk) -> impl IntoView {
    let l = locale();
    let save_zone = ServerAction::<SaveHouseZone>::new();
    let zones = desk.zones.into_iter().map(|z| Choice::new(z.clone(), z.replace('_', " "))).collect();
    let list = if desk.seasons.is_empty() {
        view! { <Empty title=leaderboard::seasons_none(l) text=leaderboard::seasons_none_text(l)/> }.into_any()
    } else {
        let lines = desk.seasons.into_iter().map(|line| view! { <li>{season(line)}</li> }).collect_view();
        view! { <ul class="stack">{lines}</ul> }.into_any()
    };
    let create = ServerAction::<SaveSeason>::new();
    view! {
        <Title text=leaderboard::seasons(l)/>
        <div class="wrap slim stack top">
            <header class="flow">
                <h1 class="huge">{leaderboard::seasons(l)}</h1>
                <p class="lede">{leaderboard::seasons_lede(l)}</p>
                <p class="row"><Btn href="/leaderboard" class="btn small">{common::leaderboard(l)}</Btn></p>
            </header>
            {list}
            <section class="flow" aria-labelledby="new">
                <h2 id="new">{leaderboard::new_season(l)}</h2>
                <PostForm action=create name="new">
                    {fields(SeasonForm::default())}
                    <Submit label=leaderboard::make_season(l)/>
                </PostForm>
            </section>
            <section class="flow" aria-labelledby="clocks">
                <h2 id="clocks">{leaderboard::zone(l)}</h2>
                <p class="soft">{leaderboard::zone_text(l)}</p>
                <PostForm action=save_zone>
                    <Select name="zone" label=leaderboard::zone(l) choices=zones value=desk.zone/>
                    <Submit label=common::save(l) class="btn wide"/>
                </PostForm>
            </section>
        </div>
    }
}

fn fields(form: SeasonForm) -> impl IntoView {
    let l = locale();
    view! {
        <Field name="form[name]" label=leaderboard::season_name(l) value=form.name autocomplete="off" max=60u32/>
        <Field name="form[first_day]" label=leaderboard::first_day(l) kind=Kind::Date value=form.first_day/>
        <Field name="form[last_day]" label=leaderboard::last_day(l) kind=Kind::Date value=form.last_day/>
    }
}

fn season(line: SeasonLine) -> impl IntoView {
    let l = locale();
    let (save, delete) = (ServerAction::<SaveSeason>::new(), ServerAction::<DeleteSeason>::new());
    let (id, name) = (line.id.to_string(), line.form.name.clone());
    let (delete_id, delete_label) = (id.clone(), leaderboard::delete_season(l, &name));
    let open = was_refused::<SaveSeason>(&id);
    let runs = line.runs.then(|| view! { <Tag tone=Tone::Ok>{leaderboard::runs(l)}</Tag> });
    view! {
        <article class="flow">
            <h2>{name.clone()}</h2>
            <p class="row"><span>{line.span}</span>{runs}</p>
            <details class="qa" open=open>
                <summary>{leaderboard::change_season(l, &name)}</summary>
                <PostForm action=save name=id.clone()>
                    <Hidden name="season" value=id/>
                    {fields(line.form)}
                    <Submit label=common::save(l) class="btn small"/>
                </PostForm>
                <PostForm action=delete name=delete_id.clone()>
                    <Hidden name="season" value=delete_id/>
                    <Submit label=delete_label class="btn plain small"/>
                </PostForm>
            </details>
        </article>
    }
}
