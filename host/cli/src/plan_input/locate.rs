//! From a fault's path in a layer to a place that the person can go to: file, line and column; a flag; a variable.

use wasmload_core::plan::{Fault, Origin, PathSegment, environment_variable, path_text};

use crate::diagnostics::Diagnostic;
use crate::plan_input::PlanFile;
use crate::plan_input::file::point;

/// All faults of a plan, those of the file in the order in which it is read by people.
pub(crate) fn explain_all(faults: &[Fault], file: Option<&PlanFile>) -> Vec<Diagnostic> {
    let start = |fault: &Fault| {
        let in_file = matches!(fault.origin, Origin::File(_));
        let span = file.and_then(|file| file.spans.get(&path_text(&fault.path)));
        (
            fault.origin.clone(),
            span.filter(|_| in_file).map_or(0, |span| span.key.as_ref().unwrap_or(&span.value).start),
        )
    };
    let mut sorted: Vec<&Fault> = faults.iter().collect();
    sorted.sort_by_cached_key(|fault| start(fault));
    sorted.into_iter().map(|fault| explain(fault, file)).collect()
}

/// The place of a threshold, by its metric as it was written.
pub(crate) fn place_threshold(diagnostic: &mut Diagnostic, metric: &str, flags: &[String], file: Option<&PlanFile>) {
    if flags.iter().any(|flag| flag.trim_start().starts_with(metric)) {
        diagnostic.place = Some("--threshold".to_owned());
    } else if let Some((file, span)) =
        file.and_then(|file| Some((file, file.spans.get(&format!("thresholds.{metric}"))?)))
    {
        point(diagnostic, &file.name, &file.text, span.key.clone().unwrap_or_else(|| span.value.clone()));
    } else {
        diagnostic.place = Some(Origin::Component.to_string());
    }
}

/// A fault of the plan, with its place.
pub(crate) fn explain(fault: &Fault, file: Option<&PlanFile>) -> Diagnostic {
    let mut diagnostic = Diagnostic { hint: fault.hint.clone(), ..Diagnostic::new(&fault.message) };
    let path = path_text(&fault.path);
    match (&fault.origin, file) {
        (Origin::File(name), Some(file)) if *name == file.name => locate(&mut diagnostic, fault, file, &path),
        (Origin::Environment, _) => {
            let name = environment_variable(&fault.path).unwrap_or(path);
            diagnostic.place = Some(format!("the environment variable {name}"));
        }
        (Origin::Flags, _) => diagnostic.place = Some(flag(&fault.path)),
        (origin, _) if path.is_empty() => diagnostic.place = Some(origin.to_string()),
        (origin, _) => diagnostic.place = Some(format!("{origin}, at `{path}`")),
    }
    diagnostic
}

fn locate(diagnostic: &mut Diagnostic, fault: &Fault, file: &PlanFile, path: &str) {
    let Some(span) = file.spans.get(path) else {
        // The root, or something that a table header made without a place of its own.
        diagnostic.place =
            Some(if path.is_empty() { file.name.clone() } else { format!("{}, at `{path}`", file.name) });
        return;
    };
    let range = match (&span.key, fault.in_key) {
        (Some(key), true) => key.clone(),
        _ => span.value.clone(),
    };
    // A table spans all its lines: its name is what the person looks for.
    let many_lines = file.text.get(range.clone()).is_some_and(|text| text.contains('\n'));
    let range = if many_lines { span.key.clone().unwrap_or(range.start..range.start + 1) } else { range };
    let range = match fault.offset_in_value {
        Some(offset) if !many_lines => character(&file.text, &range, offset),
        _ => range,
    };
    point(diagnostic, &file.name, &file.text, range);
}

/// The byte range of one character of a value, whose text may stand in quotes.
fn character(text: &str, range: &std::ops::Range<usize>, offset: usize) -> std::ops::Range<usize> {
    let Some(raw) = text.get(range.clone()) else { return range.clone() };
    let quote = usize::from(raw.starts_with(['"', '\'']));
    let inner = raw
        .char_indices()
        .skip(quote + offset)
        .map(|(index, c)| range.start + index..range.start + index + c.len_utf8());
    inner.into_iter().next().unwrap_or(range.end.saturating_sub(1)..range.end)
}

/// The flag that makes a key of the document.
fn flag(path: &[PathSegment]) -> String {
    let Some(PathSegment::Key(key)) = path.first() else { return "the command line".to_owned() };
    let second = match path.get(1) {
        Some(PathSegment::Key(second)) => second.as_str(),
        _ => "",
    };
    match key.as_str() {
        "stages" => "--stage".to_owned(),
        "tags" => format!("--tag {second}"),
        "env" => format!("--env {second}"),
        "thresholds" => format!("--threshold {second}"),
        "data" => format!("--data {second}"),
        "secrets" => format!("--secret {second}"),
        "allowNet" => "--allow-net".to_owned(),
        "allowDirs" => "--allow-dir".to_owned(),
        other => {
            let dashed =
                other.chars().flat_map(|c| c.is_uppercase().then_some('-').into_iter().chain(c.to_lowercase()));
            format!("--{}", dashed.collect::<String>())
        }
    }
}
