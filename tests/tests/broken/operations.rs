//! Operations: ids, tags, paths, parameters, versions and bodies.

use crate::refused;

const VERSION: &str = "application/vnd.atlas.2024-08-05+json:";
const COLOR: &str = "- {name: color, in: query, schema: {type: string, enum: [RED, BLUE]}}";
const LIMIT: &str = "- $ref: '#/components/parameters/limit'";

refused! {
    // Ids and tags.
    an_operation_has_an_id:
        "      operationId: updateThing\n" => "";
    an_operation_id_is_that_of_one_operation:
        "operationId: updateThing" => "operationId: getOneThing";
    an_operation_has_a_tag:
        "operationId: updateThing\n      tags: [Things]" => "operationId: updateThing";
    an_operation_has_one_tag:
        "operationId: updateThing\n      tags: [Things]" =>
        "operationId: updateThing\n      tags: [Things, Others]";
    tags_differ_as_modules:
        "operationId: updateThing\n      tags: [Things]" =>
        "operationId: updateThing\n      tags: ['things!']";
    operations_of_a_tag_differ_as_functions:
        "operationId: updateThing" => "operationId: updateThing\n      x-xgen-operation-id-override: get-thing";
    operations_of_a_tag_differ_in_their_newest_versions:
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
    an_operation_does_not_start_with_a_digit:
        "operationId: updateThing" => "operationId: 2ndThing";

    // Paths.
    a_path_starts_with_a_slash:
        "  /things/{thingId}:" => "  things/{thingId}:";
    a_path_closes_its_braces:
        "  /things/{thingId}:" => "  /things/{thingId:";
    a_path_opens_its_braces:
        "  /things/{thingId}:" => "  /things/{thingId}/rest}:";
    a_path_has_a_parameter_once:
        "  /things/{thingId}:" => "  /things/{thingId}/{thingId}:";
    a_parameter_of_the_path_is_declared:
        "  /things/{thingId}:" => "  /things/{thingId}/{partId}:";
    a_declared_parameter_stands_in_the_path:
        "  /things/{thingId}:" => "  /things:";
    a_path_is_no_reference:
        "  /things/{thingId}:" => "  /others: {$ref: '#/paths/~1things'}\n  /things/{thingId}:";

    // Parameters.
    a_parameter_of_the_path_is_required:
        LIMIT => "- {name: partId, in: path, schema: {type: string}}";
    a_parameter_has_a_name:
        COLOR => "- {in: query, schema: {type: string}}";
    a_parameter_has_a_schema:
        COLOR => "- {name: color, in: query}";
    a_parameter_has_a_known_place:
        COLOR => "- {name: color, in: body, schema: {type: string}}";
    a_parameter_is_no_cookie:
        COLOR => "- {name: color, in: cookie, schema: {type: string}}";
    a_parameter_is_no_object:
        COLOR => "- {name: color, in: query, schema: {$ref: '#/components/schemas/Thing'}}";
    a_parameter_of_the_query_has_the_usual_style:
        COLOR => "- {name: color, in: query, style: deepObject, schema: {type: string}}";
    a_parameter_of_the_path_has_the_usual_style:
        "    limit: {name: limit, in: query," => "    limit: {name: limit, in: path, required: true, style: matrix,";
    a_style_fits_the_place:
        COLOR => "- {name: color, in: query, style: matrix, schema: {type: string}}";
    an_operation_has_a_parameter_once:
        COLOR => "- {name: limit, in: query, schema: {type: string}}";
    parameters_differ_as_names:
        COLOR => "- {name: LIMIT, in: query, schema: {type: string}}";
    a_reference_leads_to_a_parameter:
        LIMIT => "- $ref: '#/components/parameters/offset'";
    a_reference_to_a_parameter_leads_to_no_schema:
        LIMIT => "- $ref: '#/components/schemas/Size'";
    two_parameters_are_not_names_of_each_other:
        "    limit: {name: limit, in: query, schema: {type: integer}}\n    \
         order: {name: order, in: query, schema: {type: string}}" =>
        "    limit: {$ref: '#/components/parameters/order'}\n    order: {$ref: '#/components/parameters/limit'}";

    // Responses and versions.
    an_operation_has_responses:
        "      responses:\n        '204':" => "      x-responses:\n        '204':";
    a_reference_leads_to_a_response:
        "'404': {$ref: '#/components/responses/notFound'}" => "'404': {$ref: '#/components/responses/gone'}";
    a_response_has_a_status:
        "        '204':" => "        ok:";
    a_response_has_a_description:
        "        '204':\n          description: ''\n" => "        '204':\n";
    an_operation_has_a_version:
        "        '200':" => "        '500':";
    a_media_type_is_known:
        VERSION => "text/json:";
    media_types_tell_versions_everywhere_or_nowhere:
        VERSION => "application/json:";
    servers_have_one_path:
        "paths:\n" => "servers: [{url: 'https://a.example/x'}, {url: 'https://b.example'}]\npaths:\n";
    a_server_has_no_variables_in_its_path:
        "paths:\n" => "servers: [{url: 'https://a.example/{x}'}]\npaths:\n";
    a_server_has_a_host_or_a_path:
        "paths:\n" => "servers: [{url: a.example/x}]\npaths:\n";
    a_server_has_no_query:
        "paths:\n" => "servers: [{url: 'https://a.example/x?y=/z'}]\npaths:\n";
    a_media_type_has_a_known_format:
        VERSION => "application/vnd.atlas.2024-08-05+xml:";
    a_version_is_a_date:
        VERSION => "application/vnd.atlas.2024-13-05+json:";
    the_version_agrees_with_the_media_type:
        "x-xgen-version: '2023-01-01'" => "x-xgen-version: '2023-02-01'";
    a_sunset_is_a_date:
        "x-sunset: '2026-01-01'" => "x-sunset: soon";
    success_responses_of_a_version_agree:
        "        '404': {$ref: '#/components/responses/notFound'}" =>
        "        '202':\n          description: ''\n          content:\n            \
         application/vnd.atlas.2024-08-05+json:\n              schema: {type: integer}";
    an_error_has_a_schema_with_a_name:
        "    notFound: {description: ''}" =>
        "    notFound: {description: '', content: {application/json: {schema: {type: object}}}}";

    // Bodies.
    a_version_with_a_body_has_a_response:
        "          application/vnd.atlas.2023-01-01+json:\n            schema:" =>
        "          application/vnd.atlas.2023-05-05+json:\n            schema:";
    a_body_is_json:
        "          application/vnd.atlas.2023-01-01+json:\n            schema:" =>
        "          application/vnd.atlas.2023-01-01+csv:\n            schema:";
    a_reference_leads_to_a_body:
        "      requestBody:\n        required: true\n        content:\n          \
         application/vnd.atlas.2023-01-01+json:\n            schema: {$ref: '#/components/schemas/Shape'}" =>
        "      requestBody: {$ref: '#/components/requestBodies/shape'}";
}
