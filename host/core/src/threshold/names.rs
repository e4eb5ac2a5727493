//! Whether the metrics that thresholds name exist and have what is asked of them. Not whether the thresholds hold.

use thiserror::Error;

use super::{KindError, Threshold};
use crate::metric::Registry;
use crate::suggest;

/// A threshold on a metric that nobody registered.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("the threshold `{threshold}` is on the metric `{metric}`, which does not exist")]
pub struct UnknownMetric {
    /// Its position among the thresholds.
    pub position: usize,
    /// The threshold.
    pub threshold: String,
    /// The name.
    pub metric: String,
    /// A metric of nearly that name, if there is one.
    pub similar: Option<String>,
}

impl UnknownMetric {
    /// The way out.
    pub fn hint(&self) -> String {
        match &self.similar {
            Some(similar) => format!("did you mean `{similar}`?"),
            None => "name a built-in metric, or one that the plugin registers before the test starts".to_owned(),
        }
    }
}

/// The thresholds on metrics that do not exist. To be asked when the plugin has registered its own.
pub fn unknown_metrics(thresholds: &[Threshold], registry: &Registry) -> Vec<UnknownMetric> {
    let unknown = |name: &str| registry.find(name).is_none();
    let names = registry.names();
    thresholds
        .iter()
        .enumerate()
        .filter(|(_, threshold)| unknown(&threshold.selector.metric))
        .map(|(position, threshold)| UnknownMetric {
            position,
            threshold: threshold.to_string(),
            metric: threshold.selector.metric.clone(),
            similar: suggest::nearest(&threshold.selector.metric, names.iter().map(|name| &**name)).map(str::to_owned),
        })
        .collect()
}

/// The thresholds whose metrics exist and do not have what is asked of them.
pub fn unfit_metrics(thresholds: &[Threshold], registry: &Registry) -> Vec<KindError> {
    let kind = |name: &str| Some(registry.metric(registry.find(name)?)?.kind);
    thresholds.iter().filter_map(|threshold| threshold.check_kind(kind(&threshold.selector.metric)?).err()).collect()
}

#[cfg(test)]
mod tests {
    use super::{unfit_metrics, unknown_metrics};
    use crate::metric::{MetricKind, Registry, Unit};
    use crate::threshold::Threshold;

    fn thresholds(texts: &[(&str, &str)]) -> Vec<Threshold> {
        texts.iter().map(|(selector, text)| Threshold::parse(selector, text).expect(text)).collect()
    }

    #[test]
    fn unknown_ones_are_named_with_a_suggestion() {
        let registry = Registry::new(10);
        registry.register("orders", MetricKind::Counter, Unit::None).expect("a good name");
        let list = thresholds(&[
            ("http_req_duraton{scenario:a}", "p(95)<5"),
            ("orders", "count>1"),
            ("zzz", "count>1"),
            ("checks", "rate>0.9"),
        ]);
        let unknown = unknown_metrics(&list, &registry);
        assert_eq!(unknown.iter().map(|one| one.position).collect::<Vec<_>>(), [0, 2]);
        assert_eq!(
            unknown[0].to_string(),
            "the threshold `http_req_duraton{scenario:a}: p(95)<5` is on the metric `http_req_duraton`, which does not exist"
        );
        assert_eq!(unknown[0].hint(), "did you mean `http_req_duration`?");
        assert_eq!(unknown[1].similar, None);
    }

    #[test]
    fn unfit_ones_say_what_would_fit() {
        let registry = Registry::new(10);
        let list = thresholds(&[("checks", "p(95)<5"), ("http_reqs", "rate>5"), ("vus", "count>1"), ("zzz", "avg<1")]);
        let unfit = unfit_metrics(&list, &registry);
        assert_eq!(unfit.len(), 2);
        assert_eq!(unfit[0].to_string(), "`p(95)` does not fit `checks`, which is a rate");
        assert_eq!(unfit[0].hint, "a rate has `rate`");
        assert_eq!(unfit[1].hint, "a gauge has `value`");
    }
}
