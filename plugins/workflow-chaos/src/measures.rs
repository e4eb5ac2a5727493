//! The figures that the engine's own answers allow. Not those of HTTP: the host has them.

use wasmload_sdk::http::Response;
use wasmload_sdk::prelude::*;

/// How long an execution takes, as a client sees it.
static WORKFLOW_EXECUTION_DURATION: Trend = Trend::time("workflow_execution_duration");
/// How long the engine builds and sorts a graph, by its own clock.
static GRAPH_BUILD_DURATION: Trend = Trend::time("graph_build_duration");
/// The part of an execution's duration in which the engine neither built nor ran the graph: HTTP, waiting, storing.
static ORCHESTRATION_OVERHEAD_PERCENT: Trend = Trend::new("orchestration_overhead_percent");

/// Records an execution that was answered with 200.
pub(crate) fn executed(answer: &Response) -> Result {
    let build: f64 = answer.json_path("graph_build_ms")?;
    let run: f64 = answer.json_path("execution_ms")?;
    WORKFLOW_EXECUTION_DURATION.add(answer.duration());
    GRAPH_BUILD_DURATION.add(build);
    if let Some(percent) = overhead_percent(answer.duration().as_secs_f64() * 1000.0, build + run) {
        ORCHESTRATION_OVERHEAD_PERCENT.add(percent);
    }
    Ok(())
}

/// Records a dry run, in which nothing but the graph is built.
pub(crate) fn planned(answer: &Response) -> Result {
    GRAPH_BUILD_DURATION.add(answer.json_path::<f64>("graph_build_ms")?);
    Ok(())
}

/// The share of `total` that is not `work`, both in milliseconds. Two clocks measure them: a share below 0 is taken for 0.
fn overhead_percent(total: f64, work: f64) -> Option<f64> {
    (total > 0.0).then(|| (100.0 * (total - work) / total).max(0.0))
}

#[cfg(test)]
mod tests {
    use super::overhead_percent;

    #[test]
    fn overhead_is_what_is_left_of_the_duration() {
        assert_eq!(overhead_percent(20.0, 15.0), Some(25.0));
        assert_eq!(overhead_percent(20.0, 21.0), Some(0.0));
        assert_eq!(overhead_percent(0.0, 0.0), None);
    }
}
