//! `/organise/events/{id}/shifts`: roles and shifts of an open day, planned.

use super::tabs::{Part, tabs};
use crate::{
    components::{Btn, Empty},
    error::AppError,
    form::{Choice, Field, Hidden, Kind, PostForm, Select, Submit, TextArea, Tick, was_refused},
    messages::{common, honor, shifts},
    page::{load, param},
    visit::locale,
};
use domain::{
    honor::Tier,
    members::view::Person,
    signups::shifts::{
        plan::{RoleForm, ShiftForm, SlotsForm},
        view::{DeskRole, DeskShift, ShiftDesk},
    },
};
use leptos::prelude::*;
use leptos_meta::Title;

/// Roles and shifts as forms.
#[server(endpoint = "signups/shift_desk")]
pub async fn load_shift_desk(id: String) -> Result<ShiftDesk, AppError> {
    use crate::server_context::{actor, locale, site};
    let id = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    Ok(backend::signups::shifts::desk(&site(), &actor()?, locale(), id).await?)
}

/// Back to the desk.
#[cfg(feature = "ssr")]
fn back(event: domain::EventId, notice: crate::notice::Notice) {
    crate::server_context::go_to(&format!("/organise/events/{event}/shifts"), notice);
}

/// One more thing to do.
#[server(endpoint = "signups/add_role")]
pub async fn add_role(id: String, role: RoleForm) -> Result<(), AppError> {
    use crate::server_context::{actor, site, under};
    let event = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::signups::shifts::add_role(&site(), &actor()?, event, &role).await.map_err(|f| under(f, "role"))?;
    back(event, crate::notice::Notice::Saved);
    Ok(())
}

/// Changes a role.
#[server(endpoint = "signups/edit_role")]
pub async fn edit_role(id: String, role: RoleForm) -> Result<(), AppError> {
    use crate::server_context::{actor, site, under};
    let id = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    let done = backend::signups::shifts::edit_role(&site(), &actor()?, id, &role).await;
    back(done.map_err(|f| under(f, "role"))?, crate::notice::Notice::Saved);
    Ok(())
}

/// Takes a role away with its shifts.
#[server(endpoint = "signups/remove_role")]
pub async fn remove_role(id: String) -> Result<(), AppError> {
    use crate::server_context::{actor, site};
    let id = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    back(backend::signups::shifts::remove_role(&site(), &actor()?, id).await?, crate::notice::Notice::Deleted);
    Ok(())
}

/// Makes shifts one after the other.
#[server(endpoint = "signups/add_slots")]
pub async fn add_slots(id: String, slots: SlotsForm) -> Result<(), AppError> {
    use crate::server_context::{actor, site, under};
    let id = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    let done = backend::signups::shifts::add_slots(&site(), &actor()?, id, &slots).await;
    let (event, _) = done.map_err(|f| under(f, "slots"))?;
    back(event, crate::notice::Notice::ShiftsAdded);
    Ok(())
}

/// Changes a shift.
#[server(endpoint = "signups/edit_shift")]
pub async fn edit_shift(id: String, shift: ShiftForm) -> Result<(), AppError> {
    use crate::server_context::{actor, site, under};
    let id = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    let done = backend::signups::shifts::edit_shift(&site(), &actor()?, id, &shift).await;
    back(done.map_err(|f| under(f, "shift"))?, crate::notice::Notice::Saved);
    Ok(())
}

/// Takes a shift away.
#[server(endpoint = "signups/remove_shift")]
pub async fn remove_shift(id: String) -> Result<(), AppError> {
    use crate::server_context::{actor, site};
    let id = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    back(backend::signups::shifts::remove_shift(&site(), &actor()?, id).await?, crate::notice::Notice::Deleted);
    Ok(())
}

/// The page.
#[component]
pub fn ShiftDeskPage() -> impl IntoView {
    load(param("id"), load_shift_desk, show)
}

/// What can be done on the page.
#[derive(Clone, Copy)]
struct Acts {
    edit_role: ServerAction<EditRole>,
    remove_role: ServerAction<RemoveRole>,
    add_slots: ServerAction<AddSlots>,
    edit_shift: ServerAction<EditShift>,
    remove_shift: ServerAction<RemoveShift>,
}

fn show(page: ShiftDesk) -> impl IntoView {
    let l = locale();
    let (id, card) = (page.id, page.card);
    let add = ServerAction::<AddRole>::new();
    let acts = Acts {
        edit_role: ServerAction::new(),
        remove_role: ServerAction::new(),
        add_slots: ServerAction::new(),
        edit_shift: ServerAction::new(),
        remove_shift: ServerAction::new(),
    };
    let none =
        page.roles.is_empty().then(|| view! { <Empty title=shifts::no_roles(l) text=shifts::no_roles_text(l)/> });
    let (leads, wall) = (page.leads, page.wall);
    let roles = page.roles.into_iter().map(|role| of_role(role, (leads.as_slice(), &wall), acts)).collect_view();
    view! {
        <Title text=shifts::desk(l)/>
        <div class="wrap slim stack top">
            <header class="flow">
                <h1>{shifts::desk(l)}</h1>
                <p lang=card.lang>{card.title}</p>
                {tabs(id, (card.kind, card.phase), Part::Shifts)}
                <p class="soft">{shifts::desk_text(l)}{common::gap(l)}{shifts::rule(l, page.an_hour)}</p>
                <p><b>{shifts::places_open(l, page.all.left)}</b>" "<span class="soft">{shifts::places_taken(l, page.all.taken, page.all.capacity)}</span></p>
                <p class="row">
                    <Btn href=format!("/e/{}/shifts", card.slug) class="btn small">{shifts::see_shifts(l)}</Btn>
                    <Btn href=format!("/door/{id}/shifts") class="btn small">{shifts::list(l)}</Btn>
                </p>
            </header>
            {none}
            {roles}
            <section class="card flow" aria-labelledby="add-role">
                <h2 id="add-role">{shifts::add_role(l)}</h2>
                <PostForm action=add>
                    <Hidden name="id" value=id.to_string()/>
                    {role_fields(RoleForm::default())}
                    <Submit label=shifts::save_role(l) class="btn"/>
                </PostForm>
            </section>
        </div>
    }
}

fn role_fields(form: RoleForm) -> impl IntoView {
    let l = locale();
    let tier = |tier: Tier| match tier {
        Tier::Fan => Choice::new("", shifts::everybody(l)),
        tier => Choice::new(tier.word(), shifts::tier_up(l, honor::tier(l, tier))),
    };
    view! {
        <Field name="role[name]" label=shifts::role_name(l) value=form.name autocomplete="off" max=60u32/>
        <Field name="role[story]" label=shifts::role_story(l) hint=shifts::role_story_hint(l) value=form.story optional=true max=200u32/>
        <Select name="role[tier]" label=shifts::role_tier(l) choices={Tier::ALL.map(tier).into()} value=form.tier/>
        <Tick name="role[adults_only]" label=shifts::role_adults(l) checked={!form.adults_only.is_empty()}/>
        <TextArea name="role[briefing]" label=shifts::role_briefing(l) hint=shifts::role_briefing_hint(l) value=form.briefing rows=3 optional=true max=4000u32/>
    }
}

fn of_role(role: DeskRole, (leads, wall): (&[Person], &(String, String)), acts: Acts) -> impl IntoView + use<> {
    let l = locale();
    let (id, form, heading) = (role.id.to_string(), role.form, format!("r-{}", role.id));
    let (name, story, labelled) = (form.name.clone(), form.story.clone(), heading.clone());
    let is_empty = role.shifts.iter().all(|shift| shift.is_empty);
    let all = role.shifts.into_iter().map(|shift| of_shift(shift, leads, acts)).collect_view();
    let slots = more_shifts((id.clone(), &name), choices(leads), wall.clone(), acts.add_slots);
    let remove = is_empty.then(|| {
        let label = shifts::remove_role(l, &name);
        let id = id.clone();
        view! {
            <PostForm action=acts.remove_role name=id.clone()>
                <Hidden name="id" value=id/>
                <Submit label class="btn plain small"/>
            </PostForm>
        }
    });
    let (open, summary) = (was_refused::<EditRole>(&id), shifts::edit_role(l, &name));
    view! {
        <section class="card flow" aria-labelledby=labelled>
            <h2 id=heading>{name}</h2>
            <p class="soft">{story}</p>
            <ul class="flow">{all}</ul>
            {slots}
            <details class="qa" open=open>
                <summary>{summary}</summary>
                <PostForm action=acts.edit_role name=id.clone()>
                    <Hidden name="id" value=id/>
                    {role_fields(form)}
                    <Submit label=shifts::save_role(l) class="btn small"/>
                </PostForm>
            </details>
            {remove}
        </section>
    }
}

/// The form for shifts one after the other.
fn more_shifts(
    (id, role): (String, &str),
    leads: Vec<Choice>,
    (from, until): (String, String),
    action: ServerAction<AddSlots>,
) -> impl IntoView + use<> {
    let l = locale();
    let (open, summary) = (was_refused::<AddSlots>(&id), shifts::add_slots_to(l, role));
    view! {
        <details class="qa" open=open>
            <summary>{summary}</summary>
            <PostForm action name=id.clone()>
                <Hidden name="id" value=id/>
                <Field name="slots[from]" label=shifts::slots_from(l) kind=Kind::DateTime value=from/>
                <Field name="slots[until]" label=shifts::slots_until(l) kind=Kind::DateTime value=until/>
                <Field name="slots[minutes]" label=shifts::slots_minutes(l) hint=shifts::slots_minutes_hint(l) kind=Kind::Number value="180" max=3u32/>
                <Field name="slots[places]" label=shifts::slots_places(l) kind=Kind::Number value="4" max=6u32/>
                <Select name="slots[lead]" label=shifts::lead(l) hint=shifts::lead_hint(l) choices=leads value=""/>
                <Submit label=shifts::add_slots(l) class="btn small"/>
            </PostForm>
        </details>
    }
}

fn choices(leads: &[Person]) -> Vec<Choice> {
    let nobody = Choice::new("", shifts::no_lead(locale()));
    std::iter::once(nobody).chain(leads.iter().map(|p| Choice::new(p.handle.clone(), p.display_name.clone()))).collect()
}

fn of_shift(shift: DeskShift, leads: &[Person], acts: Acts) -> impl IntoView + use<> {
    let l = locale();
    let (id, (starts, ends)) = (shift.id.to_string(), shift.wall);
    let time = format!("{} {}", shift.when.short, shift.when.range);
    let leads = choices(leads);
    let handle = shift.lead.as_ref().map(|lead| lead.handle.clone()).unwrap_or_default();
    let lead = shift.lead.map_or_else(|| shifts::not_led(l).into(), |lead| shifts::led_by(l, &lead.display_name));
    let places = shifts::shift_line(l, shift.seats.taken, shift.seats.capacity, shift.seats.waiting);
    let remove = shift.is_empty.then(|| {
        let (id, label) = (id.clone(), shifts::remove_shift_at(l, &time));
        view! {
            <PostForm action=acts.remove_shift name=id.clone()>
                <Hidden name="id" value=id/>
                <Submit label class="btn plain small"/>
            </PostForm>
        }
    });
    let (open, summary) = (was_refused::<EditShift>(&id), shifts::edit_shift(l, &time));
    view! {
        <li class="flow">
            <p><b>{time}</b>" "<span class="soft">{shifts::earns(l, shift.honor)}</span><br/>{shifts::places_and_lead(l, &places, &lead)}</p>
            <details class="qa" open=open>
                <summary>{summary}</summary>
                <PostForm action=acts.edit_shift name=id.clone()>
                    <Hidden name="id" value=id/>
                    <Field name="shift[starts]" label=shifts::shift_starts(l) kind=Kind::DateTime value=starts/>
                    <Field name="shift[ends]" label=shifts::shift_ends(l) kind=Kind::DateTime value=ends/>
                    <Field name="shift[places]" label=shifts::shift_places(l) kind=Kind::Number value=shift.seats.capacity.to_string() max=6u32/>
                    <Select name="shift[lead]" label=shifts::lead(l) choices=leads value=handle/>
                    <Submit label=shifts::save_shift(l) class="btn small"/>
                </PostForm>
                {remove}
            </details>
        </li>
    }
}
