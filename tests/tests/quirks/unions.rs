//! Unions: which variant an object becomes, and how a variant built by a program is tagged.

use atlas_api::{Output, RawJson, from_json};
use serde_json::json;
use tests::*;

use crate::{kept, written};

/// Decodes each object, which must become this variant and round-trip.
macro_rules! assert_kept {
    ($variant:pat, $($json:tt),* $(,)?) => {
        $(assert!(matches!(kept(json!($json)), $variant), "{}", json!($json));)*
    };
}

#[test]
fn discriminator_of_parent_chooses_child() {
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
fn other_properties_decide_without_tag() {
    use inheritance::types::Animal;
    assert_kept!(Animal::Cat(_), {"lives": 9}, {"name": "c", "lives": 9, "new": 1});
    assert_kept!(Animal::Dog(_), {"friend": {"lives": 9}});
    // No property of a single branch, properties that no branch has together, and a tag.
    assert_kept!(Animal::Unknown(_), {"name": "x"}, {"new": 1}, {"lives": 9, "friend": {}});
    assert_kept!(Animal::Unknown(_), {"species": 1, "lives": 9}, {"species": "EMU", "lives": 9});
    let null = r#"{"species":null,"name":null,"lives":9,"friend":null}"#;
    let animal: Animal = from_json(null).unwrap();
    assert!(matches!(animal, Animal::Cat(_)), "{animal:?}");
    // `null` is not a value of a property that the variant has. It is kept for properties that the variant lacks.
    assert_eq!(written(&animal), json!({"lives": 9, "friend": null}));
}

#[test]
fn undecided_union_is_a_mismatch() {
    use inheritance::types::Animal;
    for (body, paths) in [
        (r#"{"name":"x"}"#, vec!["$"]),
        (r#"{"species":1}"#, vec!["$"]),
        (
            r#"{"friend":{"name":"x"},"species":"DOG"}"#,
            vec!["$.friend"],
        ),
        (r#"{"species":"CAT","species":"DOG"}"#, vec!["$"]),
        (r#"{"species":"CAT","species":"CAT"}"#, vec!["$.species"]),
        (r#"{"species":"EMU","name":"x"}"#, vec![]),
        (r#"{"lives":9}"#, vec![]),
    ] {
        let mut set_aside = Vec::new();
        let animal = Animal::from_body(body.into(), &mut set_aside);
        let found: Vec<_> = set_aside.iter().map(|it| it.path.as_str()).collect();
        assert_eq!(found, paths, "{body}");
        if !body.contains("CAT") || matches!(animal, Animal::Unknown(_)) {
            assert_eq!(animal.to_body(), body);
        }
    }
}

#[test]
fn reads_property_of_any_branch() {
    use inheritance::types::{Animal, Cat};
    let cat: Animal = Cat::new("c", "CAT").into();
    let emu: Animal = kept(json!({"species": "EMU", "name": "e"}));
    for (animal, species) in [(cat, "CAT"), (emu, "EMU")] {
        assert_eq!(animal.property("species").unwrap(), species);
        assert_eq!(animal.property("lives"), None);
    }
    assert_eq!(
        Animal::Unknown(RawJson::from(json!(7))).property("name"),
        None
    );
    assert_eq!(Animal::Unknown(RawJson::new(*b"<")).property("name"), None);
}

#[test]
fn child_overrides_property_type_of_parent() {
    use overridden_property::types::{Child, ChildUnits};
    let child: Child = kept(json!({"units": "HOURS", "label": "l"}));
    assert_eq!(child.units, Some(ChildUnits::Hours));
}

#[test]
fn discriminator_needs_no_list_of_branches() {
    use discriminator_only::types::Event;
    assert_kept!(Event::StartEvent(_), {"kind": "START", "by": "me", "at": "2024-01-01T00:00:00Z"});
    assert_kept!(Event::StopEvent(_), {"reason": "done", "kind": "STOP"});
}

#[test]
fn new_variant_gets_its_tag() {
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
fn variant_with_many_tags_gets_no_tag() {
    use many_to_one::types::{CpuMetric, DiskMetric, Metric};
    assert_kept!(Metric::CpuMetric(_), {"metricName": "CPU_USER", "percent": 1.5});
    assert_kept!(Metric::CpuMetric(_), {"metricName": "CPU_SYSTEM"});
    assert_eq!(
        written(&Metric::from(CpuMetric::new().percent(1))),
        json!({"percent": 1})
    );
    // A branch without a field for the tag gets the only possible tag, and keeps it.
    assert_eq!(
        written(&Metric::from(DiskMetric::new())),
        json!({"metricName": "DISK"})
    );
    assert_kept!(Metric::DiskMetric(_), {"metricName": "DISK", "bytes": 1});
}

#[test]
fn shared_tag_chooses_branch_with_fewest_values() {
    use union_by_property::types::Alert;
    assert_kept!(Alert::AnyAlert(_), {"eventTypeName": "CREDIT_CARD"});
    assert_kept!(Alert::HostAlert(_), {"eventTypeName": "HOST_UP"});
    assert_kept!(Alert::HostAlert(_), {"host": "h", "eventTypeName": "HOST_DOWN"});
    assert_kept!(Alert::UserAlert(_), {"eventTypeName": "USER_JOINED"});
    assert_kept!(Alert::Unknown(_), {"eventTypeName": "NEW"}, {});
}

#[test]
fn second_property_decides_if_first_does_not() {
    use union_by_two::types::IdentityProvider;
    assert_kept!(IdentityProvider::Saml(_), {"protocol": "SAML"}, {"idpType": "NEW", "protocol": "SAML"});
    assert_kept!(IdentityProvider::OidcWorkforce(_), {"protocol": "OIDC", "idpType": "WORKFORCE"});
    assert_kept!(IdentityProvider::OidcWorkload(_), {"idpType": "WORKLOAD", "protocol": "OIDC"});
    assert_kept!(IdentityProvider::Unknown(_), {"protocol": "OIDC"}, {"idpType": "WORKFORCE"});
}

#[test]
fn any_of_is_decided_like_one_of() {
    use any_of::types::Target;
    assert_kept!(Target::Mail(_), {"by": "MAIL", "address": "a"});
    assert_kept!(Target::Pager(_), {"by": "PAGER", "key": "k"});
}

#[test]
fn nested_union_writes_both_tags() {
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
