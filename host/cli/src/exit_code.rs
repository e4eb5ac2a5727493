//! The exit codes, in one table: k6's numbers where the meaning is the same, ours where k6 has none.

use std::process::ExitCode;

/// How a command ended, as the calling shell sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    Success,
    Internal,
    ThresholdsFailed,
    SetupTimeout,
    TeardownTimeout,
    InvalidConfiguration,
    Interrupted,
    PluginFailed,
    Aborted,
    MarkedFailed,
    IterationsFailed,
    GeneratorSaturated,
    ResultsLost,
    BuildFailed,
}

impl Exit {
    pub(crate) const ALL: [Self; 14] = [
        Self::Success,
        Self::Internal,
        Self::ThresholdsFailed,
        Self::SetupTimeout,
        Self::TeardownTimeout,
        Self::InvalidConfiguration,
        Self::Interrupted,
        Self::PluginFailed,
        Self::Aborted,
        Self::MarkedFailed,
        Self::IterationsFailed,
        Self::GeneratorSaturated,
        Self::ResultsLost,
        Self::BuildFailed,
    ];

    /// The number, the name in the summary, what it means, and k6's name for it.
    pub(crate) fn row(self) -> (u8, &'static str, &'static str, &'static str) {
        match self {
            Self::Success => (0, "success", "The run ended as planned and nothing below applies.", "0"),
            Self::Internal => (1, "internal-error", "A fault of wasmload itself, or of the machine.", ""),
            Self::ThresholdsFailed => {
                (99, "thresholds-failed", "At least one threshold did not hold.", "ThresholdsHaveFailed")
            }
            Self::SetupTimeout => (100, "setup-timeout", "`setup` took longer than `setupTimeout`.", "SetupTimeout"),
            Self::TeardownTimeout => {
                (101, "teardown-timeout", "`teardown` took longer than `teardownTimeout`.", "TeardownTimeout")
            }
            Self::InvalidConfiguration => (
                104,
                "invalid-configuration",
                "The command line, the plan or a threshold is not valid.",
                "InvalidConfig",
            ),
            Self::Interrupted => (
                105,
                "interrupted",
                "Ctrl-C or a signal ended the run; the results are those until then.",
                "ExternalAbort",
            ),
            Self::PluginFailed => (
                107,
                "plugin-failed",
                "The plugin could not be loaded, or failed in `describe`, `setup`, `vu-start` before the run, or `teardown`.",
                "ScriptException",
            ),
            Self::Aborted => (108, "aborted", "The plugin ended the test with `abort`.", "ScriptAborted"),
            Self::MarkedFailed => (110, "marked-failed", "The plugin marked the test as failed.", "MarkedAsFailed"),
            Self::IterationsFailed => (
                111,
                "iterations-failed",
                "Iterations failed, or none was completed and some were cut off; and no threshold on `iterations_failed` spoke about it. `--allow-failures` turns it off.",
                "",
            ),
            Self::GeneratorSaturated => (
                112,
                "generator-saturated",
                "The generator, not the target, was the limit. Only with `--fail-on-saturation`.",
                "",
            ),
            Self::ResultsLost => (113, "results-lost", "The run ended, but its results could not be written.", ""),
            Self::BuildFailed => (
                114,
                "build-failed",
                "The project could not be made or built, or its language's tools are missing.",
                "",
            ),
        }
    }

    pub(crate) fn code(self) -> u8 {
        self.row().0
    }

    pub(crate) fn name(self) -> &'static str {
        self.row().1
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// The table for the reference documentation.
pub(crate) fn markdown() -> String {
    let mut table = "| code | name | meaning | k6 |\n| --- | --- | --- | --- |\n".to_owned();
    for exit in Exit::ALL {
        let (code, name, meaning, k6) = exit.row();
        table.push_str(&format!("| {code} | `{name}` | {meaning} | {k6} |\n"));
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_are_unique_and_in_order() {
        let codes: Vec<u8> = Exit::ALL.iter().map(|exit| exit.code()).collect();
        assert!(codes.windows(2).all(|pair| pair[0] < pair[1]), "{codes:?}");
        let names: std::collections::HashSet<_> = Exit::ALL.iter().map(|exit| exit.name()).collect();
        assert_eq!(names.len(), Exit::ALL.len());
    }
}
