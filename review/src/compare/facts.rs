//! Compares facts that schemas, properties and parameters have in common.

use generator::model::{Facts, SchemaId};

use super::comparison::Comparison;
use super::constraints;
use super::direction::Direction;
use crate::draft::{Cause, Detail, Draft};
use crate::report::{Rust, Wire};
use crate::rule::Rule;

impl Comparison<'_> {
    pub(super) fn direction(&self, id: &SchemaId) -> Direction {
        let (was, now) = (self.was.of(id), self.now.of(id));
        Direction {
            request: was.in_requests() || now.in_requests(),
            response: was.in_responses() || now.in_responses(),
        }
    }

    /// The operation-versions of the new spec that use a schema, or else those of the old one.
    pub(super) fn reached(&self, id: &SchemaId) -> Vec<String> {
        let now: Vec<_> = self.now.of(id).operations().collect();
        if now.is_empty() {
            self.was.of(id).operations().collect()
        } else {
            now
        }
    }

    /// Compares facts that schemas, properties and parameters have in common.
    pub(super) fn facts(
        &mut self,
        subject: &str,
        detail: Option<&Detail>,
        [old, new]: [&Facts; 2],
        direction: Direction,
        cause: &Cause,
        operations: &[String],
    ) {
        let mut add = |draft: Draft| {
            let mut draft = draft.reaches(operations.iter().cloned());
            draft.detail = detail.cloned();
            self.drafts.add(draft, [cause.clone()]);
        };
        constraints::compare(
            subject,
            &old.constraints,
            &new.constraints,
            direction,
            &mut add,
        );
        match (old.deprecated, new.deprecated) {
            (false, true) => add(Draft::new(Rule::Deprecated, subject, Wire::None)),
            (true, false) => add(Draft::new(Rule::Undeprecated, subject, Wire::None)),
            _ => {}
        }
        if old.nullable != new.nullable {
            let wire = match new.nullable {
                true => direction.wire(Wire::Additive, Wire::Warning),
                false => direction.wire(Wire::Breaking, Wire::None),
            };
            let text = |nullable| {
                if nullable {
                    "may be null"
                } else {
                    "never null"
                }
            };
            let draft = Draft::new(Rule::PropertyNullable, subject, wire);
            add(draft.from(text(old.nullable)).to(text(new.nullable)));
        }
        let access = [old, new].map(|facts| match (facts.read_only, facts.write_only) {
            (true, _) => "read-only",
            (_, true) => "write-only",
            _ => "read and written",
        });
        if access[0] != access[1] {
            let wire = match access[1] {
                "read-only" => direction.wire(Wire::Breaking, Wire::None),
                "write-only" => direction.wire(Wire::None, Wire::Breaking),
                _ => direction.wire(Wire::Additive, Wire::Additive),
            };
            let draft = Draft::new(Rule::PropertyAccessChanged, subject, wire);
            add(draft.from(access[0]).to(access[1]));
        }
        if old.secret != new.secret {
            let text = |secret| if secret { "hidden" } else { "shown" };
            let mut draft = Draft::new(Rule::SecretChanged, subject, Wire::None);
            if old.secret {
                let action =
                    "Should Debug still hide it? Then add it to `secret` in spec/corrections.yaml.";
                draft.action_required = Some(action.to_owned());
            }
            add(draft.from(text(old.secret)).to(text(new.secret)));
        }
        let titles = [old, new].map(|facts| (facts.title.clone(), facts.docs_url.clone()));
        let [(title, url), (new_title, new_url)] = titles;
        if title != new_title {
            add(Draft::new(Rule::TitleChanged, subject, Wire::None).change(title, new_title));
        }
        if url != new_url {
            add(Draft::new(Rule::TitleChanged, subject, Wire::None).change(url, new_url));
        }
    }
}

/// The severity in Rust of a deprecation, which only warns programs.
pub(super) const WARNED: Rust = Rust::Minor;
