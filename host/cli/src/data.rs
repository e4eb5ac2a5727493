//! Loads the data of a plan before the test, and says everything that is wrong with its files.

use wasmload_core::plan::{DataSource, Plan};
use wasmload_core::schedule::Requirements;
use wasmload_runtime::capability::data::{Dataset, LoadError, SharedData};

use crate::diagnostics::{Diagnostic, Failure, Outcome};
use crate::exit_code::Exit;

/// The data that all VUs share.
pub(crate) fn load(plan: &Plan) -> Outcome<SharedData> {
    let vus = plan.scenarios.iter().map(|scenario| Requirements::of(scenario).max_vus);
    let (mut data, mut diagnostics) = (SharedData::new(vus.collect()), Vec::new());
    for (name, source) in &plan.data {
        match Dataset::load(name, source) {
            Ok(dataset) => {
                tracing::debug!("data {name}: {} rows of {}", dataset.count(), source.file);
                data.add(dataset);
            }
            Err(error) if source.optional => {
                tracing::warn!("the data `{name}` cannot be used, `{}`: {error}", source.file);
                data.add_unusable(name, &source.file, error);
            }
            Err(error) => diagnostics.extend(explain(name, source, &error)),
        }
    }
    if diagnostics.is_empty() { Ok(data) } else { Err(Failure { exit: Exit::InvalidConfiguration, diagnostics }) }
}

fn explain(name: &str, source: &DataSource, error: &LoadError) -> Vec<Diagnostic> {
    let file = &source.file;
    match error {
        LoadError::Missing(why) => {
            let mut diagnostic = Diagnostic::new(format!("the file `{file}` of the data `{name}` cannot be read"));
            diagnostic.causes.push(why.clone());
            vec![diagnostic.hint(format!("give the path of a file: `--data {name}=FILE`, or `data` in the plan"))]
        }
        LoadError::Malformed { faults, more } => {
            let each = faults.iter().map(|fault| Diagnostic {
                place: Some(format!("{file}:{}", fault.line)),
                ..Diagnostic::new(format!("the data `{name}`: {}", fault.reason))
            });
            let more = (*more > 0).then(|| Diagnostic::new(format!("the data `{name}`: {more} more lines like these")));
            each.chain(more).collect()
        }
        LoadError::Empty => {
            let diagnostic = Diagnostic::new(format!("the file `{file}` of the data `{name}` holds no rows"));
            vec![diagnostic.hint("a file of rows has at least one; the first line of CSV is its header")]
        }
    }
}
