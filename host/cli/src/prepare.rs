//! Everything that has to be right before load is made: the plugin, its description, the plan, the machine. Nothing runs yet.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use serde_json::Value;
use wasmload_core::metric::Registry;
use wasmload_core::plan::{Fault, Layer, Origin, Plan, ResolveContext, Resolved, resolve};
use wasmload_core::threshold::{unfit_metrics, unknown_metrics};
use wasmload_runtime::cache::CompileCache;
use wasmload_runtime::capability::data::SharedData;
use wasmload_runtime::capacity::Limits;
use wasmload_runtime::sandbox::Sandbox;
use wasmload_runtime::{Description, Lifecycle, LoadError, Plugin, StepError};

use crate::args::RunArgs;
use crate::diagnostics::{Diagnostic, Failure, Outcome};
use crate::exit_code::Exit;
use crate::folders::cache;
use crate::plan_input::{self, PlanFile};
use crate::{data, secrets};

/// A run that may begin.
pub(crate) struct Prepared {
    pub(crate) plugin: Plugin,
    pub(crate) lifecycle: Lifecycle,
    pub(crate) description: Description,
    pub(crate) plan: Plan,
    pub(crate) data: Arc<SharedData>,
    pub(crate) secrets: Arc<BTreeMap<String, String>>,
}

/// Loads the plugin and resolves the plan.
pub(crate) async fn prepare(args: &RunArgs) -> Outcome<Prepared> {
    let file = args.plan.config.as_deref().map(plan_input::read).transpose()?;
    let plugin = load(&args.plugin, cache(args.no_cache, args.cache_dir.clone()).as_ref())?;
    let (lifecycle, description) = describe(&plugin).await?;
    let resolved = resolve_plan(args, &description, file.as_ref())?;
    for note in &resolved.notes {
        tracing::warn!("{}", note.message);
    }
    let plan = resolved.plan;
    check_thresholds(args, &plugin, &plan, file.as_ref())?;
    check_memory(&plugin, &plan)?;
    check_machine(&plan)?;
    let secrets = Arc::new(secrets::read(&plan)?);
    let data = Arc::new(data::load(&plan)?);
    Ok(Prepared { plugin, lifecycle, description, plan, data, secrets })
}

/// Loads a plugin, or says everything that is wrong with it.
pub(crate) fn load(path: &std::path::Path, cache: Option<&CompileCache>) -> Outcome<Plugin> {
    let plugin = Plugin::load(path, cache).map_err(|error| {
        let mut diagnostic = Diagnostic::of(&error);
        diagnostic.hint = error.hint().map(str::to_owned);
        let mut diagnostics = vec![diagnostic];
        if let LoadError::Misfits { misfits, .. } = &error {
            let each = misfits
                .iter()
                .map(|misfit| Diagnostic { hint: misfit.hint.clone(), ..Diagnostic::new(&misfit.message) });
            diagnostics.extend(each);
        }
        Failure { exit: Exit::PluginFailed, diagnostics }
    })?;
    if let Some(took) = plugin.compiled_in() {
        tracing::debug!("compiled `{}` in {} ms", path.display(), took.as_millis());
    }
    Ok(plugin)
}

/// Asks a plugin what it is.
pub(crate) async fn describe(plugin: &Plugin) -> Outcome<(Lifecycle, Description)> {
    let lifecycle = Lifecycle::new(plugin).map_err(|error| Diagnostic::of(&error).fail(Exit::Internal))?;
    let description = lifecycle
        .describe(&Sandbox::closed(plugin.least_memory()))
        .await
        .map_err(|error| step_failure(&error, plugin, None))?;
    if description.functions.is_empty() {
        let diagnostic = Diagnostic::new(format!("`{}` has no scenario function", plugin.path().display()));
        return Err(diagnostic.hint("`describe` has to name at least one in `functions`").fail(Exit::PluginFailed));
    }
    Ok((lifecycle, description))
}

/// A step of the lifecycle that did not succeed, with the SDK that the plugin was built with.
pub(crate) fn step_failure(error: &StepError, plugin: &Plugin, description: Option<&Description>) -> Failure {
    let mut diagnostic = Diagnostic::of(error);
    let sdk = description.filter(|description| !description.sdk_name.is_empty());
    let built = sdk.map_or(String::new(), |sdk| format!(", built with {} {}", sdk.sdk_name, sdk.sdk_version));
    diagnostic.place = Some(format!("{}{built}", plugin.path().display()));
    let exit = match error {
        StepError::Timeout { step: "setup", .. } => Exit::SetupTimeout,
        StepError::Timeout { step: "teardown", .. } => Exit::TeardownTimeout,
        _ => Exit::PluginFailed,
    };
    diagnostic.fail(exit)
}

/// Puts the layers of the plan together.
fn resolve_plan(args: &RunArgs, description: &Description, file: Option<&PlanFile>) -> Outcome<Resolved> {
    let component = component_document(description)?;
    let (environment, environment_faults) = plan_input::from_environment();
    let mut layers = vec![Layer { origin: Origin::Component, document: component }];
    layers.extend(file.map(|file| Layer { origin: Origin::File(file.name.clone()), document: file.document.clone() }));
    layers.push(Layer { origin: Origin::Environment, document: environment });
    layers.push(Layer { origin: Origin::Flags, document: plan_input::from_flags(args)? });
    let context = ResolveContext {
        functions: description.functions.clone(),
        scenarios: args.plan.scenarios.clone(),
        profile: args.plan.profile.clone(),
        seed: fresh_seed(),
    };
    let invalid = |faults: &[Fault]| Failure {
        exit: Exit::InvalidConfiguration,
        diagnostics: plan_input::explain_all(faults, file),
    };
    match resolve(layers, &context) {
        Ok(mut resolved) if environment_faults.is_empty() => {
            if args.plan.no_thresholds {
                resolved.plan.thresholds.clear();
            }
            Ok(resolved)
        }
        Ok(_) => Err(invalid(&environment_faults)),
        Err(faults) => Err(invalid(&[environment_faults, faults].concat())),
    }
}

/// A seed for a run that was given none: what the standard library seeds its hash maps with.
fn fresh_seed() -> u64 {
    RandomState::new().hash_one(0) >> 11
}

/// The plan that a component declares.
pub(crate) fn component_document(description: &Description) -> Outcome<Value> {
    let Some(plan) = &description.plan else { return Ok(Value::Null) };
    serde_json::from_str(plan).map_err(|error| {
        let mut diagnostic = Diagnostic::new("the plan that the component declares is not JSON");
        diagnostic.causes.push(error.to_string());
        diagnostic.fail(Exit::InvalidConfiguration)
    })
}

/// A threshold on a metric that cannot come to be is a mistake; whether a custom metric comes to be is known in the end.
fn check_thresholds(args: &RunArgs, plugin: &Plugin, plan: &Plan, file: Option<&PlanFile>) -> Outcome<()> {
    let custom = plugin.interfaces().uses("wasmload:metrics/metrics");
    let registry = Registry::new(1);
    let unknown = unknown_metrics(&plan.thresholds, &registry);
    let place = |diagnostic: &mut Diagnostic, metric: &str| {
        plan_input::place_threshold(diagnostic, metric, &args.plan.thresholds, file);
    };
    let unknown = unknown.iter().filter(|_| !custom).map(|unknown| {
        let mut diagnostic = Diagnostic::of(unknown).hint(unknown.hint());
        place(&mut diagnostic, &plan.thresholds[unknown.position].selector.to_string());
        diagnostic
    });
    let unfit = unfit_metrics(&plan.thresholds, &registry);
    let unfit = unfit.iter().map(|unfit| {
        let mut diagnostic = Diagnostic::of(unfit).hint(&unfit.hint);
        place(&mut diagnostic, &unfit.metric);
        diagnostic
    });
    let diagnostics: Vec<Diagnostic> = unknown.chain(unfit).collect();
    if diagnostics.is_empty() { Ok(()) } else { Err(Failure { exit: Exit::InvalidConfiguration, diagnostics }) }
}

/// A component that does not even start in the memory that it may have needs no run to find that out.
fn check_memory(plugin: &Plugin, plan: &Plan) -> Outcome<()> {
    let (least, most) = (plugin.least_memory(), plan.limits.vu_memory);
    if least <= most {
        return Ok(());
    }
    let message = format!("the plugin needs at least {least} bytes of memory for each VU; it may have {most}");
    let mebibytes = least.div_ceil(1 << 20);
    Err(Diagnostic::new(message)
        .hint(format!("raise it with `--vu-memory {mebibytes}MiB`"))
        .fail(Exit::InvalidConfiguration))
}

/// Says before the run what this machine does not admit.
fn check_machine(plan: &Plan) -> Outcome<()> {
    let shortages = Limits::of_this_machine().shortages(plan.max_vus());
    if shortages.is_empty() {
        return Ok(());
    }
    let diagnostics = shortages.into_iter().map(|shortage| Diagnostic::new(shortage.message).hint(shortage.hint));
    Err(Failure { exit: Exit::InvalidConfiguration, diagnostics: diagnostics.collect() })
}
