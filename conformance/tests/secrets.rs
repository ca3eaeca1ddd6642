//! `Debug` shows no secret, wherever in a body it is.

use conformance::secrets;

use crate::SPECS;

#[test]
fn debug_hides_all_secrets() {
    for spec in &*SPECS {
        let report = secrets::report(spec, 8);
        let first: Vec<_> = report.leaks.iter().take(10).collect();
        assert!(first.is_empty(), "{} leaks: {first:#?}", report.leaks.len());
        assert!(report.secrets > 100, "{}", report.secrets);
    }
}
