//! The state of the service, as plain data: every object is in a list, in the form in which the service returns it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};

use crate::clock::{self, Moment};

/// The whole state.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct State {
    /// All lists, by path, such as `groups/32b6e34b3d91647abb20e7b8/clusters`.
    lists: BTreeMap<String, Vec<Record>>,
    /// Access tokens, by text.
    #[serde(default)]
    pub tokens: BTreeMap<String, Token>,
    /// The number of ids issued so far.
    #[serde(default)]
    ids: u64,
}

/// An object.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Record {
    /// The object as the service returns it.
    pub value: Json,
    /// Properties that the service stores but does not return.
    #[serde(default, skip_serializing_if = "Json::is_null")]
    pub hidden: Json,
    /// The change in progress.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending: Option<Pending>,
}

/// A change in progress.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Pending {
    /// When it will be done.
    pub at: Moment,
    /// The properties that it sets, or `None` if it deletes the object.
    pub sets: Option<Json>,
    /// The resulting event, if any: its type, and its specific properties.
    pub event: Option<(String, Json)>,
}

/// An access token.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Token {
    /// The client id of the service account.
    pub account: String,
    pub expires: Moment,
}

impl Record {
    pub fn new(value: Json) -> Self {
        Self {
            value,
            ..Self::default()
        }
    }

    /// Whether a property has this text.
    pub fn is(&self, property: &str, text: &str) -> bool {
        self.value[property] == text
    }

    pub fn text(&self, property: &str) -> &str {
        self.value[property].as_str().unwrap_or_default()
    }

    /// Changes the object like a `PATCH`: objects by property, lists as a whole; `null` unsets.
    pub fn merge(&mut self, change: &Json) {
        merge(&mut self.value, change);
    }
}

impl State {
    /// A list. It is empty if it was never used.
    pub fn list(&self, path: &str) -> &[Record] {
        self.lists.get(path).map_or(&[], Vec::as_slice)
    }

    pub fn list_mut(&mut self, path: &str) -> &mut Vec<Record> {
        self.lists.entry(path.to_owned()).or_default()
    }

    /// The object in a list whose property has this text.
    pub fn find(&self, path: &str, property: &str, text: &str) -> Option<&Record> {
        self.list(path).iter().find(|it| it.is(property, text))
    }

    pub fn find_mut(&mut self, path: &str, property: &str, text: &str) -> Option<&mut Record> {
        let list = self.lists.get_mut(path)?;
        list.iter_mut().find(|it| it.is(property, text))
    }

    /// Removes all lists below a path.
    pub fn remove_below(&mut self, path: &str) {
        let prefix = format!("{path}/");
        self.lists.retain(|list, _| !list.starts_with(&prefix));
    }

    /// A unique id, in the format of the service.
    pub fn new_id(&mut self) -> String {
        self.ids += 1;
        format!("64f0c0de{:016x}", self.ids)
    }

    /// Adds an event to a project or an organization, such as `groups/32b6e34b3d91647abb20e7b8`, with the specific
    /// properties of its type.
    pub fn record(&mut self, at: Moment, scope: &str, event_type: &str, more: &Json) {
        let (kind, id) = scope.split_once('/').unwrap_or_default();
        let list = self.list_mut(&format!("{scope}/events"));
        let owner = if kind == "orgs" { "orgId" } else { "groupId" };
        let mut event = json!({
            "id": format!("e5e47000{:016x}", list.len() + 1),
            "created": clock::text(at),
            "eventTypeName": event_type,
            "isGlobalAdmin": false,
            "links": [],
        });
        event[owner] = id.into();
        event["username"] = crate::ids::YOU.into();
        merge(&mut event, more);
        list.push(Record::new(event));
    }

    /// Finishes the changes that are done by now.
    pub fn settle(&mut self) {
        let now = clock::now();
        let (mut events, mut gone) = (Vec::new(), Vec::new());
        for (path, list) in &mut self.lists {
            list.retain_mut(|record| {
                let Some(done) = record.pending.take_if(|pending| pending.at <= now) else {
                    return true;
                };
                let scope: Vec<&str> = path.split('/').take(2).collect();
                events.extend(
                    done.event
                        .map(|(event, more)| (done.at, scope.join("/"), event, more)),
                );
                if let Some(sets) = &done.sets {
                    record.merge(sets);
                } else {
                    gone.push(format!("{path}/{}", record.text("name")));
                }
                done.sets.is_some()
            });
        }
        for path in gone {
            self.remove_below(&path);
        }
        events.sort_by_key(|(at, ..)| *at);
        for (at, scope, event, more) in events {
            self.record(at, &scope, &event, &more);
        }
    }
}

fn merge(value: &mut Json, change: &Json) {
    let Json::Object(change) = change else {
        return;
    };
    if !value.is_object() {
        *value = Json::Object(Map::new());
    }
    for (name, change) in change {
        match change {
            Json::Null => {
                value.as_object_mut().and_then(|it| it.remove(name));
            }
            Json::Object(inner) if !inner.is_empty() => merge(&mut value[name], change),
            _ => value[name] = change.clone(),
        }
    }
}
