//! Lists of old names that are invalid or don't apply to the spec.

use crate::refused_beside;

refused_beside! {
    renames:
    rejects_renames_that_are_a_mapping:
        "operation: getOneThing\n";
    rejects_rename_that_is_text:
        "- getOneThing\n";
    rejects_rename_with_unknown_key:
        "- operation: getOneThing\n  old: showThing\n";
    rejects_rename_without_old_name:
        "- operation: getOneThing\n";
    rejects_rename_of_operation_and_schema:
        "- operation: getOneThing\n  schema: Thing\n  was: showThing\n";
    rejects_rename_to_list:
        "- schema: Thing\n  was: [Item]\n";
    rejects_rename_of_schema_with_tag:
        "- schema: Thing\n  was: Item\n  tag: Things\n";
    rejects_rename_of_missing_operation:
        "- operation: getNothing\n  was: showThing\n";
    rejects_rename_of_missing_schema:
        "- schema: Nothing\n  was: Thing\n";
    rejects_rename_to_same_function:
        "- operation: getOneThing\n  was: get_thing\n";
    rejects_rename_to_same_module:
        "- operation: getOneThing\n  tag: things\n";
    rejects_rename_to_same_type:
        "- schema: Thing\n  was: thing\n";
    rejects_old_operation_name_in_use:
        "- operation: getOneThing\n  was: updateThing\n";
    rejects_old_schema_name_in_use:
        "- schema: Thing\n  was: Size\n";
    rejects_old_name_that_exists:
        "- schema: Thing\n  was: Item\n- schema: Size\n  was: Item\n";
    rejects_invalid_old_name:
        "- operation: getOneThing\n  was: 1st\n";
    rejects_invalid_old_tag:
        "- operation: getOneThing\n  tag: '!'\n";
    rejects_old_tag_named_like_feature:
        "- operation: getOneThing\n  tag: Preview\n";
    rejects_old_tag_with_other_letters:
        "- operation: getOneThing\n  tag: 日本\n";
}
