//! An entry of the access list of a project.

use std::net::IpAddr;
use std::time::Instant;

use atlas_api::test_util::Failure;
use atlas_api::types::NetworkPermissionEntry;

use crate::refusals;

/// An entry.
pub struct Entry {
    pub entry: NetworkPermissionEntry,
    pub active_from: Instant,
}

impl Entry {
    /// A block of addresses; a single address is a block of one.
    pub fn new(entry: NetworkPermissionEntry, active_from: Instant) -> Result<Self, Failure> {
        let given = entry.cidr_block.as_deref().or(entry.ip_address.as_deref());
        let given = given.ok_or_else(|| refusals::missing("cidrBlock"))?;
        let block = block(given).ok_or_else(|| {
            refusals::invalid("cidrBlock", "it is neither an address nor a block")
        })?;
        let entry = entry.cidr_block(block);
        Ok(Self { entry, active_from })
    }

    pub fn is(&self, block: &str) -> bool {
        self.entry.cidr_block.as_deref() == Some(block)
    }
}

/// Turns an address into a block of one. Returns a block unchanged, and `None` for any other text.
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
