//! What a refused form had in it, for the page that is rendered again.

use crate::error::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A form that was sent without JavaScript and refused. The server puts it into the request's extensions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormEcho {
    path: String,
    values: Vec<(String, String)>,
    error: Option<AppError>,
}

impl FormEcho {
    /// Of the server function's path, the form's pairs and its error. Passwords are forgotten here: they go into no page.
    pub fn new(path: String, values: Vec<(String, String)>, error: AppError) -> Self {
        let values = values.into_iter().filter(|(name, _)| !name.contains("password")).collect();
        Self { path, values, error: Some(error) }
    }

    /// Makes the echo readable for the forms. In `App`, after the visit.
    pub fn provide() {
        provide_context(SharedValue::new(from_request).into_inner());
    }

    /// The echo of this form, if this page answers it.
    pub(super) fn of(path: &str, name: &str) -> Option<Self> {
        // Once something was done in the browser, the page is no longer the answer to that form.
        let echo = use_context::<Self>().filter(|_| crate::browser::is_first_page())?;
        Some(echo).filter(|echo| {
            echo.error.is_some() && echo.path == path && echo.value("__form").unwrap_or_default() == name
        })
    }

    /// Is the page on screen the answer to a refused form?
    pub fn is_answer() -> bool {
        crate::browser::is_first_page() && use_context::<Self>().is_some_and(|echo| echo.error.is_some())
    }

    pub(super) fn error(&self) -> Option<&AppError> {
        self.error.as_ref()
    }

    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    pub(super) fn values_of(&self, name: &str) -> impl Iterator<Item = &str> {
        self.values.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

#[cfg(feature = "ssr")]
fn from_request() -> FormEcho {
    use_context::<http::request::Parts>()
        .and_then(|parts| parts.extensions.get::<FormEcho>().cloned())
        .unwrap_or_default()
}

#[cfg(not(feature = "ssr"))]
fn from_request() -> FormEcho {
    FormEcho::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_kept() {
        let pair = |n: &str, v: &str| (n.to_owned(), v.to_owned());
        let echo = FormEcho::new(
            "/api/x".into(),
            vec![pair("email", "a@b"), pair("password", "s"), pair("new_password", "t")],
            AppError::FORBIDDEN,
        );
        assert_eq!(echo.values, [pair("email", "a@b")]);
    }
}
