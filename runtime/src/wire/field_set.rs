//! A set of fields of an object.

/// A set of an object's fields, by index.
#[derive(Default)]
pub(super) struct FieldSet {
    /// The first fields. Few objects have more.
    words: [u64; 2],
    more: Vec<u64>,
}

impl FieldSet {
    /// Adds a field, and returns whether it was new.
    #[inline]
    pub(super) fn insert(&mut self, index: usize) -> bool {
        let (word, bit) = (index / 64, 1 << (index % 64));
        let word = match self.words.get_mut(word) {
            Some(word) => word,
            None => self.another(word - self.words.len()),
        };
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }

    #[cold]
    fn another(&mut self, word: usize) -> &mut u64 {
        if self.more.len() <= word {
            self.more.resize(word + 1, 0);
        }
        &mut self.more[word]
    }

    /// Removes a field, and returns whether it was there.
    pub(super) fn remove(&mut self, index: usize) -> bool {
        let was_there = self.contains(index);
        let mut words = self.words.iter_mut().chain(&mut self.more);
        if let Some(word) = words.nth(index / 64) {
            *word &= !(1 << (index % 64));
        }
        was_there
    }

    /// Whether a field is in the set.
    pub(super) fn contains(&self, index: usize) -> bool {
        let mut words = self.words.iter().chain(&self.more);
        let word = words.nth(index / 64);
        word.is_some_and(|word| word & (1 << (index % 64)) != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_every_field_of_a_large_object() {
        let mut set = FieldSet::default();
        for index in (0..1000).rev() {
            assert!(!set.contains(index) && !set.remove(index));
            assert!(set.insert(index));
            assert!(!set.insert(index));
        }
        for index in (0..1000).step_by(3) {
            assert!(set.remove(index));
        }
        for index in 0..1000 {
            assert_eq!(set.contains(index), index % 3 != 0, "{index}");
        }
    }
}
