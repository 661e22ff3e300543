//! The signed files of a grant, to take along and to check: links only, nothing is asked of anybody before they are followed.

use crate::{
    components::{Icon, Question},
    messages::credentials,
    visit::locale,
};
use domain::{GrantId, badges::view::Signed};
use leptos::prelude::*;

/// In plain words; stands inside of the box that says whether the badge is genuine.
#[component]
pub fn SignedFiles(
    /// The grant.
    id: GrantId,
    /// What the server says of its files.
    signed: Signed,
) -> impl IntoView {
    let l = locale();
    let files = [("png", credentials::picture(l)), ("svg", credentials::drawing(l)), ("json", credentials::file(l))]
        .map(|(ending, name)| {
            view! { <a class="btn" href=format!("/g/{id}.{ending}") download="" rel="external"><Icon name="down"/>{name}</a> }
        })
        .collect_view();
    let linked_in = signed.linked_in.map(|href| {
        view! { <p><a href=href rel="external noopener noreferrer">{credentials::linked_in(l)}</a></p> }
    });
    view! {
        <h3>{credentials::title(l)}</h3>
        <p>{credentials::lede(l)}</p>
        <p class="row">{files}</p>
        <p class="small soft">{credentials::what_files(l)}</p>
        {linked_in}
        <Question question=credentials::how(l)>{credentials::how_text(l)}</Question>
        <Question question=credentials::what(l)>{credentials::what_text(l)}</Question>
        <p class="small soft">{credentials::issued_by(l, &signed.issuer)}</p>
    }
}
