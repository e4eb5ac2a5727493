//! The series of a summary in a form that can be compared between runs, and what differs between two of them.
//!
//! Times, bytes on the wire and what wasmload records of itself differ from run to run: of these only their number is kept.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::Value;

use crate::summary::Summary;

/// Metrics that depend on the machine and the moment, down to their number of samples.
const LEFT_OUT: [&str; 2] = ["vus", "vus_max"];

/// Metrics of which one can only say that they are there.
const WITHOUT_FIGURES: [&str; 2] = ["data_sent", "data_received"];

/// One line for each series: its metric with kind and unit, its tags, and those of its figures that are the same in every run.
/// In the values of tags `shown` replaces what differs from run to run, such as the ports of servers.
///
/// # Panics
/// When the summary holds no series.
pub fn lines(summary: &Summary, own_metrics: &str, shown: impl Fn(&str) -> String) -> BTreeSet<String> {
    let series = summary.json["series"].as_array().expect("a summary with series");
    series.iter().filter_map(|series| line(summary, series, own_metrics, &shown)).collect()
}

fn line(summary: &Summary, series: &Value, own_metrics: &str, shown: &impl Fn(&str) -> String) -> Option<String> {
    let name = series["metric"].as_str().expect("a series has a metric");
    if name.starts_with("generator_") || LEFT_OUT.contains(&name) {
        return None;
    }
    let metric = summary.metric(name);
    let (kind, unit) = (text(&metric["type"]), text(&metric["contains"]));
    let tags = series["tags"].as_object().expect("a series has tags");
    let tags: Vec<String> = tags.iter().map(|(name, value)| format!("{name}={}", shown(text(value)))).collect();
    let mut line = format!("{name} ({kind}, {unit}) {{{}}}", tags.join(", "));
    let own = name.starts_with(own_metrics);
    for (figure, value) in series["values"].as_object().expect("a series has figures") {
        let same_in_every_run = match (kind, figure.as_str()) {
            // For each second.
            ("counter", "rate") => false,
            ("trend", "count") => true,
            ("counter" | "rate", _) => !WITHOUT_FIGURES.contains(&name),
            _ => own,
        };
        if same_in_every_run {
            write!(line, " {figure}={value}").expect("writing to a string cannot fail");
        }
    }
    Some(line)
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a text")
}

/// What differs between the lines of two runs, for people; none when they are the same.
pub fn difference(expected: &BTreeSet<String>, found: &BTreeSet<String>) -> Option<String> {
    let missing = expected.difference(found).map(|line| format!("- {line}"));
    let additional = found.difference(expected).map(|line| format!("+ {line}"));
    let mut lines: Vec<String> = missing.chain(additional).collect();
    // What is the same series with other figures stands together.
    lines.sort_by(|left, right| left[2..].cmp(&right[2..]));
    (!lines.is_empty()).then(|| lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::{difference, lines};
    use crate::summary::Summary;

    fn summary() -> Summary {
        Summary::parse(
            r#"{
                "metrics": {
                    "hits": {"type": "counter", "contains": "default"},
                    "http_req_duration": {"type": "trend", "contains": "time"},
                    "own_level": {"type": "gauge", "contains": "data"},
                    "generator_lag": {"type": "trend", "contains": "time"}
                },
                "series": [
                    {"metric": "generator_lag", "tags": {}, "values": {"count": 9}},
                    {"metric": "hits", "tags": {"url": "http://127.0.0.1:4711/a"}, "values": {"count": 3, "rate": 0.7}},
                    {"metric": "http_req_duration", "tags": {}, "values": {"avg": 1.5, "count": 2}},
                    {"metric": "own_level", "tags": {"a": "1", "b": "2"}, "values": {"max": 7, "value": 5}}
                ]
            }"#,
        )
    }

    #[test]
    fn a_line_holds_what_is_the_same_in_every_run() {
        let lines = lines(&summary(), "own_", |text| text.replace("http://127.0.0.1:4711", "{target}"));
        let expected = [
            "hits (counter, default) {url={target}/a} count=3",
            "http_req_duration (trend, time) {} count=2",
            "own_level (gauge, data) {a=1, b=2} max=7 value=5",
        ];
        assert!(lines.iter().eq(expected), "{lines:#?}");
    }

    #[test]
    fn a_difference_names_what_is_missing_and_what_is_new() {
        let lines = lines(&summary(), "own_", str::to_owned);
        assert_eq!(difference(&lines, &lines), None);
        let mut other = lines.clone();
        other.remove("http_req_duration (trend, time) {} count=2");
        other.insert("http_req_duration (trend, time) {} count=3".to_owned());
        let expected = "- http_req_duration (trend, time) {} count=2\n+ http_req_duration (trend, time) {} count=3";
        assert_eq!(difference(&lines, &other).as_deref(), Some(expected));
    }
}
