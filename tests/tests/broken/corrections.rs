//! Invalid corrections, and corrections that no longer apply.

use crate::refused_beside;

refused_beside! {
    corrections:
    rejects_corrections_that_are_a_mapping:
        "at: /components\n";
    rejects_correction_that_is_text:
        "- /components/schemas/Size\n";
    rejects_place_that_is_a_number:
        "- at: 5\n  now: integer\n  reason: It is.\n";
    rejects_removal_at_padded_index:
        "- at: /components/schemas/Size/enum/01\n  was: M\n  reason: It is.\n";
    rejects_removal_at_negative_index:
        "- at: /components/schemas/Size/enum/-1\n  was: M\n  reason: It is.\n";
    rejects_correction_without_reason:
        "- at: /components/schemas/Size/type\n  was: string\n  now: integer\n";
    rejects_correction_with_unknown_key:
        "- at: /components/schemas/Size/type\n  old: string\n  now: integer\n  reason: It is.\n";
    rejects_correction_with_name_and_place:
        "- at: /components/schemas/Size\n  name: Size\n  reason: It is.\n";
    rejects_secret_that_is_text:
        "- secret: password\n  reason: It is.\n";
    rejects_secret_beside_other_keys:
        "- secret: [password]\n  now: {}\n  reason: It is.\n";
    rejects_secret_that_matches_nothing:
        "- secret: [nowhere]\n  reason: It is.\n";
    rejects_correction_without_was_and_now:
        "- at: /components/schemas/Size\n  reason: It is.\n";
    rejects_pointer_without_leading_slash:
        "- at: components/schemas/Size/type\n  was: string\n  now: integer\n  reason: It is.\n";
    rejects_correction_of_missing_place:
        "- at: /components/schemas/Colour/type\n  was: string\n  now: integer\n  reason: It is.\n";
    rejects_addition_to_missing_place:
        "- at: /components/schemas/Colour/type\n  now: integer\n  reason: It is.\n";
    rejects_addition_of_existing_value:
        "- at: /components/schemas/Size/type\n  now: integer\n  reason: It is.\n";
    rejects_addition_past_end_of_list:
        "- at: /components/schemas/Shape/oneOf/7\n  now: {$ref: '#/components/schemas/Thing'}\n  reason: It is.\n";
    rejects_addition_to_scalar:
        "- at: /openapi/version\n  now: '3'\n  reason: It is.\n";
    rejects_redundant_correction:
        "- at: /components/schemas/Size/type\n  was: integer\n  now: string\n  reason: It is.\n";
    rejects_removal_of_missing_value:
        "- at: /components/schemas/Size/title\n  was: Size\n  reason: It is.\n";
    rejects_correction_of_changed_value:
        "- at: /components/schemas/Size\n  was: {type: string, enum: [S]}\n  now: {type: string}\n  reason: It is.\n";
    rejects_name_of_missing_enum:
        "- name: Color\n  enum: [RED, GREEN]\n  reason: It is.\n";
    rejects_name_for_numbers:
        "- name: Color\n  enum: [RED, 5]\n  reason: It is.\n";
    rejects_second_name_for_enum:
        "- name: Color\n  enum: [RED, BLUE]\n  reason: It is.\n- name: Paint\n  enum: [BLUE, RED]\n  reason: It is.\n";
    rejects_read_only_of_missing_schema:
        "- read-only: [Nowhere]\n  reason: It is.\n";
    rejects_read_only_of_missing_property:
        "- read-only: [Thing.nowhere]\n  reason: It is.\n";
    rejects_settable_without_mark:
        "- settable: [Size]\n  reason: It is.\n";
}
