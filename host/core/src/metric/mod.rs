//! Figures while they are made: metrics, tags, and the constant-memory way from a sample to a series.
//!
//! Not what is thought of them: that is [`crate::threshold`] and [`crate::summary`].
//!
//! ```text
//! Recorder (a VU's, no lock) ─ flush ─► Shard (a worker's) ─ once a second ─► Aggregator (the run's) ─► Snapshot
//! ```
//! Names and tags become numbers in the [`Registry`], once; after that a sample is three numbers.

mod aggregator;
mod buckets;
pub mod builtin;
mod histogram;
mod id;
mod pool;
mod recorder;
mod registry;
mod series;
mod shard;
mod sink;
mod snapshot;
mod sum;
mod tags;
mod view;

pub use aggregator::Aggregator;
pub use histogram::Histogram;
pub use id::{MetricId, MetricKind, TagSetId, Unit};
pub use pool::BlockPool;
pub use recorder::Recorder;
pub use registry::{MAX_METRICS, Metric, RegisterError, Registry};
pub use series::{OTHER_SERIES, SERIES_TAG, SeriesLimitReached};
pub use shard::Shard;
use shard::ShardBatch;
pub use sink::{Counter, Gauge, Rate, Sink};
pub use snapshot::{MetricTotal, SeriesDelta, Snapshot};
pub use sum::Sum;
pub use tags::{MAX_TAG_VALUE, TagSet, cut_tag};
pub use view::View;
