//! The contents of the documentation: links, facts and examples.

use generator::{Docs, Inputs, Mode, Source, generate};

/// Two tags share `Size`, and `Pet` changes with the second version.
const SPEC: &str = "\
openapi: 3.0.1
info: {title: Pets, version: '2.0'}
servers: [{url: https://localhost}]
paths:
  /pets/{petId}:
    get:
      operationId: getPet
      summary: Return One Pet
      tags: [Pets]
      parameters:
      - {name: petId, in: path, required: true, schema: {type: string, example: 10.0.0.1%2F24}}
      - {name: size, in: query, schema: {$ref: '#/components/schemas/Size'}}
      responses:
        '200':
          description: ''
          content:
            application/vnd.atlas.2023-01-01+json:
              schema: {$ref: '#/components/schemas/OldPet'}
            application/vnd.atlas.2024-01-01+json:
              schema: {$ref: '#/components/schemas/Pet'}
            application/vnd.atlas.2024-01-01+csv:
              schema: {type: string, format: binary}
  /toys:
    post:
      operationId: createToy
      tags: [Toys]
      requestBody:
        required: true
        content:
          application/vnd.atlas.2024-01-01+json:
            schema: {$ref: '#/components/schemas/Toy'}
      responses: {'204': {description: '', content: {application/vnd.atlas.2024-01-01+json: {}}}}
components:
  schemas:
    OldPet:
      type: object
      properties: {name: {type: string}, tail: {type: boolean}}
    Pet:
      type: object
      properties: {name: {type: string}, age: {type: integer}}
    Size: {type: string, enum: [SMALL, LARGE]}
    Toy:
      type: object
      required: [label, size]
      properties:
        label: {type: string, example: ball}
        size: {$ref: '#/components/schemas/Size'}
        weight: {type: integer, readOnly: true, minimum: 1, example: 7}
        remark: {type: string, example: Bought in a shop}
";

fn sources() -> String {
    let inputs = Inputs {
        spec: Source::new("spec.yaml", SPEC),
        ..Inputs::default()
    };
    let files = generate(&inputs, Mode::Strict).unwrap();
    let sources = files.files(Docs::Facts).unwrap().sources;
    sources.into_values().collect::<Vec<_>>().join("\n")
}

fn assert_has(texts: &[&str]) {
    let sources = sources();
    for text in texts {
        assert!(sources.contains(text), "no `{text}` in\n{sources}");
    }
}

#[test]
fn type_links_to_its_operations_and_containers() {
    assert_has(&[
        "/// Returned by [`pets::get_pet`](super::super::pets::get_pet).",
        "/// Sent by [`toys::create_toy`](super::super::toys::create_toy).",
    ]);
}

#[test]
fn link_to_other_tag_is_behind_its_feature() {
    assert_has(&[
        "#[cfg_attr(feature = \"pets\", doc = \" A parameter of [`pets::get_pet`](super::super::pets::get_pet),",
        "#[cfg_attr(not(feature = \"pets\"), doc = \" A parameter of `pets::get_pet`, `pets::get_pet_csv`.\")]",
        "#[cfg_attr(feature = \"toys\", doc = \" Part of [`Toy`](super::Toy).\")]",
    ]);
}

#[test]
fn property_names_first_and_last_version() {
    assert_has(&[
        "/// `age`. Since version 2024-01-01.",
        "/// `tail`. Until version 2023-01-01.",
        "/// `name`.\n",
    ]);
}

#[test]
fn property_lists_its_constraints() {
    assert_has(&[
        "/// `label`. Required in requests.",
        "/// `size`. Required in requests. One of `SMALL`, `LARGE`.",
        "/// `weight`. Read-only. At least 1.",
        "/// `size` (query). One of `SMALL`, `LARGE`.",
    ]);
}

/// Not if it is prose, or escaped for a URL, which the crate does itself.
#[test]
fn property_has_the_example_of_the_spec() {
    assert_has(&[
        "/// `label`. Required in requests. Example: `ball`.\n",
        "/// `weight`. Read-only. At least 1. Example: `7`.\n",
    ]);
    let sources = sources();
    assert!(!sources.contains("Bought") && !sources.contains("%2F"));
}

#[test]
fn operation_names_its_result_and_other_versions() {
    assert_has(&[
        "/// Returns [`Pet`](types::Pet).",
        "/// Returns no content.",
        "/// Returns a CSV file:",
        "/// Optional: [`size`](GetPet::size).",
        "/// Other versions: [2023-01-01](super::v2023_01_01::get_pet).",
        "/// In the API reference: Return One Pet as CSV.",
    ]);
}

#[test]
fn example_passes_required_arguments() {
    assert_has(&[
        "/// use atlas_api::pets;",
        "/// let operation = pets::v2023_01_01::get_pet(pet_id);",
        "/// let operation = toys::create_toy(types::Toy::new(label, types::Size::Small));",
        "/// # async fn example(client: atlas_api::Client, pet_id: &str) -> Result<(), atlas_api::Error> {",
    ]);
}
