//! The client for programs without an async runtime. Code that it shares with the async client is tested there.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use atlas_api::{Credentials, Error, RetryPolicy, blocking, clusters, monitoring_and_logs, ready};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

use crate::client::support::{GROUP, LIST_CLUSTERS, TOKEN, json, watch_logs};

/// A server on a thread, whose response depends on path, page and method.
fn start() -> blocking::Client {
    watch_logs();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            std::thread::spawn(move || {
                let stream = stream.unwrap();
                let mut writer = stream.try_clone().unwrap();
                let mut reader = BufReader::new(stream);
                while let Some(answer) = respond(&mut reader) {
                    writer.write_all(&answer).unwrap();
                }
            });
        }
    });
    blocking::Client::builder()
        .base_url(url)
        .credentials(Credentials::bearer_token(TOKEN))
        .retry(RetryPolicy::default().base(Duration::from_millis(1)))
        .build()
        .unwrap()
}

fn respond(reader: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut line = String::new();
    reader
        .read_line(&mut line)
        .ok()
        .filter(|count| *count > 0)?;
    let mut length = 0;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        if header.trim().is_empty() {
            break;
        }
        if let Some(value) = header.to_lowercase().strip_prefix("content-length: ") {
            length = value.trim().parse().unwrap();
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let target = line.split(' ').nth(1)?;
    let (status, body) = match target {
        _ if target.ends_with("mongodb.gz") => {
            let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
            encoder
                .write_all("line\n".repeat(1_000).as_bytes())
                .unwrap();
            (200, encoder.finish().unwrap())
        }
        _ if target.ends_with("/gone") => (404, vec![]),
        _ if target.contains("pageNum=2") => (200, page("b")),
        _ if target.ends_with("/clusters") => (200, page("a")),
        _ => (200, br#"{"name":"prod","stateName":"IDLE"}"#.to_vec()),
    };
    let head = format!(
        "HTTP/1.1 {status} Status\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    Some([head.into_bytes(), body].concat())
}

fn page(name: &str) -> Vec<u8> {
    let cluster = serde_json::json!({"name": name});
    let next = if name == "a" { "next" } else { "self" };
    let page: Value =
        serde_json::json!({"results": [cluster], "totalCount": 2, "links": [{"rel": next}]});
    page.to_string().into_bytes()
}

fn names(client: &blocking::Client) -> Vec<String> {
    let items = client.items(clusters::list_clusters(GROUP));
    items.map(|item| item.unwrap().name.unwrap()).collect()
}

#[test]
fn blocking_client_matches_async_client() {
    let client = start();
    let cluster = client.send(clusters::get_cluster(GROUP, "prod")).unwrap();
    assert_eq!(cluster.name.as_deref(), Some("prod"));
    let response = client
        .execute(clusters::get_cluster(GROUP, "prod"))
        .unwrap();
    assert_eq!(response.status, 200);

    assert_eq!(names(&client), ["a", "b"]);
    let mut pages = client.pages(clusters::list_clusters(GROUP));
    assert_eq!(pages.next_page(), Some(1));
    assert_eq!(pages.next().unwrap().unwrap().number(), 1);
    assert_eq!((pages.total_count(), pages.next_page()), (Some(2), Some(2)));
    assert_eq!(pages.next().unwrap().unwrap().number(), 2);
    assert!(pages.next().is_none());

    let call = client.request(http::Method::POST, "/api/atlas/v2/new", "2024-08-05");
    let value = call
        .query("a", 1)
        .json(&serde_json::json!({"b": 2}))
        .send()
        .unwrap();
    assert_eq!(value["stateName"], "IDLE");

    let waiting = client.wait(clusters::get_cluster(GROUP, "prod"));
    waiting.until(ready::cluster).unwrap();
    client
        .wait(clusters::get_cluster(GROUP, "gone"))
        .until_gone()
        .unwrap();

    let error = client
        .send(clusters::get_cluster(GROUP, "gone"))
        .unwrap_err();
    assert!(error.is_not_found());
    let error = client.send(clusters::list_clusters("")).unwrap_err();
    assert!(error.is_input() && error.to_string().starts_with(LIST_CLUSTERS));
    assert!(!format!("{client:?}").contains(TOKEN));
}

#[test]
fn downloads_files_through_a_reader() {
    let client = start();
    let download = || {
        let operation = monitoring_and_logs::download_cluster_log(GROUP, "h", "mongodb");
        client.download(operation).unwrap()
    };
    let mut text = String::new();
    let mut reader = download().decompressed().reader();
    reader.read_to_string(&mut text).unwrap();
    assert_eq!(text, "line\n".repeat(1_000));
    let lines = BufReader::new(download().decompressed().reader()).lines();
    assert_eq!(lines.map(Result::unwrap).count(), 1_000);

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mongodb.gz");
    let length = download().save(&path).unwrap();
    let mut bytes = Vec::new();
    download().reader().read_to_end(&mut bytes).unwrap();
    assert_eq!(bytes, std::fs::read(&path).unwrap());
    assert_eq!(length, bytes.len() as u64);
}

#[test]
fn threads_share_a_client() {
    let client = start();
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| assert_eq!(names(&client.clone()), ["a", "b"]));
        }
    });
}

/// A blocking call blocks its thread there, but it works, and dropping the client does not panic.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn works_inside_async_code() {
    let client = start();
    // More often than a task may run before it has to yield.
    for _ in 0..200 {
        assert_eq!(names(&client), ["a", "b"]);
    }
    let elsewhere = client.clone();
    let names = tokio::task::spawn_blocking(move || names(&elsewhere)).await;
    assert_eq!(names.unwrap(), ["a", "b"]);
    drop(client);
}

/// The server closes an idle connection.
#[test]
fn reconnects_after_server_closes_idle_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let answer = respond(&mut reader).unwrap();
            stream.write_all(&answer).unwrap();
        }
    });
    let client: Result<_, Error> = blocking::Client::builder()
        .base_url(url)
        .retry(RetryPolicy::never())
        .build();
    let client = client.unwrap();
    for _ in 0..3 {
        let body = atlas_api::types::Group::default();
        client
            .send(atlas_api::projects::create_group(body))
            .unwrap();
        std::thread::sleep(Duration::from_millis(200));
    }
}

/// Waits and lists follow the same rules as in the async client.
#[test]
fn waits_and_lists_respect_limits() {
    let calls = AtomicUsize::new(0);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let answer = move |_: &wiremock::Request| match calls.fetch_add(1, Ordering::SeqCst) {
        0 | 1 => json(404, "{}"),
        2 => json(200, r#"{"stateName":"CREATING"}"#),
        _ => json(
            200,
            r#"{"results":[{"name":"a"}],"links":[{"rel":"next","href":"x"}]}"#,
        ),
    };
    let server = runtime.block_on(crate::client::support::server(answer));
    let client = blocking::Client::builder()
        .base_url(server.uri())
        .build()
        .unwrap();
    let pause = Duration::from_millis(1);
    let (mut seen, mut failed) = (0, 0);
    let cluster = client
        .wait(clusters::get_cluster(GROUP, "prod"))
        .pauses(pause, pause)
        .on_poll(|_| seen += 1)
        .on_failed_poll(|_| failed += 1)
        .until_found()
        .unwrap();
    assert!(cluster.state_name.is_some());
    assert_eq!((seen, failed), (1, 2));
    let mut items = client.items(clusters::list_clusters(GROUP).page_num(3));
    assert!(items.next().unwrap().is_ok());
    assert!(items.next().unwrap().unwrap_err().is_endless_list());
    assert!(items.next().is_none());
    let mut pages = client.pages(clusters::list_clusters(GROUP));
    assert!(pages.next().unwrap().is_ok());
    assert!(pages.next().unwrap().unwrap_err().is_endless_list());
    assert!(pages.next().is_none());
    drop(server);
}
