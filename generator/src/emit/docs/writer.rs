//! The input of all documentation.

use crate::plan::{History, Legacy, Plan, Usage};

/// The level of detail of the documentation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Docs {
    /// Our own descriptions, facts, links and examples.
    #[default]
    Facts,
    /// Upstream's descriptions too, if the spec has any.
    Full,
    /// No documentation.
    None,
}

/// Writes the documentation of a plan.
#[derive(Debug)]
pub struct Writer<'a> {
    pub(super) level: Docs,
    pub(super) plan: &'a Plan,
    pub(super) usage: Usage<'a>,
    pub(super) history: History<'a>,
    /// The path of the plan's module, as programs write it.
    pub(super) root: String,
    /// The path from the module of a type to the modules of operations.
    pub(super) to_modules: &'static str,
    /// The path from the module of a type to the module with the names of all types.
    pub(super) to_types: &'static str,
}

impl<'a> Writer<'a> {
    /// A writer for a plan. `root` is the path of its modules in examples, such as `atlas_api`.
    pub fn new(level: Docs, plan: &'a Plan, root: &str) -> Self {
        Self {
            level,
            plan,
            usage: Usage::of(plan),
            history: History::of(plan),
            root: root.to_owned(),
            to_modules: "super::super::",
            to_types: "super::",
        }
    }

    /// The writer for a legacy API of the plan, whose types are all in one module.
    pub fn legacy<'b>(&self, legacy: &'b Legacy) -> Writer<'b> {
        let root = format!("{}::{}", self.root, legacy.name);
        Writer {
            to_modules: "super::",
            to_types: "",
            ..Writer::new(self.level, &legacy.plan, &root)
        }
    }

    /// Whether this is a legacy API, whose modules have no versions, and which has a single feature.
    pub(super) fn is_legacy(&self) -> bool {
        self.to_types.is_empty()
    }

    /// Whether documentation is off.
    pub fn is_none(&self) -> bool {
        self.level == Docs::None
    }
}
