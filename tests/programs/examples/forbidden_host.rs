//! Gets a URL that was not granted (`URL`, default `http://192.0.2.1/`, a documentation address). The host must answer with
//! the error kind `not-granted` and the name of the missing grant, count `refused_calls`, hint at it once, and open no
//! connection.

use wasmload_sdk::prelude::*;

fn trespass() -> Result {
    let refused = http::get(config::var("URL").unwrap_or("http://192.0.2.1/".into()));
    check!("the request is refused", refused.is_err());
    if let Err(error) = refused {
        check!("the error says that it was not granted", error.kind() == http::ErrorKind::NotGranted);
        check!("the error names the grant", error.to_string().contains("--allow-net"));
    }
    Ok(())
}

scenario!(trespass);
