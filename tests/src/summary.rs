//! Reading an exported summary. Asking for what is not there fails the test, and says what is there.
//!
//! Not a check of its schema.

use serde_json::Value;

/// An exported summary.
#[derive(Clone, Debug)]
pub struct Summary {
    /// The whole document.
    pub json: Value,
}

impl Summary {
    /// Reads it.
    ///
    /// # Panics
    /// When it is not JSON.
    pub fn parse(text: &str) -> Self {
        Self { json: serde_json::from_str(text).expect("the summary is JSON") }
    }

    /// One figure of a metric or sub-metric, such as `p(95)` of `http_req_duration`.
    ///
    /// # Panics
    /// When there is no such figure.
    #[track_caller]
    pub fn value(&self, metric: &str, figure: &str) -> f64 {
        let values = &self.metric(metric)["values"];
        values[figure].as_f64().unwrap_or_else(|| panic!("`{metric}` has no `{figure}`, but {values}"))
    }

    /// The count of a counter or trend, which is a whole number.
    ///
    /// # Panics
    /// When there is no such metric.
    #[track_caller]
    pub fn count(&self, metric: &str) -> u64 {
        let count = self.value(metric, "count");
        assert!(count >= 0.0 && count.fract() == 0.0, "`{metric}` counts {count}");
        count as u64
    }

    /// The count of a counter, or 0 when nothing was ever added to it.
    pub fn count_or_zero(&self, metric: &str) -> u64 {
        if self.json["metrics"][metric].is_null() { 0 } else { self.count(metric) }
    }

    /// A metric.
    ///
    /// # Panics
    /// When it is not there.
    #[track_caller]
    pub fn metric(&self, name: &str) -> &Value {
        let metric = &self.json["metrics"][name];
        assert!(metric.is_object(), "no metric `{name}`, but {:?}", self.metric_names());
        metric
    }

    /// The names of all metrics and sub-metrics, sorted.
    pub fn metric_names(&self) -> Vec<&str> {
        let mut names: Vec<&str> =
            self.json["metrics"].as_object().into_iter().flat_map(|map| map.keys().map(String::as_str)).collect();
        names.sort_unstable();
        names
    }
}
