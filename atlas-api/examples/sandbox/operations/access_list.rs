//! The access list. A new entry is pending for a while, and then becomes active.

use std::net::IpAddr;

use atlas_api::codes;
use atlas_api::test_util::Failure;
use serde_json::{Value as Json, json};

use crate::call::{Call, Reply, values};
use crate::state::Record;
use crate::{clock, refusals};

const LIST: &str = "accessList";

pub fn list(call: &mut Call) -> Result<Reply, Failure> {
    Reply::list(values(call.state.list(&call.within(LIST))))
}

pub fn get(call: &mut Call) -> Result<Reply, Failure> {
    Reply::one(find(call)?.value)
}

pub fn status(call: &mut Call) -> Result<Reply, Failure> {
    let is_pending = find(call)?.pending.is_some();
    let status = if is_pending { "PENDING" } else { "ACTIVE" };
    Reply::one(json!({"STATUS": status}))
}

/// The spec says 200. All entries are added, or none.
pub fn create(call: &mut Call) -> Result<Reply, Failure> {
    let body = call.body.take();
    let wanted = body.as_array().into_iter().flatten();
    let added: Vec<Record> = wanted
        .map(|entry| new(call, entry))
        .collect::<Result<_, _>>()?;
    let path = call.within(LIST);
    for entry in added {
        let block = json!({"whitelistEntry": entry.value[key(&entry.value)]});
        let list = call.state.list_mut(&path);
        match list
            .iter_mut()
            .find(|known| is_same(&known.value, &entry.value))
        {
            // It stays as active as before.
            Some(known) => known.value = entry.value,
            None => {
                list.push(entry);
                call.record("NETWORK_PERMISSION_ENTRY_ADDED", block);
            }
        }
    }
    Ok(list(call)?.status(201))
}

pub fn delete(call: &mut Call) -> Result<Reply, Failure> {
    let entry = find(call)?.value;
    let path = call.within(LIST);
    let list = call.state.list_mut(&path);
    list.retain(|known| !is_same(&known.value, &entry));
    let block = json!({"whitelistEntry": entry[key(&entry)]});
    call.record("NETWORK_PERMISSION_ENTRY_REMOVED", block);
    Reply::nothing()
}

/// An entry as the service stores it: an address is also a block with one address.
fn new(call: &Call, wanted: &Json) -> Result<Record, Failure> {
    let given = ["cidrBlock", "ipAddress", "awsSecurityGroup"];
    let given: Vec<&str> = given
        .into_iter()
        .filter(|it| wanted[it].is_string())
        .collect();
    let [property] = given[..] else {
        return Err(match given.first() {
            None => refusals::missing("cidrBlock"),
            Some(property) => {
                refusals::invalid(property, "is one of several ways to name an entry")
            }
        });
    };
    let mut entry = Record::new(wanted.clone());
    entry.merge(&json!({"groupId": call.argument("groupId")}));
    entry.value["links"] = json!([]);
    if property != "awsSecurityGroup" {
        let text = wanted[property].as_str().unwrap_or_default();
        let block = block(text).ok_or_else(|| {
            refusals::invalid(property, "is neither an address nor a block of addresses")
        })?;
        if let Some(address) = block.strip_suffix("/32").or(block.strip_suffix("/128")) {
            entry.value["ipAddress"] = address.into();
        }
        entry.value["cidrBlock"] = block.into();
    }
    if let Some(end) = wanted["deleteAfterDate"].as_str() {
        let end = clock::read(end).filter(|end| *end > clock::now());
        let end =
            end.ok_or_else(|| refusals::invalid("deleteAfterDate", "is not in the future"))?;
        entry.value["deleteAfterDate"] = clock::text(end).into();
    }
    entry.pending = call.pending(Some(json!({})), None);
    Ok(entry)
}

fn key(entry: &Json) -> &'static str {
    match entry["cidrBlock"].is_string() {
        true => "cidrBlock",
        false => "awsSecurityGroup",
    }
}

fn is_same(one: &Json, other: &Json) -> bool {
    one[key(one)] == other[key(other)]
}

/// The entry of the call.
fn find(call: &Call) -> Result<Record, Failure> {
    let value = call.argument("entryValue");
    let block = block(value).unwrap_or_else(|| value.to_owned());
    let list = call.within(LIST);
    let mut entries = call.state.list(&list).iter();
    let known = entries.find(|it| it.value[key(&it.value)] == block.as_str());
    let known = known.cloned();
    known.ok_or_else(|| {
        let code = codes::ATLAS_NETWORK_PERMISSION_ENTRY_NOT_FOUND;
        refusals::not_found(code, "entry", value)
    })
}

/// Turns an address into a block with one address. Returns a block unchanged, and `None` for any other text.
pub fn block(text: &str) -> Option<String> {
    let (address, bits) = match text.split_once('/') {
        Some((address, bits)) => (address, Some(bits.parse::<u8>().ok()?)),
        None => (text, None),
    };
    let address: IpAddr = address.parse().ok()?;
    let all = if address.is_ipv4() { 32 } else { 128 };
    let bits = bits.unwrap_or(all);
    (bits <= all).then(|| format!("{address}/{bits}"))
}
