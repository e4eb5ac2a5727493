//! One kind of user: asks for the front page, and looks at the answer.

use wasmload_sdk::prelude::*;

/// What runs without flags; a plan file or flags override it.
fn plan() -> Plan {
    Plan::new()
        .scenario("visits", ConstantVus::new(5, secs(10)))
        .threshold("http_req_duration", "p(95)<500")
        .threshold("checks", "rate>0.99")
}

/// One iteration.
fn visit() -> Result {
    let page = http::get("/")?;
    check!("status is 200", page.status() == 200);
    check!("the page is small", is_small(page.body_size()));
    think_time(0.5..1.5);
    Ok(())
}

/// What a page may weigh, in bytes.
fn is_small(bytes: u64) -> bool {
    bytes < 1 << 20
}

scenario! { plan: plan, functions: [visit] }

#[cfg(test)]
mod tests {
    use super::is_small;

    #[test]
    fn a_mebibyte_is_not_small() {
        assert!(is_small(80));
        assert!(!is_small(1 << 20));
    }
}
