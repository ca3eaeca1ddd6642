//! Constraints that a value must satisfy in addition to its type, as data. Words for it are made in [`words`](crate::words).

use serde_json::{Number, Value};

/// The constraints of one value, by what they constrain.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Constraints(Vec<Constraint>);

/// One constraint.
#[derive(Debug, Clone, PartialEq)]
pub struct Constraint {
    /// The part of the value that it is about: the value itself if empty, else the items of a list or
    /// the values of a map, outermost first.
    pub part: Vec<Part>,
    /// What it says.
    pub aspect: Aspect,
}

/// What a list or a map holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Each item of a list.
    Item,
    /// Each value of a map.
    Value,
}

/// What a constraint is about.
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
    /// The number that it is a multiple of (`multipleOf`).
    MultipleOf(Number),
    /// Characters of a string (`minLength`, `maxLength`).
    Length(Limits),
    /// Items of a list (`minItems`, `maxItems`).
    Items(Limits),
    /// No item of the list occurs twice (`uniqueItems`).
    UniqueItems,
    /// Properties of an object (`minProperties`, `maxProperties`).
    Properties(Limits),
    /// The object has no properties but the listed ones (`additionalProperties: false`).
    Closed,
    /// The format, unless it is a type of its own.
    Format(String),
    /// The values of an enum of numbers, or of one that the type has no form for.
    OneOf(Vec<Value>),
    /// A regular expression.
    Pattern(String),
}

impl Aspect {
    /// The order in which people read constraints.
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

/// An end of a range.
#[derive(Debug, Clone, PartialEq)]
pub struct Bound {
    /// The number.
    pub value: Number,
    /// Whether the number itself is out of range.
    pub exclusive: bool,
}

/// How many there may be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Limits {
    /// At least so many.
    pub min: Option<usize>,
    /// At most so many.
    pub max: Option<usize>,
}

impl Limits {
    /// The limits, if there is one.
    pub fn new(min: Option<usize>, max: Option<usize>) -> Option<Self> {
        (min.is_some() || max.is_some()).then_some(Self { min, max })
    }
}

impl Constraints {
    /// Adds constraints of the value itself.
    pub fn extend(&mut self, aspects: impl IntoIterator<Item = Aspect>) {
        self.0.extend(aspects.into_iter().map(|aspect| Constraint {
            part: Vec::new(),
            aspect,
        }));
        self.0
            .sort_by_key(|it| (!it.part.is_empty(), it.aspect.order()));
    }

    /// Adds the constraints of what the value holds.
    pub fn extend_inner(&mut self, part: Part, inner: &Self) {
        self.0.extend(inner.0.iter().map(|it| Constraint {
            part: [part].into_iter().chain(it.part.iter().copied()).collect(),
            aspect: it.aspect.clone(),
        }));
    }

    /// Keeps the constraints that another value has too.
    pub fn keep_common(&mut self, other: &Self) {
        self.0.retain(|constraint| other.0.contains(constraint));
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Constraint> {
        self.0.iter()
    }
}
