//! What the whole program promises through its real router and its real command line: one program, for linking each
//! area alone costs minutes and gigabytes.

mod answer_files;
mod cli;
mod common;
mod config;
mod credentials;
mod crowd;
mod demo;
mod ground;
mod kill9;
mod ledger;
mod limits;
mod machine_room;
mod permissions;
mod visits;
