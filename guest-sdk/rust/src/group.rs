//! Named parts of an iteration. Not functions of the scenario: the host does not start groups, it only times them.
//!
//! Samples inside a group carry the tag `group`, in k6's form `::outer::inner`; the time it takes goes to the trend
//! `group_duration`.

use crate::wit::wasmload::metrics::groups;

/// Runs a part of an iteration as a group.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// let total = group("check out", || -> Result<f64> {
///     let order = http::post("/orders").send()?;
///     Ok(order.json_path("total")?)
/// })?;
/// # Ok::<(), Error>(())
/// ```
pub fn group<T>(name: &str, part: impl FnOnce() -> T) -> T {
    let _inside = enter(name);
    part()
}

/// Enters a group that lasts until the guard is dropped. At most 16 deep; deeper ones count as the 16th.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// # fn visit() -> Result {
/// let _inside = group::enter("log in");
/// http::post("/login").form([("user", "demo")]).send()?;
/// # Ok(())
/// # }
/// ```
#[must_use = "the group ends when the guard is dropped"]
pub fn enter(name: &str) -> Group {
    groups::enter(name);
    Group(())
}

/// A group that goes on. Dropping it leaves the innermost group: keep guards in the order of their making.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// let inside: group::Group = group::enter("log in");
/// drop(inside);
/// ```
#[derive(Debug)]
pub struct Group(());

impl Drop for Group {
    fn drop(&mut self) {
        groups::leave();
    }
}
