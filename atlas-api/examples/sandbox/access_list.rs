//! The access list. An entry is pending for a while, and active then.

use std::net::IpAddr;
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
use crate::state::{Project, State};

pub fn serve(sandbox: &Sandbox) {
    sandbox.on::<ListAccessListEntries>(list);
    sandbox.on::<GetAccessListEntry>(get);
    sandbox.on::<GetAccessListStatus>(status);
    sandbox.on_creation::<CreateAccessListEntry>(create);
    sandbox.on::<DeleteAccessListEntry>(delete);
}

/// An entry.
pub struct Entry {
    entry: NetworkPermissionEntry,
    active_from: Instant,
}

impl Entry {
    /// A block of addresses; a single address is a block of one.
    pub fn new(entry: NetworkPermissionEntry, active_from: Instant) -> Result<Self, Failure> {
        let given = entry.cidr_block.as_deref().or(entry.ip_address.as_deref());
        let given = given.ok_or_else(|| refusals::missing("cidrBlock"))?;
        let block = block(given)
            .ok_or_else(|| refusals::invalid("cidrBlock", "it is no address, nor a block"))?;
        let entry = entry.cidr_block(block);
        Ok(Self { entry, active_from })
    }

    fn is(&self, block: &str) -> bool {
        self.entry.cidr_block.as_deref() == Some(block)
    }
}

/// An address as a block of one, and a block as it is; `None` if a text is neither.
fn block(text: &str) -> Option<String> {
    let (address, bits) = match text.split_once('/') {
        Some((address, bits)) => (address, Some(bits.parse::<u8>().ok()?)),
        None => (text, None),
    };
    let address: IpAddr = address.parse().ok()?;
    let all = if address.is_ipv4() { 32 } else { 128 };
    let bits = bits.unwrap_or(all);
    (bits <= all).then(|| format!("{address}/{bits}"))
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

/// Where the entry is that a request is about.
fn position(project: &Project, request: &Request) -> Result<usize, Failure> {
    let value = request.path_argument("entryValue").unwrap_or_default();
    let block = block(value).unwrap_or_default();
    let at = project.access_list.iter().position(|it| it.is(&block));
    at.ok_or_else(|| {
        let code = "ATLAS_NETWORK_PERMISSION_ENTRY_NOT_FOUND";
        refusals::not_found(code, "entry", value)
    })
}
