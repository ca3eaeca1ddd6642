//! What a fuzzer may do to every operation: `fuzz/` runs it.

use atlas_api::conformance::{Arguments, CODECS, Codec};
use bytes::Bytes;
use serde_json::Value;

use crate::json::{difference, without_nulls};
use crate::sample::Sampler;
use crate::schema::{Schemas, operations};
use crate::table::rows_of;

/// Sends bytes through an operation-version, as the body of a response and of a request. The first two bytes of
/// the input choose it.
///
/// # Panics
/// Something is lost. That the crate itself does not panic is half of what is tried.
pub fn try_input(input: &[u8]) {
    let Some((row, body)) = input.split_first_chunk() else {
        return;
    };
    let codec = &CODECS[usize::from(u16::from_be_bytes(*row)) % CODECS.len()];
    let name = format_args!("{} {}", codec.meta.name, codec.meta.version);
    let response = http::Response::new(Bytes::copy_from_slice(body));
    let came = match (codec.response)(response) {
        Ok(came) => came.body,
        Err(error) => panic!("{name}: a 2xx is a success: {error}"),
    };
    let Ok(sent) = serde_json::from_slice::<Value>(body) else {
        return;
    };
    let loss = difference(
        &without_nulls(&sent),
        &without_nulls(&came.unwrap_or_default()),
    );
    assert_eq!(loss, None, "{name}: the response {sent}");

    // Those that need more than paths are built by the other tests.
    if let Ok(request) = (codec.request)(&arguments(codec, sent.clone())) {
        let came: Value = serde_json::from_slice(request.body()).unwrap_or_default();
        let loss = difference(&without_nulls(&sent), &without_nulls(&came));
        assert_eq!(loss, None, "{name}: the request {sent}");
    }
}

/// Inputs to start from: one response of each operation-version, by name.
#[must_use]
pub fn seeds(document: &Value) -> Vec<(String, Vec<u8>)> {
    let mut seeds = Vec::new();
    for (method, path, operation) in operations(document) {
        for (row, codec) in rows_of(method, &path) {
            let answer = Schemas(document).answer(operation, codec.meta.media_type);
            let Some(schema) = answer.and_then(|answer| answer.schema) else {
                continue;
            };
            // The longest says most, but a fuzzer gets nowhere with one that is too long.
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

fn arguments(codec: &Codec, body: Value) -> Arguments {
    let mut arguments = Arguments {
        body: Some(body),
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
