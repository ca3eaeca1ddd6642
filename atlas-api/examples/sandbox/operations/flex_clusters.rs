//! Flex clusters.

use atlas_api::codes;
use atlas_api::test_util::Failure;
use serde_json::{Value as Json, json};

use super::clusters::{self, MONGODB, check_name};
use crate::call::{Call, about_cluster};
use crate::resource::Resource;
use crate::state::Record;
use crate::{clock, refusals};

/// A flex cluster.
pub struct FlexCluster;

impl Resource for FlexCluster {
    const NAME: &'static str = "cluster";
    const KEY: &'static str = "name";
    const ARGUMENT: &'static str = "name";
    const NOT_FOUND: &'static str = codes::CLUSTER_NOT_FOUND;
    const DUPLICATE: (u16, &'static str) = (400, codes::DUPLICATE_CLUSTER_NAME);

    fn create(call: &mut Call, record: &mut Record) -> Result<(), Failure> {
        let name = call.required("name")?;
        check_name(call, &name)?;
        let known = json!({
            "id": call.state.new_id(),
            "groupId": call.argument("groupId"),
            "createDate": clock::text(clock::now()),
            "mongoDBVersion": MONGODB,
        });
        record.value = flex(&known, &record.value);
        let strings = clusters::connection_strings(&name);
        let ready = json!({"stateName": "IDLE", "connectionStrings": strings});
        record.pending = call.pending(Some(ready), Some(("CLUSTER_READY", about_cluster(&name))));
        call.record("CLUSTER_CREATED", about_cluster(&name));
        Ok(())
    }

    fn update(call: &mut Call, record: &mut Record) -> Result<(), Failure> {
        if record.is("stateName", "DELETING") {
            return Err(refusals::is_being_deleted(record.text("name")));
        }
        record.value["stateName"] = "UPDATING".into();
        record.pending = call.pending(Some(json!({"stateName": "IDLE"})), None);
        Ok(())
    }

    fn delete(call: &mut Call, record: &mut Record) -> Result<bool, Failure> {
        let name = record.text("name").to_owned();
        if record.is("stateName", "DELETING") {
            return Err(refusals::is_being_deleted(&name));
        }
        record.value["stateName"] = "DELETING".into();
        let event = ("CLUSTER_DELETED", about_cluster(&name));
        record.pending = call.pending(None, Some(event));
        Ok(true)
    }
}

/// All properties of a flex cluster, including the known ones.
pub fn flex(known: &Json, wanted: &Json) -> Json {
    let mut cluster = Record::new(json!({
        "links": [], "tags": [], "terminationProtectionEnabled": false,
    }));
    cluster.merge(wanted);
    cluster.merge(&json!({
        "id": known["id"],
        "groupId": known["groupId"],
        "backupSettings": {"enabled": true},
        "clusterType": "REPLICASET",
        "connectionStrings": known["connectionStrings"],
        "createDate": known["createDate"],
        "mongoDBVersion": known["mongoDBVersion"],
        "providerSettings": {"providerName": "FLEX", "diskSizeGB": 5.0},
        "stateName": "CREATING",
        "versionReleaseSystem": "LTS",
    }));
    cluster.value
}
