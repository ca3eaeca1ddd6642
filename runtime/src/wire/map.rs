//! Objects whose property names are data.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Index;

/// A JSON object whose property names are data. It keeps the order of its entries, which may matter: that of the keys of
/// an index, or of the fields to sort by.
///
/// Two maps are equal if they have equal entries in the same order. A lookup takes time linear in the number of entries.
///
/// ```
/// use atlas_api::{Json, Map, json};
///
/// let mut sort: Map<Json> = [("price", json!(-1)), ("at", json!(1))].into();
/// sort.insert("name", json!(1));
/// assert_eq!(sort.keys().collect::<Vec<_>>(), ["price", "at", "name"]);
/// assert_eq!(sort["at"], 1);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Map<T>(Vec<(String, T)>);

impl<T> Map<T> {
    /// Creates an empty map.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The number of entries.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no entries.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the value of a key.
    pub fn get(&self, key: &str) -> Option<&T> {
        let found = self.0.iter().find(|(known, _)| known == key);
        found.map(|(_, value)| value)
    }

    /// Returns the value of a key, to change it.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut T> {
        let found = self.0.iter_mut().find(|(known, _)| known == key);
        found.map(|(_, value)| value)
    }

    /// Whether there is an entry with this key.
    pub fn contains_key(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Sets the value of a key, and returns its previous value. A new key comes last; a known one keeps its place.
    pub fn insert(&mut self, key: impl Into<String> + AsRef<str>, value: T) -> Option<T> {
        if let Some(known) = self.get_mut(key.as_ref()) {
            return Some(std::mem::replace(known, value));
        }
        self.0.push((key.into(), value));
        None
    }

    /// Removes an entry, and returns its value. The others keep their order.
    pub fn remove(&mut self, key: &str) -> Option<T> {
        let position = self.0.iter().position(|(known, _)| known == key)?;
        Some(self.0.remove(position).1)
    }

    /// Iterates over the entries in their order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&str, &T)> + ExactSizeIterator {
        self.0.iter().map(|(key, value)| (key.as_str(), value))
    }

    /// Iterates over the entries in their order, to change their values.
    pub fn iter_mut(&mut self) -> impl DoubleEndedIterator<Item = (&str, &mut T)> {
        self.0.iter_mut().map(|(key, value)| (key.as_str(), value))
    }

    /// Iterates over the keys in their order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator {
        self.iter().map(|(key, _)| key)
    }

    /// Iterates over the values in their order.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &T> + ExactSizeIterator {
        self.iter().map(|(_, value)| value)
    }

    /// The memory needed for each entry, besides the entry itself, to create a map of entries.
    pub(super) const PER_ENTRY: usize = size_of::<&str>() + size_of::<usize>();

    /// Creates a map from entries. Of several with the same key, the last value counts, at the position of the first.
    pub(super) fn of_entries(entries: Vec<(String, T)>) -> Self {
        // Most objects are small and have no repeated keys.
        let mut few = entries.iter().take(FEW).enumerate();
        let distinct = |(index, (key, _)): (usize, &(String, T))| {
            entries[..index].iter().all(|(before, _)| before != key)
        };
        if entries.len() <= FEW && few.all(distinct) {
            return Self(entries);
        }
        let keys: Vec<_> = entries.iter().map(|(key, _)| key.as_str()).collect();
        let repeated = repeated(&keys);
        if repeated.is_empty() {
            return Self(entries);
        }
        let mut entries: Vec<_> = entries.into_iter().map(Some).collect();
        for (first, later) in repeated {
            let last = entries[later].take();
            if let (Some(kept), Some((_, value))) = (&mut entries[first], last) {
                kept.1 = value;
            }
        }
        Self(entries.into_iter().flatten().collect())
    }
}

/// Up to this many keys are compared with each other rather than sorted.
const FEW: usize = 8;

/// The repeated keys: the index of the first occurrence with that of each later one, ascending by the latter.
fn repeated(keys: &[&str]) -> Vec<(usize, usize)> {
    let mut order: Vec<_> = (0..keys.len()).collect();
    order.sort_by_key(|&index| keys[index]);
    let same = order.chunk_by(|&left, &right| keys[left] == keys[right]);
    let mut repeated: Vec<_> = same
        .flat_map(|places| places[1..].iter().map(|&later| (places[0], later)))
        .collect();
    repeated.sort_unstable_by_key(|&(_, later)| later);
    repeated
}

impl<T> Default for Map<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// Panics if there is no such key.
impl<T> Index<&str> for Map<T> {
    type Output = T;
    #[track_caller]
    fn index(&self, key: &str) -> &T {
        match self.get(key) {
            Some(value) => value,
            None => panic!("there is no entry `{key}`"),
        }
    }
}

impl<T> IntoIterator for Map<T> {
    type Item = (String, T);
    type IntoIter = std::vec::IntoIter<(String, T)>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Map<T> {
    type Item = (&'a str, &'a T);
    type IntoIter = Iter<'a, T>;
    fn into_iter(self) -> Self::IntoIter {
        Iter(self.0.iter())
    }
}

/// Iterates over the entries of a [`Map`].
#[derive(Clone)]
pub struct Iter<'a, T>(std::slice::Iter<'a, (String, T)>);

impl<T> fmt::Debug for Iter<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let left = self.0.as_slice().len();
        f.debug_struct("Iter").field("left", &left).finish()
    }
}

impl<'a, T> Iterator for Iter<'a, T> {
    type Item = (&'a str, &'a T);
    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(key, value)| (key.as_str(), value))
    }
}

/// Of several entries with the same key, the last value counts, at the position of the first.
impl<K: Into<String>, V: Into<T>, T> FromIterator<(K, V)> for Map<T> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let entries = entries.into_iter();
        Self::of_entries(
            entries
                .map(|(key, value)| (key.into(), value.into()))
                .collect(),
        )
    }
}

impl<K: Into<String>, V: Into<T>, T> Extend<(K, V)> for Map<T> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        let mut all = std::mem::take(&mut self.0);
        all.extend(
            entries
                .into_iter()
                .map(|(key, value)| (key.into(), value.into())),
        );
        *self = Self::of_entries(all);
    }
}

impl<K: Into<String>, V: Into<T>, T, const N: usize> From<[(K, V); N]> for Map<T> {
    fn from(entries: [(K, V); N]) -> Self {
        entries.into_iter().collect()
    }
}

/// Sorted by key.
impl<T> From<BTreeMap<String, T>> for Map<T> {
    fn from(entries: BTreeMap<String, T>) -> Self {
        entries.into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated_key_keeps_first_position_and_last_value() {
        let map: Map<i32> = [("b", 1), ("a", 2), ("b", 3), ("c", 4), ("b", 5), ("a", 6)].into();
        assert_eq!(
            map.iter().collect::<Vec<_>>(),
            [("b", &5), ("a", &6), ("c", &4)]
        );
        let mut map = map;
        assert_eq!(map.insert("a", 7), Some(6));
        assert_eq!(map.insert("d", 8), None);
        assert_eq!(map.remove("b"), Some(5));
        map.extend([("e", 9), ("c", 0)]);
        assert_eq!(map, [("a", 7), ("c", 0), ("d", 8), ("e", 9)].into());
        assert_ne!(map, [("c", 0), ("a", 7), ("d", 8), ("e", 9)].into());
    }
}
