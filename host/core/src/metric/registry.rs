//! Where the names of metrics and tags become numbers: one per test, shared by all. Not for the hot path: it locks.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rustc_hash::FxHashMap;
use thiserror::Error;

use super::series::{Admission, OTHER_SERIES, OVERFLOW, SERIES_TAG, SeriesLimitReached, SeriesSet};
use super::tags::{TagSet, TagSets, canonical};
use super::{MetricId, MetricKind, TagSetId, Unit, builtin};

/// How many metrics a test may have, the built-in ones included.
pub const MAX_METRICS: u32 = 10_000;

/// The longest name of a metric, as in k6.
const MAX_NAME: usize = 128;

/// A registered metric.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Metric {
    /// Its name.
    pub name: Arc<str>,
    /// What becomes of its values.
    pub kind: MetricKind,
    /// What its values are.
    pub unit: Unit,
}

/// Why a metric cannot be registered.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RegisterError {
    /// The name is not one.
    #[error(
        "`{name}` is not a metric name: it must begin with a letter or `_`, and hold at most 128 letters, digits and `_`"
    )]
    InvalidName {
        /// The name; a long one is cut off.
        name: String,
    },
    /// It is there already, as something else.
    #[error("the metric `{name}` exists as a {} of unit `{}`", kind.name(), unit.name())]
    Conflict {
        /// The name.
        name: String,
        /// What becomes of the values of the one that exists.
        kind: MetricKind,
        /// What its values are.
        unit: Unit,
    },
    /// There are as many as there may be: so many.
    #[error("the test has {0} metrics already, which is as many as it may have")]
    TooMany(u32),
}

/// All metrics and tag sets of a test.
#[derive(Debug)]
pub struct Registry {
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    metrics: Vec<Metric>,
    by_name: FxHashMap<Arc<str>, MetricId>,
    tags: TagSets,
    series: SeriesSet,
    /// Tags that stay on samples beyond the limit: of one value, or of any.
    kept: Vec<(Box<str>, Option<Box<str>>)>,
    /// Tag sets that were made for samples beyond the limit.
    overflow_sets: usize,
    reached: Option<SeriesLimitReached>,
}

impl Registry {
    /// A registry that holds the built-in metrics, for at most so many series.
    pub fn new(series_limit: usize) -> Arc<Self> {
        let mut inner = Inner {
            metrics: Vec::new(),
            by_name: FxHashMap::default(),
            tags: TagSets::default(),
            series: SeriesSet::new(series_limit),
            kept: vec![("scenario".into(), None)],
            overflow_sets: 0,
            reached: None,
        };
        for row in builtin::ALL {
            inner.insert(row.name, row.kind, row.unit);
        }
        Arc::new(Self { inner: Mutex::new(inner) })
    }

    /// Registers a metric, or finds it when it is there with the same kind and unit.
    ///
    /// # Errors
    /// The name is not one, or it is there as something else, or there are [`MAX_METRICS`].
    pub fn register(&self, name: &str, kind: MetricKind, unit: Unit) -> Result<MetricId, RegisterError> {
        if !is_name(name) {
            return Err(RegisterError::InvalidName { name: name.chars().take(MAX_NAME).collect() });
        }
        let mut inner = self.lock();
        if let Some(&id) = inner.by_name.get(name) {
            let known = &inner.metrics[id.index()];
            if (known.kind, known.unit) == (kind, unit) {
                return Ok(id);
            }
            return Err(RegisterError::Conflict { name: name.to_owned(), kind: known.kind, unit: known.unit });
        }
        if inner.metrics.len() >= MAX_METRICS as usize {
            return Err(RegisterError::TooMany(MAX_METRICS));
        }
        Ok(inner.insert(name, kind, unit))
    }

    /// The metric of that number.
    pub fn metric(&self, id: MetricId) -> Option<Metric> {
        self.lock().metrics.get(id.index()).cloned()
    }

    /// How many metrics there are; their numbers are those below.
    pub fn metric_count(&self) -> usize {
        self.lock().metrics.len()
    }

    /// The number of the metric of that name.
    pub fn find(&self, name: &str) -> Option<MetricId> {
        self.lock().by_name.get(name).copied()
    }

    /// The names of all metrics, in the order of their numbers.
    pub fn names(&self) -> Vec<Arc<str>> {
        self.lock().metrics.iter().map(|metric| Arc::clone(&metric.name)).collect()
    }

    /// The number of that set of tags. Of several tags with one name the last counts. Names and values of more than
    /// [`super::MAX_TAG_VALUE`] bytes are cut off.
    ///
    /// When there are too many sets, it is one that says `series=other`: see [`Self::series_limit_reached`].
    pub fn tag_set(&self, pairs: impl IntoIterator<Item = (impl AsRef<str>, impl AsRef<str>)>) -> TagSetId {
        let owned: Vec<_> = pairs.into_iter().collect();
        let mut pairs = owned.iter().map(|(name, value)| (name.as_ref(), value.as_ref())).collect();
        self.lock().intern(&mut pairs)
    }

    /// `base` with a tag added or replaced. An unknown `base` stays unknown.
    pub fn with_tag(&self, base: TagSetId, name: &str, value: &str) -> TagSetId {
        self.derive(base, &[(name, value)], None)
    }

    /// `base` without the tag of that name. An unknown `base` stays unknown.
    pub fn without_tag(&self, base: TagSetId, name: &str) -> TagSetId {
        self.derive(base, &[], Some(name))
    }

    /// The tags of both; those of `over` win. When one of them is unknown, so is the union.
    pub fn union(&self, base: TagSetId, over: TagSetId) -> TagSetId {
        let Some(over) = self.tags(over) else { return over };
        let over: Vec<_> = over.iter().map(|(name, value)| (&**name, &**value)).collect();
        self.derive(base, &over, None)
    }

    /// The tags of that set, sorted by name.
    pub fn tags(&self, id: TagSetId) -> Option<TagSet> {
        self.lock().tags.get(id).cloned()
    }

    /// Keeps that tag on samples beyond the limit of series: of that value only, or of any. The tag `scenario` always is.
    pub fn keep_tag(&self, name: &str, value: Option<&str>) {
        let kept = (name.into(), value.map(Into::into));
        let mut inner = self.lock();
        if !inner.kept.contains(&kept) {
            inner.kept.push(kept);
        }
    }

    /// How many series there are, those beyond the limit included.
    pub fn series_count(&self) -> usize {
        self.lock().series.len()
    }

    /// Whether samples went to `series=other`, and since which. It never changes again: say it once.
    pub fn series_limit_reached(&self) -> Option<SeriesLimitReached> {
        self.lock().reached.clone()
    }

    /// Where samples of that series go, and what becomes of them; `None` if the metric or the tag set is unknown.
    pub(super) fn admit(&self, metric: MetricId, tags: TagSetId) -> Option<(MetricKind, TagSetId)> {
        let mut inner = self.lock();
        let kind = inner.metrics.get(metric.index())?.kind;
        let set = Arc::clone(inner.tags.get(tags)?);
        let admission = inner.series.admit(metric, tags);
        if admission == Admission::Own {
            return Some((kind, tags));
        }
        inner.note_limit(Some(metric), &set);
        let other = inner.collapse(&set, admission == Admission::Kept);
        inner.series.add_overflow(metric, other);
        Some((kind, other))
    }

    fn derive(&self, base: TagSetId, over: &[(&str, &str)], without: Option<&str>) -> TagSetId {
        let mut inner = self.lock();
        let Some(set) = inner.tags.get(base).cloned() else { return base };
        let own = set.iter().map(|(name, value)| (&**name, &**value)).filter(|pair| Some(pair.0) != without);
        inner.intern(&mut own.chain(over.iter().copied()).collect())
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn insert(&mut self, name: &str, kind: MetricKind, unit: Unit) -> MetricId {
        // At most MAX_METRICS.
        let id = MetricId(self.metrics.len() as u32);
        let name: Arc<str> = name.into();
        self.metrics.push(Metric { name: Arc::clone(&name), kind, unit });
        self.by_name.insert(name, id);
        id
    }

    fn intern(&mut self, pairs: &mut Vec<(&str, &str)>) -> TagSetId {
        canonical(pairs);
        let set = TagSets::make(pairs);
        if let Some(id) = self.tags.find(&set) {
            return id;
        }
        // Each series needs one set; VUs and requests need some more that have no samples of their own.
        if self.tags.len() >= 2 * self.series.limit() + 10_000 {
            self.note_limit(None, &set);
            let room = self.overflow_sets < OVERFLOW;
            return self.collapse(&set, room);
        }
        self.tags.keep(set)
    }

    /// The set that stands for `set` beyond the limit: the kept tags, if there is room, and `series=other`.
    fn collapse(&mut self, set: &TagSet, room: bool) -> TagSetId {
        let stays = |name: &str, value: &str| {
            self.kept.iter().any(|(kept, only)| **kept == *name && only.as_deref().is_none_or(|only| only == value))
        };
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        if room {
            pairs
                .extend(set.iter().map(|(name, value)| (&**name, &**value)).filter(|(name, value)| stays(name, value)));
        }
        pairs.push((SERIES_TAG, OTHER_SERIES));
        canonical(&mut pairs);
        let set = TagSets::make(&pairs);
        let before = self.tags.len();
        let id = self.tags.keep(set);
        self.overflow_sets += self.tags.len() - before;
        id
    }

    fn note_limit(&mut self, metric: Option<MetricId>, set: &TagSet) {
        if self.reached.is_none() {
            self.reached = Some(SeriesLimitReached {
                metric: metric.map(|id| self.metrics[id.index()].name.to_string()),
                tags: set.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect(),
                limit: self.series.limit(),
            });
        }
    }
}

/// k6's rule.
fn is_name(name: &str) -> bool {
    name.len() <= MAX_NAME
        && name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
#[path = "registry_tests.rs"]
mod tests;
