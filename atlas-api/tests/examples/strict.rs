//! A client of the sandbox that accepts only what the spec lists.

use atlas_api::{Body, Client, Operation};
use serde_json::Value;

use crate::sandbox::Sandbox;

/// A client with strict decoding.
pub fn strict(sandbox: &Sandbox) -> Client {
    sandbox
        .client()
        .with(|options| options.strict_decoding(true))
}

/// A value of the API.
pub fn of<T: atlas_api::Value>(json: Value) -> T {
    atlas_api::from_json(&json.to_string()).unwrap()
}

/// The JSON that an operation returns, without anything unknown to the crate.
pub async fn answer<O: Operation>(client: &Client, operation: O) -> Value
where
    O::Output: atlas_api::Value,
{
    let name = O::META.name;
    let value = match client.send(operation).await {
        Ok(value) => value,
        Err(error) => panic!("{name}: {error}"),
    };
    let unknown = atlas_api::unknowns(&value);
    assert!(unknown.is_empty(), "{name}: {unknown:?}");
    atlas_api::to_json(&value).parse().unwrap()
}

/// The same for an operation that returns a bare list.
pub async fn listed<O: Operation<Output = Body<Vec<T>>>, T: atlas_api::Value>(
    client: &Client,
    operation: O,
) -> Value {
    let name = O::META.name;
    let values = match client.send(operation).await {
        Ok(values) => values.into_iter().collect::<Vec<_>>(),
        Err(error) => panic!("{name}: {error}"),
    };
    for value in &values {
        let unknown = atlas_api::unknowns(value);
        assert!(unknown.is_empty(), "{name}: {unknown:?}");
    }
    atlas_api::to_json(&values).parse().unwrap()
}

/// The error code with which the sandbox rejects an operation. Its status is the one that [`atlas_api::codes`] documents.
pub async fn code<O: Operation>(client: &Client, operation: O) -> String {
    let Err(error) = client.send(operation).await else {
        panic!("{} was not refused", O::META.name);
    };
    let code = error.code().unwrap_or_default();
    if let Some(documented) = documented_status(code) {
        let status = error.status().unwrap().as_u16();
        assert_eq!(status, documented, "the status of {code}");
    }
    code.to_owned()
}

/// The status at the start of a code's documentation, such as `/// 404: the cluster does not exist.`
fn documented_status(code: &str) -> Option<u16> {
    const CODES: &str = include_str!("../../../runtime/src/message/error/codes.rs");
    let (before, _) = CODES.split_once(&format!("\n    {code},"))?;
    let doc = before.lines().rev();
    let mut doc = doc.take_while(|line| line.trim_start().starts_with("///"));
    doc.find_map(|line| line.trim().strip_prefix("/// ")?.get(..3)?.parse().ok())
}

#[test]
fn finds_documented_status() {
    assert_eq!(documented_status("CLUSTER_NOT_FOUND"), Some(404));
    assert_eq!(documented_status("DUPLICATE_CLUSTER_NAME"), Some(400));
    assert_eq!(documented_status("NOT_IN_SANDBOX"), None);
}
