//! HTTPS in front of the server: a certificate for this machine, issued by a new CA.

use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use crate::saving;

/// Listens on a port of this machine, and writes the certificate of the CA to a file.
pub fn listen(port: u16, ca: &Path) -> io::Result<(std::net::TcpListener, TlsAcceptor)> {
    let listener = std::net::TcpListener::bind(("127.0.0.1", port))?;
    let (acceptor, certificate) = acceptor().map_err(io::Error::other)?;
    saving::write(ca, certificate.as_bytes())
        .map_err(|error| io::Error::other(format!("can't write {}: {error}", ca.display())))?;
    Ok((listener, acceptor))
}

/// The TLS acceptor, and the certificate of its CA.
fn acceptor() -> Result<(TlsAcceptor, String), Box<dyn std::error::Error + Send + Sync>> {
    let mut ca = CertificateParams::new([])?;
    ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    ca.key_usages = vec![
        KeyUsagePurpose::KeyCertSign,
        KeyUsagePurpose::DigitalSignature,
    ];
    let name = "CA of the sandbox of atlas-api";
    ca.distinguished_name.push(DnType::CommonName, name);
    let ca_key = KeyPair::generate()?;
    let ca_certificate = ca.self_signed(&ca_key)?;

    let names = ["127.0.0.1".to_owned(), "localhost".to_owned()];
    let key = KeyPair::generate()?;
    let certificate = CertificateParams::new(names)?.signed_by(&key, &Issuer::new(ca, ca_key))?;
    let private_key = PrivateKeyDer::try_from(key.serialize_der())?;
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], private_key)?;
    Ok((TlsAcceptor::from(Arc::new(config)), ca_certificate.pem()))
}

/// Forwards the contents of TLS connections to the server.
pub fn serve(
    listener: std::net::TcpListener,
    acceptor: TlsAcceptor,
    to: SocketAddr,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = TcpListener::from_std(listener)?;
        loop {
            let (outside, _) = listener.accept().await?;
            let acceptor = acceptor.clone();
            // A failing connection is the client's concern.
            tokio::spawn(async move {
                let mut inside = TcpStream::connect(to).await?;
                let mut outside = acceptor.accept(outside).await?;
                copy_bidirectional(&mut outside, &mut inside).await
            });
        }
    })
}
