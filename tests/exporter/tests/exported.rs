//! What the program exports, as a collector receives it.

use std::error::Error;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::mpsc;
use std::{fs, thread};

use atlas_api::clusters;
use atlas_api::test_util::Mock;

const GUIDE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../atlas-api/src/guide/observability.md"
);

/// Reads a request, and responds that it was accepted.
fn receive(mut connection: TcpStream) -> Result<(String, Vec<u8>), Box<dyn Error>> {
    let mut reader = BufReader::new(connection.try_clone()?);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        if line.trim_end().is_empty() {
            break;
        }
        lines.push(line.to_ascii_lowercase());
    }
    let length = lines
        .iter()
        .find_map(|line| line.strip_prefix("content-length:"));
    let mut body = vec![0; length.ok_or("no length")?.trim().parse()?];
    reader.read_exact(&mut body)?;
    connection.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")?;
    Ok((lines.remove(0), body))
}

#[tokio::test]
async fn collector_receives_spans_and_metrics_of_calls() -> Result<(), Box<dyn Error>> {
    let collector = TcpListener::bind("127.0.0.1:0")?;
    let endpoint = format!("http://{}", collector.local_addr()?);
    let (sender, received) = mpsc::channel();
    thread::spawn(move || {
        for connection in collector.incoming().flatten() {
            let request = receive(connection).map_err(|error| error.to_string());
            if sender.send(request).is_err() {
                break;
            }
        }
    });
    let mock = Mock::start()?;
    mock.on::<clusters::ListClusters>().reply_items([]);
    let mut program = Command::new(env!("CARGO_BIN_EXE_exporter"));
    program
        .arg("32b6e34b3d91647abb20e7b8")
        .env("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)
        .env("MONGODB_ATLAS_ACCESS_TOKEN", "token")
        .env("MONGODB_ATLAS_BASE_URL", mock.url());
    let output = tokio::task::spawn_blocking(move || program.output()).await??;
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );

    let requests = received.try_iter().collect::<Result<Vec<_>, _>>()?;
    let exported = |path: &str| {
        let bodies = requests
            .iter()
            .filter(|(line, _)| line.starts_with(&format!("post {path} ")));
        let bodies = bodies.flat_map(|(_, body)| body.iter().copied());
        String::from_utf8_lossy(&bodies.collect::<Vec<_>>()).into_owned()
    };
    let (spans, metrics) = (exported("/v1/traces"), exported("/v1/metrics"));
    for part in [
        "listClusters",
        "url.template",
        "/api/atlas/v2/groups/{groupId}/clusters",
        "http.request.method",
        "http.response.status_code",
        "server.port",
    ] {
        assert!(spans.contains(part), "no {part} in {spans:?}");
    }
    for part in [
        "http.client.active_requests",
        "http.client.request.duration",
        "url.template",
    ] {
        assert!(metrics.contains(part), "no {part} in {metrics:?}");
    }
    // Neither has an argument of the call, nor the token.
    for secret in ["32b6e34b3d91647abb20e7b8", "Bearer"] {
        assert!(
            !spans.contains(secret) && !metrics.contains(secret),
            "{secret}"
        );
    }
    Ok(())
}

/// The guide can't compile its snippets, because it would need OpenTelemetry.
#[test]
fn guide_shows_parts_of_the_program() -> Result<(), Box<dyn Error>> {
    let program = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/main.rs"))?;
    let guide = fs::read_to_string(GUIDE)?;
    let snippets: Vec<_> = guide
        .split("```rust,ignore\n")
        .skip(1)
        .filter_map(|rest| rest.split_once("```"))
        .flat_map(|(snippet, _)| snippet.split("\n\n"))
        .collect();
    assert!(!snippets.is_empty());
    for snippet in snippets {
        assert!(
            program.contains(snippet.trim_end()),
            "not in the program:\n{snippet}"
        );
    }
    Ok(())
}
