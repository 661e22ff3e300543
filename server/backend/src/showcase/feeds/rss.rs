//! `/c/{slug}.rss`: a chapter's news, for feed readers (RSS 2.0).

use std::fmt::Write;

use domain::{EventId, Failure, Instant, Locale};

use super::{Feed, FeedRow, rows::columns};
use crate::{Site, showcase::calendar::Status, sql, when};

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    event: FeedRow,
    zone: String,
    published_at: Option<i64>,
}

/// The newest events of a chapter, in its language.
///
/// # Errors
/// [`Failure::NotFound`].
pub async fn chapter_rss(site: &Site, slug: &str) -> Result<Feed, Failure> {
    let mut conn = site.db.read().await?;
    let chapter: Option<(String, String, String)> =
        conn.optional(sql!("SELECT name, story, locale FROM chapter WHERE slug = $1"), (slug,)).await?;
    let (name, story, locale) = chapter.ok_or(Failure::NotFound)?;
    let locale = Locale::from_tag(&locale).unwrap_or_default();
    let rows: Vec<Row> = conn
        .all(
            sql!(concat!(
                "SELECT ",
                columns!(),
                ", e.zone, e.published_at FROM event e JOIN chapter c ON c.id = e.chapter_id
                  WHERE c.slug = $1 AND e.state <> 'draft' ORDER BY e.published_at DESC, e.id DESC LIMIT 50"
            )),
            (slug,),
        )
        .await?;
    let (page, own) = (site.url(&format!("/c/{slug}")), site.url(&format!("/c/{slug}.rss")));
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    out.push_str("<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\">\n<channel>\n");
    element(&mut out, "title", &name);
    element(&mut out, "link", &page);
    element(&mut out, "description", if story.is_empty() { &name } else { &story });
    element(&mut out, "language", locale.tag());
    element(&mut out, "ttl", "60");
    _ = writeln!(out, "<atom:link href=\"{}\" rel=\"self\" type=\"application/rss+xml\"/>", escaped(&own));
    let changed = rows.iter().map(|row| row.event.changed()).max();
    if let Some(changed) = changed {
        element(&mut out, "lastBuildDate", &when::http(changed));
    }
    for row in &rows {
        item(&mut out, site, locale, row)?;
    }
    out.push_str("</channel>\n</rss>\n");
    Ok(Feed::new(out, changed))
}

fn item(out: &mut String, site: &Site, locale: Locale, row: &Row) -> Result<(), Failure> {
    let event = &row.event;
    let status = event.status()?;
    let when = when::when(locale, &row.zone, Instant(event.starts_at), Some(Instant(event.ends_at)));
    let title = match (locale, status) {
        (_, Status::Confirmed) => event.title.clone(),
        (Locale::En, Status::Cancelled) => format!("Cancelled: {}", event.title),
        (Locale::ZhCn, Status::Cancelled) => format!("已取消：{}", event.title),
        (Locale::En, Status::Tentative) => format!("Postponed: {}", event.title),
        (Locale::ZhCn, Status::Tentative) => format!("已延期：{}", event.title),
    };
    // The old day of what is postponed is no news, and would be taken for the new one.
    let time = if status == Status::Tentative { String::new() } else { format!("{} {}", when.date, when.range) };
    let venue = if event.has_place() { event.venue.clone() } else { when::online(locale).into() };
    out.push_str("<item>\n");
    element(out, "title", &title);
    element(out, "link", &event.url(site));
    _ = writeln!(out, "<guid isPermaLink=\"false\">urn:uuid:{}</guid>", EventId(event.id));
    element(out, "pubDate", &when::http(Instant(row.published_at.unwrap_or(event.changed_at))));
    let words = [time, event.reason().to_owned(), venue, event.summary.clone()];
    let words: Vec<&str> = words.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    element(out, "description", &words.join("\n"));
    out.push_str("</item>\n");
    Ok(())
}

fn element(out: &mut String, name: &str, text: &str) {
    _ = writeln!(out, "<{name}>{}</{name}>", escaped(text));
}

/// Text for XML: what it may not hold is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_only_text_and_dates_are_dates() {
        assert_eq!(escaped("</item> & \"b\"\u{8}\n"), "&lt;/item&gt; &amp; &quot;b&quot;\n");
        assert_eq!(when::http(Instant(1_805_522_400_123)), "Sat, 20 Mar 2027 06:00:00 GMT");
    }
}
