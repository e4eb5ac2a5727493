//! The summary at the end of a run as people read it, in the manner of k6. What it shows is in `wasmload_core::summary`.

use std::collections::BTreeMap;

use wasmload_core::metric::{MetricKind, Unit};
use wasmload_core::summary::{MetricSummary, ScenarioSummary, Summary, ThresholdSummary};

use crate::args::RunArgs;
use crate::prepare::Prepared;
use crate::ui::format::{bytes, duration_ms, number, percent, rate};

/// The metrics in the order in which people look for them: by the beginning of their names. Custom ones come first.
const GROUPS: &[(&str, &str)] = &[
    ("http", "http_"),
    ("websocket", "ws_"),
    ("execution", "iteration"),
    ("execution", "dropped_iterations"),
    ("execution", "vus"),
    ("execution", "group_duration"),
    ("network", "data_"),
    ("generator", "generator_"),
    ("generator", "refused_calls"),
    ("generator", "values_rejected"),
];
const HEADINGS: [&str; 6] = ["custom", "http", "websocket", "execution", "network", "generator"];

/// Colours, or none.
struct Paint(bool);

impl Paint {
    fn code(&self, code: &str, text: &str) -> String {
        if self.0 { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn mark(&self, ok: bool) -> String {
        if ok { self.code("32", "✓") } else { self.code("31", "✗") }
    }
}

/// Says what is about to run, before it does.
pub(crate) fn announce(args: &RunArgs, prepared: &Prepared) {
    let plan = &prepared.plan;
    let target = plan.target.as_deref().unwrap_or("none");
    tracing::info!("plugin {}, target {target}, seed {}", args.plugin.display(), plan.seed);
    for scenario in &plan.scenarios {
        tracing::info!("scenario {}: {}", scenario.name, scenario.describe());
    }
}

/// The whole summary.
pub(crate) fn render(summary: &Summary, color: bool) -> String {
    let paint = Paint(color);
    let mut text = String::new();
    section(&mut text, &paint, "thresholds", thresholds(summary, &paint));
    section(&mut text, &paint, "checks", checks(summary, &paint));
    let width = summary.metrics.keys().map(|name| name.chars().count()).max().unwrap_or(0) + 2;
    for heading in HEADINGS {
        let rows = summary
            .metrics
            .iter()
            .filter(|(name, metric)| group(name) == heading && name.as_str() != "checks" && has_figures(metric));
        section(&mut text, &paint, heading, rows.map(|(name, metric)| row(name, metric, width)).collect());
    }
    if summary.scenarios.len() > 1 {
        let width = summary.scenarios.iter().map(|scenario| scenario.name.chars().count()).max().unwrap_or(0) + 2;
        section(&mut text, &paint, "scenarios", summary.scenarios.iter().map(|one| scenario(one, width)).collect());
    }
    section(&mut text, &paint, "verdict", verdict(summary, &paint));
    text.trim_end().to_owned()
}

fn section(text: &mut String, paint: &Paint, heading: &str, lines: Vec<String>) {
    if !lines.is_empty() {
        text.push_str(&format!("{}\n", paint.code("1", heading)));
        lines.iter().for_each(|line| text.push_str(&format!("  {line}\n")));
        text.push('\n');
    }
}

fn group(name: &str) -> &'static str {
    GROUPS.iter().find(|(_, prefix)| name.starts_with(prefix)).map_or("custom", |(heading, _)| heading)
}

fn has_figures(metric: &MetricSummary) -> bool {
    let zero = |name: &str| metric.values.get(name).is_none_or(|value| *value == 0.0);
    match metric.r#type {
        MetricKind::Trend => !zero("count"),
        MetricKind::Rate => !(zero("passes") && zero("fails")),
        MetricKind::Counter | MetricKind::Gauge => !metric.values.is_empty(),
    }
}

fn thresholds(summary: &Summary, paint: &Paint) -> Vec<String> {
    let line = |threshold: &ThresholdSummary| {
        let metric = summary.metrics.get(&threshold.metric);
        let observed = match (threshold.observed, metric) {
            (None, _) => "no samples".to_owned(),
            (Some(value), Some(metric)) => aggregated(metric, &threshold.expression, value),
            (Some(value), None) => number(value),
        };
        let aborted = if threshold.aborted { ", ended the test" } else { "" };
        format!("{} {}: {} ({observed}{aborted})", paint.mark(threshold.ok), threshold.metric, threshold.expression)
    };
    summary.thresholds.iter().map(line).collect()
}

/// What a threshold compared, in the unit of what it aggregates: the rate of a counter of bytes is not bytes.
fn aggregated(metric: &MetricSummary, expression: &str, value: f64) -> String {
    match metric.r#type {
        MetricKind::Rate => percent(value),
        MetricKind::Counter if expression.trim_start().starts_with("rate") => per_second(value, metric.contains),
        _ => plain(value, metric.contains),
    }
}

fn checks(summary: &Summary, paint: &Paint) -> Vec<String> {
    let (passes, fails) =
        summary.checks.iter().fold((0, 0), |(passes, fails), check| (passes + check.passes, fails + check.fails));
    if passes + fails == 0 {
        return Vec::new();
    }
    let mut lines =
        vec![format!("{} held, {passes} of {}", percent(passes as f64 / (passes + fails) as f64), passes + fails)];
    for check in &summary.checks {
        let group = if check.group.is_empty() { String::new() } else { format!("{} ", check.group) };
        let share = match check.fails {
            0 => String::new(),
            fails => {
                let held = check.passes as f64 / (check.passes + fails) as f64;
                format!(": {} held, ✓ {} ✗ {fails}", percent(held), check.passes)
            }
        };
        lines.push(format!("{} {group}{}{share}", paint.mark(check.fails == 0), check.name));
    }
    lines
}

fn row(name: &str, metric: &MetricSummary, width: usize) -> String {
    let dots = ".".repeat(width.saturating_sub(name.chars().count()));
    format!("{name}{dots}: {}", figures(metric))
}

fn figures(metric: &MetricSummary) -> String {
    let unit = metric.contains;
    let get = |name: &str| metric.values.get(name).copied().unwrap_or(0.0);
    match metric.r#type {
        MetricKind::Counter => format!("{}  {}", plain(get("count"), unit), per_second(get("rate"), unit)),
        MetricKind::Gauge => {
            format!("{}  min={} max={}", plain(get("value"), unit), plain(get("min"), unit), plain(get("max"), unit))
        }
        MetricKind::Rate => {
            format!("{}  {} of {}", percent(get("rate")), number(get("passes")), number(get("passes") + get("fails")))
        }
        MetricKind::Trend => trend(&metric.values, unit),
    }
}

/// `avg`, `min`, `med`, `max`, then the percentiles in rising order.
fn trend(values: &BTreeMap<String, f64>, unit: Unit) -> String {
    let mut names: Vec<(&str, f64)> =
        values.iter().map(|(name, value)| (name.as_str(), *value)).filter(|(name, _)| *name != "count").collect();
    let rank = |name: &str| match name {
        "avg" => -4.0,
        "min" => -3.0,
        "med" => -2.0,
        "max" => -1.0,
        percentile => percentile.trim_start_matches("p(").trim_end_matches(')').parse().unwrap_or(f64::MAX),
    };
    names.sort_by(|(a, _), (b, _)| rank(a).total_cmp(&rank(b)));
    let shown: Vec<String> =
        names.into_iter().map(|(name, value)| format!("{name}={:<7}", plain(value, unit))).collect();
    shown.join(" ").trim_end().to_owned()
}

fn per_second(value: f64, unit: Unit) -> String {
    match unit {
        Unit::None => format!("{}/s", rate(value)),
        Unit::Time | Unit::Data => format!("{}/s", plain(value, unit)),
    }
}

fn plain(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Time => duration_ms(value),
        Unit::Data => bytes(value),
        Unit::None => number(value),
    }
}

fn scenario(scenario: &ScenarioSummary, width: usize) -> String {
    let dots = ".".repeat(width.saturating_sub(scenario.name.chars().count()));
    let counts = &scenario.iterations;
    let mut text = format!("{}{dots}: {} iterations", scenario.name, counts.completed);
    for (count, word) in [(counts.failed, "failed"), (counts.interrupted, "interrupted"), (counts.dropped, "dropped")] {
        if count > 0 {
            text.push_str(&format!(", {count} {word}"));
        }
    }
    let p95 = |metric: &str| scenario.metrics.get(metric).and_then(|metric| metric.values.get("p(95)")).copied();
    for (metric, words) in [
        ("iteration_duration", "iteration"),
        ("iteration_response_time", "response time"),
        ("http_req_duration", "request"),
    ] {
        if let Some(value) = p95(metric) {
            text.push_str(&format!(", {words} p(95)={}", duration_ms(value)));
        }
    }
    text
}

fn verdict(summary: &Summary, paint: &Paint) -> Vec<String> {
    let mut lines = Vec::new();
    if summary.generator.saturated {
        lines.push(paint.code("31", "the generator, not the target, was the limit: these figures measure wasmload"));
        lines.extend(summary.generator.reasons.iter().map(|reason| format!("- {reason}")));
    }
    lines.extend(summary.generator.cautions.iter().map(|words| paint.code("33", words)));
    lines.extend(summary.generator.undelivered.iter().map(|words| paint.code("33", words)));
    if let Some(limit) = &summary.series_limit_reached {
        let text =
            format!("more than {} series: further ones are counted together, with the tag series=other", limit.limit);
        lines.push(paint.code("33", &text));
    }
    let exit = &summary.exit;
    let reason = exit.reason.as_ref().map_or_else(String::new, |reason| format!(": {reason}"));
    let mark = paint.mark(exit.code == 0);
    lines.push(format!("{mark} {} (exit code {}){reason}", exit.name, exit.code));
    lines
}
