//! The goals that wasmload has set itself, held against the figures of a report.
//!
//! Not a test: on another machine, or a busy one, they may not hold.

use super::report::Part;

/// One goal: a figure and the most that it may be.
struct Goal {
    says: &'static str,
    part: &'static str,
    table: usize,
    row: &'static str,
    column: &'static str,
    most: f64,
    unit: &'static str,
}

const GOALS: [Goal; 10] = [
    Goal { says: "CPU per request at most oha's", most: 1.0, ..cost("oha") },
    Goal { says: "CPU per request at most 1.3 times wrk's", most: 1.3, ..cost("wrk") },
    Goal { says: "CPU per request at most an eighth of k6's", most: 0.125, ..cost("k6") },
    Goal { says: "nothing dropped at 10,000 requests per second", most: 0.0, ..exactness("dropped", "") },
    Goal { says: "reported p95 within 0.5 ms of the target's", most: 0.5, ..exactness("excess_p95_ms", "ms") },
    Goal { says: "lateness p99 below 2 ms", most: 2.0, ..exactness("lateness_p99_ms", "ms") },
    Goal {
        says: "60 KB (58.6 KiB) of private memory for an idle VU, of 10,000",
        part: "vus",
        table: 0,
        row: "wasmload, 10,000 VUs",
        column: "private_per_vu_kib",
        most: 60_000.0 / 1024.0,
        unit: "KiB",
    },
    Goal {
        says: "memory does not grow with samples: at most 10 KiB in a minute",
        part: "samples",
        table: 0,
        row: "",
        column: "slope_kib_per_minute",
        most: 10.0,
        unit: "KiB/min",
    },
    Goal { says: "50 ms to the first request when cached", most: 50.0, ..start("wasmload, 1 VU") },
    Goal { says: "10,000 VUs ready within 1.5 s", most: 1_500.0, ..start("wasmload, 10,000 VUs") },
];

const fn cost(peer: &'static str) -> Goal {
    Goal { says: "", part: "peers", table: 0, row: peer, column: "ratio", most: 0.0, unit: "times" }
}

const fn exactness(column: &'static str, unit: &'static str) -> Goal {
    // The third rate is the highest.
    Goal { says: "", part: "rates", table: 2, row: "wasmload", column, most: 0.0, unit }
}

const fn start(row: &'static str) -> Goal {
    Goal { says: "", part: "start", table: 0, row, column: "first_request_ms", most: 0.0, unit: "ms" }
}

/// A Markdown table of the goals: what came out, and whether they hold. Those that were not measured say so.
pub(super) fn markdown(parts: &[Part]) -> String {
    let mut text = "| goal | measured | |\n| --- | ---: | --- |\n".to_owned();
    for goal in GOALS {
        let (measured, holds) = match goal.figure(parts) {
            None => ("–".to_owned(), "not measured"),
            Some(figure) => {
                let holds = if figure <= goal.most { "holds" } else { "**does not hold**" };
                (format!("{figure:.2} {}", goal.unit).trim().to_owned(), holds)
            }
        };
        text.push_str(&format!("| {} | {measured} | {holds} |\n", goal.says));
    }
    text
}

impl Goal {
    fn figure(&self, parts: &[Part]) -> Option<f64> {
        let table = parts.iter().find(|part| part.name == self.part)?.tables.get(self.table)?;
        let column = table.columns.iter().position(|column| column.key == self.column)?;
        let row = table.rows.iter().find(|row| self.row.is_empty() || row.name == self.row)?;
        row.figures.get(column)?.as_ref().map(|figure| figure.median())
    }
}

#[cfg(test)]
mod tests {
    use super::super::figures::Spread;
    use super::super::peers;
    use super::super::table::{Row, Table};
    use super::*;

    #[test]
    fn goals_are_held_against_the_figures_that_there_are() {
        let row = |name: &str, ratio: f64| Row::new(name, peers::COLUMNS.map(|_| Spread::of([ratio])));
        let rows = vec![row("wrk", 1.31), row("oha", 1.0), Row::missing("k6", "not installed")];
        let table = Table { title: String::new(), rows_are: "tool", columns: peers::COLUMNS.to_vec(), rows };
        let part = Part { name: "peers", title: "", about: Vec::new(), tables: vec![table], notes: Vec::new() };
        let markdown = markdown(&[part]);
        let lines: Vec<&str> = markdown.lines().collect();
        assert!(lines[2].contains("oha") && lines[2].ends_with("| 1.00 times | holds |"), "{markdown}");
        assert!(lines[3].contains("wrk") && lines[3].ends_with("| 1.31 times | **does not hold** |"), "{markdown}");
        assert!(lines[4].contains("k6") && lines[4].ends_with("| – | not measured |"), "{markdown}");
        assert_eq!(lines.len(), 2 + GOALS.len());
    }
}
