//! Local clubs.

pub mod view;
