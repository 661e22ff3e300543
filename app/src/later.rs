//! Pages whose code is fetched when they are opened: a visitor's phone does not pay for what organisers need.
//!
//! A group is one more WASM module beside the first one, made by the bundler. Its pages are whole without it, as all pages are.

use crate::{error::AppError, page::Failed};
use leptos::{LazyViewError, prelude::*};
use leptos_router::LazyRoute;

/// One module of pages: for each a route `Lazy::<group::Page>::new()`.
macro_rules! group {
    ($(#[$doc:meta])* $group:ident { $($page:ident => $view:path),+ $(,)? }) => {
        $(#[$doc])*
        pub mod $group {
            use super::*;

            enum Page {
                $($page),+
            }

            $(
                #[doc = concat!("The route of [`", stringify!($view), "`].")]
                #[derive(Debug)]
                pub struct $page;

                impl LazyRoute for $page {
                    fn data() -> Self {
                        Self
                    }

                    async fn view(_: Self) -> AnyView {
                        shown(open(Page::$page).await)
                    }
                }
            )+

            #[leptos::lazy($group, fallible)]
            fn open(page: Page) -> Result<AnyView, LazyViewError> {
                Ok(match page {
                    $(Page::$page => $view().into_any()),+
                })
            }
        }
    };
}

group! {
    /// What only those open who run events.
    backstage {
        Overview => crate::organise::Overview,
        BadgesDesk => crate::badges::BadgesDesk,
        NewBadge => crate::badges::NewBadge,
        EditBadge => crate::badges::EditBadge,
        GrantForm => crate::badges::GrantForm,
        ManageGrant => crate::badges::ManageGrant,
        BatchForm => crate::badges::BatchForm,
        Batch => crate::badges::Batch,
        Batches => crate::badges::Batches,
        TierDesk => crate::honor::TierDeskPage,
        Seasons => crate::honor::Seasons,
        Chapters => crate::organise::Chapters,
        ChapterTeam => crate::organise::ChapterTeam,
        Series => crate::organise::Series,
        NewEvent => crate::organise::NewEvent,
        Console => crate::organise::Console,
        EditEvent => crate::organise::EditEvent,
        RecapDesk => crate::organise::WriteRecapPage,
        ShiftDesk => crate::organise::ShiftDeskPage,
        PeopleList => crate::organise::PeopleList,
        Trail => crate::organise::Trail,
        Import => crate::organise::Import,
        Letters => crate::organise::Letters,
        Places => crate::organise::Places,
        Announcement => crate::organise::Announcement,
        Mail => crate::organise::Mail,
        HonorDesk => crate::honor::HonorDesk,
        HonorMember => crate::honor::HonorMember,
        HonorRule => crate::honor::HonorRule,
        Components => crate::design::DesignPage,
    }
}

group! {
    /// What members open now and then, to look after their account.
    account {
        Confirm => crate::members::ConfirmPage,
        Reset => crate::members::ResetPage,
        ResetCode => crate::members::ResetCodePage,
        SetUp => crate::members::SetUpPage,
        Settings => crate::members::Settings,
        Answers => crate::signups::Answers,
        HonorLine => crate::honor::HonorLine,
        Choices => crate::notices::Choices,
        MyBadges => crate::badges::MyBadges,
        Inbox => crate::notices::Inbox,
        Unsubscribe => crate::notices::UnsubscribePage,
        MyHonor => crate::members::MyHonor,
        Showing => crate::members::PageDeskPage,
        Preview => crate::members::Preview,
    }
}

group! {
    /// What is shown to others and looked at by itself: badges.
    medals {
        Badges => crate::badges::Badges,
        Badge => crate::badges::Badge,
        Grant => crate::badges::Grant,
    }
}

group! {
    /// What few visitors open.
    further {
        Offer => crate::signups::Offer,
        Queue => crate::signups::Queue,
        Shifts => crate::signups::Shifts,
        Shift => crate::signups::Shift,
        Recap => crate::events::Recap,
        Invitation => crate::organise::Invitation,
        Privacy => crate::members::Privacy,
        HonorRules => crate::honor::HonorRules,
        Checkpoints => crate::honor::Checkpoints,
        Tiers => crate::honor::TiersOverview,
        Leaderboard => crate::honor::Leaderboard,
    }
}

group! {
    /// What staff open at the door, perhaps on a bad network: nothing of the planning comes along.
    door {
        Doors => crate::door::Doors,
        Door => crate::door::Door,
        ShiftList => crate::door::ShiftList,
        List => crate::door::DoorList,
    }
}

/// The page, or that it could not be fetched; the next try fetches it anew.
fn shown(page: Result<AnyView, LazyViewError>) -> AnyView {
    page.unwrap_or_else(|_| view! { <Failed error=AppError::unreachable()/> }.into_any())
}
