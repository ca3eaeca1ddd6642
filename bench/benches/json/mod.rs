//! What the benchmarks of decoding and of encoding share: each does something with each body, in several ways.
//!
//! `--json` compares the instructions that the ways execute, and prints the figures as one line of JSON, for
//! `cargo xtask bench`. For that, a benchmark runs itself with `--count WAY BODY`.

use std::env;
use std::error::Error;
use std::marker::PhantomData;

use atlas_api::Value;
use bench::bodies::{Bench, each};
use bench::figure::{self, Figure};
use bench::instructions;
use criterion::{Criterion, Throughput};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// The crate's way.
pub const OURS: &str = "atlas-api";
/// That of types that `serde` derives.
pub const DERIVED: &str = "serde derive";

/// The ways to do something with a body.
pub trait Ways {
    /// All but the crate's.
    const OTHERS: &'static [&'static str];

    /// The work of one way.
    fn work<'a, T: Value, D: DeserializeOwned + Serialize + 'static>(
        way: &str,
        body: &'a str,
    ) -> Box<dyn FnMut() + 'a>;

    /// The limits for the crate's instructions, relative to each other way.
    fn limits(name: &str) -> Vec<f64>;

    /// Figures other than instructions.
    fn more<T: Value, D: DeserializeOwned + Serialize + 'static>(_: &str, _: &str) -> Vec<Figure> {
        Vec::new()
    }

    /// Prints what a body costs besides time.
    fn print<T: Value, D: DeserializeOwned + Serialize + 'static>(_: &str, _: &str) {}
}

/// Runs a benchmark, as its arguments say.
///
/// # Errors
/// A ratio is not a number.
pub fn run<W: Ways>() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [count, way, body, ..] = arguments.as_slice()
        && count == "--count"
    {
        let (way, body) = (way.clone(), body.clone());
        each(&mut Counted::<W>(way, body, PhantomData));
        return Ok(());
    }
    if arguments.iter().any(|argument| argument == "--json") {
        let mut compared = Compared::<W>(Vec::new(), PhantomData);
        each(&mut compared);
        println!("{}", figure::json(&compared.0)?);
        return Ok(());
    }
    let criterion = Criterion::default().sample_size(30).configure_from_args();
    let mut timed = Timed::<W>(criterion, PhantomData);
    each(&mut timed);
    timed.0.final_summary();
    Ok(())
}

/// The time of each way by itself, with statistics.
struct Timed<W>(Criterion, PhantomData<W>);

impl<W: Ways> Bench for Timed<W> {
    fn body<T: Value, D: DeserializeOwned + Serialize + 'static>(
        &mut self,
        name: &str,
        body: &str,
    ) {
        W::print::<T, D>(name, body);
        let mut group = self.0.benchmark_group(name);
        group.throughput(Throughput::Bytes(body.len() as u64));
        for way in [&OURS].into_iter().chain(W::OTHERS) {
            let mut work = W::work::<T, D>(way, body);
            group.bench_function(*way, |b| b.iter(&mut work));
        }
        group.finish();
    }
}

/// The crate's instructions, relative to the other ways.
struct Compared<W>(Vec<Figure>, PhantomData<W>);

impl<W: Ways> Bench for Compared<W> {
    fn body<T: Value, D: DeserializeOwned + Serialize + 'static>(
        &mut self,
        name: &str,
        body: &str,
    ) {
        let ways = [&OURS].into_iter().chain(W::OTHERS);
        let ways: Vec<_> = ways.map(|way| ["--count", way, name]).collect();
        let counts = instructions::counts(&ways).expect("Valgrind is installed");
        for ((other, count), limit) in W::OTHERS.iter().zip(&counts[1..]).zip(W::limits(name)) {
            let name = format!("{name}, to {other}");
            let ratio = instructions::ratio(counts[0], *count);
            self.0.push(Figure::new(name, ratio, limit));
        }
        self.0.extend(W::more::<T, D>(name, body));
    }
}

/// A way, and the body to count its instructions for.
struct Counted<W>(String, String, PhantomData<W>);

impl<W: Ways> Bench for Counted<W> {
    fn body<T: Value, D: DeserializeOwned + Serialize + 'static>(
        &mut self,
        name: &str,
        body: &str,
    ) {
        if name == self.1 {
            let mut work = W::work::<T, D>(&self.0, body);
            // The first time fills caches.
            work();
            instructions::counted(&mut work);
        }
    }
}
