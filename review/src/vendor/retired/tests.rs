//! Minimal specs before and after an update.

use generator::Document;
use generator::compatibility::apply;
use generator::source::escape;
use serde_json::json;

use super::*;

const V1: &str = "application/vnd.atlas.2023-01-01+json";
const V2: &str = "application/vnd.atlas.2024-01-01+json";
const PREVIEW: &str = "application/vnd.atlas.preview+json";

fn source(file: &str, tree: &Value) -> Source {
    Source::new(file, tree.to_string())
}

/// An operation that returns a schema in some media types.
fn operation(id: &str, schema: &str, media_types: &[&str]) -> Value {
    let schema = json!({"$ref": format!("#/components/schemas/{schema}")});
    let content = media_types
        .iter()
        .map(|it| ((*it).to_owned(), json!({"schema": schema})));
    let content: Map<_, _> = content.collect();
    json!({"operationId": id, "responses": {"200": {"description": "", "content": content}}})
}

/// A pet that has an owner, and a shop that has one too.
fn before() -> Value {
    let owner = json!({"properties": {"owner": {"$ref": "#/components/schemas/Owner"}}});
    json!({
        "paths": {
            "/pets/{id}": {"get": operation("getPet", "Pet", &[V1])},
            "/shops/{id}": {"get": operation("getShop", "Shop", &[V1, V2, PREVIEW])},
        },
        "components": {"schemas": {"Pet": owner, "Shop": owner, "Owner": {"type": "object"}}},
    })
}

/// The spec after a change.
fn after(change: impl FnOnce(&mut Value)) -> Value {
    let mut after = before();
    change(&mut after);
    after
}

fn remove(tree: &mut Value, pointer: &str) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let key = generator::source::unescape(key);
    let removed = tree
        .pointer_mut(parent)
        .unwrap()
        .as_object_mut()
        .unwrap()
        .remove(&key);
    assert!(removed.is_some(), "{pointer}");
}

/// The spec without the operation on pets, and without everything that only it needs.
fn without_pets() -> Value {
    after(|tree| {
        remove(tree, "/paths/~1pets~1{id}");
        remove(tree, "/components/schemas/Pet");
    })
}

fn content(media_type: &str) -> String {
    let media_type = escape(media_type);
    format!("/paths/~1shops~1{{id}}/get/responses/200/content/{media_type}")
}

fn updated(spec: &Value, retired: Option<&Value>, next: &Value, date: &str) -> Update {
    let retired = retired.map(|it| source("retired.yaml", it));
    let update = retire(&source("atlas.yaml", spec), retired.as_ref(), next, date).unwrap();
    // The same spec again changes nothing, and the retired operations fit the new spec.
    let retired = source("retired.yaml", &update.tree);
    let again = retire(
        &source("atlas.yaml", next),
        Some(&retired),
        next,
        "2099-01-01",
    )
    .unwrap();
    assert_eq!(again.tree, update.tree);
    assert!(again.moved.is_empty() && again.returned.is_empty());
    update
}

/// A spec with its retired operations.
fn merged(spec: &Value, retired: &Value) -> Document {
    let mut merged = source("atlas.yaml", spec).parse().unwrap();
    let retired = source("retired.yaml", retired);
    let applied = apply::<Retired>(Some(&retired), &mut merged, Mode::Strict, &mut Vec::new());
    applied.unwrap();
    merged
}

#[test]
fn keeps_a_retired_operation_with_its_own_components() {
    let next = without_pets();
    let update = updated(&before(), None, &next, "2026-01-31");
    let mut kept = operation("getPet", "Pet", &[V1]);
    kept["responses"]["200"]["content"][V1][RETIRED] = json!("2026-01-31");
    let pet = &before()["components"]["schemas"]["Pet"];
    let expected = json!({
        "paths": {"/pets/{id}": {"get": kept}},
        "components": {"schemas": {"Pet": pet}},
    });
    assert_eq!(update.tree, expected);
    let moved: Vec<_> = update.moved.iter().collect();
    assert_eq!(moved, [&format!("GET /pets/{{id}}: {V1}")]);

    let merged = merged(&next, &update.tree);
    let mut expected = before();
    expected["paths"]["/pets/{id}"]["get"]["responses"]["200"]["content"][V1][RETIRED] =
        json!("2026-01-31");
    assert_eq!(merged.tree(), &expected);
}

#[test]
fn keeps_a_component_that_the_spec_drops_later() {
    let first = updated(&before(), None, &without_pets(), "2026-01-31");
    let mut next = without_pets();
    remove(&mut next, "/components/schemas/Owner");
    next["components"]["schemas"]["Shop"] = json!({"type": "object"});
    let second = updated(&without_pets(), Some(&first.tree), &next, "2026-02-28");
    let names = |tree: &Value| {
        let names = fields(&tree["components"], "schemas");
        names.map(|(name, _)| name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(&first.tree), ["Pet"]);
    assert_eq!(names(&second.tree), ["Owner", "Pet"]);
    // The date of the first spec without the operation stays.
    assert!(second.moved.is_empty() && second.tree["paths"] == first.tree["paths"]);
}

#[test]
fn restored_operation_is_no_longer_retired() {
    let first = updated(&before(), None, &without_pets(), "2026-01-31");
    let second = updated(&without_pets(), Some(&first.tree), &before(), "2026-02-28");
    assert_eq!(second.tree, json!({"paths": {}, "components": {}}));
    assert_eq!(second.returned, first.moved);
}

#[test]
fn keeps_removed_dated_versions_of_an_operation() {
    let next = after(|tree| {
        remove(tree, &content(V1));
        remove(tree, &content(PREVIEW));
        // The names of the parameters don't matter.
        let item = tree["paths"]["/shops/{id}"].take();
        remove(tree, "/paths/~1shops~1{id}");
        tree["paths"]["/shops/{shopId}"] = item;
    });
    let update = updated(&before(), None, &next, "2026-01-31");
    let schema = json!({"$ref": "#/components/schemas/Shop"});
    let content = json!({V1: {"schema": schema, RETIRED: "2026-01-31"}});
    let responses = json!({"200": {"description": "", "content": content}});
    let expected = json!({"/shops/{shopId}": {"get": {"responses": responses}}});
    assert_eq!(update.tree["paths"], expected);
    assert_eq!(update.tree["components"], json!({}));

    // A retired version keeps its date when the whole operation is removed.
    let last = after(|tree| remove(tree, "/paths/~1shops~1{id}"));
    let update = updated(&next, Some(&update.tree), &last, "2026-02-28");
    let content = &update.tree["paths"]["/shops/{shopId}"]["get"]["responses"]["200"]["content"];
    assert_eq!(content[V1][RETIRED], "2026-01-31");
    assert_eq!(content[V2][RETIRED], "2026-02-28");
}

#[test]
fn keeps_the_body_of_a_retired_version() {
    let body = |media_types: &[&str]| {
        let content = media_types.iter().map(|it| ((*it).to_owned(), json!({})));
        json!({"content": content.collect::<Map<_, _>>(), "required": true})
    };
    let with_body = |media_types: &[&str]| {
        let mut spec = after(|tree| {
            tree["components"]["requestBodies"] = json!({"Body": body(media_types)});
            tree["components"]["responses"] =
                json!({"Shop": tree["paths"]["/shops/{id}"]["get"]["responses"]["200"]});
        });
        let get = &mut spec["paths"]["/shops/{id}"]["get"];
        get["requestBody"] = json!({"$ref": "#/components/requestBodies/Body"});
        get["responses"]["200"] = json!({"$ref": "#/components/responses/Shop"});
        spec
    };
    let mut next = with_body(&[V2]);
    let content = &mut next["components"]["responses"]["Shop"]["content"];
    content.as_object_mut().unwrap().remove(V1);
    let update = updated(&with_body(&[V1, V2]), None, &next, "2026-01-31");
    let kept = &update.tree["paths"]["/shops/{id}"]["get"];
    assert_eq!(kept["requestBody"], body(&[V1]));

    // The components stay as they are, because others may refer to them.
    let merged = merged(&next, &update.tree);
    let merged = merged.tree();
    assert_eq!(merged["components"], next["components"]);
    let get = &merged["paths"]["/shops/{id}"]["get"];
    assert_eq!(get["requestBody"], body(&[V1, V2]));
    assert_eq!(fields(&get["responses"]["200"], "content").count(), 3);
}

#[test]
fn does_not_retire_moved_operation() {
    let next = after(|tree| {
        let item = tree["paths"]["/pets/{id}"].take();
        remove(tree, "/paths/~1pets~1{id}");
        tree["paths"]["/animals/{id}"] = item;
    });
    let update = updated(&before(), None, &next, "2026-01-31");
    assert_eq!(update.tree, json!({"paths": {}, "components": {}}));
}

#[test]
fn keeps_path_parameters_with_their_operation() {
    let mut before = before();
    before["paths"]["/pets/{id}"]["parameters"] = json!([{"name": "id"}]);
    before["paths"]["/pets/{id}"]["get"]["parameters"] = json!([{"name": "pretty"}]);
    let update = updated(&before, None, &without_pets(), "2026-01-31");
    let item = &update.tree["paths"]["/pets/{id}"];
    assert_eq!(
        item["get"]["parameters"],
        json!([{"name": "id"}, {"name": "pretty"}])
    );
    assert_eq!(item.get("parameters"), None);
}

#[test]
fn keeps_components_named_by_discriminator_mapping() {
    let mut before = before();
    let mapping = json!({"CAT": "#/components/schemas/Cat"});
    before["components"]["schemas"]["Pet"]["discriminator"] = json!({"mapping": mapping});
    before["components"]["schemas"]["Cat"] = json!({"type": "object"});
    let update = updated(&before, None, &without_pets(), "2026-01-31");
    assert_eq!(
        update.tree["components"]["schemas"]["Cat"],
        json!({"type": "object"})
    );
}

#[test]
fn errors_name_the_file_of_each_value() {
    let update = updated(&before(), None, &without_pets(), "2026-01-31");
    let merged = merged(&without_pets(), &update.tree);
    for (pointer, file) in [
        ("/paths/~1pets~1{id}/get/tags", "retired.yaml"),
        ("/components/schemas/Pet", "retired.yaml"),
        ("/paths/~1shops~1{id}/get/tags", "atlas.yaml"),
        ("/components/schemas/Owner", "atlas.yaml"),
        ("/nowhere", "atlas.yaml"),
        ("", "atlas.yaml"),
    ] {
        let error = merged.locate(generator::Error::at(pointer, "wrong"));
        assert_eq!(error.location.file, file, "{pointer}");
        assert!(error.location.position.is_some(), "{pointer}");
    }
}

#[test]
fn does_not_keep_previews() {
    let upcoming = "application/vnd.atlas.2025-01-01.upcoming+json";
    let mut spec = before();
    spec["paths"]["/pets/{id}"]["get"] = operation("getPet", "Pet", &[PREVIEW, upcoming]);
    spec["paths"]["/pets/{id}"]["put"] = operation("putPet", "Pet", &[PREVIEW, V1]);
    let body = json!({"content": {PREVIEW: {}, V1: {}}});
    spec["paths"]["/pets/{id}"]["put"]["requestBody"] = body;
    let update = updated(&spec, None, &without_pets(), "2026-01-31");
    let item = update.tree["paths"]["/pets/{id}"].as_object().unwrap();
    assert_eq!(item.keys().collect::<Vec<_>>(), ["put"]);
    let kept = &item["put"];
    assert_eq!(fields(&kept["responses"]["200"], "content").count(), 1);
    assert_eq!(kept["requestBody"], json!({"content": {V1: {}}}));
}

/// Two functions can't have the same name.
#[test]
fn does_not_retire_operation_that_moved_with_its_short_id() {
    let tagged = |id: &str, short: &str, tag: &str| {
        let mut operation = operation(id, "Pet", &[V1]);
        operation["x-xgen-operation-id-override"] = json!(short);
        operation["tags"] = json!([tag]);
        operation
    };
    let mut spec = before();
    spec["paths"]["/pets/{id}"]["get"] = tagged("getPet", "readPet", "Pets");
    for (short, tag, count) in [
        ("readPet", "Pets", 0),
        ("readPet", "Animals", 1),
        ("getPet", "Pets", 1),
    ] {
        let mut next = spec.clone();
        remove(&mut next, "/paths/~1pets~1{id}");
        next["paths"]["/animals/{id}"]["get"] = tagged("getAnimal", short, tag);
        let update = updated(&spec, None, &next, "2026-01-31");
        assert_eq!(update.moved.len(), count, "{short} {tag}");
    }
}

#[test]
fn keeps_replacement_written_by_hand() {
    let first = updated(&before(), None, &without_pets(), "2026-01-31");
    let mut retired = first.tree;
    retired["paths"]["/pets/{id}"]["get"]["x-atlas-api-replaced-by"] = json!("GET /animals");
    let second = updated(
        &without_pets(),
        Some(&retired),
        &without_pets(),
        "2026-02-28",
    );
    assert_eq!(second.tree, retired);
}
