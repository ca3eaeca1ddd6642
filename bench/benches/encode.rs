//! Encoding a value: by the crate, and by types that `serde` derives, with `serde_json`.

mod json;

use std::error::Error;
use std::hint::black_box;

use atlas_api::{Value, from_json, to_json};
use bench::bodies::{CLUSTERS, EVENTS, MEASUREMENTS};
use json::{DERIVED, OURS, Ways};
use serde::Serialize;
use serde::de::DeserializeOwned;

struct Encoding;

impl Ways for Encoding {
    const OTHERS: &'static [&'static str] = &[DERIVED];

    fn work<'a, T: Value, D: DeserializeOwned + Serialize + 'static>(
        way: &str,
        body: &'a str,
    ) -> Box<dyn FnMut() + 'a> {
        const FITS: &str = "the body fits";
        if way == OURS {
            let value = from_json::<T>(body).expect(FITS);
            return Box::new(move || drop(black_box(to_json(&value))));
        }
        let value = serde_json::from_str::<D>(body).expect(FITS);
        Box::new(move || {
            drop(black_box(
                serde_json::to_string(&value).expect("all keys are strings"),
            ))
        })
    }

    fn limits(name: &str) -> Vec<f64> {
        match name {
            CLUSTERS => vec![0.67],
            EVENTS => vec![0.57],
            // A date is checked before it is sent.
            MEASUREMENTS => vec![0.86],
            _ => vec![0.33],
        }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    json::run::<Encoding>()
}
