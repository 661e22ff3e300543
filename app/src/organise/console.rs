//! `/organise/events/{id}`: an event from its organiser's side.

use crate::{
    components::{Btn, Dialog, DialogButton, DialogClose, Empty, Flash, Moment, Tag, Timeline, Tone, seats_words},
    error::AppError,
    form::{Field, FileField, Hidden, PlainForm, PostForm, Submit, TextArea, WITH_FILES},
    messages::{common, events, notices, organise},
    page::{load, param},
    visit::locale,
};
use domain::{
    EventId,
    events::{
        Phase,
        questions::Question,
        view::{ConsolePage, LogLine, PersonRow},
    },
    members::view::Person,
    showcase::Art,
    signups::SignUpState,
};
use leptos::prelude::*;
use leptos_meta::Title;

/// What the page shows.
#[server(endpoint = "events/console")]
pub async fn load_console(id: String) -> Result<ConsolePage, AppError> {
    use crate::server_context::{actor, locale, site};
    let id = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    Ok(backend::events::console(&site(), &actor()?, locale(), id).await?)
}

/// Makes a draft public.
#[server(endpoint = "events/publish")]
pub async fn publish_event(id: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    backend::events::publish(&site(), &actor()?, id.parse().map_err(|_| AppError::NOT_FOUND)?).await?;
    go_to(&format!("/organise/events/{id}"), Notice::Published);
    Ok(())
}

/// Cancels an event, with the reason that everybody is told.
#[server(endpoint = "events/cancel")]
pub async fn cancel_event(id: String, reason: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    backend::events::cancel(&site(), &actor()?, id.parse().map_err(|_| AppError::NOT_FOUND)?, &reason).await?;
    go_to(&format!("/organise/events/{id}"), Notice::Cancelled);
    Ok(())
}

/// Lets a member keep the event's door.
#[server(endpoint = "events/add_staff")]
pub async fn add_staff(id: String, handle: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    backend::events::add_staff(&site(), &actor()?, id.parse().map_err(|_| AppError::NOT_FOUND)?, &handle).await?;
    go_to(&format!("/organise/events/{id}"), Notice::PersonAdded);
    Ok(())
}

/// Takes the door from a member again.
#[server(endpoint = "events/remove_staff")]
pub async fn remove_staff(id: String, handle: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    backend::events::remove_staff(&site(), &actor()?, id.parse().map_err(|_| AppError::NOT_FOUND)?, &handle).await?;
    go_to(&format!("/organise/events/{id}"), Notice::PersonRemoved);
    Ok(())
}

/// Gives a member a seat, out of turn and in the open.
#[server(endpoint = "signups/place_by_hand")]
pub async fn place_by_hand(id: String, handle: String, reason: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let event = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::signups::place_by_hand(&site(), &actor()?, event, (&handle, &reason)).await?;
    go_to(&format!("/organise/events/{id}"), Notice::PersonAdded);
    Ok(())
}

/// Takes a member off the list.
#[server(endpoint = "signups/remove")]
pub async fn remove_sign_up(id: String, handle: String, reason: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let event = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::signups::remove_member(&site(), &actor()?, event, (&handle, &reason)).await?;
    go_to(&format!("/organise/events/{id}"), Notice::PersonRemoved);
    Ok(())
}

/// The page.
#[component]
pub fn Console() -> impl IntoView {
    load(param("id"), load_console, show)
}

fn show(page: ConsolePage) -> impl IntoView {
    let l = locale();
    let (id, card) = (page.id, page.card);
    let art = card.art.clone();
    let tone = match card.phase {
        Phase::Open | Phase::Full | Phase::Running => Tone::Ok,
        Phase::Cancelled => Tone::Bad,
        _ => Tone::Warn,
    };
    let cancelled = page
        .cancel_reason
        .map(|reason| view! { <Flash tone=Tone::Warn>{events::cancelled_banner(l, &reason)}</Flash> });
    let see = if card.phase == Phase::Draft { organise::preview(l) } else { organise::see_page(l) };
    let numbers =
        format!("{}, {}", seats_words(card.seats), common::seats_taken(l, card.seats.taken, card.seats.capacity));
    view! {
        <Title text=card.title.clone()/>
        <div class="wrap stack top">
            <header class="flow">
                <p><Tag tone>{events::phase(l, card.phase)}</Tag></p>
                <h1 lang=card.lang>{card.title}</h1>
                <p class="soft"><time datetime=card.when.iso>{common::pair(l, &card.when.date, &card.when.range)}</time>" "{card.when.zone}</p>
                <p>{numbers}</p>
                {cancelled}
                {life(id, card.phase)}
                <div class="row">
                    {(card.phase != Phase::Cancelled).then(|| view! { <Btn href=format!("/organise/events/{id}/edit")>{organise::edit(l)}</Btn> })}
                    <Btn href=format!("/e/{}", card.slug)>{see}</Btn>
                    <Btn href=format!("/door/{id}")>{organise::open_door(l)}</Btn>
                    {(card.phase != Phase::Draft).then(|| view! { <Btn href=format!("/organise/events/{id}/letters")>{notices::letters(l)}</Btn> })}
                </div>
            </header>
            <div class="flow"><h2 id="people">{organise::people(l)}</h2>{people(page.people, page.questions)}</div>
            <div class="two">
                {by_hand(id)}
                {staff(id, page.staff)}
                {cover(art)}
                {log(page.log)}
            </div>
        </div>
    }
}

/// Publish, or cancel.
fn life(id: EventId, phase: Phase) -> impl IntoView {
    let l = locale();
    let id = id.to_string();
    match phase {
        Phase::Draft => {
            let action = ServerAction::<PublishEvent>::new();
            view! { <PostForm action class="row"><Hidden name="id" value=id/><Submit label=organise::publish(l)/><span class="soft">{organise::publish_text(l)}</span></PostForm> }.into_any()
        }
        Phase::Scheduled | Phase::Open | Phase::Full | Phase::Closed | Phase::Running => {
            let action = ServerAction::<CancelEvent>::new();
            view! {
                <DialogButton opens="cancel">{organise::cancel_event(l)}</DialogButton>
                <Dialog id="cancel" title=organise::cancel_title(l)>
                    <p>{organise::cancel_text(l)}</p>
                    <PostForm action>
                        <Hidden name="id" value=id/>
                        <TextArea name="reason" label=organise::cancel_reason(l) rows=2 max=200u32/>
                        <div class="row"><Submit label=organise::cancel_yes(l)/><DialogClose closes="cancel">{organise::cancel_no(l)}</DialogClose></div>
                    </PostForm>
                </Dialog>
            }
            .into_any()
        }
        Phase::Ended | Phase::Cancelled => ().into_any(),
    }
}

fn people(people: Vec<PersonRow>, questions: Vec<Question>) -> impl IntoView {
    let l = locale();
    if people.is_empty() {
        return view! { <Empty title=organise::no_people(l) text=organise::no_people_text(l)/> }.into_any();
    }
    let heads = questions.into_iter().map(|q| view! { <th scope="col">{q.label}</th> }).collect_view();
    let rows = people
        .into_iter()
        .map(|p| {
            let (tone, words) = match (&p.checked_in, p.state, p.waiting_place) {
                (Some(time), _, _) => (Tone::Ok, organise::in_at(l, time)),
                (None, SignUpState::Confirmed, _) => (Tone::Ok, organise::confirmed(l).into()),
                (None, SignUpState::Offered, _) => {
                    (Tone::Warn, organise::offered_until(l, p.offered_until.as_deref().unwrap_or_default()))
                }
                (None, SignUpState::Waiting, n) => (Tone::Warn, organise::waiting_at(l, n.unwrap_or_default())),
                _ => (Tone::Plain, organise::left(l).into()),
            };
            let answers = p.answers.into_iter().map(|a| view! { <td>{a}</td> }).collect_view();
            view! {
                <tr>
                    <th scope="row"><a href=format!("/organise/badges?handle={}", p.handle)>{p.display_name}</a></th>
                    <td><Tag tone>{words}</Tag></td>
                    <td>{p.signed_up}</td>
                    <td class="code">{p.code}</td>
                    {answers}
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="scroll" role="region" aria-labelledby="people" tabindex="0">
            <table>
                <thead><tr><th scope="col">{organise::name(l)}</th><th scope="col">{organise::state(l)}</th><th scope="col">{organise::signed_up(l)}</th><th scope="col">{organise::code(l)}</th>{heads}</tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// What goes past the line, with a reason.
fn by_hand(id: EventId) -> impl IntoView {
    let l = locale();
    let (place, remove) = (ServerAction::<PlaceByHand>::new(), ServerAction::<RemoveSignUp>::new());
    let id = id.to_string();
    let fields = move |id: String| {
        view! {
            <Hidden name="id" value=id/>
            <Field name="handle" label=organise::staff_handle(l) autocomplete="off" max=64u32/>
            <Field name="reason" label=organise::by_hand_reason(l) max=200u32/>
        }
    };
    let again = id.clone();
    view! {
        <section class="card flow" aria-labelledby="by-hand">
            <h2 id="by-hand">{organise::by_hand(l)}</h2>
            <p class="soft">{organise::by_hand_text(l)}</p>
            <PostForm action=place>{fields(id)}<Submit label=organise::give_seat(l) class="btn small"/></PostForm>
            <PostForm action=remove>{fields(again)}<Submit label=organise::take_off(l) class="btn small"/></PostForm>
        </section>
    }
}

fn staff(id: EventId, staff: Vec<Person>) -> impl IntoView {
    let l = locale();
    let (add, remove) = (ServerAction::<AddStaff>::new(), ServerAction::<RemoveStaff>::new());
    let rows = staff
        .into_iter()
        .map(|p| {
            view! {
                <li>
                    <PostForm action=remove name=p.handle.clone() class="row">
                        <span>{p.display_name.clone()}</span>
                        <Hidden name="id" value=id.to_string()/>
                        <Hidden name="handle" value=p.handle.clone()/>
                        <Submit label=organise::staff_remove(l, &p.display_name) class="btn plain small"/>
                    </PostForm>
                </li>
            }
        })
        .collect_view();
    view! {
        <section class="card flow" aria-labelledby="staff">
            <h2 id="staff">{organise::staff(l)}</h2>
            <p class="soft">{organise::staff_text(l)}</p>
            <ul>{rows}</ul>
            <PostForm action=add>
                <Hidden name="id" value=id.to_string()/>
                <Field name="handle" label=organise::staff_handle(l) autocomplete="off" max=64u32/>
                <Submit label=organise::staff_add(l) class="btn small"/>
            </PostForm>
        </section>
    }
}

/// What the form for the cover names: files do not go through server functions.
pub const COVER_FORM: &str = "events/cover";

/// The picture as it is, and the form for another one.
fn cover(art: Art) -> impl IntoView {
    let l = locale();
    view! {
        <section class="card flow" aria-labelledby="cover">
            <h2 id="cover">{organise::cover(l)}</h2>
            <div class="art"><img src=art.src alt=art.alt width="800" height="450" loading="lazy"/></div>
            <PlainForm to=COVER_FORM enctype=WITH_FILES>
                <FileField
                    name="cover"
                    label=organise::cover_file(l)
                    hint=organise::cover_hint(l)
                    accept="image/png,image/jpeg,image/webp"
                />
                <Submit label=organise::cover_send(l) class="btn small"/>
            </PlainForm>
        </section>
    }
}

fn log(log: Vec<LogLine>) -> impl IntoView {
    let l = locale();
    let moments = log
        .into_iter()
        .map(|line| {
            let who = if line.who.is_empty() { organise::the_house(l).to_owned() } else { line.who };
            Moment { time: line.at, text: organise::did(l, &who, organise::action(l, &line.action)) }
        })
        .collect();
    view! { <section class="flow full" aria-labelledby="log"><h2 id="log">{organise::log(l)}</h2><Timeline moments/></section> }
}
