//! The words of the way into an event. Made on the server: the browser needs none of them.

use crate::messages::{events, forms, honor, lifecycle, places, signups};
use domain::{
    Locale,
    events::{Phase, view::EventPage},
    signups::{Bar, SignUpState, Way},
};

/// Puts into words what comes of signing up, or why not and what would change it.
pub(crate) fn put_into_words(page: &mut EventPage, l: Locale) {
    let facts = std::mem::take(&mut page.way.facts);
    let Some(eligibility) = facts.eligibility else { return };
    let outcome = match eligibility.way {
        Way::Seat => String::new(),
        Way::Line { waiting } => signups::line_text(l, waiting),
        Way::Approval => places::by_approval(l).into(),
        Way::Lottery { .. } => places::by_lottery(l, &facts.draws),
    };
    page.way.label = match eligibility.way {
        Way::Seat => signups::save_my_seat(l),
        Way::Line { .. } => signups::join_the_line(l),
        Way::Approval => places::ask_for_a_seat(l),
        Way::Lottery { .. } => places::enter_lottery(l),
    }
    .into();
    let is_signed_in = !page.way.sign_in && crate::server_context::maybe_actor().is_some();
    let mut words: Vec<String> = vec![];
    if let Some(mine) = &page.mine {
        if mine.state == SignUpState::Pending {
            page.way.note = mine.draws.as_deref().map_or(places::you_asked(l).into(), |at| places::you_entered(l, at));
        }
        page.way.has_form = false;
        words.extend(of_phase(page, l));
    } else {
        words.extend(eligibility.bars.iter().filter_map(|bar| match *bar {
            Bar::NotOpen { .. } if is_signed_in && !facts.windows.is_empty() => {
                Some(places::opens_for_you(l, &facts.opens))
            }
            Bar::NotOpen { .. } => Some(events::opens(l, page.opens.as_deref().unwrap_or(&facts.opens))),
            Bar::Tier(needed) if is_signed_in => Some(places::tier_missing(l, honor::tier(l, needed))),
            Bar::Tier(needed) => Some(places::tier_only(l, honor::tier(l, needed))),
            Bar::Invitation(_) => Some(places::by_invitation(l).into()),
            Bar::Past(past) => past.refusal().map(|refusal| forms::refusal_text(l, refusal).into()),
            Bar::Draft | Bar::Cancelled => None,
            Bar::Over | Bar::Postponed | Bar::Closed => of_phase(page, l),
        }));
        words.extend(facts.windows.iter().map(|(tier, at)| places::tier_window(l, honor::tier(l, *tier), at)));
        if page.way.sign_in {
            words.push(places::is_that_you(l).into());
        }
        let is_to_come =
            eligibility.bars.iter().all(|bar| matches!(bar, Bar::NotOpen { .. } | Bar::Tier(_) | Bar::Invitation(_)));
        if is_to_come && matches!(eligibility.way, Way::Approval | Way::Lottery { .. }) {
            words.push(outcome.clone());
        }
        if page.way.has_form {
            words.extend(of_phase(page, l));
            page.way.note = outcome;
        }
    }
    page.way.words = words;
}

/// When sign-up closes, or why there is none.
fn of_phase(page: &EventPage, l: Locale) -> Option<String> {
    match page.card.phase {
        Phase::Scheduled | Phase::Open | Phase::Full => page.closes.as_deref().map(|when| events::closes(l, when)),
        Phase::Closed => Some(events::closed_text(l).into()),
        Phase::Running => Some(events::running_text(l).into()),
        Phase::Ended | Phase::Recap => Some(events::ended_text(l).into()),
        Phase::Postponed => Some(lifecycle::postponed_text(l).into()),
        Phase::Draft | Phase::Cancelled => None,
    }
}
