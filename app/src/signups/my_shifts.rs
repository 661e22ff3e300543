//! The shifts that the reader has at an open day: to swap, or to give back.

use super::tickets::GiveUp;
use crate::{
    components::{Btn, Dialog, DialogButton, DialogClose, Tag, Tone},
    form::{Hidden, PostForm, Submit},
    messages::{common, shifts},
    visit::locale,
};
use domain::signups::{
    SignUpState,
    shifts::{presence::Outcome, view::MyShift},
};
use leptos::prelude::*;

/// What the reader has already.
pub(super) fn own(slug: &str, mine: Vec<MyShift>) -> impl IntoView + use<> {
    let l = locale();
    let give_up = ServerAction::<GiveUp>::new();
    let slug = slug.to_owned();
    let row = move |shift: MyShift| {
        let signup = shift.signup.to_string();
        let again = format!("/e/{slug}/shifts?swap={signup}");
        let leave = shift.can_leave.then(|| {
            let (signup, dialog) = (signup.clone(), format!("give-back-{signup}"));
            view! {
                <Btn href=again class="btn small">{shifts::swap(l)}</Btn>
                <DialogButton opens=dialog.clone()>{shifts::give_back(l)}</DialogButton>
                <Dialog id=dialog.clone() title=shifts::give_back_title(l)>
                    <p>{shifts::give_back_text(l)}</p>
                    <PostForm action=give_up name=signup.clone() class="row">
                        <Hidden name="signup" value=signup/>
                        <Submit label=shifts::give_back_yes(l)/>
                        <DialogClose closes=dialog>{shifts::keep_shift(l)}</DialogClose>
                    </PostForm>
                </Dialog>
            }
        });
        let (tone, words) = standing(&shift);
        view! {
            <li class="row">
                <span><b>{shift.role.clone()}</b><br/>{shift.when.short}" "{shift.when.range}</span>
                <Tag tone>{words}</Tag>
                {leave}
            </li>
        }
    };
    let rows = mine.into_iter().map(row).collect_view();
    view! {
        <section class="wrap flow top" aria-labelledby="mine">
            <h2 id="mine">{shifts::mine(l)}</h2>
            <ul class="flow">{rows}</ul>
            <p><Btn href="/my/tickets" class="btn small">{common::my_tickets(l)}</Btn></p>
        </section>
    }
}

/// Where somebody's shift stands.
fn standing(shift: &MyShift) -> (Tone, String) {
    let l = locale();
    match (shift.outcome, shift.state, shift.waiting_place) {
        (Some(Outcome::Worked), ..) => (Tone::Ok, shifts::worked(l, shift.honor)),
        (Some(Outcome::Missed), ..) => (Tone::Plain, shifts::missed(l).into()),
        (None, SignUpState::Waiting, n) => (Tone::Warn, shifts::waiting_at(l, n.unwrap_or_default())),
        (None, SignUpState::Offered, _) => (Tone::Warn, shifts::offered(l).into()),
        _ => (Tone::Ok, shifts::earns(l, shift.honor)),
    }
}
