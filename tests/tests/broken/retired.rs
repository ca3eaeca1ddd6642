//! Lists of retired operations that are invalid or don't apply to the spec.

use crate::refused_beside;

refused_beside! {
    retired:
    rejects_retired_that_is_text:
        "- /things\n";
    rejects_retired_with_unknown_key:
        "tags: []\n";
    rejects_retired_path_that_is_a_list:
        "paths:\n  /gone: get\n";
    rejects_retired_component_that_exists:
        "components:\n  schemas:\n    Thing: {type: string}\n";
    rejects_retired_operation_that_exists:
        "paths:\n  /things/{thingId}:\n    get:\n      operationId: getOneThing\n      responses: {}\n";
    rejects_retired_version_that_exists:
        "paths:\n  /things/{thingId}:\n    get:\n      responses:\n        '200':\n          content:\n            application/vnd.atlas.2024-08-05+json: {x-atlas-api-retired: '2026-01-31'}\n";
    rejects_retired_version_without_date:
        "paths:\n  /things/{thingId}:\n    get:\n      responses:\n        '200':\n          content:\n            application/vnd.atlas.2022-01-01+json: {}\n";
    rejects_retired_response_by_reference:
        "paths:\n  /gone:\n    get:\n      operationId: getGone\n      tags: [Things]\n      responses:\n        '200': {$ref: '#/components/responses/notFound'}\n";
    rejects_invalid_date_of_retirement:
        "paths:\n  /things/{thingId}:\n    get:\n      responses:\n        '200':\n          content:\n            application/vnd.atlas.2022-01-01+json: {x-atlas-api-retired: last summer}\n";
    rejects_retired_operation_without_id:
        "paths:\n  /gone:\n    get:\n      tags: [Gone]\n      responses:\n        '204':\n          description: ''\n          content:\n            application/vnd.atlas.2022-01-01+json: {x-atlas-api-retired: '2026-01-31'}\n";
}
