//! A part of what `cargo xtask conformance --spec` sends, from every operation-version.

use conformance::spec::Report;

use crate::{legacy_spec, spec};

#[test]
fn sampled_bodies_round_trip() {
    let of_v1 = Report::of(legacy_spec(), 4);
    assert!(of_v1.passes(), "{:#?} {:#?}", of_v1.losses, of_v1.missing);
    assert_eq!(of_v1.operations, 30);
    assert!(of_v1.requests > 10 && of_v1.responses > 100, "{of_v1:?}");

    let report = Report::of(spec(), 16);
    let first: Vec<_> = report.losses.iter().take(10).collect();
    assert!(report.passes(), "{first:#?} {:#?}", report.missing);
    assert_eq!(report.operations, 622);
    assert!(report.bodies() > 2_000, "{}", report.bodies());
    // The sampler works: some bodies have wrong types.
    assert!(report.set_aside > 100);
}
