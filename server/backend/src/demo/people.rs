//! The members and their clubs.

use domain::{
    ChapterId, Instant, Locale, MemberId,
    members::{Actor, Password, access::Rank},
};

use super::{
    NotLoaded, PASSWORD,
    content::{BIOS, CHAPTERS, CHINESE, FAMILY, GIVEN},
    fixed::FixedClock,
};
use crate::{
    Site,
    db::{Result, Tx},
    members::{naming, password},
    sql,
};

pub(super) const ORGANISER: &str = "organiser@popcorn.example";
pub(super) const FAN: &str = "fan@popcorn.example";
pub(super) const ADMIN: &str = "admin@popcorn.example";

/// How many members there are.
const MEMBERS: usize = 200;
/// Days over which they came.
const DAYS: i64 = 420;

/// Everybody, as the year needs them.
pub(super) struct Cast {
    pub(super) chapters: Vec<ChapterId>,
    /// Who organises each chapter, in their order.
    pub(super) organisers: Vec<Actor>,
    /// All members with the chapter they call home: a place in `chapters`.
    pub(super) members: Vec<(Actor, usize)>,
    /// The demo's fan: a place in `members`.
    pub(super) fan: usize,
}

/// Somebody who is to be one of them.
struct Newcomer {
    name: String,
    email: String,
    home: usize,
    rank: Rank,
    is_public: bool,
}

/// Puts clubs and members into the empty database.
pub(super) async fn move_in(site: &Site, clock: &FixedClock, now: Instant) -> std::result::Result<Cast, NotLoaded> {
    let long_ago = now.plus_seconds(-DAYS * 86_400);
    clock.set(long_ago);
    let secret = Password::parse(PASSWORD).map_err(|code| domain::Failure::field("password", code))?;
    let hash = password::hash(site, secret).await?;
    let mut tx = site.db.write().await?;
    let mut cast = Cast { chapters: vec![], organisers: vec![], members: vec![], fan: 2 };
    for chapter in &CHAPTERS {
        let id = ChapterId(site.new_id());
        tx.execute(
            sql!("INSERT INTO chapter (id, slug, name, city, zone, locale, story, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"),
            (id.0, chapter.slug, chapter.name, chapter.city, chapter.zone, chapter.locale.tag(), chapter.story, long_ago.0),
        )
        .await?;
        cast.chapters.push(id);
    }
    for n in 0..MEMBERS {
        // Those who are named come first; the others trickle in over the year.
        let joined = long_ago.plus_seconds(if n < 5 { 3600 } else { (n as i64) * (DAYS - 30) * 86_400 / MEMBERS as i64 });
        clock.set(joined);
        let newcomer = newcomer(n);
        let home = newcomer.home;
        let member = insert(&mut tx, site, &cast, newcomer, (joined, hash.as_str())).await?;
        cast.members.push((member, home));
    }
    // The demo's organiser runs every club, so that everything can be tried from one account.
    for (who, clubs) in [(1, vec![0, 1, 2]), (3, vec![1]), (4, vec![2])] {
        for club in clubs {
            let (actor, chapter) = (&mut cast.members[who].0, cast.chapters[club]);
            tx.execute(sql!("INSERT INTO chapter_organiser (chapter_id, member_id) VALUES ($1, $2)"), (chapter.0, actor.member.0)).await?;
            actor.organises.push(chapter);
        }
    }
    cast.organisers = [1, 3, 4].map(|who| cast.members[who].0.clone()).into();
    tx.commit().await?;
    Ok(cast)
}

fn newcomer(n: usize) -> Newcomer {
    let named = |name: &str, email: &str, home, rank| Newcomer { name: name.into(), email: email.into(), home, rank, is_public: true };
    match n {
        0 => Newcomer { is_public: false, ..named("Ada Keeper", ADMIN, 0, Rank::Admin) },
        1 => named("Qiao Bo", ORGANISER, 0, Rank::Member),
        2 => named("Zhu Yuting", FAN, 0, Rank::Member),
        3 => named("Duarte Lobo-Reis", "duarte@popcorn.example", 1, Rank::Member),
        4 => named("Imogen Ashdown-Li", "imogen@popcorn.example", 2, Rank::Member),
        _ => {
            let name = match n % 9 {
                0 => CHINESE[(n / 9) % CHINESE.len()].to_owned(),
                _ => format!("{} {}", GIVEN[(n * 7) % GIVEN.len()], FAMILY[(n * 11) % FAMILY.len()]),
            };
            Newcomer { name, email: format!("member{n}@popcorn.example"), home: [0, 0, 1, 2][n % 4], rank: Rank::Member, is_public: n % 2 == 0 }
        }
    }
}

async fn insert(tx: &mut Tx, site: &Site, cast: &Cast, who: Newcomer, (joined, hash): (Instant, &str)) -> Result<Actor> {
    let member = MemberId(site.new_id());
    let chapter = &CHAPTERS[who.home];
    let n = cast.members.len();
    let chinese = !who.name.is_ascii() && who.name.chars().all(|c| c > '\u{2e7f}');
    let locale = if chinese { Locale::ZhCn } else { Locale::En };
    let bio = if n % 3 == 0 || n < 5 { BIOS[n % BIOS.len()] } else { "" };
    for attempt in 0..20 {
        let handle = naming::handle_for(&who.name, attempt, &*site.random);
        let added = tx
            .execute(
                sql!(
                    "INSERT INTO member (id, email, email_confirmed_at, password_hash, handle, display_name, bio, locale, zone, face,
                         home_chapter_id, is_admin, published_at, created_at)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $3) ON CONFLICT DO NOTHING"
                ),
                (
                    member.0,
                    who.email.as_str(),
                    joined.0,
                    hash,
                    handle,
                    who.name.as_str(),
                    bio,
                    locale.tag(),
                    chapter.zone,
                    naming::face(member),
                    cast.chapters[who.home].0,
                    who.rank == Rank::Admin,
                    who.is_public.then_some(joined.0),
                ),
            )
            .await?;
        if added == 1 {
            break;
        }
    }
    Ok(Actor { member, rank: who.rank, organises: vec![], staffs: vec![] })
}
