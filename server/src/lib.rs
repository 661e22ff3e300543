//! The program `popcorn`: command line, configuration, HTTP wiring, routes that are not pages.
//!
//! It only wires: what is true stands in `domain`, what happens in `backend`, what people see in `app`.

#![recursion_limit = "512"]

pub mod cli;
pub mod commands;
pub mod config;
pub mod demo;
pub mod files;
pub mod http;
pub mod logging;
pub mod serve;
