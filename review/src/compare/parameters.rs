//! Compares parameters of operations.

use generator::model::{Operation, Parameter, ParameterLocation, Type};

use super::comparison::Comparison;
use super::direction::Direction;
use super::words;
use crate::draft::{Cause, Detail, Draft};
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
        // The service does not see the name of a path parameter, only its position.
        let in_path = |all: &[&Parameter]| {
            all.iter()
                .filter(|it| it.location == ParameterLocation::Path)
                .count()
        };
        if in_path(&left) == in_path(&right) {
            let path = |it: &&&Parameter| it.location == ParameterLocation::Path;
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
        // A parameter that moved, such as to a header. The crate sends it from there.
        left.retain(|was| {
            let mut others = right.iter().enumerate();
            let Some((at, _)) = others.find(|(_, now)| now.name == was.name) else {
                return true;
            };
            pairs.push((*was, right.remove(at)));
            false
        });
        for was in left {
            // The service may reject a parameter that it does not know, and otherwise ignores it.
            let draft = Draft::new(Rule::ParameterRemoved, subject(old), Wire::Breaking)
                .detail(detail(was))
                .from(words::required(&self.old.api, &was.ty, was.required))
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
                .to(words::required(&self.new.api, &now.ty, now.required))
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
        let name = subject(operation);
        let types = [was, now].map(|it| (&it.ty, Some(&it.facts)));
        let retyped = self.retyped(Rule::ParameterTypeChanged, &name, types, Direction::REQUEST);
        let mut add = |draft: Draft| {
            let is_argument = was.required || now.required;
            let draft = draft.detail(detail(now)).of_argument(is_argument);
            let draft = draft.reaches(paths.iter().cloned());
            self.drafts.add(draft, causes(key, now));
        };
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
        let is_list = [was, now].iter().any(|it| matches!(it.ty, Type::Array(_)));
        if was.location != now.location && (is_list || !same(was, now)) {
            let draft = Draft::new(Rule::ParameterPlaceChanged, name.clone(), Wire::Breaking);
            let [was, now] = [was, now].map(|it| match is_list {
                true => words::location(it.location),
                false => it.location.as_str(),
            });
            add(draft.from(was).to(now));
        }
        if let Some(draft) = retyped {
            add(draft);
        }
    }
}

/// Whether two parameters match. The serialization of a list may differ.
fn same(was: &Parameter, now: &Parameter) -> bool {
    was.name == now.name && was.location.as_str() == now.location.as_str()
}

fn causes(key: &str, parameter: &Parameter) -> [Cause; 1] {
    [Cause::Parameter(key.to_owned(), parameter.name.clone())]
}

fn subject(operation: &Operation) -> String {
    words::operation(operation)
}

fn detail(parameter: &Parameter) -> Detail {
    Detail::Parameter(parameter.name.clone(), parameter.location)
}
