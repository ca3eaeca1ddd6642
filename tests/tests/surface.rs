//! The crate's public surface, a snapshot for each tag: what a reviewer of a spec update reads.

use generator::plan::Edition;
use generator::{Document, OlderIds, Overlay, Renames, lower, plan, retired, surface};

#[test]
fn the_public_surface_is_what_was_reviewed() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../spec");
    let read = |name: &str| {
        let text = std::fs::read_to_string(format!("{root}/{name}")).expect("the file is vendored");
        Document::parse(name, text).unwrap_or_else(|error| panic!("{error}"))
    };
    let mut document = read("atlas-v2.yaml");
    retired::merge(&mut document, read("retired.yaml")).unwrap_or_else(|error| panic!("{error}"));
    let overlay = Overlay::new(read("overlay.yaml")).unwrap_or_else(|error| panic!("{error}"));
    overlay
        .apply(&mut document)
        .unwrap_or_else(|error| panic!("{error}"));
    let api = lower::lower(&document).unwrap_or_else(|error| panic!("{error}"));
    let mut plan = plan::plan(&api).unwrap_or_else(|error| panic!("{error}"));
    let renames = Renames::new(read("renames.yaml")).unwrap_or_else(|error| panic!("{error}"));
    renames
        .apply(&mut plan)
        .unwrap_or_else(|error| panic!("{error}"));

    let older_ids = OlderIds::new(read("older-ids.yaml")).unwrap_or_else(|error| panic!("{error}"));
    older_ids
        .apply(&mut plan)
        .unwrap_or_else(|error| panic!("{error}"));
    let v1 = Edition::new("v1", read("atlas-v1.yaml")).unwrap_or_else(|error| panic!("{error}"));
    plan.add(v1).unwrap_or_else(|error| panic!("{error}"));

    let surface = surface::surface(&plan);
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("surface");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let _bound = settings.bind_to_scope();
    for (tag, text) in &surface {
        insta::assert_snapshot!(tag.as_str(), text);
    }

    // A tag that is gone must not leave its snapshot behind.
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/surface");
    for entry in std::fs::read_dir(folder).expect("the snapshots are there") {
        let name = entry
            .expect("a folder can be read")
            .file_name()
            .into_string()
            .expect("names are ASCII");
        let tag = name.split('.').next().unwrap_or_default();
        assert!(
            surface.contains_key(tag),
            "tests/tests/surface/{name} belongs to no tag; delete it"
        );
    }
}
