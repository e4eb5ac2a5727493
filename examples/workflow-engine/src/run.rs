//! Runs a graph: every node computes, in an order that honours the dependencies.
//!
//! The work is real (chained hashing) and deterministic: the same graph always has the same outputs and takes the same
//! branches. Nothing is stored here.

use std::time::Duration;

use sha2::{Digest, Sha256};
use tokio::time::Instant;

use crate::activity::Kind;
use crate::graph::{Graph, Node};

/// Hashes per attempt: some ten microseconds in an optimised build.
const ROUNDS: usize = 50;

/// How a node ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Completed,
    /// Not run: on the arm of a condition that was not taken, or behind a node that failed.
    Skipped,
    /// All attempts failed.
    Failed,
}

impl Outcome {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Completed => "completed",
            Self::Skipped => "skipped",
            Self::Failed => "failed",
        }
    }
}

/// What one node did.
#[derive(Debug, Clone)]
pub(crate) struct Span {
    pub(crate) outcome: Outcome,
    pub(crate) attempts: u32,
    /// Since the start of the execution.
    pub(crate) start: Duration,
    /// Of all attempts and the waits between them.
    pub(crate) duration: Duration,
    /// Empty unless the node completed.
    pub(crate) output: Vec<u8>,
}

/// What one execution did.
#[derive(Debug)]
pub(crate) struct Run {
    /// One per node, in the order of the graph's nodes.
    pub(crate) spans: Vec<Span>,
    pub(crate) took: Duration,
    /// Hash of the names, outcomes and outputs of all nodes, hexadecimal.
    pub(crate) output: String,
}

impl Run {
    pub(crate) fn count(&self, outcome: Outcome) -> usize {
        self.spans.iter().filter(|span| span.outcome == outcome).count()
    }

    /// `failed` if any node failed, else `completed`.
    pub(crate) fn status(&self) -> &'static str {
        if self.count(Outcome::Failed) > 0 { "failed" } else { "completed" }
    }
}

/// Runs all nodes on this thread. Blocks it: for a thread that may be blocked.
pub(crate) fn run(graph: &Graph) -> Run {
    let started = Instant::now();
    let skipped = Span {
        outcome: Outcome::Skipped,
        attempts: 0,
        start: Duration::ZERO,
        duration: Duration::ZERO,
        output: vec![],
    };
    let mut spans = vec![skipped; graph.nodes.len()];
    for position in &graph.order {
        let node = &graph.nodes[*position];
        spans[*position].start = started.elapsed();
        if ready(graph, node, &spans) {
            let span = attempt(node, &spans, started);
            spans[*position] = span;
        }
    }
    let mut hash = Sha256::new();
    for (node, span) in graph.nodes.iter().zip(&spans) {
        hash.update(&node.name);
        hash.update(span.outcome.as_str());
        hash.update(&span.output);
    }
    Run { output: hex(&hash.finalize()), took: started.elapsed(), spans }
}

/// A node runs if nothing before it failed, something before it ran, and its condition (if any) came out right.
fn ready(graph: &Graph, node: &Node, spans: &[Span]) -> bool {
    let before = || node.depends_on.iter().map(|position| (&graph.nodes[*position], &spans[*position]));
    let failed = before().any(|(_, span)| span.outcome == Outcome::Failed);
    let ran = before().any(|(_, span)| span.outcome == Outcome::Completed);
    let taken = match node.when {
        Some(wanted) => before().any(|(parent, span)| parent.kind == Kind::Condition && decides(span) == wanted),
        None => true,
    };
    !failed && taken && (ran || node.depends_on.is_empty())
}

/// What a condition decided: the lowest bit of its output.
fn decides(span: &Span) -> bool {
    span.output.last().is_some_and(|byte| byte & 1 == 1)
}

fn attempt(node: &Node, spans: &[Span], started: Instant) -> Span {
    let start = started.elapsed();
    let mut attempts = 0;
    let (outcome, output) = loop {
        attempts += 1;
        let output = compute(node, spans);
        if attempts > node.fail_attempts {
            break (Outcome::Completed, output);
        }
        if attempts >= node.retry.max_attempts {
            break (Outcome::Failed, Vec::new());
        }
        std::thread::sleep(Duration::from_millis(node.retry.backoff_ms));
    };
    Span { outcome, attempts, start, duration: started.elapsed() - start, output }
}

/// The work of one attempt: a chain of hashes over the name and the outputs of the nodes before.
fn compute(node: &Node, spans: &[Span]) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(&node.name);
    for before in &node.depends_on {
        hash.update(&spans[*before].output);
    }
    let mut output = hash.finalize();
    for _ in 1..ROUNDS {
        output = Sha256::digest(output);
    }
    output.to_vec()
}

/// Lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::{Outcome, run};
    use crate::activity::generate;
    use crate::graph::Graph;

    #[test]
    fn one_arm_of_every_condition_runs_and_the_join_always_does() {
        let graph = Graph::build(&generate(500)).unwrap();
        let done = run(&graph);
        for condition in (9..490).step_by(10) {
            let arms = [done.spans[condition + 1].outcome, done.spans[condition + 2].outcome];
            assert!(arms.contains(&Outcome::Completed) && arms.contains(&Outcome::Skipped), "{condition}: {arms:?}");
            assert_eq!(done.spans[condition + 3].outcome, Outcome::Completed);
        }
        assert_eq!(done.output, run(&graph).output);
    }

    #[test]
    fn failures_use_up_attempts_and_skip_what_depends_on_them() {
        let mut activities = generate(5);
        activities[1].fail_attempts = 1;
        activities[1].retry.max_attempts = 2;
        activities[3].fail_attempts = 1;
        let done = run(&Graph::build(&activities).unwrap());
        assert_eq!((done.spans[1].attempts, done.spans[1].outcome), (2, Outcome::Completed));
        assert_eq!((done.spans[3].attempts, done.spans[3].outcome), (1, Outcome::Failed));
        assert_eq!((done.spans[4].attempts, done.spans[4].outcome), (0, Outcome::Skipped));
        assert_eq!(done.status(), "failed");
    }
}
