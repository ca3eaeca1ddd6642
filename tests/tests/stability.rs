//! A name depends only on the thing it names and on its parents. These tests show what a change to the spec changes
//! in the generated files, and what it leaves alone.

use std::collections::{BTreeMap, BTreeSet};

use generator::{Docs, Inputs, Mode, Source, generate};
use serde_json::{Value, json};

type Files = BTreeMap<String, String>;

/// Two tags with a type each, a shared type, a union, and inline types.
fn base() -> Value {
    let operation = |id: &str, tag: &str, schema: &str| {
        let schema = json!({"$ref": format!("#/components/schemas/{schema}")});
        let content = json!({"application/vnd.atlas.2023-01-01+json": {"schema": schema}});
        let responses = json!({"200": {"description": "OK", "content": content}});
        json!({"operationId": id, "tags": [tag], "responses": responses})
    };
    let object = |properties: Value| json!({"type": "object", "properties": properties});
    let owner = json!({"$ref": "#/components/schemas/Owner"});
    let mapping = json!({"CAT": "#/components/schemas/Cat", "DOG": "#/components/schemas/Dog"});
    json!({
        "openapi": "3.0.1",
        "info": {"title": "Base", "version": "1"},
        "paths": {
            "/api/pets": {"get": operation("listPets", "Pets", "Pet")},
            "/api/shops": {"get": operation("listShops", "Shops", "Shop")},
        },
        "components": {"schemas": {
            "Pet": {
                "type": "object",
                "properties": {"species": {"type": "string"}, "owner": owner},
                "discriminator": {"propertyName": "species", "mapping": mapping},
            },
            "Cat": object(json!({"color": {"type": "string", "enum": ["BLACK", "WHITE"]}})),
            "Dog": object(json!({"owner": owner})),
            "Shop": object(json!({"owner": owner, "size": {"type": "string", "enum": ["S", "L"]}})),
            "Owner": object(json!({"name": {"type": "string"}})),
        }},
    })
}

/// The generated files of a spec, whose text may have any order.
fn files(text: &str) -> Files {
    let inputs = Inputs {
        spec: Source::new("openapi.json", text),
        ..Inputs::default()
    };
    let made = generate(&inputs, Mode::Strict).unwrap();
    made.files(Docs::Facts).unwrap().sources
}

/// The effect of a change to the base spec: `+` or `-`, the file, and the line.
fn changes(change: impl FnOnce(&mut Value)) -> Vec<String> {
    let mut changed = base();
    change(&mut changed);
    let (before, after) = (files(&base().to_string()), files(&changed.to_string()));
    let only_in = |sign: &str, these: &Files, others: &Files| {
        let mut lines = Vec::new();
        for (file, text) in these {
            let mut known: Vec<&str> = others
                .get(file)
                .map(|text| text.lines().collect())
                .unwrap_or_default();
            for line in text.lines() {
                match known.iter().position(|other| *other == line) {
                    Some(index) => drop(known.remove(index)),
                    None => lines.push(format!("{sign} {file}: {}", line.trim())),
                }
            }
        }
        lines
    };
    let mut lines = only_in("-", &before, &after);
    lines.extend(only_in("+", &after, &before));
    lines
}

fn files_of(changes: &[String]) -> BTreeSet<&str> {
    changes
        .iter()
        .filter_map(|line| line.split([' ', ':']).nth(1))
        .collect()
}

fn schemas(spec: &mut Value) -> &mut Value {
    &mut spec["components"]["schemas"]
}

#[test]
fn output_is_reproducible() {
    let text = base().to_string();
    assert_eq!(files(&text), files(&text));
}

#[test]
fn output_ignores_order_of_spec() {
    assert_eq!(files(&reversed(&base())), files(&base().to_string()));
}

/// The spec as text with all its mappings in the opposite order.
fn reversed(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let fields = fields.iter().rev();
            let fields = fields.map(|(key, value)| format!("{}:{}", json!(key), reversed(value)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
        }
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(reversed).collect();
            format!("[{}]", items.join(","))
        }
        scalar => scalar.to_string(),
    }
}

#[test]
fn unused_schema_changes_nothing_else() {
    let changes = changes(|spec| {
        // Its name and its property are those of an inline type of another schema.
        let color = json!({"type": "string", "enum": ["BLACK"]});
        schemas(spec)["CatColors"] = json!({"type": "object", "properties": {"color": color}});
    });
    assert!(
        changes.iter().all(|line| line.starts_with('+')),
        "{changes:#?}"
    );
    assert_eq!(
        files_of(&changes),
        ["types/mod.rs", "types/unused.rs"].into()
    );
}

/// The changes without documentation, which mentions other places.
fn code(changes: &[String]) -> Vec<String> {
    let is_code = |line: &&String| !line.contains(": ///");
    changes.iter().filter(is_code).cloned().collect()
}

#[test]
fn new_operation_changes_only_its_module_and_tables() {
    let changes = changes(|spec| {
        let mut operation = spec["paths"]["/api/pets"]["get"].clone();
        operation["operationId"] = json!("getPet");
        spec["paths"]["/api/pet"] = json!({"get": operation});
    });
    let removed: Vec<_> = code(&changes)
        .into_iter()
        .filter(|line| line.starts_with('-'))
        .collect();
    // The re-exports of the tag's module are one line.
    assert_eq!(
        removed,
        ["- pets/mod.rs: pub use v2023_01_01::{list_pets, ListPets};",]
    );
    let expected = ["pets/mod.rs", "pets/v2023_01_01.rs"];
    assert_eq!(files_of(&code(&changes)), expected.into());
}

#[test]
fn new_version_changes_newest_and_not_the_old_one() {
    let changes = changes(|spec| {
        let content = &mut spec["paths"]["/api/pets"]["get"]["responses"]["200"]["content"];
        content["application/vnd.atlas.2024-01-01+json"] =
            content["application/vnd.atlas.2023-01-01+json"].clone();
    });
    // The documentation of the old version names the new one.
    let expected = ["pets/mod.rs", "pets/v2024_01_01.rs"];
    assert_eq!(files_of(&code(&changes)), expected.into());
}

#[test]
fn operation_of_new_tag_changes_no_other_tag() {
    let changes = changes(|spec| {
        let content = json!({"application/vnd.atlas.2023-01-01+json": {}});
        let responses = json!({"204": {"description": "Gone", "content": content}});
        let operation = json!({"operationId": "burn", "tags": ["Fires"], "responses": responses});
        spec["paths"]["/api/fires"] = json!({"post": operation});
    });
    assert!(
        changes.iter().all(|line| line.starts_with('+')),
        "{changes:#?}"
    );
    let expected = [
        "fires/mod.rs",
        "fires/v2023_01_01.rs",
        "mod.rs",
        "operations.rs",
        "reexports.rs",
    ];
    assert_eq!(files_of(&changes), expected.into());
}

#[test]
fn new_property_adds_only_its_own_lines() {
    let changes = changes(|spec| {
        schemas(spec)["Owner"]["properties"]["mail"] = json!({"type": "string"});
    });
    let doc = "+ types/shared.rs: /// `mail`.";
    assert_eq!(
        changes,
        [doc, r#"+ types/shared.rs: mail: String = "mail","#]
    );
}

#[test]
fn new_enum_value_adds_only_its_own_lines() {
    let changes = changes(|spec| {
        schemas(spec)["Cat"]["properties"]["color"]["enum"] = json!(["BLACK", "RED", "WHITE"]);
    });
    // The documentation of the property lists the values.
    assert_eq!(code(&changes), [r#"+ types/pets.rs: Red = "RED","#]);
}

#[test]
fn new_branch_adds_its_type_and_one_line_of_the_union() {
    let changes = changes(|spec| {
        schemas(spec)["Emu"] =
            json!({"type": "object", "properties": {"speed": {"type": "number"}}});
        schemas(spec)["Pet"]["discriminator"]["mapping"]["EMU"] = json!("#/components/schemas/Emu");
    });
    assert!(
        changes
            .iter()
            .all(|line| line.starts_with("+ types/pets.rs: ")),
        "{changes:#?}"
    );
    assert!(
        changes.contains(&r#"+ types/pets.rs: Emu(Emu) = "EMU","#.to_owned()),
        "{changes:#?}"
    );
}

#[test]
fn type_used_by_second_tag_moves_and_keeps_its_text() {
    let cat = r##"{"$ref": "#/components/schemas/Cat"}"##;
    let changes = changes(|spec| {
        schemas(spec)["Shop"]["properties"]["cat"] = serde_json::from_str(cat).unwrap();
    });
    let expected = ["types/pets.rs", "types/shared.rs", "types/shops.rs"];
    assert_eq!(files_of(&changes), expected.into());
    let moved = |sign: &str| {
        let lines = changes.iter().filter_map(|line| line.strip_prefix(sign));
        let lines = lines.filter(|line| line.contains(" = \"") || line.contains("pub "));
        lines.map(str::to_owned).collect::<BTreeSet<_>>()
    };
    let expected = [
        r#"Black = "BLACK","#,
        r#"White = "WHITE","#,
        r#"color: CatColor = "color","#,
        "pub enum CatColor {",
        "pub struct Cat {",
    ];
    assert_eq!(
        moved("- types/pets.rs: "),
        expected.map(str::to_owned).into()
    );
    let arrived = moved("+ types/shared.rs: ");
    assert!(
        expected.iter().all(|line| arrived.contains(*line)),
        "{arrived:#?}"
    );
}
