//! How connections end that do not stay open after a response.

use bytes::Bytes;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What happens to a connection that does not stay open after a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    Reset,
    Cut,
    Silence,
    Stall,
}

/// Ends a connection instead of responding. An error does not matter: the peer may already be gone.
pub(super) async fn end(mut stream: TcpStream, ending: Ending, response: &http::Response<Bytes>) {
    match ending {
        // Without lingering, closing it is a reset.
        Ending::Reset => drop(stream.set_zero_linger()),
        Ending::Cut => {
            drop(stream.write_all(&beginning(response)).await);
            drop(stream.shutdown().await);
        }
        Ending::Silence => until_closed(&mut stream).await,
        Ending::Stall => {
            drop(stream.write_all(&beginning(response)).await);
            until_closed(&mut stream).await;
        }
    }
}

/// A response whose body is one byte shorter than its head announces.
fn beginning(response: &http::Response<Bytes>) -> Vec<u8> {
    let (status, body) = (response.status(), response.body());
    let reason = status.canonical_reason().unwrap_or_default();
    let mut text = format!("HTTP/1.1 {} {reason}\r\n", status.as_u16()).into_bytes();
    for (name, value) in response.headers() {
        text.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    text.extend(format!("content-length: {}\r\n\r\n", body.len() + 1).into_bytes());
    text.extend_from_slice(body);
    text
}

async fn until_closed(stream: &mut TcpStream) {
    let mut ignored = [0; 64];
    while stream.read(&mut ignored).await.is_ok_and(|read| read > 0) {}
}
