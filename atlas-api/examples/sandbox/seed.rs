//! The initial state.

use std::time::{Duration, Instant};

use atlas_api::types::{
    AtlasOrganization, AwsRegionConfig20240805, BillingInvoice, BillingInvoiceStatusName,
    CloudDatabaseUser, CloudDatabaseUserDatabaseName, CloudRegionConfig20240805RegionName,
    ClusterDescription20240805, ClusterType, DatabaseUserRole, DatabaseUserRoleRoleName,
    DiskBackupReplicaSet, DiskBackupReplicaSetSnapshotType, Group, HardwareSpec20240805,
    HardwareSpec20240805InstanceSize, InvoiceLineItem, ReplicationSpec20240805,
};
use serde_json::json;

use crate::clock;
use crate::state::{Cluster, Member, Project, Snapshot, State, YOU};

/// The same ids as in the documentation of the examples.
pub const ORGANIZATION: &str = "4888442a3354817a7320eb61";
pub const PROJECT: &str = "32b6e34b3d91647abb20e7b8";
pub const ALERT: &str = "5b1e92c13b34b93b0230e6e1";
/// Another member of the organization.
pub const COLLEAGUE: &str = "ada@example.com";

const HOUR: Duration = Duration::from_secs(60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The whole state. `change` is the duration of a change.
pub fn state(change: Duration) -> State {
    let member = |id: &str, username: &str, role: &str| Member {
        id: id.to_owned(),
        username: username.to_owned(),
        is_active: true,
        roles: vec![role.to_owned()],
    };
    let you = member("5dadb4ea9ccf648da7eb4b01", YOU, "ORG_OWNER");
    let colleague = member("5dadb4ea9ccf648da7eb4b02", COLLEAGUE, "ORG_MEMBER");
    State {
        organization: AtlasOrganization::new("Sandbox").id(ORGANIZATION),
        members: vec![you.clone(), colleague],
        invoices: vec![
            invoice(
                "5f1b2c3d4e5f60718293a401",
                45,
                BillingInvoiceStatusName::Paid,
                3,
            ),
            invoice(
                "5f1b2c3d4e5f60718293a402",
                15,
                BillingInvoiceStatusName::Pending,
                2,
            ),
        ],
        projects: vec![project(Member {
            roles: vec!["GROUP_OWNER".to_owned()],
            ..you
        })],
        change,
        ids: 0,
    }
}

fn project(owner: Member) -> Project {
    let group = Group::new("Shop", ORGANIZATION)
        .id(PROJECT)
        .created(clock::ago(90 * DAY));
    let role = DatabaseUserRole::new("shop", DatabaseUserRoleRoleName::ReadWrite);
    let admin = CloudDatabaseUserDatabaseName::Admin;
    let snapshot = DiskBackupReplicaSet::new()
        .id("5b6212af87d9d663c587e259")
        .created_at(clock::ago(6 * HOUR))
        .snapshot_type(DiskBackupReplicaSetSnapshotType::Scheduled);
    let mut project = Project {
        group,
        clusters: vec![
            cluster("5f4d3c2b1a09f8e7d6c5b401", "prod"),
            cluster("5f4d3c2b1a09f8e7d6c5b402", "staging"),
        ],
        database_users: vec![CloudDatabaseUser::new(admin, PROJECT, [role], "reports")],
        snapshots: vec![Snapshot::new("prod", snapshot, Instant::now())],
        users: vec![owner],
        alerts: vec![
            json!({
                "id": ALERT, "groupId": PROJECT, "status": "OPEN", "clusterName": "prod",
                "eventTypeName": "REPLICATION_OPLOG_WINDOW_RUNNING_OUT",
                "created": clock::ago(2 * HOUR).as_str(),
            }),
            json!({
                "id": "5b1e92c13b34b93b0230e6e2", "groupId": PROJECT, "status": "CLOSED",
                "eventTypeName": "NO_PRIMARY", "clusterName": "staging",
                "created": clock::ago(3 * DAY).as_str(),
            }),
        ],
        ..Project::default()
    };
    project.record_ago(90 * DAY, "GROUP_CREATED", json!({}));
    for (name, days) in [("prod", 89), ("staging", 88)] {
        let name = json!({"clusterName": name});
        project.record_ago(days * DAY, "CLUSTER_CREATED", name.clone());
        project.record_ago(days * DAY - HOUR / 4, "CLUSTER_READY", name);
    }
    let name = json!({"dbUserUsername": "reports"});
    project.record_ago(87 * DAY, "MONGODB_USER_ADDED", name);
    project
}

fn cluster(id: &str, name: &str) -> Cluster {
    let nodes = HardwareSpec20240805::new()
        .instance_size(HardwareSpec20240805InstanceSize::M10)
        .node_count(3);
    let region = AwsRegionConfig20240805::new()
        .region_name(CloudRegionConfig20240805RegionName::UsEast1)
        .priority(7)
        .electable_specs(nodes);
    let description = ClusterDescription20240805::new()
        .id(id)
        .group_id(PROJECT)
        .name(name)
        .cluster_type(ClusterType::Replicaset)
        .backup_enabled(true)
        .replication_specs([ReplicationSpec20240805::new().region_configs([region])]);
    Cluster::new(description, None)
}

/// One of a month that ended, or will end, about half a month away.
fn invoice(id: &str, days: u32, status: BillingInvoiceStatusName, weeks: i64) -> BillingInvoice {
    let line = |sku: &str, cluster: &str, cents: i64| {
        InvoiceLineItem::new()
            .sku(sku)
            .group_id(PROJECT)
            .cluster_name(cluster)
            .total_price_cents(cents)
    };
    let lines = [
        line("ATLAS_AWS_INSTANCE_M10", "prod", 1_344 * weeks),
        line("ATLAS_AWS_INSTANCE_M10", "staging", 1_344 * weeks),
        line("ATLAS_AWS_BACKUP_SNAPSHOT_STORAGE", "prod", 35 * weeks),
        line(
            "ATLAS_AWS_DATA_TRANSFER_DIFFERENT_REGION",
            "prod",
            4 * weeks,
        ),
    ];
    let total: i64 = lines.iter().filter_map(|it| it.total_price_cents).sum();
    let start = clock::ago(DAY * days);
    let end = match 30_u32.checked_sub(days) {
        Some(left) => clock::after(DAY * left),
        None => clock::ago(DAY * (days - 30)),
    };
    BillingInvoice::new()
        .id(id)
        .org_id(ORGANIZATION)
        .created(start.clone())
        .start_date(start)
        .end_date(end)
        .status_name(status)
        .amount_billed_cents(total)
        .subtotal_cents(total)
        .line_items(lines)
}
