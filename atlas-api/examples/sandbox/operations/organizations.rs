//! The organization.

use atlas_api::organizations::{GetOrg, GetOrgGroups, ListOrgs};
use atlas_api::test_util::{Answer, Request};
use atlas_api::types::{AtlasOrganization, PaginatedAtlasGroupView, PaginatedOrganizationView};

use crate::server::Sandbox;
use crate::state::{Project, State};

pub fn serve(sandbox: &Sandbox) {
    sandbox.on::<ListOrgs>(list);
    sandbox.on::<GetOrg>(get);
    sandbox.on::<GetOrgGroups>(groups);
}

fn list(state: &mut State, request: &Request) -> Result<PaginatedOrganizationView, Answer> {
    Ok(request.page::<ListOrgs>([state.organization.clone()]))
}

fn get(state: &mut State, request: &Request) -> Result<AtlasOrganization, Answer> {
    Ok(state.organization(request)?.clone())
}

fn groups(state: &mut State, request: &Request) -> Result<PaginatedAtlasGroupView, Answer> {
    state.organization(request)?;
    let projects = state.projects.iter();
    Ok(request.page::<GetOrgGroups>(projects.map(Project::view)))
}
