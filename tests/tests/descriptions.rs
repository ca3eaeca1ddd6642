//! Our own descriptions: where each is found, what has none, and which ones are refused.

use generator::{Docs, Error, Inputs, Mode, Source, generate};

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
fn the_documentation_says_what_is_described() {
    let things = "\
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
    let rust = made.single_file(Docs::Facts).unwrap();
    for text in [
        "Weighs a thing.",
        "Which thing to weigh.",
        "What can be weighed.",
        "Like blood.",
        "How many digits to give.",
        "In grams.",
    ] {
        assert!(rust.contains(text), "{text}\n{rust}");
    }
    // The field, its setter and the enum, which is described by the property that it belongs to.
    assert!(rust.contains("How it looks."));
    assert!(!rust.contains("Never seen"));
    assert!(!made.single_file(Docs::None).unwrap().contains("In grams."));
}

#[test]
fn what_has_no_description_is_listed() {
    let text = "properties: {Thing.color: How it looks., Thing.size: How far it reaches.}";
    let made = generate(&inputs(&[("things.yaml", text)]), Mode::Strict).unwrap();
    assert_eq!(
        made.coverage.missing,
        [
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
fn a_description_that_repeats_the_name_is_refused() {
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
fn a_place_is_described_once() {
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
fn an_unknown_section_is_refused() {
    let error = refused(&[("things.yaml", "fields: {Thing.color: How it looks.}")]);
    assert!(error.to_string().contains("fields"), "{error}");
}
