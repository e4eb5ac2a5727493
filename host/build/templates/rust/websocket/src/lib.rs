//! Users who stay connected: each opens one WebSocket, and asks again and again over it. The target answers each message.

use wasmload_sdk::prelude::*;
use wasmload_sdk::websocket::{Connect, Socket};

/// What runs without flags; a plan file or flags override it.
fn plan() -> Plan {
    Plan::new()
        .scenario("conversations", ConstantVus::new(5, secs(10)))
        .threshold("ws_msg_rtt", "p(95)<500")
        .threshold("ws_dropped", "count<1")
        .threshold("checks", "rate>0.99")
}

/// The state of a VU: its socket lives as long as it does.
struct Talker {
    socket: Socket,
}

impl Vu for Talker {
    fn start((): ()) -> Result<Self> {
        Ok(Self { socket: Connect::to("/").name("conversation").timeout(secs(10)).open()? })
    }
}

/// One iteration.
fn ask(talker: &mut Talker) -> Result {
    let question = question(execution::iteration().in_vu);
    let answer = talker.socket.exchange(&question, secs(5))?;
    check!("it answers", answer.message.text() == Some(&question));
    think_time(0.5..1.5);
    Ok(())
}

/// What is asked in an iteration.
fn question(iteration: u64) -> String {
    format!("question {}", iteration + 1)
}

scenario! { plan: plan, vu: Talker, functions: [ask] }

#[cfg(test)]
mod tests {
    use super::question;

    #[test]
    fn questions_are_counted_from_one() {
        assert_eq!(question(0), "question 1");
    }
}
