//! Lists of older ids that are invalid or don't apply to the spec.

use generator::{Inputs, Source};

use crate::{BASE, inputs, refused_beside, run};

refused_beside! {
    older_ids:
    rejects_older_ids_that_are_a_list:
        "- getOneThing\n";
    rejects_older_ids_without_list:
        "getOneThing: showThing\n";
    rejects_older_id_that_is_a_number:
        "getOneThing: [1]\n";
    rejects_older_id_with_quote:
        "getOneThing: [showThing, 'a\"b']\n";
    rejects_duplicate_older_id:
        "getOneThing: [showThing, showThing]\n";
    rejects_current_id_as_older_id:
        "getOneThing: [showThing, getThing]\n";
    rejects_empty_list_of_older_ids:
        "getOneThing: []\n";
    rejects_older_ids_of_missing_operation:
        "getThing: [showThing]\n";
}

#[test]
fn older_ids_become_doc_aliases() {
    // The last id is also the name of the function, which search finds anyway.
    let older_ids = Source::new("older_ids.yaml", "getOneThing: [showThing, get_thing]\n");
    let inputs = Inputs {
        older_ids: Some(older_ids),
        ..inputs(BASE)
    };
    let rust = run(&inputs).unwrap();
    // On each of its versions.
    assert_eq!(rust.matches("#[doc(alias = \"showThing\")]").count(), 2);
    assert!(!rust.contains("#[doc(alias = \"get_thing\")]"));
}
