use super::*;

const LIST: &str = "\
# Our corrections.

- at: /components/schemas/A/type
  was: object
  now: string
  reason: It is text.

# Names.
- name: Mode
  enum: [FAST, SLOW]
  reason: In many places.
- secret: [key, password]
  reason: They open doors.
- read-only: [B.first, C]
  reason: The service makes them.
";

fn document(text: &str) -> Document {
    Source::new("test.yaml", text).parse().unwrap()
}

fn spec(a: &str, first: &str, second: &str) -> String {
    format!(
        "components:\n  schemas:\n    A: {{type: {a}}}\n    B:\n      properties:\n        \
         first: {{type: string, enum: {first}}}\n        second: {{type: string, enum: {second}}}\n        \
         key: {{type: string}}\n        password: {{type: string}}\n    C: {{type: object, readOnly: true}}\n"
    )
}

const OLD: [&str; 3] = ["object", "[FAST, SLOW]", "[FAST, SLOW]"];

fn adapted(spec_text: &str) -> Adapted {
    let [a, first, second] = OLD;
    let (old, new) = (document(&spec(a, first, second)), document(spec_text));
    let list = document(LIST);
    let side = |spec| Corrected {
        spec,
        corrections: &list,
    };
    let adapted = adapt(side(&old), side(&new)).unwrap();
    // The adapted list applies.
    let list = document(&adapted.text);
    let corrections: Corrections = source::entries(&list, Corrections::FORM).unwrap();
    assert!(
        corrections.apply(&list, &mut new.clone()).is_empty(),
        "{}",
        adapted.text
    );
    adapted
}

#[test]
fn same_spec_changes_nothing() {
    let [a, first, second] = OLD;
    let adapted = adapted(&spec(a, first, second));
    assert_eq!(
        (adapted.text.as_str(), adapted.adaptations.len()),
        (LIST, 0)
    );
}

#[test]
fn name_adopts_values_common_to_all_places() {
    let adapted = adapted(&spec(
        "object",
        "[FAST, SLOW, TURBO]",
        "[SLOW, TURBO, FAST]",
    ));
    let text = LIST.replace(
        "  enum: [FAST, SLOW]",
        "  enum:\n  - FAST\n  - SLOW\n  - TURBO",
    );
    assert_eq!(adapted.text, text);
    let said = adapted.adaptations[0].to_string();
    assert_eq!(said, "the values of `Mode` follow the spec; added: TURBO");
}

#[test]
fn keeps_name_where_values_changed_in_one_place() {
    let adapted = adapted(&spec("object", "[FAST, SLOW, TURBO]", "[FAST, SLOW]"));
    let place = "/components/schemas/B/properties/first";
    assert!(
        adapted.text.contains(&format!("  at:\n  - {place}\n")),
        "{}",
        adapted.text
    );
    assert!(
        adapted
            .text
            .starts_with("# Our corrections.\n\n- at: /components")
    );
}

#[test]
fn name_does_not_take_an_enum_that_had_the_values_before() {
    let old = spec("object", "[FAST, SLOW]", "[FAST]");
    let new = spec("object", "[FAST]", "[FAST]");
    let [old, new, list] = [old.as_str(), &new, LIST].map(document);
    let side = |spec| Corrected {
        spec,
        corrections: &list,
    };
    let adapted = adapt(side(&old), side(&new)).unwrap();
    let place = "/components/schemas/B/properties/first";
    assert!(
        adapted.text.contains(&format!("  at:\n  - {place}\n")),
        "{}",
        adapted.text
    );
}

#[test]
fn correction_that_upstream_made_leaves_names_alone() {
    // The correction gives the place other values, so it does not have the name.
    let list = LIST.replace(
        "# Names.",
        "- at: /components/schemas/B/properties/first/enum\n  was: [FAST, SLOW]\n  now: [FAST]\n  reason: It \
         is.\n\n# Names.",
    );
    let old = spec("object", "[FAST, SLOW]", "[FAST, SLOW]");
    let new = spec("object", "[FAST]", "[FAST, SLOW]");
    let [old, new, list] = [old.as_str(), &new, &list].map(document);
    let side = |spec| Corrected {
        spec,
        corrections: &list,
    };
    let adapted = adapt(side(&old), side(&new)).unwrap();
    assert!(
        matches!(adapted.adaptations.as_slice(), [Adaptation::Dropped { .. }]),
        "{:?}",
        adapted.adaptations
    );
}

#[test]
fn enum_that_gains_the_values_of_a_name_keeps_its_own_type() {
    let old = spec("object", "[FAST, SLOW]", "[FAST]");
    let new = spec("object", "[FAST, SLOW]", "[FAST, SLOW]");
    let [old, new, list] = [old.as_str(), &new, LIST].map(document);
    let side = |spec, corrections| Corrected { spec, corrections };
    let adapted = adapt(side(&old, &list), side(&new, &list)).unwrap();
    let place = "/components/schemas/B/properties/second";
    let text = format!("  except:\n  - {place}\n");
    assert!(adapted.text.contains(&text), "{}", adapted.text);
    let list = document(&adapted.text);
    let corrections: Corrections = source::entries(&list, Corrections::FORM).unwrap();
    let mut corrected = new.clone();
    assert!(corrections.apply(&list, &mut corrected).is_empty());
    assert!(
        corrected
            .tree()
            .pointer(place)
            .unwrap()
            .get("x-atlas-api-name")
            .is_none()
    );
    // The next update keeps it so.
    let again = adapt(side(&new, &list), side(&new, &list)).unwrap();
    assert_eq!(again.adaptations, []);
    // When its values change again, the exception is obsolete.
    let back = adapt(side(&new, &list), side(&old, &list)).unwrap();
    assert!(!back.text.contains("except"), "{}", back.text);
}

#[test]
fn drops_name_of_unrelated_enum() {
    let adapted = adapted(&spec("object", "[RED, GREEN]", "[FAST, SLOW]"));
    assert_eq!(adapted.adaptations, []);
}

#[test]
fn drops_correction_that_upstream_made() {
    let adapted = adapted(&spec("string", "[FAST, SLOW]", "[FAST, SLOW]"));
    assert!(
        adapted
            .text
            .starts_with("# Our corrections.\n\n\n# Names.\n- name: Mode"),
        "{}",
        adapted.text
    );
    let said = adapted.adaptations[0].to_string();
    assert!(
        said.contains("the spec already has this at /components/schemas/A/type"),
        "{said}"
    );
}

#[test]
fn drops_only_the_missing_schema_of_a_list() {
    let [a, first, second] = OLD;
    let spec = spec(a, first, second).replace("    C: {type: object, readOnly: true}\n", "");
    let adapted = adapted(&spec);
    assert!(
        adapted.text.contains("- read-only:\n  - B.first\n  reason"),
        "{}",
        adapted.text
    );
    assert_eq!(adapted.adaptations.len(), 1);
}

#[test]
fn drops_only_the_missing_secret() {
    let [a, first, second] = OLD;
    let spec = spec(a, first, second).replace("        key: {type: string}\n", "");
    let adapted = adapted(&spec);
    assert!(
        adapted.text.contains("- secret:\n  - password\n"),
        "{}",
        adapted.text
    );
    assert!(!adapted.text.contains("- key"), "{}", adapted.text);
}
