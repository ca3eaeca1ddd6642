//! The cost of a call, compared with the same call written by hand with `reqwest` and `serde`: CPU time of this
//! process, and the memory of a stream of pages. The server is another process, on this machine.
//!
//! `--json` prints the figures as one line of JSON, for `cargo xtask bench calls`. Without `--bench`,
//! which `cargo bench` passes, this is a test that everything works, and the figures mean nothing.

use std::env;
use std::error::Error;
use std::hint::black_box;
use std::time::Duration;

use allocation_counter::measure;
use atlas_api::types::{ClusterDescription20240805, GroupPaginatedEventView};
use atlas_api::{Client, Credentials, clusters, events, from_json};
use bench::by_hand::{self, CLUSTER, GROUP, TOKEN};
use bench::cpu::{Compared, compare};
use bench::figure::{self, Figure};
use bench::server::{self, ITEMS_PER_PAGE, PAGES, Server};
use tokio::runtime::{Builder, Runtime};

/// What the crate may cost, as a part of the same by hand.
const AT_MOST: f64 = 1.03;
const ITEMS: usize = ITEMS_PER_PAGE * PAGES;

fn main() -> Result<(), Box<dyn Error>> {
    if server::is_meant() {
        return server::run();
    }
    let is_given = |name: &str| env::args().any(|argument| argument == name);
    let effort = match is_given("--bench") && !is_given("--test") {
        true => Effort::FULL,
        false => Effort::TINY,
    };
    let figures = Bench::start()?.run(&effort)?;
    match is_given("--json") {
        true => println!("{}", figure::json(&figures.for_xtask())?),
        false => figures.print(),
    }
    Ok(())
}

/// How much is done. Rounds are short, so that both sides of one find the machine in the same state.
struct Effort {
    rounds: usize,
    /// Calls of a round, of all its tasks together.
    calls: u32,
    /// A round of a stream has all its pages.
    stream_rounds: usize,
}

impl Effort {
    const FULL: Self = Self {
        rounds: 150,
        calls: 320,
        stream_rounds: 24,
    };
    const TINY: Self = Self {
        rounds: 1,
        calls: 64,
        stream_rounds: 1,
    };
}

/// What both sides share: the transport, its runtime, and the server.
struct Bench {
    // One thread: no time goes into passing tasks between threads, which is alike on both sides.
    runtime: Runtime,
    http: reqwest::Client,
    client: Client,
    server: Server,
}

struct Figures {
    send_1: Compared,
    send_64: Compared,
    stream: Compared,
    memory: Memory,
}

/// Bytes that are allocated at once, at most.
struct Memory {
    stream: u64,
    /// The same of a stream that has only the last page: where the whole stream takes more, it holds
    /// more than a page.
    one_page_stream: u64,
    stream_by_hand: u64,
    /// A page as the crate decodes it, without its body.
    page: u64,
    body: u64,
}

impl Bench {
    fn start() -> Result<Self, Box<dyn Error>> {
        let server = Server::start()?;
        let http = http()?;
        let client = Client::builder()
            .base_url(&server.base_url)
            .credentials(Credentials::bearer_token(TOKEN))
            .http_client(http.clone())
            .build()?;
        Ok(Self {
            runtime: Builder::new_current_thread().enable_all().build()?,
            http,
            client,
            server,
        })
    }

    fn run(&self, effort: &Effort) -> Result<Figures, Box<dyn Error>> {
        Ok(Figures {
            send_1: self.sends(effort, 1)?,
            send_64: self.sends(effort, 64)?,
            stream: self.streams(effort)?,
            memory: self.memory()?,
        })
    }

    /// Calls of so many tasks at the same time.
    fn sends(&self, effort: &Effort, tasks: u32) -> Result<Compared, Box<dyn Error>> {
        let each = effort.calls / tasks;
        let ours = || {
            self.in_tasks(tasks, || {
                let client = self.client.clone();
                async move {
                    for _ in 0..each {
                        black_box(cluster(&client).await);
                    }
                }
            });
        };
        let by_hand = || {
            self.in_tasks(tasks, || {
                let (http, base_url) = (self.http.clone(), self.server.base_url.clone());
                async move {
                    for _ in 0..each {
                        let cluster = by_hand::cluster(&http, &base_url).await;
                        black_box(cluster.expect("the call succeeds"));
                    }
                }
            });
        };
        compare(effort.rounds, each * tasks, ours, by_hand)
    }

    fn in_tasks<F: Future<Output = ()> + Send + 'static>(&self, tasks: u32, task: impl Fn() -> F) {
        self.runtime.block_on(async {
            let tasks: Vec<_> = (0..tasks).map(|_| tokio::spawn(task())).collect();
            for task in tasks {
                task.await.expect("no task panics");
            }
        });
    }

    /// The lists as a whole.
    fn streams(&self, effort: &Effort) -> Result<Compared, Box<dyn Error>> {
        let count = u32::try_from(ITEMS)?;
        compare(
            effort.stream_rounds,
            count,
            || self.stream(),
            || self.stream_by_hand(),
        )
    }

    fn stream(&self) {
        let count = self.runtime.block_on(events(&self.client, 1));
        assert_eq!(count, ITEMS);
    }

    fn stream_of_one_page(&self) {
        let count = self.runtime.block_on(events(&self.client, PAGES as i64));
        assert_eq!(count, ITEMS_PER_PAGE);
    }

    fn stream_by_hand(&self) {
        let events = by_hand::events(&self.http, &self.server.base_url);
        let count = self.runtime.block_on(events);
        assert_eq!(count.expect("the calls succeed"), ITEMS);
    }

    fn memory(&self) -> Result<Memory, Box<dyn Error>> {
        let body = server::page(true)?;
        let mut page = None;
        let decoded = measure(|| page = from_json::<GroupPaginatedEventView>(&body).ok());
        page.ok_or("the page does not fit")?;
        Ok(Memory {
            stream: measure(|| self.stream()).bytes_max,
            one_page_stream: measure(|| self.stream_of_one_page()).bytes_max,
            stream_by_hand: measure(|| self.stream_by_hand()).bytes_max,
            // What remains of it: a vector that grows has twice its size for a moment.
            page: u64::try_from(decoded.bytes_current)?,
            body: u64::try_from(body.len())?,
        })
    }
}

/// An HTTP client like the one that the crate makes by default.
fn http() -> reqwest::Result<reqwest::Client> {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(Duration::from_secs(10))
        .no_gzip()
        .no_brotli()
        .no_deflate()
        .no_zstd()
        .no_proxy()
        .build()
}

async fn cluster(client: &Client) -> ClusterDescription20240805 {
    let cluster = client.send(clusters::get_cluster(GROUP, CLUSTER)).await;
    cluster.expect("the call succeeds")
}

/// Goes through all events from this page on, and counts them.
async fn events(client: &Client, page: i64) -> usize {
    let list = events::list_group_events(GROUP).items_per_page(ITEMS_PER_PAGE as i64);
    let mut items = client.items(list.page_num(page));
    let mut count = 0;
    while let Some(event) = items.next().await {
        black_box(event.expect("the calls succeed"));
        count += 1;
    }
    count
}

impl Figures {
    fn for_xtask(&self) -> Vec<Figure> {
        let cpu = |name, compared: &Compared| Figure::cpu(name, compared.ratio, AT_MOST);
        vec![
            cpu("a call, 1 task, to the same by hand", &self.send_1),
            cpu("a call, 64 tasks, to the same by hand", &self.send_64),
            cpu("a stream of 100,000, to the same by hand", &self.stream),
            Figure::count(
                "memory of the stream, to that of one page",
                self.memory.stream,
                self.memory.one_page_stream,
                AT_MOST,
            ),
        ]
    }

    fn print(&self) {
        println!("CPU time, user and system           atlas-api    by hand   ratio  at most");
        for (what, compared) in [
            ("a call, 1 task", &self.send_1),
            ("a call, 64 tasks", &self.send_64),
            ("an item of a stream of 100,000", &self.stream),
        ] {
            let [ours, by_hand] =
                [compared.ours, compared.by_hand].map(|time| time.as_secs_f64() * 1e6);
            let ratio = compared.ratio;
            println!("{what:32} {ours:>9.2} µs {by_hand:>7.2} µs {ratio:>7.3} {AT_MOST:>8.2}");
        }
        let memory = &self.memory;
        println!("\nMemory allocated at once, with the buffers of the transport        bytes");
        for (what, bytes) in [
            ("the stream of 100,000", memory.stream),
            ("the stream of its last page alone", memory.one_page_stream),
            ("the stream of 100,000 by hand", memory.stream_by_hand),
            ("one decoded page, once it is decoded", memory.page),
            ("the body of that page", memory.body),
        ] {
            println!("{what:56} {bytes:>14}");
        }
    }
}
