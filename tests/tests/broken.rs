//! Broken documents: each is refused by an error that says what is wrong, where, and what to do.
//!
//! Each test makes one change to a document that is fine, `broken/base.yaml`. Its snapshot has the
//! change and the error.

use generator::plan::Edition;
use generator::{
    Docs, Document, OlderIds, Overlay, Renames, Result, emit, lower, plan, render, retired,
};

#[path = "../broken/editions.rs"]
mod editions;
#[path = "../broken/mutations.rs"]
mod mutations;
#[path = "../broken/older_ids.rs"]
mod older_ids;
#[path = "../broken/operations.rs"]
mod operations;
#[path = "../broken/overlays.rs"]
mod overlays;
#[path = "../broken/renames.rs"]
mod renames;
#[path = "../broken/schemas.rs"]
mod schemas;
#[path = "../broken/text.rs"]
mod text;
#[path = "../broken/retired.rs"]
mod withdrawn;

const BASE: &str = include_str!("../broken/base.yaml");

/// Defines tests: the name, what the document loses, what it gets instead.
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

/// Defines tests of a file beside the document: which one it is of [`Beside`]; the name, the file.
macro_rules! refused_beside {
    ($file:ident: $($name:ident: $text:expr;)*) => {$(
        #[test]
        fn $name() {
            let $file = Some($text);
            let beside = $crate::Beside { $file, ..$crate::Beside::default() };
            let error = $crate::refusal_beside($crate::BASE, &beside);
            $crate::snapshot_file(stringify!($name), $text, &error);
        }
    )*};
}
pub(crate) use refused_beside;

#[test]
fn the_base_of_all_tests_is_fine() {
    let rust = run(BASE, &Beside::default()).unwrap();
    assert!(rust.contains("pub fn get_thing("));
}

/// The files beside a document.
#[derive(Debug, Default)]
struct Beside<'a> {
    overlay: Option<&'a str>,
    retired: Option<&'a str>,
    renames: Option<&'a str>,
    older_ids: Option<&'a str>,
    /// With the name of its module.
    edition: Option<(&'a str, &'a str)>,
}

/// The whole pipeline.
fn run(text: &str, beside: &Beside<'_>) -> Result<String> {
    let mut document = Document::parse("base.yaml", text)?;
    if let Some(retired) = beside.retired {
        retired::merge(&mut document, Document::parse("retired.yaml", retired)?)?;
    }
    if let Some(overlay) = beside.overlay {
        Overlay::new(Document::parse("overlay.yaml", overlay)?)?.apply(&mut document)?;
    }
    let api = lower::lower(&document)?;
    let mut plan = plan::plan(&api).map_err(|error| document.locate(error))?;
    if let Some(older_ids) = beside.older_ids {
        OlderIds::new(Document::parse("older-ids.yaml", older_ids)?)?.apply(&mut plan)?;
    }
    if let Some(renames) = beside.renames {
        Renames::new(Document::parse("renames.yaml", renames)?)?.apply(&mut plan)?;
    }
    if let Some((name, text)) = beside.edition {
        plan.add(Edition::new(name, Document::parse("edition.yaml", text)?)?)?;
    }
    render::single_file(&emit::emit(&plan, Docs::Facts))
}

/// Changes the document, and compares the change and the error with the snapshot.
fn refuse(name: &str, old: &str, new: &str) {
    assert_eq!(
        BASE.matches(old).count(),
        1,
        "`{old}` must stand in the document once"
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

/// The error of a document, which says where it is.
fn refusal(text: &str) -> String {
    refusal_beside(text, &Beside::default())
}

/// The error of a document with other files.
fn refusal_beside(text: &str, beside: &Beside<'_>) -> String {
    let error = run(text, beside).expect_err("the document is broken");
    assert!(!error.place.file.is_empty(), "no file: {error}");
    assert!(error.place.line.is_some(), "no line: {error}");
    error.to_string()
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
