//! Guests with sockets: every call, every way in which a server misbehaves, and two servers that others have written.

use std::sync::atomic::Ordering::SeqCst;

use wasmload_tests::peers::Peer;
use wasmload_tests::refused_address;
use wasmload_tests::websocket_server::WebSocketServer;

use super::{all_checks_passed, each, each_with, lines_with, says};

#[test]
fn websocket_all() {
    let server = WebSocketServer::start();
    let refused = format!("REFUSED_URL=ws://{}/", refused_address());
    let watched = "---\n[thresholds]\n'ws_sessions{step:headers}' = ['count>=0']\n\
                   'ws_connecting{error_code:1403}' = ['avg>=0']\n'ws_connecting{status:101}' = ['avg>=0']";
    let run = each_with("websocket_all", 2, 2, watched).args(["--target", &server.url(), "--env", &refused]);
    let run = run.args(["--allow-net", "127.0.0.1", "--allow-net", "*.invalid"]).finish().expect_code(0);
    let summary = all_checks_passed(&run);
    let sessions = server.counts().sessions.load(SeqCst);
    // Those that the client did not agree to, in each of four iterations: an extension and a subprotocol that were not offered.
    assert_eq!(summary.count("ws_sessions"), sessions - 2 * 4);
    assert_eq!(summary.count("ws_session_duration"), summary.count("ws_sessions"));
    // Two servers are gone before they read the message.
    assert_eq!(summary.count("ws_msgs_sent"), server.counts().messages.load(SeqCst) + 2 * 4);
    assert_eq!((summary.count("ws_sessions{step:headers}"), summary.count("ws_connecting{error_code:1403}")), (4, 4));
    assert_eq!(summary.count("ws_connecting{status:101}"), summary.count("ws_sessions"));
    assert_eq!((summary.count("ws_ping"), server.counts().pongs.load(SeqCst)), (4, 2 * 4));
    // `/close` and `/farewell` three and one times, once among several; five that broke, and one that was too large.
    assert_eq!(summary.count("ws_dropped"), 4 * (5 + 5 + 1));
    assert!(summary.value("ws_connect_failed", "rate") > 0.0);
    says(&run, "a request to 192.0.2.1:80 was refused; to grant it: --allow-net 192.0.2.1:80");
}

#[test]
fn websocket_kept() {
    let server = WebSocketServer::start();
    let run = each("websocket_kept", 3, 20).args(["--target", &server.url()]).finish().expect_code(0);
    let summary = all_checks_passed(&run);
    assert_eq!((summary.count("iterations"), summary.count("ws_sessions"), summary.count("ws_msg_rtt")), (60, 3, 60));
    assert_eq!((summary.count("ws_session_duration"), summary.count_or_zero("ws_dropped")), (3, 0));
    assert!(summary.value("ws_session_duration", "min") >= 200.0, "20 iterations of 10 ms");
    assert_eq!(server.counts().closes[1].load(SeqCst), 3, "closed as going away");
    assert_eq!(lines_with(&run, "without being closed"), 0, "the end of a VU is nobody's fault");

    let server = WebSocketServer::start();
    let run =
        each("websocket_kept", 3, 2).args(["--target", &server.url(), "--env", "CLOSE=1"]).finish().expect_code(0);
    all_checks_passed(&run);
    assert_eq!(server.counts().closes[0].load(SeqCst), 3);
}

#[test]
fn websocket_dropped() {
    let server = WebSocketServer::start();
    let run = each("websocket_dropped", 1, 5).args(["--target", &server.url()]).finish().expect_code(0);
    let summary = run.summary();
    assert_eq!((summary.count("ws_sessions"), summary.count("ws_session_duration")), (5, 5));
    assert_eq!((summary.count_or_zero("ws_dropped"), server.counts().closes[1].load(SeqCst)), (0, 5));
    assert_eq!(lines_with(&run, "a socket was dropped without being closed"), 1);
}

#[test]
fn websocket_random() {
    for peer in [Peer::NodeWs, Peer::PythonWebsockets] {
        let Some(server) = peer.start() else { continue };
        for compression in [false, true] {
            let mut run = each("websocket_random", 2, 2).args(["--target", &server.url()]);
            if compression {
                run = run.args(["--env", "COMPRESSION=1"]);
            }
            let summary = all_checks_passed(&run.finish().expect_code(0));
            assert_eq!((summary.count("ws_msgs_received"), summary.count("ws_msg_rtt")), (800, 800), "{peer:?}");
        }
    }
}
