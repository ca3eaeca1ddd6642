//! `Debug` shows no secret, wherever in a body it is.

use std::path::Path;

use conformance::{secrets, vendored};

#[test]
fn debug_hides_all_secrets() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    for name in ["spec/atlas-v2.yaml", "spec/atlas-v1.yaml"] {
        let document = vendored::read(root, name).unwrap();
        let report = secrets::report(document.tree(), 8);
        let first: Vec<_> = report.leaks.iter().take(10).collect();
        assert!(first.is_empty(), "{} leaks: {first:#?}", report.leaks.len());
        assert!(report.secrets > 100, "{}", report.secrets);
    }
}
