//! `POST /unsubscribe/{token}`: a mail program ends announcements by one click (RFC 8058). It has no cookie and sees no page; the
//! token in the address says it all. People get the page of the same address.

use axum::{
    extract::{Path, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use backend::notices;

use super::House;

/// What a mail program sends, and nobody else.
const ONE_CLICK: &[u8] = b"List-Unsubscribe=One-Click";

/// Is this such a click, and not the form of the page?
pub(super) fn is_one_click(path: &str, body: &[u8]) -> bool {
    path.starts_with("/unsubscribe/") && body.trim_ascii().eq_ignore_ascii_case(ONE_CLICK)
}

/// Ends announcements by mail to the member whose token it is.
pub(super) async fn one_click(State(house): State<House>, Path(token): Path<String>) -> Response {
    match notices::unsubscribe(&house.site, &token).await {
        Ok(()) => (StatusCode::OK, "You get no more announcements by mail.\n").into_response(),
        Err(failure) => app::error::AppError(failure).status().into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_standard_says_is_a_click() {
        assert!(is_one_click("/unsubscribe/abc", b"List-Unsubscribe=One-Click"));
        assert!(is_one_click("/unsubscribe/abc", b"list-unsubscribe=one-click\r\n"));
        assert!(!is_one_click("/unsubscribe/abc", b"__fn=%2Fapi%2Fnotices%2Funsubscribe"));
        assert!(!is_one_click("/my/settings", b"List-Unsubscribe=One-Click"));
    }
}
