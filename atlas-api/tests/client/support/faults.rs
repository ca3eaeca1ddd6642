//! A server that does what no well-behaved server does: hang up, reset, truncate bodies, fall silent.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A request as it was received.
#[derive(Debug, Clone)]
pub struct Seen {
    pub method: String,
    /// The path and query, not normalized.
    pub target: String,
    /// By name in lowercase.
    pub headers: BTreeMap<String, String>,
    pub body: Vec<u8>,
}

/// How the server reacts to a request.
pub enum Reaction {
    /// Responds, and keeps the connection.
    Answer(Vec<u8>),
    /// Sends these bytes, and hangs up.
    Cut(Vec<u8>),
    /// Resets the connection.
    Reset,
    /// Sends nothing.
    Silence,
    /// Sends these bytes, and then nothing more.
    Stall(Vec<u8>),
}

/// A complete response.
pub fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Reaction {
    let mut text = format!(
        "HTTP/1.1 {status} Status\r\ncontent-length: {}\r\n",
        body.len()
    );
    for (name, value) in headers {
        text += &format!("{name}: {value}\r\n");
    }
    Reaction::Answer(format!("{text}\r\n{body}").into_bytes())
}

pub struct Faults {
    pub url: String,
    seen: Arc<Mutex<Vec<Seen>>>,
}

type Script = dyn Fn(usize, &Seen) -> Reaction + Send + Sync;

impl Faults {
    /// Starts a server that follows the script. The first request has the number 0.
    pub async fn start(script: impl Fn(usize, &Seen) -> Reaction + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let seen = Arc::<Mutex<Vec<Seen>>>::default();
        let (script, log): (Arc<Script>, _) = (Arc::new(script), Arc::clone(&seen));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(connection(stream, Arc::clone(&script), Arc::clone(&log)));
            }
        });
        Self { url, seen }
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    pub fn count(&self) -> usize {
        self.seen.lock().unwrap().len()
    }
}

async fn connection(mut stream: TcpStream, script: Arc<Script>, log: Arc<Mutex<Vec<Seen>>>) {
    while let Some(seen) = read_request(&mut stream).await {
        let number = {
            let mut log = log.lock().unwrap();
            log.push(seen.clone());
            log.len() - 1
        };
        // The client may hang up first.
        match script(number, &seen) {
            Reaction::Answer(bytes) => {
                // RFC 9110, section 9.3.2: the head only.
                let head = bytes.windows(4).position(|end| end == b"\r\n\r\n");
                let length = match (seen.method.as_str(), head) {
                    ("HEAD", Some(head)) => head + 4,
                    _ => bytes.len(),
                };
                drop(stream.write_all(&bytes[..length]).await);
            }
            Reaction::Cut(bytes) => return drop(stream.write_all(&bytes).await),
            Reaction::Reset => return drop(stream.set_zero_linger()),
            Reaction::Silence => tokio::time::sleep(Duration::from_secs(60)).await,
            Reaction::Stall(bytes) => {
                drop(stream.write_all(&bytes).await);
                tokio::time::sleep(Duration::from_secs(60)).await;
            }
        }
    }
}

/// Reads a request, or returns `None` at the end.
pub async fn read_request(stream: &mut (impl AsyncRead + Unpin)) -> Option<Seen> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.ok()?);
    }
    // In Latin-1, which preserves every byte.
    let head: String = head.into_iter().map(char::from).collect();
    let mut lines = head.trim_end().lines();
    let mut words = lines.next().unwrap().split(' ');
    let (method, target) = (words.next().unwrap(), words.next().unwrap());
    let headers: BTreeMap<_, _> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let length = headers.get("content-length");
    let mut body = vec![0; length.map_or(0, |length| length.parse().unwrap())];
    stream.read_exact(&mut body).await.ok()?;
    Some(Seen {
        method: method.to_owned(),
        target: target.to_owned(),
        headers,
        body,
    })
}

/// Responds to each request on a stream with the same bytes.
pub async fn answer_all(mut stream: impl AsyncRead + AsyncWrite + Unpin, bytes: &[u8]) {
    while read_request(&mut stream).await.is_some() {
        drop(stream.write_all(bytes).await);
        drop(stream.flush().await);
    }
}
