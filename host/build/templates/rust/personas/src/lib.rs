//! Two kinds of users in a mix: many who browse, few who order. Each VU has a basket of its own.

use wasmload_sdk::prelude::*;

/// Ten users, eight of whom browse. A plan file or flags override it.
fn plan() -> Plan {
    Plan::new()
        .mix("users", Mix::new(ConstantVus::new(10, secs(10))).persona("browse", 80).persona("order", 20))
        .threshold("http_req_duration{scenario:users-browse}", "p(95)<500")
        .threshold("checks", "rate>0.99")
}

/// The state of a VU.
struct Shopper {
    basket: Vec<u32>,
}

impl Vu for Shopper {
    fn start((): ()) -> Result<Self> {
        Ok(Self { basket: Vec::new() })
    }
}

/// Looks around, and sometimes takes something.
fn browse(shopper: &mut Shopper) -> Result {
    let page = http::get("/")?;
    check!("status is 200", page.status() == 200);
    if random::chance(0.3) {
        shopper.basket.push(7);
    }
    think_time(0.5..1.5);
    Ok(())
}

/// Takes two things and orders them.
fn order(shopper: &mut Shopper) -> Result {
    shopper.basket.extend([1, 2]);
    let answer = group("check out", || http::post("/").json(&shopper.basket).send())?;
    check!("the order is accepted", answer.status() < 300);
    log::debug(format_args!("ordered {}", described(&shopper.basket)));
    shopper.basket.clear();
    think_time(1.0..3.0);
    Ok(())
}

/// The basket for people.
fn described(basket: &[u32]) -> String {
    let items: Vec<String> = basket.iter().map(|item| format!("item {item}")).collect();
    items.join(", ")
}

scenario! { plan: plan, vu: Shopper, functions: [browse, order] }

#[cfg(test)]
mod tests {
    use super::described;

    #[test]
    fn a_basket_is_listed() {
        assert_eq!(described(&[7, 1]), "item 7, item 1");
    }
}
