//! What the generator itself uses, read from the system. Judging it is the core's affair.

use std::fs;
use std::time::Duration;

use rustix::param::page_size;
use rustix::time::{ClockId, clock_gettime};
use tokio::time::Instant;

/// What this process used since it was looked at last.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Usage {
    /// The share of all processors, from 0.0 to 1.0.
    pub cpu: f64,
    /// Resident memory, in bytes.
    pub memory: u64,
}

/// Looks at this process from time to time.
#[derive(Debug)]
pub struct UsageMeter {
    cores: f64,
    looked: Instant,
    cpu: Duration,
}

impl UsageMeter {
    /// A meter that counts from now.
    pub fn start() -> Self {
        let cores = std::thread::available_parallelism().map_or(1.0, |cores| cores.get() as f64);
        Self { cores, looked: Instant::now(), cpu: cpu_time() }
    }

    /// What was used since the last look.
    pub fn look(&mut self) -> Usage {
        let (now, cpu) = (Instant::now(), cpu_time());
        let wall = now.saturating_duration_since(self.looked).as_secs_f64();
        let used = cpu.saturating_sub(self.cpu).as_secs_f64();
        (self.looked, self.cpu) = (now, cpu);
        let share = if wall > 0.0 { (used / wall / self.cores).clamp(0.0, 1.0) } else { 0.0 };
        Usage { cpu: share, memory: resident_memory() }
    }
}

/// Processor time of all threads of this process.
fn cpu_time() -> Duration {
    let time = clock_gettime(ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.try_into().unwrap_or(0), time.tv_nsec.try_into().unwrap_or(0))
}

/// Resident memory in bytes; 0 where the system does not tell.
fn resident_memory() -> u64 {
    let pages =
        fs::read_to_string("/proc/self/statm").ok().and_then(|line| line.split(' ').nth(1)?.parse::<u64>().ok());
    pages.unwrap_or(0) * page_size() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computing_is_seen_and_memory_too() {
        let mut meter = UsageMeter::start();
        let before = cpu_time();
        while cpu_time() - before < Duration::from_millis(20) {}
        let usage = meter.look();
        assert!(usage.cpu > 0.0 && usage.cpu <= 1.0, "{usage:?}");
        assert!(usage.memory > 1 << 20, "{usage:?}");
    }
}
