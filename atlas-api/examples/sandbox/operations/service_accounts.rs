//! Service accounts of the organization and of projects, and their secrets. A new one can get tokens immediately.

use std::time::Duration;

use atlas_api::codes;
use atlas_api::test_util::Failure;
use serde_json::{Value as Json, json};

use crate::call::{Call, Reply, values};
use crate::state::Record;
use crate::{accounts, clock, refusals};

/// The shortest and the longest lifetime of a secret, in hours.
const HOURS: std::ops::RangeInclusive<u64> = 8..=8_760;

pub fn list(call: &mut Call) -> Result<Reply, Failure> {
    Reply::list(values(call.state.list(&accounts::list())))
}

pub fn get(call: &mut Call) -> Result<Reply, Failure> {
    Reply::one(find(call)?.value.clone())
}

pub fn create(call: &mut Call) -> Result<Reply, Failure> {
    let (account, shown) = new(call)?;
    call.state.list_mut(&accounts::list()).push(account);
    Reply::one(shown)
}

pub fn update(call: &mut Call) -> Result<Reply, Failure> {
    let change = call.body.take();
    let account = find(call)?;
    account.merge(&change);
    Reply::one(account.value.clone())
}

/// Deletes an account with its tokens.
pub fn delete(call: &mut Call) -> Result<Reply, Failure> {
    let id = find(call)?.text("clientId").to_owned();
    call.state
        .list_mut(&accounts::list())
        .retain(|it| !it.is("clientId", &id));
    call.state.tokens.retain(|_, token| token.account != id);
    Reply::nothing()
}

/// The projects in which an account has a role.
pub fn groups(call: &mut Call) -> Result<Reply, Failure> {
    let groups = find(call)?.hidden["groups"].clone();
    let ids = groups.as_object().into_iter().flatten();
    Reply::list(ids.map(|(id, _)| json!({"groupId": id})))
}

pub fn list_of_project(call: &mut Call) -> Result<Reply, Failure> {
    let project = call.argument("groupId").to_owned();
    let accounts = accounts::list();
    let accounts = call.state.list(&accounts).iter();
    Reply::list(
        accounts
            .filter_map(|it| in_project(it, &project))
            .collect::<Vec<_>>(),
    )
}

pub fn get_of_project(call: &mut Call) -> Result<Reply, Failure> {
    let project = call.argument("groupId").to_owned();
    Reply::one(member(call, &project)?)
}

/// Creates an account of the organization with roles in the project.
pub fn create_of_project(call: &mut Call) -> Result<Reply, Failure> {
    let project = call.argument("groupId").to_owned();
    let (mut account, mut shown) = new(call)?;
    account.hidden["groups"][&*project] = account.value["roles"].take();
    account.value["roles"] = json!(["ORG_MEMBER"]);
    shown["roles"] = account.hidden["groups"][&*project].clone();
    call.state.list_mut(&accounts::list()).push(account);
    Reply::one(shown)
}

/// Changes the roles in the project, and the name and the description of the account.
pub fn update_of_project(call: &mut Call) -> Result<Reply, Failure> {
    let project = call.argument("groupId").to_owned();
    let mut change = call.body.take();
    member(call, &project)?;
    let account = find(call)?;
    let roles = change["roles"].take();
    if roles.is_array() {
        account.hidden["groups"][&*project] = roles;
    }
    if let Some(change) = change.as_object_mut() {
        change.remove("roles");
    }
    account.merge(&change);
    Reply::one(member(call, &project)?)
}

/// Gives an account of the organization roles in the project.
pub fn invite(call: &mut Call) -> Result<Reply, Failure> {
    let project = call.argument("groupId").to_owned();
    let roles = call.body["roles"].clone();
    find(call)?.hidden["groups"][&*project] = roles;
    Reply::one(member(call, &project)?)
}

/// Removes the account's roles in the project.
pub fn delete_of_project(call: &mut Call) -> Result<Reply, Failure> {
    let project = call.argument("groupId").to_owned();
    member(call, &project)?;
    if let Some(groups) = find(call)?.hidden["groups"].as_object_mut() {
        groups.remove(&project);
    }
    Reply::nothing()
}

/// The secret is shown once.
pub fn create_secret(call: &mut Call) -> Result<Reply, Failure> {
    let (shown, secret) = new_secret(call)?;
    let account = find(call)?;
    if let Some(secrets) = account.value["secrets"].as_array_mut() {
        secrets.push(masked(&shown));
    }
    let id = shown["id"].as_str().unwrap_or_default();
    account.hidden["secrets"][id] = secret.into();
    Reply::one(shown)
}

pub fn delete_secret(call: &mut Call) -> Result<Reply, Failure> {
    let id = call.argument("secretId").to_owned();
    let account = find(call)?;
    let secrets = account.hidden["secrets"].as_object_mut();
    if secrets.and_then(|it| it.remove(&id)).is_none() {
        let code = codes::RESOURCE_NOT_FOUND;
        return Err(refusals::not_found(code, "secret", &id));
    }
    if let Some(secrets) = account.value["secrets"].as_array_mut() {
        secrets.retain(|it| it["id"] != id.as_str());
    }
    Reply::nothing()
}

/// A new account, and the response to its creation, which contains the secret.
fn new(call: &mut Call) -> Result<(Record, Json), Failure> {
    let (secret, text) = new_secret(call)?;
    let id = format!("mdb_sa_id_{}", call.state.new_id());
    let mut shown = json!({
        "clientId": id,
        "createdAt": clock::text(clock::now()),
        "name": call.required("name")?,
        "description": call.body["description"],
        "roles": call.body["roles"],
        "secrets": [secret],
    });
    let mut account = Record::new(shown.clone());
    account.value["secrets"] = json!([masked(&secret)]);
    let secret_id = secret["id"].as_str().unwrap_or_default();
    account.hidden = json!({"secrets": {secret_id: text}, "groups": {}});
    shown["secrets"] = json!([secret]);
    Ok((account, shown))
}

/// The response to the creation of a secret, and its text.
fn new_secret(call: &mut Call) -> Result<(Json, String), Failure> {
    let hours = call.body["secretExpiresAfterHours"].as_u64();
    let hours = hours.filter(|hours| HOURS.contains(hours));
    let hours = hours.ok_or_else(|| {
        let problem = format!("is not {} to {}", HOURS.start(), HOURS.end());
        refusals::invalid("secretExpiresAfterHours", &problem)
    })?;
    let id = call.state.new_id();
    let text = format!("mdb_sa_sk_{id}");
    let secret = json!({
        "id": id,
        "createdAt": clock::text(clock::now()),
        "expiresAt": clock::text(clock::after(Duration::from_secs(hours * 3_600))),
        "secret": text,
    });
    Ok((secret, text))
}

/// A secret as it is shown later.
fn masked(secret: &Json) -> Json {
    let mut masked = Record::new(secret.clone());
    let text = masked.text("secret");
    let end: String = text
        .chars()
        .skip(text.chars().count().saturating_sub(4))
        .collect();
    masked.merge(&json!({"secret": null, "maskedSecretValue": format!("mdb_sa_sk_****{end}")}));
    masked.value
}

/// An account as a project sees it, if it has a role there.
fn in_project(account: &Record, project: &str) -> Option<Json> {
    let roles = &account.hidden["groups"][project];
    roles.is_array().then(|| {
        let mut shown = account.value.clone();
        shown["roles"] = roles.clone();
        shown
    })
}

fn member(call: &mut Call, project: &str) -> Result<Json, Failure> {
    let id = call.argument("clientId").to_owned();
    let member = in_project(find(call)?, project);
    member.ok_or_else(|| refusals::not_found(codes::RESOURCE_NOT_FOUND, "service account", &id))
}

/// The account of the call.
fn find<'a>(call: &'a mut Call) -> Result<&'a mut Record, Failure> {
    let id = call.argument("clientId").to_owned();
    let known = call.state.find_mut(&accounts::list(), "clientId", &id);
    known.ok_or_else(|| refusals::not_found(codes::RESOURCE_NOT_FOUND, "service account", &id))
}
