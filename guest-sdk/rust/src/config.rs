//! What the person who starts the test hands in. Not the environment: only what was granted with `-e NAME=VALUE`,
//! `--allow-env NAME` or the plan's `env` is visible, and secrets.

use std::fmt;
use std::str::FromStr;

use crate::wit::wasmload::scenario::configuration;

/// The value of a variable; none without a grant.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// let user = config::var("SHOP_USER").unwrap_or("demo".into());
/// ```
#[must_use]
pub fn var(name: &str) -> Option<String> {
    configuration::variable(name)
}

/// The value of a variable as a number, or as whatever else can be parsed; the default when it is not there.
///
/// # Errors
///
/// The variable is there, and is not what was asked for.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// let items: u32 = config::parse_or("ITEMS", 10)?;
/// # Ok::<(), Error>(())
/// ```
pub fn parse_or<T: FromStr<Err: fmt::Display>>(name: &str, default: T) -> Result<T, VariableError> {
    var(name).map_or(Ok(default), |value| parse(name, value))
}

fn parse<T: FromStr<Err: fmt::Display>>(name: &str, value: String) -> Result<T, VariableError> {
    value.parse().map_err(|reason: T::Err| VariableError { name: name.into(), reason: reason.to_string(), value })
}

/// All granted variables, sorted by name.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// for (name, value) in config::vars() {
///     log::debug(format_args!("{name} is {value}"));
/// }
/// ```
#[must_use]
pub fn vars() -> Vec<(String, String)> {
    configuration::variables()
}

/// The value of a secret granted with `--secret NAME` or the plan's `secrets`; none without a grant. Whatever the host prints
/// and writes has `***` in its place.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// let token = config::secret("API_TOKEN").ok_or("start the test with `--secret API_TOKEN`")?;
/// # Ok::<(), Error>(())
/// ```
#[must_use]
pub fn secret(name: &str) -> Option<String> {
    configuration::secret(name)
}

/// The base URL given with `--target`, without a slash at its end. Requests with a relative URL go there by themselves.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// let base = config::target().ok_or("start the test with `--target URL`")?;
/// # Ok::<(), Error>(())
/// ```
#[must_use]
pub fn target() -> Option<String> {
    configuration::target()
}

/// A variable that is not what it should be.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// let error: config::VariableError = config::parse_or("ITEMS", 10).unwrap_err();
/// log::error(error); // the variable `ITEMS` is `many`: invalid digit found in string
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariableError {
    name: String,
    value: String,
    reason: String,
}

impl fmt::Display for VariableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the variable `{}` is `{}`: {}", self.name, self.value, self.reason)
    }
}

impl std::error::Error for VariableError {}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn a_value_that_does_not_parse_is_named() {
        assert_eq!(parse::<u32>("ITEMS", "12".into()), Ok(12));
        let error = parse::<u32>("ITEMS", "many".into()).unwrap_err();
        assert_eq!(error.to_string(), "the variable `ITEMS` is `many`: invalid digit found in string");
    }
}
