//! A site with many members, behind its real router on a port of this machine, as `popcorn serve` runs it.

use std::{
    net::SocketAddr,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use anyhow::{anyhow, ensure};
use backend::{
    Site,
    clock::SystemClock,
    db::{Db, Tx},
    markdown,
    members::{self, RegisterForm},
    operations::jobs::{self, Worker},
    random::SystemRandom,
    signups,
    site::{Mail, Settings},
    sql,
};
use domain::{EventId, signups::Terms};
use popcorn::{
    config::Switch,
    http::{HttpSettings, PagesKept, router},
};
use sha2::{Digest, Sha256};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle, time::sleep};
use uuid::Uuid;

use super::load::Stopwatch;

/// How many want a seat.
pub(crate) const FANS: usize = 2000;
/// How many get one.
pub(crate) const SEATS: i64 = 500;

/// How long the jobs of a round may take.
const JOBS_PATIENCE: Duration = Duration::from_secs(300);

/// Three days, in seconds.
const SOON_S: i64 = 3 * 24 * 3600;

const STORY: &str = "\
Somewhere between the tram depot and the river somebody kept every broadcast from the first winter, on ninety-minute tapes.

**What happens:** we listen to three of them, from the beginning, with the lights low. Between the tapes there is tea, and
Wen tells how they were found.

- Bring a tape of your own, if you have one. We have a deck that repairs what it can.
- Bring somebody who has never heard the show. They sit in front.
- There are sixty chairs and a lot of carpet.

Doors open half an hour before. If you come by tram, get off at *Peony Lane* and follow the lanterns.";

/// Whether jobs are carried out meanwhile.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Jobs {
    /// As when the site is served.
    Run,
    /// They stay in their table: only the requests are measured.
    Wait,
}

/// A served site.
pub(crate) struct Stage {
    pub(crate) site: Site,
    pub(crate) address: SocketAddr,
    /// The cookies of those who want a seat.
    pub(crate) cookies: Vec<String>,
    host: Uuid,
    chapter: Uuid,
    events: AtomicU32,
    jobs: Jobs,
    end: watch::Sender<bool>,
    running: Vec<JoinHandle<()>>,
}

/// An event of the stage.
pub(crate) struct Event {
    pub(crate) id: EventId,
    pub(crate) slug: String,
}

/// A site on this migrated database.
pub(crate) async fn site(db: Db, base_url: String, outbox: PathBuf) -> anyhow::Result<Site> {
    let settings = Settings {
        name: "Lamplight Radio".into(),
        base_url,
        mail: Mail::Folder(outbox),
        quiet: None,
        answer_file_mb: 5,
    };
    Ok(Site::open(db, Arc::new(SystemClock), Arc::new(SystemRandom), settings).await?)
}

impl Stage {
    /// Serves a site on this migrated, empty database.
    pub(crate) async fn open(db: Db, outbox: PathBuf, jobs: Jobs) -> anyhow::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        let address = listener.local_addr()?;
        let site = site(db, format!("http://{address}"), outbox).await?;
        // All come from one address here; everything else is as it is served.
        let settings = HttpSettings {
            rate_limits: Switch::Off,
            page_cache: Some(PagesKept::default()),
            ..HttpSettings::default()
        };
        let router = router(site.clone(), settings);

        let (end, told) = watch::channel(false);
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        let server = axum::serve(listener, service).with_graceful_shutdown(is_set(told.clone()));
        let mut running = vec![tokio::spawn(async move { _ = server.await })];
        if jobs == Jobs::Run {
            running.push(tokio::spawn(Worker::new(site.clone()).run(is_set(told))));
        }

        let (host, chapter, cookies) = fill(&site).await?;
        Ok(Self { site, address, cookies, host, chapter, events: AtomicU32::new(0), jobs, end, running })
    }

    /// A published event with all its seats free.
    pub(crate) async fn event(&self) -> anyhow::Result<Event> {
        let (id, now) = (self.site.new_id(), self.site.now());
        let n = self.events.fetch_add(1, Ordering::Relaxed) + 1;
        let slug = format!("tea-house-tapes-{n}");
        let starts = now.plus_seconds(SOON_S);
        let mut tx = self.site.db.write().await?;
        tx.execute(
            sql!(
                "INSERT INTO event (id, slug, chapter_id, host_id, kind, state, title, summary, story, story_html, locale, art, zone,
                     starts_local, ends_local, starts_at, ends_at, venue, address, honor, version, created_at, changed_at, published_at)
                 VALUES ($1, $2, $3, $4, 'meetup', 'published', $5, 'Lost broadcasts, found again.', $6, $7,
                     'en', '/art/tape.svg', 'UTC', '2027-04-03T14:00', '2027-04-03T17:30', $8, $9,
                     'Old Tram Depot', '88 Peony Lane', 20, 1, $10, $10, $10)"
            ),
            (
                id,
                slug.as_str(),
                self.chapter,
                self.host,
                format!("Tea-House Tapes {n}"),
                STORY,
                markdown::render(STORY),
                starts.0,
                starts.plus_seconds(12_600).0,
                now.0,
            ),
        )
        .await?;
        let terms = Terms { offer_s: 86_400, cutoff: starts };
        signups::lay_out(&mut tx, &self.site, EventId(id), (SEATS, terms)).await?;
        tx.commit().await?;
        Ok(Event { id: EventId(id), slug })
    }

    /// Returns when no job waits any more, so that the next measurement begins in peace.
    pub(crate) async fn jobs_done(&self) -> anyhow::Result<()> {
        if self.jobs == Jobs::Wait {
            return Ok(());
        }
        let clock = Stopwatch::start();
        loop {
            let backlog = jobs::backlog(&self.site).await?;
            ensure!(backlog.failed == 0, "{} jobs failed", backlog.failed);
            if backlog.waiting == 0 {
                return Ok(());
            }
            ensure!(clock.elapsed() < JOBS_PATIENCE, "{} jobs still wait", backlog.waiting);
            sleep(Duration::from_millis(50)).await;
        }
    }

    /// Ends what runs, as far as it ends soon.
    pub(crate) async fn close(self) {
        _ = self.end.send(true);
        for task in self.running {
            _ = tokio::time::timeout(Duration::from_secs(10), task).await;
        }
        self.site.db.close().await;
    }
}

/// Waits for the sign to end.
async fn is_set(mut sign: watch::Receiver<bool>) {
    _ = sign.wait_for(|set| *set).await;
}

/// A host, a chapter, and everybody who wants a seat, with their sessions. The host is registered as people are; the others
/// share the host's password hash, for two thousand of their own would take minutes.
async fn fill(site: &Site) -> anyhow::Result<(Uuid, Uuid, Vec<String>)> {
    let form = RegisterForm {
        email: "wen@example.org".into(),
        password: "lamplight radio".into(),
        display_name: "Wen Shuyan".into(),
        ..RegisterForm::default()
    };
    let host =
        members::register(site, form, "").await.map_err(|failure| anyhow!("no host: {failure:?}"))?.actor.member.0;
    let chapter = site.new_id();
    let mut tx = site.db.write().await?;
    tx.execute(
        sql!("INSERT INTO chapter (id, slug, name, city, zone, locale, story, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"),
        (chapter, "chengdu", "Chengdu Lamplighters", "Chengdu", "Asia/Shanghai", "en", "We meet by lamplight.", site.now().0),
    )
    .await?;
    tx.execute(sql!("UPDATE member SET published_at = $2 WHERE id = $1"), (host, site.now().0)).await?;
    let (hash,): (String,) = tx.one(sql!("SELECT password_hash FROM member WHERE id = $1"), (host,)).await?;
    let mut cookies = Vec::with_capacity(FANS);
    for n in 1..=FANS {
        cookies.push(fan(&mut tx, site, n, &hash).await?);
    }
    tx.commit().await?;
    Ok((host, chapter, cookies))
}

/// A member with a session; gives its cookie.
async fn fan(tx: &mut Tx, site: &Site, n: usize, password_hash: &str) -> anyhow::Result<String> {
    let (member, now, token) = (site.new_id(), site.now(), site.random.code(52));
    tx.execute(
        sql!(
            "INSERT INTO member (id, email, email_confirmed_at, password_hash, handle, display_name, bio, locale, zone, face, is_admin, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, '', 'en', 'Asia/Shanghai', $7, $8, $3)"
        ),
        (
            member,
            format!("fan{n}@example.org"),
            now.0,
            password_hash,
            format!("fan{n}"),
            format!("Fan {n}"),
            format!("/art/face-{}.svg", n % 8 + 1),
            false,
        ),
    )
    .await?;
    tx.execute(
        sql!("INSERT INTO session (token_hash, id, member_id, device, created_at, seen_at, expires_at) VALUES ($1, $2, $3, 'bench', $4, $4, $5)"),
        (Sha256::digest(token.as_bytes()).to_vec(), site.new_id(), member, now.0, now.plus_seconds(24 * 3600).0),
    )
    .await?;
    let name = app::server_context::session_cookie(&site.settings.base_url);
    Ok(format!("{name}={token}"))
}
