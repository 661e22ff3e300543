//! How often: guessing is slow, flooding is stopped, a crowd at one address (a school, a phone network) is not.
//!
//! Each call counts against the address it comes from, against the signed-in member, and against the account whose mail
//! address stands in its form; the first that is used up refuses it, with the seconds until the next try. An account is counted
//! twice: tightly for each address that names it, so that a stranger cannot keep its owner out, and more widely for all of them
//! together, so that many addresses do not help. Counted in memory, each node for itself.

use std::{
    hash::{DefaultHasher, Hash, Hasher},
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use backend::{clock::Clock, site::Site};
use domain::{Failure, FieldCode, MemberId, members::Email};
use governor::{
    Quota, RateLimiter, clock::Clock as _, middleware::NoOpMiddleware, nanos::Nanos, state::keyed::DashMapStateStore,
};

use crate::config::Switch;

/// What is limited on its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// Trying a password.
    SignIn,
    /// Making an account.
    Register,
    /// Trying or asking for the code that confirms an address.
    Code,
    /// Asking for and trying the code that resets a password.
    Reset,
    /// Taking and giving up places, and what belongs to them.
    SignUp,
    /// Trying codes at a door.
    Door,
    /// Sending mail to somebody who did not ask for it.
    Invite,
    /// Sending pictures.
    Upload,
    /// Everything else that changes something.
    Other,
}

/// So many at once, and one more each so many milliseconds.
struct Pace {
    at_once: u32,
    then_each_ms: u64,
}

const fn pace(at_once: u32, then_each_ms: u64) -> Pace {
    Pace { at_once, then_each_ms }
}

impl Action {
    const ALL: [Self; 9] = [
        Self::SignIn,
        Self::Register,
        Self::Code,
        Self::Reset,
        Self::SignUp,
        Self::Door,
        Self::Invite,
        Self::Upload,
        Self::Other,
    ];

    /// What a server function does; the table is checked against the functions there are.
    pub(super) fn of(path: &str) -> Self {
        FUNCTIONS.iter().find(|(known, _)| *known == path).map_or(Self::Other, |(_, action)| *action)
    }

    /// For one account, and for one address.
    const fn paces(self) -> (Pace, Pace) {
        match self {
            Self::SignIn => (pace(10, 60_000), pace(100, 2_000)),
            Self::Register => (pace(10, 60_000), pace(100, 2_000)),
            Self::Code => (pace(8, 60_000), pace(100, 2_000)),
            Self::Reset => (pace(6, 300_000), pace(40, 10_000)),
            Self::SignUp => (pace(30, 2_000), pace(2_000, 20)),
            Self::Door => (pace(120, 500), pace(400, 200)),
            Self::Invite => (pace(30, 60_000), pace(60, 30_000)),
            Self::Upload => (pace(20, 30_000), pace(60, 10_000)),
            Self::Other => (pace(120, 500), pace(1_000, 50)),
        }
    }
}

/// Server functions with a limit of their own.
pub(super) const FUNCTIONS: &[(&str, Action)] = &[
    ("/api/members/sign_in", Action::SignIn),
    ("/api/members/register", Action::Register),
    ("/api/members/change_password", Action::SignIn),
    ("/api/members/confirm_email", Action::Code),
    ("/api/members/send_confirmation", Action::Code),
    ("/api/members/ask_reset", Action::Reset),
    ("/api/members/reset_password", Action::Reset),
    ("/api/members/set_up", Action::Register),
    ("/api/signups/sign_up", Action::SignUp),
    ("/api/signups/give_up", Action::SignUp),
    ("/api/signups/accept", Action::SignUp),
    ("/api/signups/decline", Action::SignUp),
    ("/api/signups/take_offer", Action::SignUp),
    ("/api/signups/pass_offer", Action::SignUp),
    ("/api/signups/set_listing", Action::SignUp),
    ("/api/signups/take_shift", Action::SignUp),
    ("/api/signups/change_answers", Action::SignUp),
    ("/api/door/check_in", Action::Door),
    ("/api/door/shift_word", Action::Door),
    ("/api/events/invite", Action::Invite),
];

/// Who asks, and about which account. Only hashes are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Asker {
    address: u64,
    member: Option<u64>,
    /// Whose mail address stands in the form.
    named: Option<u64>,
    brings_password: bool,
}

impl Asker {
    /// Reads the form as the use cases do: an address that they would not take is nobody's.
    ///
    /// # Errors
    /// `Malformed` where a form names two accounts: no form of ours does, and which of them is meant would be a guess.
    pub(super) fn new(address: IpAddr, member: Option<MemberId>, values: &[(String, String)]) -> Result<Self, Failure> {
        let is_email = |name: &str| name == "email" || name.ends_with("[email]");
        let mut emails = values.iter().filter(|(name, _)| is_email(name)).map(|(_, value)| value);
        let email = emails.next();
        if emails.next().is_some() {
            return Err(Failure::field("", FieldCode::Malformed));
        }
        let named = email.and_then(|email| Email::parse(email).ok()).map(|email| hash(&email.as_str()));
        let brings_password = values.iter().any(|(name, value)| name == "password" && !value.is_empty());
        let member = member.map(|member| hash(&member));
        Ok(Self { address: hash(&neighbourhood(address)), member, named, brings_password })
    }
}

/// An IPv6 customer has a whole /64: it counts as one address.
pub(super) fn neighbourhood(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(ip) => IpAddr::V6(Ipv6Addr::from_bits(ip.to_bits() & !u128::from(u64::MAX))),
        ip => ip,
    }
}

fn hash(what: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    what.hash(&mut hasher);
    hasher.finish()
}

/// The site's clock for the counters, so that tests turn it by hand.
#[derive(Clone)]
struct SiteClock(Arc<dyn Clock>);

impl governor::clock::Clock for SiteClock {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        Duration::from_millis(u64::try_from(self.0.now().0).unwrap_or_default()).into()
    }
}

type Counter = RateLimiter<u64, DashMapStateStore<u64>, SiteClock, NoOpMiddleware<Nanos>>;

/// The counters of one action.
struct Counters {
    addresses: Counter,
    members: Counter,
    /// An account as one address names it.
    named_here: Counter,
    /// An account, whoever names it.
    named: Counter,
}

/// So many times as often as one address alone may all of them together name an account.
const TOGETHER: u32 = 6;

/// All counters.
pub(super) struct Limits {
    switch: Switch,
    clock: SiteClock,
    /// In the order of [`Action::ALL`].
    counters: Vec<Counters>,
    checks: AtomicU32,
}

impl Limits {
    pub(super) fn new(site: &Site, switch: Switch) -> Self {
        let clock = SiteClock(site.clock.clone());
        let counter = |pace: &Pace| {
            let at_once = NonZeroU32::new(pace.at_once).unwrap_or(NonZeroU32::MIN);
            let quota = Quota::with_period(Duration::from_millis(pace.then_each_ms))
                .unwrap_or_else(|| Quota::per_second(at_once));
            RateLimiter::new(quota.allow_burst(at_once), DashMapStateStore::default(), clock.clone())
        };
        let counters = |(account, address): (Pace, Pace)| Counters {
            addresses: counter(&address),
            members: counter(&account),
            named_here: counter(&account),
            named: counter(&pace(account.at_once * TOGETHER, account.then_each_ms / u64::from(TOGETHER))),
        };
        let counters = Action::ALL.map(Action::paces).map(counters).into();
        Self { switch, clock, counters, checks: AtomicU32::new(0) }
    }

    /// Counts a call of the server function at `path`.
    ///
    /// # Errors
    /// `TooMany`, with the seconds until the next try can succeed.
    pub(super) fn check(&self, path: &str, asker: &Asker) -> Result<(), Failure> {
        let action = Action::of(path);
        // Whatever takes a password on the way, such as signing up, is no back door for guessing it.
        if asker.brings_password && !matches!(action, Action::SignIn | Action::Register | Action::Reset) {
            self.count(Action::SignIn, asker)?;
        }
        self.count(action, asker)
    }

    /// Counts an action.
    ///
    /// # Errors
    /// As [`Limits::check`].
    pub(super) fn count(&self, action: Action, asker: &Asker) -> Result<(), Failure> {
        if !self.switch.is_on() {
            return Ok(());
        }
        self.tidy();
        let Some(all) = Action::ALL.iter().position(|one| *one == action).and_then(|at| self.counters.get(at)) else {
            return Ok(());
        };
        // One after the other: what is refused already counts against nobody else.
        let counted = [
            (&all.addresses, Some(asker.address)),
            (&all.members, asker.member),
            (&all.named_here, asker.named.map(|named| hash(&(named, asker.address)))),
            (&all.named, asker.named),
        ]
        .into_iter()
        .try_for_each(|(counter, key)| key.map_or(Ok(()), |key| counter.check_key(&key)));
        counted.map_err(|until| {
            metrics::counter!("popcorn_rate_limited_total", "action" => format!("{action:?}")).increment(1);
            let wait = until.wait_time_from(self.clock.now());
            let retry_after_s = u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX).max(1);
            Failure::TooMany { retry_after_s }
        })
    }

    /// Forgets, now and then, those who have not been here for a while.
    fn tidy(&self) {
        if self.checks.fetch_add(1, Ordering::Relaxed) % 4096 == 4095 {
            for all in &self.counters {
                for counter in [&all.addresses, &all.members, &all.named_here, &all.named] {
                    counter.retain_recent();
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limited_function_exists() {
        let known: Vec<&str> = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path).collect();
        let missing: Vec<&str> = FUNCTIONS.iter().map(|(path, _)| *path).filter(|path| !known.contains(path)).collect();
        assert!(missing.is_empty(), "no such server functions: {missing:?}; there are {known:#?}");
    }

    #[test]
    fn addresses_of_one_customer_count_together() {
        let of = |text: &str| neighbourhood(text.parse().expect("an address"));
        assert_eq!(of("2001:db8:1:2:3::4"), of("2001:db8:1:2:ffff::1"));
        assert_ne!(of("2001:db8:1:2::1"), of("2001:db8:1:3::1"));
        assert_eq!(of("::ffff:192.0.2.1"), of("192.0.2.1"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
    }

    #[test]
    fn however_it_is_written_it_is_one_account() {
        let ip: IpAddr = "192.0.2.1".parse().expect("an address");
        let form = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(a, b)| (String::from(*a), String::from(*b))).collect::<Vec<_>>()
        };
        let named = |email: &str| Asker::new(ip, None, &form(&[("email", email)])).map(|asker| asker.named);
        for same in ["Fan@Example.org ", "\u{1}fan@example.org", "\u{1}\u{1}fan@example.org"] {
            assert_eq!(named(same), named("fan@example.org"), "{same:?}");
        }
        assert_ne!(named("fan@example.org"), named("other@example.org"));
        assert_eq!(named("nobody"), Ok(None));
        for two in [["email", "email"], ["z[email]", "email"], ["form[email]", "z[email]"]] {
            let two = form(&two.map(|name| (name, "fan@example.org")));
            assert!(Asker::new(ip, None, &two).is_err(), "{two:?}");
        }
    }
}
