//! A timer of the kernel's, which rings within some tens of microseconds. For Linux. Not the timer that guests sleep by: there
//! a millisecond is fine enough.

use std::io;
use std::os::fd::OwnedFd;
use std::task::{Context, Poll};
use std::time::Duration;

use rustix::time::{
    Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, Timespec, timerfd_create, timerfd_settime,
};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::time::Instant;
use wasmload_core::alarm::{Alarm, CoarseAlarm};

/// The least time from one ring to the next, and so what it adds to the lateness of starts at high rates. To wake two threads
/// costs more than an iteration: those that are due within so short a time share a wake-up.
const REST: Duration = Duration::from_micros(250);

/// A timer of the kernel's, on the monotonic clock.
///
/// It rings through the event queue of the runtime that it was made on: whatever else happens there is heard at once, and a
/// wait of any length wakes the machine once.
#[derive(Debug)]
pub(super) struct FineAlarm {
    timer: AsyncFd<OwnedFd>,
    at: Instant,
    /// When it rang last.
    rang: Option<Instant>,
    /// What rings instead, should the kernel refuse.
    coarse: Option<CoarseAlarm>,
}

impl FineAlarm {
    /// An alarm that is not set, on a runtime that has its I/O driver.
    ///
    /// # Errors
    /// The system has no such timers, or no descriptor left.
    pub(super) fn new() -> io::Result<Self> {
        let timer = timerfd_create(TimerfdClockId::Monotonic, TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC)?;
        Ok(Self { timer: register(timer)?, at: Instant::now(), rang: None, coarse: None })
    }

    /// Has the kernel ring when it is time; not at all if it is.
    fn arm(&mut self, now: Instant) {
        let wait = self.at.saturating_duration_since(now);
        let time = Itimerspec {
            it_interval: Timespec { tv_sec: 0, tv_nsec: 0 },
            it_value: Timespec {
                tv_sec: wait.as_secs().try_into().unwrap_or(i64::MAX),
                tv_nsec: wait.subsec_nanos().into(),
            },
        };
        if self.coarse.is_none()
            && let Err(error) = timerfd_settime(&self.timer, TimerfdTimerFlags::empty(), &time)
        {
            super::warn(&error.into());
            self.coarse = Some(CoarseAlarm::new());
        }
        if let Some(coarse) = &mut self.coarse {
            coarse.set(self.at);
        }
    }
}

#[expect(
    unsafe_code,
    reason = "tokio cannot know what a file descriptor's owner does with it; this one lets nobody close it"
)]
fn register(timer: OwnedFd) -> io::Result<AsyncFd<OwnedFd>> {
    // SAFETY: an `OwnedFd` is open until it is dropped, its number never changes, and only `AsyncFd` owns it from here on.
    Ok(unsafe { AsyncFd::register_with_interest(timer, Interest::READABLE) }?)
}

impl Alarm for FineAlarm {
    fn set(&mut self, at: Instant) {
        self.at = self.rang.map_or(at, |rang| at.max(rang + REST));
        self.arm(Instant::now());
    }

    fn poll_ring(&mut self, context: &mut Context<'_>) -> Poll<()> {
        loop {
            if let Some(coarse) = &mut self.coarse {
                return coarse.poll_ring(context);
            }
            let ready = self.timer.poll_read_ready(context);
            let now = Instant::now();
            match ready {
                // Not read as well: setting it again makes it unreadable, and how often it rang is of no interest.
                Poll::Ready(Ok(mut readable)) => readable.clear_ready(),
                // The runtime ends, and with it whoever waits here.
                Poll::Ready(Err(_)) => return Poll::Pending,
                Poll::Pending if now < self.at => return Poll::Pending,
                Poll::Pending => {}
            }
            if now >= self.at {
                self.rang = Some(now);
                return Poll::Ready(());
            }
            // It rang for an earlier setting.
            self.arm(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use super::*;

    async fn ring(alarm: &mut FineAlarm) {
        poll_fn(|context| alarm.poll_ring(context)).await;
    }

    #[tokio::test]
    async fn it_never_rings_before_its_time() {
        let mut alarm = FineAlarm::new().unwrap();
        for wait in [0, 1, 50, 300, 999, 1_000, 2_500].map(Duration::from_micros) {
            let at = Instant::now() + wait;
            alarm.set(at);
            ring(&mut alarm).await;
            assert!(Instant::now() >= at);
        }
    }

    #[tokio::test]
    async fn it_rings_when_that_has_passed_and_rests_from_one_ring_to_the_next() {
        let mut alarm = FineAlarm::new().unwrap();
        alarm.set(Instant::now());
        ring(&mut alarm).await;
        for _ in 0..20 {
            let rang = alarm.rang.unwrap();
            alarm.set(rang);
            ring(&mut alarm).await;
            assert!(alarm.rang.unwrap() >= rang + REST);
        }
    }

    #[tokio::test]
    async fn a_ring_for_an_earlier_time_does_not_count() {
        let mut alarm = FineAlarm::new().unwrap();
        alarm.set(Instant::now() + Duration::from_millis(30));
        // It rings into the event queue while nobody looks.
        assert!(poll_fn(|context| Poll::Ready(alarm.poll_ring(context))).await.is_pending());
        std::thread::sleep(Duration::from_millis(40));
        let at = Instant::now() + Duration::from_millis(5);
        alarm.at = at;
        ring(&mut alarm).await;
        assert!(Instant::now() >= at);
        assert!(alarm.coarse.is_none());
    }

    #[tokio::test]
    async fn a_wait_without_end_leaves_the_runtime_to_others() {
        let mut alarm = FineAlarm::new().unwrap();
        alarm.set(Instant::now() + Duration::from_hours(100 * 365 * 24));
        tokio::select! {
            () = ring(&mut alarm) => panic!("it is not time"),
            () = tokio::time::sleep(Duration::from_millis(1)) => {}
        }
        assert!(alarm.coarse.is_none());
    }

    #[tokio::test]
    async fn what_the_kernel_refuses_rings_all_the_same() {
        let mut alarm = FineAlarm::new().unwrap();
        // Not a timer: to set it fails.
        alarm.timer = register(std::net::UdpSocket::bind("127.0.0.1:0").unwrap().into()).unwrap();
        for _ in 0..2 {
            let at = Instant::now() + Duration::from_millis(2);
            alarm.set(at);
            ring(&mut alarm).await;
            assert!(Instant::now() >= at);
        }
        assert!(alarm.coarse.is_some());
    }
}
