//! `wasmload:metrics`: custom metrics, checks and groups. What the numbers mean is the core's affair; here a guest's
//! numbers become those of the registry, so that a guest can name only what it registered itself.

use std::collections::HashMap;

use tokio::time::Instant;
use wasmload_core::metric::{MetricId, MetricKind, RegisterError, TagSetId, Unit, builtin};
use wasmtime::component::HasData;

use crate::bindings::wasmload::metrics::{checks, groups, metrics};
use crate::guest_text;
use crate::samples::{Samples, is_the_hosts};

/// The most tag sets and checks of one VU: more are a leak in the guest.
const MOST: usize = 10_000;

/// What one VU registered.
#[derive(Debug, Default)]
pub struct MetricsVu {
    metrics: Vec<MetricId>,
    metric_numbers: HashMap<MetricId, u32>,
    tag_sets: Vec<TagSetId>,
    tag_set_numbers: HashMap<TagSetId, u32>,
    checks: Vec<TagSetId>,
    check_numbers: HashMap<String, u32>,
    /// When each open group was entered.
    entered: Vec<Instant>,
}

impl MetricsVu {
    /// Forgets groups that an iteration left open.
    pub fn end_iteration(&mut self) {
        self.entered.clear();
    }
}

/// A borrow of what the calls need.
pub struct MetricsView<'a> {
    /// What the VU registered.
    pub vu: &'a mut MetricsVu,
    /// Where its figures go.
    pub samples: &'a mut Samples,
}

/// Ties the view to the linker.
pub struct HasMetrics;

impl HasData for HasMetrics {
    type Data<'a> = MetricsView<'a>;
}

impl MetricsView<'_> {
    /// The registry's tag set of a guest's number; none for one that was never registered.
    fn tag_set(&self, number: u32) -> Option<TagSetId> {
        match number.checked_sub(1) {
            None => Some(TagSetId::default()),
            Some(index) => self.vu.tag_sets.get(index as usize).copied(),
        }
    }

    fn reject(&mut self) {
        self.samples.add(builtin::VALUES_REJECTED, TagSetId::default(), 1.0);
    }
}

/// The next number for a list, or a trap that names the leak.
fn next<T>(list: &[T], what: &str) -> wasmtime::Result<u32> {
    match u32::try_from(list.len()) {
        Ok(next) if list.len() < MOST => Ok(next),
        _ => Err(wasmtime::format_err!("the guest registered {MOST} {what}: register once and keep the number")),
    }
}

impl metrics::Host for MetricsView<'_> {
    fn register(
        &mut self,
        name: String,
        kind: metrics::Kind,
        unit: metrics::Unit,
    ) -> wasmtime::Result<Result<u32, metrics::Error>> {
        let kind = match kind {
            metrics::Kind::Counter => MetricKind::Counter,
            metrics::Kind::Gauge => MetricKind::Gauge,
            metrics::Kind::Rate => MetricKind::Rate,
            metrics::Kind::Trend => MetricKind::Trend,
        };
        let unit = match unit {
            metrics::Unit::None => Unit::None,
            metrics::Unit::Milliseconds => Unit::Time,
            metrics::Unit::Bytes => Unit::Data,
        };
        let id = match self.samples.registry().register(&name, kind, unit) {
            Ok(id) => id,
            Err(error @ RegisterError::InvalidName { .. }) => {
                return Ok(Err(metrics::Error::InvalidName(error.to_string())));
            }
            Err(error @ RegisterError::Conflict { .. }) => return Ok(Err(metrics::Error::Conflict(error.to_string()))),
            Err(RegisterError::TooMany(most)) => return Ok(Err(metrics::Error::TooMany(most))),
        };
        if let Some(&number) = self.vu.metric_numbers.get(&id) {
            return Ok(Ok(number));
        }
        let number = next(&self.vu.metrics, "metrics")?;
        self.vu.metrics.push(id);
        self.vu.metric_numbers.insert(id, number);
        Ok(Ok(number))
    }

    fn register_tags(&mut self, tags: Vec<(String, String)>) -> wasmtime::Result<u32> {
        let tags = tags.into_iter().filter(|(name, _)| !is_the_hosts(name));
        let id = self.samples.registry().tag_set(tags);
        if id == TagSetId::default() {
            return Ok(0);
        }
        if let Some(&number) = self.vu.tag_set_numbers.get(&id) {
            return Ok(number);
        }
        let number = next(&self.vu.tag_sets, "tag sets")? + 1;
        self.vu.tag_sets.push(id);
        self.vu.tag_set_numbers.insert(id, number);
        Ok(number)
    }

    fn add(&mut self, metric: u32, value: f64, tags: u32) -> wasmtime::Result<()> {
        match (self.vu.metrics.get(metric as usize), self.tag_set(tags)) {
            (Some(&metric), Some(tags)) => self.samples.add(metric, tags, value),
            _ => self.reject(),
        }
        Ok(())
    }
}

impl checks::Host for MetricsView<'_> {
    fn register(&mut self, name: String) -> wasmtime::Result<u32> {
        let name = guest_text::name(&name);
        if let Some(&number) = self.vu.check_numbers.get(&*name) {
            return Ok(number);
        }
        let number = next(&self.vu.checks, "checks")?;
        let tags = self.samples.registry().tag_set([("check", &*name)]);
        self.vu.checks.push(tags);
        self.vu.check_numbers.insert(name.into_owned(), number);
        Ok(number)
    }

    fn record(&mut self, check: u32, passed: bool, tags: u32) -> wasmtime::Result<()> {
        let (Some(&check), Some(tags)) = (self.vu.checks.get(check as usize), self.tag_set(tags)) else {
            self.reject();
            return Ok(());
        };
        let all = match tags == TagSetId::default() {
            true => check,
            false => self.samples.union(tags, check),
        };
        self.samples.add(builtin::CHECKS, all, f64::from(u8::from(passed)));
        Ok(())
    }
}

impl groups::Host for MetricsView<'_> {
    fn enter(&mut self, name: String) -> wasmtime::Result<()> {
        if self.vu.entered.len() >= MOST {
            return Err(wasmtime::format_err!("the guest is inside of {MOST} groups: leave each one that is entered"));
        }
        self.vu.entered.push(Instant::now());
        self.samples.enter_group(&name);
        Ok(())
    }

    fn leave(&mut self) -> wasmtime::Result<()> {
        if let Some(entered) = self.vu.entered.pop() {
            let milliseconds = entered.elapsed().as_secs_f64() * 1000.0;
            self.samples.add(builtin::GROUP_DURATION, TagSetId::default(), milliseconds);
            self.samples.leave_group();
        }
        Ok(())
    }
}
