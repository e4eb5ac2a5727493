//! A timer that is set often and fires hardly ever: it keeps its place in tokio's wheel from one request to the next.
//!
//! It knows nothing of requests. A timer made for each request would take and give back the wheel's lock each time.

use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::time::{Instant, Sleep, sleep_until};

/// The timer of one connection.
#[derive(Debug, Default)]
pub(super) struct Deadline {
    timer: Option<Pin<Box<Sleep>>>,
}

impl Deadline {
    /// Ready when `at` is over. Each call may name another time.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>, at: Instant) -> Poll<()> {
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep_until(at)));
        if timer.deadline() > at {
            timer.as_mut().reset(at);
        }
        while timer.as_mut().poll(cx).is_ready() {
            if timer.deadline() >= at {
                // It has to be set again before it is polled again.
                self.timer = None;
                return Poll::Ready(());
            }
            timer.as_mut().reset(at);
        }
        Poll::Pending
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use tokio::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn it_fires_at_the_time_of_the_latest_call() {
        let mut deadline = Deadline::default();
        let start = Instant::now();
        let mut first_poll = true;
        poll_fn(|cx| {
            let at = if first_poll { start + Duration::from_secs(1) } else { start + Duration::from_secs(5) };
            first_poll = false;
            deadline.poll(cx, at)
        })
        .await;
        assert_eq!(start.elapsed(), Duration::from_secs(5), "later than first asked for");

        let start = Instant::now();
        let mut polls = 0;
        poll_fn(|cx| {
            polls += 1;
            if polls == 1 {
                assert!(deadline.poll(cx, start + Duration::from_secs(60)).is_pending());
            }
            deadline.poll(cx, start + Duration::from_secs(2))
        })
        .await;
        assert_eq!(start.elapsed(), Duration::from_secs(2), "earlier than first asked for");
        assert!(poll_fn(|cx| Poll::Ready(deadline.poll(cx, start).is_ready())).await, "past already");
    }
}
