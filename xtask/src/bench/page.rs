//! The published page: a report as Markdown.
//!
//! It has no figure that is not in the report.

use super::goals;
use super::report::Report;

const HEAD: &str = "\
# Benchmarks

Written by `cargo xtask bench --publish`, which measures everything on this page in one run; do not edit it. The same
figures, round by round, are in [benchmarks.json](benchmarks.json).

Figures of different machines do not compare, and neither do those of a machine that does something else meanwhile. What
does compare are the rows of one table: all tools met the same target in interleaved rounds. A figure is the median of its
rounds, with the smallest and the largest in brackets.
";

/// The whole page.
pub(super) fn text(report: &Report) -> String {
    let mut text = HEAD.to_owned();
    if report.quick {
        text.push_str("\n**These figures are from short rounds (`--quick`): good for a look only.**\n");
    }
    text.push_str("\n## Where\n\n| | |\n| --- | --- |\n");
    for (name, value) in &report.machine.facts {
        text.push_str(&format!("| {name} | {value} |\n"));
    }
    text.push_str(&format!(
        "\n## Goals\n\nMedians of this page against what wasmload aims at.\n\n{}",
        goals::markdown(&report.parts)
    ));
    for part in &report.parts {
        text.push_str(&format!("\n## {}\n", part.title));
        for paragraph in &part.about {
            text.push_str(&format!("\n{paragraph}\n"));
        }
        for table in &part.tables {
            text.push_str(&format!("\n{}", table.markdown()));
        }
        if !part.notes.is_empty() {
            text.push_str("\nNotes of this run:\n\n");
            text.extend(part.notes.iter().map(|note| format!("- {note}\n")));
        }
    }
    text
}
