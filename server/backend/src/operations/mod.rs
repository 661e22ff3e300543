//! What keeps the house running: the audit log, jobs, the instance's own memory, pictures, the list of personal data.

pub mod audit;
pub mod demo;
pub mod housekeeping;
pub mod instance;
pub mod jobs;
pub mod personal_data;
pub mod pictures;
