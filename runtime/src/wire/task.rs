//! What a decoder can do besides reading.
//!
//! A value is written as JSON and read again by the code that reads responses, which knows the type of everything it
//! reads. So walking over a value of any type needs no code in the generated types.

/// What to do besides reading.
#[derive(Debug)]
pub enum Task<'a> {
    /// Leave out read-only properties, and masks of secrets. The positions are those of the masks in the current
    /// secret, if it is a list or a map.
    WithoutReadOnly(Vec<usize>),
    /// Leave out everything that another object has too. The position is that of the object to compare with this
    /// text.
    Changes(Option<(usize, &'a str)>),
    /// Collect the positions of unknown parts.
    Unknowns(Vec<(usize, UnknownKind)>),
    /// Collect the values that the spec lists, and those without any of its types.
    Marks(Marks),
}

/// Positions in a JSON text, by which parts of it anybody may see.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// Strings that the spec lists: values of enums, and tags of unions.
    pub listed: Vec<usize>,
    /// Values without any of the spec's types: unknown properties and variants, mismatches, free-form JSON.
    pub free: Vec<usize>,
    /// Objects whose property names are data.
    pub maps: Vec<usize>,
}

/// How something is unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnknownKind {
    /// The spec does not list the property.
    Property,
    /// The spec does not list this value of an enum.
    Value(String),
    /// The spec does not list the variant of a union, or the properties that determine it are missing.
    Variant,
    /// The spec lists another type for it.
    Mismatch,
}
