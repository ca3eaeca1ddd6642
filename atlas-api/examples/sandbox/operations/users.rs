//! People: members of the organization and of its projects, and those who are invited.

use atlas_api::mongo_db_cloud_users::{AddGroupUsers, ListGroupUsers, ListOrgUsers};
use atlas_api::test_util::{Answer, Failure, Request};
use atlas_api::types::{
    GroupUserRequest, GroupUserResponse, PaginatedGroupUserView, PaginatedOrgUserView,
};
use serde_json::json;

use crate::refusals;
use crate::server::Sandbox;
use crate::state::{Member, State};

pub fn serve(sandbox: &Sandbox) {
    sandbox.on::<ListOrgUsers>(list_of_organization);
    sandbox.on::<ListGroupUsers>(list_of_project);
    sandbox.on_creation::<AddGroupUsers>(add);
}

fn list_of_organization(
    state: &mut State,
    request: &Request,
) -> Result<PaginatedOrgUserView, Answer> {
    state.organization(request)?;
    let members = state.members.iter().map(Member::in_organization);
    Ok(request.page::<ListOrgUsers>(members))
}

fn list_of_project(state: &mut State, request: &Request) -> Result<PaginatedGroupUserView, Answer> {
    let users = &state.project(request)?.users;
    Ok(request.page::<ListGroupUsers>(users.iter().map(Member::in_project)))
}

fn add(state: &mut State, request: &Request) -> Result<GroupUserResponse, Answer> {
    let id = state.new_id();
    let known = state.project(request)?.users.clone();
    let wanted: GroupUserRequest = request.json()?;
    let Some(username) = wanted.username else {
        return Err(refusals::missing("username").into());
    };
    if !username.contains('@') {
        let failure = Failure::new(400, "INVALID_USERNAME").parameters([username]);
        return Err(failure.detail("it is not an e-mail address").into());
    }
    let roles = wanted.roles.unwrap_or_default();
    if roles.is_empty() {
        return Err(refusals::missing("roles").into());
    }
    if known.iter().any(|member| member.username == username) {
        let failure = Failure::new(409, "USER_ALREADY_EXISTS").parameters([&*username]);
        let detail = format!("{username} is in the project already");
        return Err(failure.detail(detail).into());
    }
    let mut members = state.members.iter();
    let member = match members.find(|member| member.username == username) {
        Some(member) => Member {
            roles,
            ..member.clone()
        },
        None => {
            let invited = Member {
                id,
                username,
                is_active: false,
                roles: vec!["ORG_MEMBER".to_owned()],
            };
            state.members.push(invited.clone());
            Member { roles, ..invited }
        }
    };
    let answer = member.in_project();
    let event = if member.is_active {
        "JOINED_GROUP"
    } else {
        "INVITED_TO_GROUP"
    };
    let name = json!({"targetUsername": member.username});
    let project = state.project(request)?;
    project.users.push(member);
    project.record(event, name);
    Ok(answer)
}
