//! Operations: ids, tags, paths, parameters, versions and bodies.

use crate::refused;

const VERSION: &str = "application/vnd.atlas.2024-08-05+json:";
const UPDATE: &str = "operationId: updateThing\n      tags: [Things]";
const COLOR: &str = "- {name: color, in: query, schema: {type: string, enum: [RED, BLUE]}}";
const LIMIT: &str = "- $ref: '#/components/parameters/limit'";

refused! {
    // Ids and tags.
    rejects_empty_operation_id:
        "operationId: updateThing" => "operationId: ''";
    rejects_empty_short_id:
        "x-xgen-operation-id-override: getThing" => "x-xgen-operation-id-override: ''";
    rejects_operation_without_id:
        "      operationId: updateThing\n" => "";
    rejects_duplicate_operation_id:
        "operationId: updateThing" => "operationId: getOneThing";
    rejects_tags_with_same_module:
        "operationId: updateThing\n      tags: [Things]" =>
        "operationId: updateThing\n      tags: ['things!']";
    rejects_tag_named_like_module_of_the_crate:
        UPDATE => "operationId: updateThing\n      tags: [Guide]";
    rejects_tag_named_like_feature:
        UPDATE => "operationId: updateThing\n      tags: [Time]";
    rejects_tag_named_like_dependency:
        UPDATE => "operationId: updateThing\n      tags: [Core]";
    rejects_tag_with_other_letters:
        UPDATE => "operationId: updateThing\n      tags: [Ünïtag]";
    rejects_tag_without_letters:
        UPDATE => "operationId: updateThing\n      tags: ['!']";
    rejects_operations_with_same_function:
        "operationId: updateThing" => "operationId: updateThing\n      x-xgen-operation-id-override: get-thing";
    rejects_newest_versions_with_same_function:
        "operationId: updateThing\n      tags: [Things]\n      parameters:\n      \
         - {name: thingId, in: path, required: true, schema: {type: string}}\n      \
         requestBody:\n        required: true\n        content:\n          \
         application/vnd.atlas.2023-01-01+json:\n            schema: {$ref: '#/components/schemas/Shape'}\n      \
         responses:\n        '204':\n          description: ''\n          content:\n            \
         application/vnd.atlas.2023-01-01+json: {}" =>
        "operationId: updateThing\n      x-xgen-operation-id-override: getThing\n      tags: [Things]\n      \
         parameters:\n      - {name: thingId, in: path, required: true, schema: {type: string}}\n      \
         responses:\n        '204':\n          description: ''\n          content:\n            \
         application/vnd.atlas.2025-01-01+json: {}";
    rejects_operation_with_leading_digit:
        "operationId: updateThing" => "operationId: 2ndThing";

    // Extensions.
    rejects_sunset_that_is_a_list:
        "x-sunset: '2026-01-01'" => "x-sunset: ['2026-01-01']";
    rejects_sunset_without_dashes:
        "x-sunset: '2026-01-01'" => "x-sunset: 20260101";
    rejects_roles_that_are_a_mapping:
        "operationId: updateThing" => "operationId: updateThing\n      x-rolesRequirements: {owner: true}";

    // Headers.
    rejects_header_name_with_space:
        COLOR => "- {name: a color, in: header, schema: {type: string}}";

    // Paths.
    rejects_path_with_query:
        "  /things/{thingId}:" => "  /things/{thingId}?all=true:";
    rejects_path_with_dots:
        "  /things/{thingId}:" => "  /things/../{thingId}:";
    rejects_path_with_empty_segment:
        "  /things/{thingId}:" => "  /things//{thingId}:";
    rejects_path_without_leading_slash:
        "  /things/{thingId}:" => "  things/{thingId}:";
    rejects_path_with_unclosed_brace:
        "  /things/{thingId}:" => "  /things/{thingId:";
    rejects_path_with_unopened_brace:
        "  /things/{thingId}:" => "  /things/{thingId}/rest}:";
    rejects_path_with_duplicate_parameter:
        "  /things/{thingId}:" => "  /things/{thingId}/{thingId}:";
    rejects_misspelled_path_parameter:
        "  /things/{thingId}:" => "  /things/{thingID}:";
    rejects_path_parameter_missing_from_template:
        "  /things/{thingId}:" => "  /things:";
    rejects_reference_to_path:
        "  /things/{thingId}:" => "  /others: {$ref: '#/paths/~1things'}\n  /things/{thingId}:";

    // Parameters.
    rejects_rust_name_of_parameter_that_is_a_number:
        COLOR => "- {name: color, in: query, x-atlas-api-name: 5, schema: {type: string}}";
    rejects_path_parameter_missing_from_path:
        LIMIT => "- {name: partId, in: path, schema: {type: string}}";
    rejects_parameter_without_name:
        COLOR => "- {in: query, schema: {type: string}}";
    rejects_parameter_without_schema:
        COLOR => "- {name: color, in: query}";
    rejects_unknown_parameter_location:
        COLOR => "- {name: color, in: body, schema: {type: string}}";
    rejects_cookie_parameter:
        COLOR => "- {name: color, in: cookie, schema: {type: string}}";
    rejects_object_parameter:
        COLOR => "- {name: color, in: query, schema: {$ref: '#/components/schemas/Thing'}}";
    rejects_unusual_query_style:
        COLOR => "- {name: color, in: query, style: deepObject, schema: {type: string}}";
    rejects_unusual_path_style:
        "    limit: {name: limit, in: query," => "    limit: {name: limit, in: path, required: true, style: matrix,";
    rejects_style_of_other_location:
        COLOR => "- {name: color, in: query, style: matrix, schema: {type: string}}";
    rejects_contradictory_parameters:
        COLOR => "- {name: limit, in: query, schema: {type: string}}";
    rejects_parameters_with_same_name:
        COLOR => "- {name: LIMIT, in: query, schema: {type: string}}";
    rejects_reference_to_missing_parameter:
        LIMIT => "- $ref: '#/components/parameters/offset'";
    rejects_parameter_reference_to_schema:
        LIMIT => "- $ref: '#/components/schemas/Size'";
    rejects_parameter_reference_cycle:
        "    limit: {name: limit, in: query, schema: {type: integer}}\n    \
         order: {name: order, in: query, schema: {type: string}}" =>
        "    limit: {$ref: '#/components/parameters/order'}\n    order: {$ref: '#/components/parameters/limit'}";

    // Responses and versions.
    rejects_operation_without_responses:
        "      responses:\n        '204':" => "      x-responses:\n        '204':";
    rejects_reference_to_missing_response:
        "'404': {$ref: '#/components/responses/notFound'}" => "'404': {$ref: '#/components/responses/gone'}";
    rejects_response_without_status:
        "        '204':" => "        ok:";
    rejects_operation_without_success_response:
        "        '200':" => "        '500':";
    rejects_unknown_media_type:
        VERSION => "text/json:";
    rejects_servers_with_different_paths:
        "paths:\n" => "servers: [{url: 'https://a.example/x'}, {url: 'https://b.example'}]\npaths:\n";
    rejects_server_path_with_variables:
        "paths:\n" => "servers: [{url: 'https://a.example/{x}'}]\npaths:\n";
    rejects_server_without_host_or_path:
        "paths:\n" => "servers: [{url: a.example/x}]\npaths:\n";
    rejects_server_with_query:
        "paths:\n" => "servers: [{url: 'https://a.example/x?y=/z'}]\npaths:\n";
    rejects_media_type_with_parameters:
        VERSION => "'application/vnd.atlas.2024-08-05+json; charset=utf-8':";
    rejects_invalid_version:
        VERSION => "application/vnd.atlas.2024-13-05+json:";
    rejects_invalid_sunset:
        "x-sunset: '2026-01-01'" => "x-sunset: soon";
    rejects_different_success_responses:
        "        '404': {$ref: '#/components/responses/notFound'}" =>
        "        '202':\n          description: ''\n          content:\n            \
         application/vnd.atlas.2024-08-05+json:\n              schema: {type: integer}";

    // Bodies.
    rejects_request_body_other_than_json:
        "          application/vnd.atlas.2023-01-01+json:\n            schema:" =>
        "          application/vnd.atlas.2023-01-01+csv:\n            schema:";
    rejects_reference_to_missing_body:
        "      requestBody:\n        required: true\n        content:\n          \
         application/vnd.atlas.2023-01-01+json:\n            schema: {$ref: '#/components/schemas/Shape'}" =>
        "      requestBody: {$ref: '#/components/requestBodies/shape'}";
}
