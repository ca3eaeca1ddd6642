//! Indexes of Atlas Search. A new one is pending, and becomes ready after a while.

use atlas_api::codes;
use atlas_api::test_util::Failure;
use serde_json::{Value as Json, json};

use crate::call::{Call, Reply, values};
use crate::clock;
use crate::refusals;
use crate::state::Record;

/// The indexes of a cluster, or of one of its collections.
pub fn list(call: &mut Call) -> Result<Reply, Failure> {
    let database = call.request.path_argument("databaseName");
    let collection = call.request.path_argument("collectionName");
    let indexes = values(call.state.list(&call.within_cluster("search/indexes")));
    Reply::list(indexes.into_iter().filter(|it| {
        database.is_none_or(|name| it["database"] == name)
            && collection.is_none_or(|name| it["collectionName"] == name)
    }))
}

pub fn get(call: &mut Call) -> Result<Reply, Failure> {
    Reply::one(find(call)?.value.clone())
}

pub fn create(call: &mut Call) -> Result<Reply, Failure> {
    let place = ["database", "collectionName", "name"];
    for name in place {
        call.required(name)?;
    }
    let list = call.within_cluster("search/indexes");
    let mut known = call.state.list(&list).iter();
    if known.any(|it| place.iter().all(|name| it.value[name] == call.body[name])) {
        let name = call.required("name")?;
        let code = codes::ATLAS_SEARCH_DUPLICATE_INDEX;
        return Err(refusals::duplicate(409, code, "search index", &name));
    }
    let now = clock::text(clock::now());
    let mut index = Record::new(json!({
        "indexID": call.state.new_id(),
        "database": call.body["database"],
        "collectionName": call.body["collectionName"],
        "name": call.body["name"],
        "type": call.text("type").unwrap_or("search"),
        "latestDefinition": definition(&call.body["definition"]),
        "latestDefinitionVersion": {"version": 0, "createdAt": now},
        "queryable": false,
        "status": "PENDING",
        "statusDetail": [],
    }));
    index.pending = call.pending(Some(json!({"status": "READY", "queryable": true})), None);
    call.state.list_mut(&list).push(index.clone());
    Reply::one(index.value)
}

/// The index stays queryable while the new definition is built.
pub fn update(call: &mut Call) -> Result<Reply, Failure> {
    let change = definition(&call.body["definition"]);
    let now = clock::text(clock::now());
    let pending = call.pending(Some(json!({"status": "READY", "queryable": true})), None);
    let index = find(call)?;
    let version = index.value["latestDefinitionVersion"]["version"].as_i64();
    index.value["latestDefinition"] = change;
    index.merge(&json!({
        "latestDefinitionVersion": {"version": version.unwrap_or(0) + 1, "createdAt": now},
        "status": "BUILDING",
    }));
    index.pending = pending;
    Reply::one(index.value.clone())
}

pub fn delete(call: &mut Call) -> Result<Reply, Failure> {
    let id = find(call)?.value["indexID"].clone();
    let list = call.within_cluster("search/indexes");
    call.state
        .list_mut(&list)
        .retain(|it| it.value["indexID"] != id);
    Reply::nothing()
}

/// A definition with defaults.
fn definition(wanted: &Json) -> Json {
    let mut definition = wanted.clone();
    if definition["fields"].is_null() && definition["numPartitions"].is_null() {
        definition["numPartitions"] = 1.into();
    }
    definition
}

/// The index of the call, by its id, or by its collection and name.
fn find<'a>(call: &'a mut Call) -> Result<&'a mut Record, Failure> {
    let list = call.within_cluster("search/indexes");
    let argument = |name: &str| call.request.path_argument(name).unwrap_or_default();
    let (id, name) = (argument("indexId"), argument("indexName"));
    let (database, collection) = (argument("databaseName"), argument("collectionName"));
    let mut indexes = call.state.list_mut(&list).iter_mut();
    let known = indexes.find(|it| {
        it.is("indexID", id)
            || (it.is("name", name)
                && it.is("database", database)
                && it.is("collectionName", collection))
    });
    let shown = if id.is_empty() { name } else { id };
    known.ok_or_else(|| refusals::not_found(codes::RESOURCE_NOT_FOUND, "search index", shown))
}
