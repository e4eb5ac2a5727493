//! Reads a plan file of whatever format, and remembers where in it each value stands.

use std::collections::HashMap;
use std::path::Path;

use serde_json::Value;

use crate::diagnostics::{Diagnostic, Failure, Outcome};
use crate::exit_code::Exit;
use crate::plan_input::{toml_file, yaml_file};

/// A value's key and the value itself, as byte ranges in the text; the key is absent for elements of lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) key: Option<std::ops::Range<usize>>,
    pub(crate) value: std::ops::Range<usize>,
}

/// A plan file that was read.
#[derive(Debug)]
pub(crate) struct PlanFile {
    /// As it was given on the command line.
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) document: Value,
    /// By path, as `wasmload_core::plan::path_text` writes it.
    pub(crate) spans: HashMap<String, Span>,
}

/// What a format's parser gives.
pub(crate) type Parsed = Result<(Value, HashMap<String, Span>), Vec<SyntaxFault>>;

/// Something that is not of the format.
#[derive(Debug)]
pub(crate) struct SyntaxFault {
    pub(crate) message: String,
    pub(crate) at: Option<std::ops::Range<usize>>,
}

/// Reads a plan file; its format is told by its ending.
pub(crate) fn read(path: &Path) -> Outcome<PlanFile> {
    let name = path.display().to_string();
    let fail = |diagnostic: Diagnostic| diagnostic.fail(Exit::InvalidConfiguration);
    let text = std::fs::read_to_string(path).map_err(|error| {
        let mut diagnostic = Diagnostic::new(format!("the plan file `{name}` cannot be read"));
        diagnostic.causes.push(error.to_string());
        fail(diagnostic.hint("give the path of a `.toml`, `.json` or `.yaml` file"))
    })?;
    let (format, parsed) = match path.extension().and_then(|ending| ending.to_str()) {
        Some("toml") => ("TOML", toml_file::parse(&text)),
        Some("json") => ("JSON", json(&text)),
        Some("yaml" | "yml") => ("YAML", yaml_file::parse(&text)),
        _ => {
            let diagnostic = Diagnostic::new(format!("the format of the plan file `{name}` is not known"));
            return Err(fail(diagnostic.hint("name it `.toml`, `.json`, `.yaml` or `.yml`")));
        }
    };
    match parsed {
        Ok((mut document, spans)) => {
            if let Some(folder) = path.parent() {
                rebase(&mut document, folder);
            }
            Ok(PlanFile { name, text, document, spans })
        }
        Err(faults) => {
            let diagnostics = faults.into_iter().map(|fault| {
                let mut diagnostic = Diagnostic::new(format!("the plan file is not {format}: {}", fault.message));
                match fault.at {
                    Some(at) => point(&mut diagnostic, &name, &text, at),
                    None => diagnostic.place = Some(name.clone()),
                }
                diagnostic
            });
            Err(Failure { exit: Exit::InvalidConfiguration, diagnostics: diagnostics.collect() })
        }
    }
}

/// Makes the paths of data and secrets, which are relative to the plan file, relative to where the program runs.
fn rebase(document: &mut Value, folder: &Path) {
    for inputs in ["data", "secrets"] {
        let named = document.get_mut(inputs).and_then(Value::as_object_mut);
        for input in named.into_iter().flat_map(|named| named.values_mut()) {
            // An empty one is a fault, and stays one.
            if let Some(Value::String(file)) = input.get_mut("file").filter(|file| *file != "") {
                // What is not of Unicode was not in the plan file.
                *file = folder.join(&*file).to_string_lossy().into_owned();
            }
        }
    }
    let profiles = document.get_mut("profiles").and_then(Value::as_object_mut);
    profiles.into_iter().flat_map(|profiles| profiles.values_mut()).for_each(|profile| rebase(profile, folder));
}

/// JSON is checked by a JSON parser, then located as the YAML that it also is.
fn json(text: &str) -> Parsed {
    let document = serde_json::from_str(text).map_err(|error| {
        let before: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let at = text.floor_char_boundary((before + error.column().saturating_sub(1)).min(text.len()));
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or(&message).to_owned();
        vec![SyntaxFault { message, at: Some(at..at + 1) }]
    })?;
    Ok((document, yaml_file::parse(text).map(|(_, spans)| spans).unwrap_or_default()))
}

/// Points a diagnostic at a range of a text: file, line, column, and the line itself.
pub(crate) fn point(diagnostic: &mut Diagnostic, name: &str, text: &str, at: std::ops::Range<usize>) {
    let start = text.floor_char_boundary(at.start.min(text.len()));
    let line_start = text[..start].rfind('\n').map_or(0, |index| index + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |index| start + index);
    let number = text[..start].matches('\n').count() + 1;
    let column = text[line_start..start].chars().count();
    let end = text.floor_char_boundary(at.end.clamp(start, line_end));
    let width = text[start..end].chars().count();
    diagnostic.place = Some(format!("{name}:{number}:{}", column + 1));
    diagnostic.excerpt = Some((text[line_start..line_end].trim_end().to_owned(), column..column + width));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn paths_of_data_and_secrets_are_relative_to_the_plan_file() {
        let mut document = json!({
            "data": {"a": {"file": "a.csv"}, "b": {"file": "/b.csv"}, "c": {"file": ""}},
            "secrets": {"S": {"file": "s.txt"}, "E": {"env": "E"}},
            "profiles": {"smoke": {"data": {"a": {"file": "small.csv"}}}},
        });
        rebase(&mut document, Path::new("plans"));
        assert_eq!(document["data"], json!({"a": {"file": "plans/a.csv"}, "b": {"file": "/b.csv"}, "c": {"file": ""}}));
        assert_eq!(document["secrets"], json!({"S": {"file": "plans/s.txt"}, "E": {"env": "E"}}));
        assert_eq!(document["profiles"]["smoke"]["data"]["a"]["file"], "plans/small.csv");
    }
}
