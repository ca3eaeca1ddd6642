//! Lists of retired operations that are invalid or don't apply to the spec.

use crate::refused_beside;

refused_beside! {
    retired:
    what_is_retired_is_a_mapping:
        "- /things\n";
    what_is_retired_stands_as_in_the_spec:
        "tags: []\n";
    a_retired_path_is_a_mapping:
        "paths:\n  /gone: get\n";
    a_retired_component_is_not_in_the_spec:
        "components:\n  schemas:\n    Thing: {type: string}\n";
    a_retired_operation_is_not_in_the_spec:
        "paths:\n  /things/{thingId}:\n    get:\n      operationId: getOneThing\n      responses: {}\n";
    a_retired_version_is_not_in_the_spec:
        "paths:\n  /things/{thingId}:\n    get:\n      responses:\n        '200':\n          content:\n            application/vnd.atlas.2024-08-05+json: {x-atlas-api-retired: '2026-01-31'}\n";
    a_retired_version_has_its_date:
        "paths:\n  /things/{thingId}:\n    get:\n      responses:\n        '200':\n          content:\n            application/vnd.atlas.2022-01-01+json: {}\n";
    a_retired_response_is_no_reference:
        "paths:\n  /gone:\n    get:\n      operationId: getGone\n      tags: [Things]\n      responses:\n        '200': {$ref: '#/components/responses/notFound'}\n";
    the_date_of_retirement_is_a_date:
        "paths:\n  /things/{thingId}:\n    get:\n      responses:\n        '200':\n          content:\n            application/vnd.atlas.2022-01-01+json: {x-atlas-api-retired: last summer}\n";
    what_is_retired_is_looked_at_as_the_spec_is:
        "paths:\n  /gone:\n    get:\n      operationId: getGone\n      responses:\n        '204':\n          description: ''\n          content:\n            application/vnd.atlas.2022-01-01+json: {x-atlas-api-retired: '2026-01-31'}\n";
}
