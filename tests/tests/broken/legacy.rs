//! Specs of legacy APIs that don't fit the spec of the crate.

use generator::plan::Reason;
use generator::{Error, Inputs, LegacyInputs, Mode, Source, generate, words};

use crate::{BASE, inputs, refusal_of, run, snapshot_file};

const LEGACY: &str = "\
openapi: 3.0.1
info: {title: An older API, version: v1.0}
servers: [{url: https://localhost/old}]
paths:
  /things/{THING-ID}:
    get:
      operationId: getThing
      deprecated: true
      x-atlas-api-replaced-by: GET /things/{thingId}
      tags: [Things]
      parameters:
      - {name: THING-ID, in: path, required: true, schema: {type: string}}
      responses:
        '200': {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
components:
  schemas:
    Thing: {type: object, properties: {name: {type: string}}}
";

/// A spec with that of a legacy API.
fn with(spec: &str, name: &str, text: &str) -> Inputs {
    Inputs {
        legacy: vec![LegacyInputs {
            name: name.to_owned(),
            spec: Source::new("legacy.yaml", text),
            descriptions: None,
        }],
        ..inputs(spec)
    }
}

#[test]
fn legacy_api_gets_module_and_feature() {
    let rust = run(&with(BASE, "v1", LEGACY)).unwrap();
    let start = rust.find("pub mod v1").expect("there is a module");
    for text in [
        "#[cfg(feature = \"v1\")]\npub mod v1",
        "use `atlas_api::things::get_thing` (feature `things`)\")]",
        "version: \"v1.0\"",
        "media_type: \"application/json\"",
        "pub mod v1 {\n    use crate::rt;\n\n    rt::operations! {\n        things::GetThing,\n    }\n",
    ] {
        assert_eq!(rust.matches(text).count(), 1, "{text}\n{}", &rust[start..]);
    }
    // Each API has its own type with this name.
    assert_eq!(rust.matches("pub struct Thing {").count(), 2);
}

#[test]
fn rejects_legacy_api_named_like_tag() {
    let error = refusal_of(&with(BASE, "things", LEGACY));
    snapshot_file("rejects_legacy_api_named_like_tag", "", &error);
}

#[test]
fn rejects_legacy_api_with_invalid_module_name() {
    let error = refusal_of(&with(BASE, "v1.0", LEGACY));
    snapshot_file("rejects_legacy_api_with_invalid_module_name", "", &error);
}

#[test]
fn rejects_legacy_apis_with_same_name() {
    let mut inputs = with(BASE, "v1", LEGACY);
    inputs.legacy.push(inputs.legacy[0].clone());
    let error = refusal_of(&inputs);
    snapshot_file("rejects_legacy_apis_with_same_name", "", &error);
}

#[test]
fn rejects_legacy_api_without_server() {
    let line = "servers: [{url: https://localhost/old}]\n";
    let error = refusal_of(&with(BASE, "v1", &LEGACY.replace(line, "")));
    snapshot_file("rejects_legacy_api_without_server", "", &error);
}

#[test]
fn rejects_dated_version_in_legacy_api() {
    let dated = "application/vnd.atlas.2024-08-05+json";
    let error = refusal_of(&with(
        BASE,
        "v1",
        &LEGACY.replace("application/json", dated),
    ));
    snapshot_file("rejects_dated_version_in_legacy_api", dated, &error);
}

#[test]
fn rejects_retired_version_in_legacy_api() {
    let media = "application/json: {x-atlas-api-retired: '2026-01-01', ";
    let text = LEGACY.replace("application/json: {", media);
    let error = refusal_of(&with(BASE, "v1", &text));
    snapshot_file("rejects_retired_version_in_legacy_api", media, &error);
}

#[test]
fn rejects_legacy_operation_without_replacement() {
    let line = "      x-atlas-api-replaced-by: GET /things/{thingId}\n";
    let error = refusal_of(&with(BASE, "v1", &LEGACY.replace(line, "")));
    snapshot_file("rejects_legacy_operation_without_replacement", "", &error);
}

#[test]
fn rejects_missing_replacement() {
    let text = LEGACY.replace("GET /things", "PUT /things");
    let error = refusal_of(&with(BASE, "v1", &text));
    let line = "x-atlas-api-replaced-by: PUT /things/{thingId}";
    snapshot_file("rejects_missing_replacement", line, &error);
}

#[test]
fn deprecates_operations_of_legacy_api() {
    let text = LEGACY.replace("      deprecated: true\n", "");
    let rust = run(&with(BASE, "v1", &text)).unwrap();
    assert_eq!(
        rust.matches("note = \"the operation has been replaced; use")
            .count(),
        1
    );
    assert_eq!(rust.matches("deprecated: true").count(), 1);
}

#[test]
fn notes_on_legacy_api_name_its_file() {
    let text = LEGACY.replace("deprecated: true", "x-new: true");
    let notes = [
        "legacy.yaml: unknown extension `x-new` in an operation, first at \
         #/paths/~1things~1{THING-ID}/get",
    ];
    assert_eq!(notes_with(BASE, &text), notes);
}

/// The notes on a spec and that of a legacy API.
fn notes_with(spec: &str, legacy: &str) -> Vec<String> {
    let made = generate(&with(spec, "v1", legacy), Mode::Strict);
    let made = made.unwrap_or_else(|error| panic!("{error}"));
    made.plan.notes.iter().map(words::note).collect()
}

#[test]
fn rejects_replacement_without_stable_version() {
    let dated = "application/vnd.atlas.2023-01-01+json:";
    let preview = "application/vnd.atlas.preview+json:";
    let base = BASE.replace(&format!("{dated} {{}}"), &format!("{preview} {{}}"));
    let base = base.replace(
        &format!("{dated}\n            schema: {{$ref: '#/components/schemas/Shape'}}"),
        &format!("{preview}\n            schema: {{$ref: '#/components/schemas/Shape'}}"),
    );
    let text = LEGACY.replace("GET /things", "PATCH /things");
    let error = refusal_of(&with(&base, "v1", &text));
    let line = "x-atlas-api-replaced-by: PATCH /things/{thingId}";
    snapshot_file("rejects_replacement_without_stable_version", line, &error);
}

#[test]
fn rejects_replacement_without_method_and_path() {
    for (name, replaced_by) in [
        ("that_is_a_number", "5"),
        ("in_lowercase", "get /things/{thingId}"),
    ] {
        let text = LEGACY.replace("GET /things/{thingId}", replaced_by);
        let error = refusal_of(&with(BASE, "v1", &text));
        let line = format!("x-atlas-api-replaced-by: {replaced_by}");
        snapshot_file(&format!("rejects_replacement_{name}"), &line, &error);
    }
}

#[test]
fn notes_replacement_outside_legacy_api() {
    let line = "      x-atlas-api-replaced-by: GET /things\n";
    let base = BASE.replace("    patch:\n", &format!("    patch:\n{line}"));
    let notes = notes_with(&base, LEGACY);
    let [note] = &notes[..] else {
        panic!("one note: {notes:?}");
    };
    assert!(note.contains("patch/x-atlas-api-replaced-by"), "{note}");
}

#[test]
fn notes_deprecated_replacement() {
    let base = BASE.replace("    get:\n", "    get:\n      deprecated: true\n");
    let place = "(legacy.yaml:9:7 #/paths/~1things~1{THING-ID}/get/x-atlas-api-replaced-by)";
    let why = "the replacement is itself deprecated";
    assert_eq!(notes_with(&base, LEGACY), [format!("{why} {place}")]);
}

#[test]
fn lenient_run_keeps_valid_operations() {
    let text = LEGACY.replace("GET /things", "PUT /things");
    let made = generate(&with(BASE, "v1", &text), Mode::Lenient).unwrap();
    let item = &made.plan.legacy[0].plan.modules["things"].operations[0];
    let deprecation = item.deprecation.as_ref().unwrap();
    assert_eq!(
        (&deprecation.reasons[..], &deprecation.successor),
        (&[Reason::Operation][..], &None)
    );
    let [Error { message, .. }] = &made.stale[..] else {
        panic!("one does not fit: {:?}", made.stale);
    };
    assert_eq!(message, "no operation `PUT /things/{thingId}`");
}
