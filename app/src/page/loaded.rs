//! A page's data with its type taken off, so that what waits for it, sends it and shows it is compiled once for all
//! pages and not once for each: on the client that is a fifth of the bundle.

use crate::error::AppError;
use leptos::{prelude::*, server::codee};
use serde::{Serialize, de::DeserializeOwned};
use std::{any::Any, fmt, future::Future, pin::Pin, sync::Arc};

/// What a page has loaded.
#[derive(Clone)]
pub(super) enum Loaded {
    /// A view struct, or why there is none.
    Here(Result<Arc<dyn View>, AppError>),
    /// The same, as the server wrote it into the page: JSON of the `Result`.
    Written(Arc<str>),
}

impl Loaded {
    pub(super) fn new<T: View>(outcome: Result<T, AppError>) -> Self {
        Self::Here(outcome.map(|view| Arc::new(view) as Arc<dyn View>))
    }

    /// The view struct again. `T` is the type it was made of; another one is an unreadable page.
    pub(super) fn take<T: Clone + DeserializeOwned + 'static>(self) -> Result<T, AppError> {
        match self {
            Self::Here(Ok(view)) => {
                let view: &dyn Any = &*view;
                view.downcast_ref().cloned().ok_or_else(AppError::unreachable)
            }
            Self::Here(Err(error)) => Err(error),
            // From bytes, as server functions read their answers: one reader is compiled, not two.
            Self::Written(json) => {
                serde_json::from_slice(json.as_bytes()).unwrap_or_else(|_| Err(AppError::unreachable()))
            }
        }
    }
}

/// A view struct, seen from where its type is not known.
pub(super) trait View: Any + Send + Sync {
    /// For the page that the server writes.
    #[cfg(feature = "ssr")]
    fn json(&self) -> Result<String, serde_json::Error>;
}

impl<T: Serialize + Send + Sync + 'static> View for T {
    #[cfg(feature = "ssr")]
    fn json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(&Ok::<_, AppError>(self))
    }
}

/// How [`Loaded`] travels inside the page.
pub(super) struct InPage;

impl codee::Encoder<Loaded> for InPage {
    type Error = serde_json::Error;
    type Encoded = String;

    fn encode(loaded: &Loaded) -> Result<String, serde_json::Error> {
        match loaded {
            #[cfg(feature = "ssr")]
            Loaded::Here(Ok(view)) => view.json(),
            #[cfg(feature = "ssr")]
            Loaded::Here(Err(error)) => serde_json::to_string(&Err::<(), _>(error)),
            #[cfg(not(feature = "ssr"))]
            Loaded::Here(_) => Ok(String::new()), // Only the server writes pages.
            Loaded::Written(json) => Ok(json.as_ref().to_owned()),
        }
    }
}

impl codee::Decoder<Loaded> for InPage {
    type Error = fmt::Error;
    type Encoded = str;

    fn decode(json: &str) -> Result<Loaded, fmt::Error> {
        Ok(Loaded::Written(json.into()))
    }
}

/// What a page's data depends on: read again when it is not equal to what it was.
#[derive(Clone)]
pub(super) struct Key(Arc<dyn Same>);

impl Key {
    pub(super) fn new(value: impl PartialEq + Send + Sync + 'static) -> Self {
        Self(Arc::new(value))
    }

    /// The value again. `K` is the type it was made of.
    pub(super) fn get<K: Clone + 'static>(&self) -> Option<K> {
        let value: &dyn Any = &*self.0;
        value.downcast_ref().cloned()
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.0.same(&*other.0)
    }
}

trait Same: Any + Send + Sync {
    fn same(&self, other: &dyn Any) -> bool;
}

impl<K: PartialEq + Send + Sync + 'static> Same for K {
    fn same(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }
}

/// Data on its way.
pub(super) type Coming = Pin<Box<dyn Future<Output = Loaded> + Send>>;

/// Makes the resource.
pub(super) fn resource(
    key: Box<dyn Fn() -> (Key, u32) + Send + Sync>,
    fetch: Box<dyn Fn(Key) -> Coming + Send + Sync>,
) -> Resource<Loaded, InPage> {
    Resource::new_with_options(key, move |(key, _)| fetch(key), false)
}
