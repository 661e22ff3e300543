//! A template on its way to a picture: finds the elements marked `data-slot` and fills them.
//!
//! Templates are our own files in this folder; what is filled in is not ours and is always escaped.

use super::letters::Setting;

/// An SVG whose slots are being filled.
#[derive(Clone, Debug)]
pub(super) struct Drawing(String);

/// Where a slot's element stands in the text.
struct Element {
    start: usize,
    /// Behind its opening tag.
    opened: usize,
    end: usize,
}

impl Drawing {
    /// A fresh copy of a template.
    pub(super) fn of(template: &str) -> Self {
        Self(template.into())
    }

    /// Sets lines of text into a slot, one element a line: the `y` of each, and the size of all.
    pub(super) fn text(self, slot: &str, setting: &Setting, baselines: &[f32]) -> Self {
        self.replace(slot, |open| {
            let open = with(open, "font-size", &format!("{:.1}", setting.size));
            let lines = setting.lines.iter().zip(baselines);
            lines.map(|(line, y)| format!("{}{}</text>", with(&open, "y", &format!("{y:.1}")), escaped(line))).collect()
        })
    }

    /// Sets one attribute that the slot's element has already; the value is ours.
    pub(super) fn attribute(self, slot: &str, name: &str, value: &str) -> Self {
        let Some(Element { start, opened, .. }) = self.find(slot) else { return self };
        let Self(text) = self;
        Self(format!("{}{}{}", &text[..start], with(&text[start..opened], name, value), &text[opened..]))
    }

    /// Takes the slot's element out.
    pub(super) fn without(self, slot: &str) -> Self {
        self.replace(slot, |_| String::new())
    }

    /// The SVG.
    pub(super) fn svg(&self) -> &str {
        &self.0
    }

    fn replace(self, slot: &str, by: impl FnOnce(&str) -> String) -> Self {
        let Some(Element { start, opened, end }) = self.find(slot) else { return self };
        let Self(text) = self;
        Self(format!("{}{}{}", &text[..start], by(&text[start..opened]), &text[end..]))
    }

    /// Slots are leaves: an empty element or one with text. A slot that a template does not have is passed over.
    fn find(&self, slot: &str) -> Option<Element> {
        let mark = self.0.find(&format!("data-slot=\"{slot}\""))?;
        let start = self.0[..mark].rfind('<')?;
        let opened = mark + self.0[mark..].find('>')? + 1;
        let end = if self.0[..opened].ends_with("/>") { opened } else { opened + self.0[opened..].find("</")? };
        let end = if end == opened { end } else { end + self.0[end..].find('>')? + 1 };
        Some(Element { start, opened, end })
    }
}

/// The opening tag with another value for one of its attributes.
fn with(open: &str, name: &str, value: &str) -> String {
    let start = format!(" {name}=\"");
    let Some((before, after)) = open.split_once(&start) else { return open.into() };
    let after = after.split_once('"').map_or("", |(_, after)| after);
    format!("{before}{start}{value}\"{after}")
}

/// Text as XML may hold it: markup is text, and what XML 1.0 does not allow is left out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\0'..'\x20' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}' => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: &str = r#"<svg><image data-slot="art" href="art"/><text data-slot="title" y="5" font-size="9">Sample</text><path/></svg>"#;

    #[test]
    fn slots_are_filled_line_by_line() {
        let setting = Setting { lines: vec!["Tea & <b>".into(), "Tapes".into()], size: 60.0 };
        let drawing =
            Drawing::of(TEMPLATE).text("title", &setting, &[10.0, 20.0]).without("art").attribute("title", "y", "11");
        assert_eq!(
            drawing.svg(),
            r#"<svg><text data-slot="title" y="11" font-size="60.0">Tea &amp; &lt;b&gt;</text><text data-slot="title" y="20.0" font-size="60.0">Tapes</text><path/></svg>"#
        );
        assert_eq!(Drawing::of(TEMPLATE).without("nothing").svg(), TEMPLATE);
    }

    #[test]
    fn no_text_leaves_its_element() {
        assert_eq!(
            escaped("</text><image href=\"http://x\"/>\u{0}\u{8}'"),
            "&lt;/text&gt;&lt;image href=&quot;http://x&quot;/&gt;&apos;"
        );
    }
}
