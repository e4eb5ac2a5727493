//! `wasmload inspect`: what a plugin is, what it plans, and what it would need to be granted, before it runs.

use serde_json::{Value, json};
use wasmload_core::plan::{Layer, Origin, ResolveContext, Resolved, resolve};
use wasmload_runtime::{Description, Plugin};

use crate::args::{InspectArgs, TerminalArgs};
use crate::diagnostics::{Diagnostic, Failure, Outcome};
use crate::exit_code::Exit;
use crate::export::print_line;
use crate::folders::cache;
use crate::prepare::{component_document, describe, load};
use crate::ui::{format, progress};
use crate::{logging, source};

pub(crate) fn inspect(args: &InspectArgs) -> Outcome<Exit> {
    // What the guest says while it describes itself is often the reason why it cannot.
    let terminal = TerminalArgs::default();
    logging::start(&terminal, &progress::bars(&terminal))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Diagnostic::of(&error).fail(Exit::Internal))?;
    let plugin = load(&source::component(&args.plugin)?, cache(false, None).as_ref())?;
    let (_, description) = runtime.block_on(describe(&plugin))?;
    let document = component_document(&description)?;
    let resolved = own_plan(&description, document.clone());
    let resolved = resolved.map_err(|diagnostics| Failure { exit: Exit::InvalidConfiguration, diagnostics })?;
    print_line(&if args.json {
        format!("{:#}", as_json(&plugin, &description, &resolved, document))
    } else {
        as_text(&plugin, &description, &resolved, &document)
    })
}

/// The plan as it is when nobody overrides anything.
pub(crate) fn own_plan(description: &Description, document: Value) -> Result<Resolved, Vec<Diagnostic>> {
    let context = ResolveContext { functions: description.functions.clone(), ..ResolveContext::default() };
    let layers = vec![Layer { origin: Origin::Component, document }];
    resolve(layers, &context)
        .map_err(|faults| faults.iter().map(|fault| crate::plan_input::explain(fault, None)).collect())
}

fn profiles(document: &Value) -> Vec<&str> {
    document
        .get("profiles")
        .and_then(Value::as_object)
        .map_or_else(Vec::new, |map| map.keys().map(String::as_str).collect())
}

/// What it would need, each with the flag that grants it.
fn needs(plugin: &Plugin, resolved: &Resolved) -> Vec<String> {
    let requested = &resolved.requested;
    let mut needs = Vec::new();
    if let Some(target) = &requested.target {
        needs.push(format!("it proposes a target: --target {target}"));
    }
    needs.extend(requested.grants.net.iter().map(|net| format!("it asks for a host: --allow-net {net}")));
    needs.extend(requested.grants.dirs.iter().map(|dir| {
        let write = if dir.writable { ":rw" } else { "" };
        format!("it asks for a directory: --allow-dir {}:{}{write}", dir.host, dir.guest)
    }));
    if plugin.interfaces().uses("wasmload:http/client") && needs.is_empty() {
        needs.push("it sends HTTP requests: --target URL, or --allow-net HOST[:PORT]".to_owned());
    }
    needs.extend(requested.data.iter().map(|(name, file)| format!("it asks for data: --data {name}={file}")));
    if plugin.interfaces().uses("wasmload:data/rows") && requested.data.is_empty() {
        needs.push("it reads rows of data: --data NAME=FILE".to_owned());
    }
    needs.extend(requested.secrets.iter().map(|name| format!("it asks for a secret: --secret {name}")));
    if plugin.interfaces().uses("wasmload:scenario/configuration") {
        needs.push("it reads variables: -e NAME=VALUE".to_owned());
    }
    needs
}

fn as_text(plugin: &Plugin, description: &Description, resolved: &Resolved, document: &Value) -> String {
    let mut text = String::new();
    let mut row = |name: &str, value: String| text.push_str(&format!("{name:<10} {value}\n"));
    row("plugin", plugin.path().display().to_string());
    row("digest", format!("sha256:{}", plugin.digest()));
    row("size", format::bytes(plugin.size() as f64));
    row("sdk", sdk(description).unwrap_or_else(|| "none: built on the WIT packages directly".to_owned()));
    row("functions", description.functions.join(", "));
    for (index, scenario) in resolved.plan.scenarios.iter().enumerate() {
        row(if index == 0 { "plan" } else { "" }, format!("{}: {}", scenario.name, scenario.describe()));
    }
    for (index, threshold) in resolved.plan.thresholds.iter().enumerate() {
        row(if index == 0 { "thresholds" } else { "" }, threshold.to_string());
    }
    let profiles = profiles(document);
    if !profiles.is_empty() {
        row("profiles", profiles.join(", "));
    }
    for (index, need) in needs(plugin, resolved).into_iter().enumerate() {
        row(if index == 0 { "needs" } else { "" }, need);
    }
    row("exports", plugin.interfaces().exports.join(", "));
    for (index, import) in plugin.interfaces().imports.iter().enumerate() {
        row(if index == 0 { "imports" } else { "" }, import.interface.clone());
    }
    text.trim_end().to_owned()
}

pub(crate) fn sdk(description: &Description) -> Option<String> {
    let (name, version) = (&description.sdk_name, &description.sdk_version);
    (!name.is_empty()).then(|| format!("{name} {version}").trim_end().to_owned())
}

fn as_json(plugin: &Plugin, description: &Description, resolved: &Resolved, document: Value) -> Value {
    let imports = plugin.interfaces().imports.iter();
    let imports: Vec<Value> =
        imports.map(|import| json!({"interface": import.interface, "functions": import.functions})).collect();
    json!({
        "path": plugin.path().display().to_string(),
        "digest": format!("sha256:{}", plugin.digest()),
        "size": plugin.size(),
        "sdk": {"name": description.sdk_name, "version": description.sdk_version},
        "functions": description.functions,
        "plan": document,
        "resolvedPlan": resolved.plan,
        "needs": needs(plugin, resolved),
        "exports": plugin.interfaces().exports,
        "imports": imports,
    })
}
