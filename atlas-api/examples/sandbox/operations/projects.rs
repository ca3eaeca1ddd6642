//! Projects, which the API calls groups.

use atlas_api::codes;
use atlas_api::test_util::Failure;
use serde_json::{Value as Json, json};

use crate::call::{Call, Reply};
use crate::resource::{self, Resource};
use crate::state::Record;
use crate::{accounts, clock, refusals};

/// A project.
pub struct Project;

impl Resource for Project {
    const NAME: &'static str = "project";
    const KEY: &'static str = "id";
    const ARGUMENT: &'static str = "groupId";
    const NOT_FOUND: &'static str = codes::GROUP_NOT_FOUND;

    fn create(call: &mut Call, record: &mut Record) -> Result<(), Failure> {
        let (name, organization) = (call.required("name")?, call.required("orgId")?);
        if call.state.find("orgs", "id", &organization).is_none() {
            let code = codes::ORG_NOT_FOUND;
            return Err(refusals::not_found(code, "organization", &organization));
        }
        if call.state.find("groups", "name", &name).is_some() {
            return Err(taken(&name));
        }
        let id = call.state.new_id();
        // A setting of the request only.
        record.merge(&json!({"withDefaultAlertsSettings": null}));
        record.merge(&json!({"id": id, "created": clock::text(clock::now()), "clusterCount": 0, "links": []}));
        // The account that creates a project becomes its owner.
        let (list, caller) = (accounts::list(), call.caller.clone());
        if let Some(account) = call.state.find_mut(&list, "clientId", &caller) {
            account.hidden["groups"][&*id] = json!(["GROUP_OWNER"]);
        }
        call.record_in(&format!("groups/{id}"), "GROUP_CREATED", json!({}));
        Ok(())
    }

    fn update(call: &mut Call, record: &mut Record) -> Result<(), Failure> {
        let known = call.state.find("groups", "name", record.text("name"));
        let is_taken = known.is_some_and(|it| it.value["id"] != record.value["id"]);
        if is_taken {
            return Err(taken(record.text("name")));
        }
        Ok(())
    }

    fn delete(call: &mut Call, _: &mut Record) -> Result<bool, Failure> {
        let lists = ["clusters", "flexClusters"].map(|list| call.within(list));
        if lists.iter().any(|list| !call.state.list(list).is_empty()) {
            let code = codes::CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_CLUSTERS;
            return Err(refusals::conflict(409, code, "the project has clusters"));
        }
        Ok(false)
    }
}

fn taken(name: &str) -> Failure {
    refusals::duplicate(409, codes::GROUP_ALREADY_EXISTS, "project", name)
}

/// A project with its counts.
fn view(call: &Call, mut project: Json) -> Json {
    let id = project["id"].as_str().unwrap_or_default();
    let clusters = call.state.list(&format!("groups/{id}/clusters"));
    project["clusterCount"] = clusters.len().into();
    project
}

/// All projects that the caller has access to.
pub fn views(call: &Call) -> Vec<Json> {
    let account = call.state.find(&accounts::list(), "clientId", &call.caller);
    let sees = |id: &str| account.is_some_and(|account| accounts::sees(account, id));
    let projects = call.state.list("groups").iter();
    let seen = projects.filter(|it| sees(it.text("id")));
    seen.map(|it| view(call, it.value.clone())).collect()
}

pub fn list(call: &mut Call) -> Result<Reply, Failure> {
    Reply::list(views(call))
}

pub fn get(call: &mut Call) -> Result<Reply, Failure> {
    let project = resource::find::<Project>(call)?.value;
    Reply::one(view(call, project))
}

pub fn get_by_name(call: &mut Call) -> Result<Reply, Failure> {
    let name = call.argument("groupName").to_owned();
    let known = views(call)
        .into_iter()
        .find(|it| it["name"] == name.as_str());
    Reply::one(
        known.ok_or_else(|| refusals::not_found(codes::GROUP_NAME_NOT_FOUND, "project", &name))?,
    )
}

/// The spec says 200.
pub fn create(call: &mut Call) -> Result<Reply, Failure> {
    Ok(resource::create::<Project>(call)?.status(201))
}
