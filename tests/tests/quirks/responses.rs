//! Decodes responses, whatever the service sends.

use atlas_api::{Body, Operation, Output, Paged};
use bytes::Bytes;
use http::StatusCode;
use serde_json::json;
use tests::conformance::Reencoded;
use tests::*;

use crate::codec;

fn response(status: u16, body: impl Into<Bytes>) -> http::Response<Bytes> {
    http::Response::builder()
        .status(status)
        .body(body.into())
        .unwrap()
}

fn decoded<O: Operation>(_: &O, status: u16, body: &str) -> atlas_api::Response<O::Output> {
    O::decode(response(status, body.to_owned())).unwrap()
}

#[test]
fn accepts_any_2xx_whatever_the_spec_declares() {
    let create = success_codes::things::create_thing();
    for status in [200, 201, 202, 204] {
        let response = decoded(&create, status, r#"{"name": "x"}"#);
        assert_eq!(response.status, StatusCode::from_u16(status).unwrap());
        assert_eq!(response.value.name.as_deref(), Some("x"));
    }
    assert!(decoded(&create, 204, "").set_aside.is_empty());
}

#[test]
fn keeps_undeclared_body() {
    let response = decoded(&success_codes::things::delete_thing(), 202, "{}");
    assert_eq!(response.value.body().as_str(), Some("{}"));
}

#[test]
fn keeps_body_of_unexpected_type() {
    use bare_responses::things;
    assert_eq!(decoded(&things::get_count(), 200, "7").value, Body::Fits(7));
    let mismatch = decoded(&things::get_count(), 200, "<html>");
    assert_eq!(mismatch.value.to_body(), "<html>");
    assert_eq!(mismatch.set_aside[0].path, "$");
    let names = decoded(&things::list_names(), 200, r#"["a","b"]"#).value;
    assert_eq!(names.into_iter().collect::<Vec<_>>(), ["a", "b"]);
    let things = decoded(&things::list_things(), 200, r#"[{"name":"a"},null]"#);
    assert_eq!(things.value.to_body(), r#"[{"name":"a"},null]"#);
    assert_eq!(things.set_aside[0].path, "$[1]");
}

#[test]
fn page_has_items_and_next_page() {
    use pages::things::{ListAll, ListThings};
    const { assert!(ListThings::NUMBERED && !ListAll::NUMBERED) };
    let body = r#"{"results":[{"name":"a"}],"totalCount":7,"links":[{"rel":"next"}]}"#;
    let page = decoded(&pages::things::list_things(), 200, body).value;
    assert_eq!(ListThings::items(&page)[0].name.as_deref(), Some("a"));
    let end = ListThings::end(&page);
    assert_eq!((end.total, end.next), (Some(7), Some(true)));
    let page = decoded(&pages::things::list_all(), 200, "{}").value;
    assert_eq!(ListAll::end(&page), Default::default());
    assert!(ListAll::into_items(page).is_empty());
}

#[test]
fn odd_value_loses_neither_page_nor_item() {
    use pages::things::ListThings;
    let body = r#"{"results":[{"name":"a","note":"\ud800"},{"name":"b","size":1e999}]}"#;
    let page = decoded(&pages::things::list_things(), 200, body);
    assert_eq!(page.set_aside, []);
    assert_eq!(page.value.to_body(), body);
    let names: Vec<_> = ListThings::into_items(page.value)
        .into_iter()
        .filter_map(|thing| thing.name)
        .collect();
    assert_eq!(names, ["a", "b"]);
}

#[test]
fn file_is_returned_as_bytes() {
    let file = decoded(&formats::things::get_thing_gzip("x"), 200, "\u{1f}\0").value;
    assert_eq!(file, "\u{1f}\0");
}

/// The spec need not have a schema for a file, nor the project know its format.
#[test]
fn file_of_any_format_is_returned_as_bytes() {
    use other_formats::things;
    let decoded_csv = decoded(&things::list_things_csv(), 200, "a,b").value;
    assert_eq!(decoded_csv, "a,b");
    let decoded_xml = decoded(&things::list_things_xml(), 200, "<a/>").value;
    assert_eq!(decoded_xml, "<a/>");
    let report = decoded(&things::get_report(), 200, "\"a\"").value;
    assert_eq!(report, Body::Fits("a".to_owned()));
    let report = decoded(&things::get_report_csv(), 200, "a,b").value;
    assert_eq!(report, "a,b");
    let tar = decoded(&things::preview::download_archive(), 200, "\0").value;
    assert_eq!(tar, "\0");
    let none = decoded(&things::preview::delete_archive(), 204, "").value;
    assert_eq!(none, atlas_api::NoContent::default());
}

#[test]
fn schema_of_an_empty_response_is_ignored() {
    let deleted = decoded(&success_codes::things::delete_thing(), 204, "");
    assert_eq!(deleted.set_aside, []);
    assert_eq!(deleted.value, atlas_api::NoContent::default());
}

#[test]
fn table_decodes_and_encodes_like_a_client() {
    let row = codec(inline_types::CODECS, "createThing");
    let body = json!({"results": [{"parts": [{"color": "GREEN", "screw": {"length": "long"}}]}]});
    let expected = Reencoded {
        body: Some(body.to_string()),
        set_aside: vec!["$.results[0].parts[0].screw.length".to_owned()],
    };
    assert_eq!(
        row.response(response(201, body.to_string())).unwrap(),
        expected
    );
    let file = codec(formats::CODECS, "downloadLogs");
    assert_eq!(
        file.response(response(200, "\u{1f}")).unwrap(),
        Reencoded::default()
    );
}
