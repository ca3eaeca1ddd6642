//! The state of decoding one JSON text: a reader, the mismatches so far, the union rules in use, and the remaining
//! limits.
//!
//! Code that allocates for a decoded value asks the decoder first, so a body can't exceed its memory budget, whatever
//! its type is.

use std::borrow::Cow;

use super::limits::Limits;
use super::reader::cursor::{Mark, Reader};
use super::reader::error::JsonError;
use super::task::Task;
use super::writer::WrittenVariant;

/// The most mismatches to list. Others are only counted.
pub const MAX_LISTED: usize = 1000;
/// The overhead of an allocation: the allocator's header, and rounding.
const ALLOCATION: usize = 16;
/// The amount of work between two looks at the clock, in bytes of text.
const CLOCK_INTERVAL: usize = 1 << 16;
/// The work for an item or a property, in bytes of text. Skipped text counts by its length.
const ITEM: usize = 32;

/// A reader with limits that remembers mismatches.
#[derive(Debug)]
pub struct Decoder<'a> {
    pub(crate) reader: Reader<'a>,
    pub(super) mismatches: Mismatches,
    /// For tags that were met, the index of the rule that they select, if any. The key is the union's rules and the
    /// tag.
    pub(super) rules: Vec<((usize, &'a str), Option<usize>)>,
    /// Whether the next object is a variant of a union that lacks its tag.
    pub(super) untagged: bool,
    /// Whether an object contained a property more than once.
    pub(super) repeated: bool,
    /// What to do besides reading. For responses, nothing.
    pub(super) task: Option<Box<Task<'a>>>,
    /// The variants of unions, where they are known.
    pub(super) variants: Vec<WrittenVariant>,
    limits: Limits<'a>,
    memory_left: usize,
    /// The work left until the next look at the clock.
    work_left: usize,
}

/// The positions of mismatches, in ascending order. Their paths are computed afterwards, so a body without mismatches
/// has no cost for them.
#[derive(Debug, Default)]
pub(super) struct Mismatches {
    listed: Vec<usize>,
    count: usize,
}

impl Mismatches {
    fn push(&mut self, position: usize) {
        if self.listed.len() < MAX_LISTED {
            self.listed.push(position);
        }
        self.count += 1;
    }

    /// Adds a position, which may precede others.
    fn insert(&mut self, position: usize) {
        let index = self.listed.partition_point(|listed| *listed < position);
        self.listed.insert(index, position);
        self.listed.truncate(MAX_LISTED);
        self.count += 1;
    }

    fn truncate(&mut self, count: usize) {
        self.listed.truncate(count);
        self.count = count;
    }

    /// The first positions, up to the limit.
    pub(super) fn listed(&self) -> &[usize] {
        &self.listed
    }

    /// The number of the others.
    pub(super) fn omitted(&self) -> usize {
        self.count - self.listed.len()
    }
}

/// A state of the decoder to return to.
#[derive(Clone, Copy)]
pub(super) struct Checkpoint {
    pub(super) mark: Mark,
    mismatches: usize,
    memory_left: usize,
}

impl<'a> Decoder<'a> {
    pub(super) fn new(text: &'a str, limits: Limits<'a>) -> Self {
        Self {
            reader: Reader::new(text),
            mismatches: Mismatches::default(),
            rules: Vec::new(),
            untagged: false,
            repeated: false,
            task: None,
            variants: Vec::new(),
            limits,
            memory_left: limits.memory,
            work_left: CLOCK_INTERVAL,
        }
    }

    #[inline]
    pub(super) fn checkpoint(&self) -> Checkpoint {
        Checkpoint {
            mark: self.reader.mark(),
            mismatches: self.mismatches.count,
            memory_left: self.memory_left,
        }
    }

    /// Returns to the position before a mismatch, and forgets everything found in it. The partially decoded value is
    /// dropped.
    pub(super) fn rewind(&mut self, checkpoint: Checkpoint) {
        self.reader.rewind(checkpoint.mark);
        self.mismatches.truncate(checkpoint.mismatches);
        self.memory_left = checkpoint.memory_left;
    }

    /// Skips a value, and returns its text.
    pub(super) fn skip(&mut self) -> Result<&'a str, JsonError> {
        let text = self.reader.skip()?;
        self.work(text.len())?;
        Ok(text)
    }

    /// Skips a mismatch, and returns its text.
    pub(super) fn skip_mismatch(&mut self) -> Result<&'a str, JsonError> {
        let text = self.skip()?;
        let position = self.reader.position() - text.len();
        self.mismatches.push(position);
        if let Some(Task::Marks(marks)) = self.task.as_deref_mut() {
            marks.free.push(position);
        }
        Ok(text)
    }

    /// Reads a string that the value will own.
    pub(super) fn string(&mut self) -> Result<Cow<'a, str>, JsonError> {
        self.string_inline()
    }

    /// Like [`string`](Self::string), inlined into the code that reads most strings.
    #[inline(always)]
    pub(super) fn string_inline(&mut self) -> Result<Cow<'a, str>, JsonError> {
        let text = self.reader.string_inline()?;
        self.allocate(match &text {
            Cow::Borrowed(text) => text.len(),
            Cow::Owned(text) => text.capacity(),
        })?;
        Ok(text)
    }

    /// Looks ahead for a property of the next object; see [`Reader::peek_string_property`].
    pub(super) fn peek_string_property(
        &mut self,
        name: &str,
    ) -> Result<Option<Cow<'a, str>>, JsonError> {
        let mut ahead = self.reader.clone();
        let found = ahead.find_string_property(name)?;
        self.work(ahead.position() - self.reader.position())?;
        Ok(found)
    }

    /// Counts an item of a list or a property of an object.
    #[inline]
    pub(super) fn item(&mut self) -> Result<(), JsonError> {
        self.work(ITEM)
    }

    /// Counts work, and looks at the clock now and then.
    ///
    /// # Errors
    /// The deadline has passed.
    #[inline]
    pub(super) fn work(&mut self, bytes: usize) -> Result<(), JsonError> {
        match self.work_left.checked_sub(bytes) {
            Some(left) => {
                self.work_left = left;
                Ok(())
            }
            None => self.look_at_the_clock(),
        }
    }

    #[cold]
    fn look_at_the_clock(&mut self) -> Result<(), JsonError> {
        self.work_left = CLOCK_INTERVAL;
        match self.limits.is_late {
            Some(is_late) if is_late() => Err(JsonError::late(self.reader.position())),
            _ => Ok(()),
        }
    }

    /// Takes the memory for an allocation from the budget.
    ///
    /// # Errors
    /// The budget is exhausted.
    #[inline]
    pub(super) fn allocate(&mut self, bytes: usize) -> Result<(), JsonError> {
        match self
            .memory_left
            .checked_sub(bytes.saturating_add(ALLOCATION))
        {
            Some(left) => {
                self.memory_left = left;
                Ok(())
            }
            None => Err(JsonError::memory(
                self.limits.memory,
                self.reader.position(),
            )),
        }
    }

    /// Reports the values that are dropped because a later property has the same name. The reader has read the object
    /// that starts at the mark, and keeps its position.
    ///
    /// # Errors
    /// There are so many properties that a limit is exceeded.
    #[cold]
    pub(super) fn note_repeated(&mut self, start: Mark) -> Result<(), JsonError> {
        self.repeated = true;
        let memory_left = self.memory_left;
        let mut properties = self.properties(start)?;
        properties.sort();
        for pair in properties.windows(2) {
            if pair[0].0 == pair[1].0 {
                self.mismatches.insert(pair[0].1);
            }
        }
        self.memory_left = memory_left;
        Ok(())
    }

    /// Whether these texts are the last values of properties in the object at the mark.
    ///
    /// # Errors
    /// There are so many properties that a limit is exceeded.
    pub(super) fn has_properties(
        &mut self,
        start: Mark,
        names: &[&str],
        texts: &[Option<Cow<'_, str>>],
    ) -> Result<bool, JsonError> {
        let memory_left = self.memory_left;
        let properties = self.properties(start)?;
        let has = names.iter().zip(texts).all(|(name, text)| {
            let last = properties.iter().rfind(|(known, _)| known == name);
            let last = last.and_then(|(_, position)| self.reader.string_at(*position));
            last == *text
        });
        self.memory_left = memory_left;
        Ok(has)
    }

    /// The property names in the object at the mark, with the positions of their values.
    pub(super) fn properties(
        &mut self,
        start: Mark,
    ) -> Result<Vec<(Cow<'a, str>, usize)>, JsonError> {
        let mut reader = self.reader.clone();
        let mut properties = Vec::new();
        reader.rewind(start);
        reader.object_begin()?;
        while let Some(name) = reader.next_key()? {
            let length = reader.skip()?.len();
            self.work(ITEM + length)?;
            if let Cow::Owned(name) = &name {
                self.allocate(name.capacity())?;
            }
            self.push(&mut properties, (name, reader.position() - length))?;
        }
        Ok(properties)
    }

    /// Adds an item to a list. The list grows as it would by itself, but takes the memory from the budget first.
    #[inline]
    pub(super) fn push<T>(&mut self, items: &mut Vec<T>, item: T) -> Result<(), JsonError> {
        if items.len() == items.capacity() {
            let more = growth(items.capacity(), size_of::<T>());
            self.allocate(more.saturating_mul(size_of::<T>()))?;
            items.reserve_exact(more);
        }
        items.push(item);
        Ok(())
    }
}

/// The number of items by which a full list grows.
fn growth(capacity: usize, size: usize) -> usize {
    match capacity {
        0 if size > 1024 => 1,
        0 => 4,
        capacity => capacity,
    }
}

#[cfg(test)]
mod tests;
