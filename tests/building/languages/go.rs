//! Go: panics, goroutines, memory and the collector. The functions are those of `tests/languages/go/traps`.

use super::{all_hold, case};

#[test]
fn a_panic_or_an_error_is_a_failed_iteration_with_its_line_and_the_vu_goes_on() {
    all_hold(
        "go",
        "traps",
        &[
            case(
                "panics",
                3,
                111,
                &["panic: sold out after 3 items", "main.order (stops.go:", "main.panics (stops.go:"],
            ),
            case("nil-map", 3, 111, &["panic: assignment to entry in nil map", "main.nilMap (stops.go:"]),
            case("dependency", 1, 111, &["panic: not me", "main.stubborn.MarshalJSON (stops.go:"]),
            case("returns-error", 1, 111, &["cannot order: no seats left", "main.seats (stops.go:"]),
            case("request-error", 1, 111, &["not granted", "main.requestError (stops.go:"]),
            case("plain-error", 1, 111, &["iteration failed: plain"]),
            case("stale-response", 1, 0, &[]),
        ],
    );
}

#[test]
fn what_go_cannot_recover_from_costs_the_vu_and_is_said() {
    all_hold(
        "go",
        "traps",
        &[
            case("goexit", 2, 111, &["runtime.Goexit"]),
            case("deadlock", 2, 111, &["all goroutines are asleep"]),
            case("exits", 2, 111, &["the VU is replaced"]),
            case("goroutine-panics", 2, 111, &["nobody recovers this"]),
        ],
    );
}

#[test]
fn goroutines_and_sleeping_work_and_nothing_of_the_environment_shows() {
    all_hold(
        "go",
        "traps",
        &[
            case("sleeps", 1, 0, &[]),
            case("goroutines", 2, 0, &[]),
            case("left-over", 3, 0, &[]),
            case("environment", 1, 0, &[]),
        ],
    );
}

#[test]
fn the_collector_never_runs_inside_of_a_host_call() {
    all_hold(
        "go",
        "traps",
        &[
            case("garbage", 2000, 0, &[]),
            case("one-big-iteration", 3, 0, &[]),
            case("big-bodies", 300, 0, &[]),
            case("keeps-much", 200, 0, &[]),
            case("strings", 20_000, 0, &[]),
        ],
    );
}

#[test]
fn responses_that_nobody_closes_are_dropped() {
    all_hold("go", "traps", &[case("leaks-responses", 200, 0, &[])]);
}
