//! Decoding a response: by the crate, by types that `serde` derives, and as `serde_json::Value`.
#![allow(missing_docs, reason = "criterion's macro makes a public function")]

use allocation_counter::measure;
use atlas_api::types::{
    ApiMeasurementsGeneralViewAtlas, GroupPaginatedEventView, PaginatedClusterDescription20240805,
};
use atlas_api::{Value, from_json};
use bench::{derived, pages};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use serde::de::DeserializeOwned;

fn ours<T: Value>(body: &str) -> T {
    from_json(body).expect("the body fits")
}

fn theirs<T: DeserializeOwned>(body: &str) -> T {
    serde_json::from_str(body).expect("the body fits")
}

fn compare<T: Value, D: DeserializeOwned>(criterion: &mut Criterion, name: &str, body: &str) {
    for (of, allocated) in [
        ("atlas-api", measure(|| drop(ours::<T>(body)))),
        ("serde derive", measure(|| drop(theirs::<D>(body)))),
        ("Value", measure(|| drop(theirs::<serde_json::Value>(body)))),
    ] {
        let (count, bytes) = (allocated.count_total, allocated.bytes_max);
        println!("{name}, {of}: {count} allocations, {bytes} bytes at most");
    }
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Bytes(body.len() as u64));
    group.bench_function("atlas-api", |b| b.iter(|| ours::<T>(body)));
    group.bench_function("serde derive", |b| b.iter(|| theirs::<D>(body)));
    group.bench_function("Value", |b| b.iter(|| theirs::<serde_json::Value>(body)));
    group.finish();
}

fn decode(criterion: &mut Criterion) {
    compare::<
        PaginatedClusterDescription20240805,
        derived::clusters::PaginatedClusterDescription20240805,
    >(criterion, "500 clusters", &pages::clusters(500));
    compare::<GroupPaginatedEventView, derived::events::GroupPaginatedEventView>(
        criterion,
        "5,000 events",
        &pages::events(5_000),
    );
    compare::<
        ApiMeasurementsGeneralViewAtlas,
        derived::measurements::ApiMeasurementsGeneralViewAtlas,
    >(
        criterion,
        "10,000 measurements",
        &pages::measurements(10_000),
    );
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(30);
    targets = decode
}
criterion_main!(benches);
