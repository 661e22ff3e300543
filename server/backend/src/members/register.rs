//! Becoming a member.

use domain::{
    Failure, FieldCode, Instant, Locale, MemberId,
    events::plan::Zones,
    form::Errors,
    members::{DisplayName, Email, Handle, Password},
};
use serde_json::json;
use uuid::Uuid;

use super::{
    NewSession,
    codes::{self, Issued, Purpose},
    naming, password, session,
};
use crate::{
    Site,
    db::{self, Tx},
    notices::{self, Letter},
    operations::audit,
    sql,
    zones::TzDb,
};

/// How many handles are tried for a name.
const ATTEMPTS: u32 = 8;

/// What somebody typed who registers.
#[derive(Clone, Default)]
pub struct RegisterForm {
    /// Mail address.
    pub email: String,
    /// The password to be.
    pub password: String,
    /// What to call them.
    pub display_name: String,
    /// The handle they want; empty: made from the name.
    pub handle: String,
    /// The language they read in.
    pub locale: Locale,
    /// The time zone their browser is in; one that is not known becomes UTC.
    pub zone: String,
}

/// Registers somebody, sends them a code for their address, and signs them in.
///
/// # Errors
/// [`Failure::Invalid`] with `email`, `password`, `display_name`, `handle`.
pub async fn register(site: &Site, form: RegisterForm, device: &str) -> Result<NewSession, Failure> {
    let newcomer = Newcomer::parse(site, form, Standing::Fan).await?;
    let mut tx = site.db.write().await?;
    let member = add(&mut tx, site, &newcomer).await??;
    let session = session::begin(&mut tx, site, member, device).await?;
    tx.commit().await?;
    Ok(session)
}

/// As what somebody joins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// As a member whose address is still to be confirmed.
    Fan,
    /// As one who runs the site. They hold the machine, so their word is enough for the address.
    Admin,
}

/// Somebody ready to be added: everything parsed, the password hashed.
pub(super) struct Newcomer {
    email: Email,
    password_hash: String,
    display_name: DisplayName,
    /// The one they want.
    handle: Option<Handle>,
    locale: Locale,
    zone: String,
    standing: Standing,
}

impl Newcomer {
    /// Reads the form. All errors are told at once, and only a good form costs a hash.
    pub(super) async fn parse(site: &Site, form: RegisterForm, standing: Standing) -> Result<Self, Failure> {
        let mut e = Errors::default();
        let email = e.take("email", Email::parse(&form.email));
        let secret = e.take("password", Password::parse(&form.password));
        let display_name = e.take("display_name", DisplayName::parse(&form.display_name));
        let handle = if form.handle.trim().is_empty() {
            Some(None)
        } else {
            e.take("handle", Handle::parse(&form.handle)).map(Some)
        };
        let parsed = email.zip(secret).zip(display_name).zip(handle);
        let (((email, secret), display_name), handle) = e.finish(parsed)?;
        let zone = if TzDb.knows(&form.zone) { form.zone } else { "UTC".into() };
        let password_hash = password::hash(site, secret).await?;
        Ok(Self { email, password_hash, display_name, handle, locale: form.locale, zone, standing })
    }
}

/// Adds the member, with a code on its way to them, and says so in the audit log. The inner error: taken address or handle;
/// nothing is written then.
pub(super) async fn add(tx: &mut Tx, site: &Site, newcomer: &Newcomer) -> db::Result<Result<MemberId, Failure>> {
    let member = MemberId(site.new_id());
    let now = site.now();
    let confirmed = (newcomer.standing == Standing::Admin).then_some(now);
    let mut attempt = 0;
    loop {
        let handle = match &newcomer.handle {
            Some(wanted) => wanted.as_str().to_owned(),
            None => naming::handle_for(newcomer.display_name.as_str(), attempt, &*site.random),
        };
        if insert(tx, newcomer, member, &handle, (now, confirmed)).await? {
            break;
        }
        // By now whoever was faster has committed, so what stands in the way can be seen.
        let known: Option<(Uuid,)> =
            tx.optional(sql!("SELECT id FROM member WHERE email = $1"), (newcomer.email.as_str(),)).await?;
        if known.is_some() {
            return Ok(Err(Failure::field("email", FieldCode::EmailTaken)));
        }
        attempt += 1;
        if newcomer.handle.is_some() || attempt == ATTEMPTS {
            return Ok(Err(Failure::field("handle", FieldCode::HandleTaken)));
        }
    }
    audit::write(tx, site, Some(member), "registered", ("member", member.0), json!({})).await?;
    if newcomer.standing == Standing::Fan
        && let Issued::Code(code) = codes::issue(tx, site, member, Purpose::ConfirmEmail).await?
    {
        notices::send(tx, site, member, Letter::ConfirmEmail { code }).await?;
    }
    Ok(Ok(member))
}

/// False when the address or the handle is another member's. Waits for somebody who is just taking one of them.
async fn insert(
    tx: &mut Tx,
    newcomer: &Newcomer,
    member: MemberId,
    handle: &str,
    (now, confirmed): (Instant, Option<Instant>),
) -> db::Result<bool> {
    let added = tx
        .execute(
            sql!(
                "INSERT INTO member (id, email, email_confirmed_at, password_hash, handle, display_name, bio, locale, zone, face, is_admin, created_at)
                 VALUES ($1, $2, $3, $4, $5, $6, '', $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING"
            ),
            (
                member.0,
                newcomer.email.as_str(),
                confirmed.map(|at| at.0),
                newcomer.password_hash.as_str(),
                handle,
                newcomer.display_name.as_str(),
                newcomer.locale.tag(),
                newcomer.zone.as_str(),
                naming::face(member),
                newcomer.standing == Standing::Admin,
                now.0,
            ),
        )
        .await?;
    Ok(added == 1)
}
