//! The TLS side of a run: whom to trust, and one rustls configuration for all VUs. Not the handshake: that is `dial`.

use std::path::Path;
use std::sync::Arc;

use rustls::client::Resumption;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{
    CryptoProvider, WebPkiSupportedAlgorithms, aws_lc_rs, verify_tls12_signature, verify_tls13_signature,
};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, Error, ProtocolVersion, SignatureScheme};
use rustls_platform_verifier::Verifier;

use super::settings::SettingsError;

/// The version of TLS that a connection speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum TlsVersion {
    /// TLS 1.2.
    V12,
    /// TLS 1.3.
    V13,
}

impl TlsVersion {
    /// The version that rustls agreed on.
    pub(crate) fn of(version: Option<ProtocolVersion>) -> Self {
        if version == Some(ProtocolVersion::TLSv1_2) { Self::V12 } else { Self::V13 }
    }

    /// k6's name for it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::V12 => "tls1.2",
            Self::V13 => "tls1.3",
        }
    }
}

/// Reads the certificates of a PEM file, of which there must be one at least.
pub(crate) fn read_authorities(path: &Path) -> Result<Vec<CertificateDer<'static>>, SettingsError> {
    let fault = |source: Box<dyn std::error::Error + Send + Sync>| SettingsError::CaFile { path: path.into(), source };
    let pem = std::fs::read(path).map_err(|error| fault(error.into()))?;
    let certificates: Vec<_> = CertificateDer::pem_slice_iter(&pem)
        .collect::<Result<_, _>>()
        .map_err(|error| fault(error.to_string().into()))?;
    if certificates.is_empty() {
        return Err(fault("it holds no certificate".into()));
    }
    let mut store = rustls::RootCertStore::empty();
    for certificate in &certificates {
        store.add(certificate.clone()).map_err(|error| fault(error.into()))?;
    }
    Ok(certificates)
}

/// The configuration for all connections of a run.
///
/// Sessions are not resumed: VUs share this configuration, and one user does not resume the session of another (nor does
/// a VU of k6).
pub(crate) fn client_config(authorities: &[CertificateDer<'static>], insecure: bool) -> Result<ClientConfig, Error> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let verifier: Arc<dyn ServerCertVerifier> = if insecure {
        Arc::new(TrustAll(provider.signature_verification_algorithms))
    } else {
        Arc::new(verifier(authorities, &provider)?)
    };
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    config.resumption = Resumption::disabled();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

fn verifier(authorities: &[CertificateDer<'static>], provider: &Arc<CryptoProvider>) -> Result<Verifier, Error> {
    if authorities.is_empty() {
        return Verifier::new(Arc::clone(provider));
    }
    Verifier::new_with_extra_roots(authorities.iter().cloned(), Arc::clone(provider))
}

/// Accepts every certificate; signatures are still checked, so that a broken server is told from an untrusted one.
#[derive(Debug)]
struct TrustAll(WebPkiSupportedAlgorithms);

impl ServerCertVerifier for TrustAll {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signature, &self.0)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signature, &self.0)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_schemes()
    }
}
