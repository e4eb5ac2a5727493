//! What one GET allocates, over a stream in memory: a number that only goes down.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

use super::fixture::{Fixture, OK, request};
use crate::bindings::wasmload::http::client::HostContent;
use crate::capability::http::connection::Connection;
use crate::network::dial::Dialed;
use crate::network::line::Line;
use crate::network::timed_io::{Counted, Stream, TimedIo};

thread_local! {
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

/// Counts the allocations of each thread.
struct Counting;

#[global_allocator]
static COUNTING: Counting = Counting;

#[expect(unsafe_code, reason = "an allocator is unsafe to write; this one hands everything on")]
// SAFETY: every call goes to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
        // SAFETY: the caller's promises are passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promises are passed on.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.with(|count| count.set(count.get() + 1));
        // SAFETY: the caller's promises are passed on.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[tokio::test]
async fn a_get_on_an_open_connection_allocates_little() {
    const MANY: u64 = 1000;
    let mut vu = Fixture::new();
    let (ours, mut theirs) = duplex(16 << 10);
    // Allocates nothing: what is counted is the client's.
    let server = tokio::spawn(async move {
        let mut buffer = [0; 1024];
        while theirs.read(&mut buffer).await.is_ok_and(|read| read > 0) {
            theirs.write_all(OK.as_bytes()).await.unwrap();
        }
    });
    let url = "http://memory.test/";
    let view = vu.view();
    let target = view.vu.targets.get(url, &view.shared.network, &mut view.vu.names).unwrap();
    let line = Arc::new(Line::new());
    let io = TimedIo::new(Stream::Memory(Counted::new(ours, Arc::clone(&line))), Arc::clone(&line));
    let dialed = Dialed { io, remote: ([127, 0, 0, 1], 80).into(), tls: None };
    let connection = Connection::new(dialed, line, Arc::clone(&target.origin)).await.unwrap();
    vu.vu.pool.keep(Box::new(connection), 6, 20);

    let mut before = 0;
    for i in 0..MANY + 10 {
        if i == 10 {
            before = ALLOCATIONS.get();
        }
        let response = vu.get(url).await.unwrap();
        assert_eq!(response.status, 200);
        HostContent::drop(&mut vu.view(), response.content).unwrap();
    }
    // The request's own strings are two, which a guest's call allocates too.
    drop(request("GET", url));
    let each = (ALLOCATIONS.get() - before) as f64 / MANY as f64;
    println!("{each} allocations per GET");
    assert!(each < 8.5, "{each} allocations per GET");
    drop(vu);
    server.await.unwrap();
}
