//! Decoding a response: by the crate, by types that `serde` derives, and as `serde_json::Value`.
//!
//! `--json` compares them in turns and prints the figures as one line of JSON, for
//! `cargo xtask bench decode`.

use std::env;
use std::error::Error;
use std::hint::black_box;

use allocation_counter::measure;
use atlas_api::types::{
    ApiMeasurementsGeneralViewAtlas, GroupPaginatedEventView, PaginatedClusterDescription20240805,
};
use atlas_api::{Value, from_json};
use bench::cpu::compare;
use bench::figure::{self, Figure};
use bench::{derived, pages};
use criterion::{Criterion, Throughput};
use serde::de::DeserializeOwned;

fn ours<T: Value>(body: &str) -> T {
    from_json(body).expect("the body fits")
}

fn theirs<T: DeserializeOwned>(body: &str) -> T {
    serde_json::from_str(body).expect("the body fits")
}

/// A body, and the types that it is read into.
fn each(mut bench: impl Bench) {
    bench.body::<
        PaginatedClusterDescription20240805,
        derived::clusters::PaginatedClusterDescription20240805,
    >("500 clusters", &pages::clusters(500));
    bench.body::<GroupPaginatedEventView, derived::events::GroupPaginatedEventView>(
        "5,000 events",
        &pages::events(5_000),
    );
    bench.body::<
        ApiMeasurementsGeneralViewAtlas,
        derived::measurements::ApiMeasurementsGeneralViewAtlas,
    >("10,000 measurements", &pages::measurements(10_000));
}

/// What is done with a body.
trait Bench {
    fn body<T: Value, D: DeserializeOwned>(&mut self, name: &str, body: &str);
}

/// The time of each by itself, with statistics.
impl Bench for &mut Criterion {
    fn body<T: Value, D: DeserializeOwned>(&mut self, name: &str, body: &str) {
        for (of, allocated) in [
            ("atlas-api", measure(|| drop(ours::<T>(body)))),
            ("serde derive", measure(|| drop(theirs::<D>(body)))),
            ("Value", measure(|| drop(theirs::<serde_json::Value>(body)))),
        ] {
            let (count, bytes) = (allocated.count_total, allocated.bytes_max);
            println!("{name}, {of}: {count} allocations, {bytes} bytes at most");
        }
        let mut group = self.benchmark_group(name);
        group.throughput(Throughput::Bytes(body.len() as u64));
        group.bench_function("atlas-api", |b| b.iter(|| ours::<T>(body)));
        group.bench_function("serde derive", |b| b.iter(|| theirs::<D>(body)));
        group.bench_function("Value", |b| b.iter(|| theirs::<serde_json::Value>(body)));
        group.finish();
    }
}

/// The CPU time in turns, as parts of each other.
impl Bench for &mut Vec<Figure> {
    fn body<T: Value, D: DeserializeOwned>(&mut self, name: &str, body: &str) {
        const ROUNDS: usize = 40;
        let ours = || drop(black_box(ours::<T>(body)));
        let derived = || drop(black_box(theirs::<D>(body)));
        let value = || drop(black_box(theirs::<serde_json::Value>(body)));
        let ratio = |other: &dyn Fn()| {
            compare(ROUNDS, 1, ours, other).map_or(f64::NAN, |compared| compared.ratio)
        };
        self.extend([
            Figure::cpu(format!("{name}, to serde derive"), ratio(&derived), 1.1),
            Figure::cpu(format!("{name}, to Value"), ratio(&value), 0.5),
            Figure::count(
                format!("{name}, allocations to serde derive"),
                measure(ours).count_total,
                measure(derived).count_total,
                1.0,
            ),
        ]);
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    if env::args().any(|argument| argument == "--json") {
        let mut figures = Vec::new();
        each(&mut figures);
        println!("{}", figure::json(&figures)?);
        return Ok(());
    }
    let mut criterion = Criterion::default().sample_size(30).configure_from_args();
    each(&mut criterion);
    criterion.final_summary();
    Ok(())
}
