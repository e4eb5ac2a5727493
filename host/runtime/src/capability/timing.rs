//! `wasmload:scenario/timing`: waiting, without holding a thread.

use std::time::Duration;

use wasmtime::component::HasData;

use crate::bindings::wasmload::scenario::timing::Host;
use crate::capability::http::HttpVu;

/// The longest sleep: a longer one is a mistake in the guest, and would overflow clocks before it ended.
const LONGEST_MS: f64 = 24.0 * 60.0 * 60.0 * 1000.0;

/// A sleep from which on a VU rests: what it keeps to be fast is worth less than the memory that it takes. Making it again
/// costs microseconds.
const REST: Duration = Duration::from_secs(1);

/// A borrow of what rests while the VU sleeps.
pub struct TimingView<'a>(pub &'a mut HttpVu);

/// Ties the view to the linker.
pub struct HasTiming;

impl HasData for HasTiming {
    type Data<'a> = TimingView<'a>;
}

impl Host for TimingView<'_> {
    async fn sleep(&mut self, milliseconds: f64) -> wasmtime::Result<()> {
        let duration = duration(milliseconds);
        if duration >= REST {
            self.0.rest();
        }
        if !duration.is_zero() {
            tokio::time::sleep(duration).await;
        }
        Ok(())
    }
}

fn duration(milliseconds: f64) -> Duration {
    // What is not a number is not greater than zero.
    if milliseconds > 0.0 { Duration::from_secs_f64(milliseconds.min(LONGEST_MS) / 1000.0) } else { Duration::ZERO }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_a_guest_asks_for_is_a_duration() {
        assert_eq!(duration(1.5), Duration::from_micros(1500));
        assert_eq!(duration(-1.0), Duration::ZERO);
        assert_eq!(duration(f64::NAN), Duration::ZERO);
        assert_eq!(duration(f64::INFINITY), Duration::from_secs(86_400));
    }
}
