//! Constraints on a value besides its type, as data. [`words`](crate::words) puts them into words.

use serde_json::{Number, Value};

/// The constraints on one value and its parts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Constraints(Vec<Constraint>);

/// One constraint.
#[derive(Debug, Clone, PartialEq)]
pub struct Constraint {
    /// The part that is constrained, outermost first: items of a list or values of a map. If empty, the value itself.
    pub part: Vec<Part>,
    /// The constraint.
    pub aspect: Aspect,
}

/// A part of a list or a map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Each item of a list.
    Item,
    /// Each value of a map.
    Value,
}

/// What a constraint says.
#[derive(Debug, Clone, PartialEq)]
pub enum Aspect {
    /// The value that the service uses if none is given (`default`).
    Default(Value),
    /// The least and the greatest number (`minimum`, `maximum` and their `exclusive…`).
    Range {
        /// The lower end.
        min: Option<Bound>,
        /// The upper end.
        max: Option<Bound>,
    },
    /// The number must be a multiple of this one (`multipleOf`).
    MultipleOf(Number),
    /// Number of characters of a string (`minLength`, `maxLength`).
    Length(Limits),
    /// Number of items of a list (`minItems`, `maxItems`).
    Items(Limits),
    /// No item of a list occurs twice (`uniqueItems`).
    UniqueItems,
    /// Number of properties of an object (`minProperties`, `maxProperties`).
    Properties(Limits),
    /// The object has no unlisted properties (`additionalProperties: false`).
    Closed,
    /// The format, unless it has its own type.
    Format(String),
    /// The values of an enum of numbers, or of one whose type can't express them.
    OneOf(Vec<Value>),
    /// A regular expression.
    Pattern(String),
}

impl Aspect {
    /// The order in which constraints are printed.
    fn order(&self) -> u8 {
        match self {
            Self::Default(_) => 0,
            Self::Range { .. } => 1,
            Self::MultipleOf(_) => 2,
            Self::Length(_) => 3,
            Self::Items(_) => 4,
            Self::UniqueItems => 5,
            Self::Properties(_) => 6,
            Self::Closed => 7,
            Self::Format(_) => 8,
            Self::OneOf(_) => 9,
            Self::Pattern(_) => 10,
        }
    }
}

/// A bound of a range.
#[derive(Debug, Clone, PartialEq)]
pub struct Bound {
    /// The number.
    pub value: Number,
    /// Whether the bound itself is excluded.
    pub exclusive: bool,
}

/// How many there may be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// The minimum.
    pub min: Option<usize>,
    /// The maximum.
    pub max: Option<usize>,
}

impl Limits {
    /// The limits, if there is at least one.
    pub fn new(min: Option<usize>, max: Option<usize>) -> Option<Self> {
        (min.is_some() || max.is_some()).then_some(Self { min, max })
    }
}

impl Constraints {
    /// Adds constraints on the value itself.
    pub fn extend(&mut self, aspects: impl IntoIterator<Item = Aspect>) {
        self.0.extend(aspects.into_iter().map(|aspect| Constraint {
            part: Vec::new(),
            aspect,
        }));
        self.0
            .sort_by_key(|it| (!it.part.is_empty(), it.aspect.order()));
    }

    /// Adds constraints on a part of the value.
    pub fn extend_inner(&mut self, part: Part, inner: &Self) {
        self.0.extend(inner.0.iter().map(|it| Constraint {
            part: [part].into_iter().chain(it.part.iter().copied()).collect(),
            aspect: it.aspect.clone(),
        }));
    }

    /// Keeps only the constraints that another value has too.
    pub fn keep_common(&mut self, other: &Self) {
        self.0.retain(|constraint| other.0.contains(constraint));
    }

    /// All constraints.
    pub fn iter(&self) -> impl Iterator<Item = &Constraint> {
        self.0.iter()
    }
}
