//! `/organise/events/{id}/import`: a sheet of people, looked at row by row, then carried out as a whole.

use crate::{
    components::{Btn, Flash, Tag, Tone},
    error::AppError,
    form::{FileField, Hidden, PlainForm, PostForm, Submit, TextArea, WITH_FILES},
    messages::{forms, organise, people as text},
    page::{load, param, query},
    visit::locale,
};
use domain::signups::import::{ImportPage, Sheet, SheetRow, Verdict};
use leptos::prelude::*;
use leptos_meta::Title;

/// What the page shows: the sheet that waits under this id, where one is named.
#[server(endpoint = "signups/import_page")]
pub async fn load_import(id: String, #[server(default)] sheet: String) -> Result<(String, ImportPage), AppError> {
    use crate::server_context::{actor, locale, site};
    let event = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    let import = match sheet.as_str() {
        "" => None,
        sheet => Some(sheet.parse().map_err(|_| AppError::NOT_FOUND)?),
    };
    let page = backend::signups::import_page(&site(), &actor()?, locale(), (event, import)).await?;
    Ok((id, page))
}

/// Keeps a sheet, and shows what would come of it.
#[server(endpoint = "signups/keep_sheet")]
pub async fn keep_sheet(id: String, #[server(default)] sheet: String) -> Result<(), AppError> {
    use crate::server_context::{actor, redirect, site};
    let event = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    let import = backend::signups::keep_sheet(&site(), &actor()?, event, &sheet).await?;
    redirect(&format!("/organise/events/{id}/import?sheet={import}"));
    Ok(())
}

/// Gives everybody in the sheet their seat.
#[server(endpoint = "signups/carry_out_sheet")]
pub async fn carry_out_sheet(id: String, sheet: String) -> Result<(), AppError> {
    use crate::{
        notice::Notice,
        server_context::{actor, go_to, locale, site},
    };
    let event = id.parse().map_err(|_| AppError::NOT_FOUND)?;
    let import = sheet.parse().map_err(|_| AppError::NOT_FOUND)?;
    backend::signups::carry_out_sheet(&site(), &actor()?, locale(), (event, import)).await?;
    go_to(&format!("/organise/events/{id}/people"), Notice::DoneForAll);
    Ok(())
}

/// What the form for a sheet as a file names: files do not go through server functions.
pub const SHEET_FORM: &str = "signups/sheet_file";

/// The page.
#[component]
pub fn Import() -> impl IntoView {
    let (id, sheet) = (param("id"), query("sheet"));
    load(move || (id(), sheet()), |(id, sheet)| load_import(id, sheet), show)
}

fn show((id, page): (String, ImportPage)) -> impl IntoView {
    let l = locale();
    let title = text::import_title(l, &page.card.title);
    let sheet = page.sheet.map(|sheet| preview(&id, sheet));
    let keep = ServerAction::<KeepSheet>::new();
    view! {
        <Title text=title.clone()/>
        <div class="wrap stack top">
            <header class="flow">
                <h1>{title}</h1>
                <p class="row"><Btn href=format!("/organise/events/{id}/people") class="btn small">{organise::people(l)}</Btn></p>
            </header>
            {sheet}
            <div class="narrow flow">
                <p>{text::import_text(l)}</p>
                <PlainForm to=SHEET_FORM enctype=WITH_FILES>
                    <FileField name="sheet" label=text::import_file(l) hint=text::import_file_hint(l) accept=".csv,text/csv"/>
                    <Submit label=text::import_look(l) class="btn small"/>
                </PlainForm>
                <PostForm action=keep>
                    <Hidden name="id" value=id/>
                    <TextArea name="sheet" label=text::import_paste(l) rows=6/>
                    <Submit label=text::import_look(l) class="btn small"/>
                </PostForm>
            </div>
        </div>
    }
}

/// What would come of each row; and the button, while all of it is right.
fn preview(id: &str, sheet: Sheet) -> impl IntoView + use<> {
    let l = locale();
    let rows = sheet.rows.into_iter().map(row).collect_view();
    let act = match (sheet.wrong, sheet.seats) {
        (0, 0) => view! { <Flash tone=Tone::Plain>{text::import_none(l)}</Flash> }.into_any(),
        (0, seats) => {
            let action = ServerAction::<CarryOutSheet>::new();
            let (id, import) = (id.to_owned(), sheet.id.to_string());
            view! {
                <PostForm action>
                    <Hidden name="id" value=id/>
                    <Hidden name="sheet" value=import/>
                    <p>{text::import_good(l, seats)}</p>
                    <Submit label=text::import_do(l)/>
                </PostForm>
            }
            .into_any()
        }
        (wrong, _) => view! { <Flash tone=Tone::Bad>{text::import_wrong(l, wrong)}</Flash> }.into_any(),
    };
    view! {
        <div class="flow">
            <h2 id="people">{text::import_verdict(l)}</h2>
            <div class="scroll" role="region" aria-labelledby="people" tabindex="0">
                <table>
                    <thead><tr><th scope="col">{text::import_line(l)}</th><th scope="col">{text::import_who(l)}</th><th scope="col">{text::import_verdict(l)}</th><th scope="col">{text::import_name(l)}</th><th scope="col">{text::why(l)}</th></tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {act}
        </div>
    }
}

fn row(row: SheetRow) -> impl IntoView {
    let l = locale();
    let (tone, words) = match row.verdict {
        Verdict::Seat => (Tone::Ok, text::v_seat(l).to_owned()),
        Verdict::HasSeat => (Tone::Plain, text::v_has_seat(l).to_owned()),
        Verdict::Wrong(code) => (Tone::Bad, forms::field_text(l, code)),
    };
    let words = if tone == Tone::Bad {
        view! { <span class="bad">{words}</span> }.into_any()
    } else {
        view! { <Tag tone>{words}</Tag> }.into_any()
    };
    view! { <tr><th scope="row">{row.line}</th><td>{row.person}</td><td>{words}</td><td>{row.name}</td><td>{row.reason}</td></tr> }
}
