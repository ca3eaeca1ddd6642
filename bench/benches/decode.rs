//! Decoding a response: by the crate; by types that `serde` derives, with `serde_json`, `sonic-rs` and `simd-json`; and
//! as `serde_json::Value`.

mod json;

use std::error::Error;
use std::hint::black_box;

use allocation_counter::measure;
use atlas_api::{Value, from_json};
use bench::bodies::{CLUSTERS, EVENTS, MEASUREMENTS};
use bench::figure::Figure;
use json::{DERIVED, OURS, Ways};
use serde::Serialize;
use serde::de::DeserializeOwned;

struct Decoding;

impl Ways for Decoding {
    const OTHERS: &'static [&'static str] = &[DERIVED, "Value", "sonic-rs", "simd-json"];

    fn work<'a, T: Value, D: DeserializeOwned + Serialize + 'static>(
        way: &str,
        body: &'a str,
    ) -> Box<dyn FnMut() + 'a> {
        const FITS: &str = "the body fits";
        match way {
            OURS => Box::new(|| drop(black_box(from_json::<T>(body).expect(FITS)))),
            DERIVED => Box::new(|| drop(black_box(serde_json::from_str::<D>(body).expect(FITS)))),
            "sonic-rs" => Box::new(|| drop(black_box(sonic_rs::from_str::<D>(body).expect(FITS)))),
            // It overwrites what it reads.
            "simd-json" => Box::new(|| {
                let mut body = body.as_bytes().to_vec();
                drop(black_box(
                    simd_json::serde::from_slice::<D>(&mut body).expect(FITS),
                ));
            }),
            _ => Box::new(|| {
                drop(black_box(
                    serde_json::from_str::<serde_json::Value>(body).expect(FITS),
                ))
            }),
        }
    }

    /// The figures from when the limits were set. They reveal a slowdown even if the other ways slow down too.
    fn limits(name: &str) -> Vec<f64> {
        match name {
            CLUSTERS => vec![0.83, 0.39, 0.82, 0.90],
            EVENTS => vec![0.77, 0.55, 0.79, 0.86],
            MEASUREMENTS => vec![0.76, 0.34, 0.74, 0.78],
            _ => vec![0.43, 0.41, 0.43, 0.44],
        }
    }

    fn more<T: Value, D: DeserializeOwned + Serialize + 'static>(
        name: &str,
        body: &str,
    ) -> Vec<Figure> {
        let memory = match name {
            CLUSTERS => 1.51,
            EVENTS => 1.51,
            MEASUREMENTS => 0.84,
            _ => 0.22,
        };
        let [ours, derived] = [OURS, DERIVED].map(|way| measure(Self::work::<T, D>(way, body)));
        vec![
            Figure::count(
                format!("{name}, allocations to {DERIVED}"),
                ours.count_total,
                derived.count_total,
                1.0,
            ),
            Figure::count(
                format!("{name}, memory to {DERIVED}"),
                ours.bytes_max,
                derived.bytes_max,
                memory,
            ),
        ]
    }

    fn print<T: Value, D: DeserializeOwned + Serialize + 'static>(name: &str, body: &str) {
        for way in [&OURS].into_iter().chain(Self::OTHERS) {
            let allocated = measure(Self::work::<T, D>(way, body));
            let (count, bytes) = (allocated.count_total, allocated.bytes_max);
            println!("{name}, {way}: {count} allocations, {bytes} bytes at most");
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    json::run::<Decoding>()
}
