//! One form for everybody who comes to save a seat: known people are signed in, new ones become members.

use domain::{
    Failure, FieldCode, Locale,
    form::Errors,
    members::{DisplayName, Email, Password},
};

use super::{NewSession, RegisterForm, password, register, sign_in};
use crate::Site;

/// What was typed.
#[derive(Clone, Default)]
pub struct ArriveForm {
    /// Mail address.
    pub email: String,
    /// The password they have, or the one to be.
    pub password: String,
    /// What to call them; needed from new people only.
    pub display_name: String,
    /// The language they read in.
    pub locale: Locale,
    /// The time zone their browser is in.
    pub zone: String,
}

/// What is wrong with a form before anybody is signed in or made a member: all of it at once. Whether the password of somebody
/// known fits, [`arrive`] says alone: that costs a hash.
///
/// # Errors
/// [`Failure::Invalid`] with `email`, `password`, `display_name`.
pub async fn check_arrival(site: &Site, form: &ArriveForm) -> Result<(), Failure> {
    let mut e = Errors::default();
    let email = e.take("email", Email::parse(&form.email));
    let is_known = match &email {
        Some(email) => sign_in::account(site, email).await?.is_some(),
        None => false,
    };
    if form.password.is_empty() {
        e.add("password", FieldCode::Required);
    } else if email.is_some() && !is_known {
        e.take("password", Password::parse(&form.password));
    }
    // Without a whole address nobody can say whether they are new.
    if email.is_some() && !is_known {
        e.take("display_name", DisplayName::parse(&form.display_name));
    }
    e.finish(Some(()))
}

/// Signs in who is known, registers who is not; a handle is made from the name.
///
/// # Errors
/// [`FieldCode::WrongPassword`] at `password` where the address is known and the password does not fit; for new people the
/// errors of [`register`](super::register()).
pub async fn arrive(site: &Site, form: ArriveForm, device: &str) -> Result<NewSession, Failure> {
    let mut e = Errors::default();
    let email = e.take("email", Email::parse(&form.email));
    if form.password.is_empty() {
        e.add("password", FieldCode::Required);
    }
    let email = e.finish(email)?;
    if let Some((member, hash)) = sign_in::account(site, &email).await? {
        if password::fits(Some(hash), &form.password).await? {
            return sign_in::begin(site, member, device).await;
        }
        return Err(Failure::field("password", FieldCode::WrongPassword));
    }
    let ArriveForm { email, password, display_name, locale, zone } = form;
    let newcomer = RegisterForm { email, password, display_name, handle: String::new(), locale, zone };
    match register(site, newcomer.clone(), device).await {
        // Sent twice at once, and the other one was faster: then they are known now.
        Err(failure) if failure.of_field("email") == Some(FieldCode::EmailTaken) => {
            // What was seen may be on its way to the disk still, where no reader finds it: our own commit comes after it.
            site.db.write().await?.commit().await?;
            sign_in(site, &newcomer.email, &newcomer.password, device).await
        }
        outcome => outcome,
    }
}
