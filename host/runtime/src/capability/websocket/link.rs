//! One socket as it is shared by the guest's handle and the pump: what came and was not asked for yet, and how it ended.
//!
//! Its lock is never waited for: the VU and the pumps of its sockets live on one thread.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use futures_util::SinkExt;
use tokio::time::Instant;
use yawc::close::CloseCode;
use yawc::{Frame, OpCode, WebSocket, WebSocketError};

use super::record::Record;
use super::rest::Rest;
use crate::bindings::wasmload::websocket::sockets::{Closure, Error};
use crate::network::line::{Line, Traffic};

/// How many messages wait for the guest at most; then the socket is not read until some are taken, as any slow receiver does it.
const MOST_WAITING: usize = 1000;

/// A message that came.
#[derive(Debug)]
pub(super) struct Message {
    pub(super) is_text: bool,
    pub(super) payload: Bytes,
    /// When its last byte was read.
    pub(super) at: Instant,
    /// Its number on this socket, from 1.
    pub(super) number: u64,
}

/// A socket. Clones are the same one.
#[derive(Clone)]
pub(super) struct Link(Arc<Mutex<Socket>>);

/// The state of a socket.
pub(super) struct Socket {
    stage: Stage,
    line: Arc<Line>,
    record: Record,
    since: Instant,
    /// How many bytes may wait for the guest before the socket is not read any more.
    most_bytes: usize,
    waiting: VecDeque<Message>,
    waiting_bytes: usize,
    arrived: u64,
    /// Pings that were sent, and the payload of the latest: pongs of older ones do not count (RFC 6455, section 5.5.3).
    pings: u64,
    ponged: Option<Instant>,
    /// The guest asked for the end.
    closing: bool,
    /// Wakes the guest, which waits for something here.
    guest: Option<Waker>,
    /// Wakes the pump, which waits for room.
    pump: Option<Waker>,
}

enum Stage {
    Open(Box<WebSocket<Rest>>),
    /// The other side's close frame came, and is being answered.
    Closing(Box<WebSocket<Rest>>, Closure),
    Over(Closure, Option<Error>),
}

impl Link {
    /// A socket that was opened just now.
    pub(super) fn new(frames: WebSocket<Rest>, line: Arc<Line>, record: Record, most_bytes: usize) -> Self {
        Self(Arc::new(Mutex::new(Socket {
            stage: Stage::Open(Box::new(frames)),
            line,
            record,
            since: Instant::now(),
            most_bytes,
            waiting: VecDeque::new(),
            waiting_bytes: 0,
            arrived: 0,
            pings: 0,
            ponged: None,
            closing: false,
            guest: None,
            pump: None,
        })))
    }

    /// The state, for a moment.
    pub(super) fn lock(&self) -> MutexGuard<'_, Socket> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Socket {
    /// Where its samples go.
    pub(super) fn record(&self) -> &Record {
        &self.record
    }

    /// The bytes since the last time.
    pub(super) fn take_traffic(&self) -> Traffic {
        self.line.take_traffic()
    }

    /// The number of the latest message that came.
    pub(super) fn arrived(&self) -> u64 {
        self.arrived
    }

    /// How it ended; none while it is open.
    pub(super) fn closure(&self) -> Option<&Closure> {
        match &self.stage {
            Stage::Open(_) => None,
            Stage::Closing(_, closure) | Stage::Over(closure, _) => Some(closure),
        }
    }

    /// What a call is told that needs an open socket, if it is not.
    pub(super) fn end(&self) -> Option<Error> {
        match &self.stage {
            Stage::Over(_, Some(fault)) => Some(fault.clone()),
            _ => self.closure().map(Error::closed),
        }
    }

    /// Sends a frame and waits until the system has taken it. The frame is taken out when it is on its way.
    pub(super) fn poll_send(&mut self, frame: &mut Option<Frame>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        let Stage::Open(frames) = &mut self.stage else {
            return Poll::Ready(Err(self.end().unwrap_or_else(|| Error::closed(&abnormal()))));
        };
        let sent = loop {
            if frame.is_none() {
                break frames.poll_flush_unpin(cx);
            }
            match frames.poll_ready_unpin(cx) {
                Poll::Ready(Ok(())) => {
                    if let Some(Err(error)) = frame.take().map(|frame| frames.start_send_unpin(frame)) {
                        break Poll::Ready(Err(error));
                    }
                }
                other => break other,
            }
        };
        sent.map_err(|error| {
            self.fail(&error);
            Error::broken(&error)
        })
    }

    /// Waits for the first message whose number is above `after`, and takes it.
    pub(super) fn poll_message(&mut self, after: u64, cx: &mut Context<'_>) -> Poll<Result<Message, Error>> {
        let found = self.waiting.iter().position(|message| message.number > after);
        if let Some(message) = found.and_then(|at| self.waiting.remove(at)) {
            self.waiting_bytes -= message.payload.len();
            self.wake_pump();
            return Poll::Ready(Ok(message));
        }
        match self.end() {
            Some(end) => Poll::Ready(Err(end)),
            None => self.wait(cx),
        }
    }

    /// The payload of the next ping.
    pub(super) fn next_ping(&mut self) -> Frame {
        self.pings += 1;
        self.ponged = None;
        Frame::ping(Bytes::copy_from_slice(&self.pings.to_be_bytes()))
    }

    /// Waits for the pong of the latest ping.
    pub(super) fn poll_pong(&mut self, cx: &mut Context<'_>) -> Poll<Result<Instant, Error>> {
        match (self.ponged.take(), self.end()) {
            (Some(at), _) => Poll::Ready(Ok(at)),
            (None, Some(end)) => Poll::Ready(Err(end)),
            (None, None) => self.wait(cx),
        }
    }

    /// Says that the guest wants the end: whatever ends it now, it was not dropped. One that the other side is closing already was.
    /// What comes from now on is counted, and not kept: the other side's close frame may be behind it.
    pub(super) fn begin_to_close(&mut self) {
        self.closing |= matches!(self.stage, Stage::Open(_));
        self.wake_pump();
    }

    /// Waits until it is over.
    pub(super) fn poll_over(&mut self, cx: &mut Context<'_>) -> Poll<Closure> {
        match &self.stage {
            Stage::Over(closure, _) => Poll::Ready(closure.clone()),
            _ => self.wait(cx),
        }
    }

    /// Ends it now, with a close frame that nobody waits for if there was none.
    pub(super) fn abandon(&mut self, code: CloseCode) {
        if let Stage::Open(frames) = &mut self.stage {
            // The system has room for so little, or the connection is stuck, and the frame would not arrive anyway.
            let cx = &mut Context::from_waker(Waker::noop());
            if frames.poll_ready_unpin(cx).is_ready() && frames.start_send_unpin(Frame::close(code, "")).is_ok() {
                drop(frames.poll_flush_unpin(cx));
            }
        }
        self.begin_to_close();
        let closure = self.closure().cloned().unwrap_or_else(abnormal);
        self.over(closure, None);
    }

    /// Ends it now, since the other side does not: how it ended.
    pub(super) fn give_up(&mut self) -> Closure {
        let closure = self.closure().cloned().unwrap_or_else(abnormal);
        self.over(closure.clone(), None);
        closure
    }

    /// Takes in what came, until nothing is left or there is no room: for the pump.
    pub(super) fn poll_pump(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            if !self.closing && (self.waiting.len() >= MOST_WAITING || self.waiting_bytes > self.most_bytes) {
                self.pump = Some(cx.waker().clone());
                return Poll::Pending;
            }
            let (Stage::Open(frames) | Stage::Closing(frames, _)) = &mut self.stage else { return Poll::Ready(()) };
            match frames.poll_next_frame(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(Ok(frame)) => self.take(frame),
                Poll::Ready(Err(error)) => self.fail(&error),
            }
        }
    }

    fn take(&mut self, frame: Frame) {
        let at = Instant::now();
        match frame.opcode() {
            opcode @ (OpCode::Text | OpCode::Binary) => {
                self.arrived += 1;
                self.record.received(self.line.take_traffic());
                if self.closing {
                    return;
                }
                let payload = frame.into_payload();
                self.waiting_bytes += payload.len();
                let (is_text, number) = (opcode == OpCode::Text, self.arrived);
                self.waiting.push_back(Message { is_text, payload, at, number });
            }
            OpCode::Pong if frame.payload().as_ref() == self.pings.to_be_bytes() => self.ponged = Some(at),
            OpCode::Close => {
                let closure = closure_of(&frame);
                self.stage = match std::mem::replace(&mut self.stage, Stage::Over(abnormal(), None)) {
                    Stage::Open(frames) => Stage::Closing(frames, closure),
                    other => other,
                };
            }
            // Pings are answered by yawc.
            _ => return,
        }
        self.wake_guest();
    }

    /// It broke, or came to its end after both close frames.
    fn fail(&mut self, error: &WebSocketError) {
        let (closure, fault) = match &self.stage {
            Stage::Closing(_, closure) | Stage::Over(closure, _) => (closure.clone(), None),
            Stage::Open(_) => {
                let closure = abnormal();
                let fault = Error { closure: Some(closure.clone()), ..Error::broken(error) };
                (closure, Some(fault))
            }
        };
        if let Stage::Open(frames) = &mut self.stage {
            say_why(frames, error);
        }
        self.over(closure, fault);
    }

    fn over(&mut self, closure: Closure, fault: Option<Error>) {
        if !matches!(self.stage, Stage::Over(..)) {
            // What was dropped first is closed first: the bytes of the last frames count too.
            self.stage = Stage::Over(closure, fault);
            self.record.ended(self.since.elapsed(), !self.closing, self.line.take_traffic());
        }
        self.wake_guest();
        self.wake_pump();
    }

    fn wait<T>(&mut self, cx: &Context<'_>) -> Poll<T> {
        self.guest = Some(cx.waker().clone());
        Poll::Pending
    }

    fn wake_pump(&mut self) {
        if let Some(pump) = self.pump.take() {
            pump.wake();
        }
    }

    fn wake_guest(&mut self) {
        if let Some(guest) = self.guest.take() {
            guest.wake();
        }
    }
}

/// Tells the other side what is wrong with what it sent (RFC 6455, section 7.1.7), as far as the system takes it at once.
fn say_why(frames: &mut WebSocket<Rest>, error: &WebSocketError) {
    let cx = &mut Context::from_waker(Waker::noop());
    if matches!(error, WebSocketError::InvalidUTF8) {
        // Found where whole messages are put together, above what answers other faults.
        let frame = Frame::close(CloseCode::Invalid, "");
        if !(frames.poll_ready_unpin(cx).is_ready() && frames.start_send_unpin(frame).is_ok()) {
            return;
        }
    } else {
        // A read after a fault sends the close frame that yawc has put aside.
        drop(frames.poll_next_frame(cx));
    }
    drop(frames.poll_flush_unpin(cx));
}

/// How a close frame says that the socket ends.
fn closure_of(frame: &Frame) -> Closure {
    let code = frame.close_code().map_or(1005, u16::from);
    // yawc has refused a reason that is not UTF-8.
    let reason = frame.close_reason().ok().flatten().unwrap_or_default().to_owned();
    Closure { code, reason }
}

/// The end of a socket without a close frame.
fn abnormal() -> Closure {
    Closure { code: 1006, reason: String::new() }
}
