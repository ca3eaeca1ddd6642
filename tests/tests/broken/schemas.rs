//! Schemas: references, types, enums, objects, unions, and the names that come of them.

use crate::refused;

const NAMES: &str = "    Name: {type: string}";

refused! {
    // References.
    a_reference_leads_to_a_schema:
        "next: {$ref: '#/components/schemas/Thing'}" => "next: {$ref: '#/components/schemas/Nothing'}";
    a_reference_to_a_schema_leads_to_no_parameter:
        "next: {$ref: '#/components/schemas/Thing'}" => "next: {$ref: '#/components/parameters/limit'}";
    a_reference_stays_in_the_document:
        "next: {$ref: '#/components/schemas/Thing'}" => "next: {$ref: 'other.yaml#/Thing'}";
    a_reference_is_text:
        "next: {$ref: '#/components/schemas/Thing'}" => "next: {$ref: 5}";
    a_reference_stands_alone:
        "next: {$ref: '#/components/schemas/Thing'}" =>
        "next: {$ref: '#/components/schemas/Thing', nullable: true}";
    a_schema_is_no_other_name_of_itself:
        NAMES => "    Name: {$ref: '#/components/schemas/Name'}";
    two_schemas_are_not_names_of_each_other:
        NAMES => "    Name: {$ref: '#/components/schemas/Nom'}\n    Nom: {$ref: '#/components/schemas/Name'}";
    a_list_is_no_list_of_itself:
        NAMES => "    Name: {$ref: '#/components/schemas/Names'}";
    an_object_does_not_inherit_from_itself:
        "properties:\n        kind: {type: string, enum: [CIRCLE]}" =>
        "allOf: [{$ref: '#/components/schemas/Square'}, {$ref: '#/components/schemas/Circle'}]\n      \
         properties:\n        kind: {type: string, enum: [CIRCLE]}";
    an_object_does_not_inherit_from_an_enum:
        "- $ref: '#/components/schemas/Thing'\n      - type: object" =>
        "- $ref: '#/components/schemas/Size'\n      - type: object";

    // Types.
    a_type_is_known:
        NAMES => "    Name: {type: text}";
    a_type_is_one:
        NAMES => "    Name: {type: [string, 'null']}";
    a_schema_has_a_type:
        NAMES => "    Name: {nullable: true}";
    a_schema_is_not_what_another_is_not:
        NAMES => "    Name: {not: {type: string}}";
    a_list_says_what_its_items_are:
        "tags: {type: array, items: {type: string}}" => "tags: {type: array}";
    a_string_has_no_properties:
        NAMES => "    Name: {type: string, properties: {first: {type: string}}}";
    an_enum_is_of_one_type:
        "enum: [S, M]" => "enum: [S, 5]";
    an_enum_has_a_value_once:
        "enum: [S, M]" => "enum: [S, M, S]";
    a_component_has_a_name_without_spaces:
        NAMES => "    First name: {type: string}";

    // Unions.
    a_branch_of_a_union_has_a_name:
        "- $ref: '#/components/schemas/Square'" => "- {type: object}";
    a_branch_of_a_union_is_an_object:
        NAMES => "    Name: {anyOf: [{$ref: '#/components/schemas/Names'}, {$ref: '#/components/schemas/Size'}]}";
    a_branch_of_a_union_stands_in_it_once:
        NAMES => "    Name: {oneOf: [{$ref: '#/components/schemas/Thing'}, {$ref: '#/components/schemas/Thing'}]}";
    a_union_is_no_branch_of_itself:
        NAMES => "    Name: {oneOf: [{$ref: '#/components/schemas/Thing'}, {$ref: '#/components/schemas/Name'}]}";
    the_branches_of_a_union_agree_on_types:
        "size: {type: integer}\n    Square" => "size: {type: string}\n    Either:\n      oneOf:\n      \
         - $ref: '#/components/schemas/Circle'\n      - $ref: '#/components/schemas/Other'\n    \
         Other: {type: object, properties: {size: {type: boolean}}}\n    Square";
    a_discriminator_has_a_property:
        "propertyName: kind" => "property: kind";
    a_discriminator_has_a_mapping:
        "        mapping:\n          CIRCLE: '#/components/schemas/Circle'\n          \
         SQUARE: '#/components/schemas/Square'\n" => "";
    a_mapping_leads_to_a_schema:
        "CIRCLE: '#/components/schemas/Circle'" => "CIRCLE: '#/components/schemas/Ring'";
    a_mapping_leads_to_an_object:
        "CIRCLE: '#/components/schemas/Circle'" => "CIRCLE: '#/components/schemas/Circle'\n          \
         SIZE: '#/components/schemas/Size'";
    a_mapping_leads_to_every_branch:
        "          SQUARE: '#/components/schemas/Square'\n" => "";
    a_union_inherits_nothing:
        "      discriminator:" => "      allOf: [{$ref: '#/components/schemas/Thing'}]\n      discriminator:";

    // Names.
    values_of_an_enum_differ_as_names:
        "enum: [S, M]" => "enum: [extra-large, extra_large]";
    properties_differ_as_names:
        "kind: {type: string, enum: [CIRCLE]}" => "parentId: {type: string}\n        parent_id: {type: string}";
    schemas_differ_as_names:
        NAMES => "    NAME: {type: string}\n    Name: {type: string}";
    a_schema_is_not_called_like_one_inside_of_another:
        NAMES => "    Name: {type: string}\n    ThingState: {type: string}";
    a_schema_does_not_start_with_a_digit:
        NAMES => "    Name: {type: string}\n    3DPoint: {type: object}";
    a_property_has_letters:
        "kind: {type: string, enum: [CIRCLE]}" => "'%': {type: string}";
    a_property_has_letters_that_rust_knows:
        "kind: {type: string, enum: [CIRCLE]}" => "area²: {type: string}";
    an_enum_keeps_its_name_for_itself:
        "state: {type: string, enum: [IDLE, BUSY]}" =>
        "state: {type: string, enum: [IDLE, BUSY], x-atlas-api-name: State}\n        \
         was: {type: string, enum: [IDLE], x-atlas-api-name: State}";
}
