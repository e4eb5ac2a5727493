//! `wasmload build`: sources become a plugin, which is then loaded and asked what it is, so that what is wrong with it shows
//! now and not in a run.

use crate::args::{BuildArgs, TerminalArgs};
use crate::commands::inspect::{own_plan, sdk};
use crate::diagnostics::{Diagnostic, Failure, Outcome};
use crate::exit_code::Exit;
use crate::export::print_line;
use crate::folders::cache;
use crate::prepare::{component_document, describe, load};
use crate::ui::{format, progress};
use crate::{logging, source};

pub(crate) fn build(args: &BuildArgs) -> Outcome<Exit> {
    // What the guest says while it describes itself is often the reason why it cannot.
    let terminal = TerminalArgs::default();
    logging::start(&terminal, &progress::bars(&terminal))?;
    let build = source::build(&args.path, args.output.as_deref())?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Diagnostic::of(&error).fail(Exit::Internal))?;
    let plugin = load(&build.built.component, cache(false, None).as_ref())?;
    let (_, description) = runtime.block_on(describe(&plugin))?;
    let resolved = own_plan(&description, component_document(&description)?)
        .map_err(|diagnostics| Failure { exit: Exit::InvalidConfiguration, diagnostics })?;

    let component = plugin.path().display();
    let mut text = if build.built.unchanged {
        format!("{component} is up to date\n")
    } else {
        format!("built {component} in {:.1} s\n", build.took.as_secs_f64())
    };
    let mut row = |name: &str, value: &str| text.push_str(&format!("  {name:<10} {value}\n"));
    row("language", &build.language.to_string());
    row("sdk", &sdk(&description).unwrap_or_else(|| "none".to_owned()));
    row("size", &format::bytes(plugin.size() as f64));
    if let Some(took) = plugin.compiled_in() {
        row("compiled", &format!("in {:.1} s, for this machine", took.as_secs_f64()));
    }
    row("functions", &description.functions.join(", "));
    for (index, scenario) in resolved.plan.scenarios.iter().enumerate() {
        row(if index == 0 { "plan" } else { "" }, &format!("{}: {}", scenario.name, scenario.describe()));
    }
    print_line(text.trim_end())
}
