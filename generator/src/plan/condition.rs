//! Conditions in addition to tags, for versions that users opt in to.

use std::collections::BTreeSet;

use crate::model::Version;

/// A feature in addition to those of the tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OptIn {
    /// `preview`: versions that may still change.
    Preview,
    /// `retired`: retired versions.
    Retired,
}

impl OptIn {
    /// The feature.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Preview => "preview",
            Self::Retired => "retired",
        }
    }
}

/// When an item is compiled, in addition to its tags: if all features of at least one set are enabled. With no set it
/// never is, with an empty set it always is. No set contains another one, which would be redundant, so equivalent
/// conditions are equal.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Condition(BTreeSet<BTreeSet<OptIn>>);

impl Condition {
    /// The condition that always holds.
    pub fn always() -> Self {
        Self([BTreeSet::new()].into())
    }

    /// The condition of a version of an operation.
    pub fn of(version: &Version, is_retired: bool) -> Self {
        let preview = version.is_unstable().then_some(OptIn::Preview);
        let retired = is_retired.then_some(OptIn::Retired);
        Self([preview.into_iter().chain(retired).collect()].into())
    }

    /// Extends the condition with an alternative.
    pub fn or(&mut self, other: &Self) {
        self.0.extend(other.0.iter().cloned());
        let all = self.0.clone();
        self.0
            .retain(|set| !all.iter().any(|it| it != set && it.is_subset(set)));
    }

    /// Holds if at least one of the conditions holds.
    pub fn any<'a>(conditions: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut any = Self::default();
        conditions.into_iter().for_each(|it| any.or(it));
        any
    }

    /// Whether it always holds.
    pub fn is_always(&self) -> bool {
        *self == Self::always()
    }

    /// Whether it holds whenever another one does.
    pub fn follows_from(&self, other: &Self) -> bool {
        let mut sets = other.0.iter();
        sets.all(|set| self.0.iter().any(|it| it.is_subset(set)))
    }

    /// Whether it never holds without a feature.
    pub fn needs(&self, feature: OptIn) -> bool {
        self.0.iter().all(|set| set.contains(&feature))
    }

    /// The sets of features.
    pub fn sets(&self) -> impl Iterator<Item = &BTreeSet<OptIn>> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equivalent_conditions_are_equal() {
        let date = Version::Date("2023-01-01".to_owned());
        let of = Condition::of;
        let (preview, retired) = (of(&Version::Preview, false), of(&date, true));
        let both = of(&Version::Preview, true);
        assert!(of(&date, false).is_always());
        for (conditions, any) in [
            (vec![&preview, &both], preview.clone()),
            (vec![&both, &retired], retired.clone()),
            (vec![&both, &of(&date, false)], Condition::always()),
            (vec![], Condition::default()),
        ] {
            assert_eq!(Condition::any(conditions), any);
        }
        assert!(preview.follows_from(&both) && !both.follows_from(&preview));
        assert!(
            of(&date, false).follows_from(&retired) && !retired.follows_from(&of(&date, false))
        );
        let either = Condition::any([&preview, &retired]);
        assert_eq!(either.sets().count(), 2);
        assert!(!either.needs(OptIn::Retired) && both.needs(OptIn::Retired));
        assert_eq!(Condition::any([&either, &both]), either);
    }
}
