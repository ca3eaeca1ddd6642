//! Other documents in the crate, which do not fit the one that it is made of.

use generator::plan::Edition;
use generator::{Document, lower, plan};

use crate::{BASE, Beside, refusal_beside, run, snapshot_file};

const EDITION: &str = "\
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

fn beside<'a>(name: &'a str, text: &'a str) -> Beside<'a> {
    Beside {
        edition: Some((name, text)),
        ..Beside::default()
    }
}

#[test]
fn an_edition_has_a_module_and_a_feature_of_its_own() {
    let rust = run(BASE, &beside("v1", EDITION)).unwrap();
    let start = rust.find("pub mod v1").expect("there is a module");
    for text in [
        "#[cfg(feature = \"v1\")]\npub mod v1",
        "use `atlas_api::things::get_thing` (feature `things`)\")]",
        "version: \"v1.0\"",
        "media_type: \"application/json\"",
        "<super::v1::things::GetThing as crate::rt::Operation>::META",
    ] {
        assert_eq!(rust.matches(text).count(), 1, "{text}\n{}", &rust[start..]);
    }
    // Each has its own type of the name.
    assert_eq!(rust.matches("pub struct Thing {").count(), 2);
}

#[test]
fn an_edition_is_not_called_like_a_tag() {
    let error = refusal_beside(BASE, &beside("things", EDITION));
    snapshot_file("an_edition_is_not_called_like_a_tag", "", &error);
}

#[test]
fn an_edition_has_the_name_of_a_module() {
    let error = refusal_beside(BASE, &beside("v1.0", EDITION));
    snapshot_file("an_edition_has_the_name_of_a_module", "", &error);
}

#[test]
fn two_editions_have_two_names() {
    let read = |text: &str| Document::parse("edition.yaml", text);
    let edition = || Edition::new("v1", read(EDITION)?);
    let add_twice = || {
        let api = lower::lower(&read(BASE)?)?;
        let mut plan = plan::plan(&api)?;
        plan.add(edition()?)?;
        plan.add(edition()?)
    };
    let error = add_twice().expect_err("there are two of a name");
    snapshot_file("two_editions_have_two_names", "", &error.to_string());
}

#[test]
fn an_edition_has_a_server() {
    let line = "servers: [{url: https://localhost/old}]\n";
    let error = refusal_beside(BASE, &beside("v1", &EDITION.replace(line, "")));
    snapshot_file("an_edition_has_a_server", "", &error);
}

#[test]
fn an_edition_has_one_version() {
    let dated = "application/vnd.atlas.2024-08-05+json";
    let error = refusal_beside(
        BASE,
        &beside("v1", &EDITION.replace("application/json", dated)),
    );
    snapshot_file("an_edition_has_one_version", dated, &error);
}

#[test]
fn of_an_edition_nothing_is_withdrawn() {
    let media = "application/json: {x-atlas-api-retired: '2026-01-01', ";
    let text = EDITION.replace("application/json: {", media);
    let error = refusal_beside(BASE, &beside("v1", &text));
    snapshot_file("of_an_edition_nothing_is_withdrawn", media, &error);
}

#[test]
fn an_operation_of_an_edition_is_replaced() {
    let line = "      x-atlas-api-replaced-by: GET /things/{thingId}\n";
    let error = refusal_beside(BASE, &beside("v1", &EDITION.replace(line, "")));
    snapshot_file("an_operation_of_an_edition_is_replaced", "", &error);
}

#[test]
fn what_replaces_an_operation_is_there() {
    let text = EDITION.replace("GET /things", "PUT /things");
    let error = refusal_beside(BASE, &beside("v1", &text));
    let line = "x-atlas-api-replaced-by: PUT /things/{thingId}";
    snapshot_file("what_replaces_an_operation_is_there", line, &error);
}

#[test]
fn operations_of_an_edition_are_deprecated() {
    let text = EDITION.replace("      deprecated: true\n", "");
    let rust = run(BASE, &beside("v1", &text)).unwrap();
    assert_eq!(
        rust.matches("note = \"the operation is replaced; use")
            .count(),
        1
    );
    assert_eq!(rust.matches("deprecated: true").count(), 1);
}

#[test]
fn notes_of_an_edition_are_told_with_its_file() {
    let text = EDITION.replace("deprecated: true", "x-new: true");
    let notes = [
        "edition.yaml: unknown extension `x-new` in a operation, first at \
         #/paths/~1things~1{THING-ID}/get",
    ];
    assert_eq!(notes_with(BASE, &text), notes);
}

/// What a maintainer is told of a document and an edition.
fn notes_with(document: &str, edition: &str) -> Vec<String> {
    let read = |file: &str, text: &str| Document::parse(file, text);
    let run = || {
        let mut plan = plan::plan(&lower::lower(&read("base.yaml", document)?)?)?;
        plan.add(Edition::new("v1", read("edition.yaml", edition)?)?)?;
        Ok::<_, generator::Error>(plan.notes)
    };
    run().unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn what_replaces_an_operation_has_a_stable_version() {
    let dated = "application/vnd.atlas.2023-01-01+json:";
    let preview = "application/vnd.atlas.preview+json:";
    let base = BASE.replace(&format!("{dated} {{}}"), &format!("{preview} {{}}"));
    let base = base.replace(
        &format!("{dated}\n            schema: {{$ref: '#/components/schemas/Shape'}}"),
        &format!("{preview}\n            schema: {{$ref: '#/components/schemas/Shape'}}"),
    );
    let text = EDITION.replace("GET /things", "PATCH /things");
    let error = refusal_beside(&base, &beside("v1", &text));
    let line = "x-atlas-api-replaced-by: PATCH /things/{thingId}";
    snapshot_file(
        "what_replaces_an_operation_has_a_stable_version",
        line,
        &error,
    );
}

#[test]
fn what_replaces_an_operation_is_a_method_and_a_path() {
    for (name, replaced_by) in [("number", "5"), ("lower_case", "get /things/{thingId}")] {
        let text = EDITION.replace("GET /things/{thingId}", replaced_by);
        let error = refusal_beside(BASE, &beside("v1", &text));
        let line = format!("x-atlas-api-replaced-by: {replaced_by}");
        snapshot_file(
            &format!("what_replaces_an_operation_is_no_{name}"),
            &line,
            &error,
        );
    }
}

#[test]
fn only_operations_of_editions_are_replaced() {
    let line = "      x-atlas-api-replaced-by: GET /things\n";
    let base = BASE.replace("    patch:\n", &format!("    patch:\n{line}"));
    let notes = notes_with(&base, EDITION);
    let [note] = &notes[..] else {
        panic!("one note: {notes:?}");
    };
    assert!(note.contains("patch/x-atlas-api-replaced-by"), "{note}");
}

#[test]
fn what_replaces_an_operation_is_not_deprecated_itself() {
    let base = BASE.replace("    get:\n", "    get:\n      deprecated: true\n");
    let place = "(edition.yaml:9:7 #/paths/~1things~1{THING-ID}/get/x-atlas-api-replaced-by)";
    let why = "what replaces the operation has to be replaced: the operation is deprecated";
    assert_eq!(notes_with(&base, EDITION), [format!("{why} {place}")]);
}

#[test]
fn another_document_has_what_fits_of_an_edition() {
    let read = |text: &str| Document::parse("edition.yaml", text);
    let add = |text: &str| {
        let mut plan = plan::plan(&lower::lower(&read(BASE)?)?)?;
        let stale = plan.add_what_fits(Edition::new("v1", read(text)?)?)?;
        Ok::<_, generator::Error>((plan, stale))
    };
    let (plan, stale) = add(&EDITION.replace("GET /things", "PUT /things")).unwrap();
    let item = &plan.editions[0].plan.modules["things"].operations[0];
    assert_eq!(
        item.deprecation.as_deref(),
        Some("the operation is deprecated")
    );
    let [error] = &stale[..] else {
        panic!("one does not fit: {stale:?}");
    };
    assert_eq!(
        error.message,
        "there is no operation `PUT /things/{thingId}`"
    );
}
