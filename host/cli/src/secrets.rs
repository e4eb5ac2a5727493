//! Reads granted secrets from where the plan says. Hiding them is `redaction`'s; handing them in, the sandbox's.

use std::collections::BTreeMap;
use std::env::VarError;
use std::process::{Command, Stdio};

use wasmload_core::plan::{Plan, SecretSource};

use crate::diagnostics::{Diagnostic, Failure, Outcome};
use crate::exit_code::Exit;
use crate::redaction::{self, SHORTEST};

/// The secrets of a plan, by name. From now on they are hidden in whatever is printed.
pub(crate) fn read(plan: &Plan) -> Outcome<BTreeMap<String, String>> {
    let (mut secrets, mut diagnostics) = (BTreeMap::new(), Vec::new());
    for (name, source) in &plan.secrets {
        match one(name, source) {
            Ok(value) => drop(secrets.insert(name.clone(), value)),
            Err(failure) => diagnostics.extend(failure.diagnostics),
        }
    }
    redaction::hide(secrets.values().map(String::as_str));
    if diagnostics.is_empty() { Ok(secrets) } else { Err(Failure { exit: Exit::InvalidConfiguration, diagnostics }) }
}

fn one(name: &str, source: &SecretSource) -> Outcome<String> {
    let (value, hint) = match source {
        SecretSource::Env(variable) => {
            let value = std::env::var(variable).map_err(|error| match error {
                VarError::NotPresent => format!("the variable `{variable}` is not set"),
                VarError::NotUnicode(_) => format!("the variable `{variable}` is not Unicode"),
            });
            (
                value,
                format!(
                    "set it, or name another place: `--secret {name}=file:PATH` or `--secret {name}=command:COMMAND`"
                ),
            )
        }
        SecretSource::File(path) => {
            let value = std::fs::read(path).map_err(|error| format!("the file `{path}` cannot be read: {error}"));
            (value.and_then(|bytes| text(bytes, &format!("the file `{path}`"))), "check its path".to_owned())
        }
        SecretSource::Command(command) => (run(command), "run it by hand: what it prints is not shown here".to_owned()),
    };
    let fault = |why: String| Diagnostic::new(format!("the secret `{name}` cannot be had: {why}"));
    let value = value.map_err(|why| fault(why).hint(hint).fail(Exit::InvalidConfiguration))?;
    if value.chars().count() < SHORTEST {
        let why = format!("it has fewer than {SHORTEST} characters");
        let hint = "what is so short cannot be hidden in messages; hand it in with `-e` if it is no secret";
        return Err(fault(why).hint(hint).fail(Exit::InvalidConfiguration));
    }
    Ok(value)
}

/// What a shell command prints. What it says besides is not shown: it may hold the secret.
fn run(command: &str) -> Result<String, String> {
    let output = Command::new("sh").args(["-c", command]).stdin(Stdio::inherit()).stderr(Stdio::null()).output();
    let output = output.map_err(|error| format!("no shell could be started: {error}"))?;
    if !output.status.success() {
        return Err(format!("its command failed: {}", output.status));
    }
    text(output.stdout, "what its command prints")
}

/// The text without one line break at its end.
fn text(bytes: Vec<u8>, what: &str) -> Result<String, String> {
    let mut text = String::from_utf8(bytes).map_err(|_| format!("{what} is not UTF-8"))?;
    let line = text.strip_suffix("\r\n").or_else(|| text.strip_suffix('\n')).map(str::len);
    text.truncate(line.unwrap_or(text.len()));
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_line_break_is_left_out() {
        let read = |text_: &str| text(text_.as_bytes().to_vec(), "it").unwrap();
        assert_eq!(
            [read("abcd\n"), read("abcd\r\n"), read("ab\ncd\n\n"), read("abcd")],
            ["abcd", "abcd", "ab\ncd\n", "abcd"]
        );
        assert!(text(vec![0xff], "it").is_err());
    }

    #[test]
    fn a_command_that_fails_is_named_by_its_status_alone() {
        assert_eq!(run("printf token").unwrap(), "token");
        assert_eq!(run("echo token; echo token >&2; exit 3").unwrap_err(), "its command failed: exit status: 3");
    }
}
