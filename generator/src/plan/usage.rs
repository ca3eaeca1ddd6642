//! Finds the operations that send and return a type, and the types that contain it.

use std::collections::{BTreeMap, BTreeSet};

use super::data::{OperationItem, OutputType, Plan, Target};
use super::gates::mentions;

/// An operation-version with its module.
pub type InModule<'a> = (&'a str, &'a OperationItem);

/// Where types are used, by name.
#[derive(Debug, Default)]
pub struct Usage<'a> {
    types: BTreeMap<&'a str, TypeUsage<'a>>,
    /// The types that requests contain, at any depth.
    in_requests: BTreeSet<&'a str>,
}

/// Where a type is used.
#[derive(Debug, Default)]
pub struct TypeUsage<'a> {
    /// The operations that send it, or a list of it.
    pub sent: Vec<InModule<'a>>,
    /// The operations with a parameter of this type.
    pub taken: Vec<InModule<'a>>,
    /// The operations that return it, or a list of it.
    pub returned: Vec<InModule<'a>>,
    /// The types with a field or a variant of this type.
    pub parts: BTreeSet<&'a str>,
}

impl<'a> Usage<'a> {
    /// Finds where the types of a plan are used.
    pub fn of(plan: &'a Plan) -> Self {
        let mut usage = Self::default();
        for (module, item) in plan.operations() {
            usage.operation(module, item);
        }
        for (name, item) in &plan.types {
            for part in mentions(item) {
                let of_part = usage.types.entry(part).or_default();
                of_part.parts.insert(name);
            }
        }
        let sent = usage
            .types
            .iter()
            .filter(|(_, usage)| !usage.sent.is_empty());
        let mut open: Vec<&str> = sent.map(|(name, _)| *name).collect();
        while let Some(name) = open.pop() {
            if usage.in_requests.insert(name) {
                open.extend(plan.types.get(name).into_iter().flat_map(mentions));
            }
        }
        usage
    }

    fn operation(&mut self, module: &'a str, item: &'a OperationItem) {
        for argument in item.arguments.iter().chain(&item.setters) {
            if let Some(name) = argument.ty.name() {
                let usage = self.types.entry(name).or_default();
                let list = match argument.target {
                    Target::Body => &mut usage.sent,
                    Target::Parameter(_) => &mut usage.taken,
                };
                list.push((module, item));
            }
        }
        let output = match &item.output {
            OutputType::Whole(ty) | OutputType::Body(ty) => ty.name(),
            OutputType::NoContent | OutputType::Bytes => None,
        };
        let listed = item.list.as_ref().and_then(|list| list.item.name());
        let names: BTreeSet<_> = output.into_iter().chain(listed).collect();
        for name in names {
            let usage = self.types.entry(name).or_default();
            usage.returned.push((module, item));
        }
    }

    /// Where a type is used, if it is.
    pub fn get(&self, name: &str) -> Option<&TypeUsage<'a>> {
        self.types.get(name)
    }

    /// Whether a request may contain a type.
    pub fn is_in_requests(&self, name: &str) -> bool {
        self.in_requests.contains(name)
    }
}
