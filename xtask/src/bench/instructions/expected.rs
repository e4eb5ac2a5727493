//! The expected counts: a file that is checked in, and how far from it a count may be.
//!
//! Not how counts come to be.

use std::fmt;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

/// How much a count may grow, in per cent, unless the file says otherwise.
const TOLERANCE: f64 = 3.0;

/// How much it may grow where the program is another one, or the processor: then a count says less.
const TOLERANCE_ELSEWHERE: f64 = 15.0;

/// What an operation costs.
pub(super) struct Count {
    pub(super) name: String,
    pub(super) instructions: f64,
}

/// What counts depend on beside the code that they are of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Basis {
    /// The compiler, as `rustc --version` says it.
    pub(super) rustc: String,
    /// The C library, as `getconf GNU_LIBC_VERSION` says it: its allocator and its `memcpy` count too.
    pub(super) libc: String,
    /// The processor's vector instructions that decide which variants of functions run.
    pub(super) vectors: String,
}

impl fmt::Display for Basis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rustc, libc, vectors } = self;
        write!(f, "{rustc}, {libc}, vectors {vectors}")
    }
}

/// The file.
#[derive(Default)]
pub(super) struct Expected {
    /// What its counts depend on.
    pub(super) basis: Basis,
    benchmarks: Map<String, Value>,
}

/// A count against what was expected.
pub(super) struct Verdict {
    pub(super) name: String,
    pub(super) expected: Option<f64>,
    counted: Option<f64>,
    /// In per cent.
    tolerance: f64,
}

impl Expected {
    pub(super) fn read(file: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))?;
        let value: Value = serde_json::from_str(&text).with_context(|| format!("{} is not JSON", file.display()))?;
        let benchmarks = value["benchmarks"].as_object().cloned().unwrap_or_default();
        let [rustc, libc, vectors] =
            ["rustc", "libc", "vectors"].map(|name| value[name].as_str().unwrap_or_default().to_owned());
        Ok(Self { basis: Basis { rustc, libc, vectors }, benchmarks })
    }

    pub(super) fn write(&self, file: &Path) -> Result<()> {
        let Basis { rustc, libc, vectors } = &self.basis;
        let value = json!({"rustc": rustc, "libc": libc, "vectors": vectors, "benchmarks": self.benchmarks});
        let text = format!("{}\n", serde_json::to_string_pretty(&value)?);
        std::fs::write(file, text).with_context(|| format!("{} cannot be written", file.display()))
    }

    /// Takes counts as the new expectation. A tolerance that was written by hand stays.
    pub(super) fn bless(&mut self, basis: Basis, counts: &[Count]) {
        self.basis = basis;
        let old = std::mem::take(&mut self.benchmarks);
        for count in counts {
            let mut entry = json!({"instructions": (count.instructions * 10.0).round() / 10.0});
            if let Some(tolerance) = old.get(&count.name).and_then(|entry| entry.get("tolerancePercent")) {
                entry["tolerancePercent"] = tolerance.clone();
            }
            self.benchmarks.insert(count.name.clone(), entry);
        }
    }

    /// One verdict for each benchmark that was counted or expected.
    pub(super) fn compare(&self, basis: &Basis, counts: &[Count]) -> Vec<Verdict> {
        let counted = |name: &str| counts.iter().find(|count| count.name == name).map(|count| count.instructions);
        let verdict = |name: &str| {
            let entry = self.benchmarks.get(name);
            let own = entry.and_then(|entry| entry["tolerancePercent"].as_f64()).unwrap_or(TOLERANCE);
            Verdict {
                name: name.to_owned(),
                expected: entry.and_then(|entry| entry["instructions"].as_f64()),
                counted: counted(name),
                tolerance: if *basis == self.basis { own } else { own.max(TOLERANCE_ELSEWHERE) },
            }
        };
        let new = counts.iter().map(|count| &count.name).filter(|name| !self.benchmarks.contains_key(*name));
        self.benchmarks.keys().chain(new).map(|name| verdict(name)).collect()
    }
}

impl Verdict {
    /// The change, in per cent.
    pub(super) fn change(&self) -> Option<f64> {
        Some((self.counted? / self.expected? - 1.0) * 100.0)
    }

    /// What is wrong, in one line.
    pub(super) fn fault(&self) -> Option<String> {
        let name = &self.name;
        match (self.expected, self.counted) {
            (Some(expected), Some(counted)) => {
                let change = self.change().filter(|change| *change > self.tolerance)?;
                let tolerance = self.tolerance;
                Some(format!(
                    "`{name}` grew by {change:.1} %: {expected:.1} instructions before, {counted:.1} now; {tolerance} % are tolerated"
                ))
            }
            (None, Some(counted)) => Some(format!("`{name}` is new: {counted:.1} instructions")),
            (_, None) => Some(format!("`{name}` is expected, and was not counted")),
        }
    }

    /// Whether it became so much cheaper that a later growth would go unseen.
    pub(super) fn is_saving(&self) -> bool {
        self.change().is_some_and(|change| change < -self.tolerance)
    }
}

#[cfg(test)]
mod tests {
    use super::{Basis, Count, Expected, Verdict};

    fn counts(counts: &[(&str, f64)]) -> Vec<Count> {
        let count = |&(name, instructions): &(&str, f64)| Count { name: name.to_owned(), instructions };
        counts.iter().map(count).collect()
    }

    fn basis(rustc: &str) -> Basis {
        Basis { rustc: rustc.to_owned(), ..Basis::default() }
    }

    fn expected(rustc: &str, old: &[(&str, f64)]) -> Expected {
        let mut expected = Expected::default();
        expected.bless(basis(rustc), &counts(old));
        expected
    }

    fn faults(expected: &Expected, rustc: &str, now: &[(&str, f64)]) -> Vec<String> {
        expected.compare(&basis(rustc), &counts(now)).iter().filter_map(Verdict::fault).collect()
    }

    #[test]
    fn growth_beyond_the_tolerance_is_named_with_both_counts() {
        let expected = expected("a", &[("get", 1000.0), ("call", 10.0)]);
        assert_eq!(faults(&expected, "a", &[("get", 1029.0), ("call", 9.0)]), [""; 0]);
        let found = faults(&expected, "a", &[("get", 1040.0), ("call", 10.0)]);
        assert_eq!(found, ["`get` grew by 4.0 %: 1000.0 instructions before, 1040.0 now; 3 % are tolerated"]);
    }

    #[test]
    fn elsewhere_there_is_more_room_but_not_all() {
        let expected = expected("a", &[("get", 1000.0)]);
        assert_eq!(faults(&expected, "b", &[("get", 1140.0)]), [""; 0]);
        assert_eq!(faults(&expected, "b", &[("get", 1160.0)]).len(), 1);
    }

    #[test]
    fn what_is_new_or_gone_is_a_fault_until_it_is_blessed() {
        let mut expected = expected("a", &[("gone", 1.0)]);
        assert_eq!(faults(&expected, "a", &[("new", 2.0)]).len(), 2);
        expected.bless(basis("a"), &counts(&[("new", 2.0)]));
        assert_eq!(faults(&expected, "a", &[("new", 2.0)]), [""; 0]);
    }

    #[test]
    fn a_tolerance_of_its_own_outlives_blessing() {
        let mut expected = expected("a", &[("get", 100.0)]);
        expected.benchmarks["get"]["tolerancePercent"] = 20.into();
        expected.bless(basis("a"), &counts(&[("get", 200.0)]));
        assert_eq!(faults(&expected, "a", &[("get", 230.0)]), [""; 0]);
        assert!(expected.compare(&basis("a"), &counts(&[("get", 150.0)]))[0].is_saving());
    }
}
