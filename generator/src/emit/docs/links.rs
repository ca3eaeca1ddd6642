//! Links to operations and types, which work only if their target is compiled too.

use std::collections::BTreeSet;

use super::text::Line;
use crate::emit::gates::{Predicate, is_common};
use crate::plan::{Condition, Gate, OptIn};

/// A sentence with links.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sentence(Vec<Piece>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Text(String),
    Link(Link),
}

/// A link to an item of the crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The link text, in Markdown.
    pub text: String,
    /// The path of the item.
    pub path: String,
    /// The features that the target needs, beyond those of the item with the link.
    pub needs: Needs,
}

/// Features: that of a tag, and opt-ins.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Needs {
    tag: Option<String>,
    opt_ins: BTreeSet<OptIn>,
}

impl Needs {
    /// What an operation needs, seen from an item with the gate `from`. Items of a legacy API have no gate.
    pub fn of_operation(from: &Gate, tag: &str, condition: &Condition) -> Self {
        let mut gates = from.0.iter();
        let is_there = |(own, it): (&String, &Condition)| own == tag && condition.follows_from(it);
        match !is_common(from) && !from.0.is_empty() && gates.all(is_there) {
            true => Self::default(),
            false => Self::new(tag, condition),
        }
    }

    /// What a type with the gate `to` needs, seen from an item with the gate `from`.
    pub fn of_type(from: &Gate, to: &Gate) -> Self {
        let is_there = |(tag, it): (&String, &Condition)| {
            to.0.get(tag).is_some_and(|needed| needed.follows_from(it))
        };
        if is_common(to) || !is_common(from) && !from.0.is_empty() && from.0.iter().all(is_there) {
            return Self::default();
        }
        // The tag with the fewest features.
        let tags = to.0.iter();
        let least = tags.min_by_key(|(_, condition)| !condition.is_always());
        match least {
            Some((tag, condition)) => Self::new(tag, condition),
            None => Self::new("all", &Condition::always()),
        }
    }

    fn new(tag: &str, condition: &Condition) -> Self {
        Self {
            tag: Some(tag.to_owned()),
            opt_ins: condition.sets().next().cloned().unwrap_or_default(),
        }
    }

    fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// The `cfg` predicate.
    fn predicate(&self) -> Predicate {
        let opt_ins = self.opt_ins.iter().map(|it| it.as_str());
        Predicate::all(self.tag.as_deref().into_iter().chain(opt_ins))
    }
}

impl Sentence {
    /// Adds text.
    pub fn text(&mut self, text: impl Into<String>) {
        self.0.push(Piece::Text(text.into()));
    }

    /// Adds a link.
    pub fn link(&mut self, link: Link) {
        self.0.push(Piece::Link(link));
    }

    /// Adds links separated by commas. If there are many, only some are named.
    pub fn links(&mut self, mut links: Vec<Link>) {
        /// How many are named.
        const SHOWN: usize = 8;
        // Links that always work come first.
        links.sort_by(|a, b| a.needs.cmp(&b.needs));
        // Never "and 1 more".
        let shown = match links.len() {
            all if all <= SHOWN + 1 => all,
            _ => SHOWN,
        };
        let more = links.len() - shown;
        for (index, link) in links.into_iter().take(shown).enumerate() {
            if index > 0 {
                self.text(", ");
            }
            self.link(link);
        }
        if more > 0 {
            self.text(format!(" and {more} more"));
        }
    }

    /// The sentence as lines. All links of a line need the same features.
    pub fn lines(self) -> Vec<Line> {
        let mut rows: Vec<(Needs, Vec<Piece>)> = Vec::new();
        for piece in self.0 {
            match (piece, rows.last_mut()) {
                (Piece::Link(link), Some((needs, row)))
                    if *needs == link.needs || !row.iter().any(Piece::is_link) =>
                {
                    needs.clone_from(&link.needs);
                    row.push(Piece::Link(link));
                }
                (Piece::Link(link), _) => rows.push((link.needs.clone(), vec![Piece::Link(link)])),
                (text, Some((_, row))) => row.push(text),
                (text, None) => rows.push((Needs::default(), vec![text])),
            }
        }
        let rows = rows.into_iter().map(|(needs, row)| {
            let linked = row.iter().map(Piece::linked).collect::<String>();
            let linked = linked.trim_end().to_owned();
            let plain = row.iter().map(Piece::plain).collect::<String>();
            match needs.is_none() {
                true => Line::Always(linked),
                false => Line::Either {
                    condition: needs.predicate(),
                    linked,
                    plain: plain.trim_end().to_owned(),
                },
            }
        });
        rows.collect()
    }
}

impl Piece {
    fn is_link(&self) -> bool {
        matches!(self, Self::Link(_))
    }

    fn linked(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Link(link) => format!("[{}]({})", link.text, link.path),
        }
    }

    fn plain(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Link(link) => &link.text,
        }
    }
}
