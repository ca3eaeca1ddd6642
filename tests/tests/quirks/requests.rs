//! Operations become requests: by functions and setters, and by the conformance table.

use atlas_api::{Error, Operation, Output};
use bytes::Bytes;
use serde_json::{Value as Json, json};
use tests::conformance::{Arguments, BASE_URL, Codec};
use tests::*;

use crate::codec;

/// A request with a line for each of its parts.
fn shown(request: Result<http::Request<Bytes>, Error>) -> String {
    let request = request.unwrap();
    let url = request.uri().to_string();
    let mut lines = vec![format!(
        "{} {}",
        request.method(),
        url.trim_start_matches(BASE_URL)
    )];
    for (name, value) in request.headers() {
        lines.push(format!("{name}: {}", value.to_str().unwrap()));
    }
    lines.push(String::from_utf8(request.body().to_vec()).unwrap());
    lines.join("\n").trim_end().to_owned()
}

fn sent(operation: &impl Operation) -> String {
    shown(operation.request(BASE_URL))
}

/// The request that the table builds from arguments by wire name.
fn from_table(
    codecs: &[Codec],
    name: &str,
    arguments: Json,
) -> Result<http::Request<Bytes>, Error> {
    let texts = |value: &Json| {
        value
            .as_array()
            .into_iter()
            .flatten()
            .map(text_of)
            .collect()
    };
    let entries = |place: &str| arguments[place].as_object().cloned().unwrap_or_default();
    let single = |place| {
        entries(place)
            .iter()
            .map(|(name, it)| (name.clone(), text_of(it)))
            .collect()
    };
    let arguments = Arguments {
        path: single("path"),
        query: entries("query")
            .iter()
            .map(|(name, it)| (name.clone(), texts(it)))
            .collect(),
        headers: single("headers"),
        body: arguments.get("body").map(Json::to_string),
    };
    codec(codecs, name).request(&arguments)
}

fn text_of(json: &Json) -> String {
    json.as_str().unwrap().to_owned()
}

#[test]
fn request_places_its_arguments() {
    let operation =
        required_query::things::move_("g", "t", "there", required_query::types::Thing::new())
            .until("2024-01-01T00:00:00Z");
    let expected = "PUT /api/groups/g/things/t?to=there&until=2024-01-01T00%3A00%3A00Z\n\
        accept: application/vnd.atlas.2023-01-01+json\n\
        content-type: application/vnd.atlas.2023-01-01+json\n\
        {}";
    assert_eq!(sent(&operation), expected);
}

/// The service reads the two media types of a call separately.
#[test]
fn body_may_have_another_version_than_the_response() {
    use missing_versions::{things, types::Thing};
    let preview = things::preview::preview_thing("t", Thing::new());
    let expected = "POST /api/things/t\n\
        accept: application/vnd.atlas.preview+json\n\
        content-type: application/vnd.atlas.2024-08-05+json\n\
        {}";
    assert_eq!(sent(&preview), expected);
    for (update, version) in [
        (
            sent(&things::v2023_01_01::update_thing("t").body(Thing::new())),
            "2023-01-01",
        ),
        (
            sent(&things::update_thing("t").body(Thing::new())),
            "2024-08-05",
        ),
    ] {
        let expected = format!(
            "PATCH /api/things/t\n\
             accept: application/vnd.atlas.{version}+json\n\
             content-type: application/json\n\
             {{}}"
        );
        assert_eq!(update, expected);
    }
}

#[test]
fn call_without_a_version_names_none() {
    use missing_versions::{things, types::Thing};
    let expected = "DELETE /api/things/t\naccept: application/json";
    assert_eq!(sent(&things::delete_thing("t")), expected);
    assert_eq!(sent(&things::v2_0::delete_thing("t")), expected);
    // The body has one.
    let replace = sent(&things::v2023_01_01::replace_thing("t", Thing::new()));
    assert!(
        replace.contains("accept: application/vnd.atlas.2023-01-01+json"),
        "{replace}"
    );
}

#[test]
fn path_parameter_need_not_be_declared() {
    let operation = left_out_types::things::get_thing("a/b", "c");
    let expected = "GET /api/things/a%2Fb/c\naccept: application/vnd.atlas.2023-01-01+json";
    assert_eq!(sent(&operation), expected);
}

#[test]
fn parameter_may_be_a_string_under_another_name() {
    let operation = left_out_types::things::list_things()
        .kind("a")
        .kinds(["b", "c"]);
    let expected = "GET /api/things?kind=a&kinds=b&kinds=c\n\
        accept: application/vnd.atlas.2023-01-01+json";
    assert_eq!(sent(&operation), expected);
}

#[test]
fn table_builds_same_request_from_wire_names() {
    let operation =
        required_query::things::move_("g", "t", "there", required_query::types::Thing::new())
            .until("2024-01-01T00:00:00Z");
    let arguments = json!({
        "path": {"thingId": "t", "groupId": "g"},
        "query": {"to": ["there"], "until": ["2024-01-01T00:00:00Z"]},
        "body": {},
    });
    assert_eq!(
        shown(from_table(required_query::CODECS, "move", arguments)),
        sent(&operation)
    );
}

#[test]
fn table_rejects_missing_unknown_and_invalid_arguments() {
    let refused =
        |arguments| from_table(shared_parameters::CODECS, "listThings", arguments).unwrap_err();
    let missing = refused(json!({}));
    assert!(missing.is_input());
    assert!(
        missing.to_string().contains("`groupId` is missing"),
        "{missing}"
    );
    // `envelope` is in the spec, but the crate does not offer it.
    let unknown = refused(json!({"path": {"groupId": "g"}, "query": {"envelope": ["true"]}}));
    assert!(
        unknown.to_string().contains("no argument `envelope`"),
        "{unknown}"
    );
    let unreadable =
        refused(json!({"path": {"groupId": "g"}, "query": {"itemsPerPage": ["many"]}}));
    assert!(
        unreadable
            .to_string()
            .contains("`itemsPerPage` has the wrong type"),
        "{unreadable}"
    );
}

#[test]
fn rejects_empty_path_argument_and_dot_segment() {
    for argument in ["", ".", ".."] {
        let error = same_path::things::get_thing(argument)
            .request(BASE_URL)
            .unwrap_err();
        assert!(error.is_input(), "{argument:?}: {error}");
    }
    // With a verb after it, `..` is not a dot segment.
    assert_eq!(
        sent(&custom_verb::things::restart_thing(".."))
            .lines()
            .next(),
        Some("POST /api/things/..:restart")
    );
}

#[test]
fn argument_cannot_escape_path_or_query() {
    let operation = custom_verb::things::restart_thing("a/b:c?d#e%2F é");
    let line = sent(&operation).lines().next().unwrap().to_owned();
    assert_eq!(
        line,
        "POST /api/things/a%2Fb%3Ac%3Fd%23e%252F%20%C3%A9:restart"
    );
    let operation = array_parameters::things::list_things().label(["a&b=c", "d+e"]);
    assert!(sent(&operation).starts_with("GET /api/things?label=a%26b%3Dc&label=d%2Be\n"));
}

#[test]
fn repeats_or_joins_query_lists() {
    use array_parameters::types::ListThingsStateItem as State;
    let operation = array_parameters::things::list_things();
    let operation = operation
        .label(["x", "y"])
        .id([1, 2])
        .state([State::Idle, State::from("NEW")]);
    let line = "GET /api/things?label=x&label=y&id=1,2&state=IDLE&state=NEW";
    assert_eq!(sent(&operation).lines().next(), Some(line));
    let query = json!({"id": ["1", "2"], "label": ["x", "y"], "state": ["IDLE", "NEW"]});
    let by_table = from_table(
        array_parameters::CODECS,
        "listThings",
        json!({"query": query}),
    );
    assert!(shown(by_table).contains("id=1,2&label=x&label=y&state=IDLE&state=NEW"));
}

#[test]
fn encodes_names_and_lists_in_paths() {
    let operation = odd_names::things::list_things(["a".to_owned(), "b/c,d".to_owned()])
        .a_b_c("x")
        .größe(["y"]);
    let line = "GET /api/things/a,b%2Fc%2Cd?a%26b%3Dc=x&gr%C3%B6%C3%9Fe=y";
    assert_eq!(sent(&operation).lines().next(), Some(line));
}

#[test]
fn second_setter_call_replaces_the_first() {
    let operation = array_parameters::things::list_things()
        .label(["x", "y"])
        .label(["z"]);
    assert_eq!(
        sent(&operation).lines().next(),
        Some("GET /api/things?label=z")
    );
}

#[test]
fn sends_header_and_enum_arguments() {
    let operation = header_parameter::things::list_things().use_effective_size(true);
    assert!(sent(&operation).contains("\nuse-effective-size: true"));
    let operation = enum_parameter::things::list_things("nail").sort("-size");
    assert!(sent(&operation).starts_with("GET /api/things/nail?sort=-size\n"));
}

#[test]
fn body_may_be_absent_a_list_or_any_json() {
    use bodies::{things, types::Thing};
    let without = sent(&things::update_thing());
    assert_eq!(
        without,
        "PATCH /api/things\naccept: application/vnd.atlas.2023-01-01+json"
    );
    let last = |operation: String| operation.lines().last().unwrap().to_owned();
    assert_eq!(
        last(sent(&things::update_thing().body(Thing::new().name("x")))),
        r#"{"name":"x"}"#
    );
    assert_eq!(
        last(sent(&things::create_things([Thing::new().name("x")]))),
        r#"[{"name":"x"}]"#
    );
    assert_eq!(
        last(sent(&things::replace_things().body(json!([1])))),
        "[1]"
    );
}

#[test]
fn rejects_body_that_json_cannot_express() {
    use bodies::things;
    let body = atlas_api::json!({"list": [1.5, {"deep": f64::NAN}]});
    let error = things::replace_things()
        .body(body)
        .request(BASE_URL)
        .unwrap_err();
    assert!(error.is_input());
    let expected = "the body can't be sent: `$.list[1].deep` is NaN";
    assert!(error.to_string().contains(expected), "{error}");
    let html = bodies::types::Thing::from_body("<html>".into(), &mut Vec::new());
    let error = things::create_things([html]).request(BASE_URL).unwrap_err();
    let expected = "the body can't be sent: `$[0]` has 6 bytes that are not JSON";
    assert!(
        error.is_input() && error.to_string().contains(expected),
        "{error}"
    );
}

#[test]
fn paths_that_differ_only_in_a_name_are_two_operations() {
    assert!(sent(&same_path::things::get_thing("x")).starts_with("GET /api/things/x\n"));
    assert!(sent(&same_path::things::delete_thing("x")).starts_with("DELETE /api/things/x\n"));
}

#[test]
fn unversioned_function_is_newest_stable() {
    use versions::things;
    let _: things::v2024_08_05::GetThing = things::get_thing("x");
    assert_eq!(things::GetThing::META.version, "2024-08-05");
    let known = versions::OPERATIONS
        .iter()
        .map(|meta| (meta.name, meta.version, meta.sunset));
    let expected = [
        ("deleteThing", "2023-01-01", None),
        ("getThing", "2023-01-01", Some("2025-06-01")),
        ("getThing", "2024-08-05", None),
        ("getThing", "preview", None),
    ];
    assert_eq!(known.collect::<Vec<_>>(), expected);
}

#[test]
fn metadata_names_retired_versions() {
    use retired::{gone, things};
    let known = retired::OPERATIONS
        .iter()
        .map(|meta| (meta.name, meta.version, meta.retired));
    let retired_on = Some("2026-07-31");
    let expected = [
        ("getGone", "2023-01-01", retired_on),
        ("getGone", "preview", retired_on),
        ("deleteThing", "2022-01-01", Some("2025-01-01")),
        ("deleteThing", "2023-01-01", retired_on),
        ("getThing", "2023-01-01", None),
        ("getThing", "2024-01-01", retired_on),
        ("deleteThing", "preview", retired_on),
    ];
    assert_eq!(known.collect::<Vec<_>>(), expected);
    // The newest version that is not retired, or the newest if all are.
    let _: things::v2023_01_01::GetThing = things::get_thing("x");
    #[allow(deprecated)]
    let (_, _): (things::v2023_01_01::DeleteThing, gone::v2023_01_01::GetGone) =
        (things::delete_thing("x"), gone::get_gone());
}

#[test]
fn each_version_and_format_requests_its_media_type() {
    let accept = |meta: &'static atlas_api::OperationMeta| meta.media_type;
    assert_eq!(
        versions::OPERATIONS
            .iter()
            .copied()
            .map(accept)
            .skip(1)
            .collect::<Vec<_>>(),
        [
            "application/vnd.atlas.2023-01-01+json",
            "application/vnd.atlas.2024-08-05+json",
            "application/vnd.atlas.preview+json"
        ]
    );
    let csv = sent(&formats::things::get_thing_csv("x"));
    assert!(
        csv.contains("accept: application/vnd.atlas.2023-01-01+csv"),
        "{csv}"
    );
}

#[test]
#[allow(deprecated)]
fn old_names_make_the_same_requests() {
    use renamed::{old_things, things, types};
    let old: things::ShowThing = things::show_thing("x").color(types::ShowThingColor::Red);
    let now: things::GetThing = things::get_thing("x").color(types::GetThingColor::Red);
    assert_eq!(sent(&old), sent(&now));
    let now: things::v2023_01_01::GetThing = things::v2023_01_01::show_thing("x");
    assert_eq!(sent(&now), sent(&things::v2023_01_01::get_thing("x")));
    assert_eq!(
        sent(&things::show_thing_csv("x")),
        sent(&things::get_thing_csv("x"))
    );
    assert_eq!(
        sent(&things::preview::show_thing("x")),
        sent(&things::preview::get_thing("x"))
    );
    let item: types::Item = types::Thing::new().size(types::ItemSize::Small);
    let old: old_things::v2023_01_01::PutThing = old_things::put_thing("x", item.clone());
    assert_eq!(sent(&old), sent(&things::replace_thing("x", item)));
}

#[test]
fn accepts_slash_escaped_as_in_the_spec() {
    use sent_twice::things::{ToggleEntry, toggle_entry};
    let expected = "PATCH /api/entries/10.0.0.0%2F24\n\
        accept: application/vnd.atlas.2023-01-01+json";
    for entry in ["10.0.0.0/24", "10.0.0.0%2F24", "10.0.0.0%2f24"] {
        assert_eq!(sent(&toggle_entry(entry)), expected);
    }
    const { assert!(ToggleEntry::META.idempotent) };
}
