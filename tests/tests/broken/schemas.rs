//! Schemas: references, types, enums, objects, unions, and the resulting names.

use crate::refused;

const NAMES: &str = "    Name: {type: string}";

refused! {
    // Names in Rust.
    rejects_rust_name_of_missing_property:
        "required: [id]" => "required: [id]\n      x-atlas-api-names: {size: length}";
    rejects_rust_name_of_missing_value:
        "enum: [S, M]}" => "enum: [S, M], x-atlas-api-names: {L: Large}}";
    rejects_rust_name_of_schema_that_lists_nothing:
        "Name: {type: string}" => "Name: {type: string, x-atlas-api-names: {L: Large}}";
    rejects_rust_name_that_is_a_number:
        "enum: [S, M]}" => "enum: [S, M], x-atlas-api-names: {S: 5}}";
    rejects_rust_names_that_are_a_list:
        "enum: [S, M]}" => "enum: [S, M], x-atlas-api-names: [Small]}";
    rejects_rust_name_in_use:
        "enum: [S, M]}" => "enum: [S, M], x-atlas-api-names: {S: M}}";
    rejects_property_of_other_letters:
        "state: {type: string, enum: [IDLE, BUSY]}" => "日本: {type: string}";
    rejects_boolean_enum:
        "Name: {type: string}" => "Name: {type: boolean, enum: [true]}";
    rejects_all_of_cycle_without_objects:
        "    Name: {type: string}" =>
        "    Name: {allOf: [{$ref: '#/components/schemas/Other'}]}\n    Other: {allOf: [{$ref: '#/components/schemas/Name'}]}";

    // References.
    rejects_reference_to_missing_schema:
        "next: {$ref: '#/components/schemas/Thing'}" => "next: {$ref: '#/components/schemas/Nothing'}";
    rejects_schema_reference_to_parameter:
        "next: {$ref: '#/components/schemas/Thing'}" => "next: {$ref: '#/components/parameters/limit'}";
    rejects_reference_to_other_file:
        "next: {$ref: '#/components/schemas/Thing'}" => "next: {$ref: 'other.yaml#/Thing'}";
    rejects_reference_that_is_a_number:
        "next: {$ref: '#/components/schemas/Thing'}" => "next: {$ref: 5}";
    rejects_alias_of_itself:
        NAMES => "    Name: {$ref: '#/components/schemas/Name'}";
    rejects_alias_cycle:
        NAMES => "    Name: {$ref: '#/components/schemas/Nom'}\n    Nom: {$ref: '#/components/schemas/Name'}";
    rejects_array_alias_cycle:
        NAMES => "    Name: {$ref: '#/components/schemas/Names'}";
    rejects_all_of_cycle:
        "properties:\n        kind: {type: string, enum: [CIRCLE]}" =>
        "allOf: [{$ref: '#/components/schemas/Square'}, {$ref: '#/components/schemas/Circle'}]\n      \
         properties:\n        kind: {type: string, enum: [CIRCLE]}";
    rejects_all_of_enum:
        "- $ref: '#/components/schemas/Thing'\n      - type: object" =>
        "- $ref: '#/components/schemas/Size'\n      - type: object";

    rejects_type_in_part_of_all_of:
        NAMES => "    Name: {allOf: [{type: string}, {maxLength: 5}]}";
    rejects_read_only_part_of_all_of:
        NAMES => "    Name: {allOf: [{$ref: '#/components/schemas/Thing'}, {readOnly: true}]}";
    rejects_typed_additional_properties_in_part_of_all_of:
        NAMES => "    Name: {allOf: [{type: object, additionalProperties: {type: string}}]}";
    rejects_one_of_beside_any_of:
        NAMES => "    Name: {oneOf: [{$ref: '#/components/schemas/Circle'}], anyOf: [{$ref: '#/components/schemas/Square'}]}";
    rejects_discriminator_that_is_a_number:
        "kind: {type: string, enum: [CIRCLE]}" => "kind: {type: integer}";

    // Types.
    rejects_unknown_type:
        NAMES => "    Name: {type: text}";
    rejects_list_of_types:
        NAMES => "    Name: {type: [string, 'null']}";
    rejects_keyword_not:
        NAMES => "    Name: {not: {type: string}}";
    rejects_property_name_that_json_escapes:
        NAMES => "    Name: {type: object, properties: {'a\"b': {type: string}}}";
    rejects_string_with_properties:
        NAMES => "    Name: {type: string, properties: {first: {type: string}}}";
    rejects_enum_of_mixed_types:
        "enum: [S, M]" => "enum: [S, [5]]";
    rejects_component_name_with_space:
        NAMES => "    First name: {type: string}";

    // Unions.
    rejects_inline_union_branch:
        "- $ref: '#/components/schemas/Square'" => "- {type: object}";
    rejects_union_branch_that_is_no_object:
        NAMES => "    Name: {anyOf: [{$ref: '#/components/schemas/Names'}, {$ref: '#/components/schemas/Size'}]}";
    rejects_duplicate_union_branch:
        NAMES => "    Name: {oneOf: [{$ref: '#/components/schemas/Thing'}, {$ref: '#/components/schemas/Thing'}]}";
    rejects_union_as_its_own_branch:
        NAMES => "    Name: {oneOf: [{$ref: '#/components/schemas/Thing'}, {$ref: '#/components/schemas/Name'}]}";
    rejects_merged_union_with_different_types:
        "size: {type: integer}\n    Square" => "size: {type: string}\n    Either:\n      oneOf:\n      \
         - $ref: '#/components/schemas/Circle'\n      - $ref: '#/components/schemas/Other'\n    \
         Other: {type: object, properties: {size: {type: boolean}}}\n    Square";
    rejects_discriminator_without_property:
        "propertyName: kind" => "property: kind";
    rejects_discriminator_without_mapping:
        "        mapping:\n          CIRCLE: '#/components/schemas/Circle'\n          \
         SQUARE: '#/components/schemas/Square'\n" => "";
    rejects_discriminator_mapping_to_missing_schema:
        "CIRCLE: '#/components/schemas/Circle'" => "CIRCLE: '#/components/schemas/Ring'";
    rejects_discriminator_mapping_to_enum:
        "CIRCLE: '#/components/schemas/Circle'" => "CIRCLE: '#/components/schemas/Circle'\n          \
         SIZE: '#/components/schemas/Size'";
    rejects_discriminator_mapping_to_other_schema:
        "          SQUARE: '#/components/schemas/Square'\n" => "";
    rejects_all_of_beside_branches:
        "      discriminator:" => "      allOf: [{$ref: '#/components/schemas/Thing'}]\n      discriminator:";

    // Names.
    rejects_enum_values_with_same_name:
        "enum: [S, M]" => "enum: [extra-large, extra_large]";
    rejects_properties_with_same_name:
        "kind: {type: string, enum: [CIRCLE]}" => "parentId: {type: string}\n        parent_id: {type: string}";
    rejects_schemas_with_same_name:
        NAMES => "    NAME: {type: string}\n    Name: {type: string}";
    rejects_name_of_inline_schema:
        NAMES => "    Name: {type: string}\n    ThingState: {type: string}";
    rejects_schema_name_with_leading_digit:
        NAMES => "    Name: {type: string}\n    3DPoint: {type: object}";
    rejects_property_without_letters:
        "kind: {type: string, enum: [CIRCLE]}" => "'%': {type: string}";
    rejects_property_that_is_no_identifier:
        "kind: {type: string, enum: [CIRCLE]}" => "area²: {type: string}";
}
