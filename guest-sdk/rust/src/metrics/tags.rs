//! Sets of tags that samples are added with. Not the tags of the VU: [`execution::set_tag`](crate::execution::set_tag)
//! sets those, and these come on top.

use crate::lazy::LazyId;
use crate::wit::wasmload::metrics::metrics as host;

/// A set of tags for samples, registered on first use.
///
/// A few values per name at most: each combination of tags is a series of its own.
///
/// ```no_run
/// # use wasmload_sdk::prelude::*;
/// static ORDERS: Counter = Counter::new("orders");
/// static EXPRESS: Tags = Tags::new(&[("delivery", "express")]);
///
/// ORDERS.add_with(1, &EXPRESS);
/// ```
#[derive(Debug)]
pub struct Tags {
    pairs: &'static [(&'static str, &'static str)],
    id: LazyId,
}

impl Tags {
    /// A set of names and values that are known when the scenario is compiled.
    ///
    /// ```
    /// # use wasmload_sdk::prelude::*;
    /// static EXPRESS: Tags = Tags::new(&[("delivery", "express")]);
    /// ```
    #[must_use]
    pub const fn new(pairs: &'static [(&'static str, &'static str)]) -> Self {
        Self { pairs, id: LazyId::new() }
    }

    /// A set of names and values that are known only now. Asks the host at once: keep it where it is used again.
    ///
    /// ```no_run
    /// # use wasmload_sdk::prelude::*;
    /// let shop = config::var("SHOP").unwrap_or("main".into());
    /// let tags = Tags::of(&[("shop", &shop)]);
    /// ```
    #[must_use]
    pub fn of(pairs: &[(&str, &str)]) -> Self {
        let id = LazyId::new();
        id.set(host::register_tags(pairs));
        Self { pairs: &[], id }
    }

    #[inline]
    pub(crate) fn id(&self) -> u32 {
        self.id.get(|| host::register_tags(self.pairs))
    }
}
