//! Downloads 1 GiB in less than 64 MiB of memory, and saves 128 MiB to a file. The test has its own process, whose
//! memory it measures.
#![cfg(all(feature = "monitoring_and_logs", target_os = "linux"))]

use atlas_api::{Client, monitoring_and_logs};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

const LARGE: usize = 1 << 30;
/// Not every disk has room for more.
const SAVED: usize = 128 << 20;
const CHUNK: usize = 1 << 16;

/// The peak memory of the process, in KiB.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM:"))
        .unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn large_download_uses_little_memory() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = [0; 4096];
            let read = stream.read(&mut request).await.unwrap();
            let request = String::from_utf8_lossy(&request[..read]);
            let length = if request.contains("saved") {
                SAVED
            } else {
                LARGE
            };
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n");
            stream.write_all(head.as_bytes()).await.unwrap();
            for _ in 0..length / CHUNK {
                stream.write_all(&[7; CHUNK]).await.unwrap();
            }
        }
    });
    let client = Client::builder()
        .base_url(url)
        .max_body_bytes(1 << 20)
        .build()
        .unwrap();
    let log = |host| monitoring_and_logs::download_cluster_log("group", host, "mongodb");

    let mut download = client.download(log("large")).await.unwrap();
    let mut length = 0;
    while let Some(chunk) = download.chunk().await.unwrap() {
        length += chunk.len();
    }
    assert_eq!(length, LARGE);

    let folder = tempfile::tempdir().unwrap();
    let download = client.download(log("saved")).await.unwrap();
    let saved = download
        .save(folder.path().join("mongodb.gz"))
        .await
        .unwrap();
    assert_eq!(saved, SAVED as u64);

    assert!(peak() < 64 << 10, "{} KiB", peak());
}
