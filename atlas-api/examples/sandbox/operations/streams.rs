//! Stream processing: workspaces, their connections and their processors.

use atlas_api::codes;
use atlas_api::test_util::Failure;
use serde_json::{Value as Json, json};

use crate::call::{Call, Reply, values};
use crate::refusals;
use crate::resource::{self, Resource};
use crate::state::Record;
use crate::unseen;

/// A workspace, which the API also calls a tenant.
pub struct Workspace;

impl Resource for Workspace {
    const NAME: &'static str = "workspace";
    const KEY: &'static str = "name";
    const ARGUMENT: &'static str = "tenantName";
    const NOT_FOUND: &'static str = codes::STREAM_TENANT_NOT_FOUND_FOR_NAME;
    const DUPLICATE: (u16, &'static str) = (409, unseen::STREAM_TENANT_ALREADY_EXISTS);

    /// The path of the list. A workspace with sample connections has another path for its creation.
    fn list(call: &Call) -> String {
        call.within("streams")
    }

    fn create(call: &mut Call, record: &mut Record) -> Result<(), Failure> {
        let name = call.required("name")?;
        if record.value["dataProcessRegion"].is_null() {
            return Err(refusals::missing("dataProcessRegion"));
        }
        let region = record.value["dataProcessRegion"]["region"].as_str();
        let region = region.unwrap_or_default().to_lowercase();
        record.merge(&json!({
            "_id": call.state.new_id(),
            "groupId": call.argument("groupId"),
            "hostnames": [format!("{name}.{region}.streams.sandbox.example")],
        }));
        if record.value["streamConfig"].is_null() {
            record.value["streamConfig"] = json!({"tier": "SP10"});
        }
        record.value["connections"] = json!([]);
        record.value["links"] = json!([]);
        call.record("STREAM_TENANT_CREATED", json!({"instanceName": name}));
        Ok(())
    }

    fn update(call: &mut Call, record: &mut Record) -> Result<(), Failure> {
        let region = json!({
            "cloudProvider": call.body["cloudProvider"], "region": call.body["region"],
        });
        record.merge(&json!({"cloudProvider": null, "region": null, "processorStatus": null}));
        if region["cloudProvider"].is_string() && region["region"].is_string() {
            record.merge(&json!({"dataProcessRegion": region}));
        }
        Ok(())
    }

    fn delete(call: &mut Call, record: &mut Record) -> Result<bool, Failure> {
        let list = call.within(&format!("streams/{}/processors", record.text("name")));
        if call
            .state
            .list(&list)
            .iter()
            .any(|it| it.is("state", "STARTED"))
        {
            let code = codes::STREAM_TENANT_HAS_STREAM_PROCESSORS;
            return Err(refusals::conflict(403, code, "a processor is running"));
        }
        call.record(
            "STREAM_TENANT_DELETED",
            json!({"instanceName": record.value["name"]}),
        );
        Ok(false)
    }
}

/// The response is empty, because the deletion has only begun.
pub fn deleted<R: Resource>(call: &mut Call) -> Result<Reply, Failure> {
    Ok(resource::delete::<R>(call)?.status(202))
}

pub fn get(call: &mut Call) -> Result<Reply, Failure> {
    let mut workspace = resource::find::<Workspace>(call)?.value;
    if call.request.query("includeConnections") == Some("true") {
        let list = call.within(&format!(
            "streams/{}/connections",
            call.argument("tenantName")
        ));
        workspace["connections"] = Json::Array(values(call.state.list(&list)));
    }
    Reply::one(workspace)
}

/// Adds the sample of solar panels.
pub fn create_with_samples(call: &mut Call) -> Result<Reply, Failure> {
    let wants = call.body["sampleConnections"]["solar"] != false;
    let workspace = resource::created::<Workspace>(call)?;
    if wants {
        let sample = json!({
            "name": "sample_stream_solar", "type": "Sample", "state": "READY", "links": [],
        });
        let list = call.within(&format!("streams/{}/connections", workspace.text("name")));
        call.state.list_mut(&list).push(Record::new(sample));
    }
    Reply::one(workspace.value)
}

/// A connection.
pub struct Connection;

impl Resource for Connection {
    const NAME: &'static str = "connection";
    const KEY: &'static str = "name";
    const ARGUMENT: &'static str = "connectionName";
    const NOT_FOUND: &'static str = codes::STREAM_CONNECTION_NOT_FOUND_FOR_NAME;
    const DUPLICATE: (u16, &'static str) = (409, unseen::STREAM_CONNECTION_NAME_ALREADY_EXISTS);

    fn create(call: &mut Call, record: &mut Record) -> Result<(), Failure> {
        call.required("name")?;
        call.required("type")?;
        if let Some(cluster) = call.text("clusterName").map(str::to_owned) {
            call.cluster_named(&cluster)?;
        }
        hide(record);
        record.value["state"] = "READY".into();
        record.value["links"] = json!([]);
        Ok(())
    }

    fn update(_: &mut Call, record: &mut Record) -> Result<(), Failure> {
        hide(record);
        Ok(())
    }
}

/// Passwords are never shown.
fn hide(record: &mut Record) {
    record.merge(
        &json!({"authentication": {"password": null, "sslKey": null, "sslKeyPassword": null}}),
    );
    if record.value["authentication"]
        .as_object()
        .is_some_and(|it| it.is_empty())
    {
        record.merge(&json!({"authentication": null}));
    }
}

/// A processor.
pub struct Processor;

impl Resource for Processor {
    const NAME: &'static str = "processor";
    const KEY: &'static str = "name";
    const ARGUMENT: &'static str = "processorName";
    const NOT_FOUND: &'static str = codes::RESOURCE_NOT_FOUND;
    const DUPLICATE: (u16, &'static str) = (400, codes::STREAM_PROCESSOR_GENERIC_ERROR);
    const RENAMES: bool = true;

    /// The path of the list. Single processors are next to it rather than below it.
    fn list(call: &Call) -> String {
        call.within(&format!(
            "streams/{}/processors",
            call.argument("tenantName")
        ))
    }

    fn create(call: &mut Call, record: &mut Record) -> Result<(), Failure> {
        call.required("name")?;
        check(call)?;
        let id = call.state.new_id();
        record.value["_id"] = id.into();
        record.value["state"] = "CREATED".into();
        record.value["links"] = json!([]);
        Ok(())
    }

    fn update(call: &mut Call, record: &mut Record) -> Result<(), Failure> {
        if record.is("state", "STARTED") {
            return Err(refused("the processor is running: stop it first"));
        }
        match call.body["pipeline"].is_null() {
            true => Ok(()),
            false => check(call),
        }
    }
}

/// Checks that a pipeline starts at a connection of the workspace and has an end.
fn check(call: &Call) -> Result<(), Failure> {
    let pipeline = call.body["pipeline"].as_array();
    let Some(first) = pipeline.and_then(|it| it.first()) else {
        return Err(refusals::missing("pipeline"));
    };
    let Some(connection) = first["$source"]["connectionName"].as_str() else {
        return Err(refusals::invalid(
            "pipeline",
            "does not begin with a `$source`",
        ));
    };
    let list = call.within(&format!(
        "streams/{}/connections",
        call.argument("tenantName")
    ));
    match call.state.find(&list, "name", connection) {
        Some(_) => Ok(()),
        None => Err(refusals::not_found(
            Connection::NOT_FOUND,
            Connection::NAME,
            connection,
        )),
    }
}

/// The response to a creation has no state.
pub fn create_processor(call: &mut Call) -> Result<Reply, Failure> {
    let mut created = resource::created::<Processor>(call)?;
    created.merge(&json!({"state": null}));
    Reply::one(created.value)
}

pub fn start(call: &mut Call) -> Result<Reply, Failure> {
    switch(call, "STARTED")
}

pub fn stop(call: &mut Call) -> Result<Reply, Failure> {
    switch(call, "STOPPED")
}

fn refused(detail: &str) -> Failure {
    refusals::conflict(400, codes::STREAM_PROCESSOR_GENERIC_ERROR, detail)
}

fn switch(call: &mut Call, state: &str) -> Result<Reply, Failure> {
    let mut processor = resource::find::<Processor>(call)?;
    let is_started = processor.is("state", "STARTED");
    if is_started == (state == "STARTED") {
        let detail = format!("the processor is {} already", processor.text("state"));
        return Err(refused(&detail));
    }
    processor.value["state"] = state.into();
    resource::put::<Processor>(call, processor);
    Reply::nothing()
}

/// The provider's account in which workspaces run.
pub fn account(call: &mut Call) -> Result<Reply, Failure> {
    let own = |name: &str, value: &str| json!({name: value, "cidrBlock": "192.168.0.0/21"});
    let mut account = match call.request.query("cloudProvider") {
        Some("AZURE") => own(
            "azureSubscriptionId",
            "00000000-0000-4000-8000-000000000001",
        ),
        Some("GCP") => own("gcpProjectId", "p-sandbox"),
        _ => own("awsAccountId", "123456789012"),
    };
    let provider = call.request.query("cloudProvider").unwrap_or_default();
    account["cloudProvider"] = provider.to_lowercase().into();
    Reply::one(account)
}
