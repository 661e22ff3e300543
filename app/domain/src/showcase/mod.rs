//! What a page tells those who share it, and the pictures it shows.

use crate::Locale;
use serde::{Deserialize, Serialize};

/// OpenGraph, canonical address and structured data of a page. Addresses are absolute.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareCard {
    /// The `<title>`, without the site's name.
    pub title: String,
    pub description: String,
    /// Canonical.
    pub url: String,
    /// `og:type`: "website", "profile", "article".
    pub kind: String,
    pub locale: Locale,
    /// 1200x630 JPEG with a version in its address.
    pub image: String,
    pub image_alt: String,
    /// JSON-LD; empty for none. Safe inside a `<script>`: `<` is escaped.
    pub json_ld: String,
    /// Not for search engines.
    pub noindex: bool,
}

/// A picture on a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Art {
    pub src: String,
    /// What it shows; empty for a decoration.
    pub alt: String,
    pub width: u32,
    pub height: u32,
}

/// JSON for a `<script type="application/ld+json">`: no `<`, so that nothing in it can end the element.
pub fn script_safe(json: &serde_json::Value) -> String {
    json.to_string().replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_the_script() {
        let json = serde_json::json!({ "name": "</script><script>alert(1)</script>" });
        let safe = script_safe(&json);
        assert!(!safe.contains('<'));
        assert_eq!(serde_json::from_str::<serde_json::Value>(&safe).ok(), Some(json));
    }
}
