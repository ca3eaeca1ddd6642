//! The events of a project: the initial ones, and one for each change since.

use atlas_api::events::{GetGroupEvent, ListGroupEvents};
use atlas_api::test_util::{Answer, Request};
use atlas_api::types::{EventViewForNdsGroup, GroupPaginatedEventView};

use crate::server::Sandbox;
use crate::state::State;
use crate::{convert, refusals};

pub fn serve(sandbox: &Sandbox) {
    sandbox.on::<ListGroupEvents>(list);
    sandbox.on::<GetGroupEvent>(get);
}

fn list(state: &mut State, request: &Request) -> Result<GroupPaginatedEventView, Answer> {
    let project = state.project(request)?;
    let wanted: Vec<&str> = request.query_values("eventType").collect();
    let is_wanted = |event_type: &str| wanted.is_empty() || wanted.contains(&event_type);
    // The newest first.
    let events = project.events.iter().rev();
    let events = events.filter(|it| is_wanted(it["eventTypeName"].as_str().unwrap_or_default()));
    Ok(request.page::<ListGroupEvents>(events.map(convert::from_json)))
}

fn get(state: &mut State, request: &Request) -> Result<EventViewForNdsGroup, Answer> {
    let id = request.path_argument("eventId").unwrap_or_default();
    let mut events = state.project(request)?.events.iter();
    let event = events.find(|it| it["id"] == id);
    let event = event.ok_or_else(|| refusals::not_found("EVENT_NOT_FOUND", "event", id))?;
    Ok(convert::from_json(event))
}
