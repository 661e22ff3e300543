//! `/my/honor`: where one stands, and every point, narrowed down and to be taken along.

use crate::{
    components::{Btn, Chips, Empty, Flash, Ledger, Pick, Ring, Tiers, Tone},
    error::AppError,
    messages::{badges, common, honor, members, profile, tiers},
    page::{load, query},
    visit::locale,
};
use domain::{
    honor::{Cause, Tier},
    members::view::{MyHonorPage, StatementAsk},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// The reader's own statement.
#[server(endpoint = "members/my_honor")]
pub async fn load_my_honor(#[server(default)] ask: StatementAsk) -> Result<MyHonorPage, AppError> {
    use crate::server_context::{actor, locale, site};
    Ok(backend::members::my_honor(&site(), &actor()?, locale(), ask).await?)
}

/// The page.
#[component]
pub fn MyHonor() -> impl IntoView {
    let (cause, season, before) = (query("cause"), query("season"), query("before"));
    load(move || StatementAsk { cause: cause(), season: season(), before: before() }, load_my_honor, show)
}

fn show(page: MyHonorPage) -> impl IntoView {
    let l = locale();
    let is_narrowed = !page.ask.cause.is_empty() || !page.ask.season.is_empty();
    let lines = if page.ledger.is_empty() {
        let (title, text) = if is_narrowed {
            (profile::nothing_found(l), profile::nothing_found_text(l))
        } else {
            (members::no_lines(l), members::no_lines_text(l))
        };
        view! { <Empty title text/> }.into_any()
    } else {
        view! { <Ledger caption=members::ledger_of(l, &page.name) lines=page.ledger explained=true/> }.into_any()
    };
    let older = page.before.map(|before| {
        let href = StatementAsk { before: before.to_string(), ..page.ask.clone() }.href("/my/honor");
        view! { <Btn href class="btn small">{members::older_lines(l)}</Btn> }
    });
    let until = page.until.map(|day| match (page.standing.tier, page.in_grace) {
        (Tier::HonorCrew, _) => view! { <p class="soft">{tiers::term_until(l, &day)}</p> }.into_any(),
        (_, true) => view! { <Flash tone=Tone::Warn>{tiers::grace_until(l, &day)}</Flash> }.into_any(),
        _ => view! { <p class="soft">{tiers::until(l, &day)}</p> }.into_any(),
    });
    let (csv, json) = (page.ask.href("/my/honor.csv"), page.ask.href("/my/honor.json"));
    view! {
        <Title text=profile::my_honor(l)/>
        <section class="prize" data-tone="night" aria-label=members::honor_of(l)>
            <div class="wrap stack top">
                <div class="two">
                    <header class="flow">
                        <h1 class="huge">{profile::my_honor(l)}</h1>
                        {until}
                        <p class="row">
                            <Btn href="/tiers" class="btn small">{common::tiers(l)}</Btn>
                            <Btn href="/leaderboard" class="btn small">{common::leaderboard(l)}</Btn>
                            <Btn href="/my/badges" class="btn small">{badges::mine_title(l)}</Btn>
                            <Btn href=format!("/u/{}", page.handle) class="btn small">{common::me(l)}</Btn>
                        </p>
                    </header>
                    <Ring standing=page.standing/>
                </div>
                <Tiers standing=page.standing/>
            </div>
        </section>
        <div class="wrap band flow airy">
            <section class="flow" aria-labelledby="st">
                <h2 id="st">{honor::statement(l)}</h2>
                <p class="narrow soft">{honor::statement_text(l)}{common::gap(l)}{common::honor_is_thanks(l)}</p>
                {filters(&page.ask, page.seasons)}
                {lines}
                <p class="row acts">
                    {older}
                    <Btn href=csv class="btn small" icon="down" external=true>{profile::save_csv(l)}</Btn>
                    <Btn href=json class="btn small" icon="down" external=true>{profile::save_json(l)}</Btn>
                    <Btn href="/my/honor/ledger.json" class="btn small" icon="down" external=true>{honor::my_copy(l)}</Btn>
                </p>
            </section>
        </div>
    }
}

fn filters(ask: &StatementAsk, seasons: Vec<(String, String)>) -> impl IntoView + use<> {
    let l = locale();
    let at = |ask: StatementAsk| ask.href("/my/honor");
    let mut causes = vec![
        Pick::new(at(StatementAsk { cause: String::new(), ..ask.clone() }), profile::all(l))
            .current(ask.cause.is_empty()),
    ];
    causes.extend(Cause::ALL.into_iter().map(|cause| {
        let narrowed = StatementAsk { cause: cause.word().into(), ..ask.clone() };
        // It follows an event's title elsewhere, and stands alone here.
        let mut name = honor::cause(l, cause).to_owned();
        if let Some(first) = name.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        Pick::new(at(narrowed), name).current(ask.cause == cause.word())
    }));
    let times = (!seasons.is_empty()).then(|| {
        let mut times = vec![
            Pick::new(at(StatementAsk { season: String::new(), ..ask.clone() }), profile::ever(l))
                .current(ask.season.is_empty()),
        ];
        times.extend(seasons.into_iter().map(|(id, name)| {
            let here = ask.season == id;
            Pick::new(at(StatementAsk { season: id, ..ask.clone() }), name).current(here)
        }));
        view! { <Chips label=profile::filter_season(l) picks=times/> }
    });
    view! {
        <Chips label=profile::filter_cause(l) picks=causes/>
        {times}
    }
}
