//! A table of measured figures, shown in three ways from the same values: as text, as Markdown, as JSON.
//!
//! Not what the figures mean.

use serde_json::{Map, Value, json};

use super::figures::Spread;

/// A column of figures.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    /// Its name in JSON, with its unit in it.
    pub(super) key: &'static str,
    /// Its name for people.
    pub(super) heading: &'static str,
    /// Its unit for people; empty for a plain number.
    pub(super) unit: &'static str,
    /// How many decimals are worth showing.
    pub(super) decimals: usize,
}

/// A row: what the figures are of, and the figures.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) name: String,
    /// One for each column; `None` where there is no such figure.
    pub(super) figures: Vec<Option<Spread>>,
    /// Why there are none at all.
    pub(super) missing: Option<String>,
}

/// A table.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) title: String,
    /// What the rows are.
    pub(super) rows_are: &'static str,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Row>,
}

impl Row {
    pub(super) fn new(name: impl Into<String>, figures: impl IntoIterator<Item = Option<Spread>>) -> Self {
        Self { name: name.into(), figures: figures.into_iter().collect(), missing: None }
    }

    pub(super) fn missing(name: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { name: name.into(), figures: Vec::new(), missing: Some(reason.into()) }
    }

    fn cells(&self, columns: &[Column]) -> Vec<String> {
        let mut cells = vec![self.name.clone()];
        match &self.missing {
            Some(reason) => cells.push(format!("missing: {reason}")),
            None => cells.extend(columns.iter().zip(&self.figures).map(|(column, figure)| {
                figure.as_ref().map_or_else(|| "–".to_owned(), |figure| figure.show(column.decimals))
            })),
        }
        cells
    }
}

impl Table {
    fn headings(&self) -> Vec<String> {
        let mut headings = vec![self.rows_are.to_owned()];
        headings.extend(self.columns.iter().map(|column| match column.unit {
            "" => column.heading.to_owned(),
            unit => format!("{}, {unit}", column.heading),
        }));
        headings
    }

    /// As aligned lines for a terminal.
    pub(super) fn text(&self) -> String {
        let headings = self.headings();
        let rows: Vec<Vec<String>> = self.rows.iter().map(|row| row.cells(&self.columns)).collect();
        let width = |column: usize| {
            // The reason why a row is empty may be longer than any column: it stands alone.
            let cells = rows.iter().zip(&self.rows).filter(|(_, row)| column == 0 || row.missing.is_none());
            let widths = cells.filter_map(|(cells, _)| cells.get(column)).map(|cell| cell.chars().count());
            widths.chain([headings[column].chars().count()]).max().unwrap_or_default()
        };
        let widths: Vec<usize> = (0..headings.len()).map(width).collect();
        let mut text = format!("{}\n", self.title);
        for (cells, missing) in std::iter::once((&headings, false))
            .chain(rows.iter().zip(&self.rows).map(|(cells, row)| (cells, row.missing.is_some())))
        {
            let mut line = String::from("  ");
            for (index, (cell, width)) in cells.iter().zip(&widths).enumerate() {
                let left = index == 0 || missing;
                let padding = " ".repeat(width.saturating_sub(cell.chars().count()));
                let (before, after) = if left { ("", padding.as_str()) } else { (padding.as_str(), "") };
                line.extend([before, cell, after, "  "]);
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }

    /// As a Markdown table under its title.
    pub(super) fn markdown(&self) -> String {
        let headings = self.headings();
        let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
        let mut text = format!("**{}**\n\n{}", self.title, line(&headings));
        text.push_str(&format!("| --- |{}\n", " ---: |".repeat(self.columns.len())));
        for row in &self.rows {
            let mut cells = row.cells(&self.columns);
            cells.resize(headings.len(), String::new());
            text.push_str(&line(&cells));
        }
        text
    }

    /// As JSON: rows of figures by the columns' keys, with all rounds.
    pub(super) fn json(&self) -> Value {
        let rows = self.rows.iter().map(|row| {
            let mut fields = Map::new();
            fields.insert("name".to_owned(), row.name.clone().into());
            if let Some(reason) = &row.missing {
                fields.insert("missing".to_owned(), reason.clone().into());
            }
            for (column, figure) in self.columns.iter().zip(&row.figures) {
                fields.insert(column.key.to_owned(), figure.as_ref().map_or(Value::Null, Spread::json));
            }
            Value::Object(fields)
        });
        json!({ "title": self.title, "rows": rows.collect::<Vec<_>>() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let column = |key, heading, unit, decimals| Column { key, heading, unit, decimals };
        Table {
            title: "Cost".to_owned(),
            rows_are: "tool",
            columns: vec![column("cpu_us", "CPU", "µs", 1), column("failed", "failed", "", 0)],
            rows: vec![
                Row::new("wasmload", [Spread::of([10.0, 12.0, 11.0]), Spread::of([0.0])]),
                Row::new("wrk", [Spread::of([9.5]), None]),
                Row::missing("k6", "neither found nor to be installed"),
            ],
        }
    }

    #[test]
    fn text_is_aligned_and_says_what_is_missing() {
        let expected = "Cost\n  tool               CPU, µs  failed\n  wasmload  11.0 (10.0–12.0)       0\n  \
                        wrk                    9.5       –\n  k6        missing: neither found nor to be installed\n";
        assert_eq!(table().text(), expected);
    }

    #[test]
    fn markdown_has_as_many_cells_in_each_row() {
        let markdown = table().markdown();
        let rows: Vec<&str> = markdown.lines().filter(|line| line.starts_with('|')).collect();
        assert_eq!(rows.len(), 5);
        assert!(rows.iter().all(|row| row.matches('|').count() == 4), "{markdown}");
        assert!(rows[0].contains("CPU, µs") && rows[2].contains("11.0 (10.0–12.0)"), "{markdown}");
    }

    #[test]
    fn json_keeps_every_round_and_says_null_for_what_there_is_not() {
        let rows = table().json()["rows"].clone();
        assert_eq!(rows[0]["cpu_us"]["rounds"], json!([10.0, 12.0, 11.0]));
        assert_eq!(rows[1]["failed"], Value::Null);
        assert!(rows[2]["missing"].is_string() && rows[2]["cpu_us"].is_null());
    }
}
