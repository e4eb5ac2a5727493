//! What all connections of one run share: grants, the target and the TLS configuration. It holds no connection.

use std::collections::HashSet;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use http::HeaderValue;
use rustls::ClientConfig;
use rustls::pki_types::CertificateDer;

use super::failure::{Code, Failure};
use super::settings::{NetworkSettings, SettingsError};
use super::tls;
use crate::grants::NetGrants;

/// How many refused origins are remembered to be told of once only; beyond it nobody is told of a new one.
const MOST_REFUSED: usize = 1000;

/// What all connections of one run share.
pub struct Network {
    settings: NetworkSettings,
    /// The target as text, without a slash at its end: relative URLs are appended to it.
    base: Option<String>,
    user_agent: HeaderValue,
    authorities: Vec<CertificateDer<'static>>,
    /// Made for the first connection with TLS: reading the system's certificates takes longer than many a start.
    tls: OnceLock<Result<Arc<ClientConfig>, String>>,
    refused: Mutex<HashSet<String>>,
}

impl Network {
    /// Takes the settings of a run. The TLS configuration is made now if the target is `https`, and else when needed.
    ///
    /// # Errors
    /// The target is not a URL that requests can go to, the user agent cannot stand in a header, a file cannot be read.
    pub fn new(settings: NetworkSettings) -> Result<Self, SettingsError> {
        if let Some(target) = &settings.target {
            let usable = matches!(target.scheme(), "http" | "https")
                && target.host().is_some()
                && target.username().is_empty()
                && target.password().is_none()
                && target.query().is_none()
                && target.fragment().is_none();
            if !usable {
                return Err(SettingsError::Target(target.clone()));
            }
        }
        let user_agent = HeaderValue::from_str(&settings.user_agent)
            .map_err(|_| SettingsError::UserAgent(settings.user_agent.clone()))?;
        let authorities = settings.ca_file.as_deref().map(tls::read_authorities).transpose()?.unwrap_or_default();
        let network = Self::with(settings, user_agent, authorities);
        if network.base.as_ref().is_some_and(|base| base.starts_with("https:")) {
            // A system without certificates shows at the first connection, as any other certificate that is missing.
            drop(network.tls());
        }
        Ok(network)
    }

    /// A network in which nothing may be reached, as for a component that is asked what it is.
    pub fn closed() -> Self {
        let settings = NetworkSettings::new(NetGrants::default());
        Self::with(settings, HeaderValue::from_static("wasmload"), Vec::new())
    }

    fn with(settings: NetworkSettings, user_agent: HeaderValue, authorities: Vec<CertificateDer<'static>>) -> Self {
        Self {
            base: settings.target.as_ref().map(|target| target.as_str().trim_end_matches('/').to_owned()),
            user_agent,
            authorities,
            tls: OnceLock::new(),
            refused: Mutex::default(),
            settings,
        }
    }

    /// What relative URLs are appended to.
    pub(crate) fn base(&self) -> Option<&str> {
        self.base.as_deref()
    }

    /// The header `user-agent` of requests that set none.
    pub(crate) fn user_agent(&self) -> &HeaderValue {
        &self.user_agent
    }

    /// Whether a host and port were granted.
    pub(crate) fn allows(&self, host: &str, port: u16) -> bool {
        self.settings.grants.allows(host, port)
    }

    /// The TLS configuration.
    pub(super) fn tls(&self) -> Result<Arc<ClientConfig>, Failure> {
        let config = self.tls.get_or_init(|| {
            tls::client_config(&self.authorities, self.settings.insecure)
                .map(Arc::new)
                .map_err(|error| error.to_string())
        });
        config.clone().map_err(|error| Failure::new(Code::Tls, error))
    }

    /// The address that the settings give that host.
    pub(super) fn fixed_address(&self, host: &str) -> Option<IpAddr> {
        self.settings.hosts.iter().find(|(name, _)| name == host).map(|&(_, address)| address)
    }

    /// Why an origin that was not granted cannot be reached; whoever runs the test is told of it the first time.
    pub(crate) fn refuse(&self, origin: &str) -> Failure {
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        if refused.len() < MOST_REFUSED && refused.insert(origin.to_owned()) {
            drop(refused);
            (self.settings.on_refused)(origin);
        }
        Failure::new(Code::NotGranted, format_args!("`{origin}`; grant it with `--allow-net {origin}`"))
    }
}
