//! Unions: which variant an object becomes, and how a variant built by a program is tagged.

use atlas_api::RawJson;
use serde_json::json;
use tests::*;

use crate::{kept, written};

/// Decodes each object, which must become this variant, and stay as it is.
macro_rules! assert_kept {
    ($variant:pat, $($json:tt),* $(,)?) => {
        $(assert!(matches!(kept(json!($json)), $variant), "{}", json!($json));)*
    };
}

#[test]
fn the_discriminator_of_a_parent_chooses_the_child() {
    use inheritance::types::{Animal, Cat};
    assert_kept!(Animal::Cat(_), {"species": "CAT", "name": "c", "lives": 9});
    assert_kept!(Animal::Cat(_), {"lives": "many", "species": "CAT"});
    assert_kept!(Animal::Dog(_), {"friend": {"species": "CAT"}, "species": "DOG"});
    assert_kept!(Animal::Unknown(_), {"species": "EMU", "name": "e"}, {"name": "x"}, {"species": 1});
    let animal: Animal = Cat::new("c", "CAT").lives(9).into();
    assert_eq!(
        written(&animal),
        json!({"name": "c", "species": "CAT", "lives": 9})
    );
}

#[test]
fn a_property_can_be_read_whatever_the_branch_is() {
    use inheritance::types::{Animal, Cat};
    let cat: Animal = Cat::new("c", "CAT").into();
    let emu: Animal = kept(json!({"species": "EMU", "name": "e"}));
    for (animal, species) in [(cat, "CAT"), (emu, "EMU")] {
        assert_eq!(animal.property("species"), Some(json!(species)));
        assert_eq!(animal.property("lives"), None);
    }
    assert_eq!(
        Animal::Unknown(RawJson::from(json!(7))).property("name"),
        None
    );
    assert_eq!(Animal::Unknown(RawJson::new(*b"<")).property("name"), None);
}

#[test]
fn a_child_has_the_type_that_it_gives_a_property_of_its_parent() {
    use overridden_property::types::{Child, ChildUnits};
    let child: Child = kept(json!({"units": "HOURS", "label": "l"}));
    assert_eq!(child.units, Some(ChildUnits::Hours));
}

#[test]
fn a_discriminator_needs_no_list_of_branches() {
    use discriminator_only::types::Event;
    assert_kept!(Event::StartEvent(_), {"kind": "START", "by": "me", "at": "2024-01-01T00:00:00Z"});
    assert_kept!(Event::StopEvent(_), {"reason": "done", "kind": "STOP"});
}

#[test]
fn a_variant_built_by_a_program_gets_its_tag() {
    use discriminator_only::types::{Event, StartEvent};
    let event: Event = StartEvent::new().by("me").into();
    assert_eq!(written(&event), json!({"kind": "START", "by": "me"}));
    // A tag set by the caller wins, even a wrong one.
    let event: Event = StartEvent::new().kind("RESTART").into();
    assert_eq!(written(&event), json!({"kind": "RESTART"}));
    use union_by_two::types::{IdentityProvider, OidcWorkload, Saml};
    let provider: IdentityProvider = OidcWorkload::new().audience("a").into();
    assert_eq!(
        written(&provider),
        json!({"protocol": "OIDC", "idpType": "WORKLOAD", "audience": "a"})
    );
    assert_eq!(
        written(&IdentityProvider::from(Saml::new())),
        json!({"protocol": "SAML"})
    );
}

#[test]
fn a_variant_of_many_tags_gets_no_tag() {
    use many_to_one::types::{CpuMetric, DiskMetric, Metric};
    assert_kept!(Metric::CpuMetric(_), {"metricName": "CPU_USER", "percent": 1.5});
    assert_kept!(Metric::CpuMetric(_), {"metricName": "CPU_SYSTEM"});
    assert_eq!(
        written(&Metric::from(CpuMetric::new().percent(1))),
        json!({"percent": 1})
    );
    // A branch without a field for the tag gets the only one that it can have, and keeps it.
    assert_eq!(
        written(&Metric::from(DiskMetric::new())),
        json!({"metricName": "DISK"})
    );
    assert_kept!(Metric::DiskMetric(_), {"metricName": "DISK", "bytes": 1});
}

#[test]
fn a_value_of_several_branches_is_the_branch_of_fewest_values() {
    use union_by_property::types::Alert;
    assert_kept!(Alert::AnyAlert(_), {"eventTypeName": "CREDIT_CARD"});
    assert_kept!(Alert::HostAlert(_), {"eventTypeName": "HOST_UP"});
    assert_kept!(Alert::HostAlert(_), {"host": "h", "eventTypeName": "HOST_DOWN"});
    assert_kept!(Alert::UserAlert(_), {"eventTypeName": "USER_JOINED"});
    assert_kept!(Alert::Unknown(_), {"eventTypeName": "NEW"}, {});
}

#[test]
fn a_second_property_decides_where_the_first_does_not() {
    use union_by_two::types::IdentityProvider;
    assert_kept!(IdentityProvider::Saml(_), {"protocol": "SAML"}, {"idpType": "NEW", "protocol": "SAML"});
    assert_kept!(IdentityProvider::OidcWorkforce(_), {"protocol": "OIDC", "idpType": "WORKFORCE"});
    assert_kept!(IdentityProvider::OidcWorkload(_), {"idpType": "WORKLOAD", "protocol": "OIDC"});
    assert_kept!(IdentityProvider::Unknown(_), {"protocol": "OIDC"}, {"idpType": "WORKFORCE"});
}

#[test]
fn any_of_is_decided_as_one_of_is() {
    use any_of::types::Target;
    assert_kept!(Target::Mail(_), {"by": "MAIL", "address": "a"});
    assert_kept!(Target::Pager(_), {"by": "PAGER", "key": "k"});
}

#[test]
fn a_union_in_a_union_has_both_tags() {
    use nested_union::types::{AwsStore, CloudStore, Store};
    let json = json!({"provider": "cloud", "region": "AWS", "arn": "a"});
    let Store::CloudStore(store) = kept::<Store>(json.clone()) else {
        panic!("not a cloud store")
    };
    assert!(matches!(*store, CloudStore::AwsStore(_)));
    let store: Store = CloudStore::from(AwsStore::new().arn("a")).into();
    assert_eq!(written(&store), json);
}

#[test]
fn indistinguishable_branches_become_one_object() {
    use union_merged::types::{AwsSpec, AzureSpec, AzureSpecInstanceSize, HardwareSpec};
    let mut azure = AzureSpec::new().instance_size(AzureSpecInstanceSize::R40);
    azure.unknown.insert("new", 1);
    let spec: HardwareSpec = azure.into();
    assert_eq!(written(&spec), json!({"instanceSize": "R40", "new": 1}));
    assert_eq!(
        HardwareSpec::from(AwsSpec::new("STANDARD"))
            .ebs_type
            .as_deref(),
        Some("STANDARD")
    );
    kept::<HardwareSpec>(json!({"ebsType": "x", "instanceSize": "R40", "nodeCount": 3}));
}
