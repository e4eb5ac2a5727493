//! A condition on a metric. Not its evaluation: the host does that, and names a condition it cannot read.

use std::time::Duration;

use super::document::{Node, Object};

/// A condition on a metric, in k6's grammar, such as `p(95)<500` or `rate<0.01`.
///
/// ```
/// # use wasmload_sdk::prelude::*;
/// let plan = Plan::new()
///     .threshold("http_req_duration", "p(95)<500")
///     .threshold("http_req_failed", Threshold::new("rate<0.1").abort_on_fail());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct Threshold(pub(super) Node);

impl Threshold {
    /// A condition.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let quick = Threshold::new("p(95)<500");
    /// ```
    pub fn new(condition: &str) -> Self {
        Self(condition.into())
    }

    /// Ends the test as soon as it does not hold.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let alive = Threshold::new("rate<0.5").abort_on_fail();
    /// ```
    pub fn abort_on_fail(self) -> Self {
        self.set("abortOnFail", true)
    }

    /// How long after the start of the test it is first able to end it.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// let alive = Threshold::new("rate<0.5").abort_on_fail().delay_abort_eval(secs(10));
    /// ```
    pub fn delay_abort_eval(self, delay: Duration) -> Self {
        self.set("delayAbortEval", delay)
    }

    fn set(self, key: &str, value: impl Into<Node>) -> Self {
        let mut object = match self.0 {
            Node::Object(object) => object,
            condition => {
                let mut object = Object::default();
                object.set("threshold", condition);
                object
            }
        };
        object.set(key, value);
        Self(object.into())
    }
}

impl From<&str> for Threshold {
    fn from(condition: &str) -> Self {
        Self::new(condition)
    }
}
