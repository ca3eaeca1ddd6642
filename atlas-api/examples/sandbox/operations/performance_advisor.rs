//! The Performance Advisor. Its figures are invented.

use atlas_api::test_util::Failure;
use serde_json::{Value as Json, json};

use super::monitoring::process;
use crate::call::{Call, Reply};
use crate::clock;

const NAMESPACE: &str = "shop.orders";

/// The service always wraps these responses in an envelope.
fn enveloped(content: &Json) -> Result<Reply, Failure> {
    Reply::one(json!({"content": content, "status": 200, "links": []}))
}

pub fn suggested_indexes(call: &mut Call) -> Result<Reply, Failure> {
    let mut index = json!([]);
    if call.wants("namespaces", NAMESPACE) {
        index = json!([{
            "id": "5f4d3c2b1a09f8e7d6c5b4f1", "namespace": NAMESPACE, "avgObjSize": 412.0,
            "impact": ["5f4d3c2b1a09f8e7d6c5b4f2"], "index": [{"customerId": 1}], "weight": 1_048_576.0,
        }]);
    }
    enveloped(&json!({"shapes": [], "suggestedIndexes": index}))
}

pub fn drop_suggestions(_: &mut Call) -> Result<Reply, Failure> {
    let unused = json!({
        "accessCount": 0, "index": [{"legacyCode": 1}], "name": "legacyCode_1", "namespace": NAMESPACE,
        "shards": ["prod-shard-0"], "since": clock::text(clock::now()), "sizeBytes": 40_960,
    });
    enveloped(&json!({"hiddenIndexes": [], "redundantIndexes": [], "unusedIndexes": [unused]}))
}

pub fn schema_advice(_: &mut Call) -> Result<Reply, Failure> {
    enveloped(&json!({"recommendations": [{
        "recommendation": "REDUCE_DOCUMENT_SIZE",
        "description": "an invented recommendation",
        "affectedNamespaces": [{
            "namespace": NAMESPACE,
            "triggers": [{"triggerType": "DOC_SIZE_TOO_LARGE", "description": "invented"}],
        }],
    }]}))
}

/// One slow query on each process.
pub fn slow_queries(call: &mut Call) -> Result<Reply, Failure> {
    process(call)?;
    let number = |name| call.request.query(name)?.parse::<i64>().ok();
    let at = clock::now() - 60_000;
    let since = number("since").unwrap_or(0);
    let until = number("duration").map_or(i64::MAX, |duration| since.saturating_add(duration));
    let wanted = call.wants("namespaces", NAMESPACE)
        && (since == 0 || (since..=until).contains(&at))
        && number("nLogs") != Some(0);
    let line = json!({
        "t": {"$date": clock::text(at)}, "s": "I", "c": "COMMAND", "msg": "Slow query",
        "attr": {"ns": NAMESPACE, "durationMillis": 412, "planSummary": "COLLSCAN"},
    });
    let query = json!({"line": line.to_string(), "namespace": NAMESPACE, "opType": "FIND"});
    let queries = if wanted { vec![query] } else { Vec::new() };
    Reply::one(json!({"slowQueries": queries}))
}
