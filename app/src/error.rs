//! What a server function answers when it cannot do what was asked.

use domain::{Failure, FieldCode, FieldError, Refusal};
use http::StatusCode;
use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A [`Failure`] on its way from a server function to a page, with the HTTP status it stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AppError(pub Failure);

impl AppError {
    /// There is no such thing.
    pub const NOT_FOUND: Self = Self(Failure::NotFound);
    /// Only for somebody signed in.
    pub const SIGN_IN_NEEDED: Self = Self(Failure::SignInNeeded);
    /// This member may not do that.
    pub const FORBIDDEN: Self = Self(Failure::Forbidden);

    /// The server could not be reached at all: no request id to quote.
    pub fn unreachable() -> Self {
        Self(Failure::Internal { request_id: String::new() })
    }

    /// The form as a whole could not be read.
    pub fn malformed() -> Self {
        Self(Failure::Invalid(vec![FieldError { field: String::new(), code: FieldCode::Malformed }]))
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.0.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl From<Failure> for AppError {
    fn from(failure: Failure) -> Self {
        Self(failure)
    }
}

impl From<Refusal> for AppError {
    fn from(refusal: Refusal) -> Self {
        Self(Failure::Refused(refusal))
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Serialization(_) => {
                Self::malformed()
            }
            _ => Self::unreachable(),
        }
    }

    fn status_code(&self) -> StatusCode {
        self.status()
    }
}

impl fmt::Display for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for AppError {}
