//! The compiler's messages help with each mistake.

/// `TRYBUILD=overwrite cargo test --workspace --test mistakes -- --ignored` accepts the messages of a new compiler.
#[test]
#[ignore = "builds the crate and its dependencies once more"]
fn compiler_explains_mistakes() {
    trybuild::TestCases::new().compile_fail("programs/*.rs");
}
