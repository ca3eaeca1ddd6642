//! Measures how much is described.

use std::collections::BTreeSet;
use std::ops::AddAssign;

/// What has a description and what has none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Tags.
    pub tags: Share,
    /// Operations.
    pub operations: Share,
    /// Types.
    pub types: Share,
    /// Properties.
    pub properties: Share,
    /// Parameters, one for each operation that takes them.
    pub parameters: Share,
    /// Places without a description, such as `property Cluster.paused`.
    pub missing: Vec<String>,
    /// Descriptions of places that the spec does not have.
    pub gone: Vec<String>,
    /// The described places that the spec has.
    pub(super) used: BTreeSet<String>,
}

/// How many of all places are described.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// Those with a description.
    pub described: usize,
    /// All of them.
    pub all: usize,
}

impl Share {
    /// The percentage, rounded down.
    #[must_use]
    pub fn percent(self) -> usize {
        match self.all {
            0 => 100,
            all => self.described * 100 / all,
        }
    }
}

impl Coverage {
    /// The smallest percentage of the five.
    #[must_use]
    pub fn percent(&self) -> usize {
        let shares = [
            self.tags,
            self.operations,
            self.types,
            self.properties,
            self.parameters,
        ];
        shares.map(Share::percent).into_iter().min().unwrap_or(100)
    }
}

impl AddAssign for Share {
    fn add_assign(&mut self, other: Self) {
        self.described += other.described;
        self.all += other.all;
    }
}

impl AddAssign for Coverage {
    /// Adds the coverage of another spec. A description may belong to either, except for those that only one was
    /// given.
    fn add_assign(&mut self, other: Self) {
        self.tags += other.tags;
        self.operations += other.operations;
        self.types += other.types;
        self.properties += other.properties;
        self.parameters += other.parameters;
        self.missing.extend(other.missing);
        self.gone.retain(|place| !other.used.contains(place));
        let gone = other.gone.into_iter();
        let gone = gone.filter(|it| !self.used.contains(it) && !self.gone.contains(it));
        let gone: Vec<_> = gone.collect();
        self.gone.extend(gone);
        self.used.extend(other.used);
    }
}
