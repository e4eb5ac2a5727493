//! What was measured: parts with tables, and how they are shown and written.
//!
//! Not the words of the published page beside the tables: those are `page`.

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

use super::Bench;
use super::machine::Machine;
use super::page;
use super::table::Table;

/// All that was measured.
pub(super) struct Report {
    pub(super) machine: Machine,
    pub(super) quick: bool,
    pub(super) parts: Vec<Part>,
}

/// The answer to one question.
pub(super) struct Part {
    /// The word that asks for it.
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    /// What was done and how the figures are to be read: Markdown paragraphs.
    pub(super) about: Vec<String>,
    pub(super) tables: Vec<Table>,
    /// What was odd about this measurement.
    pub(super) notes: Vec<String>,
}

impl Report {
    pub(super) fn new(bench: &Bench) -> Result<Self> {
        Ok(Self { machine: Machine::look(bench)?, quick: bench.arguments.quick, parts: Vec::new() })
    }

    /// Writes JSON and page into the benches' folder, and into `docs/` when they are to be published.
    pub(super) fn write(&self, bench: &Bench) -> Result<()> {
        let mut folders = vec![bench.folder.clone()];
        if bench.arguments.publish {
            folders.push(bench.project.root.join("docs"));
        }
        for folder in folders {
            for (name, text) in
                [("benchmarks.json", format!("{:#}\n", self.json())), ("benchmarks.md", page::text(self))]
            {
                let file = folder.join(name);
                std::fs::write(&file, text).with_context(|| format!("{} cannot be written", file.display()))?;
            }
        }
        Ok(())
    }

    fn json(&self) -> Value {
        let parts: Map<String, Value> = self.parts.iter().map(|part| (part.name.to_owned(), part.json())).collect();
        json!({ "quick": self.quick, "machine": self.machine.json(), "parts": parts })
    }
}

impl Part {
    /// For a terminal.
    pub(super) fn text(&self) -> String {
        let mut text = format!("=== {}\n", self.title);
        for table in &self.tables {
            text.push('\n');
            text.push_str(&table.text());
        }
        for note in &self.notes {
            text.push_str(&format!("  note: {note}\n"));
        }
        text
    }

    fn json(&self) -> Value {
        let tables: Vec<Value> = self.tables.iter().map(Table::json).collect();
        json!({ "title": self.title, "tables": tables, "notes": self.notes })
    }
}
