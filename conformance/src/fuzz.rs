//! The body of a fuzz target that exercises every operation; `fuzz/` runs it.

use std::path::Path;
use std::sync::LazyLock;

use atlas_api::Json;
use atlas_api::conformance::{Arguments, CODECS, Codec};
use bytes::Bytes;
use serde_json::Value;

use crate::json::{Null, difference};
use crate::place::Bodies;
use crate::sample::Sampler;
use crate::schema::{Schemas, operations};
use crate::table::rows_of;
use crate::vendored;

/// The specs, which say where the order of properties counts.
static DOCUMENTS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    vendored::all(root).unwrap_or_default()
});

thread_local! {
    static BODIES: Bodies<'static> = Bodies::new(&*DOCUMENTS);
}

/// Sends bytes through an operation-version, as the body of a response and of a request. The first two bytes of the
/// input select it.
///
/// # Panics
/// Something is lost. A panic of the crate itself would be the other kind of failure.
pub fn try_input(input: &[u8]) {
    let Some((row, body)) = input.split_first_chunk() else {
        return;
    };
    let codec = &CODECS[usize::from(u16::from_be_bytes(*row)) % CODECS.len()];
    let name = format_args!("{} {}", codec.meta.name, codec.meta.version);
    let response = http::Response::new(Bytes::copy_from_slice(body));
    let came = match codec.response(response) {
        Ok(came) => came.body,
        Err(error) => panic!("{name}: a 2xx is a success: {error}"),
    };
    let json = |bytes: &[u8]| std::str::from_utf8(bytes).ok()?.parse::<Json>().ok();
    let Some(sent) = json(body) else {
        return;
    };
    BODIES.with(|bodies| {
        let came = json(came.unwrap_or_default().as_bytes()).unwrap_or_default();
        let loss = difference(&sent, &came, &bodies.response(codec), Null::Absent);
        assert_eq!(loss, None, "{name}: the response {sent}");

        // Other tests build operations that need more than path arguments.
        if let Ok(request) = codec.request(&arguments(codec, &sent)) {
            let came = json(request.body()).unwrap_or_default();
            let loss = difference(&sent, &came, &bodies.request(codec), Null::Absent);
            assert_eq!(loss, None, "{name}: the request {sent}");
        }
    });
}

/// Initial inputs: one response of each operation-version, by name.
#[must_use]
pub fn seeds(document: &Value) -> Vec<(String, Vec<u8>)> {
    let mut seeds = Vec::new();
    for (method, path, operation) in operations(document) {
        for (row, codec) in rows_of(method, &path) {
            let answer = Schemas(document).answer(operation, codec.meta.media_type);
            let Some(schema) = answer.and_then(|answer| answer.schema) else {
                continue;
            };
            // The longest says most, but a fuzzer makes no progress with very long ones.
            let bodies = Sampler::bodies(document, schema).into_iter();
            let texts = bodies.map(|body| body.to_string());
            let longest = texts.filter(|it| it.len() < 4_096).max_by_key(String::len);
            let row = u16::try_from(row).unwrap_or(u16::MAX).to_be_bytes();
            let input = [&row, longest.unwrap_or_default().as_bytes()].concat();
            seeds.push((format!("{}-{}", codec.meta.name, codec.meta.version), input));
        }
    }
    seeds
}

fn arguments(codec: &Codec, body: &Json) -> Arguments {
    let mut arguments = Arguments {
        body: Some(body.to_string()),
        ..Arguments::default()
    };
    let parameters = codec.meta.path.split('{').skip(1);
    for parameter in parameters.filter_map(|it| it.split_once('}')) {
        arguments
            .path
            .insert(parameter.0.to_owned(), "1".to_owned());
    }
    arguments
}
