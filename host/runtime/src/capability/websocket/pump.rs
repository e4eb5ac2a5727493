//! The task of one socket: it takes in what comes and answers pings, whatever the VU is doing. It decides nothing.

use std::pin::Pin;
use std::task::{Context, Poll};

use super::link::Link;

/// Ends with the socket.
pub(super) struct Pump(pub(super) Link);

impl Future for Pump {
    type Output = ();

    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        self.0.lock().poll_pump(cx)
    }
}
