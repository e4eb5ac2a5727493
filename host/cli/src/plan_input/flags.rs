//! The highest layer of the plan: what the command line says, as a document like any other.

use std::env::VarError;

use serde_json::{Map, Value, json};

use crate::args::RunArgs;
use crate::diagnostics::{Diagnostic, Outcome};
use crate::exit_code::Exit;

/// The flags as a plan document.
pub(crate) fn from_flags(args: &RunArgs) -> Outcome<Value> {
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
    set("allowNet", list(&grants.allow_net));
    set("allowDirs", list(&grants.allow_dir));
    let data = grants.data.iter().map(|(name, file)| (name.clone(), json!({"file": file})));
    set("data", (!grants.data.is_empty()).then(|| Value::Object(data.collect())));
    let secrets = grants.secrets.iter().map(|secret| secret_source(secret)).collect::<Outcome<Map<_, _>>>()?;
    set("secrets", (!secrets.is_empty()).then_some(Value::Object(secrets)));
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

/// The list of a flag; grants add up with those of the lower layers.
fn list(flags: &[String]) -> Option<Value> {
    (!flags.is_empty()).then(|| flags.into())
}

/// `NAME`, `NAME=env:VARIABLE`, `NAME=file:PATH` or `NAME=command:COMMAND`.
fn secret_source(text: &str) -> Outcome<(String, Value)> {
    let (name, source) = text.split_once('=').map_or((text, None), |(name, source)| (name, Some(source)));
    let source = match source {
        None => Some(("env", name)),
        Some(source) => source.split_once(':').filter(|(kind, _)| ["env", "file", "command"].contains(kind)),
    };
    match source {
        Some((kind, place)) if !name.is_empty() => Ok((name.to_owned(), json!({kind: place}))),
        // The text itself may be the secret.
        _ => Err(Diagnostic::new(format!("`--secret {name}` does not say where the secret comes from"))
            .hint("write `NAME`, `NAME=env:VARIABLE`, `NAME=file:PATH` or `NAME=command:COMMAND`")
            .fail(Exit::InvalidConfiguration)),
    }
}

fn granted_variable(name: &str) -> Outcome<String> {
    std::env::var(name).map_err(|error| {
        // The error's own words would show the value.
        let why = match error {
            VarError::NotPresent => "it is not set",
            VarError::NotUnicode(_) => "its value is not Unicode",
        };
        let message = format!("`--allow-env {name}` cannot hand the variable over: {why}");
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
    fn a_secret_comes_from_the_variable_of_its_name_or_from_elsewhere() {
        let source = |text: &str| secret_source(text).map(|(name, source)| format!("{name} {source}"));
        assert_eq!(source("TOKEN").unwrap(), r#"TOKEN {"env":"TOKEN"}"#);
        assert_eq!(source("TOKEN=env:OTHER").unwrap(), r#"TOKEN {"env":"OTHER"}"#);
        assert_eq!(source("TOKEN=file:a=b:c").unwrap(), r#"TOKEN {"file":"a=b:c"}"#);
        assert_eq!(source("TOKEN=command:echo x").unwrap(), r#"TOKEN {"command":"echo x"}"#);
        for bad in ["=env:A", "TOKEN=hunter2", "TOKEN=vault:a"] {
            let failure = source(bad).unwrap_err();
            assert!(!failure.diagnostics[0].to_string().contains("hunter2"), "{bad}");
        }
    }

    #[test]
    fn the_first_equals_sign_outside_of_braces_splits_a_threshold() {
        assert_eq!(split_threshold("http_req_duration=p(95)<500").unwrap(), ("http_req_duration", "p(95)<500"));
        assert_eq!(split_threshold("a{b:c=d}=count>=1").unwrap(), ("a{b:c=d}", "count>=1"));
        assert!(split_threshold("p(95)<500").is_err());
        assert!(split_threshold("=count>1").is_err());
    }
}
