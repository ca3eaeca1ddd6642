//! Parameters of operations.

use generator::model::{Operation, Parameter, Place};

use super::{Comparison, Direction, words};
use crate::draft::{Cause, Draft};
use crate::report::Wire;
use crate::rule::Rule;

impl Comparison<'_> {
    pub(super) fn parameters(
        &mut self,
        old: &Operation,
        new: &Operation,
        key: &str,
        paths: &[String],
    ) {
        let mut left: Vec<_> = old.parameters.iter().collect();
        let mut right: Vec<_> = new.parameters.iter().collect();
        let mut pairs = Vec::new();
        left.retain(|was| {
            let Some(at) = right.iter().position(|now| same(was, now)) else {
                return true;
            };
            pairs.push((*was, right.remove(at)));
            false
        });
        // The name of a path parameter means nothing to the service: its place does.
        let in_path = |all: &[&Parameter]| all.iter().filter(|it| it.place == Place::Path).count();
        if in_path(&left) == in_path(&right) {
            let path = |it: &&&Parameter| it.place == Place::Path;
            let renamed: Vec<_> = left
                .iter()
                .filter(path)
                .copied()
                .zip(right.iter().filter(path).copied())
                .collect();
            for (was, now) in renamed {
                left.retain(|it| !std::ptr::eq(*it, was));
                right.retain(|it| !std::ptr::eq(*it, now));
                let draft = Draft::new(Rule::ParameterRenamed, subject(new), Wire::None)
                    .detail(detail(now))
                    .from(&was.name)
                    .to(&now.name)
                    .reaches(paths.iter().cloned());
                self.drafts.add(draft, causes(key, now));
                pairs.push((was, now));
            }
        }
        for was in left {
            // What the service does not know it may refuse, and it does not do what was asked.
            let draft = Draft::new(Rule::ParameterRemoved, subject(old), Wire::Breaking)
                .detail(detail(was))
                .from(text(was))
                .of_argument(was.required)
                .reaches(paths.iter().cloned());
            self.drafts.add(draft, causes(key, was));
        }
        for now in right {
            let (rule, wire) = match now.required {
                true => (Rule::RequiredParameterAdded, Wire::Breaking),
                false => (Rule::ParameterAdded, Wire::Additive),
            };
            let draft = Draft::new(rule, subject(new), wire)
                .detail(detail(now))
                .to(text(now))
                .of_argument(now.required)
                .reaches(paths.iter().cloned());
            self.drafts.add(draft, causes(key, now));
        }
        for (was, now) in pairs {
            self.parameter(new, key, paths, was, now);
        }
    }

    fn parameter(
        &mut self,
        operation: &Operation,
        key: &str,
        paths: &[String],
        was: &Parameter,
        now: &Parameter,
    ) {
        let retyped = self.retyped(&was.ty, &now.ty, Direction::REQUEST);
        let mut add = |draft: Draft| {
            let is_argument = was.required || now.required;
            let draft = draft.detail(detail(now)).of_argument(is_argument);
            let draft = draft.reaches(paths.iter().cloned());
            self.drafts.add(draft, causes(key, now));
        };
        let name = subject(operation);
        match (was.required, now.required) {
            (false, true) => add(Draft::new(
                Rule::ParameterRequired,
                name.clone(),
                Wire::Breaking,
            )),
            (true, false) => add(Draft::new(
                Rule::ParameterOptional,
                name.clone(),
                Wire::Additive,
            )),
            _ => {}
        }
        if was.place != now.place {
            let draft = Draft::new(Rule::ParameterPlaceChanged, name.clone(), Wire::Breaking);
            add(draft
                .from(words::place(was.place))
                .to(words::place(now.place)));
        }
        if let Some(wire) = retyped {
            let draft = Draft::new(Rule::ParameterTypeChanged, name.clone(), wire);
            add(draft.from(words::ty(&was.ty)).to(words::ty(&now.ty)));
        }
        let cause = Cause::Parameter(key.to_owned(), now.name.clone());
        let facts = [&was.facts, &now.facts];
        let detail = detail(now);
        let way = Direction::REQUEST;
        self.facts(&name, Some(&detail), facts, way, &cause, paths);
    }
}

/// Whether two parameters are one: the way a list is written may differ.
fn same(was: &Parameter, now: &Parameter) -> bool {
    let kind = |place| match place {
        Place::Path => 0,
        Place::Query | Place::QueryJoined => 1,
        Place::Header => 2,
    };
    was.name == now.name && kind(was.place) == kind(now.place)
}

fn causes(key: &str, parameter: &Parameter) -> [Cause; 1] {
    [Cause::Parameter(key.to_owned(), parameter.name.clone())]
}

fn subject(operation: &Operation) -> String {
    words::operation(operation)
}

fn detail(parameter: &Parameter) -> String {
    let place = match parameter.place {
        Place::Path => "path",
        Place::Query | Place::QueryJoined => "query",
        Place::Header => "header",
    };
    format!("{} ({place})", parameter.name)
}

fn text(parameter: &Parameter) -> String {
    let required = if parameter.required { ", required" } else { "" };
    format!("{}{required}", words::ty(&parameter.ty))
}
