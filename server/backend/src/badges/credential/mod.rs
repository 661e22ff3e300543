//! Grants as Open Badges 3.0: signed once, when they are first asked for, and to be checked by anybody with software of their own.
//!
//! [`freeze_in`] writes down what a grant says when it is made; [`fetch`] signs that and keeps it; [`mark_in`] takes it back in the
//! transaction that revokes the grant; [`png`] and [`svg`] put it into a picture. Who signs stands in [`did_document`].

mod bake;
mod canonical;
mod contexts;
mod document;
mod fetch;
mod freeze;
mod house;
mod proof;
mod status;

pub use bake::{png, svg};
pub use fetch::{Credential, fetch};
pub use freeze::freeze_in;
pub use house::{Sight, achievement, did_document, profile, signed};
pub use proof::{SealError, Signer, seal};
pub use status::{Standing, StatusList, mark_in, status_list};
