//! The four kinds of metric, k6's own. Not their storage: the host keeps the values.

use std::borrow::Cow;

use super::{Error, Metric, Tags, Value};
use crate::wit::wasmload::metrics::metrics::{Kind, Unit};

/// A sum: orders made, bytes stored.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// static ORDERS: Counter = Counter::new("orders");
///
/// ORDERS.add(1);
/// ```
#[derive(Debug)]
pub struct Counter(Metric);

impl Counter {
    /// A counter of plain numbers. The name must match `[A-Za-z_][A-Za-z0-9_]{0,127}`.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// static ORDERS: Counter = Counter::new("orders");
    /// ```
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self(Metric::new(Cow::Borrowed(name), Kind::Counter, Unit::None))
    }

    /// A sum of bytes, shown as such.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// static UPLOADED: Counter = Counter::bytes("uploaded");
    /// ```
    #[must_use]
    pub const fn bytes(name: &'static str) -> Self {
        Self(Metric::new(Cow::Borrowed(name), Kind::Counter, Unit::Bytes))
    }

    /// A counter whose name is known only now. Keep it where it is used again.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// let by_shop = Counter::named(format!("orders_{}", config::var("SHOP").unwrap_or_default()));
    /// ```
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self(Metric::new(Cow::Owned(name.into()), Kind::Counter, Unit::None))
    }

    /// Registers the counter now instead of on first use, and says what is wrong with it.
    ///
    /// # Errors
    ///
    /// The name is not valid, or stands for another kind or unit, or there are too many metrics.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// # static ORDERS: Counter = Counter::new("orders");
    /// ORDERS.register()?;
    /// # Ok::<(), Error>(())
    /// ```
    pub fn register(&self) -> Result<(), Error> {
        self.0.register().map(drop)
    }

    /// Adds to the sum. Negative values count too.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// # static ORDERS: Counter = Counter::new("orders");
    /// ORDERS.add(2);
    /// ```
    #[inline]
    pub fn add(&self, value: impl Value) {
        self.0.add(value.value(), 0);
    }

    /// The same, with tags on top of the VU's own.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// # static ORDERS: Counter = Counter::new("orders");
    /// static PREMIUM: Tags = Tags::new(&[("plan", "premium")]);
    /// ORDERS.add_with(2, &PREMIUM);
    /// ```
    #[inline]
    pub fn add_with(&self, value: impl Value, tags: &Tags) {
        self.0.add(value.value(), tags.id());
    }
}

/// A level, of which the latest value counts: items in the basket, the length of a queue. Its minimum and maximum are
/// kept.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// static QUEUE_LENGTH: Gauge = Gauge::new("queue_length");
///
/// QUEUE_LENGTH.set(12);
/// ```
#[derive(Debug)]
pub struct Gauge(Metric);

impl Gauge {
    /// A gauge of plain numbers. The name must match `[A-Za-z_][A-Za-z0-9_]{0,127}`.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// static QUEUE_LENGTH: Gauge = Gauge::new("queue_length");
    /// ```
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self(Metric::new(Cow::Borrowed(name), Kind::Gauge, Unit::None))
    }

    /// A level in milliseconds, shown as a time.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// static CLOCK_DRIFT: Gauge = Gauge::time("clock_drift");
    /// ```
    #[must_use]
    pub const fn time(name: &'static str) -> Self {
        Self(Metric::new(Cow::Borrowed(name), Kind::Gauge, Unit::Milliseconds))
    }

    /// A level in bytes, shown as such.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// static CACHE_SIZE: Gauge = Gauge::bytes("cache_size");
    /// ```
    #[must_use]
    pub const fn bytes(name: &'static str) -> Self {
        Self(Metric::new(Cow::Borrowed(name), Kind::Gauge, Unit::Bytes))
    }

    /// A gauge whose name is known only now. Keep it where it is used again.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// let by_shop = Gauge::named(format!("queue_length_{}", config::var("SHOP").unwrap_or_default()));
    /// ```
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self(Metric::new(Cow::Owned(name.into()), Kind::Gauge, Unit::None))
    }

    /// Registers the gauge now instead of on first use, and says what is wrong with it.
    ///
    /// # Errors
    ///
    /// The name is not valid, or stands for another kind or unit, or there are too many metrics.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// # static QUEUE_LENGTH: Gauge = Gauge::new("queue_length");
    /// QUEUE_LENGTH.register()?;
    /// # Ok::<(), Error>(())
    /// ```
    pub fn register(&self) -> Result<(), Error> {
        self.0.register().map(drop)
    }

    /// Sets the level.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// # static QUEUE_LENGTH: Gauge = Gauge::new("queue_length");
    /// QUEUE_LENGTH.set(8);
    /// ```
    #[inline]
    pub fn set(&self, value: impl Value) {
        self.0.add(value.value(), 0);
    }

    /// The same, with tags on top of the VU's own.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// # static QUEUE_LENGTH: Gauge = Gauge::new("queue_length");
    /// static PREMIUM: Tags = Tags::new(&[("plan", "premium")]);
    /// QUEUE_LENGTH.set_with(8, &PREMIUM);
    /// ```
    #[inline]
    pub fn set_with(&self, value: impl Value, tags: &Tags) {
        self.0.add(value.value(), tags.id());
    }
}

/// A share: orders that were delivered among all orders.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// static DELIVERED: Rate = Rate::new("delivered");
///
/// DELIVERED.add(true);
/// ```
#[derive(Debug)]
pub struct Rate(Metric);

impl Rate {
    /// A rate of plain numbers. The name must match `[A-Za-z_][A-Za-z0-9_]{0,127}`.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// static DELIVERED: Rate = Rate::new("delivered");
    /// ```
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self(Metric::new(Cow::Borrowed(name), Kind::Rate, Unit::None))
    }

    /// A rate whose name is known only now. Keep it where it is used again.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// let by_shop = Rate::named(format!("delivered_{}", config::var("SHOP").unwrap_or_default()));
    /// ```
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self(Metric::new(Cow::Owned(name.into()), Kind::Rate, Unit::None))
    }

    /// Registers the rate now instead of on first use, and says what is wrong with it.
    ///
    /// # Errors
    ///
    /// The name is not valid, or stands for another kind or unit, or there are too many metrics.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// # static DELIVERED: Rate = Rate::new("delivered");
    /// DELIVERED.register()?;
    /// # Ok::<(), Error>(())
    /// ```
    pub fn register(&self) -> Result<(), Error> {
        self.0.register().map(drop)
    }

    /// Counts a case in which it held, or did not.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// # static DELIVERED: Rate = Rate::new("delivered");
    /// DELIVERED.add(false);
    /// ```
    #[inline]
    pub fn add(&self, truth: bool) {
        self.0.add(f64::from(truth), 0);
    }

    /// The same, with tags on top of the VU's own.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// # static DELIVERED: Rate = Rate::new("delivered");
    /// static PREMIUM: Tags = Tags::new(&[("plan", "premium")]);
    /// DELIVERED.add_with(false, &PREMIUM);
    /// ```
    #[inline]
    pub fn add_with(&self, truth: bool, tags: &Tags) {
        self.0.add(f64::from(truth), tags.id());
    }
}

/// A distribution: average, minimum, maximum, percentiles. Exact to three digits, from 0.001 up.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// static ORDER_VALUE: Trend = Trend::new("order_value");
///
/// ORDER_VALUE.add(19.9);
/// ```
#[derive(Debug)]
pub struct Trend(Metric);

impl Trend {
    /// A trend of plain numbers. The name must match `[A-Za-z_][A-Za-z0-9_]{0,127}`.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// static ORDER_VALUE: Trend = Trend::new("order_value");
    /// ```
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self(Metric::new(Cow::Borrowed(name), Kind::Trend, Unit::None))
    }

    /// A distribution of times. Add a `Duration`, or milliseconds.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// static ORDER_TIME: Trend = Trend::time("order_time");
    /// ```
    #[must_use]
    pub const fn time(name: &'static str) -> Self {
        Self(Metric::new(Cow::Borrowed(name), Kind::Trend, Unit::Milliseconds))
    }

    /// A distribution of sizes in bytes.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// static ORDER_SIZE: Trend = Trend::bytes("order_size");
    /// ```
    #[must_use]
    pub const fn bytes(name: &'static str) -> Self {
        Self(Metric::new(Cow::Borrowed(name), Kind::Trend, Unit::Bytes))
    }

    /// A trend whose name is known only now. Keep it where it is used again.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// let by_shop = Trend::named(format!("order_value_{}", config::var("SHOP").unwrap_or_default()));
    /// ```
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self(Metric::new(Cow::Owned(name.into()), Kind::Trend, Unit::None))
    }

    /// Registers the trend now instead of on first use, and says what is wrong with it.
    ///
    /// # Errors
    ///
    /// The name is not valid, or stands for another kind or unit, or there are too many metrics.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// # static ORDER_VALUE: Trend = Trend::new("order_value");
    /// ORDER_VALUE.register()?;
    /// # Ok::<(), Error>(())
    /// ```
    pub fn register(&self) -> Result<(), Error> {
        self.0.register().map(drop)
    }

    /// Adds a value to the distribution.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// # static ORDER_VALUE: Trend = Trend::new("order_value");
    /// ORDER_VALUE.add(42);
    /// ```
    #[inline]
    pub fn add(&self, value: impl Value) {
        self.0.add(value.value(), 0);
    }

    /// The same, with tags on top of the VU's own.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// # static ORDER_VALUE: Trend = Trend::new("order_value");
    /// static PREMIUM: Tags = Tags::new(&[("plan", "premium")]);
    /// ORDER_VALUE.add_with(42, &PREMIUM);
    /// ```
    #[inline]
    pub fn add_with(&self, value: impl Value, tags: &Tags) {
        self.0.add(value.value(), tags.id());
    }
}
