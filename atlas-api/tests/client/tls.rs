//! TLS: certificates are verified, and a program can bring its own.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use atlas_api::{Attempt, Client, Error, Hook, Outcome, projects};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

use crate::client::support::faults::answer_all;
use crate::client::support::*;

/// A server with a self-signed certificate for `localhost`, and that certificate.
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
async fn accepts_certificate_trusted_by_program() {
    let (url, certificate) = start().await;
    let http = reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only([certificate])
        .build();
    let client = builder(&url).http_client(http.unwrap()).build();
    assert_eq!(name(client).await.unwrap().as_deref(), Some("prod"));
}

#[tokio::test]
async fn sends_no_token_to_untrusted_certificate() {
    let (url, _) = start().await;
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let error = name(builder(&url).http_client(http).build())
        .await
        .unwrap_err();
    assert!(error.is_connect() && !error.is_timeout(), "{error}");
    assert!(error.to_string().contains("ertificate"), "{error}");
    assert_presentable(&error);
}

/// The result would always be the same.
#[tokio::test]
async fn does_not_retry_untrusted_certificate() {
    let (url, _) = start().await;
    let connections = Arc::new(AtomicUsize::new(0));
    let hook = Connections(Arc::clone(&connections));
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let client = builder(&url)
        .http_client(http)
        .retry(quick_retries())
        .hook(hook);
    let error = name(client.build()).await.unwrap_err();
    assert!(error.is_connect() && !error.is_retryable(), "{error}");
    assert_eq!((error.attempts(), error.error_type()), (1, "connect"));
    assert_eq!(connections.load(Ordering::SeqCst), 1);
}

struct Connections(Arc<AtomicUsize>);

impl Hook for Connections {
    fn after(&self, _: &Attempt<'_>, outcome: &Outcome<'_>) {
        assert!(outcome.retry_in.is_none());
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// The right address, but the certificate has another name.
#[tokio::test]
async fn rejects_certificate_for_other_name() {
    let (url, certificate) = start().await;
    let http = reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only([certificate])
        .build();
    let url = url.replace("localhost", "127.0.0.1");
    let client = builder(&url).http_client(http.unwrap()).build();
    assert!(name(client).await.unwrap_err().is_connect());
}

/// The client offers more, but a server, or somebody in between, demands less.
#[tokio::test]
async fn rejects_old_tls_versions() {
    for minor in [1, 2] {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("https://{}", listener.local_addr().unwrap());
        let server = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut head = [0; 5];
            stream.read_exact(&mut head).await.unwrap();
            let mut hello = vec![0; usize::from(u16::from_be_bytes([head[3], head[4]]))];
            stream.read_exact(&mut hello).await.unwrap();
            // ServerHello: TLS 1.0 or 1.1, a random number, no session, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA.
            let mut answer = vec![0x16, 3, minor, 0, 42, 2, 0, 0, 38, 3, minor];
            answer.extend([7; 32]);
            answer.extend([0, 0xc0, 0x13, 0]);
            stream.write_all(&answer).await.unwrap();
            stream.read_u8().await
        });
        let client = builder(&url).timeout(std::time::Duration::from_secs(5));
        let error = name(client.build()).await.unwrap_err();
        assert!(error.is_connect(), "{error}");
        // An alert: the client does not continue.
        assert_eq!(server.await.unwrap().unwrap(), 0x15, "TLS 1.{}", minor - 1);
    }
}
