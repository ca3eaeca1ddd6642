//! The bodies that are decoded and encoded, each with the crate's type and the one that `serde` derives.

use atlas_api::Value;
use atlas_api::types::{
    ApiMeasurementsGeneralViewAtlas, GroupPaginatedEventView,
    PaginatedApiStreamsStreamProcessorWithStatsView, PaginatedClusterDescription20240805,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{derived, pages};

/// A page of clusters.
pub const CLUSTERS: &str = "500 clusters";
/// A page of events, which are a union.
pub const EVENTS: &str = "5,000 events";
/// The measurements of a process.
pub const MEASUREMENTS: &str = "10,000 measurements";
/// A page of stream processors, which have free-form documents.
pub const PROCESSORS: &str = "500 stream processors";

/// Something to do with each body.
pub trait Bench {
    /// Does it with a body, which is JSON of both types.
    fn body<T: Value, D: DeserializeOwned + Serialize + 'static>(&mut self, name: &str, body: &str);
}

/// Does something with each body.
pub fn each(bench: &mut impl Bench) {
    bench.body::<
        PaginatedClusterDescription20240805,
        derived::clusters::PaginatedClusterDescription20240805,
    >(CLUSTERS, &pages::clusters(500));
    bench.body::<GroupPaginatedEventView, derived::events::GroupPaginatedEventView>(
        EVENTS,
        &pages::events(5_000),
    );
    bench.body::<
        ApiMeasurementsGeneralViewAtlas,
        derived::measurements::ApiMeasurementsGeneralViewAtlas,
    >(MEASUREMENTS, &pages::measurements(10_000));
    bench.body::<
        PaginatedApiStreamsStreamProcessorWithStatsView,
        derived::processors::PaginatedApiStreamsStreamProcessorWithStatsView,
    >(PROCESSORS, &pages::processors(500));
}
