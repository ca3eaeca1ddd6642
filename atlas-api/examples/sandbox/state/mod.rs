//! The state of the service: one organization, and its projects.

mod access_list;
mod backup;
mod cluster;
mod member;
mod project;

use std::time::{Duration, Instant};

use atlas_api::test_util::{Failure, Request};
use atlas_api::types::{AtlasOrganization, BillingInvoice};

pub use access_list::{Entry, block};
pub use backup::{RestoreJob, Snapshot};
pub use cluster::Cluster;
pub use member::{Member, YOU};
pub use project::Project;

use crate::refusals;

/// The whole state.
pub struct State {
    pub organization: AtlasOrganization,
    pub members: Vec<Member>,
    pub invoices: Vec<BillingInvoice>,
    pub projects: Vec<Project>,
    /// How long a change takes.
    pub change: Duration,
    /// The number of ids issued.
    pub ids: u64,
}

impl State {
    /// A unique id, in the format of the service.
    pub fn new_id(&mut self) -> String {
        self.ids += 1;
        format!("64f0c0de{:016x}", self.ids)
    }

    /// When a change that begins now is done.
    pub fn done_at(&self) -> Instant {
        Instant::now() + self.change
    }

    /// Finishes the changes that are done by now.
    pub fn settle(&mut self) {
        let now = Instant::now();
        for project in &mut self.projects {
            project.settle(now);
        }
    }

    /// The organization that a request is about.
    pub fn organization(&self, request: &Request) -> Result<&AtlasOrganization, Failure> {
        let id = request.path_argument("orgId").unwrap_or_default();
        let known = Some(&self.organization).filter(|known| known.id.as_deref() == Some(id));
        known.ok_or_else(|| refusals::no_organization(id))
    }

    /// The project that a request is about.
    pub fn project(&mut self, request: &Request) -> Result<&mut Project, Failure> {
        let id = request.path_argument("groupId").unwrap_or_default();
        let mut projects = self.projects.iter_mut();
        let known = projects.find(|project| project.id() == id);
        known.ok_or_else(|| refusals::no_project(id))
    }
}
