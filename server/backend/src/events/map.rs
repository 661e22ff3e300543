//! The way to a place: a link to a map that the reader follows, or not. The page itself asks nobody for anything.

/// A search for the place at OpenStreetMap. Parts that an earlier one names already are left out.
pub(super) fn url(parts: &[&str]) -> String {
    let mut place: Vec<&str> = vec![];
    for part in parts {
        if !part.is_empty() && !place.iter().any(|earlier| earlier.contains(part)) {
            place.push(part);
        }
    }
    let mut url = String::from("https://www.openstreetmap.org/search?query=");
    for byte in place.join(", ").bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => url.push(char::from(byte)),
            _ => url.push_str(&format!("%{byte:02X}")),
        }
    }
    url
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_place_is_searched_for_by_all_that_is_known() {
        assert_eq!(
            super::url(&["Depot & Co", "88 Peony Lane, Chengdu", "Chengdu"]),
            "https://www.openstreetmap.org/search?query=Depot%20%26%20Co%2C%2088%20Peony%20Lane%2C%20Chengdu"
        );
        assert!(super::url(&["茶馆", "", ""]).ends_with("=%E8%8C%B6%E9%A6%86"));
    }
}
