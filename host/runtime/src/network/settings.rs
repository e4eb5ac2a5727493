//! What a run decides about the network before it starts. Not what a guest may decide for itself.

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use thiserror::Error;
use url::Url;

use crate::grants::NetGrants;

/// Told of each origin, as `HOST:PORT`, the first time that a call to it is refused.
pub type OnRefused = Arc<dyn Fn(&str) + Send + Sync>;

/// The settings of one run.
#[derive(Clone)]
pub struct NetworkSettings {
    /// Which hosts may be reached. The origin of `target` is not added by itself.
    pub grants: NetGrants,
    /// Where relative URLs go.
    pub target: Option<Url>,
    /// The header `user-agent` of requests that set none.
    pub user_agent: String,
    /// A PEM file with certificates of authorities that are trusted beside the system's.
    pub ca_file: Option<PathBuf>,
    /// Trust every certificate, whoever signed it, for whatever host.
    pub insecure: bool,
    /// Addresses of hosts that are not looked up (k6's `hosts`), by name in lower case.
    pub hosts: Vec<(String, IpAddr)>,
    /// Told of each origin that is refused.
    pub on_refused: OnRefused,
}

impl NetworkSettings {
    /// The defaults: what is granted and nothing else.
    pub fn new(grants: NetGrants) -> Self {
        Self {
            grants,
            target: None,
            user_agent: concat!("wasmload/", env!("CARGO_PKG_VERSION")).to_owned(),
            ca_file: None,
            insecure: false,
            hosts: Vec::new(),
            on_refused: Arc::new(|_| {}),
        }
    }
}

/// Why a run cannot have those settings.
#[derive(Debug, Error)]
pub enum SettingsError {
    /// The target is no URL that requests can go to.
    #[error("the target `{0}` is not an `http` or `https` URL with a host and without credentials, query and fragment")]
    Target(Url),
    /// The user agent cannot stand in a header.
    #[error("the user agent `{0}` holds characters that a header cannot")]
    UserAgent(String),
    /// The file with authorities cannot be read.
    #[error("cannot read the certificates in `{}`", path.display())]
    CaFile {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}
