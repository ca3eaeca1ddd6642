//! Every example of a request or a response in the spec round-trips through the crate.

use std::collections::BTreeMap;

use atlas_api::Json;
use atlas_api::conformance::{Arguments, CODECS, Codec};
use bytes::Bytes;
use conformance::json::{Null, difference};
use conformance::place::Bodies;
use serde_json::Value;

use crate::spec;

/// The examples under a pointer, with their media types.
fn examples(content: Option<&Value>) -> Vec<(&str, &Value)> {
    let content = content.and_then(Value::as_object);
    let examples = content
        .into_iter()
        .flatten()
        .flat_map(|(media_type, media)| {
            let named = media
                .get("examples")
                .and_then(Value::as_object)
                .into_iter()
                .flatten();
            let named = named.filter_map(|(_, example)| example.get("value"));
            media
                .get("example")
                .into_iter()
                .chain(named)
                .map(move |example| (media_type.as_str(), example))
        });
    examples.collect()
}

fn codec<'a>(codecs: &BTreeMap<(&str, &str), &'a Codec>, id: &str, media_type: &str) -> &'a Codec {
    codecs
        .get(&(id, media_type))
        .unwrap_or_else(|| panic!("no codec for {id} {media_type}"))
}

/// Any argument for each path parameter and each required query parameter.
fn arguments(operation: &Value, components: &Value) -> Arguments {
    let mut arguments = Arguments::default();
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let name = parameter["$ref"]
            .as_str()
            .and_then(|reference| reference.rsplit('/').next());
        let parameter = name.map_or(parameter, |name| &components["parameters"][name]);
        let name = parameter["name"]
            .as_str()
            .expect("a parameter has a name")
            .to_owned();
        match parameter["in"].as_str() {
            Some("path") => drop(arguments.path.insert(name, "x".to_owned())),
            Some("query") if parameter["required"] == true => {
                arguments.query.insert(name, vec!["true".to_owned()]);
            }
            _ => {}
        }
    }
    arguments
}

#[test]
fn every_example_of_the_spec_round_trips() {
    let tree = spec();
    let bodies = Bodies::new([tree]);
    let key = |codec: &'static Codec| ((codec.meta.operation_id, codec.meta.media_type), codec);
    let codecs: BTreeMap<_, _> = CODECS.iter().map(key).collect();
    let (mut requests, mut responses) = (0, 0);

    for operation in tree["paths"]
        .as_object()
        .into_iter()
        .flatten()
        .flat_map(|(_, item)| {
            item.as_object()
                .into_iter()
                .flatten()
                .map(|(_, operation)| operation)
        })
    {
        let Some(id) = operation["operationId"].as_str() else {
            continue;
        };
        for (media_type, example) in examples(operation.pointer("/requestBody/content")) {
            let arguments = Arguments {
                body: Some(example.to_string()),
                ..arguments(operation, &tree["components"])
            };
            let request = codec(&codecs, id, media_type).request(&arguments);
            let request = request.unwrap_or_else(|error| panic!("{id}: {error}"));
            assert_eq!(request.headers()["content-type"], media_type, "{id}");
            let received: Json = String::from_utf8_lossy(request.body()).parse().unwrap();
            let place = bodies.request(codec(&codecs, id, media_type));
            let loss = difference(&example.into(), &received, &place, Null::Absent);
            assert_eq!(loss, None, "{id} {media_type}");
            requests += 1;
        }
        for (status, response) in operation["responses"].as_object().into_iter().flatten() {
            if !status.starts_with('2') {
                continue;
            }
            for (media_type, example) in examples(response.get("content")) {
                let is_json = media_type.ends_with("json");
                let body = match example.as_str() {
                    Some(text) if !is_json => Bytes::copy_from_slice(text.as_bytes()),
                    _ => example.to_string().into(),
                };
                let response = http::Response::builder().status(status.as_str()).body(body);
                let response = response.expect("a status is a status");
                let reencoded = codec(&codecs, id, media_type).response(response);
                let reencoded = reencoded.unwrap_or_else(|error| panic!("{id}: {error}"));
                assert!(
                    reencoded.set_aside.is_empty(),
                    "{id} {media_type}: {:?}",
                    reencoded.set_aside
                );
                if is_json {
                    let received: Json = reencoded.body.unwrap_or_default().parse().unwrap();
                    let place = bodies.response(codec(&codecs, id, media_type));
                    let loss = difference(&example.into(), &received, &place, Null::Absent);
                    assert_eq!(loss, None, "{id} {media_type}");
                }
                responses += 1;
            }
        }
    }
    println!("{requests} request examples, {responses} response examples");
    assert!(
        requests > 0 && responses > 0,
        "the document has examples of both"
    );
}

#[test]
fn tables_list_every_operation_version_once() {
    assert_eq!(CODECS.len(), atlas_api::OPERATIONS.len());
    let keys = CODECS
        .iter()
        .map(|codec| (codec.meta.operation_id, codec.meta.media_type));
    let keys: std::collections::BTreeSet<_> = keys.collect();
    assert_eq!(keys.len(), CODECS.len());
}
