//! Leaderboards of a large club: 100,000 members on a SQLite file, with 10,000 lines in the ledger and with 1,000,000.
//!
//! Measured is the whole use case behind `/leaderboard`, with the reader's own rank: the first page, pages anywhere, the last one, a
//! chapter's, a season's. And what a line more costs, with all its boards, durable. Asserted is that each page is whole.

use std::{num::NonZeroI64, path::Path};

use anyhow::ensure;
use backend::{
    Site,
    honor::{self, Entry, leaderboard, tiers},
    random::{Random, SystemRandom},
};
use domain::{
    Locale, MemberId,
    honor::{Cause, leaderboard::BoardAsk},
    members::{Actor, access::Rank},
};
use uuid::Uuid;

use super::{load::Stopwatch, stage, table::Table};

const MEMBERS: u64 = 100_000;
/// How often each kind of page is asked for.
const ASKED: usize = 300;
/// What attending earns.
const TWENTY: NonZeroI64 = NonZeroI64::new(20).expect("not zero");
/// How many lines are added, each in a commit of its own.
const ADDED: usize = 500;

/// The members, in three chapters, all shown; and a season that begins after the first tenth of the lines.
const PEOPLE: &str = "
    INSERT INTO chapter (id, slug, name, city, zone, locale, story, created_at) VALUES
        (unhex(printf('%032x', 1)), 'chengdu', 'A', 'Chengdu', 'UTC', 'en', '', 1), (unhex(printf('%032x', 2)), 'lisbon', 'B', 'Lisbon', 'UTC', 'en', '', 1),
        (unhex(printf('%032x', 3)), 'leeds', 'C', 'Leeds', 'UTC', 'en', '', 1);
    INSERT INTO season (id, name, first_day, last_day, starts_at, ends_at)
    VALUES (unhex(printf('%032x', 9)), 'Spring', '2001-09-10', '2099-12-31', 1000100000000, 4000000000000);
    INSERT INTO member (id, email, password_hash, handle, display_name, bio, locale, zone, face, home_chapter_id, is_admin, published_at, created_at)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    SELECT unhex(printf('%032x', i)), 'm' || i || '@example.org', 'x', 'm' || i, 'Member ' || i, '', 'en', 'UTC', '/art/face-1.svg',
        unhex(printf('%032x', 1 + i % 3)), 0, 1, 1 FROM n;";

/// Lines from the first number to the one before the second, in turns over all members.
fn lines(from: usize, to: usize) -> String {
    let last = to - 1;
    format!(
        "
    INSERT INTO honor_entry (id, member_id, seq, points, total, cause, idempotency_key, hash, at)
    WITH RECURSIVE n(i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM n WHERE i < {last})
    SELECT randomblob(16), unhex(printf('%032x', 1 + i % 100000)), 1 + i / 100000, 1 + abs(random() % 60), 0, 'thanked', 'b' || i, zeroblob(32),
        1000000000000 + i * 1000 FROM n;
    DELETE FROM honor_account;
    INSERT INTO honor_account (member_id, total, entries, head) SELECT member_id, sum(points), count(*), zeroblob(32) FROM honor_entry GROUP BY member_id;"
    )
}

/// What of them counts: all. The first tenth lies before the season, in the rest of the year.
const COUNTED: &str = "
    DELETE FROM honor_counted; DELETE FROM honor_total; DELETE FROM honor_season;
    INSERT INTO honor_counted (entry_id, member_id, seq, day, season, points, state)
    SELECT id, member_id, seq, at / 86400000, CASE WHEN at >= 1000100000000 THEN 1000100000000 ELSE 978307200000 END, points, 'stands' FROM honor_entry;
    INSERT INTO honor_total (member_id, lifetime, reached_at) SELECT member_id, sum(points), max(at) FROM honor_entry GROUP BY member_id;
    INSERT INTO honor_season (member_id, season, points, reached_at)
    SELECT c.member_id, c.season, sum(c.points), max(e.at) FROM honor_counted c JOIN honor_entry e ON e.id = c.entry_id GROUP BY c.member_id, c.season;";

/// Measures, and writes it into the table.
pub(crate) async fn measure(table: &mut Table, folder: &Path) -> anyhow::Result<()> {
    let db = backend::db::Db::open(&folder.join("boards.db").to_string_lossy()).await?;
    db.migrate().await?;
    let site = stage::site(db, "http://127.0.0.1:1".into(), folder.join("outbox-4")).await?;
    site.db.raw().await?.run(PEOPLE).await?;
    table.part("Leaderboards, 100,000 members, SQLite: the page with the reader’s own rank");
    for (from, to, name) in [(0, 10_000, "10,000"), (10_000, 1_000_000, "1,000,000")] {
        site.db.raw().await?.run(lines(from, to).leak()).await?;
        site.db.raw().await?.run(COUNTED).await?;
        let clock = Stopwatch::start();
        tiers::count(&site).await?;
        table.took(&format!("counted anew from {name} lines"), clock.elapsed());
        pages(table, &site, name).await?;
    }
    added(table, &site).await?;
    site.db.close().await;
    Ok(())
}

/// One of the members.
fn somebody() -> Actor {
    let random: &dyn Random = &SystemRandom;
    let member = MemberId(Uuid::from_u128(u128::from(random.below(MEMBERS)) + 1));
    Actor { member, rank: Rank::Member, organises: vec![], staffs: vec![] }
}

async fn pages(table: &mut Table, site: &Site, lines: &str) -> anyhow::Result<()> {
    let random: &dyn Random = &SystemRandom;
    let lifetime = || BoardAsk { season: "lifetime".into(), ..BoardAsk::default() };
    let most = leaderboard::page(site, None, Locale::En, lifetime()).await?;
    ensure!(most.rows.len() == 50 && most.members > 0, "the board is not whole");
    let top = most.rows.first().map_or(1, |row| row.points).unsigned_abs();
    let anywhere = || (1 + random.below(top)).to_string();
    let kinds: [(&str, &dyn Fn() -> BoardAsk); 5] = [
        ("lifetime, first page", &lifetime),
        ("lifetime, a page anywhere", &|| BoardAsk { from: anywhere(), ..lifetime() }),
        ("lifetime, deep among equals", &|| BoardAsk {
            from: format!("{}.{}", 1 + random.below(9), random.below(MEMBERS / 2)),
            ..lifetime()
        }),
        ("lifetime of a chapter, anywhere", &|| BoardAsk { chapter: "lisbon".into(), from: anywhere(), ..lifetime() }),
        ("the season, a page anywhere", &|| BoardAsk { from: anywhere(), ..BoardAsk::default() }),
    ];
    for (what, ask) in kinds {
        let mut times = vec![];
        for _ in 0..ASKED {
            let (ask, actor) = (ask(), somebody());
            let clock = Stopwatch::start();
            leaderboard::page(site, Some(&actor), Locale::En, ask).await?;
            times.push(clock.elapsed());
        }
        table.waits(&format!("{lines} lines: {what}"), times);
    }
    Ok(())
}

/// What a line more costs, with its boards.
async fn added(table: &mut Table, site: &Site) -> anyhow::Result<()> {
    let mut times = vec![];
    for n in 0..ADDED {
        let entry = Entry {
            member: somebody().member,
            points: TWENTY,
            cause: Cause::Thanked,
            event: None,
            by: None,
            corrects: None,
            reason: None,
            key: format!("bench:{n}"),
        };
        let clock = Stopwatch::start();
        let mut tx = site.db.write().await?;
        honor::add(&mut tx, site, entry).await?;
        tx.commit().await?;
        times.push(clock.elapsed());
    }
    table.waits("a line more, with all its boards, durable", times);
    let clock = Stopwatch::start();
    leaderboard::fold(site).await?;
    table.took(&format!("{ADDED} of them folded"), clock.elapsed());
    Ok(())
}
