//! What the setters of generated types do. The functions that return an `Option` exist because the compiler checks
//! `Some(…)` like a call of a generic function, in addition to the call in the parentheses.

/// The value of a property.
#[inline]
pub fn some<T>(value: impl Into<T>) -> Option<T> {
    Some(value.into())
}

/// The items of a property.
pub fn some_each<T>(items: impl IntoIterator<Item = impl Into<T>>) -> Option<Vec<T>> {
    Some(into_list(items))
}

/// Like [`some_each`], for items that need no conversion.
pub fn some_list<T>(items: impl IntoIterator<Item = T>) -> Option<Vec<T>> {
    Some(list(items))
}

/// The items given to a setter.
pub fn into_list<T>(items: impl IntoIterator<Item = impl Into<T>>) -> Vec<T> {
    items.into_iter().map(Into::into).collect()
}

/// Like [`into_list`], for items that need no conversion.
pub fn list<T>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    items.into_iter().collect()
}

/// Calls a setter if there is a value for it.
pub fn maybe<S, T>(value: S, argument: Option<T>, set: impl FnOnce(S, T) -> S) -> S {
    match argument {
        Some(argument) => set(value, argument),
        None => value,
    }
}
