//! Broken specs and lists: each is rejected with an error that says what is wrong, where, and what to write.
//!
//! Each test makes one change to the valid spec `base.yaml`. Its snapshot has the change and the error.

mod constructors;
mod corrections;
mod legacy;
mod mutations;
mod older_ids;
mod operations;
mod renames;
mod retired;
mod schemas;
mod slips;
mod text;

use generator::{Docs, Inputs, Mode, Result, Source, generate};

const BASE: &str = include_str!("base.yaml");

/// Defines tests: the name, the text of the spec to replace, and its replacement.
macro_rules! refused {
    ($($(#[$meta:meta])* $name:ident: $old:expr => $new:expr;)*) => {$(
        #[test]
        $(#[$meta])*
        fn $name() {
            $crate::refuse(stringify!($name), $old, $new);
        }
    )*};
}
pub(crate) use refused;

/// Defines tests of a list: the field of [`Inputs`], the name, and the text.
macro_rules! refused_beside {
    ($list:ident: $($name:ident: $text:expr;)*) => {$(
        #[test]
        fn $name() {
            let list = generator::Source::new(concat!(stringify!($list), ".yaml"), $text);
            let inputs = generator::Inputs { $list: Some(list), ..$crate::inputs($crate::BASE) };
            $crate::snapshot_file(stringify!($name), $text, &$crate::refusal_of(&inputs));
        }
    )*};
}
pub(crate) use refused_beside;

#[test]
fn accepts_base_spec() {
    let rust = run(&inputs(BASE)).unwrap();
    assert!(rust.contains("pub fn get_thing("));
}

/// A spec without lists.
fn inputs(spec: &str) -> Inputs {
    Inputs {
        spec: Source::new("base.yaml", spec),
        ..Inputs::default()
    }
}

/// Runs the whole pipeline.
fn run(inputs: &Inputs) -> Result<String> {
    generate(inputs, Mode::Strict)?.single_file(Docs::Facts, "tests")
}

/// Changes the spec, and compares the change and the error with the snapshot.
fn refuse(name: &str, old: &str, new: &str) {
    assert_eq!(
        BASE.matches(old).count(),
        1,
        "`{old}` must occur in the spec once"
    );
    let error = refusal(&BASE.replacen(old, new, 1));
    let lines = |sign: char, text: &str| -> String {
        text.lines()
            .map(|line| format!("{sign} {line}\n"))
            .collect()
    };
    snapshot(
        name,
        &format!("{}{}\n{error}", lines('-', old), lines('+', new)),
    );
}

/// The error for a spec.
fn refusal(spec: &str) -> String {
    refusal_of(&inputs(spec))
}

/// The error for some inputs, which must have a location.
fn refusal_of(inputs: &Inputs) -> String {
    let error = run(inputs).expect_err("the inputs are broken");
    assert!(!error.location.file.is_empty(), "no file: {error}");
    assert!(error.location.position.is_some(), "no line: {error}");
    assert!(!error.to_string().contains('\n'), "several lines: {error}");
    error.report()
}

/// Compares another file and its error with the snapshot.
fn snapshot_file(name: &str, text: &str, error: &str) {
    let lines: String = text.lines().map(|line| format!("| {line}\n")).collect();
    snapshot(name, &format!("{lines}\n{error}"));
}

fn snapshot(name: &str, text: &str) {
    insta::with_settings!({ omit_expression => true }, {
        insta::assert_snapshot!(name, text);
    });
}
