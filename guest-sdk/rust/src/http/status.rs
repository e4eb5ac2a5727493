//! Ranges of statuses, as `expect_status` takes them. Not classes: 200 to 399 is one range.

use std::ops::RangeInclusive;

use super::host;

/// One status, or an inclusive range of them.
///
/// ```
/// # use wasmload_sdk::http::StatusRange;
/// assert_eq!(StatusRange::from(404), StatusRange::from(404..=404));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusRange {
    lowest: u16,
    highest: u16,
}

impl StatusRange {
    pub(super) fn host(self) -> host::StatusRange {
        host::StatusRange { lowest: self.lowest, highest: self.highest }
    }
}

impl From<u16> for StatusRange {
    fn from(status: u16) -> Self {
        Self { lowest: status, highest: status }
    }
}

impl From<RangeInclusive<u16>> for StatusRange {
    fn from(range: RangeInclusive<u16>) -> Self {
        Self { lowest: *range.start(), highest: *range.end() }
    }
}
