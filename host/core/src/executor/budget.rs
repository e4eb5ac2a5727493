//! How many iterations the VUs of a closed executor may begin. Not how many they did: that is in the run's state.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many iterations may begin: without end, or a number that is one VU's own or shared by several.
#[derive(Clone, Debug)]
pub(super) struct Budget(Option<Arc<Iterations>>);

#[derive(Debug)]
struct Iterations {
    total: u64,
    /// Goes beyond `total`, once for each time that somebody finds nothing left.
    taken: AtomicU64,
}

impl Budget {
    pub(super) const ENDLESS: Self = Self(None);

    pub(super) fn of(total: u64) -> Self {
        Self(Some(Arc::new(Iterations { total, taken: AtomicU64::new(0) })))
    }

    /// Takes one iteration out; `false` if there is none.
    pub(super) fn take(&self) -> bool {
        self.0.as_ref().is_none_or(|budget| budget.taken.fetch_add(1, Ordering::Relaxed) < budget.total)
    }

    /// How many are left.
    pub(super) fn left(&self) -> u64 {
        self.0.as_ref().map_or(u64::MAX, |budget| budget.total.saturating_sub(budget.taken.load(Ordering::Relaxed)))
    }
}
