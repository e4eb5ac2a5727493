//! `wasmload schema`: the JSON schemas, for editors and for whoever reads results.

use crate::args::{SchemaArgs, SchemaKind};
use crate::diagnostics::Outcome;
use crate::exit_code::Exit;
use crate::export::print_line;

pub(crate) fn print(args: &SchemaArgs) -> Outcome<Exit> {
    let schema = match args.of {
        SchemaKind::Plan => wasmload_core::plan::schema(),
        SchemaKind::Summary => wasmload_core::summary::schema(),
    };
    print_line(&format!("{schema:#}"))
}
