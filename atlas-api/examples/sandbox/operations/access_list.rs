//! The access list. An entry is pending for a while, and active then.

use std::time::Instant;

use atlas_api::NoContent;
use atlas_api::project_ip_access_list::{
    CreateAccessListEntry, DeleteAccessListEntry, GetAccessListEntry, GetAccessListStatus,
    ListAccessListEntries,
};
use atlas_api::test_util::{Answer, Failure, Request};
use atlas_api::types::{
    NetworkPermissionEntry, NetworkPermissionEntryStatus, NetworkPermissionEntryStatusStatus,
    PaginatedNetworkAccessView,
};
use serde_json::json;

use crate::refusals;
use crate::server::Sandbox;
use crate::state::{Entry, Project, State, block};

pub fn serve(sandbox: &Sandbox) {
    sandbox.on::<ListAccessListEntries>(list);
    sandbox.on::<GetAccessListEntry>(get);
    sandbox.on::<GetAccessListStatus>(status);
    sandbox.on_creation::<CreateAccessListEntry>(create);
    sandbox.on::<DeleteAccessListEntry>(delete);
}

fn list(state: &mut State, request: &Request) -> Result<PaginatedNetworkAccessView, Answer> {
    let entries = state.project(request)?.access_list.iter();
    Ok(request.page::<ListAccessListEntries>(entries.map(|it| it.entry.clone())))
}

fn get(state: &mut State, request: &Request) -> Result<NetworkPermissionEntry, Answer> {
    let project = state.project(request)?;
    let at = position(project, request)?;
    Ok(project.access_list[at].entry.clone())
}

fn status(state: &mut State, request: &Request) -> Result<NetworkPermissionEntryStatus, Answer> {
    let project = state.project(request)?;
    let at = position(project, request)?;
    let status = if project.access_list[at].active_from <= Instant::now() {
        NetworkPermissionEntryStatusStatus::Active
    } else {
        NetworkPermissionEntryStatusStatus::Pending
    };
    Ok(NetworkPermissionEntryStatus::new().status(status))
}

fn create(state: &mut State, request: &Request) -> Result<PaginatedNetworkAccessView, Answer> {
    let active_from = state.done_at();
    let project = state.project(request)?;
    let wanted: Vec<NetworkPermissionEntry> = request.json()?;
    let wanted = wanted.into_iter().map(|entry| {
        let entry = entry.group_id(project.id());
        Entry::new(entry, active_from)
    });
    // All or none.
    for new in wanted.collect::<Result<Vec<Entry>, Failure>>()? {
        let block = new.entry.cidr_block.clone().unwrap_or_default();
        match project.access_list.iter_mut().find(|it| it.is(&block)) {
            // It is as active as before.
            Some(known) => known.entry = new.entry,
            None => {
                project.access_list.push(new);
                let block = json!({"whitelistEntry": block});
                project.record("NETWORK_PERMISSION_ENTRY_ADDED", block);
            }
        }
    }
    list(state, request)
}

fn delete(state: &mut State, request: &Request) -> Result<NoContent, Answer> {
    let project = state.project(request)?;
    let at = position(project, request)?;
    let entry = project.access_list.remove(at).entry;
    let block = json!({"whitelistEntry": entry.cidr_block});
    project.record("NETWORK_PERMISSION_ENTRY_REMOVED", block);
    Ok(().into())
}

/// The position of the entry that a request is about.
fn position(project: &Project, request: &Request) -> Result<usize, Failure> {
    let value = request.path_argument("entryValue").unwrap_or_default();
    let block = block(value).unwrap_or_default();
    let at = project.access_list.iter().position(|it| it.is(&block));
    at.ok_or_else(|| {
        let code = "ATLAS_NETWORK_PERMISSION_ENTRY_NOT_FOUND";
        refusals::not_found(code, "entry", value)
    })
}
