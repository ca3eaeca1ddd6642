//! The cost of a call, compared with the same call written by hand with `reqwest` and `serde`: CPU time of this
//! process, and memory for a stream of pages. The server is another process on this machine.
//!
//! `--json` compares the instructions that both execute, and prints the figures as one line of JSON, for `cargo xtask
//! bench calls`. To do so, it runs itself with `--count WAY CASE`. Without `--bench`, which `cargo bench` passes,
//! this only tests that everything works, and the figures mean nothing.

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
use bench::instructions;
use bench::server::{self, ITEMS_PER_PAGE, PAGES, Server};
use tokio::runtime::{Builder, Runtime};

/// The ways to make a call.
const OURS: &str = "atlas-api";
const BY_HAND: &str = "by hand";
const ITEMS: usize = ITEMS_PER_PAGE * PAGES;

fn main() -> Result<(), Box<dyn Error>> {
    if server::is_meant() {
        return server::run();
    }
    let arguments: Vec<String> = env::args().skip(1).collect();
    let is_given = |name: &str| arguments.iter().any(|argument| argument == name);
    let bench = Bench::start()?;
    if let [count, way, name, ..] = arguments.as_slice()
        && count == "--count"
    {
        let case = Case::ALL.iter().find(|case| case.name() == name);
        return bench.counted(*case.ok_or("there is no such case")?, way);
    }
    if is_given("--json") {
        println!("{}", figure::json(&bench.figures()?)?);
        return Ok(());
    }
    let effort = match is_given("--bench") && !is_given("--test") {
        true => Effort::FULL,
        false => Effort::TINY,
    };
    bench.print(&effort)
}

/// What to compare.
#[derive(Debug, Clone, Copy)]
enum Case {
    /// Calls that return a cluster, from this many concurrent tasks.
    Calls { tasks: u32 },
    /// A whole list.
    Stream,
}

impl Case {
    const ALL: [Self; 3] = [
        Self::Calls { tasks: 1 },
        Self::Calls { tasks: 64 },
        Self::Stream,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Calls { tasks: 1 } => "a call, 1 task",
            Self::Calls { .. } => "a call, 64 tasks",
            Self::Stream => "an item of a stream of 100,000",
        }
    }

    /// The limit for the instructions of the crate, as a multiple of those by hand.
    fn limit(self) -> f64 {
        match self {
            Self::Calls { .. } => 0.98,
            Self::Stream => 0.94,
        }
    }
}

/// How much to do. Rounds are short, so that both sides of a round run under the same conditions.
struct Effort {
    rounds: usize,
    /// The calls of a round, over all its tasks.
    calls: u32,
    /// The rounds of a stream. Each reads all pages.
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
    // A single thread, so no time goes into passing tasks between threads, which would cost both sides the same.
    runtime: Runtime,
    http: reqwest::Client,
    client: Client,
    server: Server,
}

/// The peak of allocated bytes.
struct Memory {
    stream: u64,
    /// The peak for a stream with only the last page. If the whole stream needs more, it holds more than a page.
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

    /// The crate's way and the other one. One call does the work of a round.
    fn ways(&self, case: Case, effort: &Effort) -> [Box<dyn FnMut() + '_>; 2] {
        match case {
            Case::Calls { tasks } => {
                let each = effort.calls / tasks;
                [
                    Box::new(move || self.sends(tasks, each)),
                    Box::new(move || self.sends_by_hand(tasks, each)),
                ]
            }
            Case::Stream => [
                Box::new(|| self.stream()),
                Box::new(|| self.stream_by_hand()),
            ],
        }
    }

    /// Runs a case to be counted by Valgrind.
    fn counted(&self, case: Case, way: &str) -> Result<(), Box<dyn Error>> {
        let [mut ours, mut by_hand] = self.ways(case, &Effort::FULL);
        let work = if way == OURS { &mut ours } else { &mut by_hand };
        // The first run opens connections and fills caches.
        work();
        instructions::counted(work);
        Ok(())
    }

    fn figures(&self) -> Result<Vec<Figure>, Box<dyn Error>> {
        let mut figures = Vec::new();
        for case in Case::ALL {
            let ways = [OURS, BY_HAND].map(|way| ["--count", way, case.name()]);
            let counts = instructions::counts(&ways)?;
            let name = format!("{}, to the same by hand", case.name());
            let ratio = instructions::ratio(counts[0], counts[1]);
            figures.push(Figure::new(name, ratio, case.limit()));
        }
        let memory = self.memory()?;
        figures.push(Figure::count(
            "memory of the stream, to that of one page",
            memory.stream,
            memory.one_page_stream,
            // A second page would make it 1.6. The buffers of the transport make up to 1.3.
            1.5,
        ));
        Ok(figures)
    }

    fn sends(&self, tasks: u32, each: u32) {
        self.in_tasks(tasks, || {
            let client = self.client.clone();
            async move {
                for _ in 0..each {
                    black_box(cluster(&client).await);
                }
            }
        });
    }

    fn sends_by_hand(&self, tasks: u32, each: u32) {
        self.in_tasks(tasks, || {
            let (http, base_url) = (self.http.clone(), self.server.base_url.clone());
            async move {
                for _ in 0..each {
                    let cluster = by_hand::cluster(&http, &base_url).await;
                    black_box(cluster.expect("the call succeeds"));
                }
            }
        });
    }

    fn in_tasks<F: Future<Output = ()> + Send + 'static>(&self, tasks: u32, task: impl Fn() -> F) {
        self.runtime.block_on(async {
            let tasks: Vec<_> = (0..tasks).map(|_| tokio::spawn(task())).collect();
            for task in tasks {
                task.await.expect("no task panics");
            }
        });
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
        let body = server::pages()?.next().ok_or("there is no page")?;
        let mut page = None;
        let decoded = measure(|| page = from_json::<GroupPaginatedEventView>(&body).ok());
        page.ok_or("the page does not fit")?;
        Ok(Memory {
            stream: peak(|| self.stream()),
            one_page_stream: peak(|| self.stream_of_one_page()),
            stream_by_hand: peak(|| self.stream_by_hand()),
            // Its size after decoding, because a growing vector briefly has twice its size.
            page: u64::try_from(decoded.bytes_current)?,
            body: u64::try_from(body.len())?,
        })
    }
}

/// The peak of allocated bytes: the median of several runs, because the read buffer of the transport doubles when
/// much happens to arrive at once.
fn peak(run: impl Fn()) -> u64 {
    let mut peaks = [(); 9].map(|()| measure(&run).bytes_max);
    peaks.sort_unstable();
    peaks[peaks.len() / 2]
}

/// An HTTP client like the default one of the crate.
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

/// Reads all events from this page on, and counts them.
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

impl Bench {
    fn print(&self, effort: &Effort) -> Result<(), Box<dyn Error>> {
        println!("CPU time, user and system           atlas-api    by hand   ratio");
        for case in Case::ALL {
            let [ours, by_hand] = self.ways(case, effort);
            let (rounds, count) = match case {
                Case::Calls { .. } => (effort.rounds, effort.calls),
                Case::Stream => (effort.stream_rounds, u32::try_from(ITEMS)?),
            };
            let Compared {
                ours,
                by_hand,
                ratio,
            } = compare(rounds, count, ours, by_hand)?;
            let [ours, by_hand] = [ours, by_hand].map(|time| time.as_secs_f64() * 1e6);
            println!(
                "{:32} {ours:>9.2} µs {by_hand:>7.2} µs {ratio:>7.3}",
                case.name()
            );
        }
        let memory = self.memory()?;
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
        Ok(())
    }
}
