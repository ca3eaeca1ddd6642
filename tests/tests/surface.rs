//! The surface files, which reviewers of a spec update read first.

use generator::compatibility::{Rename, Renames};
use generator::{Docs, Files, Inputs, Mode, Source, generate};
use serde_json::json;

/// The files of a small spec with old names.
fn files() -> Files {
    let content = json!({"application/vnd.atlas.2023-01-01+json": {}});
    let operation = json!({
        "operationId": "getThing",
        "tags": ["Things"],
        "responses": {"204": {"description": "", "content": content}},
    });
    let spec = json!({
        "openapi": "3.0.1",
        "info": {"title": "", "version": ""},
        "paths": {"/thing": {"get": operation}},
        "components": {"schemas": {"Thing": {"type": "object", "properties": {"size": {"type": "integer"}}}}},
    });
    let operation = |was: Option<&str>, tag: Option<&str>| Rename::Operation {
        id: "getThing".to_owned(),
        was: was.map(str::to_owned),
        tag: tag.map(str::to_owned),
    };
    let renames = Renames(vec![
        operation(Some("showThing"), None),
        operation(None, Some("Old Things")),
        Rename::Schema {
            name: "Thing".to_owned(),
            was: "Item".to_owned(),
        },
    ]);
    let renames = serde_json::to_string(&renames).unwrap();
    let inputs = Inputs {
        spec: Source::new("atlas.yaml", spec.to_string()),
        renames: Some(Source::new("renames.yaml", renames)),
        ..Inputs::default()
    };
    let made = generate(&inputs, Mode::Strict).unwrap_or_else(|error| panic!("{error}"));
    made.files(Docs::Facts).unwrap()
}

#[test]
fn each_item_is_one_line() {
    let files = files();
    let lines = |file: &str| files.surface[file].lines().collect::<Vec<_>>();
    assert_eq!(
        lines("things"),
        [
            "things::get_thing = v2023_01_01",
            "things::v2023_01_01::get_thing()",
            "things::v2023_01_01::GetThing -> NoContent",
            "things::v2023_01_01::show_thing renamed: things::get_thing",
        ]
    );
    assert_eq!(
        lines("old_things"),
        ["old_things::v2023_01_01::get_thing renamed: things::get_thing"]
    );
    assert_eq!(
        lines("types"),
        [
            "types::Thing struct",
            "types::Thing.size: i64",
            "types::Thing::new()",
            "types::Item renamed: types::Thing",
        ]
    );
}

/// The old tag has its own module, whose feature only enables that of the new one.
#[test]
fn old_tag_enables_new_one() {
    let features = files().features;
    let expected = "old_things = [\"things\"]\nthings = []\n";
    assert!(features.ends_with(expected), "{features}");
}

#[test]
fn lines_fit_a_diff() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../atlas-api/surface");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let long = text.lines().find(|line| line.len() > 200);
        assert_eq!(long, None, "{}", path.display());
    }
}
