//! Lists of old names that are invalid or don't apply to the spec.

use crate::refused_beside;

refused_beside! {
    renames:
    renames_are_a_list:
        "operation: getOneThing\n";
    a_rename_is_a_mapping:
        "- getOneThing\n";
    a_rename_has_known_keys:
        "- operation: getOneThing\n  old: showThing\n";
    a_rename_says_what_was:
        "- operation: getOneThing\n";
    a_rename_is_of_one_thing:
        "- operation: getOneThing\n  schema: Thing\n  was: showThing\n";
    a_rename_has_names:
        "- schema: Thing\n  was: [Item]\n";
    a_schema_has_no_tag:
        "- schema: Thing\n  was: Item\n  tag: Things\n";
    a_renamed_operation_is_in_the_spec:
        "- operation: getNothing\n  was: showThing\n";
    a_renamed_schema_is_in_the_spec:
        "- schema: Nothing\n  was: Thing\n";
    a_renamed_operation_has_another_function:
        "- operation: getOneThing\n  was: get_thing\n";
    a_renamed_operation_has_another_module:
        "- operation: getOneThing\n  tag: things\n";
    a_renamed_schema_has_another_type:
        "- schema: Thing\n  was: thing\n";
    the_old_name_of_an_operation_is_free:
        "- operation: getOneThing\n  was: updateThing\n";
    the_old_name_of_a_schema_is_free:
        "- schema: Thing\n  was: Size\n";
    an_old_name_means_one_thing:
        "- schema: Thing\n  was: Item\n- schema: Size\n  was: Item\n";
    an_old_name_is_one:
        "- operation: getOneThing\n  was: 1st\n";
    an_old_tag_is_one:
        "- operation: getOneThing\n  tag: '!'\n";
}
