//! `/organise/events/{id}/places`: who asks for a place, the lottery, invitations; and the part of the event's form that decides
//! about them.

use super::tabs::{Part, tabs};
use crate::{
    components::{Empty, Tag, Tone, seats_words},
    error::AppError,
    form::{Choice, Field, Hidden, Kind, PostForm, Select, Submit, Tick},
    messages::{common, honor, places},
    page::{load, param},
    visit::locale,
};
use domain::{
    EventId,
    honor::Tier,
    signups::{
        AdmissionForm, Mode,
        desk::{CodeRow, InvitedRow, PlacesDesk, RequestRow},
        invitation::CodeForm,
    },
};
use leptos::prelude::*;
use leptos_meta::Title;

/// What the page shows.
#[server(endpoint = "signups/places")]
pub async fn load_places(id: String) -> Result<PlacesDesk, AppError> {
    use crate::server_context::{actor, locale, site};
    let id = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    Ok(backend::signups::places_desk(&site(), &actor()?, locale(), id).await?)
}

/// Lets somebody in who asked.
#[server(endpoint = "signups/approve")]
pub async fn approve_request(id: String, signup: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    backend::signups::approve(&site(), &actor()?, signup.parse().map_err(|_| AppError::NOT_FOUND)?).await?;
    go_to(&desk(&id)?, Notice::Decided);
    Ok(())
}

/// Says no to somebody who asked, and why.
#[server(endpoint = "signups/refuse")]
pub async fn refuse_request(id: String, signup: String, reason: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let signup = signup.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::signups::refuse(&site(), &actor()?, signup, &reason).await?;
    go_to(&desk(&id)?, Notice::Decided);
    Ok(())
}

/// Makes an invitation code.
#[server(endpoint = "signups/make_code")]
pub async fn make_code(id: String, form: CodeForm) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site, under},
    };
    let event = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::signups::make_code(&site(), &actor()?, event, &form).await.map_err(|f| under(f, "form"))?;
    go_to(&desk(&id)?, Notice::CodeMade);
    Ok(())
}

/// Takes one back.
#[server(endpoint = "signups/end_code")]
pub async fn end_code(id: String, code: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let event = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    let code = code.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::signups::end_code(&site(), &actor()?, event, code).await?;
    go_to(&desk(&id)?, Notice::Saved);
    Ok(())
}

/// The page of an event.
#[cfg(feature = "ssr")]
fn desk(id: &str) -> Result<String, AppError> {
    let event: EventId = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    Ok(format!("/organise/events/{event}/places"))
}

/// The page.
#[component]
pub fn Places() -> impl IntoView {
    load(param("id"), load_places, show)
}

fn show(page: PlacesDesk) -> impl IntoView {
    let l = locale();
    let id = page.id;
    let title = places::places_of(l, &page.title);
    let taken = common::seats_taken(l, page.seats.taken, page.seats.capacity);
    let numbers = common::pair(l, &seats_words(page.seats), &taken);
    let decisions = match page.mode {
        Mode::Approval => requests(id, page.requests, page.waiting).into_any(),
        Mode::Lottery => lottery(page.slug, page.waiting, (page.draws, page.seal)).into_any(),
        Mode::FirstCome => ().into_any(),
    };
    view! {
        <Title text=title.clone()/>
        <div class="wrap slim stack top">
            <header class="flow">
                <h1>{title}</h1>
                {tabs(id, (page.kind, page.phase), Part::Places)}
                <p class="lede">{places::mode_word(l, page.mode)}</p>
                <p>{numbers}</p>
            </header>
            {decisions}
            {invitations(id, page.codes)}
            {who_invited(page.invited)}
        </div>
    }
}

fn requests(id: EventId, rows: Vec<RequestRow>, waiting: i64) -> impl IntoView {
    let l = locale();
    let shown = rows.len() as i64;
    let list = if rows.is_empty() {
        view! { <Empty title=places::no_requests(l) text=places::no_requests_text(l)/> }.into_any()
    } else {
        rows.into_iter().map(|row| request(id, row)).collect_view().into_any()
    };
    view! {
        <section class="flow" aria-labelledby="requests">
            <h2 id="requests">{places::requests(l)}</h2>
            {(waiting > shown).then(|| view! { <p class="soft">{places::requests_more(l, waiting, shown)}</p> })}
            {list}
        </section>
    }
}

fn request(id: EventId, row: RequestRow) -> impl IntoView {
    let l = locale();
    let (yes, no) = (ServerAction::<ApproveRequest>::new(), ServerAction::<RefuseRequest>::new());
    let (signup, name) = (row.signup.to_string(), row.display_name);
    let about = places::about_them(l, honor::tier(l, row.tier), &places::been_to(l, row.came), &row.asked);
    let guests = (!row.guests.is_empty())
        .then(|| view! { <p>{places::comes_with(l, &row.guests.join(common::list_comma(l)))}</p> });
    let by = row.invited_by.map(|by| view! { <p class="soft">{places::invited_by(l, &by)}</p> });
    let answers =
        row.answers.into_iter().map(|(q, a)| view! { <p><span class="soft">{q}</span><br/>{a}</p> }).collect_view();
    let (again, form) = (signup.clone(), signup.clone());
    let story = format!("/organise/events/{id}/people/{signup}");
    view! {
        <article class="card flow">
            <h3><a href=story>{name.clone()}</a></h3>
            <p class="small soft">{about}</p>
            {by}
            {guests}
            {answers}
            <PostForm action=yes name=signup.clone()>
                <Hidden name="id" value=id.to_string()/>
                <Hidden name="signup" value=signup/>
                <Submit label=places::approve(l, &name) class="btn main wide"/>
            </PostForm>
            <details class="qa" open={crate::form::was_refused::<RefuseRequest>(&form)}>
                <summary>{places::refuse(l)}</summary>
                <PostForm action=no name=again.clone()>
                    <Hidden name="id" value=id.to_string()/>
                    <Hidden name="signup" value=again/>
                    <Field name="reason" label=places::refuse_reason(l) autocomplete="off" max=200u32/>
                    <Submit label=places::refuse(l) class="btn small"/>
                </PostForm>
            </details>
        </article>
    }
}

fn lottery(slug: String, entered: i64, (draws, seal): (Option<String>, Option<String>)) -> impl IntoView {
    let l = locale();
    let words = match (&draws, &seal) {
        (Some(draws), _) => places::in_lottery(l, entered, draws),
        (None, Some(_)) => places::lottery_over(l).into(),
        (None, None) => places::lottery_later(l).into(),
    };
    let seal = seal.map(|seal| {
        let how = format!("/e/{slug}/queue");
        view! { <p class="small soft">{places::sealed(l)}<br/><span class="code">{seal}</span><br/><a href=how>{places::check_lottery(l)}</a></p> }
    });
    view! {
        <section class="flow" aria-labelledby="lottery">
            <h2 id="lottery">{places::lottery(l)}</h2>
            <p>{words}</p>
            {seal}
        </section>
    }
}

fn invitations(id: EventId, codes: Vec<CodeRow>) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<MakeCode>::new();
    let codes = codes.into_iter().map(|row| code(id, row)).collect_view();
    view! {
        <section class="flow" aria-labelledby="codes">
            <h2 id="codes">{places::invitations(l)}</h2>
            <p>{places::invitations_text(l)}</p>
            {codes}
            <PostForm action class="card flow">
                <Hidden name="id" value=id.to_string()/>
                <Field name="form[note]" label=places::for_whom(l) autocomplete="off" max=80u32/>
                <Field name="form[most]" label=places::for_how_many(l) kind=Kind::Number value="10" max=4u32/>
                <Field name="form[expires]" label=places::good_until(l) hint=places::good_until_hint(l) kind=Kind::DateTime optional=true/>
                <Submit label=places::make_code(l) class="btn"/>
            </PostForm>
        </section>
    }
}

fn code(id: EventId, row: CodeRow) -> impl IntoView {
    let l = locale();
    let end = ServerAction::<EndCode>::new();
    let what = if row.note.is_empty() { places::passed_on(l, &row.by) } else { row.note };
    let until = row.until.map(|until| view! { <br/><span class="small soft">{places::until(l, &until)}</span> });
    let (input, shown) = (format!("code-{}", row.id), row.code.clone());
    let open = if row.is_over {
        view! { <p><Tag tone=Tone::Plain>{places::over(l)}</Tag></p> }.into_any()
    } else {
        view! {
            <div class="field"><label for=input.clone()>{places::link_to_pass_on(l)}</label><input id=input readonly value=row.url/></div>
            <PostForm action=end name=row.id.to_string() class="row">
                <Hidden name="id" value=id.to_string()/>
                <Hidden name="code" value=row.id.to_string()/>
                <Submit label=places::end_code(l, &row.code) class="btn plain small"/>
            </PostForm>
        }
        .into_any()
    };
    view! {
        <article class="card flow">
            <h3>{what}</h3>
            <p><span class="code">{shown}</span>" "{places::used_of(l, row.used, row.most)}{until}</p>
            {open}
        </article>
    }
}

fn who_invited(rows: Vec<InvitedRow>) -> impl IntoView {
    let l = locale();
    let list = if rows.is_empty() {
        view! { <Empty title=places::nobody_invited(l) text=places::nobody_invited_text(l)/> }.into_any()
    } else {
        let rows = rows.into_iter().map(|row| {
            let state = places::state_word(l, row.state);
            view! { <li>{places::by_whom(l, &row.who, &row.by)}<br/><span class="small soft">{row.at}" · "<span class="code">{row.code}</span>" · "{state}</span></li> }
        });
        view! { <ul class="flow">{rows.collect_view()}</ul> }.into_any()
    };
    view! { <section class="flow" aria-labelledby="lineage"><h2 id="lineage">{places::who_invited(l)}</h2>{list}</section> }
}

/// The fields of an event's form that decide who gets a place.
pub(super) fn places_fields(f: AdmissionForm) -> impl IntoView {
    let l = locale();
    let modes = Mode::ALL.map(|mode| Choice::new(mode.word(), places::mode_word(l, mode))).into();
    let mode = if f.mode.is_empty() { Mode::FirstCome.word().to_owned() } else { f.mode };
    let tier_choice = |tier: Tier| match tier {
        Tier::Fan => Choice::new(tier.word(), places::everybody(l)),
        _ => Choice::new(tier.word(), places::and_above(l, honor::tier(l, tier))),
    };
    let tier = if f.tier.is_empty() { Tier::Fan.word().to_owned() } else { f.tier };
    let hours = |name: &str, tier, value: String| {
        let (name, label) = (format!("plan[admission][{name}]"), places::hours_earlier(l, honor::tier(l, tier)));
        view! { <Field name label hint=places::hours_hint(l) kind=Kind::Number value optional=true max=3u32/> }
    };
    view! {
        <h2>{places::who_gets_a_place(l)}</h2>
        <p class="soft">{places::for_guests(l)}</p>
        <Select name="plan[admission][mode]" label=places::mode(l) hint=places::mode_hint(l) choices=modes value=mode/>
        <Select name="plan[admission][tier]" label=places::least_tier(l) choices=Tier::ALL.map(tier_choice).into() value=tier/>
        {hours("regular_hours", Tier::Regular, f.regular_hours)}
        {hours("crew_hours", Tier::HonorCrew, f.crew_hours)}
        {hours("core_hours", Tier::Core, f.core_hours)}
        <Tick name="plan[admission][invited_only]" label=places::invited_only(l) hint=places::invited_only_hint(l) checked={!f.invited_only.is_empty()}/>
        <Field name="plan[admission][friends]" label=places::friends(l) hint=places::friends_hint(l) kind=Kind::Number value=f.friends optional=true max=2u32/>
        <Field name="plan[admission][guests]" label=places::guests_each(l) hint=places::guests_each_hint(l) kind=Kind::Number value=f.guests optional=true max=1u32/>
    }
}
