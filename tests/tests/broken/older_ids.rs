//! Lists of older ids that are invalid or don't apply to the spec.

use generator::{Inputs, Source};

use crate::{BASE, inputs, refused_beside, run};

refused_beside! {
    older_ids:
    older_ids_are_a_mapping:
        "- getOneThing\n";
    older_ids_are_in_a_list:
        "getOneThing: showThing\n";
    an_older_id_is_a_name:
        "getOneThing: [1]\n";
    an_older_id_has_no_quotes:
        "getOneThing: [showThing, 'a\"b']\n";
    an_older_id_stands_in_its_list_once:
        "getOneThing: [showThing, showThing]\n";
    an_older_id_is_not_that_of_now:
        "getOneThing: [showThing, getThing]\n";
    there_are_older_ids_in_a_list:
        "getOneThing: []\n";
    older_ids_are_of_an_operation:
        "getThing: [showThing]\n";
}

#[test]
fn functions_are_found_by_older_ids() {
    // The last one is the name of the function, which finds it anyway.
    let older_ids = Source::new("older_ids.yaml", "getOneThing: [showThing, get_thing]\n");
    let inputs = Inputs {
        older_ids: Some(older_ids),
        ..inputs(BASE)
    };
    let rust = run(&inputs).unwrap();
    // In each of its versions.
    assert_eq!(rust.matches("#[doc(alias = \"showThing\")]").count(), 2);
    assert!(!rust.contains("#[doc(alias = \"get_thing\")]"));
}
