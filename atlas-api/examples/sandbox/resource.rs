//! Objects that are listed, read, created, changed and deleted in the same way.

use atlas_api::test_util::Failure;
use serde_json::Value as Json;

use crate::call::{Call, Reply, values};
use crate::refusals;
use crate::state::Record;
use crate::unseen;

const PREFIX: &str = "/api/atlas/v2/";

/// A kind of object.
pub trait Resource {
    /// Its name in errors.
    const NAME: &'static str;
    /// The property that identifies an object in paths.
    const KEY: &'static str;
    /// The path argument that identifies an object.
    const ARGUMENT: &'static str;
    /// The error code if an object does not exist.
    const NOT_FOUND: &'static str;
    /// The status and the error code if the key is taken.
    const DUPLICATE: (u16, &'static str) = (409, unseen::DUPLICATE_NAME);
    /// Whether a change may set the key.
    const RENAMES: bool = false;

    /// The path of the list.
    fn list(call: &Call) -> String {
        let template = call.operation.path.strip_prefix(PREFIX).unwrap_or_default();
        let argument = format!("/{{{}}}", Self::ARGUMENT);
        let template = template.split(&argument).next().unwrap_or_default();
        let segments = template.split('/').map(|segment| {
            let name = segment
                .strip_prefix('{')
                .and_then(|it| it.strip_suffix('}'));
            name.map_or(segment, |name| call.argument(name))
        });
        segments.collect::<Vec<_>>().join("/")
    }

    /// Adds computed properties to a new object, or rejects it.
    fn create(call: &mut Call, record: &mut Record) -> Result<(), Failure>;

    /// Does what a change needs beyond setting properties, or rejects it.
    fn update(_: &mut Call, _: &mut Record) -> Result<(), Failure> {
        Ok(())
    }

    /// Does what a deletion needs, or rejects it. Returns `true` if the object remains for now.
    fn delete(_: &mut Call, _: &mut Record) -> Result<bool, Failure> {
        Ok(false)
    }
}

/// Responds with the whole list.
pub fn list<R: Resource>(call: &mut Call) -> Result<Reply, Failure> {
    Reply::list(values(call.state.list(&R::list(call))))
}

pub fn get<R: Resource>(call: &mut Call) -> Result<Reply, Failure> {
    Reply::one(find::<R>(call)?.value)
}

pub fn create<R: Resource>(call: &mut Call) -> Result<Reply, Failure> {
    Reply::one(created::<R>(call)?.value)
}

/// Creates an object. Either the body sets the key, or [`Resource::create`] does.
pub fn created<R: Resource>(call: &mut Call) -> Result<Record, Failure> {
    let mut record = Record::default();
    record.merge(&call.body);
    if !record.value.is_object() {
        record.value = Json::Object(serde_json::Map::new());
    }
    let list = R::list(call);
    let key = record.text(R::KEY);
    if call.state.find(&list, R::KEY, key).is_some() {
        let (status, code) = R::DUPLICATE;
        return Err(refusals::duplicate(status, code, R::NAME, key));
    }
    R::create(call, &mut record)?;
    call.state.list_mut(&list).push(record.clone());
    Ok(record)
}

pub fn update<R: Resource>(call: &mut Call) -> Result<Reply, Failure> {
    let mut record = find::<R>(call)?;
    record.merge(&call.body);
    let key = record.text(R::KEY);
    if key != call.argument(R::ARGUMENT) {
        if !R::RENAMES {
            return Err(refusals::invalid(R::KEY, "can't be changed"));
        }
        if call.state.find(&R::list(call), R::KEY, key).is_some() {
            let (status, code) = R::DUPLICATE;
            return Err(refusals::duplicate(status, code, R::NAME, key));
        }
    }
    R::update(call, &mut record)?;
    put::<R>(call, record.clone());
    Reply::one(record.value)
}

pub fn delete<R: Resource>(call: &mut Call) -> Result<Reply, Failure> {
    let mut record = find::<R>(call)?;
    if R::delete(call, &mut record)? {
        put::<R>(call, record);
    } else {
        let (list, key) = (R::list(call), record.text(R::KEY).to_owned());
        let records = call.state.list_mut(&list);
        records.retain(|it| !it.is(R::KEY, &key));
        call.state.remove_below(&format!("{list}/{key}"));
    }
    Reply::nothing()
}

/// The object of the call.
pub fn find<R: Resource>(call: &Call) -> Result<Record, Failure> {
    let key = call.argument(R::ARGUMENT);
    let known = call.state.find(&R::list(call), R::KEY, key);
    let known = known.cloned();
    known.ok_or_else(|| refusals::not_found(R::NOT_FOUND, R::NAME, key))
}

/// Stores the object of the call.
pub fn put<R: Resource>(call: &mut Call, record: Record) {
    let (list, key) = (R::list(call), call.argument(R::ARGUMENT).to_owned());
    if let Some(known) = call.state.find_mut(&list, R::KEY, &key) {
        *known = record;
    }
}
