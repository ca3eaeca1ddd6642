//! Text that is not YAML, and YAML that is not OpenAPI 3.0.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::{inputs, refusal, refusal_of, refused, snapshot, snapshot_file};

refused! {
    rejects_merge_key_among_paths:
        "paths:\n" => "paths:\n  <<: {}\n";
    rejects_merge_key_in_schema:
        "Name: {type: string}" => "Name: {<<: {}, type: string}";
    rejects_status_of_four_digits:
        "'204':" => "'0204':";
    rejects_unquoted_fraction_in_enum:
        "enum: [S, M]" => "enum: [S, 1.10]";
    rejects_unquoted_fraction_in_required:
        "required: [id]" => "required: [id, 1.10]";
    rejects_unclosed_list:
        "required: [id]" => "required: [id";
    rejects_tab_in_indentation:
        "    Size: {type: string" => "\tSize: {type: string";
    rejects_duplicate_key:
        "    Name: {type: string}" => "    Name: {type: string}\n    Size: {type: integer}";
    rejects_list_as_key:
        "    Name: {type: string}" => "    [Name]: {type: string}";
    rejects_control_character:
        "    Name: {type: string}" => "    Name: {type: string} # \u{7}";
    rejects_infinite_number:
        "size: {type: integer}\n    Square" => "size: {type: integer, minimum: .inf}\n    Square";
    rejects_yaml_tag:
        "Name: {type: string}" => "Name: !schema {type: string}";
    rejects_yaml_alias_without_anchor:
        "Name: {type: string}" => "Name: *name";
    rejects_openapi_3_1:
        "openapi: 3.0.1" => "openapi: 3.1.0";
    rejects_openapi_version_that_is_a_number:
        "openapi: 3.0.1" => "openapi: 3.1";
    rejects_swagger_2:
        "openapi: 3.0.1" => "swagger: '2.0'";
    rejects_spec_without_paths:
        "paths:\n" => "x-paths:\n";
    rejects_unknown_schema_keyword:
        "Name: {type: string}" => "Name: {type: object, patternProperties: {}}";
    rejects_unknown_operation_keyword:
        "operationId: updateThing" => "operationId: updateThing\n      callbacks: {}";
    rejects_keyword_of_wrong_type:
        "size: {type: integer}\n    Square" => "size: {type: string, maxLength: many}\n    Square";
    rejects_list_where_mapping_expected:
        "Name: {type: string}" => "Name: string";
    rejects_mapping_where_list_expected:
        "required: [id]" => "required: {id: true}";
}

#[test]
fn rejects_empty_spec() {
    snapshot("rejects_empty_spec", &refusal(""));
}

#[test]
fn rejects_spec_of_comments() {
    snapshot("rejects_spec_of_comments", &refusal("# nothing\n"));
}

#[test]
fn rejects_spec_that_is_not_a_mapping() {
    snapshot(
        "rejects_spec_that_is_a_list",
        &refusal("- openapi: 3.0.1\n"),
    );
}

#[test]
fn rejects_second_yaml_document() {
    snapshot(
        "rejects_second_yaml_document",
        &refusal("openapi: 3.0.1\n---\npaths: {}\n"),
    );
}

#[test]
fn rejects_toml() {
    snapshot("rejects_toml", &refusal("[package]\nname = \"thing\"\n"));
}

/// The lists are applied to the spec, so an entry would be blamed.
#[test]
fn blames_empty_spec_and_not_a_list() {
    let retired = "paths: {}\n";
    let inputs = generator::Inputs {
        retired: Some(generator::Source::new("retired.yaml", retired)),
        ..inputs("")
    };
    let error = refusal_of(&inputs);
    snapshot_file("blames_empty_spec_and_not_a_list", retired, &error);
}

/// Each line repeats the previous one nine times, so a few hundred bytes would exceed any memory.
#[test]
fn rejects_yaml_alias_bomb() {
    let mut text = "openapi: 3.0.1\nx-0: &x0 [boom]\n".to_owned();
    for depth in 1..20 {
        let aliases = vec![format!("*x{}", depth - 1); 9].join(", ");
        let _ = writeln!(text, "x-{depth}: &x{depth} [{aliases}]");
    }
    snapshot("rejects_yaml_alias_bomb", &quickly(&text));
}

#[test]
fn rejects_deeply_nested_lists() {
    let text = format!("openapi: {}", "[".repeat(5_000));
    snapshot("rejects_deeply_nested_lists", &quickly(&text));
}

#[test]
fn rejects_deeply_nested_mappings() {
    let mut text = String::new();
    for depth in 0..1_000 {
        let _ = writeln!(text, "{:depth$}a:", "");
    }
    snapshot("rejects_deeply_nested_mappings", &quickly(&text));
}

/// As deep as the YAML reader allows. Later stages must not run out of stack.
#[test]
fn rejects_deeply_nested_schemas() {
    let mut text = "openapi: 3.0.1\ninfo: {title: '', version: ''}\npaths: {}\n".to_owned();
    text.push_str("components:\n schemas:\n  Deep: ");
    text.push_str(&"{type: array, items: ".repeat(110));
    text.push_str("{type: string}");
    text.push_str(&"}".repeat(110));
    snapshot("rejects_deeply_nested_schemas", &quickly(&text));
}

/// A wrong value deep inside must not be looked up again on every level above it.
#[test]
fn rejects_deeply_nested_wrong_value() {
    let mut text = "openapi: 3.0.1\ninfo: {title: '', version: ''}\npaths: {}\n".to_owned();
    text.push_str("components:\n schemas:\n  Deep: ");
    text.push_str(&"{properties: {a: ".repeat(50));
    text.push_str("{type: string, title: 5}");
    text.push_str(&"}}".repeat(50));
    let error = quickly(&text).replace(&"/properties/a".repeat(50), "/…");
    snapshot("rejects_deeply_nested_wrong_value", &error);
}

/// If the work doubled with each level, it would take hours.
fn quickly(text: &str) -> String {
    let start = Instant::now();
    let error = refusal(text);
    assert!(
        start.elapsed() < Duration::from_secs(60),
        "{:?}: {error}",
        start.elapsed()
    );
    error
}
