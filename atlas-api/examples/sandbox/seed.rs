//! The initial state.

use std::time::Duration;

use serde_json::{Value as Json, json};

use crate::ids::{ALERT, COLLEAGUE, ORGANIZATION, OWNER, PROJECT, READER, YOU};
use crate::operations::{backups, clusters, invoices, users};
use crate::state::{Record, State};
use crate::{accounts, clock};

/// The id of an alert configuration.
const CONFIG: &str = "5b1e92c13b34b93b0230e6d1";

const HOUR: Duration = Duration::from_secs(60 * 60);
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// The whole state.
pub fn state() -> State {
    let mut state = State::default();
    let mut add = |list: &str, values: Vec<Json>| {
        let records = values.into_iter().map(Record::new);
        state.list_mut(list).extend(records);
    };
    add(
        "orgs",
        vec![json!({"id": ORGANIZATION, "name": "Sandbox", "isDeleted": false, "links": []})],
    );
    add(
        "groups",
        vec![json!({
            "id": PROJECT, "name": "Shop", "orgId": ORGANIZATION, "clusterCount": 2, "links": [],
            "created": clock::text(clock::ago(90 * DAY)),
        })],
    );
    let owner = json!({
        "orgRoles": ["ORG_OWNER"],
        "groupRoleAssignments": [{"groupId": PROJECT, "groupRoles": ["GROUP_OWNER"]}],
    });
    let member = json!({"orgRoles": ["ORG_MEMBER"], "groupRoleAssignments": []});
    let mut members = [
        users::active("5dadb4ea9ccf648da7eb4b01", YOU, owner),
        users::active("5dadb4ea9ccf648da7eb4b02", COLLEAGUE, member),
    ];
    let mut in_project = members[0].clone();
    in_project["roles"] = json!(["GROUP_OWNER"]);
    for member in &mut members {
        member["teamIds"] = json!([]);
    }
    add(&format!("orgs/{ORGANIZATION}/users"), members.into());
    add(&within("users"), vec![in_project]);
    add(&format!("orgs/{ORGANIZATION}/invoices"), invoices());
    add(
        &within("clusters"),
        vec![
            cluster("5f4d3c2b1a09f8e7d6c5b401", "prod"),
            cluster("5f4d3c2b1a09f8e7d6c5b402", "staging"),
        ],
    );
    let snapshot = "5b6212af87d9d663c587e259";
    add(
        &within("clusters/prod/backup/snapshots"),
        vec![backups::taken(snapshot, "prod", clock::ago(6 * HOUR))],
    );
    add(
        &within("databaseUsers"),
        vec![json!({
            "awsIAMType": "NONE", "ldapAuthType": "NONE", "oidcAuthType": "NONE", "x509Type": "NONE",
            "databaseName": "admin", "groupId": PROJECT, "username": "reports",
            "roles": [{"databaseName": "shop", "roleName": "readWrite"}],
            "labels": [], "links": [], "scopes": [],
        })],
    );
    add(&within("alerts"), alerts());
    add(&within("alertConfigs"), vec![alert_config()]);
    for (id, secret, role) in [
        (OWNER.0, OWNER.1, "ORG_OWNER"),
        (READER.0, READER.1, "ORG_READ_ONLY"),
    ] {
        state
            .list_mut(&accounts::list())
            .push(account(id, secret, role));
    }
    events(&mut state);
    state
}

/// The path of a list in the project.
fn within(list: &str) -> String {
    format!("groups/{PROJECT}/{list}")
}

fn account(id: &str, secret: &str, role: &str) -> Record {
    let created = clock::text(clock::ago(90 * DAY));
    let secret_id = "5dadb4ea9ccf648da7eb4b31";
    let mut account = Record::new(json!({
        "clientId": id, "createdAt": created, "name": id, "description": "of the sandbox",
        "roles": [role],
        "secrets": [{
            "id": secret_id, "createdAt": created, "expiresAt": clock::text(clock::after(270 * DAY)),
            "maskedSecretValue": "mdb_sa_sk_****",
        }],
    }));
    account.hidden = json!({"secrets": {secret_id: secret}, "groups": {}});
    account
}

fn events(state: &mut State) {
    let project = format!("groups/{PROJECT}");
    let mut add = |ago: Duration, event: &str, more: Json| {
        state.record(clock::ago(ago), &project, event, &more);
    };
    add(90 * DAY, "GROUP_CREATED", json!({}));
    for (name, days) in [("prod", 89), ("staging", 88)] {
        let name = json!({"clusterName": name});
        add(days * DAY, "CLUSTER_CREATED", name.clone());
        add(days * DAY - HOUR / 4, "CLUSTER_READY", name);
    }
    let name = json!({"dbUserUsername": "reports"});
    add(87 * DAY, "MONGODB_USER_ADDED", name);
    let organization = format!("orgs/{ORGANIZATION}");
    let name = json!({"targetUsername": COLLEAGUE});
    state.record(clock::ago(80 * DAY), &organization, "JOINED_ORG", &name);
}

fn alerts() -> Vec<Json> {
    let alert = |id: &str, status: &str, event: &str, cluster: &str, ago: Duration| {
        let created = clock::text(clock::ago(ago));
        json!({
            "id": id, "alertConfigId": CONFIG, "groupId": PROJECT, "orgId": ORGANIZATION,
            "status": status, "eventTypeName": event, "clusterName": cluster,
            "created": created, "updated": created, "links": [],
        })
    };
    let mut closed = alert(
        "5b1e92c13b34b93b0230e6e2",
        "CLOSED",
        "NO_PRIMARY",
        "staging",
        3 * DAY,
    );
    closed["resolved"] = clock::text(clock::ago(3 * DAY - HOUR)).into();
    let event = "REPLICATION_OPLOG_WINDOW_RUNNING_OUT";
    vec![alert(ALERT, "OPEN", event, "prod", 2 * HOUR), closed]
}

fn alert_config() -> Json {
    let created = clock::text(clock::ago(90 * DAY));
    json!({
        "id": CONFIG, "groupId": PROJECT, "eventTypeName": "REPLICATION_OPLOG_WINDOW_RUNNING_OUT",
        "enabled": true, "created": created, "updated": created, "links": [], "matchers": [],
        "threshold": {"operator": "LESS_THAN", "threshold": 1, "units": "HOURS"},
        "notifications": [{
            "typeName": "GROUP", "notifierId": "5b1e92c13b34b93b0230e6d2", "delayMin": 0,
            "intervalMin": 60, "emailEnabled": true, "smsEnabled": false, "roles": ["GROUP_OWNER"],
        }],
    })
}

fn cluster(id: &str, name: &str) -> Json {
    let nodes = json!({
        "instanceSize": "M10", "nodeCount": 3, "diskSizeGB": 10.0, "diskIOPS": 3000,
        "ebsVolumeType": "STANDARD",
    });
    let mut shard_id = id.to_owned();
    shard_id.replace_range(..2, "6f");
    let wanted = json!({
        "name": name, "clusterType": "REPLICASET", "backupEnabled": true,
        "replicationSpecs": [{
            "id": shard_id, "zoneId": shard_id, "zoneName": "Zone 1",
            "regionConfigs": [{
                "providerName": "AWS", "regionName": "US_EAST_1", "priority": 7, "electableSpecs": nodes,
            }],
        }],
    });
    let mut cluster = clusters::described(id, PROJECT, &wanted);
    cluster["connectionStrings"] = clusters::connection_strings(name);
    cluster["stateName"] = "IDLE".into();
    cluster["createDate"] = clock::text(clock::ago(89 * DAY)).into();
    cluster
}

fn invoices() -> Vec<Json> {
    // One for a past month, and one for the current month.
    [
        (
            "5f1b2c3d4e5f60718293a401",
            "PAID",
            clock::ago(45 * DAY),
            clock::ago(15 * DAY),
            3,
        ),
        (
            "5f1b2c3d4e5f60718293a402",
            "PENDING",
            clock::ago(15 * DAY),
            clock::after(15 * DAY),
            2,
        ),
    ]
    .map(|(id, status, start, end, weeks)| {
        let line = |sku: &str, cluster: &str, cents: i64| {
            json!({
                "sku": sku, "groupId": PROJECT, "clusterName": cluster, "totalPriceCents": cents,
            })
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
        let dates = [clock::text(start), clock::text(end)];
        invoices::invoice(id, ORGANIZATION, status, [&dates[0], &dates[1]], &lines)
    })
    .into()
}
