//! Database users. Passwords are not stored, so none is ever shown.

use atlas_api::codes;
use atlas_api::test_util::Failure;
use serde_json::{Value as Json, json};

use crate::call::{Call, Reply, values};
use crate::refusals;
use crate::state::Record;

const LIST: &str = "databaseUsers";

/// Properties that an update does not change, and the password.
const KEPT: [&str; 4] = ["databaseName", "groupId", "password", "username"];

pub fn list(call: &mut Call) -> Result<Reply, Failure> {
    Reply::list(values(call.state.list(&call.within(LIST))))
}

pub fn get(call: &mut Call) -> Result<Reply, Failure> {
    Reply::one(find(call)?.value.clone())
}

pub fn create(call: &mut Call) -> Result<Reply, Failure> {
    let (name, database) = (call.required("username")?, call.required("databaseName")?);
    let is_external = ["awsIAMType", "ldapAuthType", "oidcAuthType", "x509Type"]
        .iter()
        .any(|kind| call.text(kind).is_some_and(|it| it != "NONE"));
    if !is_external && call.text("password").is_none() {
        return Err(refusals::missing("password"));
    }
    let roles = call.body["roles"].as_array();
    if roles.is_none_or(Vec::is_empty) {
        return Err(refusals::missing("roles"));
    }
    let path = call.within(LIST);
    let mut users = call.state.list(&path).iter();
    if users.any(|known| is(known, &database, &name)) {
        return Err(refusals::duplicate(
            409,
            codes::USER_ALREADY_EXISTS,
            "user",
            &name,
        ));
    }
    let mut user = Record::new(json!({
        "awsIAMType": "NONE", "ldapAuthType": "NONE", "oidcAuthType": "NONE", "x509Type": "NONE",
        "labels": [], "links": [], "scopes": [],
    }));
    user.merge(&call.body);
    user.merge(&json!({"groupId": call.argument("groupId"), "password": null}));
    call.state.list_mut(&path).push(user.clone());
    call.record("MONGODB_USER_ADDED", json!({"dbUserUsername": name}));
    Reply::one(user.value)
}

pub fn update(call: &mut Call) -> Result<Reply, Failure> {
    let mut change = call.body.take();
    if let Json::Object(change) = &mut change {
        change.retain(|name, _| !KEPT.contains(&name.as_str()));
    }
    let user = find(call)?;
    user.merge(&change);
    let user = user.value.clone();
    call.record(
        "MONGODB_USER_UPDATED",
        json!({"dbUserUsername": user["username"]}),
    );
    Reply::one(user)
}

pub fn delete(call: &mut Call) -> Result<Reply, Failure> {
    let user = find(call)?.value.clone();
    let path = call.within(LIST);
    call.state.list_mut(&path).retain(|it| it.value != user);
    call.record(
        "MONGODB_USER_DELETED",
        json!({"dbUserUsername": user["username"]}),
    );
    Reply::nothing()
}

/// The user of the call.
fn find<'a>(call: &'a mut Call) -> Result<&'a mut Record, Failure> {
    let path = call.within(LIST);
    let database = call
        .request
        .path_argument("databaseName")
        .unwrap_or_default();
    let name = call.request.path_argument("username").unwrap_or_default();
    let mut users = call.state.list_mut(&path).iter_mut();
    let known = users.find(|it| is(it, database, name));
    known.ok_or_else(|| refusals::not_found(codes::USERNAME_NOT_FOUND, "user", name))
}

fn is(user: &Record, database: &str, name: &str) -> bool {
    user.is("databaseName", database) && user.is("username", name)
}
