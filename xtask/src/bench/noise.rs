//! What the rest of the machine did meanwhile: a figure is worth little when something else used the processors too.
//!
//! Not a correction: it is said, and nothing is subtracted.

use super::stopwatch::Stopwatch;

/// How long a tick of the kernel's books is, in seconds: always a hundredth for programs.
const TICK: f64 = 0.01;

/// A measurement that is being watched.
pub(super) struct Watch {
    started: Stopwatch,
    busy: f64,
    ours: f64,
}

impl Watch {
    /// Begins.
    pub(super) fn start() -> Self {
        Self { started: Stopwatch::start(), busy: busy(), ours: ours() }
    }

    /// Says which share of the processors others used. Programs that this one started count as others until they have
    /// ended.
    pub(super) fn note(&self) -> String {
        let others = (busy() - self.busy - (ours() - self.ours)) * TICK;
        let processors = std::thread::available_parallelism().map_or(1.0, |count| count.get() as f64);
        let share = others.max(0.0) / (self.started.elapsed().as_secs_f64() * processors);
        format!("Meanwhile other programs used {:.1} % of the machine's processors.", share * 100.0)
    }
}

/// Ticks of all processors since the machine started: in use, or taken away by the machine below.
fn busy() -> f64 {
    busy_ticks(&std::fs::read_to_string("/proc/stat").unwrap_or_default())
}

/// The first line: user, nice, system, idle, iowait, irq, softirq, steal; guests are in user already.
fn busy_ticks(stat: &str) -> f64 {
    let ticks = stat.lines().next().unwrap_or_default().split_whitespace().skip(1).take(8);
    let ticks = ticks.map(|ticks| ticks.parse::<f64>().unwrap_or_default()).enumerate();
    ticks.filter(|(index, _)| !matches!(index, 3 | 4)).map(|(_, ticks)| ticks).sum()
}

/// Ticks of this program and of those that it started and waited for.
fn ours() -> f64 {
    process_ticks(&std::fs::read_to_string("/proc/self/stat").unwrap_or_default())
}

/// The 14th to 17th field; the second is a name in brackets, which may hold anything.
fn process_ticks(stat: &str) -> f64 {
    let after = stat.rsplit_once(')').map_or("", |(_, after)| after);
    after.split_whitespace().skip(11).take(4).filter_map(|ticks| ticks.parse::<f64>().ok()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn idle_and_waiting_are_not_busy() {
        let stat = "cpu  100 20 30 4000 500 6 7 8 9 0\ncpu0 50 10 15 2000 250 3 3 4 4 0\n";
        assert_eq!(busy_ticks(stat), 171.0);
    }

    #[test]
    fn a_process_may_have_any_name_and_its_children_count() {
        let stat = "42 (a) b) 1) S 1 42 42 0 -1 4194304 100 0 0 0 37 5 1000 200 20 0 3 0 100 1000 10";
        assert_eq!(process_ticks(stat), 1242.0);
        assert_eq!(process_ticks(""), 0.0);
    }
}
