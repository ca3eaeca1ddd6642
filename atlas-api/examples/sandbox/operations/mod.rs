//! The responses of the service: one file per topic.

mod access_list;
mod alerts;
mod backups;
mod clusters;
mod database_users;
mod events;
mod invoices;
mod monitoring;
mod organizations;
mod projects;
mod users;

use crate::server::Sandbox;

/// Registers all operations of the sandbox.
pub fn serve(sandbox: &Sandbox) {
    access_list::serve(sandbox);
    alerts::serve(sandbox);
    backups::serve(sandbox);
    clusters::serve(sandbox);
    database_users::serve(sandbox);
    events::serve(sandbox);
    invoices::serve(sandbox);
    monitoring::serve(sandbox);
    organizations::serve(sandbox);
    projects::serve(sandbox);
    users::serve(sandbox);
}
