//! `/organise/events/{id}/letters`: what goes out about an event, and the desk to write more.

use super::tabs::{Part, tabs};
use crate::{
    components::{Tag, Tone},
    error::AppError,
    form::{Choice, Field, Hidden, Kind, PostForm, Select, Submit, TextArea, Tick, was_refused},
    messages::notices,
    page::{load, param},
    visit::locale,
};
use domain::notices::{
    announce::{AnnouncementForm, Group},
    reminder::{MAX_RULES, ReminderForm},
    view::{AnnouncementLine, LettersPage, ReminderView},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// The letters of an event.
#[server(endpoint = "notices/letters")]
pub async fn load_letters(id: String) -> Result<LettersPage, AppError> {
    use crate::server_context::{actor, locale, site};
    let id = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    Ok(backend::notices::letters_page(&site(), &actor()?, locale(), id).await?)
}

/// Keeps an announcement as a draft, and shows how it will be.
#[server(endpoint = "notices/write")]
pub async fn write_announcement(
    event: String,
    #[server(default)] draft: String,
    #[server(default)] form: AnnouncementForm,
) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site, under},
    };
    let event = event.parse().map_err(|_| AppError::NOT_FOUND)?;
    let draft = match draft.as_str() {
        "" => None,
        id => Some(id.parse().map_err(|_| AppError::NOT_FOUND)?),
    };
    let written = backend::notices::write_announcement(&site(), &actor()?, (event, draft), &form).await;
    let id = written.map_err(|failure| under(failure, "form"))?;
    go_to(&format!("/organise/announcements/{id}"), Notice::LetterKept);
    Ok(())
}

/// Adds a reminder to an event.
#[server(endpoint = "notices/remind")]
pub async fn add_reminder(event: String, #[server(default)] form: ReminderForm) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site, under},
    };
    let event = event.parse().map_err(|_| AppError::NOT_FOUND)?;
    let done = backend::notices::add_reminder(&site(), &actor()?, event, &form).await;
    done.map_err(|failure| under(failure, "form"))?;
    go_to(&format!("/organise/events/{event}/letters"), Notice::Saved);
    Ok(())
}

/// Takes a reminder off an event.
#[server(endpoint = "notices/remind_not")]
pub async fn drop_reminder(event: String, rule: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, site},
    };
    let event = event.parse().map_err(|_| AppError::NOT_FOUND)?;
    let rule = domain::notices::ReminderRule::from_word(&rule).ok_or(AppError::NOT_FOUND)?;
    backend::notices::drop_reminder(&site(), &actor()?, event, rule).await?;
    go_to(&format!("/organise/events/{event}/letters"), Notice::Saved);
    Ok(())
}

/// The page.
#[component]
pub fn Letters() -> impl IntoView {
    load(param("id"), load_letters, show)
}

fn show(page: LettersPage) -> impl IntoView {
    let l = locale();
    let event = page.event.to_string();
    let reminders = reminders(&event, page.reminders);
    let written = if page.announcements.is_empty() {
        view! { <p class="soft">{notices::no_announcements(l)}</p> }.into_any()
    } else {
        view! { <ul class="flow">{page.announcements.into_iter().map(line).collect_view()}</ul> }.into_any()
    };
    view! {
        <Title text=notices::letters_of(l, &page.title)/>
        <div class="wrap slim stack top">
            <header class="flow">
                <h1>{notices::letters_of(l, &page.title)}</h1>
                {tabs(page.event, (page.kind, page.phase), Part::Letters)}
                <p class="lede">{notices::letters_lede(l)}</p>
            </header>
            <section class="flow" aria-labelledby="reminders">
                <h2 id="reminders">{notices::reminders(l)}</h2>
                <p>{notices::reminders_text(l)}</p>
                {reminders}
            </section>
            <section class="flow" aria-labelledby="announcements">
                <h2 id="announcements">{notices::announcements(l)}</h2>
                {written}
            </section>
            <section class="card flow" aria-labelledby="write">
                <h2 id="write">{notices::write(l)}</h2>
                {desk(Desk { event, draft: String::new(), form: AnnouncementForm::default(), groups: page.groups })}
            </section>
        </div>
    }
}

fn reminders(event: &str, reminders: Vec<ReminderView>) -> impl IntoView + use<> {
    let l = locale();
    let has_room = reminders.len() < MAX_RULES;
    let list = if reminders.is_empty() {
        view! { <p class="soft">{notices::no_reminders(l)}</p> }.into_any()
    } else {
        let lines = reminders.into_iter().map(|one| reminder(event, one)).collect_view();
        view! { <ul class="flow">{lines}</ul> }.into_any()
    };
    (list, has_room.then(|| new_reminder(event.to_owned())))
}

fn reminder(event: &str, reminder: ReminderView) -> impl IntoView + use<> {
    let l = locale();
    let action = ServerAction::<DropReminder>::new();
    let (tone, words) = match (reminder.sent, reminder.is_ahead) {
        (Some(n), _) => (Tone::Ok, notices::reminder_sent(l, n)),
        (None, true) => (Tone::Plain, notices::reminder_waits(l).to_owned()),
        (None, false) => (Tone::Plain, notices::reminder_missed(l).to_owned()),
    };
    let (event, rule) = (event.to_owned(), reminder.rule.to_string());
    let off = (reminder.sent.is_none() && reminder.is_ahead).then(|| {
        view! {
            <PostForm action class="row">
                <Hidden name="event" value=event/>
                <Hidden name="rule" value=rule/>
                <Submit label=notices::reminder_off(l) class="btn small"/>
            </PostForm>
        }
    });
    view! { <li class="row"><span><b>{notices::rule(l, reminder.rule)}</b><br/><span class="small soft">{reminder.at}</span></span><Tag tone>{words}</Tag>{off}</li> }
}

fn new_reminder(event: String) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<AddReminder>::new();
    let units = [("days", notices::u_days(l)), ("hours", notices::u_hours(l)), ("minutes", notices::u_minutes(l))];
    let units = units.map(|(value, label)| Choice::new(value, label)).to_vec();
    view! {
        <details class="qa" open={was_refused::<AddReminder>("")}>
            <summary>{notices::reminder_add(l)}</summary>
            <PostForm action>
                <Hidden name="event" value=event/>
                <Field name="form[ahead]" label=notices::reminder_ahead(l) kind=Kind::Number value="2"/>
                <Select name="form[unit]" label=notices::reminder_unit(l) choices=units value="days"/>
                <Field name="form[at]" label=notices::reminder_at(l) hint=notices::reminder_at_hint(l) value="18:00" optional=true/>
                <Submit label=notices::reminder_add_yes(l) class="btn small"/>
            </PostForm>
        </details>
    }
}

fn line(line: AnnouncementLine) -> impl IntoView {
    let l = locale();
    let state = match line.sent {
        Some(at) => notices::sent_on(l, &at, line.people),
        None => notices::draft(l).to_owned(),
    };
    view! { <li><a href=format!("/organise/announcements/{}", line.id)>{line.subject}</a><br/><span class="small soft">{state}</span></li> }
}

/// What the form to write with needs.
pub(super) struct Desk {
    pub(super) event: String,
    /// The draft that it changes; empty for a new one.
    pub(super) draft: String,
    pub(super) form: AnnouncementForm,
    pub(super) groups: Vec<(Group, i64)>,
}

/// The form to write with.
pub(super) fn desk(desk: Desk) -> impl IntoView {
    let l = locale();
    let action = ServerAction::<WriteAnnouncement>::new();
    let Desk { event, draft, form, groups } = desk;
    let (subject, body) = (form.subject.clone(), form.body.clone());
    let label = if draft.is_empty() { notices::look_at_it(l) } else { notices::keep(l) };
    view! {
        <PostForm action>
            <Hidden name="event" value=event/>
            <Hidden name="draft" value=draft/>
            <fieldset class="choices">
                <legend>{notices::to_whom(l)}</legend>
                // Made here, inside of the form: a box finds its form as context.
                {groups
                    .into_iter()
                    .map(|(group, n)| {
                        let name = format!("form[{}]", group.word());
                        view! { <Tick name label=notices::group(l, group, n) checked=form.has(group)/> }
                    })
                    .collect_view()}
            </fieldset>
            <Field name="form[subject]" label=notices::subject(l) value=subject max=120u32/>
            <TextArea name="form[body]" label=notices::body(l) hint=notices::body_hint(l) value=body rows=8 max=4000u32/>
            <Submit label class="btn main wide"/>
        </PostForm>
    }
}
