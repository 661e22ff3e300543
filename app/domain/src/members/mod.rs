//! Accounts: what a member may be called, how they are known, what they may do.

pub mod access;
mod names;
pub mod parts;
pub mod privacy;
pub mod view;

pub use access::{Action, Actor, EventRole, Post, require};
pub use names::{DisplayName, Email, Handle, Password};
