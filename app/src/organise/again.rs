//! An event once more, on its console: copied, repeated by a rule, kept as a template; and beside the last one of its series.

use crate::{
    components::Btn,
    error::AppError,
    form::{Choice, Field, Hidden, Kind, PostForm, Select, Submit, TextArea, was_refused},
    messages::lifecycle,
    visit::locale,
};
use domain::{
    EventId,
    events::{
        desk::{Compared, Numbers, SeriesChip},
        series::{Rhythm, SeriesForm},
        view::ConsolePage,
    },
};
use leptos::prelude::*;

/// Makes a draft like this event.
#[server(endpoint = "events/copy")]
pub async fn copy_event(id: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let copy = backend::events::copy(&site(), &actor()?, id.parse().map_err(|_| AppError::NOT_FOUND)?).await?;
    go_to(&format!("/organise/events/{copy}/edit"), Notice::Copied);
    Ok(())
}

/// Makes an event the first of a series.
#[server(endpoint = "events/start_series")]
pub async fn start_series(id: String, form: SeriesForm) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site, under},
    };
    let event = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    let series = backend::events::start_series(&site(), &actor()?, event, form).await.map_err(|f| under(f, "form"))?;
    go_to(&format!("/organise/series/{series}"), Notice::Saved);
    Ok(())
}

/// Keeps an event's plan as a template.
#[server(endpoint = "events/save_template")]
pub async fn save_template(id: String, name: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let event = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::events::save_template(&site(), &actor()?, event, &name).await?;
    go_to(&format!("/organise/events/{id}"), Notice::Saved);
    Ok(())
}

/// For those who organise the chapter: a new event is the chapter's.
pub(super) fn once_more(page: &ConsolePage) -> impl IntoView + use<> {
    let l = locale();
    let (id, title, series) = (page.id, page.card.title.clone(), page.series.clone());
    page.runs_chapter.then(move || {
        let (copy, keep) = (ServerAction::<CopyEvent>::new(), ServerAction::<SaveTemplate>::new());
        view! {
            <section class="card flow" aria-labelledby="again">
                <h2 id="again">{lifecycle::once_more(l)}</h2>
                <PostForm action=copy><Hidden name="id" value=id.to_string()/><Submit label=lifecycle::copy(l) class="btn small"/></PostForm>
                {of_series(id, &title, series)}
                <details class="qa" open={was_refused::<SaveTemplate>("")}>
                    <summary>{lifecycle::template(l)}</summary>
                    <p>{lifecycle::template_text(l)}</p>
                    <PostForm action=keep>
                        <Hidden name="id" value=id.to_string()/>
                        <Field name="name" label=lifecycle::template_name(l) value=title autocomplete="off" max=80u32/>
                        <Submit label=lifecycle::template_save(l) class="btn small"/>
                    </PostForm>
                </details>
            </section>
        }
    })
}

fn of_series(id: EventId, title: &str, series: Option<SeriesChip>) -> AnyView {
    let l = locale();
    if let Some(series) = series {
        return view! { <p>{lifecycle::series(l)}": "<a href=format!("/organise/series/{}", series.id)>{series.name}</a></p> }.into_any();
    }
    let start = ServerAction::<StartSeries>::new();
    let form = SeriesForm {
        name: title.into(),
        every: "1".into(),
        rhythm: Rhythm::Weekly.word().into(),
        except: String::new(),
    };
    view! {
        <details class="qa" open={was_refused::<StartSeries>("")}>
            <summary>{lifecycle::start_series(l)}</summary>
            <p>{lifecycle::series_text(l)}</p>
            <PostForm action=start>
                <Hidden name="id" value=id.to_string()/>
                {rule_fields(form)}
                <Submit label=lifecycle::series_save(l) class="btn small"/>
            </PostForm>
        </details>
    }
    .into_any()
}

/// Name, rhythm and exceptions.
pub(super) fn rule_fields(form: SeriesForm) -> impl IntoView {
    let l = locale();
    let rhythms = Rhythm::ALL.into_iter().map(|r| Choice::new(r.word(), lifecycle::rhythm_words(l, r))).collect();
    view! {
        <Field name="form[name]" label=lifecycle::series_name(l) value=form.name autocomplete="off" max=80u32/>
        <Select name="form[rhythm]" label=lifecycle::rhythm(l) choices=rhythms value=form.rhythm/>
        <Field name="form[every]" label=lifecycle::every(l) hint=lifecycle::every_hint(l) kind=Kind::Number value=form.every max=2u32/>
        <TextArea name="form[except]" label=lifecycle::except(l) hint=lifecycle::except_hint(l) value=form.except rows=3 optional=true/>
    }
}

/// This one and the last one, side by side.
pub(super) fn beside(compared: Option<Compared>) -> impl IntoView {
    let l = locale();
    compared.map(|c| {
        let Compared { last, last_title, last_date, then, now } = c;
        view! {
            <section class="flow full" aria-labelledby="beside">
                <h2 id="beside">{lifecycle::compared(l)}</h2>
                <p><Btn href=format!("/organise/events/{last}") class="btn small">{format!("{last_title}, {last_date}")}</Btn></p>
                <div class="scroll" role="region" aria-labelledby="beside" tabindex="0">
                    <table>
                        <thead><tr><th scope="col">{lifecycle::measure(l)}</th><th scope="col">{lifecycle::this_one(l)}</th><th scope="col">{last_date}</th></tr></thead>
                        <tbody>{lines(&now, &then)}</tbody>
                    </table>
                </div>
            </section>
        }
    })
}

fn lines(now: &Numbers, then: &Numbers) -> impl IntoView + use<> {
    let l = locale();
    let not_known = || lifecycle::not_known(l).to_owned();
    let missed = |n: &Numbers| n.missed.map_or_else(not_known, |n| n.to_string());
    let filled = |n: &Numbers| n.filled_in.clone().unwrap_or_else(not_known);
    let lines = [
        (lifecycle::n_capacity(l), now.capacity.to_string(), then.capacity.to_string()),
        (lifecycle::n_signed_up(l), now.signed_up.to_string(), then.signed_up.to_string()),
        (lifecycle::n_waiting(l), now.waiting.to_string(), then.waiting.to_string()),
        (lifecycle::n_filled(l), filled(now), filled(then)),
        (lifecycle::n_came(l), now.came.to_string(), then.came.to_string()),
        (lifecycle::n_missed(l), missed(now), missed(then)),
    ];
    let line = |(label, a, b)| view! { <tr><th scope="row">{label}</th><td>{a}</td><td>{b}</td></tr> };
    lines.map(line).into_iter().collect_view()
}
