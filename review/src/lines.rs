//! Finds the lines of values in the text of a spec.

use std::collections::{BTreeMap, BTreeSet};

use generator::source::escape;
use granit_parser::{Event, Parser};

/// The lines of values, by JSON pointer. A value that is not in the text, because a correction added it, has the line
/// of its parent.
pub(crate) fn lines(text: &str, pointers: &BTreeSet<&str>) -> BTreeMap<String, usize> {
    let mut search = Search {
        open: Vec::new(),
        pointer: String::new(),
        wanted: pointers.iter().flat_map(|it| with_parents(it)).collect(),
        found: BTreeMap::new(),
    };
    for event in Parser::new_from_str(text) {
        // The generator has read the text, so this does not fail.
        let Ok((event, span)) = event else { break };
        search.event(event, span.start.line());
    }
    let nearest = |pointer: &&str| {
        let mut ways = with_parents(pointer);
        let line = ways.find_map(|it| search.found.get(it)).copied();
        ((*pointer).to_owned(), line.unwrap_or(1))
    };
    pointers.iter().map(nearest).collect()
}

/// A pointer and those of its parents, the longest first.
fn with_parents(pointer: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(pointer), |it| Some(it.rsplit_once('/')?.0))
}

struct Search<'p> {
    /// The enclosing mappings and lists, each with the length of its pointer.
    open: Vec<(usize, Inside)>,
    pointer: String,
    wanted: BTreeSet<&'p str>,
    found: BTreeMap<String, usize>,
}

enum Inside {
    /// The next event is a key, or the value of one.
    Mapping { at_key: bool },
    /// The next item.
    List(usize),
}

impl Search<'_> {
    fn event(&mut self, event: Event<'_>, line: usize) {
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                self.begin(line);
                let inside = match event {
                    Event::MappingStart(..) => Inside::Mapping { at_key: true },
                    _ => Inside::List(0),
                };
                self.open.push((self.pointer.len(), inside));
            }
            Event::MappingEnd | Event::SequenceEnd => {
                self.open.pop();
                self.end();
            }
            Event::Scalar(text, ..) => match self.open.last() {
                Some((length, Inside::Mapping { at_key: true })) => {
                    self.pointer.truncate(*length);
                    self.pointer.push('/');
                    self.pointer.push_str(&escape(&text));
                    self.note(line);
                    if let Some((_, Inside::Mapping { at_key })) = self.open.last_mut() {
                        *at_key = false;
                    }
                }
                _ => {
                    self.begin(line);
                    self.end();
                }
            },
            Event::Alias(_) => self.end(),
            _ => {}
        }
    }

    /// Starts a value. An item of a list gets its own pointer.
    fn begin(&mut self, line: usize) {
        if let Some((length, Inside::List(index))) = self.open.last() {
            self.pointer.truncate(*length);
            self.pointer.push_str(&format!("/{index}"));
            self.note(line);
        }
    }

    /// Ends a value.
    fn end(&mut self) {
        match self.open.last_mut() {
            Some((_, Inside::Mapping { at_key })) => *at_key = true,
            Some((_, Inside::List(index))) => *index += 1,
            None => {}
        }
    }

    fn note(&mut self, line: usize) {
        if self.wanted.contains(self.pointer.as_str()) {
            self.found.insert(self.pointer.clone(), line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_keys_and_items() {
        let text = "a:\n  b/c: [1,\n    2]\n  d:\n    - x: {y: 1}\n    - z\n";
        let pointers = [
            "/a",
            "/a/b~1c",
            "/a/b~1c/1",
            "/a/d/0/x/y",
            "/a/d/1",
            "/a/d/1/gone",
            "/none",
        ];
        let found = lines(text, &pointers.into());
        let found = pointers.map(|it| found[it]);
        assert_eq!(found, [1, 2, 3, 5, 6, 6, 1]);
    }
}
