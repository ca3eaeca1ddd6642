//! Deviations from OpenAPI that make no difference to a client. Each is noted, and the crate stays the same.

use generator::{Docs, Mode, Source, generate, words};

use crate::{BASE, inputs, run};

/// Defines tests: the name, the text of the spec to replace, its replacement, and a part of the note.
macro_rules! noted {
    ($($name:ident: $old:expr => $new:expr, $note:expr;)*) => {$(
        #[test]
        fn $name() {
            same($old, $new, $note);
        }
    )*};
}

/// Makes a change to the spec that must not change the crate, and looks for the note.
fn same(old: &str, new: &str, note: &str) {
    assert_eq!(
        BASE.matches(old).count(),
        1,
        "`{old}` must occur in the spec once"
    );
    let notes = notes(&BASE.replacen(old, new, 1));
    let found = notes.iter().filter(|it| it.contains(note)).count();
    assert_eq!(found, 1, "{notes:#?}");
    assert_eq!(
        run(&inputs(&BASE.replacen(old, new, 1))).unwrap(),
        run(&inputs(BASE)).unwrap()
    );
}

/// The notes on a valid spec.
fn notes(spec: &str) -> Vec<String> {
    let made = generate(&inputs(spec), Mode::Strict).unwrap_or_else(|error| panic!("{error}"));
    made.plan.notes.iter().map(words::note).collect()
}

noted! {
    notes_header_that_the_client_sets:
        "- $ref: '#/components/parameters/limit'" =>
        "- $ref: '#/components/parameters/limit'\n      - {name: Content-Type, in: header, schema: {type: string}}",
        "the header `Content-Type` is a parameter";
    notes_keyword_beside_reference:
        "next: {$ref: '#/components/schemas/Thing'}" => "next: {$ref: '#/components/schemas/Thing', nullable: true}",
        "ignored `nullable` next to the `$ref` of a schema, first at #/components/schemas/Thing/properties/next";
    notes_response_without_description:
        "'204':\n          description: ''" => "'204':", "a response has no `description`";
    notes_response_with_null_description:
        "'204':\n          description: ''" => "'204':\n          description:", "a response has no `description`";
    notes_null_media_type:
        "application/vnd.atlas.2023-01-01+json: {}" => "application/vnd.atlas.2023-01-01+json:",
        "`application/vnd.atlas.2023-01-01+json` is null, and counts as an empty media type";
    notes_null_parameters:
        "  /things/{thingId}:\n" => "  /things/{thingId}:\n    parameters:\n", "`parameters` is null";
    notes_numeric_version: "version: '1'" => "version: 1", "`version` of an info object is `1`";
    notes_repeated_tag:
        "operationId: updateThing\n      tags: [Things]" => "operationId: updateThing\n      tags: [Things, Things]",
        "`tags` of an operation has `\"Things\"` twice";
    notes_second_tag:
        "operationId: updateThing\n      tags: [Things]" => "operationId: updateThing\n      tags: [Things, Others]",
        "several tags, of which the first counts: Things, Others";
    notes_version_that_contradicts_media_type:
        "x-xgen-version: '2023-01-01'" => "x-xgen-version: application/vnd.atlas.2023-01-01+json",
        "is stated as `application/vnd.atlas.2023-01-01+json`, and elsewhere as `2023-01-01`";
    notes_repeated_enum_value: "enum: [S, M]" => "enum: [S, M, S]", "`enum` of a schema has `\"S\"` twice";
    notes_null_enum_value: "enum: [S, M]" => "enum: [S, M, null]", "`an item of enum` is null";
    notes_inline_error_schema:
        "notFound: {description: ''}" =>
        "notFound: {description: '', content: {application/json: {schema: {type: object}}}}",
        "the schema of an error response has no name";
    notes_single_item_instead_of_list:
        "required: [id]" => "required: id", "`required` of a schema is `\"id\"`";
    notes_flag_that_is_text:
        "id: {type: string, readOnly: true}" => "id: {type: string, readOnly: 'true'}", "`readOnly` of a schema";
    notes_optional_path_parameter:
        "tags: [Things]\n      parameters:\n      - {name: thingId, in: path, required: true, schema: {type: string}}\n      requestBody" =>
        "tags: [Things]\n      parameters:\n      - {name: thingId, in: path, schema: {type: string}}\n      requestBody",
        "`thingId` is not marked as required";
    notes_repeated_parameter:
        "      - $ref: '#/components/parameters/limit'" =>
        "      - $ref: '#/components/parameters/limit'\n      - $ref: '#/components/parameters/limit'",
        "`parameters` of an operation has `limit` twice";
}

/// Makes a change to the spec that changes the crate, and looks for the note.
#[track_caller]
fn noted(old: &str, new: &str, note: &str) {
    assert_eq!(
        BASE.matches(old).count(),
        1,
        "`{old}` must occur in the spec once"
    );
    let notes = notes(&BASE.replacen(old, new, 1));
    assert!(notes.iter().any(|it| it.contains(note)), "{notes:#?}");
}

#[test]
fn notes_what_it_does_with_gaps() {
    for (old, new, note) in [
        (
            "application/vnd.atlas.2024-08-05+json:",
            "application/vnd.atlas.2024-08-05+xml:",
            "unknown format `application/vnd.atlas.2024-08-05+xml`: the response is returned as bytes",
        ),
        (
            "application/vnd.atlas.2024-08-05+json:",
            "application/json:",
            "an operation has no version, and others have one: it is in the modules of version 1",
        ),
        (
            "          application/vnd.atlas.2023-01-01+json:\n            schema:",
            "          application/json:\n            schema:",
            "the media type of a request body has no version: all versions take it",
        ),
        (
            "          application/vnd.atlas.2023-01-01+json:\n            schema:",
            "          application/vnd.atlas.2023-05-05+json:\n            schema:",
            "version 2023-01-01 has no request body, and no response has version 2023-05-05",
        ),
        (
            "          application/vnd.atlas.2023-01-01+json:\n            schema:",
            "          application/json: {}\n          application/vnd.atlas.2023-01-01+json:\n            schema:",
            "ignored the request body of version 1: no response has this version",
        ),
        (
            "application/vnd.atlas.2023-01-01+json: {}",
            "application/vnd.atlas.2023-01-01+json: {schema: {type: object}}",
            "ignored the schema of the response 204, which never has a body",
        ),
        (
            "  /things/{thingId}:",
            "  /things/{thingId}/{partId}:",
            "the path parameter `partId` is not declared, and is a string",
        ),
        (
            "tags: {type: array, items: {type: string}}",
            "tags: {type: array}",
            "an array has no `items`, which OpenAPI requires",
        ),
        (
            "    Name: {type: string}",
            "    Name: {nullable: true}",
            "a schema has no type, and is read as any JSON",
        ),
        (
            "id: {type: string, readOnly: true}",
            "id: {type: string, readOnly: true, x-sunset: '2026-01-01'}",
            "unknown extension `x-sunset` in a schema",
        ),
    ] {
        noted(old, new, note);
    }
}

#[test]
fn notes_operation_without_tag() {
    let spec = BASE.replacen(
        "operationId: updateThing\n      tags: [Things]",
        "operationId: updateThing",
        1,
    );
    let notes = notes(&spec);
    assert!(
        notes
            .iter()
            .any(|it| it.contains("in the module `untagged`")),
        "{notes:#?}"
    );
}

#[test]
fn notes_missing_parts_of_info() {
    for (old, new) in [
        ("title: Broken specs, ", ""),
        (", version: '1'", ""),
        ("info: {title: Broken specs, version: '1'}\n", ""),
        ("info: {title: Broken specs, version: '1'}", "info:"),
    ] {
        let notes = notes(&BASE.replacen(old, new, 1));
        assert!(
            notes.iter().any(|it| it.contains("which OpenAPI requires")),
            "{notes:#?}"
        );
    }
}

/// YAML reads these as numbers.
#[test]
fn reads_unquoted_whole_numbers_as_text() {
    let spec = BASE.replacen("enum: [S, M]", "enum: [7, 8]", 1);
    assert!(run(&inputs(&spec)).unwrap().contains("\"7\""));
}

#[test]
fn ignores_byte_order_mark() {
    let spec = format!("\u{feff}{BASE}");
    assert_eq!(run(&inputs(&spec)).unwrap(), run(&inputs(BASE)).unwrap());
    let broken = spec.replacen("type: integer", "type: whole", 1);
    let error = run(&inputs(&broken)).unwrap_err();
    assert_eq!(error.location.position.map(|it| it.line), Some(41));
}

/// An upcoming version is behind the feature `preview`, in a separate module.
#[test]
fn upcoming_version_is_a_preview() {
    let upcoming = "application/vnd.atlas.2025-01-01.upcoming+json: {}";
    let old = "application/vnd.atlas.2023-01-01+json: {}";
    let spec = BASE.replacen(old, &format!("{old}\n            {upcoming}"), 1);
    let made = generate(&inputs(&spec), Mode::Strict).unwrap();
    assert_eq!(made.counts.previews, 1);
    let files = made.files(Docs::Facts).unwrap().sources;
    assert!(
        files.contains_key("things/v2025_01_01_upcoming.rs"),
        "{:?}",
        files.keys()
    );
    let newest = &files["things/mod.rs"];
    assert!(newest.contains("v2023_01_01"), "{newest}");
    assert!(newest.contains("feature = \"preview\""), "{newest}");
}

/// No version lives that long.
#[test]
fn ignores_sunset_in_distant_future() {
    for (date, is_known) in [
        ("9999-12-31", false),
        ("2099-12-31", false),
        ("2031-01-01", true),
    ] {
        let spec = BASE.replacen("x-sunset: '2026-01-01'", &format!("x-sunset: '{date}'"), 1);
        let made = generate(&inputs(&spec), Mode::Strict).unwrap();
        let versions = made.model.operations.iter().flat_map(|it| &it.versions);
        assert_eq!(
            versions.filter(|it| it.sunset.is_some()).count(),
            usize::from(is_known)
        );
    }
}

/// A stream of such a list would end after the first page.
#[test]
fn cursor_list_gets_no_stream() {
    let list = "application/vnd.atlas.2024-08-05+json:\n              schema: {type: array,";
    assert!(BASE.contains(list));
    assert!(run(&inputs(BASE)).unwrap().contains("list"));
    for parameter in ["cursor", "pageToken", "next_page_token", "startingAfter"] {
        let new = format!("name: {parameter}, in: query");
        let notes = notes(&BASE.replacen("name: color, in: query", &new, 1));
        assert!(
            notes.iter().any(|it| it.contains("pages by a cursor")),
            "{notes:#?}"
        );
    }
    let notes = notes(&BASE.replacen("name: color, in: query", "name: pageNum, in: query", 1));
    assert_eq!(notes, Vec::<String>::new());
}

#[test]
fn leaves_out_operation() {
    let corrections = "- leave-out: PATCH /things/{thingId}\n  reason: Its body is odd.\n";
    let odd = "Square:\n      not: {type: string}";
    // `Shape` is only used by the body of this operation.
    let spec = BASE.replacen(
        "Shape:\n      type: object",
        "Shape:\n      not: {}\n      type: object",
        1,
    );
    assert!(run(&inputs(&spec)).is_err(), "{odd}");
    let mut inputs = inputs(&spec);
    inputs.corrections = Some(Source::new("corrections.yaml", corrections));
    let made = generate(&inputs, Mode::Strict).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(made.counts.left_out, ["PATCH /things/{thingId}"]);
    assert_eq!(made.counts.skipped, Vec::<String>::new());
    assert_eq!(made.model.operations.len(), 1);

    inputs.corrections = Some(Source::new(
        "corrections.yaml",
        corrections.replace("PATCH", "PUT"),
    ));
    let error = generate(&inputs, Mode::Strict).unwrap_err();
    assert_eq!(
        error.message,
        "the spec has no operation `PUT /things/{thingId}`"
    );
}
