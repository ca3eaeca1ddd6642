//! Organizations, and their projects.

use atlas_api::codes;
use atlas_api::test_util::Failure;
use serde_json::Value as Json;

use super::projects;
use crate::call::{Call, Reply, values};
use crate::refusals;
use crate::resource::Resource;
use crate::state::Record;

/// An organization. The sandbox has one.
pub struct Organization;

impl Resource for Organization {
    const NAME: &'static str = "organization";
    const KEY: &'static str = "id";
    const ARGUMENT: &'static str = "orgId";
    const NOT_FOUND: &'static str = codes::ORG_NOT_FOUND;

    fn create(_: &mut Call, _: &mut Record) -> Result<(), Failure> {
        Err(refusals::not_here("the sandbox has one organization"))
    }
}

/// The organizations whose name starts with a prefix.
pub fn list(call: &mut Call) -> Result<Reply, Failure> {
    let organizations = values(call.state.list("orgs"));
    Reply::list(organizations.into_iter().filter(|it| begins(call, it)))
}

pub fn groups(call: &mut Call) -> Result<Reply, Failure> {
    let id = call.argument("orgId").to_owned();
    let projects = projects::views(call).into_iter();
    let of_it: Vec<Json> = projects.filter(|it| it["orgId"] == id.as_str()).collect();
    Reply::list(of_it.into_iter().filter(|it| begins(call, it)))
}

fn begins(call: &Call, value: &Json) -> bool {
    let wanted = call.request.query("name").unwrap_or_default();
    let name = value["name"].as_str().unwrap_or_default();
    name.to_lowercase().starts_with(&wanted.to_lowercase())
}
