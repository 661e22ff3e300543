//! Every address of the site and the page that answers it, one function per area.
//!
//! All pages are `SsrMode::Async`: their status, head and text are whole in the first bytes.

use crate::{badges, design::DesignPage, door, events, members, organise, page::NotFound, signups};
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    components::{Route, Routes},
    path,
};

/// The page of the current address.
#[component]
pub fn Pages() -> impl IntoView {
    view! {
        <Routes fallback=NotFound>
            <Route path=path!("/") view=events::Home ssr=SsrMode::Async/>
            <Route path=path!("/e/:slug") view=events::Event ssr=SsrMode::Async/>
            <Route path=path!("/c/:slug") view=events::Chapter ssr=SsrMode::Async/>
            <Route path=path!("/u/:handle") view=members::Profile ssr=SsrMode::Async/>
            <Route path=path!("/badges") view=badges::Badges ssr=SsrMode::Async/>
            <Route path=path!("/badges/:slug") view=badges::Badge ssr=SsrMode::Async/>
            <Route path=path!("/g/:id") view=badges::Grant ssr=SsrMode::Async/>
            <Route path=path!("/sign-in") view=members::SignInPage ssr=SsrMode::Async/>
            <Route path=path!("/join") view=members::JoinPage ssr=SsrMode::Async/>
            <Route path=path!("/confirm") view=members::ConfirmPage ssr=SsrMode::Async/>
            <Route path=path!("/reset") view=members::ResetPage ssr=SsrMode::Async/>
            <Route path=path!("/reset/code") view=members::ResetCodePage ssr=SsrMode::Async/>
            <Route path=path!("/set-up") view=members::SetUpPage ssr=SsrMode::Async/>
            <Route path=path!("/my/settings") view=members::Settings ssr=SsrMode::Async/>
            <Route path=path!("/my/honor") view=members::MyHonor ssr=SsrMode::Async/>
            <Route path=path!("/organise") view=organise::Overview ssr=SsrMode::Async/>
            <Route path=path!("/organise/badges") view=badges::GrantForm ssr=SsrMode::Async/>
            <Route path=path!("/organise/chapters") view=organise::Chapters ssr=SsrMode::Async/>
            <Route path=path!("/organise/events/new") view=organise::NewEvent ssr=SsrMode::Async/>
            <Route path=path!("/organise/events/:id") view=organise::Console ssr=SsrMode::Async/>
            <Route path=path!("/organise/events/:id/edit") view=organise::EditEvent ssr=SsrMode::Async/>
            <Route path=path!("/door/:event") view=door::Door ssr=SsrMode::Async/>
            <Route path=path!("/e/:slug/queue") view=signups::Queue ssr=SsrMode::Async/>
            <Route path=path!("/my/tickets") view=signups::Tickets ssr=SsrMode::Async/>
            <Route path=path!("/design") view=DesignPage ssr=SsrMode::Async/>
        </Routes>
    }
}
