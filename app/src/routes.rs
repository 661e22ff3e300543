//! Every address of the site and the page that answers it: those in the first module, and those fetched [later](crate::later).
//!
//! All pages are `SsrMode::Async`: their status, head and text are whole in the first bytes.

use crate::{
    events,
    later::{account, backstage, door, further, medals},
    members,
    page::NotFound,
    signups,
};
use leptos::prelude::*;
use leptos_router::{
    Lazy, SsrMode,
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
            <Route path=path!("/badges") view={Lazy::<medals::Badges>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/badges/:slug") view={Lazy::<medals::Badge>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/g/:id") view={Lazy::<medals::Grant>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/sign-in") view=members::SignInPage ssr=SsrMode::Async/>
            <Route path=path!("/join") view=members::JoinPage ssr=SsrMode::Async/>
            <Route path=path!("/confirm") view={Lazy::<account::Confirm>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/reset") view={Lazy::<account::Reset>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/reset/code") view={Lazy::<account::ResetCode>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/set-up") view={Lazy::<account::SetUp>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/my/settings") view={Lazy::<account::Settings>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/my/settings/mail") view={Lazy::<account::Choices>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/my/inbox") view={Lazy::<account::Inbox>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/unsubscribe/:token") view={Lazy::<account::Unsubscribe>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/my/badges") view={Lazy::<account::MyBadges>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/my/honor") view={Lazy::<account::MyHonor>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/my/page") view={Lazy::<account::Showing>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/my/page/preview") view={Lazy::<account::Preview>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/tiers") view={Lazy::<further::Tiers>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/leaderboard") view={Lazy::<further::Leaderboard>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/organise/tiers") view={Lazy::<backstage::TierDesk>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/organise/seasons") view={Lazy::<backstage::Seasons>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/organise") view={Lazy::<backstage::Overview>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/organise/badges") view={Lazy::<backstage::BadgesDesk>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/organise/badges/new") view={Lazy::<backstage::NewBadge>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/organise/badges/grant") view={Lazy::<backstage::GrantForm>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/organise/badges/grants/:id") view={Lazy::<backstage::ManageGrant>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/organise/badges/batches") view={Lazy::<backstage::Batches>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/organise/badges/batches/:id") view={Lazy::<backstage::Batch>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/organise/badges/:slug") view={Lazy::<backstage::EditBadge>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/organise/badges/:slug/batch") view={Lazy::<backstage::BatchForm>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/organise/chapters") view={Lazy::<backstage::Chapters>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/organise/chapters/:slug") view={Lazy::<backstage::ChapterTeam>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/organise/series/:id") view={Lazy::<backstage::Series>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/organise/events/new") view={Lazy::<backstage::NewEvent>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/organise/events/:id") view={Lazy::<backstage::Console>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/organise/events/:id/edit") view={Lazy::<backstage::EditEvent>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/organise/events/:id/recap") view={Lazy::<backstage::RecapDesk>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/organise/events/:id/shifts") view={Lazy::<backstage::ShiftDesk>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/organise/events/:id/letters") view={Lazy::<backstage::Letters>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/organise/events/:id/people") view={Lazy::<backstage::PeopleList>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/organise/events/:id/people/:signup") view={Lazy::<backstage::Trail>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/organise/events/:id/import") view={Lazy::<backstage::Import>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/organise/events/:id/places") view={Lazy::<backstage::Places>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/organise/announcements/:id") view={Lazy::<backstage::Announcement>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/organise/mail") view={Lazy::<backstage::Mail>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/door") view={Lazy::<door::Doors>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/door/:event") view={Lazy::<door::Door>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/door/:event/list") view={Lazy::<door::List>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/door/:event/shifts") view={Lazy::<door::ShiftList>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/e/:slug/shifts") view={Lazy::<further::Shifts>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/e/:slug/shifts/:shift") view={Lazy::<further::Shift>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/offer/:token") view={Lazy::<further::Offer>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/e/:slug/queue") view={Lazy::<further::Queue>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/e/:slug/recap") view={Lazy::<further::Recap>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/invitations/:token") view={Lazy::<further::Invitation>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/privacy") view={Lazy::<further::Privacy>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/honor") view={Lazy::<further::HonorRules>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/honor/checkpoint") view={Lazy::<further::Checkpoints>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/my/honor/lines/:n") view={Lazy::<account::HonorLine>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/organise/honor") view={Lazy::<backstage::HonorDesk>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/organise/honor/members/:handle") view={Lazy::<backstage::HonorMember>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/organise/honor/rules/:rule") view={Lazy::<backstage::HonorRule>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/my/tickets") view=signups::Tickets ssr=SsrMode::Async/>
            <Route path=path!("/my/tickets/:signup/answers") view={Lazy::<account::Answers>::new()} ssr=SsrMode::Async/>
            <Route path=path!("/design") view={Lazy::<backstage::Components>::new()} ssr=SsrMode::Async/>
        </Routes>
    }
}
