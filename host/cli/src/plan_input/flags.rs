//! The highest layer of the plan: what the command line says, as a document like any other.

use serde_json::{Map, Value, json};

use crate::args::RunArgs;
use crate::diagnostics::{Diagnostic, Outcome};
use crate::exit_code::Exit;

/// The flags as a plan document. Grants are added to those of the plan file, where other lists would replace them: who
/// grants one host more does not want to repeat the rest.
pub(crate) fn from_flags(args: &RunArgs, file: Option<&Value>) -> Outcome<Value> {
    let (plan, grants) = (&args.plan, &args.grants);
    let mut document = Map::new();
    let mut set = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            document.insert(key.to_owned(), value);
        }
    };
    set("vus", plan.vus.map(Value::from));
    set("duration", plan.duration.clone().map(Value::from));
    set("iterations", plan.iterations.map(Value::from));
    set("stages", (!plan.stages.is_empty()).then(|| plan.stages.join(",").into()));
    set("target", plan.target.clone().map(Value::from));
    set("seed", plan.seed.map(Value::from));
    set("vuMemory", plan.vu_memory.clone().map(Value::from));
    set("guestStall", plan.guest_stall.clone().map(Value::from));
    set("maxSeries", plan.max_series.map(Value::from));
    set("allowNet", with_lower(&grants.allow_net, file, "allowNet"));
    set("allowDirs", with_lower(&grants.allow_dir, file, "allowDirs"));
    set("tags", pairs(&plan.tags));
    let mut env = grants.env.clone();
    for name in &grants.allow_env {
        env.push((name.clone(), granted_variable(name)?));
    }
    set("env", pairs(&env));
    let mut thresholds = Map::new();
    for threshold in &plan.thresholds {
        let (metric, condition) = split_threshold(threshold)?;
        let list = thresholds.entry(metric.trim()).or_insert_with(|| json!([]));
        if let Value::Array(list) = list {
            list.push(condition.trim().into());
        }
    }
    set("thresholds", (!thresholds.is_empty()).then_some(Value::Object(thresholds)));
    Ok(Value::Object(document))
}

fn pairs(pairs: &[(String, String)]) -> Option<Value> {
    (!pairs.is_empty()).then(|| pairs.iter().map(|(name, value)| (name.clone(), Value::from(value.as_str()))).collect())
}

/// The list of a flag, after the list that the file has for the same key.
fn with_lower(flags: &[String], file: Option<&Value>, key: &str) -> Option<Value> {
    let lower = file.and_then(|file| file.get(key)).and_then(Value::as_array);
    let all = lower.into_iter().flatten().cloned().chain(flags.iter().map(|grant| grant.as_str().into()));
    (!flags.is_empty()).then(|| all.collect())
}

fn granted_variable(name: &str) -> Outcome<String> {
    std::env::var(name).map_err(|error| {
        let message = format!("`--allow-env {name}` cannot hand the variable over: {error}");
        Diagnostic::new(message)
            .hint(format!("set it, or give a value with `-e {name}=VALUE`"))
            .fail(Exit::InvalidConfiguration)
    })
}

/// `METRIC{tag:value}=CONDITION`: the first `=` outside of braces separates them.
fn split_threshold(text: &str) -> Outcome<(&str, &str)> {
    let mut depth = 0_i32;
    let split = text.char_indices().find_map(|(index, c)| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        (c == '=' && depth <= 0).then_some(index)
    });
    match split {
        Some(index) if index > 0 => Ok((&text[..index], &text[index + 1..])),
        _ => Err(Diagnostic::new(format!("`--threshold {text}` is not `METRIC=CONDITION`"))
            .hint("for example `--threshold 'http_req_duration=p(95)<500'`")
            .fail(Exit::InvalidConfiguration)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_equals_sign_outside_of_braces_splits_a_threshold() {
        assert_eq!(split_threshold("http_req_duration=p(95)<500").unwrap(), ("http_req_duration", "p(95)<500"));
        assert_eq!(split_threshold("a{b:c=d}=count>=1").unwrap(), ("a{b:c=d}", "count>=1"));
        assert!(split_threshold("p(95)<500").is_err());
        assert!(split_threshold("=count>1").is_err());
    }
}
