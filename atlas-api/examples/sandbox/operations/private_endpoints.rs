//! Private endpoints: a service on Atlas's side, which takes a while to create, and endpoints on the caller's side.

use atlas_api::codes;
use atlas_api::test_util::Failure;
use serde_json::{Value as Json, json};

use crate::call::{Call, Reply, values};
use crate::refusals;
use crate::resource::Resource;
use crate::state::Record;
use crate::unseen;

const REGIONAL_MODE: &str = "privateEndpoint/regionalMode";

/// A service.
pub struct Service;

impl Resource for Service {
    const NAME: &'static str = "endpoint service";
    const KEY: &'static str = "id";
    const ARGUMENT: &'static str = "endpointServiceId";
    const NOT_FOUND: &'static str = codes::PRIVATE_ENDPOINT_SERVICE_NOT_FOUND;

    /// The path of the list. The path for creating a service lacks the provider.
    fn list(call: &Call) -> String {
        let provider = call.request.path_argument("cloudProvider");
        let provider = provider.or(call.text("providerName")).unwrap_or_default();
        call.within(&format!("privateEndpoint/{provider}/endpointService"))
    }

    fn create(call: &mut Call, record: &mut Record) -> Result<(), Failure> {
        let (provider, region) = (call.required("providerName")?, call.required("region")?);
        let region_of = |it: &Record| it.is("regionName", &region);
        if call.state.list(&Self::list(call)).iter().any(region_of) {
            let code = codes::PRIVATE_ENDPOINT_SERVICE_ALREADY_EXISTS_FOR_REGION;
            return Err(refusals::duplicate(409, code, Self::NAME, &region));
        }
        let id = call.state.new_id();
        let mut done = json!({"status": "AVAILABLE"});
        record.value = json!({
            "id": id, "cloudProvider": provider, "regionName": region, "status": "INITIATING",
        });
        match &*provider {
            "AWS" => {
                record.value["interfaceEndpoints"] = json!([]);
                let name = format!("com.amazonaws.vpce.us-east-1.vpce-svc-{}", &id[7..]);
                done["endpointServiceName"] = name.into();
            }
            "AZURE" => {
                record.value["privateEndpoints"] = json!([]);
                done["privateLinkServiceName"] = format!("pls_{id}").into();
            }
            _ => {
                record.value["endpointGroupNames"] = json!([]);
                record.value["serviceAttachmentNames"] = json!([]);
            }
        }
        record.pending = call.pending(Some(done), None);
        Ok(())
    }

    fn delete(call: &mut Call, record: &mut Record) -> Result<bool, Failure> {
        let list = format!("{}/{}/endpoint", Self::list(call), record.text("id"));
        if !call.state.list(&list).is_empty() {
            let code = unseen::CANNOT_DELETE_PRIVATE_ENDPOINT_SERVICE_WITH_ENDPOINTS;
            return Err(refusals::conflict(409, code, "the service has endpoints"));
        }
        record.value["status"] = "DELETING".into();
        record.pending = call.pending(None, None);
        Ok(true)
    }
}

/// Whether there may be endpoints in several regions. Initially off.
pub fn regional_mode(call: &mut Call) -> Result<Reply, Failure> {
    let known = call.state.list(&call.within(REGIONAL_MODE)).first();
    let known = known.map(|it| it.value.clone());
    Reply::one(known.unwrap_or(json!({"enabled": false})))
}

pub fn set_regional_mode(call: &mut Call) -> Result<Reply, Failure> {
    let (list, mode) = (call.within(REGIONAL_MODE), call.body.take());
    *call.state.list_mut(&list) = vec![Record::new(mode.clone())];
    Reply::one(mode)
}

/// The provider's name for the id of an endpoint.
fn id_property(provider: &str) -> &'static str {
    match provider {
        "AWS" => "interfaceEndpointId",
        "AZURE" => "privateEndpointResourceId",
        _ => "endpointGroupName",
    }
}

fn list_of(call: &Call) -> String {
    let service = call.argument("endpointServiceId");
    format!("{}/{service}/endpoint", Service::list(call))
}

pub fn create(call: &mut Call) -> Result<Reply, Failure> {
    let provider = call.argument("cloudProvider").to_owned();
    if provider == "GCP" {
        return Err(refusals::not_here(
            "the sandbox has endpoints of AWS and Azure only",
        ));
    }
    let service = call.argument("endpointServiceId").to_owned();
    let known = call.state.find(&Service::list(call), "id", &service);
    if known.is_none_or(|it| !it.is("status", "AVAILABLE")) {
        let code = unseen::PRIVATE_ENDPOINT_SERVICE_NOT_AVAILABLE;
        return Err(refusals::conflict(
            409,
            code,
            "the service is not available yet",
        ));
    }
    let id = call.required("id")?;
    let (list, property) = (list_of(call), id_property(&provider));
    if call.state.find(&list, property, &id).is_some() {
        let code = unseen::PRIVATE_ENDPOINT_ALREADY_EXISTS;
        return Err(refusals::duplicate(409, code, "private endpoint", &id));
    }
    let status = if provider == "AWS" {
        "connectionStatus"
    } else {
        "status"
    };
    let mut endpoint = Record::new(json!({"cloudProvider": provider, "deleteRequested": false}));
    endpoint.value[property] = id.into();
    if provider == "AZURE" {
        endpoint.value["privateEndpointIPAddress"] = call.body["privateEndpointIPAddress"].clone();
    }
    endpoint.value[status] = if provider == "AWS" {
        "PENDING"
    } else {
        "INITIATING"
    }
    .into();
    endpoint.pending = call.pending(Some(Json::from_iter([(status, "AVAILABLE")])), None);
    call.state.list_mut(&list).push(endpoint.clone());
    count(call);
    Reply::one(endpoint.value)
}

pub fn get(call: &mut Call) -> Result<Reply, Failure> {
    Reply::one(find(call)?.value)
}

pub fn delete(call: &mut Call) -> Result<Reply, Failure> {
    let endpoint = find(call)?.value;
    let list = list_of(call);
    call.state.list_mut(&list).retain(|it| it.value != endpoint);
    count(call);
    Reply::nothing()
}

fn find(call: &Call) -> Result<Record, Failure> {
    let id = call.argument("endpointId");
    let property = id_property(call.argument("cloudProvider"));
    let known = call.state.find(&list_of(call), property, id).cloned();
    known.ok_or_else(|| refusals::not_found(codes::RESOURCE_NOT_FOUND, "private endpoint", id))
}

/// Updates the list of endpoints in their service.
fn count(call: &mut Call) {
    let provider = call.argument("cloudProvider").to_owned();
    let endpoints = values(call.state.list(&list_of(call)));
    let ids = endpoints
        .iter()
        .map(|it| it[id_property(&provider)].clone());
    let ids = Json::Array(ids.collect());
    let (list, service) = (
        Service::list(call),
        call.argument("endpointServiceId").to_owned(),
    );
    if let Some(service) = call.state.find_mut(&list, "id", &service) {
        let name = if provider == "AWS" {
            "interfaceEndpoints"
        } else {
            "privateEndpoints"
        };
        service.value[name] = ids;
    }
}
