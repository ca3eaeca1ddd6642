//! TLS: certificates are checked, and the program can bring its own.

use std::sync::Arc;

use atlas_api::{Client, Error, projects};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use crate::support::faults::answer_all;
use crate::support::*;

/// A server with a certificate of its own for `localhost`, and that certificate.
async fn start() -> (String, reqwest::Certificate) {
    let CertifiedKey { cert, signing_key } =
        generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let key = PrivateKeyDer::try_from(signing_key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                if let Ok(stream) = acceptor.accept(stream).await {
                    let answer =
                        b"HTTP/1.1 200 OK\r\ncontent-length: 16\r\n\r\n{\"name\":\"prod\"}\n";
                    answer_all(stream, answer).await;
                }
            });
        }
    });
    let certificate = reqwest::Certificate::from_der(cert.der()).unwrap();
    (format!("https://localhost:{port}"), certificate)
}

async fn name(client: Result<Client, Error>) -> Result<Option<String>, Error> {
    client?
        .send(projects::get_group(GROUP))
        .await
        .map(|group| group.name)
}

#[tokio::test]
async fn a_certificate_that_the_program_trusts_is_enough() {
    let (url, certificate) = start().await;
    let http = reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only([certificate])
        .build();
    let client = builder(&url).http_client(http.unwrap()).build();
    assert_eq!(name(client).await.unwrap().as_deref(), Some("prod"));
}

#[tokio::test]
async fn a_certificate_that_nobody_knows_gets_no_token() {
    let (url, _) = start().await;
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let error = name(builder(&url).http_client(http).build())
        .await
        .unwrap_err();
    assert!(error.is_connect() && !error.is_timeout(), "{error}");
    assert!(error.to_string().contains("ertificate"), "{error}");
    assert_presentable(&error);
}

/// The same name, but another one in the certificate.
#[tokio::test]
async fn the_name_in_the_certificate_counts() {
    let (url, certificate) = start().await;
    let http = reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only([certificate])
        .build();
    let url = url.replace("localhost", "127.0.0.1");
    let client = builder(&url).http_client(http.unwrap()).build();
    assert!(name(client).await.unwrap_err().is_connect());
}
