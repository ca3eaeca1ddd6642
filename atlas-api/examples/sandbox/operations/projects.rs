//! Projects, which the API calls groups.

use atlas_api::NoContent;
use atlas_api::projects::{CreateGroup, DeleteGroup, GetGroup, GetGroupByName, ListGroups};
use atlas_api::test_util::{Answer, Failure, Request};
use atlas_api::types::{Group, PaginatedAtlasGroupView};
use serde_json::json;

use crate::server::Sandbox;
use crate::state::{Project, State};
use crate::{clock, refusals};

pub fn serve(sandbox: &Sandbox) {
    sandbox.on::<ListGroups>(list);
    sandbox.on::<GetGroup>(get);
    sandbox.on::<GetGroupByName>(get_by_name);
    sandbox.on_creation::<CreateGroup>(create);
    sandbox.on::<DeleteGroup>(delete);
}

fn list(state: &mut State, request: &Request) -> Result<PaginatedAtlasGroupView, Answer> {
    let projects = state.projects.iter();
    Ok(request.page::<ListGroups>(projects.map(Project::view)))
}

fn get(state: &mut State, request: &Request) -> Result<Group, Answer> {
    Ok(state.project(request)?.view())
}

fn get_by_name(state: &mut State, request: &Request) -> Result<Group, Answer> {
    let name = request.path_argument("groupName").unwrap_or_default();
    let known = state.projects.iter().find(|it| it.is_named(name));
    let known =
        known.ok_or_else(|| refusals::not_found("GROUP_NAME_NOT_FOUND", "project", name))?;
    Ok(known.view())
}

fn create(state: &mut State, request: &Request) -> Result<Group, Answer> {
    let group: Group = request.json()?;
    let Some(name) = group.name else {
        return Err(refusals::missing("name").into());
    };
    let Some(organization) = group.org_id else {
        return Err(refusals::missing("orgId").into());
    };
    if state.organization.id.as_ref() != Some(&organization) {
        return Err(refusals::no_organization(&organization).into());
    }
    if state.projects.iter().any(|it| it.is_named(&name)) {
        let failure = Failure::new(409, "GROUP_ALREADY_EXISTS").parameters([&*name]);
        let detail = format!("there is a project {name} already");
        return Err(failure.detail(detail).into());
    }
    let group = Group::new(name, organization)
        .id(state.new_id())
        .created(clock::now());
    let mut project = Project {
        group,
        ..Project::default()
    };
    project.record("GROUP_CREATED", json!({}));
    let answer = project.view();
    state.projects.push(project);
    Ok(answer)
}

fn delete(state: &mut State, request: &Request) -> Result<NoContent, Answer> {
    let project = state.project(request)?;
    if !project.clusters.is_empty() {
        let failure = Failure::new(409, "CANNOT_CLOSE_GROUP_ACTIVE_ATLAS_CLUSTERS");
        return Err(failure.detail("the project has clusters").into());
    }
    let id = project.id().to_owned();
    state.projects.retain(|project| project.id() != id);
    Ok(().into())
}
