//! Named truths about the system under test. Not assertions: a check never stops anything, it is counted, and
//! thresholds may look at it.

use crate::lazy::LazyId;
use crate::metrics::Tags;
use crate::wit::wasmload::metrics::checks as host;

/// Records that a truth held, or did not, and returns which. The name is the expression, or stands before it; tags may
/// stand behind it.
///
/// ```no_run
/// use wasmload_sdk::prelude::*;
///
/// static CHECKOUT: Tags = Tags::new(&[("step", "check-out")]);
///
/// # fn visit() -> Result {
/// let page = http::get("/basket")?;
/// check!(page.status() == 200);
/// check!("the basket opens quickly", page.duration() < millis(200));
/// check!("the basket may be bought", page.status() == 200, &CHECKOUT);
/// if !check!("there is a button", page.text()?.contains("Buy")) {
///     return Ok(());
/// }
/// # Ok(())
/// # }
/// ```
///
/// As in k6, one value can be looked at in several ways:
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// # fn visit() -> Result {
/// let page = http::get("/basket")?;
/// check!(page, {
///     "status is 200" => |page| page.status() == 200,
///     "is not empty" => |page| page.body_size() > 0,
/// });
/// # Ok(())
/// # }
/// ```
#[macro_export]
macro_rules! check {
    ($subject:expr, { $($name:literal => $truth:expr),+ $(,)? }) => {{
        let subject = &$subject;
        let mut all = true;
        $(all &= $crate::check!($name, $crate::check::of(subject, $truth));)+
        all
    }};
    ($name:literal, $truth:expr, $tags:expr $(,)?) => {{
        static CHECK: $crate::check::Check = $crate::check::Check::new($name);
        CHECK.record_with($truth, $tags)
    }};
    ($name:literal, $truth:expr $(,)?) => {{
        static CHECK: $crate::check::Check = $crate::check::Check::new($name);
        CHECK.record($truth)
    }};
    ($truth:expr $(,)?) => {{
        static CHECK: $crate::check::Check = $crate::check::Check::new(::core::stringify!($truth));
        CHECK.record($truth)
    }};
}

/// Gives the closures in [`check!`](crate::check!) the type of their argument.
#[doc(hidden)]
pub fn of<T: ?Sized>(subject: &T, truth: impl FnOnce(&T) -> bool) -> bool {
    truth(subject)
}

/// A check by name, registered on first use. [`check!`](crate::check!) makes one for each place where it stands.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// # use wasmload_sdk::check::Check;
/// static PAID: Check = Check::new("the order is paid");
///
/// let paid = PAID.record(true);
/// ```
#[derive(Debug)]
pub struct Check {
    name: &'static str,
    id: LazyId,
}

impl Check {
    /// A check whose name is known when the scenario is compiled.
    ///
    /// ```
    /// # use wasmload_sdk::check::Check;
    /// static PAID: Check = Check::new("the order is paid");
    /// ```
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, id: LazyId::new() }
    }

    /// Records that it held, or did not, and returns which.
    ///
    /// ```no_run
    /// # use wasmload_sdk::check::Check;
    /// # static PAID: Check = Check::new("the order is paid");
    /// PAID.record(false);
    /// ```
    #[inline]
    pub fn record(&self, passed: bool) -> bool {
        self.put(passed, 0)
    }

    /// The same, with tags on top of the VU's own.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// # use wasmload_sdk::check::Check;
    /// # static PAID: Check = Check::new("the order is paid");
    /// PAID.record_with(true, &Tags::of(&[("by", "invoice")]));
    /// ```
    #[inline]
    pub fn record_with(&self, passed: bool, tags: &Tags) -> bool {
        self.put(passed, tags.id())
    }

    #[inline]
    fn put(&self, passed: bool, tags: u32) -> bool {
        host::record(self.id.get(|| host::register(self.name)), passed, tags);
        passed
    }
}

/// Records a check whose name is known only now, and returns whether it held. Asks the host for the name each time.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// # fn visit() -> Result {
/// for path in ["/", "/basket"] {
///     check::record(&format!("{path} is there"), http::get(path)?.is_expected());
/// }
/// # Ok(())
/// # }
/// ```
pub fn record(name: &str, passed: bool) -> bool {
    host::record(host::register(name), passed, 0);
    passed
}
