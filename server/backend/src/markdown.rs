//! Stories, from what an organiser typed to HTML that is safe to show. Rendered once, when they are stored.

use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// What the reader may get to see: text and its structure. No pictures (they would call on other sites), no classes, no ids.
static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::empty();
    cleaner
        .tags(
            ["p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "blockquote", "a", "code", "pre", "hr", "br"]
                .into(),
        )
        .tag_attributes([("a", ["href"].into()), ("ol", ["start"].into())].into())
        .generic_attributes([].into())
        .clean_content_tags(["script", "style"].into())
        .url_schemes(["http", "https", "mailto"].into())
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some("nofollow noopener ugc"));
    cleaner
});

/// CommonMark to clean HTML. HTML in it is shown as it was typed; a picture becomes its description; headings begin at `h2`,
/// below the page's own.
pub fn render(markdown: &str) -> String {
    let events = Parser::new_ext(markdown, Options::empty()).filter_map(|event| {
        Some(match event {
            Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
            Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
            Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => return None,
            Event::Start(Tag::Heading { level, .. }) => {
                Event::Start(Tag::Heading { level: below_the_title(level), id: None, classes: vec![], attrs: vec![] })
            }
            Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(below_the_title(level))),
            other => other,
        })
    });
    let mut out = String::with_capacity(markdown.len() * 5 / 4);
    html::push_html(&mut out, events);
    CLEANER.clean(&out).to_string()
}

/// One level deeper, and not below the fourth.
const fn below_the_title(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H2,
        HeadingLevel::H2 => HeadingLevel::H3,
        _ => HeadingLevel::H4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALLOWED: [&str; 15] =
        ["p", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "blockquote", "a", "code", "pre", "hr", "br"];

    /// Looks at the result with other eyes than those that cleaned it. The first thing that is wrong, if anything is.
    fn wrong(html: &str) -> Option<String> {
        for part in html.split('<').skip(1) {
            let Some((tag, _)) = part.split_once('>') else { return Some(format!("unclosed: {part}")) };
            let tag = tag.trim_start_matches('/').trim_end_matches('/').trim();
            let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
            if !ALLOWED.contains(&name) {
                return Some(format!("tag: {tag}"));
            }
            let mut rest = attributes.trim();
            while !rest.is_empty() {
                let Some((attribute, value)) = rest.split_once("=\"") else { return Some(format!("attribute: {tag}")) };
                let Some((value, after)) = value.split_once('"') else { return Some(format!("value: {tag}")) };
                let fine = match (name, attribute) {
                    ("a", "href") => safe_target(value),
                    ("a", "rel") => value == "nofollow noopener ugc",
                    ("ol", "start") => value.parse::<u64>().is_ok(),
                    _ => false,
                };
                if !fine {
                    return Some(format!("{attribute}: {tag}"));
                }
                rest = after.trim();
            }
        }
        None
    }

    /// As browsers read it (WHATWG URL, 4.4): tabs and line ends are dropped, and what is no scheme begins a path.
    fn safe_target(href: &str) -> bool {
        let plain: String =
            href.chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect::<String>().to_ascii_lowercase();
        let plain = plain.trim_start_matches(|c: char| c <= ' ');
        let Some((scheme, _)) = plain.split_once(':') else { return true };
        let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
        !is_scheme || matches!(scheme, "http" | "https" | "mailto")
    }

    #[test]
    fn a_story_is_rendered() {
        let html = render(
            "# Tapes\n\nBring *one*, **two**.  \nOr [more](/e/tapes).\n\n- a\n- b\n\n3. c\n\n> said\n\n`x`\n\n---\n\n###### deep",
        );
        for part in [
            "<h2>Tapes</h2>",
            "<em>one</em>",
            "<strong>two</strong>",
            "<br>",
            "<a href=\"/e/tapes\" rel=\"nofollow noopener ugc\">more</a>",
            "<ul>\n<li>a</li>",
            "<ol start=\"3\">",
            "<blockquote>",
            "<code>x</code>",
            "<hr>",
            "<h4>deep</h4>",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert_eq!(wrong(&html), None);
    }

    #[test]
    fn html_is_shown_as_it_was_typed() {
        assert_eq!(render("1 < 2 & 3"), "<p>1 &lt; 2 &amp; 3</p>\n");
        assert_eq!(render("<b>hi</b>"), "<p>&lt;b&gt;hi&lt;/b&gt;</p>\n");
        assert_eq!(render("<div>\nhi\n</div>"), "<p>&lt;div&gt;\nhi\n&lt;/div&gt;</p>\n");
        assert_eq!(render("![a tram](https://elsewhere.example/x.png) here"), "<p>a tram here</p>\n");
    }

    #[test]
    fn attacks_come_to_nothing() {
        for attack in [
            "<script>alert(1)</script>",
            "<SCRIPT SRC=https://elsewhere.example/x.js></SCRIPT>",
            "<img src=x onerror=alert(1)>",
            "<svg/onload=alert(1)>",
            "<a href=\"javascript:alert(1)\">x</a>",
            "[x](javascript:alert(1))",
            "[x](JaVaScRiPt:alert(1))",
            "[x](java\tscript:alert(1))",
            "[x](&#106;avascript:alert(1))",
            "[x](javascript&colon;alert(1))",
            "[x](data:text/html;base64,PHNjcmlwdD4=)",
            "[x](vbscript:msgbox(1))",
            "[x](file:///etc/passwd)",
            "<javascript:alert(1)>",
            "[x](https://e.example \"onmouseover=alert(1)\")",
            "[x](https://e.example/\"onmouseover=\"alert(1))",
            "![\"onerror=\"alert(1)](x)",
            "![x](x\"onerror=\"alert(1))",
            "```\"><script>alert(1)</script>\nx\n```",
            "``` onmouseover=alert(1)\nx\n```",
            "`<script>`",
            "<style>*{display:none}</style>",
            "<iframe src=//elsewhere.example></iframe>",
            "<math><mtext></mtext><mglyph><style><img src onerror=alert(1)>",
            "<!--><script>alert(1)</script>-->",
            "<![CDATA[<script>alert(1)</script>]]>",
            "<?php x ?><script>alert(1)</script>",
            "# <h1 onclick=alert(1)>x",
            "[x]: javascript:alert(1)\n\n[x]",
            "<div\n\n<script>alert(1)</script>",
        ] {
            let html = render(attack);
            assert_eq!(wrong(&html), None, "{attack} became {html}");
            assert!(!html.to_lowercase().contains("<script"), "{attack} became {html}");
        }
    }

    #[test]
    fn the_other_eyes_see() {
        for bad in [
            "<script>",
            "<p onclick=\"x\">",
            "<a href=\"javascript:x\">",
            "<a href=\" java\nscript:x\">",
            "<h1>",
            "<img>",
            "<p",
            "<a href=x>",
        ] {
            assert!(wrong(bad).is_some(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_clean(parts in prop::collection::vec(prop_oneof![
            prop::sample::select(vec![
                "<script>", "</script>", "<img src=x ", "onerror=", "alert(1)", "javascript:", "[x](", ")", "<", ">", "\"", "'", "`", "```", "\n",
                "\n\n", "# ", "> ", "- ", "1. ", "![", "](", "&", "&#x6a;", "<!--", "-->", "<svg ", "onload=", "<a href=", "*", "**", "_", "\\", "\t", " ",
                "data:", "//", "<?", "<![CDATA[", "[x](/ \"title\")", "[x](javascript:alert(1))", "]]>", "\u{0}", "https://e.example/",
            ]).prop_map(String::from),
            "\\PC{0,6}",
        ], 0..40)) {
            let html = render(&parts.concat());
            prop_assert_eq!(wrong(&html), None, "{}", html);
            prop_assert!(!html.to_lowercase().contains("<script"));
        }
    }
}
