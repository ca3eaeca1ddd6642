//! Invalid corrections, and corrections that no longer apply.

use crate::refused_beside;

refused_beside! {
    corrections:
    corrections_are_a_list:
        "at: /components\n";
    an_entry_is_a_mapping:
        "- /components/schemas/Size\n";
    an_entry_gives_its_reason:
        "- at: /components/schemas/Size/type\n  was: string\n  now: integer\n";
    an_entry_has_known_keys:
        "- at: /components/schemas/Size/type\n  old: string\n  now: integer\n  reason: It is.\n";
    an_entry_is_a_correction_or_a_name:
        "- at: /components/schemas/Size\n  name: Size\n  reason: It is.\n";
    secrets_are_names:
        "- secret: password\n  reason: It is.\n";
    secrets_stand_alone:
        "- secret: [password]\n  now: {}\n  reason: It is.\n";
    a_secret_is_found:
        "- secret: [nowhere]\n  reason: It is.\n";
    a_correction_corrects_something:
        "- at: /components/schemas/Size\n  reason: It is.\n";
    a_pointer_starts_with_a_slash:
        "- at: components/schemas/Size/type\n  was: string\n  now: integer\n  reason: It is.\n";
    a_correction_finds_its_place:
        "- at: /components/schemas/Colour/type\n  was: string\n  now: integer\n  reason: It is.\n";
    an_addition_finds_its_place:
        "- at: /components/schemas/Colour/type\n  now: integer\n  reason: It is.\n";
    an_addition_does_not_replace:
        "- at: /components/schemas/Size/type\n  now: integer\n  reason: It is.\n";
    an_addition_to_a_list_has_its_place:
        "- at: /components/schemas/Shape/oneOf/7\n  now: {$ref: '#/components/schemas/Thing'}\n  reason: It is.\n";
    an_addition_goes_into_a_mapping:
        "- at: /openapi/version\n  now: '3'\n  reason: It is.\n";
    a_correction_changes_something:
        "- at: /components/schemas/Size/type\n  was: integer\n  now: string\n  reason: It is.\n";
    a_removal_removes_something:
        "- at: /components/schemas/Size/title\n  was: Size\n  reason: It is.\n";
    a_correction_finds_what_was:
        "- at: /components/schemas/Size\n  was: {type: string, enum: [S]}\n  now: {type: string}\n  reason: It is.\n";
    a_name_has_an_enum:
        "- name: Color\n  enum: [RED, GREEN]\n  reason: It is.\n";
    the_values_of_a_name_are_text:
        "- name: Color\n  enum: [RED, 5]\n  reason: It is.\n";
    an_enum_has_one_name:
        "- name: Color\n  enum: [RED, BLUE]\n  reason: It is.\n- name: Paint\n  enum: [BLUE, RED]\n  reason: It is.\n";
}
