//! Private links, through which stream processing reaches other networks.

use atlas_api::codes;
use atlas_api::test_util::Failure;
use serde_json::json;

use crate::call::Call;
use crate::resource::Resource;
use crate::state::Record;

/// A private link.
pub struct PrivateLink;

impl Resource for PrivateLink {
    const NAME: &'static str = "private link";
    const KEY: &'static str = "_id";
    const ARGUMENT: &'static str = "connectionId";
    const NOT_FOUND: &'static str = codes::RESOURCE_NOT_FOUND;

    fn create(call: &mut Call, record: &mut Record) -> Result<(), Failure> {
        let provider = call.required("provider")?;
        let id = call.state.new_id();
        record.merge(&json!({"_id": id, "state": "IDLE"}));
        let mut done = json!({"state": "DONE"});
        if provider == "AWS" {
            done["interfaceEndpointId"] = format!("vpce-{}", &id[7..]).into();
        }
        record.pending = call.pending(Some(done), None);
        Ok(())
    }

    /// It disappears after a while.
    fn delete(call: &mut Call, record: &mut Record) -> Result<bool, Failure> {
        record.value["state"] = "DELETE_REQUESTED".into();
        record.pending = call.pending(None, None);
        Ok(true)
    }
}
