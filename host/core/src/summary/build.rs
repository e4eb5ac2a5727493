//! Puts a run's final figures together. It computes nothing that a metric has not collected.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::figures::values;
use super::late_seconds::LateSeconds;
use super::saturation::{Evidence, Late, judge};
use super::{
    CheckSummary, ComponentSummary, ExitSummary, GeneratorSummary, IterationCounts, MetricSummary, ScenarioSummary,
    Summary, ThresholdState, ThresholdSummary,
};
use crate::metric::{Aggregator, Gauge, Histogram, Metric, MetricId, Sink, builtin};
use crate::plan::{Plan, SecretSource};
use crate::threshold::{Threshold, Verdict};

/// What a summary is made of.
#[derive(Debug)]
pub struct Facts<'a> {
    /// The plan that was run.
    pub plan: &'a Plan,
    /// All figures, after the last collection. It was made with the plan's thresholds.
    pub aggregator: &'a Aggregator,
    /// What was found of the plan's thresholds in the end.
    pub verdicts: &'a [Verdict],
    /// Whether every series is to be listed.
    pub every_series: bool,
    /// What became of the iterations, for each of the plan's scenarios.
    pub iterations: &'a [IterationCounts],
    /// How long there was load.
    pub duration: Duration,
    /// How many threads ran VUs.
    pub workers: usize,
    /// In which seconds their timers were late.
    pub late: &'a LateSeconds,
    /// When the run began: RFC 3339.
    pub started_at: String,
    /// What was run.
    pub component: ComponentSummary,
    /// Versions, by name.
    pub versions: BTreeMap<String, String>,
    /// How the program ends.
    pub exit: ExitSummary,
}

impl Summary {
    /// The summary of a run.
    pub fn new(facts: Facts<'_>) -> Self {
        Self {
            metrics: facts.metrics(),
            series: facts.every_series.then(|| facts.series()),
            checks: facts.checks(),
            thresholds: facts.thresholds(),
            scenarios: facts.scenarios(),
            generator: facts.generator(),
            plan: plan_without_secrets(facts.plan),
            seed: facts.plan.seed,
            duration_ms: millis(facts.duration),
            series_limit_reached: facts.aggregator.registry().series_limit_reached(),
            versions: facts.versions,
            component: facts.component,
            started_at: facts.started_at,
            exit: facts.exit,
        }
    }
}

impl Facts<'_> {
    fn metrics(&self) -> BTreeMap<String, MetricSummary> {
        let mut metrics = BTreeMap::new();
        for total in self.aggregator.totals() {
            metrics.insert(total.metric.name.to_string(), self.metric(&total.metric, &total.sink));
        }
        let registry = self.aggregator.registry();
        for (threshold, verdict) in self.judged() {
            let Some(metric) = registry.find(&threshold.selector.metric).and_then(|id| registry.metric(id)) else {
                continue;
            };
            let entry = metrics.entry(threshold.selector.to_string()).or_insert_with(|| {
                let nothing = Sink::new(metric.kind);
                self.metric(&metric, self.aggregator.selected(&threshold.selector).unwrap_or(&nothing))
            });
            entry.thresholds.insert(threshold.source.clone(), ThresholdState { ok: verdict.passed });
        }
        metrics
    }

    fn metric(&self, metric: &Metric, sink: &Sink) -> MetricSummary {
        MetricSummary {
            r#type: metric.kind,
            contains: metric.unit,
            values: values(sink, &self.plan.summary_trend_stats, self.duration),
            thresholds: BTreeMap::new(),
        }
    }

    fn judged(&self) -> impl Iterator<Item = (&Threshold, &Verdict)> {
        self.verdicts.iter().filter_map(|verdict| Some((self.plan.thresholds.get(verdict.threshold)?, verdict)))
    }

    fn checks(&self) -> Vec<CheckSummary> {
        let mut checks: Vec<CheckSummary> = Vec::new();
        for (metric, tags, sink) in self.aggregator.series() {
            let Sink::Rate(rate) = sink else { continue };
            let tag = |name: &str| tags.iter().find(|(tag, _)| **tag == *name).map(|(_, value)| Arc::clone(value));
            let Some(name) = tag("check").filter(|_| metric == builtin::CHECKS) else { continue };
            let group = tag("group").unwrap_or_default();
            let position = checks.iter().position(|known| *known.name == *name && *known.group == *group);
            let position = position.unwrap_or_else(|| {
                checks.push(CheckSummary { name: name.to_string(), group: group.to_string(), passes: 0, fails: 0 });
                checks.len() - 1
            });
            checks[position].passes += rate.passes;
            checks[position].fails += rate.total - rate.passes;
        }
        checks
    }

    fn thresholds(&self) -> Vec<ThresholdSummary> {
        let summary = |(threshold, verdict): (&Threshold, &Verdict)| ThresholdSummary {
            metric: threshold.selector.to_string(),
            expression: threshold.source.clone(),
            observed: verdict.observed.filter(|observed| observed.is_finite()),
            ok: verdict.passed,
            aborted: verdict.abort,
            failed_at_ms: verdict.failed_at.map(millis),
        };
        self.judged().map(summary).collect()
    }

    fn scenarios(&self) -> Vec<ScenarioSummary> {
        let by_scenario = self.aggregator.by_tag("scenario");
        let registry = self.aggregator.registry();
        let empty = BTreeMap::new();
        let summary = |(position, scenario): (usize, &crate::plan::Scenario)| {
            let sinks = by_scenario.get(scenario.name.as_str()).unwrap_or(&empty);
            let named = sinks.iter().filter_map(|(&id, sink)| Some((registry.metric(id)?, sink)));
            let most = gauge(sinks.get(&builtin::VUS_MAX)).map_or(0.0, |gauge| gauge.max);
            ScenarioSummary {
                name: scenario.name.clone(),
                executor: scenario.executor.name().to_owned(),
                exec: scenario.exec.clone(),
                metrics: named.map(|(metric, sink)| (metric.name.to_string(), self.metric(&metric, sink))).collect(),
                iterations: self.iterations.get(position).copied().unwrap_or_default(),
                // A number of VUs, which are whole.
                vus_max: most as u64,
            }
        };
        self.plan.scenarios.iter().enumerate().map(summary).collect()
    }

    fn generator(&self) -> GeneratorSummary {
        let cpu = gauge(self.aggregator.total(builtin::GENERATOR_CPU));
        let memory = gauge(self.aggregator.total(builtin::GENERATOR_MEMORY));
        let busy = self.trend(builtin::GENERATOR_BUSY);
        let counts = || self.plan.scenarios.iter().zip(self.iterations);
        let open = || counts().filter(|(scenario, _)| scenario.executor.is_open());
        let arrivals_dropped = open().map(|(_, counts)| counts.dropped).sum();
        let evidence = Evidence {
            cpu_mean: cpu.and_then(Gauge::avg),
            busy_mean: busy.and_then(Histogram::avg),
            busy_p90: busy.and_then(|busy| busy.percentile(90.0)),
            core_wait_mean: self.trend(builtin::GENERATOR_CORE_WAIT).and_then(Histogram::avg),
            lag: self.late(builtin::GENERATOR_LAG),
            late_seconds: self.late.count(),
            seconds: self.duration.as_secs_f64().round() as u64,
            worst_lag: self.late.worst(),
            lateness: self.late(builtin::ITERATION_LATENESS),
            request_p99: self.late(builtin::HTTP_REQ_DURATION).map(|late| late.p99),
            arrivals_started: open().map(|(_, counts)| counts.started).sum(),
            arrivals_dropped,
            left_over: counts().map(|(_, counts)| counts.dropped).sum::<u64>() - arrivals_dropped,
        };
        let findings = judge(&evidence);
        GeneratorSummary {
            cpu_mean: evidence.cpu_mean,
            cpu_max: cpu.map(|cpu| cpu.max),
            busy_mean: evidence.busy_mean,
            busy_p90: evidence.busy_p90,
            core_wait_mean: evidence.core_wait_mean,
            memory_max: memory.map(|memory| memory.max),
            lag_p99: evidence.lag.map(|lag| lag.p99),
            late_seconds: evidence.late_seconds,
            worst_lag: evidence.worst_lag,
            lateness_p99: evidence.lateness.map(|late| late.p99),
            workers: self.workers,
            saturated: findings.saturated(),
            reasons: findings.reasons,
            cautions: findings.cautions,
            undelivered: findings.undelivered,
        }
    }

    fn trend(&self, metric: MetricId) -> Option<&Histogram> {
        match self.aggregator.total(metric)? {
            Sink::Trend(histogram) => Some(histogram),
            _ => None,
        }
    }

    fn late(&self, metric: MetricId) -> Option<Late> {
        let histogram = self.trend(metric)?;
        Some(Late { p99: histogram.percentile(99.0)?, samples: histogram.count() })
    }
}

fn gauge(sink: Option<&Sink>) -> Option<&Gauge> {
    match sink {
        Some(Sink::Gauge(gauge)) if gauge.samples > 0 => Some(gauge),
        _ => None,
    }
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

/// The plan as data, with the names of variables and without their values; and without commands that print secrets.
fn plan_without_secrets(plan: &Plan) -> Value {
    let mut plan = plan.clone();
    let scenarios = plan.scenarios.iter_mut().map(|scenario| &mut scenario.env);
    for value in std::iter::once(&mut plan.env).chain(scenarios).flat_map(BTreeMap::values_mut) {
        "(not shown)".clone_into(value);
    }
    for secret in plan.secrets.values_mut() {
        if let SecretSource::Command(command) = secret {
            "(not shown)".clone_into(command);
        }
    }
    // A plan has only text keys, so this cannot fail.
    serde_json::to_value(&plan).unwrap_or_default()
}
