//! Our own descriptions: where each appears, what lacks one, and which are rejected.

use generator::{Docs, Error, Inputs, LegacyInputs, Mode, Source, generate};

const SPEC: &str = "\
openapi: 3.0.1
info: {title: Things, version: '2.0'}
servers: [{url: https://localhost}]
paths:
  /things/{thingId}:
    get:
      operationId: getThing
      tags: [Things]
      parameters:
      - {name: thingId, in: path, required: true, schema: {type: string}}
      - {name: precision, in: query, schema: {type: boolean}}
      responses:
        '200':
          description: ''
          content:
            application/vnd.atlas.2023-01-01+json:
              schema: {$ref: '#/components/schemas/Thing'}
components:
  schemas:
    Thing:
      type: object
      properties:
        color: {type: string, enum: [RED, BLUE]}
        weight: {type: integer}
";

fn inputs(files: &[(&str, &str)]) -> Inputs {
    let files = files.iter();
    Inputs {
        spec: Source::new("spec.yaml", SPEC),
        descriptions: files
            .map(|(name, text)| Source::new(*name, *text))
            .collect(),
        ..Inputs::default()
    }
}

fn refused(files: &[(&str, &str)]) -> Error {
    generate(&inputs(files), Mode::Strict).expect_err("the description is refused")
}

#[test]
fn documentation_contains_descriptions() {
    let things = "\
tags:
  Things: Whatever has a weight.
operations:
  getThing: Weighs a thing.
parameters:
  getThing.thingId: Which thing to weigh.
types:
  Thing: What can be weighed.
properties:
  Thing.color: How it looks.
values:
  Thing.color:
    RED: Like blood.
";
    let defaults = "\
parameters:
  precision: How many digits to give.
properties:
  color: Never seen, as the type has its own.
  weight: In grams.
";
    let files = [("things.yaml", things), ("defaults.yaml", defaults)];
    let made = generate(&inputs(&files), Mode::Strict).unwrap();
    assert_eq!(made.coverage.percent(), 100);
    assert_eq!(made.coverage.missing, [""; 0]);
    assert_eq!(made.coverage.gone, [""; 0]);
    let rust = made.single_file(Docs::Facts, "tests").unwrap();
    for text in [
        "Whatever has a weight.",
        "Weighs a thing.",
        "Which thing to weigh.",
        "What can be weighed.",
        "Like blood.",
        "How many digits to give.",
        "In grams.",
    ] {
        assert!(rust.contains(text), "{text}\n{rust}");
    }
    // The field, its setter, and the enum, which takes the description of its property.
    assert!(rust.contains("How it looks."));
    assert!(!rust.contains("Never seen"));
    assert!(
        !made
            .single_file(Docs::None, "tests")
            .unwrap()
            .contains("In grams.")
    );
}

#[test]
fn search_finds_an_operation_by_its_aliases() {
    let text = "aliases: {getThing: [weigh, how heavy]}";
    let made = generate(&inputs(&[("things.yaml", text)]), Mode::Strict).unwrap();
    let rust = made.single_file(Docs::Facts, "tests").unwrap();
    assert!(rust.contains("#[doc(alias = \"how heavy\")]"), "{rust}");
}

#[test]
fn reports_alias_of_missing_operation() {
    let text = "aliases: {getThings: [weigh]}";
    let made = generate(&inputs(&[("things.yaml", text)]), Mode::Strict).unwrap();
    assert_eq!(made.coverage.gone, ["aliases getThings"]);
}

#[test]
fn rejects_alias_that_is_not_a_search_term() {
    for alias in ["Weigh", "how  heavy", "\"heavy\"", "weigh-it", ""] {
        let text = serde_json::json!({"aliases": {"getThing": [alias]}}).to_string();
        let error = refused(&[("things.yaml", &text)]);
        assert_eq!(error.message, format!("`{alias}` is not a search term"));
    }
}

#[test]
fn lists_missing_descriptions() {
    let text = "properties: {Thing.color: How it looks., Thing.size: How far it reaches.}";
    let made = generate(&inputs(&[("things.yaml", text)]), Mode::Strict).unwrap();
    assert_eq!(
        made.coverage.missing,
        [
            "tag Things",
            "operation getThing",
            "parameter getThing.thingId",
            "parameter getThing.precision",
            "property Thing.weight",
            "type Thing",
        ]
    );
    assert_eq!(made.coverage.gone, ["property Thing.size"]);
    assert_eq!(made.coverage.properties.percent(), 50);
    assert_eq!(made.coverage.percent(), 0);
}

#[test]
fn rejects_description_that_only_repeats_the_name() {
    let error = refused(&[(
        "things.yaml",
        "properties:\n  Thing.color: The color of the thing.\n",
    )]);
    assert_eq!(
        error.message,
        "`The color of the thing.` only repeats the name of its place"
    );
    assert_eq!(
        error.location.to_string(),
        "things.yaml:2:3 #/properties/Thing.color"
    );
}

#[test]
fn rejects_second_description() {
    for text in [
        "types: {Thing: What can be weighed.}",
        "values: {Thing.color: {RED: Like blood.}}",
    ] {
        let error = refused(&[("a.yaml", text), ("b.yaml", text)]);
        assert!(
            error.message.ends_with("is described in another file too"),
            "{error}"
        );
        assert_eq!(error.location.file, "b.yaml");
    }
}

#[test]
fn rejects_unknown_section() {
    let error = refused(&[("things.yaml", "fields: {Thing.color: How it looks.}")]);
    assert!(error.to_string().contains("fields"), "{error}");
}

#[test]
fn rejects_file_that_is_text() {
    let error = refused(&[("things.yaml", "hello")]);
    let expected = "expected a mapping with sections of descriptions";
    assert!(error.message.ends_with(expected), "{error}");
}

/// Operations of the two APIs have separate ids, and everything else may belong to either.
#[test]
fn reports_operations_that_no_api_has() {
    let text = "operations: {getThing: Weighs., getThings: Weighs all.}\n\
                aliases: {getThings: [weigh]}\n\
                properties: {Old.size: How far it reaches., Older.size: How far it reached.}";
    let own = "operations: {getOld: Weighs., getOlder: Weighs too.}";
    let legacy = SPEC
        .replace("getThing", "getOld")
        .replace("Thing:", "Old:")
        .replace("schemas/Thing", "schemas/Old")
        .replace("weight:", "size:")
        .replace("application/vnd.atlas.2023-01-01+json", "application/json")
        .replace(
            "tags:",
            "x-atlas-api-replaced-by: GET /things/{thingId}\n      tags:",
        );
    let inputs = Inputs {
        legacy: vec![LegacyInputs {
            name: "v1".to_owned(),
            spec: Source::new("legacy.yaml", legacy),
            descriptions: Some(Source::new("v1.yaml", own)),
        }],
        ..inputs(&[("things.yaml", text)])
    };
    let made = generate(&inputs, Mode::Strict).unwrap();
    assert_eq!(
        made.coverage.gone,
        [
            "operation getThings",
            "property Older.size",
            "aliases getThings",
            "operation getOlder"
        ]
    );
}
