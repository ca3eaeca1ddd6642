//! Database users. Their passwords are no part of them, so that none is ever shown.

use atlas_api::NoContent;
use atlas_api::database_users::{
    CreateDatabaseUser, DeleteDatabaseUser, GetDatabaseUser, ListDatabaseUsers, UpdateDatabaseUser,
};
use atlas_api::test_util::{Answer, Failure, Request};
use atlas_api::types::{
    CloudDatabaseUser, CloudDatabaseUserDatabaseName, PaginatedApiAtlasDatabaseUserView,
};
use serde_json::json;

use crate::server::Sandbox;
use crate::state::{Project, State};
use crate::{convert, refusals};

/// What a request does not change, and the password.
const READ_ONLY: [&str; 5] = ["databaseName", "groupId", "links", "password", "username"];

pub fn serve(sandbox: &Sandbox) {
    sandbox.on::<ListDatabaseUsers>(list);
    sandbox.on::<GetDatabaseUser>(get);
    sandbox.on_creation::<CreateDatabaseUser>(create);
    sandbox.on::<UpdateDatabaseUser>(update);
    sandbox.on::<DeleteDatabaseUser>(delete);
}

fn list(state: &mut State, request: &Request) -> Result<PaginatedApiAtlasDatabaseUserView, Answer> {
    let users = &state.project(request)?.database_users;
    Ok(request.page::<ListDatabaseUsers>(users.clone()))
}

fn get(state: &mut State, request: &Request) -> Result<CloudDatabaseUser, Answer> {
    let project = state.project(request)?;
    let at = position(project, request)?;
    Ok(project.database_users[at].clone())
}

fn create(state: &mut State, request: &Request) -> Result<CloudDatabaseUser, Answer> {
    let project = state.project(request)?;
    let mut user: CloudDatabaseUser = request.json()?;
    let Some(username) = user.username.clone() else {
        return Err(refusals::missing("username").into());
    };
    let Some(database) = &user.database_name else {
        return Err(refusals::missing("databaseName").into());
    };
    if *database == CloudDatabaseUserDatabaseName::Admin && user.password.is_none() {
        return Err(refusals::missing("password").into());
    }
    if user.roles.iter().flatten().next().is_none() {
        return Err(refusals::missing("roles").into());
    }
    let is_same = |known: &CloudDatabaseUser| is(known, database.as_str(), &username);
    if project.database_users.iter().any(is_same) {
        let failure = Failure::new(409, "USER_ALREADY_EXISTS").parameters([&*username]);
        let detail = format!("there is a user {username} already");
        return Err(failure.detail(detail).into());
    }
    user.password = None;
    let user = user.group_id(project.id());
    project.database_users.push(user.clone());
    project.record("MONGODB_USER_ADDED", json!({"dbUserUsername": username}));
    Ok(user)
}

fn update(state: &mut State, request: &Request) -> Result<CloudDatabaseUser, Answer> {
    let project = state.project(request)?;
    let at = position(project, request)?;
    let change: CloudDatabaseUser = request.json()?;
    let user = convert::merge(&project.database_users[at], &change, &READ_ONLY);
    project.database_users[at] = user.clone();
    let name = json!({"dbUserUsername": user.username});
    project.record("MONGODB_USER_UPDATED", name);
    Ok(user)
}

fn delete(state: &mut State, request: &Request) -> Result<NoContent, Answer> {
    let project = state.project(request)?;
    let at = position(project, request)?;
    let user = project.database_users.remove(at);
    let name = json!({"dbUserUsername": user.username});
    project.record("MONGODB_USER_DELETED", name);
    Ok(().into())
}

/// The position of the user that a request is about.
fn position(project: &Project, request: &Request) -> Result<usize, Failure> {
    let database = request.path_argument("databaseName").unwrap_or_default();
    let username = request.path_argument("username").unwrap_or_default();
    let mut users = project.database_users.iter();
    let at = users.position(|user| is(user, database, username));
    at.ok_or_else(|| refusals::not_found("USERNAME_NOT_FOUND", "user", username))
}

fn is(user: &CloudDatabaseUser, database: &str, username: &str) -> bool {
    let of_database = user.database_name.as_ref().map(|name| name.as_str());
    (of_database, user.username.as_deref()) == (Some(database), Some(username))
}
