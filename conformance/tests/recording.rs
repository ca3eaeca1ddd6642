//! Recordings of responses with secrets in every possible place.

use std::sync::{Arc, Mutex};
use std::{env, fs, process};

use atlas_api::test_util::{Answer, Mock, Recorder};
use atlas_api::{Client, Json, http};
use conformance::place::Bodies;
use conformance::recorded;
use conformance::secrets::{self, SECRET};
use conformance::valid::{Extent, arguments};
use tokio::runtime::Runtime;

use crate::spec;

/// Only every so many samples are used.
const EVERY: usize = 397;

#[test]
fn records_no_secret_and_loses_nothing_else() {
    let document = spec();
    let (runtime, mock) = (Runtime::new().unwrap(), Mock::start().unwrap().unverified());
    let body = Arc::new(Mutex::new((String::new(), "")));
    let answer = Arc::clone(&body);
    mock.on_other().answer_with(move |_| {
        let (body, media_type) = answer.lock().unwrap().clone();
        let response = http::Response::builder().header("content-type", media_type);
        Err::<Json, _>(Answer::from(response.body(body).unwrap()))
    });
    let file = env::temp_dir().join(format!("conformance-recording-{}.jsonl", process::id()));
    let recorder = Recorder::record(&file);
    let client: Client = recorder.attach(mock.client_builder()).build().unwrap();
    let mut count = 0;
    secrets::each(document, EVERY, |codec, operation, _, sample| {
        *body.lock().unwrap() = (sample.to_string(), codec.meta.media_type);
        let body = codec.meta.body_media_type;
        let arguments = arguments(document, operation, body, Extent::Required);
        let sent = runtime.block_on(codec.send(&client, &arguments[0]));
        assert!(sent.is_ok(), "{}: {sent:?}", codec.meta.name);
        count += 1;
    });
    recorder.finish().unwrap();
    let text = fs::read_to_string(&file).unwrap();
    fs::remove_file(&file).unwrap();
    assert!(count > 500, "{count}");
    assert_eq!(text.lines().count(), count);
    let leak = text.lines().find(|line| line.contains(SECRET));
    assert_eq!(leak, None);
    let report = recorded::Report::of(&text, &Bodies::new([document])).unwrap();
    // The requests are made up, and some send read-only properties.
    let text = report.to_text();
    assert!(!text.contains("LOST"), "{text}");
}
