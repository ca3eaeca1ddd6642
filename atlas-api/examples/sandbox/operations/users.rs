//! People: members of the organization and of its projects, and people who were invited.

use std::time::Duration;

use atlas_api::codes;
use atlas_api::test_util::Failure;
use serde_json::{Value as Json, json};

use crate::call::{Call, Reply, values};
use crate::ids::{ORGANIZATION, YOU};
use crate::resource::Resource;
use crate::state::Record;
use crate::{clock, refusals};

/// How long an invitation is valid.
pub const INVITATION: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// A member of the organization, or of a project.
pub struct Member;

impl Resource for Member {
    const NAME: &'static str = "user";
    const KEY: &'static str = "id";
    const ARGUMENT: &'static str = "userId";
    const NOT_FOUND: &'static str = codes::USER_NOT_FOUND;

    fn create(call: &mut Call, record: &mut Record) -> Result<(), Failure> {
        match call.request.path_argument("groupId") {
            Some(_) => add_to_project(call, record),
            None => invite(call, record),
        }
    }

    /// A person who leaves the organization leaves its projects too.
    fn delete(call: &mut Call, record: &mut Record) -> Result<bool, Failure> {
        let event = match call.request.path_argument("groupId") {
            Some(_) => "REMOVED_FROM_GROUP",
            None => {
                leave_projects(call, record.text("id"));
                "REMOVED_FROM_ORG"
            }
        };
        call.record(event, json!({"targetUsername": record.value["username"]}));
        Ok(false)
    }
}

/// Invites somebody to the organization.
fn invite(call: &mut Call, record: &mut Record) -> Result<(), Failure> {
    let name = call.required("username")?;
    check(call, &members(), &name)?;
    let roles = record.value["roles"].take();
    record.value = invited(&call.state.new_id(), &name, roles);
    record.value["teamIds"] = json!([]);
    call.record("INVITED_TO_ORG", json!({"targetUsername": name}));
    Ok(())
}

/// Adds a member of the organization to a project, or invites somebody to both.
fn add_to_project(call: &mut Call, record: &mut Record) -> Result<(), Failure> {
    let name = call.required("username")?;
    let roles = record.value["roles"].take();
    if roles.as_array().is_none_or(Vec::is_empty) {
        return Err(refusals::missing("roles"));
    }
    check(call, &call.within("users"), &name)?;
    let known = call.state.find(&members(), "username", &name);
    let member = known.map(|it| it.value.clone());
    let member = member.unwrap_or_else(|| {
        let roles = json!({"orgRoles": ["ORG_MEMBER"], "groupRoleAssignments": []});
        let mut new = invited(&call.state.new_id(), &name, roles);
        new["teamIds"] = json!([]);
        call.state
            .list_mut(&members())
            .push(Record::new(new.clone()));
        new
    });
    let event = match member["orgMembershipStatus"] == "ACTIVE" {
        true => "JOINED_GROUP",
        false => "INVITED_TO_GROUP",
    };
    record.value = member;
    record.merge(&json!({"teamIds": null, "lastAuth": null}));
    record.value["roles"] = roles;
    call.record(event, json!({"targetUsername": name}));
    Ok(())
}

fn leave_projects(call: &mut Call, id: &str) {
    let projects = values(call.state.list("groups"));
    for project in projects.iter().filter_map(|it| it["id"].as_str()) {
        let list = call.state.list_mut(&format!("groups/{project}/users"));
        list.retain(|it| !it.is("id", id));
    }
}

/// The members, filtered.
pub fn list(call: &mut Call) -> Result<Reply, Failure> {
    let users = values(call.state.list(&Member::list(call)));
    let name = call.request.query("username");
    let status = call.request.query("orgMembershipStatus");
    Reply::list(users.into_iter().filter(|it| {
        name.is_none_or(|name| it["username"] == name)
            && status.is_none_or(|status| it["orgMembershipStatus"] == status)
    }))
}

fn members() -> String {
    format!("orgs/{ORGANIZATION}/users")
}

/// Checks that a person can be added to a list.
fn check(call: &Call, list: &str, name: &str) -> Result<(), Failure> {
    if !name.contains('@') {
        let failure = Failure::new(400, codes::INVALID_USERNAME).parameters([name]);
        return Err(failure.detail(format!("`{name}` is not an e-mail address")));
    }
    match call.state.find(list, "username", name) {
        Some(_) => Err(refusals::duplicate(
            409,
            codes::USER_ALREADY_EXISTS,
            "user",
            name,
        )),
        None => Ok(()),
    }
}

/// A person who was invited.
fn invited(id: &str, name: &str, roles: Json) -> Json {
    json!({
        "id": id, "username": name, "roles": roles, "orgMembershipStatus": "PENDING",
        "inviterUsername": YOU,
        "invitationCreatedAt": clock::text(clock::now()),
        "invitationExpiresAt": clock::text(clock::after(INVITATION)),
    })
}

/// A person who is a member.
pub fn active(id: &str, name: &str, roles: Json) -> Json {
    let first = name.split('@').next().unwrap_or_default();
    json!({
        "id": id, "username": name, "roles": roles, "orgMembershipStatus": "ACTIVE",
        "firstName": first, "lastName": "Example", "createdAt": clock::text(clock::ago(INVITATION)),
    })
}
