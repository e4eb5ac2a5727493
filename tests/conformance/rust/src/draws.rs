//! Random numbers in an order that all languages keep: each draw is one value of the gauge `conformance_random`.

use wasmload_sdk::prelude::*;

static RANDOM: Gauge = Gauge::new("conformance_random");

pub(crate) fn record() {
    let put = |of: &str, draw: usize, value: f64| {
        let vu = execution::vu().id_in_test.to_string();
        RANDOM.set_with(value, &Tags::of(&[("vu", &vu), ("of", of), ("draw", &format!("{draw:02}"))]));
    };
    for draw in 0..20 {
        put("u32", draw, random::u32().into());
    }
    for draw in 0..4 {
        put("float", draw, random::float());
    }
    for draw in 0..4 {
        put("range", draw, random::range(10..20) as f64);
    }
    for draw in 0..2 {
        put("wide-range", draw, random::range(0..1 << 53) as f64);
    }
    for draw in 0..4 {
        put("chance", draw, f64::from(random::chance(0.25)));
    }
    for draw in 0..4 {
        put("pick", draw, random::pick(&[1.0, 2.0, 3.0]).copied().unwrap_or(-1.0));
    }
    for draw in 0..4 {
        put("weighted", draw, *random::weighted(&[(2, 1.0), (0, 2.0), (3, 3.0)]));
    }
    let mut items = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0];
    random::shuffle(&mut items);
    for (draw, item) in items.into_iter().enumerate() {
        put("shuffle", draw, item);
    }
}
