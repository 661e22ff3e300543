//! Passwords: hashed with Argon2id, off the threads that serve requests, a few at a time (each takes 19 MB for a moment).

use std::{sync::LazyLock, thread::available_parallelism, time::Duration};

use argon2::{
    Argon2,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use domain::{Failure, members::Password};
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    task::spawn_blocking,
    time::timeout,
};

use crate::{Site, request};

/// As many at a time as there are cores: more would only wait for each other and take memory.
static ROOM: LazyLock<Semaphore> =
    LazyLock::new(|| Semaphore::new(available_parallelism().map_or(2, |n| n.get().clamp(2, 8))));

/// How long somebody waits for their turn.
const PATIENCE: Duration = Duration::from_secs(15);

/// A hash that no password has, as costly to check as a real one: checked where there is no account, so that the answer
/// takes as long.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// The hash to store of a new password, with a salt of its own.
///
/// # Errors
/// [`Failure::TooMany`] when too many others wait.
pub(super) async fn hash(site: &Site, password: Password) -> Result<String, Failure> {
    let salt: [u8; 16] = site.random.bytes();
    let permit = turn().await?;
    let hash = spawn_blocking(move || {
        let hash: Result<PasswordHash, _> =
            Argon2::default().hash_password_with_salt(password.expose().as_bytes(), &salt);
        drop(permit);
        hash.map(|hash| hash.to_string())
    });
    hash.await.map_err(internal)?.map_err(internal)
}

/// Does the password fit the stored hash? Takes as long where there is no hash to fit.
///
/// # Errors
/// [`Failure::TooMany`] when too many others wait.
pub(super) async fn fits(stored: Option<String>, typed: &str) -> Result<bool, Failure> {
    let typed = typed.to_owned();
    let permit = turn().await?;
    let fits = spawn_blocking(move || {
        // What is no hash at all, as of a member who never had a password, fits nothing and takes as long.
        let real = stored.as_deref().and_then(|stored| PasswordHash::new(stored).ok());
        let hash = match &real {
            Some(hash) => hash.clone(),
            None => PasswordHash::new(NOBODY).expect("a constant of the right form"),
        };
        let fits = Argon2::default().verify_password(typed.as_bytes(), &hash).is_ok();
        drop(permit);
        fits && real.is_some()
    });
    fits.await.map_err(internal)
}

async fn turn() -> Result<SemaphorePermit<'static>, Failure> {
    match timeout(PATIENCE, ROOM.acquire()).await {
        Ok(permit) => permit.map_err(internal),
        Err(_) => Err(Failure::TooMany { retry_after_s: 15 }),
    }
}

fn internal(error: impl std::fmt::Display) -> Failure {
    let request_id = request::id();
    tracing::error!(%request_id, %error, "password");
    Failure::Internal { request_id }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn nobodys_hash_costs_as_much_and_fits_nothing() {
        let real: PasswordHash =
            Argon2::default().hash_password_with_salt(b"lamplight radio", &[7; 16]).expect("a hash");
        let nobody = PasswordHash::new(NOBODY).expect("a hash");
        assert_eq!((nobody.algorithm, nobody.version, &nobody.params), (real.algorithm, real.version, &real.params));
        assert_eq!(nobody.to_string().len(), real.to_string().len());
        for stored in [None, Some("none".into()), Some(NOBODY.into())] {
            assert_eq!(fits(stored, "lamplight radio").await, Ok(false));
        }
        assert_eq!(fits(Some(real.to_string()), "lamplight radio").await, Ok(true));
        assert_eq!(fits(Some(real.to_string()), "lamplight radi0").await, Ok(false));
    }
}
