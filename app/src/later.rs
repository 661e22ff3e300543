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
        GrantForm => crate::badges::GrantForm,
        TierDesk => crate::honor::TierDeskPage,
        Seasons => crate::honor::Seasons,
        Chapters => crate::organise::Chapters,
        ChapterTeam => crate::organise::ChapterTeam,
        Series => crate::organise::Series,
        NewEvent => crate::organise::NewEvent,
        Console => crate::organise::Console,
        EditEvent => crate::organise::EditEvent,
        RecapDesk => crate::organise::WriteRecapPage,
        PeopleList => crate::organise::PeopleList,
        Trail => crate::organise::Trail,
        Import => crate::organise::Import,
        Letters => crate::organise::Letters,
        Announcement => crate::organise::Announcement,
        Mail => crate::organise::Mail,
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
        Choices => crate::notices::Choices,
        Inbox => crate::notices::Inbox,
        Unsubscribe => crate::notices::UnsubscribePage,
        MyHonor => crate::members::MyHonor,
        PageDesk => crate::members::PageDeskPage,
        Preview => crate::members::Preview,
    }
}

group! {
    /// What few visitors open.
    further {
        Queue => crate::signups::Queue,
        Recap => crate::events::Recap,
        Invitation => crate::organise::Invitation,
        Privacy => crate::members::Privacy,
        Tiers => crate::honor::TiersOverview,
        Leaderboard => crate::honor::Leaderboard,
    }
}

group! {
    /// What staff open at the door, perhaps on a bad network: nothing of the planning comes along.
    door {
        Door => crate::door::Door,
        List => crate::door::DoorList,
    }
}

/// The page, or that it could not be fetched; the next try fetches it anew.
fn shown(page: Result<AnyView, LazyViewError>) -> AnyView {
    page.unwrap_or_else(|_| view! { <Failed error=AppError::unreachable()/> }.into_any())
}
