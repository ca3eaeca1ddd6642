//! A server that sends prepared bodies, in a separate process, so that its CPU time does not count as the client's.

use std::env;
use std::error::Error;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread;

use crate::pages;
use serde_json::{Value, json};

/// Set in the process that acts as the server.
const ROLE: &str = "BENCH_CALLS_SERVER";
/// No request of the benchmarks is longer.
const MAX_REQUEST_BYTES: usize = 8 << 10;

/// The number of events on a page.
pub const ITEMS_PER_PAGE: usize = 500;
/// The number of pages of events.
pub const PAGES: usize = 200;

/// A running server. It ends when this value is dropped, or when this process is killed, because its standard input
/// is closed then.
pub struct Server {
    process: Child,
    /// Its address.
    pub base_url: String,
}

impl Server {
    /// Runs this program again, as the server.
    ///
    /// # Errors
    /// It can't be run, or does not print its address.
    pub fn start() -> Result<Self, Box<dyn Error>> {
        let mut process = Command::new(env::current_exe()?)
            .env(ROLE, "")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let stdout = process.stdout.take();
        let mut server = Self {
            process,
            base_url: String::new(),
        };
        BufReader::new(stdout.ok_or("the server has no output")?)
            .read_line(&mut server.base_url)?;
        server.base_url.truncate(server.base_url.trim_end().len());
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Whether this process should act as the server.
pub fn is_meant() -> bool {
    env::var_os(ROLE).is_some()
}

/// Serves until the parent process ends.
///
/// # Errors
/// No port is available.
pub fn run() -> Result<(), Box<dyn Error>> {
    let answers = Arc::new(Answers::prepare()?);
    let listener = TcpListener::bind("127.0.0.1:0")?;
    println!("http://{}", listener.local_addr()?);
    thread::spawn(move || {
        for connection in listener.incoming().flatten() {
            let answers = Arc::clone(&answers);
            // A broken connection is the other process's business.
            thread::spawn(move || serve(connection, &answers));
        }
    });
    io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

/// Answers requests one after another. None has a body, and none is sent before the previous one is answered.
fn serve(mut connection: TcpStream, answers: &Answers) -> io::Result<()> {
    connection.set_nodelay(true)?;
    let mut request = vec![0; MAX_REQUEST_BYTES];
    let mut length = 0;
    loop {
        let read = connection.read(&mut request[length..])?;
        if read == 0 {
            return Ok(());
        }
        length += read;
        if request[..length].ends_with(b"\r\n\r\n") {
            connection.write_all(answers.to(&request[..length]))?;
            length = 0;
        }
    }
}

/// All answers, with head and body.
struct Answers {
    cluster: Vec<u8>,
    /// The pages of events. Each has different items, because a client may take a repeated page for an endless list.
    pages: Vec<Vec<u8>>,
}

impl Answers {
    fn prepare() -> Result<Self, Box<dyn Error>> {
        Ok(Self {
            cluster: answer(&cluster()?),
            pages: pages()?.map(|page| answer(&page)).collect(),
        })
    }

    fn to(&self, request: &[u8]) -> &[u8] {
        let request = String::from_utf8_lossy(request);
        let target = request.split(' ').nth(1).unwrap_or_default();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let number = query
            .split('&')
            .find_map(|parameter| parameter.strip_prefix("pageNum="))
            .and_then(|number| number.parse::<usize>().ok());
        match path.ends_with("/events") {
            false => &self.cluster,
            true => &self.pages[number.unwrap_or(1).clamp(1, PAGES) - 1],
        }
    }
}

fn answer(body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\
         X-Request-Id: 0123456789abcdef\r\n\r\n{body}"
    )
    .into_bytes()
}

/// A single cluster.
fn cluster() -> Result<String, Box<dyn Error>> {
    let page: Value = serde_json::from_str(&pages::clusters(1))?;
    Ok(page["results"][0].to_string())
}

/// The pages of a long list of events.
///
/// # Errors
/// Never, because the body is JSON.
pub fn pages() -> Result<impl Iterator<Item = String>, Box<dyn Error>> {
    let mut page: Value = serde_json::from_str(&pages::events(ITEMS_PER_PAGE))?;
    page["totalCount"] = json!(ITEMS_PER_PAGE * PAGES);
    Ok((1..=PAGES).map(move |number| {
        let link =
            |rel| json!({"href": "https://cloud.mongodb.com/api/atlas/v2/groups", "rel": rel});
        let other = if number < PAGES { "next" } else { "previous" };
        page["links"] = json!([link("self"), link(other)]);
        page["results"][0]["id"] = json!(format!("{number:024x}"));
        page.to_string()
    }))
}
