//! Compiles a graph of activities to source text: one function per activity, and the workflow that calls them.
//!
//! The text is TypeScript in the style of workflow SDKs. Nobody runs it; what matters is that making it is real work that
//! grows with the size: for every activity the whole part of the graph before it is walked and fingerprinted.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::activity::Kind;
use crate::graph::{Graph, Node};
use crate::run::hex;

/// The result of compiling.
#[derive(Debug)]
pub(crate) struct Compiled {
    /// The source text.
    pub(crate) source: String,
    /// How many activities are conditions.
    pub(crate) branches: usize,
    /// How many activities are tried more than once.
    pub(crate) retries: usize,
    /// SHA-256 of the source text, hexadecimal.
    pub(crate) fingerprint: String,
}

/// Compiles `graph` under the workflow's `name` and `version`.
pub(crate) fn compile(graph: &Graph, name: &str, version: i64) -> Compiled {
    let ancestors = ancestors(graph);
    let mut source = String::with_capacity(graph.nodes.len() * 400);
    line(&mut source, format_args!("// Workflow {name:?}, version {version}. Generated, do not edit."));
    for (position, node) in graph.nodes.iter().enumerate() {
        activity(&mut source, graph, node, position, &ancestors[position]);
    }
    workflow(&mut source, graph);
    Compiled {
        branches: graph.nodes.iter().filter(|node| node.kind == Kind::Condition).count(),
        retries: graph.nodes.iter().filter(|node| node.retry.max_attempts > 1).count(),
        fingerprint: hex(&Sha256::digest(&source)),
        source,
    }
}

/// For every node, whether each other node comes before it, directly or not.
fn ancestors(graph: &Graph) -> Vec<Vec<bool>> {
    let mut all = vec![vec![false; graph.nodes.len()]; graph.nodes.len()];
    for position in &graph.order {
        let mut own = vec![false; graph.nodes.len()];
        for before in &graph.nodes[*position].depends_on {
            own[*before] = true;
            for (mine, theirs) in own.iter_mut().zip(&all[*before]) {
                *mine |= *theirs;
            }
        }
        all[*position] = own;
    }
    all
}

fn activity(source: &mut String, graph: &Graph, node: &Node, position: usize, before: &[bool]) {
    let mut hash = Sha256::new();
    let mut count = 0;
    for (other, _) in graph.nodes.iter().zip(before).filter(|(_, before)| **before) {
        hash.update(Sha256::digest(format!("{}:{}:{:?}", other.name, other.kind.as_str(), other.when)));
        count += 1;
    }
    hash.update(&node.name);
    let print = hex(&hash.finalize());
    let returns = if node.kind == Kind::Condition { "boolean" } else { "Result" };
    line(source, format_args!(""));
    line(source, format_args!("/** {:?}, after {count} other activities. Inputs {print}. */", node.name));
    line(source, format_args!("const activity{position} = defineActivity<{returns}>({{"));
    line(source, format_args!("  name: {:?},", node.name));
    let retry = node.retry;
    line(source, format_args!("  retry: {{ maxAttempts: {}, backoffMs: {} }},", retry.max_attempts, retry.backoff_ms));
    line(source, format_args!("}});"));
}

fn workflow(source: &mut String, graph: &Graph) {
    line(source, format_args!(""));
    line(source, format_args!("export async function workflow(): Promise<Result[]> {{"));
    line(source, format_args!("  const done: Result[] = [];"));
    for position in &graph.order {
        let node = &graph.nodes[*position];
        let inputs: Vec<String> = node.depends_on.iter().map(|before| format!("r{before}")).collect();
        let inputs = inputs.join(", ");
        let call = format!("await activity{position}({inputs})");
        match (node.when, node.kind) {
            (Some(true), _) => line(source, format_args!("  const r{position} = {inputs} ? {call} : skipped;")),
            (Some(false), _) => line(source, format_args!("  const r{position} = {inputs} ? skipped : {call};")),
            (None, _) => line(source, format_args!("  const r{position} = {call};")),
        }
        if node.kind == Kind::Task {
            line(source, format_args!("  done.push(r{position});"));
        }
    }
    line(source, format_args!("  return done;"));
    line(source, format_args!("}}"));
}

fn line(source: &mut String, text: std::fmt::Arguments<'_>) {
    let written = writeln!(source, "{text}");
    debug_assert!(written.is_ok(), "writing to a string does not fail");
}

#[cfg(test)]
mod tests {
    use super::compile;
    use crate::activity::generate;
    use crate::graph::Graph;

    #[test]
    fn the_source_names_every_activity_and_has_the_branches_and_retries() {
        let compiled = compile(&Graph::build(&generate(100)).unwrap(), "demo", 3);
        assert_eq!((compiled.branches, compiled.retries), (10, 20));
        assert!((1..=100).all(|number| compiled.source.contains(&format!("\"step-{number:03}\""))));
        assert!(compiled.source.contains("r9 ? skipped : await activity11(r9)"));
        assert_eq!(compiled.source.matches("maxAttempts: 3").count(), 20);
    }
}
