//! What keeps the house running: the audit log, jobs, the instance's own memory, signing keys, pictures, the list of personal data.

pub mod audit;
pub mod demo;
pub mod doctor;
pub mod housekeeping;
pub mod instance;
pub mod jobs;
pub mod keys;
pub mod personal_data;
pub mod pictures;
