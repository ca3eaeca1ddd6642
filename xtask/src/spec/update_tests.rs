//! Tests `spec update` as a whole, in a small temporary project.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::diff::Format;
use super::doubt::Allow;
use super::update::Arguments;
use super::vendor;
use crate::workspace;

const SPEC: &str = r##"
openapi: 3.0.1
info: {title: Things, version: "1", x-xgen-sha: "0001"}
paths:
  /things:
    get:
      operationId: getThing
      tags: [Things]
      responses:
        "200":
          description: ""
          content:
            application/vnd.atlas.2024-01-01+json:
              x-xgen-version: "2024-01-01"
              schema: {$ref: "#/components/schemas/Thing"}
components:
  schemas:
    Thing: {type: object, properties: {name: {type: string}, size: {type: string}}}
"##;

const LEGACY: &str = r##"
openapi: 3.0.1
info: {title: Legacy things, version: v1.0}
servers: [{url: "https://localhost/v1.0"}]
paths:
  /things:
    get:
      operationId: getThing
      x-atlas-api-replaced-by: GET /things
      tags: [Things]
      responses:
        "200":
          description: ""
          content:
            application/json: {schema: {type: string}}
"##;

const CORRECTIONS: &str = r#"
- at: /components/schemas/Thing/properties/size/type
  was: string
  now: boolean
  reason: The service sends true and false.
"#;

/// A project with a vendored spec.
fn project() -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    let root = folder.path();
    let repository = workspace::root().expect("a workspace");
    for file in [
        "Cargo.toml",
        "Cargo.lock",
        "atlas-api/Cargo.toml",
        "bench/programs/atlas/Cargo.lock",
        "fuzz/Cargo.lock",
    ] {
        let text = fs::read_to_string(repository.join(file)).expect("the file is there");
        write(root, file, &text);
    }
    write(
        root,
        "CHANGELOG.md",
        "# Changelog\n\n## [Unreleased]\n\n## [0.1.0] - 2026-01-01\n",
    );
    write(root, "spec/corrections.yaml", CORRECTIONS);
    write(root, "spec/atlas-v1.yaml", LEGACY);
    let stale = format!("{}of a removed tag", generator::HEADER);
    write(root, "atlas-api/surface/removed.txt", &stale);
    write(root, "upstream.yaml", SPEC);
    let arguments = vendor::Arguments {
        from: root.join("upstream.yaml").display().to_string(),
        date: Some("2026-01-01".parse().expect("a day")),
        allow: Allow::default(),
    };
    arguments
        .run(&root.join("spec"))
        .expect("the spec is valid");
    folder
}

fn write(root: &Path, file: &str, text: &str) {
    let path = root.join(file);
    fs::create_dir_all(path.parent().expect("it is in a folder")).expect("a folder");
    fs::write(path, text).expect("the folder is writable");
}

fn update(root: &Path, upstream: &str) -> anyhow::Result<()> {
    let allow = Allow {
        allow_loss: true,
        ..Allow::default()
    };
    update_if(root, upstream, allow)
}

fn update_if(root: &Path, upstream: &str, allow: Allow) -> anyhow::Result<()> {
    write(root, "upstream.yaml", upstream);
    let arguments = Arguments {
        from: root.join("upstream.yaml").display().to_string(),
        date: Some("2026-02-01".parse().expect("a day")),
        format: Format::Text,
        report: Some(root.join("report.md")),
        fail_on: None,
        allow,
    };
    arguments.run(&root.join("spec"))
}

/// All files except the upstream spec and the report.
fn files(root: &Path) -> BTreeMap<PathBuf, String> {
    let mut files = BTreeMap::new();
    let mut open = vec![root.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("the folder is readable").path();
            if path.is_dir() {
                open.push(path);
            } else {
                files.insert(path.clone(), fs::read_to_string(path).expect("text"));
            }
        }
    }
    files.retain(|path, _| !path.ends_with("upstream.yaml") && !path.ends_with("report.md"));
    files
}

#[test]
fn update_changes_every_file() {
    let folder = project();
    let root = folder.path();
    let upstream = SPEC.replace("getThing", "readThing");
    update(root, &upstream).unwrap_or_else(|error| panic!("{error:#}"));
    let read = |file: &str| fs::read_to_string(root.join(file)).expect("the file is there");
    assert!(read("spec/SOURCE.toml").contains("date = 2026-02-01"));
    assert!(read("spec/renames.yaml").contains("was: getThing"));
    assert!(read("atlas-api/Cargo.toml").contains("\nthings = []\n"));
    let code = read("atlas-api/src/generated/things/v2024_01_01.rs");
    assert!(
        code.contains("fn read_thing(") && code.contains("get_thing"),
        "{code}"
    );
    let legacy = read("atlas-api/src/generated/v1/things.rs");
    assert!(legacy.contains("read_thing"), "{legacy}");
    assert!(read("atlas-api/surface/things.txt").contains("::read_thing = "));
    assert!(!root.join("atlas-api/surface/removed.txt").exists());
    let log = read("CHANGELOG.md");
    assert!(
        log.contains("### Changed\n\n- The Atlas spec of 2026-02-01"),
        "{log}"
    );
    assert!(log.contains("\n## [0.1.0] - 2026-01-01\n"), "{log}");
    // The old name stays, so the bump is small.
    assert!(read("Cargo.toml").contains("version = \"0.1.1\""));
    assert!(read("Cargo.lock").contains("name = \"atlas-api\"\nversion = \"0.1.1\""));
    assert!(read("report.md").contains("read_thing"));
}

#[test]
fn reports_missing_descriptions_once() {
    let folder = project();
    let root = folder.path();
    let text =
        "types: {Thing: What can be weighed.}\nproperties: {Thing.name: How people call it.}\n";
    write(root, "spec/descriptions/things.yaml", text);
    let upstream = SPEC.replace("name: {", "title: {");
    update(root, &upstream).unwrap_or_else(|error| panic!("{error:#}"));
    let report = fs::read_to_string(root.join("report.md")).expect("the report is there");
    assert!(
        report.contains("Describe these in spec/descriptions: property Thing.title"),
        "{report}"
    );
    assert!(
        report.contains("no longer has them: property Thing.name"),
        "{report}"
    );
    update(
        root,
        &upstream.replace(
            "title: {type: string}",
            "title: {type: string, maxLength: 9}",
        ),
    )
    .unwrap_or_else(|error| panic!("{error:#}"));
    let report = fs::read_to_string(root.join("report.md")).expect("the report is there");
    assert!(!report.contains("spec/descriptions"), "{report}");
}

#[test]
fn reports_a_retired_replacement_of_a_legacy_operation_once() {
    let folder = project();
    let root = folder.path();
    let upstream = SPEC
        .replace("/things:", "/other:")
        .replace("getThing", "getOther");
    update(root, &upstream).unwrap_or_else(|error| panic!("{error:#}"));
    let report = fs::read_to_string(root.join("report.md")).expect("the report is there");
    let note = "the replacement is itself deprecated";
    assert!(report.contains(note), "{report}");
    // The next update does not report it again.
    update(root, &upstream.replace("name:", "title:")).unwrap_or_else(|error| panic!("{error:#}"));
    let report = fs::read_to_string(root.join("report.md")).expect("the report is there");
    assert!(!report.contains(note), "{report}");
}

#[test]
fn failed_update_changes_no_file() {
    let folder = project();
    let root = folder.path();
    let before = files(root);
    for (upstream, reason) in [
        // The correction no longer applies.
        (
            SPEC.replace("size: {type: string}", "size: {type: integer}"),
            "corrections.yaml",
        ),
        // The generator rejects the type.
        (
            SPEC.replace("name: {type: string}", "name: {type: strange}"),
            "upstream.yaml:18:",
        ),
        (SPEC.replace("paths:", "  x: [\npaths:"), "upstream.yaml"),
    ] {
        let error = update(root, &upstream).expect_err("the update fails");
        let error = format!("{error:#}");
        assert!(error.contains(reason), "{error}");
        assert_eq!(files(root), before);
    }
    update(root, SPEC).expect("there is nothing to do");
    assert_eq!(files(root), before);
}

#[test]
fn update_drops_correction_that_upstream_made() {
    let folder = project();
    let root = folder.path();
    let upstream = SPEC.replace("size: {type: string}", "size: {type: boolean}");
    update(root, &upstream).unwrap_or_else(|error| panic!("{error:#}"));
    let list = fs::read_to_string(root.join("spec/corrections.yaml")).expect("it is there");
    assert_eq!(list.trim(), "", "{list}");
    let report = fs::read_to_string(root.join("report.md")).expect("the report is there");
    assert!(report.contains("it is dropped"), "{report}");
}

#[test]
fn new_revision_alone_adds_one_line_and_no_version() {
    let folder = project();
    let root = folder.path();
    update(root, &SPEC.replace("\"0001\"", "\"0002\"")).unwrap_or_else(|error| panic!("{error:#}"));
    let read = |file: &str| fs::read_to_string(root.join(file)).expect("the file is there");
    let log = read("CHANGELOG.md");
    let line = "- The Atlas spec of 2026-02-01: only its revision differs.\n";
    assert!(log.contains(&format!("### Changed\n\n{line}")), "{log}");
    assert!(read("Cargo.toml").contains("version = \"0.1.0\""));
    assert!(read("spec/SOURCE.toml").contains("revision = \"0002\""));
}

#[test]
fn suspicious_spec_needs_a_flag() {
    let folder = project();
    let root = folder.path();
    // A spec with the sections that truncation removes.
    let whole = format!("{SPEC}tags: [{{name: Things}}]\nx-last: {{}}\n").replace(
        "    get:",
        "    get:\n      x-xgen-changelog: {\"2026-01-05\": Added.}\n      x-other: {}\n    put:",
    );
    let whole = whole.replace("      x-other: {}\n    put:", "");
    update(root, &whole).unwrap_or_else(|error| panic!("{error:#}"));
    let before = files(root);
    let more = whole.replace("name: {type", "label: {type");
    for (upstream, doubt, flag) in [
        (
            more.replace("x-last: {}\n", ""),
            "no `x-last`",
            "--allow-truncated",
        ),
        (
            more.trim_end().to_owned(),
            "the last line has no line break",
            "--allow-truncated",
        ),
        (
            more.replace("2026-01-05", "2025-12-05"),
            "2025-12-05",
            "--allow-older",
        ),
        (
            more.replace("/things:", "/others:")
                .replace("getThing", "getOther"),
            "1 of 1 operations",
            "--allow-loss",
        ),
    ] {
        let error = update_if(root, &upstream, Allow::default()).expect_err("it is doubtful");
        let error = format!("{error:#}");
        assert!(error.contains(doubt) && error.contains(flag), "{error}");
        assert_eq!(files(root), before);
    }
    let all = Allow {
        allow_loss: true,
        allow_older: true,
        allow_truncated: true,
    };
    let older = more
        .replace("2026-01-05", "2025-12-05")
        .replace("x-last: {}\n", "");
    update_if(root, &older, all).unwrap_or_else(|error| panic!("{error:#}"));
}

#[test]
fn update_keeps_the_comment_of_a_list() {
    let folder = project();
    let root = folder.path();
    write(
        root,
        "spec/renames.yaml",
        "# Delete entries after a release.\n[]\n",
    );
    let upstream = SPEC.replace("getThing", "readThing");
    update(root, &upstream).unwrap_or_else(|error| panic!("{error:#}"));
    let list = fs::read_to_string(root.join("spec/renames.yaml")).expect("it is there");
    let expected = "# Delete entries after a release.\n- operation: readThing\n  was: getThing\n";
    assert_eq!(list, expected);
}

#[test]
fn file_named_after_an_earlier_day_needs_a_flag() {
    let folder = project();
    let root = folder.path();
    let file = root.join("2025-12-01.yaml");
    fs::write(&file, SPEC.replace("name: {", "title: {")).expect("the folder is writable");
    let arguments = Arguments {
        from: file.display().to_string(),
        date: None,
        format: Format::Text,
        report: None,
        fail_on: None,
        allow: Allow::default(),
    };
    let error = arguments.run(&root.join("spec")).expect_err("it is older");
    let error = error.to_string();
    assert!(
        error.contains("2025-12-01") && error.contains("--allow-older"),
        "{error}"
    );
}

#[test]
fn loss_of_many_versions_without_sunset_needs_a_flag() {
    let folder = project();
    let root = folder.path();
    let (head, rest) = SPEC.split_once("paths:\n").expect("it has paths");
    let (path, tail) = rest.split_once("components:").expect("it has components");
    let paths: String = (0..12)
        .map(|at| {
            let path = path.replace("/things", &format!("/things{at}"));
            path.replace("getThing", &format!("getThing{at}"))
        })
        .collect();
    let more = format!("{head}paths:\n{path}{paths}components:{tail}");
    update(root, &more).unwrap_or_else(|error| panic!("{error:#}"));
    // Its date is later, and nothing else tells its age.
    let error = update(root, SPEC).expect_err("it is older");
    let error = error.to_string();
    assert!(
        error.contains("12 versions") && error.contains("--allow-older"),
        "{error}"
    );
}
