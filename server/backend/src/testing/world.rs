//! A whole site for a test, with people and clubs put straight into its database.
//!
//! ```text
//! each_site(async |world| {
//!     let chengdu = world.chapter("Chengdu").await;
//!     let wen = world.organiser("Wen Shuyan", chengdu).await;
//!     let event = world.event(chengdu, &wen, 80).await;
//!     let fan = world.member("Zhu Yuting").await;
//!     …
//! })
//! .await;
//! ```

use std::{
    ops::Deref,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use domain::{
    ChapterId, EventId, Instant, Locale, MemberId,
    members::{Actor, EventRole, Post, access::Rank},
    notices::quiet::Quiet,
    signups::{CUTOFF_HOURS, OFFER_MINUTES, Terms},
};
use tempfile::TempDir;
use uuid::Uuid;

use super::{ManualClock, SeededRandom, TestDb, engines};
use crate::{
    Site,
    db::Engine,
    members::{self, Visibility, naming, session},
    notices,
    operations::jobs::Worker,
    signups,
    site::{Mail, Settings},
    sql,
};

/// A site on a database of its own, whose clock is set by hand and whose mail goes into a folder. Gives [`Site`]'s methods.
pub struct TestSite {
    /// The site, to hand to use cases.
    pub site: Site,
    /// Its clock.
    pub clock: Arc<ManualClock>,
    db: TestDb,
    mail: TempDir,
    made: AtomicU64,
}

/// Runs a test on a fresh site on each engine, one after the other.
///
/// # Panics
/// As [`engines`] and [`TestSite::fresh`].
pub async fn each_site(test: impl AsyncFn(TestSite)) {
    for engine in engines() {
        eprintln!("on {engine}"); // shown when the test fails
        test(TestSite::fresh(engine).await).await;
    }
}

impl TestSite {
    /// A fresh one: no members, no chapters, 20 March 2027, 06:00 UTC.
    ///
    /// # Panics
    /// When it cannot be made: the test cannot run.
    pub async fn fresh(engine: Engine) -> Self {
        Self::on(TestDb::fresh(engine).await).await
    }

    /// One on this database, on the same day.
    ///
    /// # Panics
    /// When it cannot be opened.
    pub async fn on(db: TestDb) -> Self {
        let clock = Arc::new(ManualClock::default());
        let mail = tempfile::tempdir().expect("a temporary folder");
        let settings = Settings {
            name: "Lamplight Radio".into(),
            base_url: "https://popcorn.example".into(),
            mail: Mail::Folder(mail.path().into()),
            quiet: Some(Quiet::default()),
            answer_file_mb: 5,
        };
        let site = Site::open(db.db(), clock.clone(), Arc::new(SeededRandom::default()), settings)
            .await
            .expect("a site opens");
        Self { site, clock, db, mail, made: AtomicU64::new(0) }
    }

    /// Another site on the same database and clock with other settings, such as another way for mail.
    ///
    /// # Panics
    /// When it cannot be opened.
    pub async fn with_settings(&self, settings: Settings) -> Site {
        let random = Arc::new(SeededRandom::new(1000 + self.count()));
        Site::open(self.db.db(), self.clock.clone(), random, settings).await.expect("a site opens")
    }

    /// The database, for its address and for broken rows.
    pub fn test_db(&self) -> &TestDb {
        &self.db
    }

    /// Moves the clock forward.
    pub fn advance(&self, span: Duration) {
        self.clock.advance(span);
    }

    /// A member with a confirmed address, speaking English, whose profile is not public. Their handle is the name in small
    /// letters ("zhuyuting"), with a number behind it when there is such a member already; `{handle}@example.org` is their address.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn member(&self, name: &str) -> Actor {
        self.insert_member(name, Rank::Member).await
    }

    /// Somebody who runs the site.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn admin(&self) -> Actor {
        self.insert_member("Ada Min", Rank::Admin).await
    }

    /// Somebody who organises this chapter.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn organiser(&self, name: &str, chapter: ChapterId) -> Actor {
        let actor = self.insert_member(name, Rank::Member).await;
        let mut tx = self.site.db.write().await.expect("a transaction");
        tx.execute(
            sql!("INSERT INTO chapter_organiser (chapter_id, member_id) VALUES ($1, $2)"),
            (chapter.0, actor.member.0),
        )
        .await
        .expect("a new organiser");
        tx.commit().await.expect("a commit");
        Actor { organises: vec![chapter], ..actor }
    }

    /// Makes this member a helper at the event's door; gives them with that role.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn door_helper(&self, actor: &Actor, event: EventId) -> Actor {
        self.helper(actor, event, EventRole::Door).await
    }

    /// Gives this member a part in the event; gives them with that role.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn helper(&self, actor: &Actor, event: EventId, role: EventRole) -> Actor {
        let mut tx = self.site.db.write().await.expect("a transaction");
        tx.execute(
            sql!("INSERT INTO event_staff (event_id, member_id, role) VALUES ($1, $2, $3)"),
            (event.0, actor.member.0, role.word()),
        )
        .await
        .expect("a new helper");
        tx.commit().await.expect("a commit");
        Actor { staffs: vec![Post { event, role }], ..actor.clone() }
    }

    /// Makes this member's profile public.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn publish(&self, actor: &Actor) {
        members::set_public(&self.site, actor, Visibility::Public).await.expect("a member");
    }

    /// Gives this member another language.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn speaks(&self, actor: &Actor, locale: Locale) {
        let mut tx = self.site.db.write().await.expect("a transaction");
        tx.execute(sql!("UPDATE member SET locale = $1 WHERE id = $2"), (locale.tag(), actor.member.0))
            .await
            .expect("a member");
        tx.commit().await.expect("a commit");
    }

    /// A session of this member: the token for the cookie.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn session_of(&self, actor: &Actor) -> String {
        let mut tx = self.site.db.write().await.expect("a transaction");
        let session = session::begin(&mut tx, &self.site, actor.member, "Test browser").await.expect("a session");
        tx.commit().await.expect("a commit");
        session.token
    }

    /// A chapter in this city, on Chinese time; its slug is the city in small letters.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn chapter(&self, city: &str) -> ChapterId {
        let id = ChapterId(self.site.new_id());
        let mut tx = self.site.db.write().await.expect("a transaction");
        tx.execute(
            sql!("INSERT INTO chapter (id, slug, name, city, zone, locale, story, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"),
            (id.0, city.to_lowercase(), format!("{city} Lamplighters"), city, "Asia/Shanghai", "en", "We meet by lamplight.", self.now().0),
        )
        .await
        .expect("a new chapter");
        tx.commit().await.expect("a commit");
        id
    }

    /// A published meetup with so many seats, in two weeks (3 April 2027, 14:00 to 17:30 in Shanghai), open for sign-up,
    /// worth 20 honor. Titles and slugs are numbered: "Tea-House Tapes 1", `tea-house-tapes-1`.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn event(&self, chapter: ChapterId, host: &Actor, capacity: i64) -> EventId {
        const STARTS: Instant = Instant(1_806_732_000_000);
        let id = EventId(self.site.new_id());
        let (n, now) = (self.count(), self.now());
        let mut tx = self.site.db.write().await.expect("a transaction");
        tx.execute(
            sql!(
                "INSERT INTO event (id, slug, chapter_id, host_id, kind, state, title, summary, story, story_html, locale, art, zone,
                     starts_local, ends_local, starts_at, ends_at, venue, address, honor, version, created_at, changed_at, published_at)
                 VALUES ($1, $2, $3, $4, 'meetup', 'published', $5, 'Lost broadcasts, found again.', 'Bring a tape.', '<p>Bring a tape.</p>',
                     'en', '/art/tape.svg', 'Asia/Shanghai', '2027-04-03T14:00', '2027-04-03T17:30', $6, $7,
                     'Old Tram Depot', '88 Peony Lane', 20, 1, $8, $8, $8)"
            ),
            (id.0, format!("tea-house-tapes-{n}"), chapter.0, host.member.0, format!("Tea-House Tapes {n}"), STARTS.0, STARTS.plus_seconds(12_600).0, now.0),
        )
        .await
        .expect("a new event");
        tx.execute(
            sql!("INSERT INTO event_old_slug (slug, event_id) VALUES ($1, $2) ON CONFLICT (slug) DO NOTHING"),
            (format!("tea-house-tapes-{n}"), id.0),
        )
        .await
        .expect("its address");
        let terms = Terms { offer_s: OFFER_MINUTES * 60, cutoff: STARTS.plus_seconds(-CUTOFF_HOURS * 3600) };
        signups::lay_out(&mut tx, &self.site, id, (capacity, terms)).await.expect("its places");
        tx.commit().await.expect("a commit");
        id
    }

    /// Reminds of what is due, then runs every job that is due, and those they make, until none is left: mail stands in the folder then.
    ///
    /// # Panics
    /// When the database fails.
    pub async fn run_jobs(&self) {
        notices::remind(&self.site).await.expect("the database answers");
        let worker = Worker::new(self.site.clone());
        while worker.run_due().await.expect("the database answers") > 0 {}
    }

    /// All letters sent so far as they stand in their files, oldest first; those of one moment of the clock are in no order.
    /// [`TestSite::run_jobs`] writes them.
    ///
    /// # Panics
    /// When the folder cannot be read.
    pub fn letters(&self) -> Vec<String> {
        let files = std::fs::read_dir(self.mail.path()).expect("the mail folder");
        let mut files: Vec<_> = files
            .map(|file| file.expect("a file").path())
            .filter(|path| path.extension().is_some_and(|e| e == "eml"))
            .collect();
        files.sort();
        files.iter().map(|path| std::fs::read_to_string(path).expect("mail is ASCII")).collect()
    }

    fn count(&self) -> u64 {
        self.made.fetch_add(1, Ordering::SeqCst) + 1
    }

    async fn insert_member(&self, name: &str, rank: Rank) -> Actor {
        let member = MemberId(self.site.new_id());
        let base = naming::handle_base(name);
        let mut tx = self.site.db.write().await.expect("a transaction");
        for n in 1.. {
            let handle = if n == 1 { base.clone() } else { format!("{base}{n}") };
            let made: Option<(Uuid,)> = tx
                .optional(
                    sql!(
                        "INSERT INTO member (id, email, email_confirmed_at, password_hash, handle, display_name, bio, locale, zone, face, is_admin, created_at)
                         VALUES ($1, $2, $3, 'none', $4, $5, '', 'en', 'Asia/Shanghai', $6, $7, $3) ON CONFLICT DO NOTHING RETURNING id"
                    ),
                    (member.0, format!("{handle}@example.org"), self.now().0, handle.as_str(), name, naming::face(member), rank == Rank::Admin),
                )
                .await
                .expect("a new member");
            if made.is_some() {
                break;
            }
        }
        tx.commit().await.expect("a commit");
        Actor { member, rank, organises: vec![], staffs: vec![] }
    }
}

impl Deref for TestSite {
    type Target = Site;

    fn deref(&self) -> &Site {
        &self.site
    }
}
