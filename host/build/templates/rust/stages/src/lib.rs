//! Load that grows in stages: where does the target begin to slow down?

use wasmload_sdk::prelude::*;

/// The share of answers that users would call slow.
static SLOW_ANSWERS: Rate = Rate::new("slow_answers");

/// Up to 10 VUs, up to 30, and down again. The test ends early when more than one answer in ten is slow.
fn plan() -> Plan {
    let stages = RampingVus::new().stage(secs(5), 10).stage(secs(10), 30).stage(secs(5), 0);
    Plan::new()
        .scenario("growing", stages)
        .threshold("slow_answers", Threshold::new("rate<0.1").abort_on_fail())
        .profile("smoke", Plan::new().scenario("growing", ConstantVus::new(1, secs(3))))
}

/// One iteration.
fn visit() -> Result {
    let page = http::get("/")?;
    check!("status is 200", page.status() == 200);
    SLOW_ANSWERS.add(is_slow(page.duration()));
    think_time(0.2..0.8);
    Ok(())
}

/// Whether users would notice.
fn is_slow(duration: std::time::Duration) -> bool {
    duration > millis(300)
}

scenario! { plan: plan, functions: [visit] }

#[cfg(test)]
mod tests {
    use wasmload_sdk::prelude::millis;

    use super::is_slow;

    #[test]
    fn half_a_second_is_slow() {
        assert!(is_slow(millis(500)));
        assert!(!is_slow(millis(20)));
    }
}
