//! Each verdict on made-up evidence: who was the limit, exactly at which figure, and in which words.

use super::{Evidence, Late, WorstLag, judge};

const CALM: Evidence = Evidence {
    cpu_mean: Some(0.4),
    busy_mean: Some(0.4),
    busy_p90: Some(0.8),
    core_wait_mean: Some(0.01),
    lag: Some(Late { p99: 1.0, samples: 1000 }),
    late_seconds: 0,
    seconds: 10,
    worst_lag: None,
    lateness: Some(Late { p99: 0.5, samples: 900 }),
    request_p99: Some(5.0),
    arrivals_started: 900,
    arrivals_dropped: 0,
    left_over: 0,
};

fn late(p99: f64) -> Option<Late> {
    Some(Late { p99, samples: 100 })
}

fn stalled(lag_ms: f64) -> Evidence {
    Evidence { late_seconds: 1, worst_lag: Some(WorstLag { second: 3, lag_ms }), ..CALM }
}

#[test]
fn who_was_the_limit() {
    // Evidence, and how many reasons, cautions and complaints about load that was not delivered.
    let table = [
        ("nothing measured", Evidence::default(), [0, 0, 0]),
        ("calm", CALM, [0, 0, 0]),
        (
            "exactly at the limits",
            Evidence {
                cpu_mean: Some(0.9),
                busy_p90: Some(0.9),
                lag: late(10.0),
                lateness: late(10.0),
                request_p99: Some(20.0),
                ..CALM
            },
            [0, 0, 0],
        ),
        ("all cores used", Evidence { cpu_mean: Some(0.91), ..CALM }, [1, 0, 0]),
        ("one worker of two, on a core of its own", Evidence { busy_p90: Some(0.91), ..CALM }, [1, 0, 0]),
        ("late timers", Evidence { lag: late(10.1), ..CALM }, [1, 0, 0]),
        ("late starts", Evidence { lateness: late(10.1), ..CALM }, [1, 0, 0]),
        (
            "late, of few",
            Evidence {
                lag: Some(Late { p99: 90.0, samples: 99 }),
                lateness: Some(Late { p99: 90.0, samples: 99 }),
                ..CALM
            },
            [0, 0, 0],
        ),
        ("no core for it, and in time", Evidence { core_wait_mean: Some(0.4), ..CALM }, [0, 0, 0]),
        ("no core for it, and late", Evidence { core_wait_mean: Some(0.4), lag: late(30.0), ..CALM }, [2, 0, 0]),
        ("a short stall", stalled(100.0), [0, 0, 0]),
        ("a stall", stalled(100.1), [0, 1, 0]),
        ("a stall that is told with the reasons", Evidence { lag: late(30.0), ..stalled(500.0) }, [1, 0, 0]),
        ("a fast target", Evidence { lag: late(2.1), request_p99: Some(4.1), ..CALM }, [0, 1, 0]),
        ("a slower target", Evidence { lag: late(2.1), request_p99: Some(4.3), ..CALM }, [0, 0, 0]),
        ("a fast target and timers that tick", Evidence { lag: late(1.9), request_p99: Some(0.2), ..CALM }, [0, 0, 0]),
        ("no requests", Evidence { lag: late(5.0), request_p99: None, ..CALM }, [0, 0, 0]),
        ("drops alone", Evidence { arrivals_dropped: 100, ..CALM }, [0, 0, 1]),
        ("drops and nothing measured", Evidence { arrivals_dropped: 1, ..Evidence::default() }, [0, 0, 1]),
        ("left over", Evidence { left_over: 7, ..CALM }, [0, 0, 1]),
        ("drops and left over", Evidence { arrivals_dropped: 100, left_over: 7, ..CALM }, [0, 0, 2]),
        ("busy and drops", Evidence { busy_p90: Some(1.0), arrivals_dropped: 1, ..CALM }, [1, 0, 1]),
        (
            "everything",
            Evidence {
                cpu_mean: Some(0.95),
                busy_p90: Some(1.0),
                core_wait_mean: Some(0.3),
                lag: late(50.0),
                lateness: late(60.0),
                arrivals_dropped: 1,
                left_over: 1,
                ..stalled(900.0)
            },
            [5, 0, 2],
        ),
    ];
    for (name, evidence, counts) in table {
        let findings = judge(&evidence);
        let found = [findings.reasons.len(), findings.cautions.len(), findings.undelivered.len()];
        assert_eq!(found, counts, "{name}: {findings:?}");
        assert_eq!(findings.saturated(), counts[0] > 0, "{name}");
    }
}

#[test]
fn words_carry_the_figures_and_the_way_out() {
    let slow_target = Evidence { arrivals_dropped: 100, ..CALM };
    assert_eq!(
        judge(&slow_target).undelivered,
        [
            "planned load not delivered: 100 of 1000 iterations (10.0 %) were dropped, as no VU was idle; raise `maxVUs`, \
          or find out why the target is slow"
        ]
    );
    let starved = Evidence {
        cpu_mean: Some(0.97),
        busy_mean: Some(0.931),
        busy_p90: Some(0.998),
        core_wait_mean: Some(0.5),
        lag: late(23.44),
        lateness: late(24.0),
        late_seconds: 9,
        ..Evidence { arrivals_dropped: 100, ..stalled(123.45) }
    };
    let findings = judge(&starved);
    assert_eq!(
        findings.reasons,
        [
            "wasmload used 97 % of all cores on average",
            "its workers had no time to spare in a tenth of the run or more: 100 % busy (p90), 93 % on average",
            "its timers fired up to 23.4 ms late (p99); late in 9 of 10 seconds, and the most, 123.5 ms, in second 3",
            "iterations started up to 24.0 ms after they should have (p99)",
            "its workers were ready to run but had no core for 50 % of the time: other processes, or other threads of its \
             own, took the cores",
        ]
    );
    assert!(findings.undelivered[0].ends_with("as no VU was idle; the generator may be why"), "{findings:?}");
    let caution = Evidence { lag: late(8.0), request_p99: Some(9.0), ..stalled(800.0) };
    assert_eq!(
        judge(&caution).cautions,
        [
            "the generator stalled: late in 1 of 10 seconds, and the most, 800.0 ms, in second 3",
            "more than half of the highest latencies may be the generator's own: its timers fired up to 8.0 ms late \
             (p99), and p(99) of `http_req_duration` is 9.0 ms",
        ]
    );
}
