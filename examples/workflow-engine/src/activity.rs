//! Activities: what a workflow is made of, as a client writes them.
//!
//! Only the shape and the limits of single values; whether they fit together is the graph's business.

use serde::{Deserialize, Serialize};

use crate::error::FieldError;

/// The most activities of one workflow or DAG.
pub(crate) const MAX_ACTIVITIES: usize = 500;

/// What an activity does.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    /// Computes.
    #[default]
    Task,
    /// Computes and decides: of the activities behind it only those with the right `when` run.
    Condition,
}

impl Kind {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Task => "task",
            Self::Condition => "condition",
        }
    }
}

/// What happens when an attempt fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Retry {
    /// 1 to 10; 1 means no second attempt.
    #[serde(default = "one")]
    pub(crate) max_attempts: u32,
    /// Milliseconds before the next attempt, 0 to 1000.
    #[serde(default)]
    pub(crate) backoff_ms: u64,
}

fn one() -> u32 {
    1
}

impl Default for Retry {
    fn default() -> Self {
        Self { max_attempts: 1, backoff_ms: 0 }
    }
}

/// One step of a workflow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Activity {
    /// Unique in the workflow: 1 to 64 letters, digits, `-`, `_` and `.`.
    pub(crate) name: String,
    #[serde(default)]
    pub(crate) kind: Kind,
    /// Names of the activities before this one. Left out: the one written before it, so a plain list is a chain.
    #[serde(default)]
    pub(crate) depends_on: Option<Vec<String>>,
    /// Run only if the condition before this one came out like this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) when: Option<bool>,
    #[serde(default)]
    pub(crate) retry: Retry,
    /// How many attempts fail on purpose, 0 to 10. As many as `retry.max_attempts`, and the execution fails.
    #[serde(default)]
    pub(crate) fail_attempts: u32,
}

impl Activity {
    /// Adds what is wrong with this activity alone to `errors`.
    pub(crate) fn check(&self, at: &str, errors: &mut Vec<FieldError>) {
        let allowed = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
        if self.name.is_empty() || self.name.len() > 64 || !self.name.chars().all(allowed) {
            let message = "must be 1 to 64 letters, digits, `-`, `_` or `.`";
            errors.push(FieldError::new(format!("{at}.name"), message));
        }
        if !(1..=10).contains(&self.retry.max_attempts) {
            errors.push(FieldError::new(format!("{at}.retry.max_attempts"), "must be 1 to 10"));
        }
        if self.retry.backoff_ms > 1000 {
            errors.push(FieldError::new(format!("{at}.retry.backoff_ms"), "must be 0 to 1000"));
        }
        if self.fail_attempts > 10 {
            errors.push(FieldError::new(format!("{at}.fail_attempts"), "must be 0 to 10"));
        }
    }
}

/// `count` activities: linear chains with a conditional branch at every 10th, and a retry policy at every 5th.
///
/// The two activities after a condition are its arms, the third joins them.
pub(crate) fn generate(count: usize) -> Vec<Activity> {
    let name = |position: usize| format!("step-{:03}", position + 1);
    let is_condition = |position: usize| position % 10 == 9;
    let arm = |position: usize| match position % 10 {
        0 if position > 0 => Some(true),
        1 if position > 1 => Some(false),
        _ => None,
    };
    let activity = |position: usize| Activity {
        name: name(position),
        kind: if is_condition(position) { Kind::Condition } else { Kind::Task },
        depends_on: Some(match position {
            0 => Vec::new(),
            _ if arm(position) == Some(false) => vec![name(position - 2)],
            _ if position % 10 == 2 && position > 2 => vec![name(position - 2), name(position - 1)],
            _ => vec![name(position - 1)],
        }),
        when: arm(position),
        retry: if position % 5 == 4 { Retry { max_attempts: 3, backoff_ms: 10 } } else { Retry::default() },
        fail_attempts: 0,
    };
    (0..count).map(activity).collect()
}
