//! API keys of the organization, their roles in projects, and the access lists of keys.

use atlas_api::codes;
use atlas_api::test_util::Failure;
use serde_json::{Value as Json, json};

use super::access_list;
use super::clusters::items;
use crate::call::{Call, Reply, values};
use crate::ids::ORGANIZATION;
use crate::state::Record;
use crate::{clock, refusals};

pub fn list(call: &mut Call) -> Result<Reply, Failure> {
    Reply::list(values(call.state.list(&keys())))
}

pub fn get(call: &mut Call) -> Result<Reply, Failure> {
    Reply::one(find(call)?.value.clone())
}

pub fn create(call: &mut Call) -> Result<Reply, Failure> {
    let roles = roles(&call.body["roles"], "orgId", ORGANIZATION);
    new(call, roles)
}

/// Replaces the roles in the organization, and keeps those in projects.
pub fn update(call: &mut Call) -> Result<Reply, Failure> {
    change(call, "orgId", ORGANIZATION)
}

pub fn delete(call: &mut Call) -> Result<Reply, Failure> {
    let (id, about) = (find(call)?.text("id").to_owned(), about(find(call)?));
    call.state.list_mut(&keys()).retain(|it| !it.is("id", &id));
    call.state.remove_below(&format!("{}/{id}", keys()));
    record(call, "API_KEY_DELETED", about);
    Reply::nothing()
}

/// The keys with a role in the project.
pub fn list_of_project(call: &mut Call) -> Result<Reply, Failure> {
    let project = call.argument("groupId").to_owned();
    let mut keys = values(call.state.list(&keys()));
    keys.retain(|key| items(&key["roles"]).any(|role| role["groupId"] == *project));
    Reply::list(keys)
}

/// Creates a key of the organization with roles in the project.
pub fn create_of_project(call: &mut Call) -> Result<Reply, Failure> {
    let project = call.argument("groupId").to_owned();
    let mut all = roles(&json!(["ORG_MEMBER"]), "orgId", ORGANIZATION);
    all.extend(roles(&call.body["roles"], "groupId", &project));
    new(call, all)
}

/// Gives a key of the organization roles in the project, in addition to those that it has.
pub fn add_to_project(call: &mut Call) -> Result<Reply, Failure> {
    let (project, body) = (call.argument("groupId").to_owned(), call.body.take());
    let key = find(call)?;
    let wanted = items(&body).flat_map(|it| roles(&it["roles"], "groupId", &project));
    let wanted: Vec<Json> = wanted.collect();
    if wanted.is_empty() {
        return Err(refusals::missing("roles"));
    }
    if let Some(known) = key.value["roles"].as_array_mut() {
        for role in wanted {
            if !known.contains(&role) {
                known.push(role);
            }
        }
    }
    let about = about(key);
    record(call, "API_KEY_ADDED_TO_GROUP", about);
    Reply::nothing()
}

/// Replaces the roles in the project.
pub fn update_of_project(call: &mut Call) -> Result<Reply, Failure> {
    let project = call.argument("groupId").to_owned();
    change(call, "groupId", &project)
}

/// Removes the key's roles in the project.
pub fn remove_from_project(call: &mut Call) -> Result<Reply, Failure> {
    let project = call.argument("groupId").to_owned();
    let key = find(call)?;
    if let Some(roles) = key.value["roles"].as_array_mut() {
        roles.retain(|role| role["groupId"] != *project);
    }
    let about = about(key);
    record(call, "API_KEY_REMOVED_FROM_GROUP", about);
    Reply::nothing()
}

pub fn list_entries(call: &mut Call) -> Result<Reply, Failure> {
    let list = entries(call)?;
    Reply::list(values(call.state.list(&list)))
}

pub fn get_entry(call: &mut Call) -> Result<Reply, Failure> {
    let (list, block) = (entries(call)?, entry_block(call));
    let known = call.state.find(&list, "cidrBlock", &block);
    let known = known.ok_or_else(|| no_entry(call))?;
    Reply::one(known.value.clone())
}

/// Adds all entries, or none.
pub fn create_entries(call: &mut Call) -> Result<Reply, Failure> {
    let list = entries(call)?;
    let mut added: Vec<Record> = Vec::new();
    for wanted in items(&call.body) {
        let entry = new_entry(wanted)?;
        let block = entry.text("cidrBlock");
        let is_taken = call.state.find(&list, "cidrBlock", block).is_some();
        if is_taken || added.iter().any(|it| it.is("cidrBlock", block)) {
            let code = codes::ADDRESS_ALREADY_IN_ACCESS_LIST;
            return Err(refusals::duplicate(409, code, "entry", block));
        }
        added.push(entry);
    }
    let about = about(find(call)?);
    for entry in added {
        let mut about = about.clone();
        about["whitelistEntry"] = entry.value["cidrBlock"].clone();
        call.state.list_mut(&list).push(entry);
        record(call, "API_KEY_ACCESS_LIST_ENTRY_ADDED", about);
    }
    list_entries(call)
}

pub fn delete_entry(call: &mut Call) -> Result<Reply, Failure> {
    let (list, block) = (entries(call)?, entry_block(call));
    if call.state.find(&list, "cidrBlock", &block).is_none() {
        return Err(no_entry(call));
    }
    let entries = call.state.list_mut(&list);
    entries.retain(|it| !it.is("cidrBlock", &block));
    let mut about = about(find(call)?);
    about["whitelistEntry"] = block.into();
    record(call, "API_KEY_ACCESS_LIST_ENTRY_DELETED", about);
    Reply::nothing()
}

fn keys() -> String {
    format!("orgs/{ORGANIZATION}/apiKeys")
}

/// The key of the call.
fn find<'a>(call: &'a mut Call) -> Result<&'a mut Record, Failure> {
    let id = call.argument("apiUserId").to_owned();
    let known = call.state.find_mut(&keys(), "id", &id);
    known.ok_or_else(|| {
        let failure = Failure::new(400, codes::API_KEY_NOT_FOUND).parameters([id.as_str()]);
        failure.detail(format!("there is no API key `{id}`"))
    })
}

/// The roles of a key in responses: each with its project or organization.
fn roles(names: &Json, scope: &str, id: &str) -> Vec<Json> {
    let role = |name: &Json| json!({"roleName": name, scope: id});
    items(names).map(role).collect()
}

/// Creates a key. The response contains the private key, which is masked from then on.
fn new(call: &mut Call, roles: Vec<Json>) -> Result<Reply, Failure> {
    let description = call.required("desc")?;
    let id = call.state.new_id();
    let end = &id[12..];
    // Eight letters, like those of the service.
    let letters = id[16..].bytes().map(|byte| match byte {
        b'0'..=b'9' => char::from(byte - b'0' + b'a'),
        byte => char::from(byte - b'a' + b'k'),
    });
    let public: String = letters.collect();
    let mut key = Record::new(json!({
        "desc": description, "id": id, "links": [], "publicKey": public, "roles": roles,
        "privateKey": format!("********-****-****-{end}"),
    }));
    let about = about(&key);
    call.state.list_mut(&keys()).push(key.clone());
    record(call, "API_KEY_CREATED", about);
    key.value["privateKey"] = format!("5a4db0c5-0000-4000-8000-{end}").into();
    Reply::one(key.value)
}

/// Changes the description of a key, and replaces its roles in a scope.
fn change(call: &mut Call, scope: &str, id: &str) -> Result<Reply, Failure> {
    let body = call.body.take();
    let key = find(call)?;
    if let Some(description) = body["desc"].as_str() {
        key.value["desc"] = description.into();
    }
    let wanted = roles(&body["roles"], scope, id);
    let is_changed = body["roles"].is_array();
    if let (true, Some(roles)) = (is_changed, key.value["roles"].as_array_mut()) {
        if wanted.is_empty() {
            let code = codes::MISSING_API_KEY_ROLES;
            return Err(refusals::refused(code, "roles", "is empty"));
        }
        roles.retain(|role| role[scope] != id);
        roles.extend(wanted);
    }
    let (about, value) = (about(key), key.value.clone());
    let event = match is_changed {
        true => "API_KEY_ROLES_CHANGED",
        false => "API_KEY_DESCRIPTION_CHANGED",
    };
    record(call, event, about);
    Reply::one(value)
}

/// The properties of an event that identify a key.
fn about(key: &Record) -> Json {
    json!({"targetPublicKey": key.text("publicKey")})
}

/// Keys belong to the organization, and so do their events.
fn record(call: &mut Call, event: &str, about: Json) {
    call.record_in(&format!("orgs/{ORGANIZATION}"), event, about);
}

/// The path of the access list of the call's key.
fn entries(call: &mut Call) -> Result<String, Failure> {
    let id = find(call)?.text("id").to_owned();
    Ok(format!("{}/{id}/accessList", keys()))
}

/// The entry of the call, as a block.
fn entry_block(call: &Call) -> String {
    let text = call.argument("ipAddress");
    access_list::block(text).unwrap_or_else(|| text.to_owned())
}

fn no_entry(call: &Call) -> Failure {
    let code = codes::API_KEY_ACCESS_LIST_ENTRY_NOT_FOUND;
    refusals::not_found(code, "entry", call.argument("ipAddress"))
}

/// An entry as the service stores it: an address is also a block with one address.
fn new_entry(wanted: &Json) -> Result<Record, Failure> {
    let given = ["cidrBlock", "ipAddress"].map(|name| (name, wanted[name].as_str()));
    let given = given
        .into_iter()
        .filter_map(|(name, text)| Some((name, text?)));
    let mut blocks = Vec::new();
    for (name, text) in given {
        let problem = "is neither an address nor a block of addresses";
        let block = access_list::block(text);
        blocks.push(block.ok_or_else(|| refusals::invalid(name, problem))?);
    }
    let block = match &blocks[..] {
        [] => return Err(refusals::missing("cidrBlock")),
        [first, second] if first != second => {
            return Err(refusals::invalid("ipAddress", "is not the `cidrBlock`"));
        }
        [block, ..] => block,
    };
    let mut entry = json!({
        "cidrBlock": block, "count": 0, "created": clock::text(clock::now()), "links": [],
    });
    if let Some(address) = block.strip_suffix("/32").or(block.strip_suffix("/128")) {
        entry["ipAddress"] = address.into();
    }
    Ok(Record::new(entry))
}
