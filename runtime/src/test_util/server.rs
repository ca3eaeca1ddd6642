//! The server: HTTP/1.1 on its own thread, independent of the test's runtime.

use std::error::Error;
use std::future::poll_fn;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;
use std::{fmt, io, thread};

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, TRANSFER_ENCODING};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::runtime::{Builder, Runtime};
use tokio::sync::oneshot;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

use super::answer::Answer;
use super::ending;
use super::request::Request;
use super::script::Script;

/// A running server. It stops when it is dropped.
pub(super) struct Server {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    pub(super) fn start(listener: TcpListener, script: Arc<Script>) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let (stop, stopped) = oneshot::channel();
        let (ready, started) = mpsc::channel();
        // All inside the thread: a runtime must not be dropped within another one.
        let serve = move || match listen(listener) {
            Err(error) => drop(ready.send(Err(error))),
            Ok((runtime, listener)) => {
                drop(ready.send(Ok(())));
                runtime.spawn(accept(listener, script));
                // Told to stop, or the mock is gone.
                drop(runtime.block_on(stopped));
                // A function of the test may still be running.
                runtime.shutdown_background();
            }
        };
        let thread = thread::Builder::new().name("atlas-mock".to_owned());
        let server = Self {
            address,
            stop: Some(stop),
            thread: Some(thread.spawn(serve)?),
        };
        let ended = |_| Err(io::Error::other("the mock's thread has ended"));
        started.recv().unwrap_or_else(ended)?;
        Ok(server)
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            // If it no longer listens, it has already stopped.
            let _ = stop.send(());
        }
        // Once the thread has ended, the port is free again.
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn listen(listener: TcpListener) -> io::Result<(Runtime, tokio::net::TcpListener)> {
    listener.set_nonblocking(true)?;
    let runtime = Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .build()?;
    let listener = {
        let _within = runtime.enter();
        tokio::net::TcpListener::from_std(listener)?
    };
    Ok((runtime, listener))
}

async fn accept(listener: tokio::net::TcpListener, script: Arc<Script>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(connection(stream, Arc::clone(&script)))),
            // For example too many open files, which may be temporary.
            Err(_) => sleep(Duration::from_millis(10)).await,
        }
    }
}

async fn connection(stream: TcpStream, script: Arc<Script>) {
    let service = service_fn(|request| Box::pin(respond(request, Arc::clone(&script))));
    let io = TokioIo::new(stream);
    let mut connection = http1::Builder::new().serve_connection(io, service);
    let result = poll_fn(|cx| connection.poll_without_shutdown(cx)).await;
    let error = result.err();
    let source = error.as_ref().and_then(Error::source);
    // All other errors are the client's, and nobody is left to report them to.
    if let Some(Broken(answer)) = source.and_then(|source| source.downcast_ref()) {
        if let Some(ending) = answer.ending {
            let stream = connection.into_parts().io.into_inner();
            ending::end(stream, ending, &answer.response).await;
        }
    }
}

async fn respond(
    request: http::Request<Incoming>,
    script: Arc<Script>,
) -> Result<http::Response<Full<Bytes>>, Box<dyn Error + Send + Sync>> {
    let (head, body) = request.into_parts();
    let body = body.collect().await?.to_bytes();
    let request = Request::new(head, body);
    // A function of the test may take long, and must not delay other requests.
    let answer = spawn_blocking(move || script.respond(&request)).await?;
    if !answer.delay.is_zero() {
        sleep(answer.delay).await;
    }
    if answer.ending.is_some() {
        return Err(Broken(answer).into());
    }
    let mut response = (*answer.response).map(Full::new);
    // The body determines the length. Another length, from a recorded response, would confuse the server.
    response.headers_mut().remove(CONTENT_LENGTH);
    response.headers_mut().remove(TRANSFER_ENCODING);
    Ok(response)
}

/// Ends the connection without an HTTP response, from within the HTTP server.
#[derive(Debug)]
struct Broken(Answer);

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection ends as the test asks")
    }
}

impl Error for Broken {}
