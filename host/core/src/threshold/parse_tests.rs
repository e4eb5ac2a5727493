//! The threshold grammar: what it reads, and where it points when it cannot.

use std::time::Duration;

use proptest::prelude::*;

use crate::threshold::{Aggregation, Operator, Threshold};

fn parse(text: &str) -> Threshold {
    Threshold::parse("m", text).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn reads_k6s_expressions() {
    for (text, aggregation, operator, value) in [
        ("count>100", Aggregation::Count, Operator::Greater, 100.0),
        ("count >= 100", Aggregation::Count, Operator::GreaterOrEqual, 100.0),
        ("rate<0.01", Aggregation::Rate, Operator::Less, 0.01),
        ("rate<.01", Aggregation::Rate, Operator::Less, 0.01),
        ("rate<=1.", Aggregation::Rate, Operator::LessOrEqual, 1.0),
        ("value==5", Aggregation::Value, Operator::Equal, 5.0),
        ("value===5", Aggregation::Value, Operator::Equal, 5.0),
        ("value!=-5", Aggregation::Value, Operator::NotEqual, -5.0),
        ("  avg  <  +2e3  ", Aggregation::Avg, Operator::Less, 2000.0),
        ("min>1E-2", Aggregation::Min, Operator::Greater, 0.01),
        ("max<1e+2", Aggregation::Max, Operator::Less, 100.0),
        ("med<200", Aggregation::Med, Operator::Less, 200.0),
        ("p(95)<500", Aggregation::P(95.0), Operator::Less, 500.0),
        ("p( 99.99 ) <500", Aggregation::P(99.99), Operator::Less, 500.0),
        ("p(0)<500", Aggregation::P(0.0), Operator::Less, 500.0),
        ("p(100)<500", Aggregation::P(100.0), Operator::Less, 500.0),
    ] {
        let read = parse(text);
        assert_eq!((read.aggregation, read.operator, read.value), (aggregation, operator, value), "{text}");
        assert_eq!((read.window, read.warm_up, read.abort_on_fail), (None, Duration::ZERO, false), "{text}");
        assert_eq!(read.source, text.trim());
    }
}

#[test]
fn reads_windows_and_warm_ups() {
    for (text, window, warm_up) in [
        ("p(95)<500 over 30s", Some(30), 0),
        ("p(95)<500 after 10s", None, 10),
        ("p(95)<500  over  1m30s  after 1h", Some(90), 3600),
        ("count>1 over 90s after 1s ", Some(90), 1),
    ] {
        let read = parse(text);
        assert_eq!(
            (read.window, read.warm_up),
            (window.map(Duration::from_secs), Duration::from_secs(warm_up)),
            "{text}"
        );
    }
}

#[test]
fn points_at_the_character() {
    for (text, at, message) in [
        ("", 0, "expected what to compute, found the end"),
        ("   ", 3, "expected what to compute, found the end"),
        ("<5", 0, "expected what to compute, found `<`"),
        ("p95<500", 1, "expected `(` after `p`, found `95`"),
        ("p(95<500", 4, "expected `)`, found `<`"),
        ("p()<500", 2, "expected a number, found `)`"),
        ("p(101)<500", 2, "there is no percentile 101"),
        ("p(-1)<500", 2, "there is no percentile -1"),
        ("percentile<5", 0, "expected what to compute, found `percentile`"),
        ("average<5", 0, "expected what to compute, found `average`"),
        ("counts>5", 0, "expected what to compute, found `counts`"),
        ("count", 5, "expected a comparison, found the end"),
        ("count 5", 6, "expected a comparison, found `5`"),
        ("count=5", 5, "`=` is not a comparison"),
        ("count<>5", 5, "`<>` is not a comparison"),
        ("count =< 5", 6, "`=<` is not a comparison"),
        ("count>", 6, "expected a number, found the end"),
        ("count>five", 6, "expected a number, found `five`"),
        ("count>.", 6, "expected a number, found `.`"),
        ("count>1e999", 6, "the number is too large"),
        ("p(95)<500ms", 9, "`ms` is too much"),
        ("p(95)<500,", 9, "`,` is too much"),
        ("p(95)<500 in 5s", 10, "`in` is too much"),
        ("p(95)<500 over", 14, "expected a duration after `over`, found the end"),
        ("p(95)<500 over x", 15, "expected a duration after `over`, found `x`"),
        ("p(95)<500 over 30", 17, "`30` has no unit"),
        ("p(95)<500 over 500ms", 18, "`ms` is not a unit here"),
        ("p(95)<500 over 0s", 15, "`over` needs some time"),
        ("p(95)<500 after 0s", 16, "`after` needs some time"),
        ("p(95)<500 over 99999h", 15, "the duration is too long"),
        ("p(95)<500 over 99999999999999999999999s", 15, "the duration is too long"),
        ("p(95)<500 after 1s over 1s", 19, "`over` is too much here"),
        ("p(95)<500 over 1s over 1s", 18, "`over` is too much here"),
        ("p(95)<500 after 1s after 1s", 19, "`after` is too much here"),
        ("p(95)<500 over 1s2", 18, "`2` has no unit"),
        ("é<5", 0, "expected what to compute, found `é`"),
    ] {
        let error = Threshold::parse("m", text).expect_err(text);
        assert_eq!((error.offset, error.message.as_str()), (at, message), "{text}");
        assert!(!error.hint.is_empty() && error.text == text);
    }
}

#[test]
fn columns_are_characters_not_bytes() {
    let error = Threshold::parse("m", "count>é").expect_err("é is no number");
    assert_eq!((error.offset, error.column()), (6, 7));
    let error = Threshold::parse("m{é", "count>1").expect_err("the tag has no value");
    assert_eq!((error.offset, error.column()), (4, 4));
    assert_eq!(error.to_string(), "expected `:` after the tag `é`, found the end, at character 4 of `m{é`");
}

#[test]
fn shows_and_serializes_as_written() {
    let threshold = Threshold::parse("m{a:b}", " p(95)<5 over 1m ").expect("it is one");
    assert_eq!(threshold.to_string(), "m{a:b}: p(95)<5 over 1m");
    let json = serde_json::to_value(&threshold).expect("it is data");
    assert_eq!((&json["metric"], &json["threshold"]), (&"m{a:b}".into(), &"p(95)<5 over 1m".into()));
    assert_eq!((&json["abortOnFail"], &json["delayAbortEval"]), (&false.into(), &"0s".into()));
}

proptest! {
    #[test]
    fn never_panics_and_points_inside(selector in ".{0,20}", text in "[a-z0-9().<>=! é+-]{0,24}") {
        if let Err(error) = Threshold::parse(&selector, &text) {
            prop_assert!(error.text.is_char_boundary(error.offset), "{error:?}");
            prop_assert!(error.column() <= error.text.chars().count() + 1);
        }
    }

    #[test]
    fn numbers_are_read_as_they_are(value in proptest::num::f64::NORMAL) {
        prop_assert_eq!(parse(&format!("count>{value:e}")).value, value);
    }
}
