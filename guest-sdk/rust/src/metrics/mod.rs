//! A test's own figures beside the built-in ones. Not for truths about an answer: those are
//! [`check!`](crate::check!)s.
//!
//! A metric is a `static` that registers itself with the host on first use; from then on adding a value passes two
//! numbers and no string.

mod kinds;
mod tags;
mod value;

use std::borrow::Cow;
use std::fmt;

pub use kinds::{Counter, Gauge, Rate, Trend};
pub use tags::Tags;
pub use value::Value;

use crate::lazy::{LazyId, REFUSED};
use crate::log;
use crate::wit::wasmload::metrics::metrics as host;

/// Why the host does not take a metric.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// # use wasmload_sdk::metrics;
/// let unit = Counter::named("orders in €");
/// assert!(matches!(unit.register(), Err(metrics::Error::InvalidName(_))));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The name is not one: it must match `[A-Za-z_][A-Za-z0-9_]{0,127}`. Carries the reason.
    InvalidName(String),
    /// A metric of that name exists with another kind or unit. Carries what it is, in words.
    Conflict(String),
    /// The test has as many metrics as it may have. Carries that number.
    TooMany(u32),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InvalidName(reason) => write!(f, "the name of the metric is not valid: {reason}"),
            Self::Conflict(existing) => write!(f, "there is a metric of that name already: {existing}"),
            Self::TooMany(limit) => write!(f, "the test has {limit} metrics and may not have more"),
        }
    }
}

impl std::error::Error for Error {}

/// What all four kinds are made of.
#[derive(Debug)]
struct Metric {
    name: Cow<'static, str>,
    kind: host::Kind,
    unit: host::Unit,
    id: LazyId,
}

impl Metric {
    const fn new(name: Cow<'static, str>, kind: host::Kind, unit: host::Unit) -> Self {
        Self { name, kind, unit, id: LazyId::new() }
    }

    fn register(&self) -> Result<u32, Error> {
        let registered = host::register(&self.name, self.kind, self.unit);
        registered.map(|id| self.id.set(id)).map_err(|error| match error {
            host::Error::InvalidName(reason) => Error::InvalidName(reason),
            host::Error::Conflict(existing) => Error::Conflict(existing),
            host::Error::TooMany(limit) => Error::TooMany(limit),
        })
    }

    #[inline]
    fn add(&self, value: f64, tags: u32) {
        let id = self.id.get(|| self.register().unwrap_or_else(|error| self.refused(&error)));
        host::add(id, value, tags);
    }

    #[cold]
    fn refused(&self, error: &Error) -> u32 {
        log::error(format_args!("the values of the metric `{}` are lost: {error}", self.name));
        REFUSED
    }
}
