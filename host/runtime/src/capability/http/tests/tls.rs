//! TLS against certificates made for the test: who is trusted, what it is called when not, and what is counted.

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tempfile::NamedTempFile;

use super::fixture::{Fixture, OK, network};
use super::server::{Manner, Server};
use crate::bindings::wasmload::http::client::ErrorKind;
use crate::network::{Network, NetworkSettings, SettingsError};

struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    fn new() -> Self {
        Self::named("an authority")
    }

    fn named(name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    fn file(&self) -> NamedTempFile {
        let mut file = NamedTempFile::new().unwrap();
        file.write_all(self.0.pem().as_bytes()).unwrap();
        file
    }

    /// A server for that name, with all versions of TLS or the given one only.
    async fn server(&self, name: &str, version: Option<&'static rustls::SupportedProtocolVersion>) -> Server {
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::new(vec![name.to_owned()]).unwrap().signed_by(&key, &self.0).unwrap();
        let key = PrivateKeyDer::Pkcs8(key.serialize_der().into());
        let versions = version.map_or(rustls::ALL_VERSIONS.to_vec(), |version| vec![version]);
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&versions)
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .unwrap();
        Server::start_as(Manner { tls: Some(Arc::new(config)), resets: false }, |mut conn| async move {
            while conn.request().await.is_some() {
                conn.say(OK).await;
            }
        })
        .await
    }
}

fn trusting(authority: &Authority) -> (NetworkSettings, NamedTempFile) {
    let (mut settings, file) = (network(), authority.file());
    settings.ca_file = Some(file.path().to_owned());
    settings.hosts = vec![("api.test".to_owned(), IpAddr::V4(Ipv4Addr::LOCALHOST))];
    (settings, file)
}

fn url(server: &Server) -> String {
    format!("https://api.test:{}/", server.address.port())
}

#[tokio::test]
async fn a_trusted_server_is_spoken_to_and_every_byte_counted() {
    let authority = Authority::new();
    for (version, name) in [(None, "tls1.3"), (Some(&rustls::version::TLS12), "tls1.2")] {
        let server = authority.server("api.test", version).await;
        let (settings, _file) = trusting(&authority);
        let mut vu = Fixture::over(settings);
        for reused in [false, true] {
            let response = vu.get(&url(&server)).await.unwrap();
            let (details, timings) = (vu.details(&response), vu.timings(&response));
            assert_eq!((details.tls_version.as_deref(), details.connection_reused), (Some(name), reused));
            assert_eq!(timings.tls_handshaking == 0.0, reused);
            assert!(timings.connecting + timings.tls_handshaking <= timings.blocked);
            assert!(timings.waiting > 0.0 && timings.sending > 0.0, "{timings:?}");
            assert_eq!(vu.text(response), "ok");
        }
        assert_eq!(vu.series("http_reqs")[0].tags["tls_version"], name);
        let counted = vu.data();
        drop(vu);
        let (sent, received) = server.end().await;
        assert_eq!(counted, (received, sent), "{name}");
        assert!(received > 500, "the handshake is part of it");
    }
}

#[tokio::test]
async fn a_stranger_is_not_trusted() {
    let server = Authority::new().server("api.test", None).await;
    for trusted in ["another", "an authority"] {
        let (settings, _file) = trusting(&Authority::named(trusted));
        let mut vu = Fixture::over(settings);
        let error = vu.get(&url(&server)).await.unwrap_err();
        assert_eq!((error.kind, error.code), (ErrorKind::Tls, 1310), "{}", error.message);
        assert_eq!((vu.total("http_reqs").0, vu.vu.pool.len()), (1, 0));
        assert!(vu.total("http_req_tls_handshaking").1 > 0.0);
        assert!(vu.data().0 > 0, "a failed handshake is traffic too");
    }
}

#[tokio::test]
async fn a_certificate_for_another_host_is_told_apart() {
    let authority = Authority::new();
    let server = authority.server("other.test", None).await;
    let (settings, _file) = trusting(&authority);
    let error = Fixture::over(settings).get(&url(&server)).await.unwrap_err();
    assert_eq!((error.kind, error.code), (ErrorKind::Tls, 1311), "{}", error.message);
}

#[tokio::test]
async fn insecure_trusts_everybody() {
    let server = Authority::new().server("other.test", None).await;
    let (mut settings, _file) = trusting(&Authority::new());
    (settings.ca_file, settings.insecure) = (None, true);
    assert_eq!(Fixture::over(settings).get_text(&url(&server)).await.0, 200);
}

#[tokio::test]
async fn a_server_without_tls_fails_the_handshake() {
    let server = Server::start(|mut conn| async move {
        conn.say("HTTP/1.1 400 Bad Request\r\n\r\n").await;
        conn.until_closed().await;
    })
    .await;
    let (settings, _file) = trusting(&Authority::new());
    let error = Fixture::over(settings).get(&url(&server)).await.unwrap_err();
    assert_eq!((error.kind, error.code), (ErrorKind::Tls, 1300), "{}", error.message);
}

#[test]
fn a_file_without_certificates_is_refused_before_the_run() {
    let mut settings = network();
    let file = NamedTempFile::new().unwrap();
    settings.ca_file = Some(file.path().to_owned());
    assert!(matches!(Network::new(settings.clone()), Err(SettingsError::CaFile { .. })), "empty");
    settings.ca_file = Some(file.path().with_extension("missing"));
    let fault = Network::new(settings).err().unwrap();
    assert!(fault.to_string().contains(".missing"), "{fault}");
}
