//! The finest timer that the system has, for the starts of open loops. Not when those are due: that is the core's affair.

#[cfg(target_os = "linux")]
mod fine;

use wasmload_core::alarm::{Alarm, CoarseAlarm};

/// An alarm that is not set. It belongs to the runtime that it is made on, which needs its I/O driver.
pub(crate) fn finest() -> Box<dyn Alarm> {
    #[cfg(target_os = "linux")]
    match fine::FineAlarm::new() {
        Ok(alarm) => return Box::new(alarm),
        Err(error) => warn(&error),
    }
    Box::new(CoarseAlarm::new())
}

#[cfg(target_os = "linux")]
fn warn(error: &std::io::Error) {
    tracing::warn!(%error, "there is no fine timer: iterations may start two milliseconds late");
}
