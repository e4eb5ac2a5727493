//! The servers and the arguments that the conformance scenario is run with.
//!
//! Not what it has to record: that is `all/conformance`, and its specification is `tests/conformance/README.md`.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::Path;

use tempfile::{NamedTempFile, TempDir};

use crate::binary::{Finished, Wasmload};
use crate::http_server::HttpServer;
use crate::raw_server::{Misbehaviour, RawServer};
use crate::refused_address;
use crate::series;
use crate::tls_server::{Authority, TlsServer};
use crate::websocket_server::WebSocketServer;

/// What the guest's own metrics begin with.
const OWN_METRICS: &str = "conformance_";

/// Everything that the scenario talks to.
#[derive(Debug)]
pub struct Servers {
    target: HttpServer,
    not_granted: HttpServer,
    trusted: NamedTempFile,
    variables: Vec<(&'static str, String)>,
    data: TempDir,
    _raw: [RawServer; 3],
    _tls: [TlsServer; 2],
    _sockets: WebSocketServer,
}

impl Servers {
    /// Starts all of them.
    pub fn start() -> Self {
        let (target, not_granted) = (HttpServer::start(), HttpServer::start());
        let raw = [Misbehaviour::ResetMidBody, Misbehaviour::Garbage, Misbehaviour::NeverAnswer].map(RawServer::start);
        let [reset, garbage, silent] = &raw;
        let (trusted, stranger) = (Authority::new("trusted"), Authority::new("a stranger"));
        let tls = [&trusted, &stranger].map(TlsServer::start);
        let [answers, untrusted] = &tls;
        let sockets = WebSocketServer::start();
        let variables = vec![
            ("NOT_GRANTED_URL", not_granted.url()),
            // Longer than a label may be (RFC 1035, section 2.3.4): no server is asked.
            ("DNS_URL", format!("http://{}.invalid", "a".repeat(64))),
            ("REFUSED_URL", format!("http://{}", refused_address())),
            ("RESET_URL", reset.url()),
            ("UNREACHABLE_URL", "http://127.255.255.255:9".to_owned()),
            ("UNTRUSTED_URL", untrusted.url()),
            ("TLS_URL", answers.url()),
            ("GARBAGE_URL", garbage.url()),
            ("SILENT_URL", silent.url()),
            ("SILENT_TLS_URL", silent.url().replace("http:", "https:")),
            ("WEBSOCKET_URL", sockets.url().replace("http:", "ws:")),
        ];
        let data = data();
        Self { target, not_granted, trusted: trusted.file(), variables, data, _raw: raw, _tls: tls, _sockets: sockets }
    }

    /// `wasmload run` of that component and scenario, to its end.
    pub fn run(&self, component: &Path, scenario: &str) -> Finished {
        let mut arguments: Vec<OsString> =
            ["--scenario", scenario, "--seed", "42", "--verbose", "--summary-series"].map(OsString::from).into();
        let mut add = |flag: &str, value: OsString| arguments.extend([flag.into(), value]);
        add("--target", self.target.url().into());
        add("--cacert", self.trusted.path().into());
        add("--env", "GREETING=grüße".into());
        for (name, url) in &self.variables {
            add("--env", format!("{name}={url}/").into());
            if *name != "NOT_GRANTED_URL" {
                let (_, origin) = url.split_once("://").expect("a URL");
                add("--allow-net", origin.into());
            }
        }
        add("--secret", "TOKEN".into());
        let run = Wasmload::run(component).args(arguments).plan(&self.plan()).env("TOKEN", "conformance-token");
        let finished = run.finish();
        let shown = format!("{}{}{}", finished.stdout, finished.stderr, finished.summary().json);
        assert!(!shown.contains("conformance-token"), "the secret is in {shown}");
        assert_eq!(self.not_granted.requests(), 0, "a server that was not granted was reached");
        finished
    }

    /// The plan's part of the data.
    fn plan(&self) -> String {
        let dataset = |(name, ending, keys): (&str, &str, &str)| {
            let file = self.data.path().join(name).with_extension(ending);
            format!("[data.{name}]\nfile = '{}'\n{keys}\n", file.display())
        };
        let fail = "onEmpty = 'fail'";
        let optional = "optional = true";
        let all = [
            ("users", "json", fail),
            ("vouchers", "csv", fail),
            ("few", "ndjson", "onEmpty = 'stop'"),
            ("missing", "csv", optional),
            ("malformed", "csv", optional),
            ("empty", "csv", optional),
        ];
        all.map(dataset).concat()
    }

    /// What that run recorded, in a form that can be compared with another run's.
    pub fn series(&self, finished: &Finished) -> BTreeSet<String> {
        series::lines(&finished.summary(), OWN_METRICS, |text| {
            let targeted = text.replace(&self.target.url(), "{target}");
            self.variables.iter().fold(targeted, |text, (name, url)| text.replace(url, &format!("{{{name}}}")))
        })
    }
}

/// The files of the data.
fn data() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let users: Vec<String> = (0..8).map(|id| format!(r#"{{"id": {id}, "name": "grüße \"{id}\""}}"#)).collect();
    for (name, text) in [
        ("users.json", format!("[{}]", users.join(",\n"))),
        ("vouchers.csv", "code\n\"a, \"\"b\"\"\"\n".to_owned()),
        ("few.ndjson", "1\n2\n3\n".to_owned()),
        ("malformed.csv", "id,name\n1,a\n2\n".to_owned()),
        ("empty.csv", "id\n".to_owned()),
    ] {
        std::fs::write(folder.path().join(name), text).expect("a file in a temporary folder");
    }
    folder
}
