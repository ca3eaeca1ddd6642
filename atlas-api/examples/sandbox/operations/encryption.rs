//! Encryption at rest. No customer keys are set up.

use atlas_api::test_util::Failure;
use serde_json::json;

use crate::call::{Call, Reply};

pub fn get(_: &mut Call) -> Result<Reply, Failure> {
    Reply::one(json!({
        "awsKms": {"enabled": false, "valid": false},
        "azureKeyVault": {"enabled": false, "valid": false},
        "googleCloudKms": {"enabled": false, "valid": false},
        "enabledForSearchNodes": false,
    }))
}
