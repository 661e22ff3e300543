//! What leaves the house: share cards and share pictures.

pub mod card;
pub mod og;
