//! Names, tags, and the limit on series.

use std::sync::Arc;

use proptest::prelude::*;

use super::{MAX_METRICS, Metric, RegisterError, Registry};
use crate::metric::{MetricId, MetricKind, TagSetId, Unit, builtin};

fn tags(registry: &Registry, id: TagSetId) -> Vec<(String, String)> {
    let set = registry.tags(id).expect("the set exists");
    set.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn built_in_metrics_have_their_numbers() {
    let registry = Registry::new(10);
    assert_eq!(registry.metric_count(), builtin::ALL.len());
    for row in builtin::ALL {
        assert_eq!(registry.find(row.name), Some(row.id));
        assert_eq!(registry.metric(row.id), Some(Metric { name: row.name.into(), kind: row.kind, unit: row.unit }));
    }
    assert_eq!(registry.metric(MetricId::from_raw(9999)), None);
    assert_eq!(registry.find("nothing"), None);
}

#[test]
fn registering_again_finds_it() {
    let registry = Registry::new(10);
    let id = registry.register("orders", MetricKind::Counter, Unit::None).expect("a good name");
    assert_eq!(registry.register("orders", MetricKind::Counter, Unit::None), Ok(id));
    assert_eq!(registry.register("checks", MetricKind::Rate, Unit::None), Ok(builtin::CHECKS));
    for (kind, unit) in [(MetricKind::Trend, Unit::None), (MetricKind::Counter, Unit::Data)] {
        let error = registry.register("orders", kind, unit).expect_err("it is something else");
        assert_eq!(error.to_string(), "the metric `orders` exists as a counter of unit `default`");
    }
}

#[test]
fn names_follow_k6() {
    let registry = Registry::new(10);
    let longest = "a".repeat(128);
    for name in ["a", "_", "A9_z", &longest] {
        assert!(registry.register(name, MetricKind::Gauge, Unit::Time).is_ok(), "{name}");
    }
    for name in ["", "9a", "a-b", "a b", "é", "a.b", &"a".repeat(129), &"é".repeat(1000)] {
        let error = registry.register(name, MetricKind::Gauge, Unit::Time).expect_err(name);
        let RegisterError::InvalidName { name } = error else { panic!("{error}") };
        assert!(name.chars().count() <= 128);
    }
}

#[test]
fn the_number_of_metrics_is_bounded() {
    let registry = Registry::new(10);
    let mut last = Ok(MetricId::from_raw(0));
    for number in 0..=MAX_METRICS {
        last = registry.register(&format!("m{number}"), MetricKind::Counter, Unit::None);
    }
    assert_eq!(last, Err(RegisterError::TooMany(MAX_METRICS)));
    assert_eq!(registry.metric_count(), MAX_METRICS as usize);
    assert!(registry.register("m1", MetricKind::Counter, Unit::None).is_ok(), "known ones are still found");
}

#[test]
fn tags_are_added_replaced_removed_and_united() {
    let registry = Registry::new(10);
    assert_eq!(registry.tag_set([("a", "1"); 0]), TagSetId::EMPTY);
    let base = registry.tag_set([("b", "2"), ("a", "1")]);
    assert_eq!(tags(&registry, base), pairs(&[("a", "1"), ("b", "2")]));
    assert_eq!(registry.tag_set(vec![("a".to_owned(), "1"), ("b".to_owned(), "2")]), base);
    let more = registry.with_tag(base, "b", "3");
    assert_eq!(tags(&registry, more), pairs(&[("a", "1"), ("b", "3")]));
    assert_eq!(registry.with_tag(more, "b", "2"), base);
    assert_eq!(tags(&registry, registry.without_tag(base, "a")), pairs(&[("b", "2")]));
    assert_eq!(registry.without_tag(base, "c"), base);
    let over = registry.tag_set([("b", "9"), ("c", "4")]);
    assert_eq!(tags(&registry, registry.union(base, over)), pairs(&[("a", "1"), ("b", "9"), ("c", "4")]));
    assert_eq!(registry.union(base, TagSetId::EMPTY), base);
    assert_eq!(registry.union(TagSetId::EMPTY, base), base);
}

#[test]
fn unknown_sets_stay_unknown() {
    let registry = Registry::new(10);
    let unknown = TagSetId::from_raw(12_345);
    assert_eq!(registry.tags(unknown), None);
    assert_eq!(registry.with_tag(unknown, "a", "1"), unknown);
    assert_eq!(registry.without_tag(unknown, "a"), unknown);
    assert_eq!(registry.union(unknown, TagSetId::EMPTY), unknown);
    assert_eq!(registry.union(TagSetId::EMPTY, unknown), unknown);
}

#[test]
fn series_beyond_the_limit_keep_what_somebody_asks_for() {
    let registry = Registry::new(2);
    registry.keep_tag("status", Some("500"));
    let set = |url: &str, status: &str| registry.tag_set([("scenario", "x"), ("status", status), ("url", url)]);
    for url in ["/1", "/2"] {
        let tags = set(url, "200");
        assert_eq!(registry.admit(builtin::HTTP_REQS, tags), Some((MetricKind::Counter, tags)));
    }
    assert_eq!(registry.series_limit_reached(), None);
    let (_, other) = registry.admit(builtin::HTTP_REQS, set("/3", "200")).expect("both are known");
    assert_eq!(tags(&registry, other), pairs(&[("scenario", "x"), ("series", "other")]));
    let reached = registry.series_limit_reached().expect("it is reached");
    assert_eq!((reached.metric.as_deref(), reached.limit), (Some("http_reqs"), 2));
    assert_eq!(reached.tags, pairs(&[("scenario", "x"), ("status", "200"), ("url", "/3")]));
    assert_eq!(registry.admit(builtin::HTTP_REQS, set("/4", "200")).map(|found| found.1), Some(other));
    let (_, failed) = registry.admit(builtin::HTTP_REQS, set("/3", "500")).expect("both are known");
    assert_eq!(tags(&registry, failed), pairs(&[("scenario", "x"), ("series", "other"), ("status", "500")]));
    assert_eq!(registry.series_count(), 4);
    assert_eq!(registry.series_limit_reached(), Some(reached), "the first one is told");
    let known = set("/1", "200");
    assert_eq!(registry.admit(builtin::HTTP_REQS, known).map(|found| found.1), Some(known));
}

#[test]
fn made_up_scenarios_and_tags_end_in_one_series() {
    let registry = Registry::new(2);
    let mut last = TagSetId::EMPTY;
    for number in 0..20_000 {
        let own = registry.tag_set([("scenario", format!("s{number}")), ("n", number.to_string())]);
        last = registry.admit(builtin::CHECKS, own).expect("both are known").1;
    }
    assert_eq!(tags(&registry, last), pairs(&[("series", "other")]));
    assert!(registry.series_count() <= 2 + 1024 + 1, "{}", registry.series_count());
    let sets = registry.lock().tags.len();
    assert!(sets <= 2 * 2 + 10_000 + 1024 + 1, "{sets}");
    let own = registry.with_tag(last, "scenario", "known");
    assert_eq!(tags(&registry, own), pairs(&[("series", "other")]), "there is no room for more");
}

#[test]
fn unknown_numbers_are_not_admitted() {
    let registry = Registry::new(2);
    assert_eq!(registry.admit(MetricId::from_raw(9999), TagSetId::EMPTY), None);
    assert_eq!(registry.admit(builtin::CHECKS, TagSetId::from_raw(9999)), None);
    assert_eq!(registry.series_count(), 0);
}

proptest! {
    #[test]
    fn a_set_does_not_depend_on_its_order(pairs in prop::collection::btree_map("[a-d]", "[x-z]", 0..4)) {
        let registry = Registry::new(10);
        let forward = registry.tag_set(pairs.iter());
        let backward = registry.tag_set(pairs.iter().rev());
        prop_assert_eq!(forward, backward);
        let one_by_one = pairs.iter().fold(TagSetId::EMPTY, |set, (name, value)| registry.with_tag(set, name, value));
        prop_assert_eq!(forward, one_by_one);
    }
}

#[test]
fn it_is_shared_between_threads() {
    let registry = Registry::new(10);
    let ids: Vec<MetricId> = std::thread::scope(|scope| {
        let register = |_| {
            let registry = Arc::clone(&registry);
            scope.spawn(move || registry.register("shared", MetricKind::Rate, Unit::None).expect("a good name"))
        };
        let threads: Vec<_> = (0..4).map(register).collect();
        threads.into_iter().map(|thread| thread.join().expect("it ends")).collect()
    });
    assert!(ids.iter().all(|&id| id == ids[0]));
}
