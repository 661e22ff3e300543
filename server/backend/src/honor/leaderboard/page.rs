//! `/leaderboard`, and the same for other programs.

use domain::honor::leaderboard::{BoardAsk, BoardRow, LeaderboardPage, MyPlace, PAGE, Start, ranks};
use domain::members::view::Person;
use domain::members::{Action, Actor};
use domain::{ChapterId, EventId, Failure, Locale, MemberId};
use uuid::Uuid;

use super::rank::Board;
use super::{EVERYBODY, LIFETIME, sums};
use crate::db::{Reading, Result as DbResult};
use crate::honor::{seasons, tiers::House};
use crate::showcase::card;
use crate::{Site, sql};

/// The word for lifetime honor in an address.
const LIFETIME_WORD: &str = "lifetime";

/// So many of the events where the reader was are offered.
const EVENTS: i64 = 6;

/// What a board is of.
struct Found {
    board: Board,
    ask: BoardAsk,
    season: Option<String>,
    span: String,
    of: Option<String>,
    /// Those who were there, and nobody else.
    event: Option<EventId>,
}

#[derive(sqlx::FromRow)]
struct Row {
    member_id: Uuid,
    points: i64,
    handle: String,
    display_name: String,
    face: String,
    city: Option<String>,
}

/// A page of a board. The one of an event is for those who were there, and for those who run it: who was where is nobody
/// else's business.
///
/// # Errors
/// [`Failure::NotFound`] for a season, chapter or event that is not there; [`Failure::SignInNeeded`] and [`Failure::Forbidden`]
/// for the board of an event.
pub async fn page(
    site: &Site,
    viewer: Option<&Actor>,
    locale: Locale,
    ask: BoardAsk,
) -> Result<LeaderboardPage, Failure> {
    let mut conn = site.db.read().await?;
    let start = Start::parse(&ask.from);
    let found = Found::of(&mut conn, (site, viewer), locale, ask).await?;
    let me = viewer.map(|actor| actor.member);
    let (rows, members, next) = match found.event {
        Some(event) => of_event(&mut conn, (&found, event), start, me).await?,
        None => of_board(&mut conn, &found, start, me).await?,
    };
    let mine = match me {
        Some(me) => mine(&mut conn, &found, me).await?,
        None => None,
    };
    let hidden = match me {
        Some(me) if mine.is_none() => sums::home_of_shown(&mut conn, me).await?.is_none(),
        _ => false,
    };
    let with = |from: String| BoardAsk { from, ..found.ask.clone() }.href("/leaderboard");
    let chapters = crate::chapters::all(&mut conn).await?.into_iter().map(|chip| (chip.slug, chip.city)).collect();
    let events = match me {
        Some(me) => events(&mut conn, me).await?,
        None => vec![],
    };
    Ok(LeaderboardPage {
        next: next.map(|next| with(next.to_string())),
        top: (start != Start::TOP).then(|| with(String::new())),
        seasons: seasons::names(&mut conn, site.now()).await?,
        share: card::leaderboard(&site.settings, locale, found.season.as_deref()),
        season: found.season,
        span: found.span,
        of: found.of,
        ask: BoardAsk { from: String::new(), ..found.ask },
        rows,
        members,
        mine,
        hidden,
        chapters,
        events,
    })
}

impl Found {
    async fn of(
        conn: &mut impl Reading,
        (site, viewer): (&Site, Option<&Actor>),
        locale: Locale,
        mut ask: BoardAsk,
    ) -> Result<Self, Failure> {
        let zone = House::read(conn).await?.zone;
        let season = match ask.season.as_str() {
            LIFETIME_WORD => None,
            "" => seasons::at(conn, site.now()).await?,
            id => {
                let id: Uuid = id.parse().map_err(|_| Failure::NotFound)?;
                Some(seasons::by_id(conn, id).await?.ok_or(Failure::NotFound)?)
            }
        };
        ask.season = season.as_ref().map_or(LIFETIME_WORD.into(), |season| season.id.to_string());
        let span = season.as_ref().map(|season| season.span(locale, &zone)).unwrap_or_default();
        let (mut chapter, mut of, mut event) = (EVERYBODY, None, None);
        if !ask.event.is_empty() {
            ask.chapter.clear();
            let (id, title) = event_for(conn, viewer, &ask.event).await?;
            (of, event) = (Some(title), Some(id));
        } else if !ask.chapter.is_empty() {
            let found: Option<(Uuid, String)> =
                conn.optional(sql!("SELECT id, city FROM chapter WHERE slug = $1"), (ask.chapter.as_str(),)).await?;
            let (id, city) = found.ok_or(Failure::NotFound)?;
            (chapter, of) = (id, Some(city));
        }
        let board = Board { season: season.as_ref().map_or(LIFETIME, |season| season.id), chapter };
        Ok(Self { board, ask, season: season.map(|season| season.name), span, of, event })
    }
}

/// The event, if its board is for this viewer.
async fn event_for(conn: &mut impl Reading, viewer: Option<&Actor>, slug: &str) -> Result<(EventId, String), Failure> {
    let found: Option<(Uuid, Uuid, String)> = conn
        .optional(sql!("SELECT id, chapter_id, title FROM event WHERE slug = $1 AND state <> 'draft'"), (slug,))
        .await?;
    let (id, chapter, title) = found.ok_or(Failure::NotFound)?;
    let actor = viewer.ok_or(Failure::SignInNeeded)?;
    let was_there: Option<(i64,)> = conn
        .optional(sql!("SELECT at FROM check_in WHERE event_id = $1 AND member_id = $2 LIMIT 1"), (id, actor.member.0))
        .await?;
    if was_there.is_none() && !actor.may(Action::RunEvent(EventId(id), ChapterId(chapter))) {
        return Err(Failure::Forbidden);
    }
    Ok((EventId(id), title))
}

/// A page of a board: its rows, how many stand on it, and where it goes on.
type Rows = (Vec<BoardRow>, i64, Option<Start>);

async fn of_board(conn: &mut impl Reading, found: &Found, start: Start, me: Option<MemberId>) -> DbResult<Rows> {
    let board = found.board;
    // The inner part reads the index alone, however far down the page is. Names are looked up for what is shown.
    let rows: Vec<Row> = if board.chapter == EVERYBODY {
        conn.all(
            sql!(
                "SELECT p.member_id, p.points, m.handle, m.display_name, m.face, h.city
                 FROM (SELECT b.member_id, b.points, b.reached_at FROM board_place b WHERE b.season_id = $1 AND b.points <= $2
                       ORDER BY b.points DESC, b.reached_at, b.member_id LIMIT $3 OFFSET $4) p
                     JOIN member m ON m.id = p.member_id AND m.published_at IS NOT NULL
                     LEFT JOIN chapter h ON h.id = m.home_chapter_id
                 ORDER BY p.points DESC, p.reached_at, p.member_id"
            ),
            (board.season, start.points, PAGE + 1, start.skip),
        )
        .await?
    } else {
        conn.all(
            sql!(
                "SELECT p.member_id, p.points, m.handle, m.display_name, m.face, h.city
                 FROM (SELECT b.member_id, b.points, b.reached_at FROM board_place b
                       WHERE b.season_id = $1 AND b.chapter_id = $5 AND b.points <= $2
                       ORDER BY b.points DESC, b.reached_at, b.member_id LIMIT $3 OFFSET $4) p
                     JOIN member m ON m.id = p.member_id AND m.published_at IS NOT NULL
                     LEFT JOIN chapter h ON h.id = m.home_chapter_id
                 ORDER BY p.points DESC, p.reached_at, p.member_id"
            ),
            (board.season, start.points, PAGE + 1, start.skip, board.chapter),
        )
        .await?
    };
    let members = board.members(conn).await?;
    let before = board.above(conn, start.points).await? + start.skip;
    let above = match rows.first() {
        Some(first) => board.above(conn, first.points).await?,
        None => 0,
    };
    let (rows, next) = shown(rows, start, (before, above), me);
    Ok((rows, members, next))
}

/// Those who were at an event and are shown: few enough to be ranked as they are read.
async fn of_event(
    conn: &mut impl Reading,
    (found, event): (&Found, EventId),
    start: Start,
    me: Option<MemberId>,
) -> DbResult<Rows> {
    let there: Vec<(i64,)> = conn
        .all(
            sql!(
                "SELECT b.points FROM (SELECT DISTINCT i.member_id FROM check_in i WHERE i.event_id = $1) t
                     JOIN board_place b ON b.season_id = $2 AND b.member_id = t.member_id LIMIT 100000"
            ),
            (event.0, found.board.season),
        )
        .await?;
    let rows: Vec<Row> = conn
        .all(
            sql!(
                "SELECT b.member_id, b.points, m.handle, m.display_name, m.face, h.city
                 FROM (SELECT DISTINCT i.member_id FROM check_in i WHERE i.event_id = $1) t
                     JOIN board_place b ON b.season_id = $2 AND b.member_id = t.member_id
                     JOIN member m ON m.id = b.member_id AND m.published_at IS NOT NULL
                     LEFT JOIN chapter h ON h.id = m.home_chapter_id
                 WHERE b.points <= $3 ORDER BY b.points DESC, b.reached_at, b.member_id LIMIT $4 OFFSET $5"
            ),
            (event.0, found.board.season, start.points, PAGE + 1, start.skip),
        )
        .await?;
    let count = |points: i64| i64::try_from(there.iter().filter(|(own,)| *own > points).count()).unwrap_or(i64::MAX);
    let above = rows.first().map_or(0, |first| count(first.points));
    let (rows, next) = shown(rows, start, (count(start.points) + start.skip, above), me);
    Ok((rows, count(0), next))
}

/// The rows with their ranks, and where the next page begins, if there is one.
fn shown(
    mut rows: Vec<Row>,
    start: Start,
    (before, above): (i64, i64),
    me: Option<MemberId>,
) -> (Vec<BoardRow>, Option<Start>) {
    let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let has_more = rows.len() > page;
    rows.truncate(page);
    let points: Vec<i64> = rows.iter().map(|row| row.points).collect();
    let ranks = ranks(&points, before, above);
    let row = |(row, rank): (Row, i64)| BoardRow {
        rank,
        is_me: me.is_some_and(|me| me.0 == row.member_id),
        person: Person { handle: row.handle, display_name: row.display_name, face: row.face, has_page: true },
        city: row.city.unwrap_or_default(),
        points: row.points,
    };
    (rows.into_iter().zip(ranks).map(row).collect(), has_more.then(|| start.after(&points)))
}

/// Where the reader stands, with the page on which they do.
async fn mine(conn: &mut impl Reading, found: &Found, me: MemberId) -> DbResult<Option<MyPlace>> {
    let own: Option<(i64, i64, Option<Uuid>)> = conn
        .optional(
            sql!("SELECT points, reached_at, chapter_id FROM board_place WHERE season_id = $1 AND member_id = $2"),
            (found.board.season, me.0),
        )
        .await?;
    let board = found.board;
    let Some((points, reached, home)) = own else { return Ok(None) };
    if found.event.is_some() || (board.chapter != EVERYBODY && home != Some(board.chapter)) {
        // On the board of an event the rows themselves say it; on another club's board they do not stand.
        return Ok(None);
    }
    let (first,): (i64,) = if board.chapter == EVERYBODY {
        conn.one(
            sql!(
                "SELECT count(*) FROM board_place WHERE season_id = $1 AND points = $2
                     AND (reached_at < $3 OR (reached_at = $3 AND member_id < $4))"
            ),
            (board.season, points, reached, me.0),
        )
        .await?
    } else {
        conn.one(
            sql!(
                "SELECT count(*) FROM board_place WHERE season_id = $1 AND chapter_id = $5 AND points = $2
                     AND (reached_at < $3 OR (reached_at = $3 AND member_id < $4))"
            ),
            (board.season, points, reached, me.0, board.chapter),
        )
        .await?
    };
    let from = Start { points, skip: (first - 3).max(0) }.to_string();
    let href = BoardAsk { from, ..found.ask.clone() }.href("/leaderboard");
    Ok(Some(MyPlace { rank: board.above(conn, points).await? + 1, points, href }))
}

/// The newest events where the reader was: slug and title.
async fn events(conn: &mut impl Reading, me: MemberId) -> DbResult<Vec<(String, String)>> {
    conn.all(
        sql!(
            "SELECT e.slug, e.title FROM (SELECT i.event_id, max(i.at) AS came FROM check_in i WHERE i.member_id = $1
                 GROUP BY i.event_id ORDER BY came DESC LIMIT $2) t JOIN event e ON e.id = t.event_id ORDER BY t.came DESC"
        ),
        (me.0, EVENTS),
    )
    .await
}
