//! What can be added to a metric. Not units: the metric states its unit.

use std::time::Duration;

/// A number, or a duration, which counts in milliseconds.
///
/// ```
/// # use wasmload_sdk::prelude::*;
/// # use wasmload_sdk::metrics::Value;
/// assert_eq!(3.value(), 3.0);
/// assert_eq!(secs(2).value(), 2000.0);
/// ```
pub trait Value {
    /// The number that the host gets.
    ///
    /// ```
    /// # use wasmload_sdk::metrics::Value;
    /// assert_eq!(2.5.value(), 2.5);
    /// ```
    fn value(self) -> f64;
}

macro_rules! numbers {
    ($($number:ty),+) => {
        $(impl Value for $number {
            #[inline]
            fn value(self) -> f64 {
                self as f64
            }
        })+
    };
}
numbers!(f64, f32, i32, i64, u8, u16, u32, u64, usize);

impl Value for Duration {
    #[inline]
    fn value(self) -> f64 {
        self.as_secs_f64() * 1000.0
    }
}
