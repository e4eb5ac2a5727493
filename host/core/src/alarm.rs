//! What wakes an open loop when its next iteration is due. Not when that is: [`crate::schedule`] says so.
//!
//! The timer of tokio counts whole milliseconds and rounds up. At ten thousand starts a second that makes bunches of ten,
//! each late by up to two milliseconds. Finer timers are system calls, which have no place in this crate: whoever makes VUs
//! may bring one. The timer of tokio stays the default, as it is the one that stands still on a paused clock.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::time::{Instant, Sleep, sleep_until};

/// Wakes one task at a point in time, again and again.
pub trait Alarm: Send + fmt::Debug {
    /// Sets the time at which it rings next. A time that has passed is allowed: it rings at once.
    fn set(&mut self, at: Instant);

    /// Whether it has rung since it was set: never before its time, and as soon after it as it can. Until then, the task is
    /// woken when it does. Of no meaning before it was set.
    fn poll_ring(&mut self, context: &mut Context<'_>) -> Poll<()>;
}

/// Waits until the alarm rings.
pub(crate) async fn ring(alarm: &mut dyn Alarm) {
    poll_fn(|context| alarm.poll_ring(context)).await;
}

/// The timer of tokio: it rings at the first whole millisecond that is not before its time.
#[derive(Debug)]
pub struct CoarseAlarm(Pin<Box<Sleep>>);

impl CoarseAlarm {
    /// An alarm that is not set.
    pub fn new() -> Self {
        Self(Box::pin(sleep_until(Instant::now())))
    }
}

impl Default for CoarseAlarm {
    fn default() -> Self {
        Self::new()
    }
}

impl Alarm for CoarseAlarm {
    fn set(&mut self, at: Instant) {
        self.0.as_mut().reset(at);
    }

    fn poll_ring(&mut self, context: &mut Context<'_>) -> Poll<()> {
        self.0.as_mut().poll(context)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn it_rings_each_time_it_is_set_and_at_once_when_that_has_passed() {
        let start = Instant::now();
        let mut alarm = CoarseAlarm::new();
        for milliseconds in [5, 6, 60_000] {
            alarm.set(start + Duration::from_millis(milliseconds));
            ring(&mut alarm).await;
            assert_eq!(start.elapsed(), Duration::from_millis(milliseconds));
        }
        alarm.set(start);
        ring(&mut alarm).await;
        assert_eq!(start.elapsed(), Duration::from_mins(1));
    }

    #[tokio::test(start_paused = true)]
    async fn what_it_was_set_to_before_is_forgotten() {
        let start = Instant::now();
        let mut alarm = CoarseAlarm::new();
        for seconds in [1, 3] {
            alarm.set(start + Duration::from_secs(seconds));
        }
        ring(&mut alarm).await;
        assert_eq!(start.elapsed(), Duration::from_secs(3));
    }
}
