//! `/tiers`: the rules, what each tier may do, who stands by name, and where the reader stands.

use crate::{
    components::{Btn, Dialog, DialogButton, DialogClose, Flash, Name, Tone},
    error::AppError,
    form::{Hidden, PostForm, Submit, TextArea},
    messages::{common, honor, tiers},
    page::load,
    showcase::Head,
    visit::locale,
};
use domain::{
    Locale,
    honor::tiers::{
        ApplicationState, Right, Tier,
        view::{MyApplication, MyTier, TiersPage},
    },
    members::view::Person,
};
use leptos::prelude::*;

/// The page.
#[server(endpoint = "honor/tiers")]
pub async fn load_tiers() -> Result<TiersPage, AppError> {
    use crate::server_context::{locale, maybe_actor, site};
    Ok(backend::honor::tiers::page(&site(), maybe_actor().as_ref(), locale()).await?)
}

/// Asks for a seat in the honor crew.
#[server(endpoint = "honor/ask_for_seat")]
pub async fn ask_for_seat(#[server(default)] words: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    backend::honor::tiers::ask_for_seat(&site(), &actor()?, &words).await?;
    go_to("/tiers", Notice::Asked);
    Ok(())
}

/// Takes that back, or says no to a proposal.
#[server(endpoint = "honor/withdraw")]
pub async fn withdraw(application: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let actor = actor()?;
    let application = application.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::honor::tiers::take_back(&site(), &actor, application).await?;
    go_to("/tiers", Notice::TakenBack);
    Ok(())
}

/// Gives one's seat in the honor crew back.
#[server(endpoint = "honor/give_back")]
pub async fn give_back() -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    backend::honor::tiers::give_back(&site(), &actor()?).await?;
    go_to("/tiers", Notice::SeatFreed);
    Ok(())
}

/// The page.
#[component]
pub fn TiersOverview() -> impl IntoView {
    load(|| (), |()| load_tiers(), show)
}

fn show(page: TiersPage) -> impl IntoView {
    let l = locale();
    let rules = Tier::ALL
        .into_iter()
        .map(|tier| {
            let sentences = tiers::rule(l, tier, page.rule, page.crew);
            view! { <dt><b>{honor::tier(l, tier)}</b>{common::comma(l)}{tiers::way(l, tier)}</dt><dd>{sentences}</dd> }
        })
        .collect_view();
    view! {
        <Head card=page.share/>
        <div class="wrap stack top">
            <header class="flow">
                <h1 class="huge">{tiers::title(l)}</h1>
                <p class="lede narrow">{tiers::lede(l)}</p>
            </header>
            {page.mine.map(mine)}
            <section class="flow narrow" aria-labelledby="how">
                <h2 id="how">{tiers::how(l)}</h2>
                <dl class="pairs">{rules}</dl>
            </section>
            <div class="flow">
                <h2 id="rights">{tiers::rights(l)}</h2>
                {rights(l)}
            </div>
            {named(tiers::who_crew(l), "crew", page.crew_people)}
            {named(tiers::who_core(l), "core", page.core_people)}
            <p><Btn href="/leaderboard">{common::leaderboard(l)}</Btn></p>
        </div>
    }
}

/// What each tier may do: asked of the rule itself.
fn rights(l: Locale) -> impl IntoView {
    let heads = Tier::ALL.into_iter().map(|tier| view! { <th scope="col">{honor::tier(l, tier)}</th> }).collect_view();
    let rows = Right::ALL
        .into_iter()
        .map(|right| {
            let cells = Tier::ALL
                .into_iter()
                .map(|tier| view! { <td data-head=honor::tier(l, tier)>{if tier.may(right) { tiers::yes(l) } else { tiers::no(l) }}</td> })
                .collect_view();
            view! { <tr><th scope="row">{tiers::right_words(l, right)}</th>{cells}</tr> }
        })
        .collect_view();
    view! {
        <div class="scroll fold" role="region" aria-labelledby="rights" tabindex="0">
            <table>
                <thead><tr><th scope="col">{tiers::right(l)}</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn named(title: &'static str, id: &'static str, people: Vec<Person>) -> impl IntoView {
    let l = locale();
    let list = if people.is_empty() {
        view! { <p class="soft">{tiers::nobody_named(l)}</p> }.into_any()
    } else {
        let people = people.into_iter().map(|person| view! { <li><Name person/></li> }).collect_view();
        view! { <ul class="flow">{people}</ul> }.into_any()
    };
    view! { <section class="flow narrow" aria-labelledby=id><h2 id=id>{title}</h2>{list}</section> }
}

/// Where the reader stands, and what they can do about it.
fn mine(mine: MyTier) -> impl IntoView {
    let l = locale();
    let until = mine.until.map(|day| match (mine.tier, mine.in_grace) {
        (Tier::HonorCrew, _) => tiers::term_until(l, &day),
        (_, true) => tiers::grace_until(l, &day),
        _ => tiers::until(l, &day),
    });
    let missing =
        tiers::missing(l, mine.missing).map(|words| view! { <p>{words}{common::full_stop(l).trim_end()}</p> });
    let tone = if mine.in_grace { Tone::Warn } else { Tone::Plain };
    let ask = mine.can_ask.then(|| {
        let action = ServerAction::<AskForSeat>::new();
        view! {
            <h3>{tiers::ask_title(l)}</h3>
            <PostForm action>
                <TextArea name="words" label=tiers::words(l) hint=tiers::words_hint(l) rows=4 max=1000u32/>
                <Submit label=tiers::ask_button(l)/>
            </PostForm>
        }
    });
    let leave = mine.has_seat.then(|| {
        let action = ServerAction::<GiveBack>::new();
        view! {
            <p><DialogButton opens="give-back">{tiers::give_back(l)}</DialogButton></p>
            <Dialog id="give-back" title=tiers::give_back(l)>
                <p>{tiers::give_back_text(l)}</p>
                <PostForm action class="row">
                    <Submit label=tiers::give_back(l) class="btn small"/>
                    <DialogClose closes="give-back">{common::close(l)}</DialogClose>
                </PostForm>
            </Dialog>
        }
    });
    view! {
        <section class="flow narrow" aria-labelledby="yours">
            <h2 id="yours">{tiers::yours(l)}</h2>
            <p class="lede">{tiers::you_are(l, honor::tier(l, mine.tier))}</p>
            {until.map(|words| view! { <Flash tone>{words}</Flash> })}
            {missing}
            {mine.application.map(application)}
            {ask}
            {leave}
        </section>
    }
}

fn application(mine: MyApplication) -> impl IntoView {
    let l = locale();
    let reason = mine.reason.unwrap_or_default();
    if let Some(answer) = tiers::answer(l, mine.state, &reason) {
        let tone = if mine.state == ApplicationState::Accepted { Tone::Ok } else { Tone::Plain };
        return view! { <Flash tone>{answer}</Flash> }.into_any();
    }
    let action = ServerAction::<Withdraw>::new();
    let (told, label) = match &mine.proposed_by {
        Some(who) => (tiers::proposed_by(l, who, &mine.made), tiers::say_no(l)),
        None => (tiers::asked(l, &mine.made), tiers::take_back(l)),
    };
    view! {
        <p>{told}</p>
        <blockquote>{mine.words}</blockquote>
        <PostForm action>
            <Hidden name="application" value=mine.id.to_string()/>
            <Submit label class="btn small"/>
        </PostForm>
    }
    .into_any()
}
