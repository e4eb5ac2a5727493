//! What the generator itself uses, read from the system. Judging it is the core's affair.

use std::fs::{self, File};
use std::os::unix::fs::FileExt;
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

/// What a thread did since it was looked at last, as shares of that time, from 0.0 to 1.0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ThreadUsage {
    /// It computed.
    pub cpu: f64,
    /// It was ready to, and had no core: others had them. 0 where the system does not tell.
    pub waited: f64,
}

impl ThreadUsage {
    /// It had something to do.
    pub fn busy(self) -> f64 {
        (self.cpu + self.waited).min(1.0)
    }
}

/// Looks at the thread that it was made on from time to time, and only from there.
#[derive(Debug)]
pub struct ThreadMeter {
    looked: Instant,
    spent: Spent,
    /// Linux' account of this thread.
    schedstat: Option<File>,
}

/// What a thread has spent since it began.
#[derive(Clone, Copy, Debug, Default)]
struct Spent {
    cpu: Duration,
    waited: Duration,
}

impl ThreadMeter {
    /// A meter of this thread that counts from now.
    pub fn start() -> Self {
        let schedstat = File::open("/proc/thread-self/schedstat").ok();
        let mut meter = Self { looked: Instant::now(), spent: Spent::default(), schedstat };
        meter.restart();
        meter
    }

    /// Counts from now.
    pub fn restart(&mut self) {
        (self.looked, self.spent) = (Instant::now(), self.spent_so_far());
    }

    /// When it was looked at last.
    pub fn looked(&self) -> Instant {
        self.looked
    }

    /// What the thread did since the last look.
    pub fn look(&mut self) -> ThreadUsage {
        let before = (self.looked, self.spent);
        self.restart();
        let wall = self.looked.saturating_duration_since(before.0).as_secs_f64();
        let share = |now: Duration, before: Duration| {
            if wall > 0.0 { (now.saturating_sub(before).as_secs_f64() / wall).min(1.0) } else { 0.0 }
        };
        ThreadUsage { cpu: share(self.spent.cpu, before.1.cpu), waited: share(self.spent.waited, before.1.waited) }
    }

    fn spent_so_far(&self) -> Spent {
        let account = self.schedstat.as_ref().and_then(account);
        account.unwrap_or_else(|| Spent { cpu: clock(ClockId::ThreadCPUTime), waited: Duration::ZERO })
    }
}

/// What a thread has spent by Linux' account: the first of its three figures is the time on a core, the second that on a
/// run queue.
fn account(schedstat: &File) -> Option<Spent> {
    let mut buffer = [0; 80];
    let length = schedstat.read_at(&mut buffer, 0).ok()?;
    let mut figures = str::from_utf8(&buffer[..length]).ok()?.split_whitespace();
    let mut next = || Some(Duration::from_nanos(figures.next()?.parse().ok()?));
    Some(Spent { cpu: next()?, waited: next()? })
}

/// Processor time of all threads of this process.
fn cpu_time() -> Duration {
    clock(ClockId::ProcessCPUTime)
}

fn clock(id: ClockId) -> Duration {
    let time = clock_gettime(id);
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

    #[test]
    fn a_thread_knows_what_it_computed_itself() {
        let mut meter = ThreadMeter::start();
        let other = std::thread::spawn(|| {
            let before = clock(ClockId::ThreadCPUTime);
            while clock(ClockId::ThreadCPUTime) - before < Duration::from_millis(50) {}
        });
        other.join().unwrap();
        let idle = meter.look();
        let before = clock(ClockId::ThreadCPUTime);
        while clock(ClockId::ThreadCPUTime) - before < Duration::from_millis(50) {}
        let busy = meter.look();
        // However many others there are: it only waited for its neighbour, and then it was never idle.
        assert!(idle.cpu < 0.5 && busy.busy() > 0.9 && busy.cpu > 0.0, "{idle:?} {busy:?}");
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn the_system_tells_how_long_a_thread_had_no_core() {
        let file = File::open("/proc/thread-self/schedstat").expect("the account of this thread");
        assert!(account(&file).is_some());
    }
}
