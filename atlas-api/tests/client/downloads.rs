//! Downloads: whole, truncated, compressed, mislabeled.

use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use atlas_api::{Client, ClientBuilder, Download, Error, invoices, monitoring_and_logs};
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::TryStreamExt;
use futures_util::future::join_all;
use wiremock::ResponseTemplate;

use crate::client::support::faults::{Faults, Reaction};
use crate::client::support::*;

fn log() -> monitoring_and_logs::DownloadClusterLog {
    monitoring_and_logs::download_cluster_log(GROUP, "prod-00.example.net", "mongodb")
}

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text).unwrap();
    encoder.finish().unwrap()
}

fn file(bytes: impl Into<Vec<u8>>, media_type: &str) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_raw(bytes, media_type)
}

async fn download(answer: ResponseTemplate) -> Result<Download, Error> {
    let server = server(answer).await;
    client(&server).download(log()).await
}

async fn all<S>(stream: S) -> Result<Vec<u8>, Error>
where
    S: TryStreamExt<Ok = Bytes, Error = Error> + Unpin,
{
    let append = |mut all: Vec<u8>, chunk: Bytes| async move {
        all.extend_from_slice(&chunk);
        Ok(all)
    };
    stream.try_fold(Vec::new(), append).await
}

/// The names of the files in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let name = |entry: std::io::Result<std::fs::DirEntry>| entry.unwrap().file_name();
    entries
        .map(|entry| name(entry).into_string().unwrap())
        .collect()
}

#[tokio::test]
async fn downloads_raw_or_decompressed_file() {
    let text = "line\n".repeat(100_000);
    let compressed = gzip(text.as_bytes());
    // As in the spec, as the service sends it, and as a proxy may.
    for media_type in [
        "application/vnd.atlas.2023-02-01+gzip",
        "application/gzip",
        "application/octet-stream",
    ] {
        let answer = || file(compressed.clone(), media_type);
        let mut file = download(answer()).await.unwrap();
        assert_eq!(
            (file.status().as_u16(), file.media_type()),
            (200, Some(media_type))
        );
        assert_eq!(file.length(), Some(compressed.len() as u64));
        let mut bytes = Vec::new();
        while let Some(chunk) = file.chunk().await.unwrap() {
            bytes.extend_from_slice(&chunk);
        }
        assert_eq!(bytes, compressed);

        let file = download(answer()).await.unwrap().decompressed();
        assert_eq!(all(file).await.unwrap(), text.as_bytes());
    }
}

#[tokio::test]
async fn decompresses_empty_plain_and_multi_member_files() {
    // Several members, because logs are appended.
    let members = [gzip(b"one "), gzip(b""), gzip(b"two")].concat();
    for (bytes, text) in [
        (vec![], ""),
        (b"x".to_vec(), "x"),
        (b"a,b\n1,2\n".to_vec(), "a,b\n1,2\n"),
        (gzip(b""), ""),
        (members, "one two"),
    ] {
        let file = download(file(bytes, "application/gzip")).await.unwrap();
        let bytes = all(file.decompressed()).await.unwrap();
        assert_eq!(String::from_utf8(bytes).unwrap(), text);
    }
    let empty = download(ResponseTemplate::new(204)).await.unwrap();
    assert_eq!(empty.media_type(), None);
    assert!(all(empty).await.unwrap().is_empty());
}

#[tokio::test]
async fn rejects_damaged_gzip() {
    let whole = gzip(b"some text that is long enough to be cut in the middle of it");
    let mut changed = whole.clone();
    let last = changed.len() - 1;
    changed[last] ^= 1;
    for damaged in [
        whole[..whole.len() - 4].to_vec(),
        changed,
        whole[..5].to_vec(),
    ] {
        let file = download(file(damaged, "application/gzip")).await.unwrap();
        let error = all(file.decompressed()).await.unwrap_err();
        assert!(error.is_io() && !error.is_retryable(), "{error}");
        let message = error.to_string();
        assert!(
            message.contains("can't decompress the download"),
            "{message}"
        );
        assert!(error.inner().unwrap().is::<std::io::Error>());
        assert_presentable(&error);
    }
}

#[tokio::test]
async fn strips_folders_from_suggested_file_name() {
    for (header, name) in [
        (
            r#"attachment; filename="prod_2026-06-02T07:12:06Z.log.gz""#,
            Some("prod_2026-06-02T07:12:06Z.log.gz"),
        ),
        ("attachment;FileName=a.csv", Some("a.csv")),
        (r#"attachment; filename="../../etc/passwd""#, Some("passwd")),
        (r#"attachment; filename="C:\a.log""#, Some("a.log")),
        (r#"attachment; filename="..""#, None),
        ("attachment", None),
    ] {
        let answer = file("x", "text/csv").insert_header("content-disposition", header);
        assert_eq!(
            download(answer).await.unwrap().file_name().as_deref(),
            name,
            "{header}"
        );
    }
    assert_eq!(
        download(file("x", "text/csv")).await.unwrap().file_name(),
        None
    );
}

#[tokio::test]
async fn rejects_html_page_as_file() {
    let error = download(file("<html>Please log in", "text/html;charset=utf-8")).await;
    let error = error.unwrap_err();
    assert!(error.is_decode(), "{error}");
    let message = "the body is `text/html`, not `application/vnd.atlas.2023-02-01+gzip`";
    assert!(error.to_string().contains(message), "{error}");
    assert_eq!(error.status().unwrap(), 200);
}

#[tokio::test]
async fn download_returns_service_error() {
    let answer = json(
        404,
        r#"{"errorCode":"HOST_NOT_FOUND","detail":"No such host."}"#,
    );
    let error = download(answer).await.unwrap_err();
    assert!(error.is_not_found() && error.is_code("HOST_NOT_FOUND"));
    assert_presentable(&error);
}

/// A server that announces more bytes than it sends before it hangs up or falls silent.
async fn incomplete(reaction: fn(Vec<u8>) -> Reaction) -> Client {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: application/gzip\r\ncontent-length: 9999\r\n\r\n";
    let bytes = [head.as_bytes(), &gzip(b"half of it")[..20]].concat();
    let server = Faults::start(move |_, _| reaction(bytes.clone())).await;
    let client = builder(&server.url).timeout(Duration::from_secs(1));
    client.build().unwrap()
}

#[tokio::test]
async fn interrupted_download_leaves_no_file() {
    let is_rejected = async |reaction: fn(Vec<u8>) -> Reaction| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mongodb.gz");
        let client = incomplete(reaction).await;
        let error = client
            .download(log())
            .await
            .unwrap()
            .save(&path)
            .await
            .unwrap_err();
        assert!(error.is_transport(), "{error}");
        assert_eq!(error.status().unwrap(), 200);
        assert_presentable(&error);
        assert!(names(folder.path()).is_empty());
        let file = client.download(log()).await.unwrap().decompressed();
        assert!(file.save(&path).await.unwrap_err().is_transport());
        assert!(names(folder.path()).is_empty());
    };
    tokio::join!(is_rejected(Reaction::Cut), is_rejected(Reaction::Stall));
}

#[tokio::test]
async fn interrupted_download_leaves_existing_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mongodb.gz");
    std::fs::write(&path, "yesterday").unwrap();
    let client = incomplete(Reaction::Cut).await;
    client
        .download(log())
        .await
        .unwrap()
        .save(&path)
        .await
        .unwrap_err();
    assert_eq!(std::fs::read(&path).unwrap(), b"yesterday");
    // Dropped halfway.
    let client = incomplete(Reaction::Stall).await;
    let client = client.with(|options| options.timeout(Duration::from_secs(30)));
    let save = client.download(log()).await.unwrap().save(&path);
    assert!(
        tokio::time::timeout(Duration::from_millis(100), save)
            .await
            .is_err()
    );
    assert_eq!(names(folder.path()), ["mongodb.gz"]);
}

#[tokio::test]
async fn replaces_file_only_when_complete() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mongodb.gz");
    std::fs::write(&path, "yesterday, and longer than today").unwrap();
    let compressed = gzip(b"today");
    let file = download(file(compressed.clone(), "application/gzip"))
        .await
        .unwrap();
    let length = file.save(&path).await.unwrap();
    assert_eq!(length, compressed.len() as u64);
    assert_eq!(std::fs::read(&path).unwrap(), compressed);

    let file = download(self::file(compressed, "application/gzip"))
        .await
        .unwrap();
    let path = folder.path().join("mongodb.log");
    assert_eq!(file.decompressed().save(&path).await.unwrap(), 5);
    assert_eq!(std::fs::read(&path).unwrap(), b"today");
    assert_eq!(names(folder.path()).len(), 2);
}

#[tokio::test]
async fn unwritable_path_is_io_error() {
    let folder = tempfile::tempdir().unwrap();
    for path in [
        folder.path().join("none/mongodb.gz"),
        "/".into(),
        "..".into(),
    ] {
        let file = download(file("x", "text/csv")).await.unwrap();
        let error = file.save(path).await.unwrap_err();
        assert!(
            error.is_io() && error.to_string().contains("can't write `"),
            "{error}"
        );
    }
    assert!(names(folder.path()).is_empty());
}

#[tokio::test]
async fn downloads_csv() {
    let server = server(file("a,b\n", "application/vnd.atlas.2023-01-01+csv")).await;
    let operation = invoices::get_invoice_csv(GROUP, "5dc9d6f0a2b3c4d5e6f70819");
    let file = client(&server).download(operation).await.unwrap();
    assert_eq!(all(file).await.unwrap(), b"a,b\n");
}

/// A file that takes longer than the timeout of an attempt, but keeps arriving.
#[tokio::test]
async fn timeout_applies_between_chunks() {
    const SECOND: Duration = Duration::from_secs(1);
    let settings: [fn(ClientBuilder) -> ClientBuilder; 2] = [
        |it| it.timeout(SECOND).deadline(SECOND),
        |it| it.timeout(Duration::MAX),
    ];
    let completes = async |set: fn(ClientBuilder) -> ClientBuilder| {
        let (server, body) = slow_server().await;
        let client = set(builder(&server)).build().unwrap();
        let file = client.download(log()).await.unwrap();
        assert_eq!(all(file).await.unwrap(), body);
    };
    join_all(settings.map(completes)).await;
}

/// Sends five bytes, one every 400 ms.
async fn slow_server() -> (String, Vec<u8>) {
    use tokio::io::AsyncWriteExt;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        crate::client::support::faults::read_request(&mut stream)
            .await
            .unwrap();
        let head = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n";
        stream.write_all(head).await.unwrap();
        for _ in 0..5 {
            stream.write_all(b"x").await.unwrap();
            tokio::time::sleep(Duration::from_millis(400)).await;
        }
    });
    (url, vec![b'x'; 5])
}

/// Errors, partial content and no content, all with a 2xx.
#[tokio::test]
async fn does_not_save_error_sent_with_2xx() {
    let error = r#"{"error":404,"errorCode":"HOST_NOT_FOUND","detail":"No such host."}"#;
    for (answer, expected) in [
        (
            file(error, "application/vnd.atlas.2023-02-01+gzip"),
            "HOST_NOT_FOUND",
        ),
        (
            file(error, "application/json;charset=utf-8"),
            "HOST_NOT_FOUND",
        ),
        (file("{}", "application/json"), "JSON"),
        (ResponseTemplate::new(202), "empty"),
        (
            ResponseTemplate::new(206).set_body_raw("part", "application/gzip"),
            "part of the file",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("mongodb.gz");
        let save = async |decompressed: bool| {
            let file = download(answer.clone()).await?;
            match decompressed {
                true => file.decompressed().save(&path).await,
                false => file.save(&path).await,
            }
        };
        for decompressed in [false, true] {
            let error = save(decompressed).await.unwrap_err();
            assert!(
                error.is_decode() && error.status().unwrap().is_success(),
                "{error}"
            );
            assert!(error.to_string().contains(expected), "{error}");
            assert_presentable(&error);
            assert!(names(folder.path()).is_empty());
        }
    }
    // A caller that requests a part gets it.
    let server = server(ResponseTemplate::new(206).set_body_raw("part", "application/gzip")).await;
    let client = client(&server).with(|options| {
        options.header(
            http::header::RANGE,
            http::HeaderValue::from_static("bytes=0-3"),
        )
    });
    let file = client.download(log()).await.unwrap();
    assert_eq!(all(file).await.unwrap(), b"part");
}

#[tokio::test]
async fn reports_progress_in_bytes_received() {
    let folder = tempfile::tempdir().unwrap();
    let text = "line\n".repeat(100_000);
    let compressed = gzip(text.as_bytes());
    for decompressed in [false, true] {
        let file = download(file(compressed.clone(), "application/gzip"))
            .await
            .unwrap();
        assert_eq!(file.bytes_received(), 0);
        let path = folder.path().join("mongodb");
        let mut reported = Vec::new();
        let progress = |bytes| reported.push(bytes);
        match decompressed {
            true => file
                .decompressed()
                .save_with(&path, progress)
                .await
                .unwrap(),
            false => file.save_with(&path, progress).await.unwrap(),
        };
        assert!(reported.is_sorted(), "{reported:?}");
        assert_eq!(reported.last(), Some(&(compressed.len() as u64)));
    }
}

/// A caller may also pass the name of the file.
#[tokio::test]
async fn accepts_log_name_with_suffix() {
    let server = server(file("x", "application/gzip")).await;
    for name in ["mongodb", "mongodb.gz"] {
        let operation = monitoring_and_logs::download_cluster_log(GROUP, "h.example.net", name);
        client(&server)
            .download(operation)
            .await
            .unwrap()
            .chunk()
            .await
            .unwrap();
    }
    for request in requests(&server).await {
        assert!(
            request.url.path().ends_with("/logs/mongodb.gz"),
            "{}",
            request.url
        );
    }
}
