//! Small crates that show what counts as an import.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::cycles;
use super::imports;
use super::modules::{Crate, Sources};
use super::source;

/// The cycles of a crate, each as the names of its files.
fn cycles_of(files: &[(&str, &str)]) -> Vec<String> {
    let sources: Sources = files
        .iter()
        .map(|(name, text)| (PathBuf::from(name), source::read(text).expect("it is Rust")))
        .collect();
    let of = Crate::new(files[0].0.as_ref(), &sources);
    let read: BTreeSet<_> = of.modules.iter().map(|module| &module.file).collect();
    assert_eq!(read.len(), files.len());
    let imports = imports::imports(&of);
    let cycles = cycles::cycles(&imports);
    let names = cycles.iter().map(|cycle| {
        let names = cycle.files.iter().map(|file| file.display().to_string());
        names.collect::<Vec<_>>().join(" ")
    });
    names.collect()
}

#[test]
fn detects_cycle_of_siblings() {
    let files = [
        ("lib.rs", "mod a; mod b; mod c;"),
        ("a.rs", "use crate::b::B; pub struct A(B);"),
        (
            "b.rs",
            "pub struct B; fn f() -> Vec<super::a::A> { vec![] }",
        ),
        ("c.rs", "use super::{a::A, b};"),
    ];
    assert_eq!(cycles_of(&files), ["a.rs b.rs"]);
}

#[test]
fn detects_cycle_of_parent_and_child() {
    let files = [
        ("lib.rs", "mod a;"),
        ("a/mod.rs", "mod b; pub struct A; fn f() { b::g() }"),
        ("a/b.rs", "use super::A; pub fn g() {}"),
    ];
    assert_eq!(cycles_of(&files), ["a/b.rs a/mod.rs"]);
}

#[test]
fn reexport_is_no_import_but_hides_none() {
    let pure = [
        ("lib.rs", "mod a; mod b; pub use a::A; pub(crate) use b::*;"),
        ("a.rs", "pub struct A;"),
        ("b.rs", "use crate::A; pub struct B(A);"),
    ];
    assert_eq!(cycles_of(&pure), [""; 0]);
    let used = [
        ("lib.rs", "mod a; mod b; pub use b::B; pub struct Own(B);"),
        ("a.rs", ""),
        ("b.rs", "use crate::Own; pub struct B;"),
    ];
    assert_eq!(cycles_of(&used), ["b.rs lib.rs"]);
    let behind = [
        ("lib.rs", "mod a; mod b; pub use {a::A, b::B};"),
        ("a.rs", "use crate::B; pub struct A;"),
        ("b.rs", "use crate::A; pub struct B;"),
    ];
    assert_eq!(cycles_of(&behind), ["a.rs b.rs"]);
}

#[test]
fn ignores_tests_and_generated_code() {
    let files = [
        ("lib.rs", "mod a; mod b;"),
        (
            "a.rs",
            "use crate::b::B; #[cfg(test)] mod tests; #[cfg(all(test, unix))] use crate::a;",
        ),
        ("a/tests.rs", "use super::*; use crate::b;"),
        (
            "b.rs",
            "pub struct B; #[cfg(test)] mod tests { use crate::a::A; }
             macro_rules! a { () => { $crate::a::A } } fn f() { quote! { crate::a::A } }",
        ),
    ];
    assert_eq!(cycles_of(&files), [""; 0]);
}

#[test]
fn counts_macro_arguments_and_imported_modules() {
    let files = [
        ("lib.rs", "mod a; mod b; mod c; mod d;"),
        ("a.rs", "fn f() { assert!(x.b::<u8>(), [..crate::b::B]); }"),
        (
            "b.rs",
            "mod inner { use super::super::a; fn f() { a::f() } }",
        ),
        (
            "c.rs",
            "use crate::d as other; fn f() { println!(\"{}\", other::D) }",
        ),
        ("d.rs", "#[cfg(not(test))] use super::c::{self};"),
    ];
    assert_eq!(cycles_of(&files), ["a.rs b.rs", "c.rs d.rs"]);
}
