//! A call of a guest's function, with all that goes on beside it: its waits are noted, its requests are sent.
//!
//! Every call of an instance goes through here; one that does not would wait for its first request for ever.

use std::future::poll_fn;
use std::pin::Pin;

use crate::capability::http::Hop;
use crate::outside::Helper;
use crate::vu::stall::Waits;
use crate::vu::state::VuState;

/// What goes on beside the calls of one instance.
pub(crate) struct Calls {
    waits: Waits,
    sender: Helper<Box<Hop>>,
}

impl Calls {
    /// Of the instance with that state.
    pub(crate) fn of(state: &VuState) -> Self {
        Self { waits: state.stall.waits(), sender: state.http.sender() }
    }

    /// Runs a call to its end. It comes pinned, since a future that is handed on from one to the other is copied each time.
    pub(crate) fn run<T>(&mut self, mut call: Pin<&mut impl Future<Output = T>>) -> impl Future<Output = T> {
        poll_fn(move |context| {
            let poll = self.sender.poll(call.as_mut(), context);
            self.waits.note(&poll);
            poll
        })
    }
}
