//! The numbers that stand for metrics and tag sets, and what a metric can be. Not their names: those are the registry's.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The number of a registered metric. Built-in metrics have fixed ones: see [`super::builtin`].
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash, Ord, PartialOrd)]
pub struct MetricId(pub(super) u32);

/// The number of a registered set of tags. The default, 0, is the empty set.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Hash, Ord, PartialOrd)]
pub struct TagSetId(pub(super) u32);

impl MetricId {
    /// The id of that number, which nobody vouches for: samples of an unknown one count as
    /// [`super::builtin::VALUES_REJECTED`].
    pub const fn from_raw(raw: u32) -> Self {
        Self(raw)
    }

    /// Its number, from 0 without gaps.
    pub const fn raw(self) -> u32 {
        self.0
    }

    pub(super) const fn index(self) -> usize {
        self.0 as usize
    }
}

impl TagSetId {
    /// The set without tags.
    pub const EMPTY: Self = Self(0);

    /// The id of that number, which nobody vouches for: samples with an unknown one count as
    /// [`super::builtin::VALUES_REJECTED`].
    pub const fn from_raw(raw: u32) -> Self {
        Self(raw)
    }

    /// Its number, from 0 without gaps.
    pub const fn raw(self) -> u32 {
        self.0
    }

    pub(super) const fn index(self) -> usize {
        self.0 as usize
    }
}

/// What becomes of a metric's values.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum MetricKind {
    /// Their sum.
    Counter,
    /// The latest, with minimum and maximum.
    Gauge,
    /// The share of values other than zero.
    Rate,
    /// Their distribution.
    Trend,
}

impl MetricKind {
    /// Its name, as in k6's JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Rate => "rate",
            Self::Trend => "trend",
        }
    }
}

/// What a metric's values are; k6 calls it `contains`.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Hash, Serialize, Deserialize, JsonSchema)]
pub enum Unit {
    /// Plain numbers.
    #[default]
    #[serde(rename = "default")]
    None,
    /// Durations in milliseconds.
    #[serde(rename = "time")]
    Time,
    /// Sizes in bytes.
    #[serde(rename = "data")]
    Data,
}

impl Unit {
    /// Its name, as in k6's JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "default",
            Self::Time => "time",
            Self::Data => "data",
        }
    }
}
