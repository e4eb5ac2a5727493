//! What the VUs of one run share: settings, grants and the TLS configuration. It holds no connection.

use std::collections::HashSet;
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use http::HeaderValue;
use rustls::ClientConfig;
use rustls::pki_types::CertificateDer;

use super::error::{Code, Failure};
use super::settings::{HttpSettings, SettingsError};
use super::tls;
use crate::grants::NetGrants;

/// How many refused origins are remembered to be told of once only; beyond it nobody is told of a new one.
const MOST_REFUSED: usize = 1000;

/// What the VUs of one run share.
pub struct HttpShared {
    pub(super) settings: HttpSettings,
    /// The target as text, without a slash at its end: relative URLs are appended to it.
    pub(super) base: Option<String>,
    pub(super) user_agent: HeaderValue,
    authorities: Vec<CertificateDer<'static>>,
    /// Made at the first `https` request: reading the system's certificates takes longer than many a start.
    tls: OnceLock<Result<Arc<ClientConfig>, String>>,
    refused: Mutex<HashSet<String>>,
    resent: AtomicU64,
}

impl HttpShared {
    /// Takes the settings of a run. The TLS configuration is made now if the target is `https`, and else when needed.
    ///
    /// # Errors
    /// The target is not a URL that requests can go to, the user agent cannot stand in a header, a file cannot be read.
    pub fn new(settings: HttpSettings) -> Result<Self, SettingsError> {
        if settings.batch == 0 || settings.batch_per_host == 0 {
            return Err(SettingsError::Batch);
        }
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
        let shared = Self::with(settings, user_agent, authorities);
        if shared.base.as_ref().is_some_and(|base| base.starts_with("https:")) {
            // A system without certificates shows at the first request, as any other certificate that is missing.
            drop(shared.tls());
        }
        Ok(shared)
    }

    /// What a component gets that may reach nothing, as while it is asked what it is.
    pub fn closed() -> Self {
        let settings = HttpSettings::new(NetGrants::default());
        Self::with(settings, HeaderValue::from_static("wasmload"), Vec::new())
    }

    fn with(settings: HttpSettings, user_agent: HeaderValue, authorities: Vec<CertificateDer<'static>>) -> Self {
        Self {
            base: settings.target.as_ref().map(|target| target.as_str().trim_end_matches('/').to_owned()),
            user_agent,
            authorities,
            tls: OnceLock::new(),
            refused: Mutex::default(),
            resent: AtomicU64::new(0),
            settings,
        }
    }

    /// How many requests were sent a second time, because a kept connection had died before it brought any answer.
    pub fn resent(&self) -> u64 {
        self.resent.load(Relaxed)
    }

    /// Counts a request that is sent a second time.
    pub(super) fn count_resent(&self) {
        self.resent.fetch_add(1, Relaxed);
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

    /// Tells of an origin that was refused, the first time.
    pub(super) fn refuse(&self, origin: &str) {
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        if refused.len() < MOST_REFUSED && refused.insert(origin.to_owned()) {
            drop(refused);
            (self.settings.on_refused)(origin);
        }
    }
}
