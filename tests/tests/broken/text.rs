//! Text that is not YAML, and YAML that is not OpenAPI 3.0.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::{refusal, refused, snapshot};

refused! {
    a_list_is_closed:
        "required: [id]" => "required: [id";
    indentation_has_no_tabs:
        "    Size: {type: string" => "\tSize: {type: string";
    a_mapping_has_a_key_once:
        "    Name: {type: string}" => "    Name: {type: string}\n    Size: {type: integer}";
    a_key_is_text:
        "    Name: {type: string}" => "    [Name]: {type: string}";
    a_number_is_finite:
        "size: {type: integer}\n    Square" => "size: {type: integer, minimum: .inf}\n    Square";
    a_value_has_no_tag:
        "Name: {type: string}" => "Name: !schema {type: string}";
    an_alias_has_an_anchor:
        "Name: {type: string}" => "Name: *name";
    the_version_is_3_0:
        "openapi: 3.0.1" => "openapi: 3.1.0";
    the_version_is_text:
        "openapi: 3.0.1" => "openapi: 3.0";
    swagger_2_is_too_old:
        "openapi: 3.0.1" => "swagger: '2.0'";
    there_are_paths:
        "paths:\n" => "x-paths:\n";
    the_document_has_a_title:
        "title: Broken specs" => "name: Broken specs";
    a_keyword_is_known:
        "Name: {type: string}" => "Name: {type: object, patternProperties: {}}";
    a_keyword_of_an_operation_is_known:
        "operationId: updateThing" => "operationId: updateThing\n      callbacks: {}";
    a_keyword_has_a_value_of_its_type:
        "size: {type: integer}\n    Square" => "size: {type: string, maxLength: '3'}\n    Square";
    a_mapping_stands_where_one_must:
        "Name: {type: string}" => "Name: string";
    a_list_stands_where_one_must:
        "required: [id]" => "required: id";
}

#[test]
fn rejects_an_empty_spec() {
    snapshot("a_document_is_not_empty", &refusal(""));
}

#[test]
fn rejects_a_spec_of_comments() {
    snapshot("a_document_is_not_only_a_comment", &refusal("# nothing\n"));
}

#[test]
fn rejects_a_spec_that_is_not_a_mapping() {
    snapshot("a_document_is_a_mapping", &refusal("- openapi: 3.0.1\n"));
}

#[test]
fn rejects_two_yaml_documents() {
    snapshot(
        "a_text_has_one_document",
        &refusal("openapi: 3.0.1\n---\npaths: {}\n"),
    );
}

/// Each line repeats the previous one nine times, so a few hundred bytes would exceed any memory.
#[test]
fn rejects_an_alias_bomb() {
    let mut text = "openapi: 3.0.1\nx-0: &x0 [boom]\n".to_owned();
    for depth in 1..20 {
        let aliases = vec![format!("*x{}", depth - 1); 9].join(", ");
        let _ = writeln!(text, "x-{depth}: &x{depth} [{aliases}]");
    }
    snapshot("aliases_are_no_bomb", &quickly(&text));
}

#[test]
fn lists_are_not_nested_thousands_of_levels_deep() {
    let text = format!("openapi: {}", "[".repeat(5_000));
    snapshot(
        "lists_are_not_nested_thousands_of_levels_deep",
        &quickly(&text),
    );
}

#[test]
fn mappings_are_not_nested_thousands_of_levels_deep() {
    let mut text = String::new();
    for depth in 0..1_000 {
        let _ = writeln!(text, "{:depth$}a:", "");
    }
    snapshot(
        "mappings_are_not_nested_thousands_of_levels_deep",
        &quickly(&text),
    );
}

/// As deep as the reader of the text allows: the stages after it must not run out of stack.
#[test]
fn schemas_are_not_nested_without_end() {
    let mut text = "openapi: 3.0.1\ninfo: {title: '', version: ''}\npaths: {}\n".to_owned();
    text.push_str("components:\n schemas:\n  Deep: ");
    text.push_str(&"{type: array, items: ".repeat(110));
    text.push_str("{type: string}");
    text.push_str(&"}".repeat(110));
    snapshot("schemas_are_not_nested_without_end", &quickly(&text));
}

/// A wrong value deep inside must not be searched again on every level above it.
#[test]
fn a_wrong_value_far_inside_is_found() {
    let mut text = "openapi: 3.0.1\ninfo: {title: '', version: ''}\npaths: {}\n".to_owned();
    text.push_str("components:\n schemas:\n  Deep: ");
    text.push_str(&"{properties: {a: ".repeat(50));
    text.push_str("{type: string, title: 5}");
    text.push_str(&"}}".repeat(50));
    let error = quickly(&text).replace(&"/properties/a".repeat(50), "/…");
    snapshot("a_wrong_value_far_inside_is_found", &error);
}

fn quickly(text: &str) -> String {
    let start = Instant::now();
    let error = refusal(text);
    assert!(
        start.elapsed() < Duration::from_secs(5),
        "{:?}: {error}",
        start.elapsed()
    );
    error
}
