//! Asking again when the house is full, as a browser does: on a slow machine with other work, five hundred at once may wait longer
//! than it lets them. Nothing else is asked again: what breaks in a rush is what a rush is to find.

/// Asks up to eleven times, until the answer is another one than that the house is full.
macro_rules! patiently {
    ($ask:expr) => {{
        let mut tries = 0;
        loop {
            match $ask.await {
                Err(domain::Failure::Full { .. }) if tries < 10 => tries += 1,
                answer => break answer,
            }
        }
    }};
}
pub(crate) use patiently;
