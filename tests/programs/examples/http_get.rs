//! Gets a URL (`URL`, default `/`) and checks for the status 200: the workhorse. The host must show as many `http_reqs` and
//! `checks` as iterations.

use wasmload_sdk::prelude::*;

/// The URL, asked for once: an iteration is one request and one check.
struct Visitor {
    url: String,
}

impl Vu for Visitor {
    fn start(_: ()) -> Result<Self> {
        Ok(Self { url: config::var("URL").unwrap_or("/".into()) })
    }
}

fn visit(visitor: &mut Visitor) -> Result {
    let page = http::get(&visitor.url)?;
    check!("status is 200", page.status() == 200);
    Ok(())
}

scenario! { vu: Visitor, functions: [visit] }
