//! Whether the generator, not the target, was the limit of a run; and load that was planned and not delivered.
//!
//! It measures nothing: it judges what was measured. Dropped iterations alone do not accuse the generator: when all VUs
//! wait for a slow target, none is idle either, and more VUs are what is needed.

/// The share of all cores above which there is no room left.
const CPU_LIMIT: f64 = 0.9;
/// The time in milliseconds above which timers fire, and iterations start, too late to trust the figures.
const LATE_LIMIT: f64 = 10.0;

/// What was measured of the generator, and what it did not deliver.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evidence {
    /// The mean share of all cores that wasmload used, from 0 to 1.
    pub cpu_mean: Option<f64>,
    /// The largest share within a second.
    pub cpu_max: Option<f64>,
    /// How late timers fired, 99 of 100 at most, in milliseconds.
    pub lag_p99: Option<f64>,
    /// How late iterations of open executors started, 99 of 100 at most, in milliseconds.
    pub lateness_p99: Option<f64>,
    /// Iterations of open executors that began.
    pub arrivals_started: u64,
    /// Iterations of open executors that were dropped, as no VU was idle.
    pub arrivals_dropped: u64,
    /// Iterations of executors with a number of iterations that were left over when time was up.
    pub left_over: u64,
}

/// What the evidence says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Why the generator was the limit, in words; empty if it was not.
    pub reasons: Vec<String>,
    /// What was not delivered though it was not, in words, with the way out.
    pub undelivered: Vec<String>,
}

impl Findings {
    /// Whether the generator was the limit.
    pub fn saturated(&self) -> bool {
        !self.reasons.is_empty()
    }
}

/// Says whether the generator was the limit, and what was not delivered.
pub fn judge(evidence: &Evidence) -> Findings {
    let mut findings = Findings::default();
    let reasons = &mut findings.reasons;
    let over = |figure: Option<f64>, limit: f64| figure.filter(|&figure| figure > limit);
    if let Some(share) = over(evidence.cpu_mean, CPU_LIMIT) {
        reasons.push(format!("wasmload used {:.0} % of all cores on average", share * 100.0));
    } else if let Some(share) = over(evidence.cpu_max, CPU_LIMIT)
        && evidence.arrivals_dropped > 0
    {
        reasons.push(format!("wasmload used up to {:.0} % of all cores, and iterations were dropped", share * 100.0));
    }
    if let Some(lag) = over(evidence.lag_p99, LATE_LIMIT) {
        reasons.push(format!("its timers fired up to {lag:.1} ms late (p99)"));
    }
    if let Some(late) = over(evidence.lateness_p99, LATE_LIMIT) {
        reasons.push(format!("iterations started up to {late:.1} ms after they should have (p99)"));
    }
    let (dropped, due) =
        (evidence.arrivals_dropped, evidence.arrivals_started.saturating_add(evidence.arrivals_dropped));
    if dropped > 0 {
        let share = dropped as f64 / due as f64 * 100.0;
        let what = format!("{dropped} of {due} iterations ({share:.1} %) were dropped, as no VU was idle");
        if findings.reasons.is_empty() {
            findings.undelivered.push(format!(
                "planned load not delivered: {what}; raise `maxVUs`, or find out why the target is slow"
            ));
        } else {
            findings.reasons.push(what);
        }
    }
    if evidence.left_over > 0 {
        findings.undelivered.push(format!(
            "planned load not delivered: {} iterations were left over when time was up; raise `maxDuration` or `vus`",
            evidence.left_over
        ));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::{Evidence, judge};

    #[test]
    fn who_was_the_limit() {
        let calm = Evidence {
            cpu_mean: Some(0.4),
            cpu_max: Some(0.8),
            lag_p99: Some(1.0),
            lateness_p99: Some(0.5),
            arrivals_started: 900,
            ..Evidence::default()
        };
        // Evidence, reasons, undelivered.
        let table = [
            ("nothing measured", Evidence::default(), 0, 0),
            ("calm", calm, 0, 0),
            (
                "exactly at the limits",
                Evidence { cpu_mean: Some(0.9), lag_p99: Some(10.0), lateness_p99: Some(10.0), ..calm },
                0,
                0,
            ),
            ("drops alone", Evidence { arrivals_dropped: 100, ..calm }, 0, 1),
            ("drops and nothing measured", Evidence { arrivals_dropped: 1, ..Evidence::default() }, 0, 1),
            ("left over", Evidence { left_over: 7, ..calm }, 0, 1),
            ("drops and left over", Evidence { arrivals_dropped: 100, left_over: 7, ..calm }, 0, 2),
            ("a busy second", Evidence { cpu_max: Some(1.0), ..calm }, 0, 0),
            ("a busy second and drops", Evidence { cpu_max: Some(1.0), arrivals_dropped: 100, ..calm }, 2, 0),
            ("busy", Evidence { cpu_mean: Some(0.95), cpu_max: Some(1.0), ..calm }, 1, 0),
            (
                "busy and drops",
                Evidence { cpu_mean: Some(0.95), cpu_max: Some(1.0), arrivals_dropped: 1, ..calm },
                2,
                0,
            ),
            ("late timers", Evidence { lag_p99: Some(10.1), ..calm }, 1, 0),
            ("late starts", Evidence { lateness_p99: Some(11.0), ..calm }, 1, 0),
            (
                "everything",
                Evidence {
                    cpu_mean: Some(0.95),
                    lag_p99: Some(50.0),
                    lateness_p99: Some(60.0),
                    arrivals_dropped: 1,
                    left_over: 1,
                    ..calm
                },
                4,
                1,
            ),
        ];
        for (name, evidence, reasons, undelivered) in table {
            let findings = judge(&evidence);
            assert_eq!(
                (findings.reasons.len(), findings.undelivered.len()),
                (reasons, undelivered),
                "{name}: {findings:?}"
            );
            assert_eq!(findings.saturated(), reasons > 0, "{name}");
        }
    }

    #[test]
    fn words_carry_the_figures_and_the_way_out() {
        let slow_target = Evidence { arrivals_started: 900, arrivals_dropped: 100, ..Evidence::default() };
        assert_eq!(
            judge(&slow_target).undelivered,
            [
                "planned load not delivered: 100 of 1000 iterations (10.0 %) were dropped, as no VU was idle; raise `maxVUs`, \
              or find out why the target is slow"
            ]
        );
        let busy = Evidence { cpu_mean: Some(0.97), lag_p99: Some(23.44), ..slow_target };
        assert_eq!(
            judge(&busy).reasons,
            [
                "wasmload used 97 % of all cores on average",
                "its timers fired up to 23.4 ms late (p99)",
                "100 of 1000 iterations (10.0 %) were dropped, as no VU was idle",
            ]
        );
    }
}
