//! Events of projects and organizations: the initial ones, and one for each later change.

use atlas_api::codes;
use atlas_api::test_util::Failure;
use serde_json::{Value as Json, json};

use crate::call::{Call, Reply, values};
use crate::resource::{self, Resource};
use crate::state::Record;
use crate::{clock, refusals};

/// An event.
pub struct Event;

impl Resource for Event {
    const NAME: &'static str = "event";
    const KEY: &'static str = "id";
    const ARGUMENT: &'static str = "eventId";
    const NOT_FOUND: &'static str = codes::EVENT_NOT_FOUND;

    fn create(_: &mut Call, _: &mut Record) -> Result<(), Failure> {
        Err(refusals::not_here("events are written by the service"))
    }
}

/// Newest first, with filters.
pub fn list(call: &mut Call) -> Result<Reply, Failure> {
    let events = values(call.state.list(&call.within("events")).iter().rev());
    let (after, before) = (call.time("minDate"), call.time("maxDate"));
    let excluded: Vec<&str> = call.request.query_values("excludedEventType").collect();
    let is_wanted = |event: &Json| {
        let text = |name: &str| event[name].as_str().unwrap_or_default();
        let created = clock::read(text("created")).unwrap_or_default();
        let kind = text("eventTypeName");
        call.wants("eventType", kind)
            && !excluded.contains(&kind)
            && call.wants("clusterNames", text("clusterName"))
            && after.is_none_or(|after| created >= after)
            && before.is_none_or(|before| created <= before)
    };
    Reply::list(
        events
            .into_iter()
            .filter(is_wanted)
            .map(|event| shown(call, event)),
    )
}

pub fn get(call: &mut Call) -> Result<Reply, Failure> {
    let event = resource::find::<Event>(call)?.value;
    Reply::one(shown(call, event))
}

/// An event, with its raw form if requested.
fn shown(call: &Call, mut event: Json) -> Json {
    if call.request.query("includeRaw") == Some("true") {
        event["raw"] = json!({
            "_t": "AUDIT", "cid": event["groupId"], "et": event["eventTypeName"],
            "gn": null, "id": event["id"], "un": event["username"],
        });
    }
    event
}
