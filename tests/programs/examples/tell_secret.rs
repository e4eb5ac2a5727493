//! Tells the secret `TOKEN` in every way that a guest has: messages, standard output, failures, names of checks, tags, metrics,
//! groups, requests, and the reason of a failed test; as it is, encoded for a URL and in base64, and cut in the middle. The host
//! must show it nowhere.

use std::io::{Write, stderr, stdout};

use wasmload_sdk::prelude::*;

fn tell() -> Result {
    let token = config::secret("TOKEN").ok_or("start the test with `--secret TOKEN`")?;
    check!("it is no variable", config::var("TOKEN").is_none() && std::env::var_os("TOKEN").is_none());
    check!("another is not there", config::secret("OTHER").is_none());
    log::info(format_args!("the token is {token}"));
    log::debug(format_args!("in a URL: {}", encoded(&token)));
    writeln!(stdout(), "{token}")?;
    writeln!(stderr(), "{token:?}")?;
    // Cut in the middle of the secret, wherever the host cuts.
    for length in [200, 250, 255, 4090] {
        log::warn(format_args!("{}{token}{}", "x".repeat(length), "y".repeat(length)));
        writeln!(stdout(), "{}{token}", "x".repeat(length))?;
    }
    execution::set_tag("token", &token);
    execution::set_tag("long", &format!("{}{token}", "x".repeat(250)));
    check::record(&format!("{token} is known"), false);
    check::record(&format!("{}{token}", "x".repeat(250)), false);
    group(&format!("group {token}"), || {
        let metric = Counter::named(format!("told_{token}"));
        // What is no name is refused, and the refusal names it.
        metric.register().unwrap_or_else(log::error);
        metric.add(1);
    });
    if let Some(url) = config::var("URL") {
        http::get(format!("{url}?token={}", encoded(&token)))?;
        http::get(format!("{url}{token}"))?;
    }
    execution::fail_test(&format!("the token is {token}"));
    fail!("it is {token} after all");
}

/// Percent-encoded, every byte of it.
fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn trap() {
    panic!("{}", config::secret("TOKEN").unwrap_or_default());
}

scenario!(tell, trap);
