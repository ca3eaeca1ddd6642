//! Compares operations and their versions.

use std::collections::BTreeMap;

use generator::model::{Format, Operation, OperationVersion, Output, SchemaId, Version, path_key};

use super::comparison::{Comparison, Which, key};
use super::direction::Direction;
use super::facts::WARNED;
use super::words;
use crate::draft::{Cause, Draft};
use crate::model::{VersionKey, version_key};
use crate::report::{Rust, Wire};
use crate::rule::Rule;

/// The versions of an operation, by version and format.
type Versions<'a> = BTreeMap<VersionKey, &'a OperationVersion>;

impl Comparison<'_> {
    pub(super) fn operations(&mut self) {
        for old in self.matches.removed.clone() {
            let paths = self.paths(old, Which::Old, |_| true);
            let draft = Draft::new(
                Rule::OperationRemoved,
                words::operation(old),
                Wire::Breaking,
            )
            .from(format!("{} {}", old.method, old.path))
            .reaches(paths);
            let key = key(old);
            let causes = whole(&key, old).chain([Cause::Operation(key.clone())]);
            self.drafts.add(draft, causes);
        }
        for new in self.matches.added.clone() {
            let draft = Draft::new(Rule::OperationAdded, words::operation(new), Wire::Additive)
                .to(format!("{} {}", new.method, new.path))
                .reaches(self.paths(new, Which::New, |_| true));
            let key = key(new);
            let causes = whole(&key, new).chain([Cause::Operation(key.clone())]);
            self.drafts.add(draft, causes);
        }
        for (old, new) in self.matches.operations.clone() {
            self.operation(old, new);
        }
    }

    fn operation(&mut self, old: &Operation, new: &Operation) {
        let key = key(new);
        let all = self.paths(new, Which::New, |_| true);
        let cause = Cause::Operation(key.clone());
        let subject = words::operation(new);
        let mut add = |draft: Draft| {
            let draft = draft.reaches(all.iter().cloned());
            self.drafts.add(draft, [cause.clone()]);
        };
        let changed = |rule, before: &str, after: &str| {
            Draft::new(rule, subject.clone(), Wire::None)
                .from(before)
                .to(after)
        };
        if old.id != new.id {
            add(changed(Rule::OperationRenamed, &old.id, &new.id));
        }
        if old.tag != new.tag {
            add(changed(Rule::TagMoved, &old.tag, &new.tag).alike());
        }
        if (&old.method, path_key(&old.path)) != (&new.method, path_key(&new.path)) {
            let [before, after] = [old, new].map(|it| format!("{} {}", it.method, it.path));
            let mut draft = changed(Rule::OperationMoved, &before, &after);
            draft.wire = Wire::Breaking;
            add(draft);
        }
        match (old.deprecated, new.deprecated) {
            (false, true) => {
                let draft = Draft::new(Rule::OperationDeprecated, subject.clone(), Wire::None);
                add(draft.alike().at_least(WARNED));
            }
            (true, false) => {
                let draft = Draft::new(Rule::OperationUndeprecated, subject.clone(), Wire::None);
                add(draft.alike());
            }
            _ => {}
        }
        if old.roles != new.roles {
            // A caller with one of the old roles may have none of the new ones.
            let kept = old.roles.iter().all(|role| new.roles.contains(role));
            let wire = match kept && !old.roles.is_empty() {
                true => Wire::Additive,
                false => Wire::Warning,
            };
            let mut draft = changed(
                Rule::RolesChanged,
                &words::list(&old.roles),
                &words::list(&new.roles),
            );
            draft.wire = wire;
            add(draft.alike());
        }
        // The URL of the page contains the operation id.
        let page = |it: &Operation| it.docs_url.clone().map(|url| url.replace(&it.id, ""));
        let is_same_page = old.docs_url == new.docs_url || page(old) == page(new);
        let page = (!is_same_page).then_some((&old.docs_url, &new.docs_url));
        let title = (old.summary != new.summary).then_some((&old.summary, &new.summary));
        for (before, after) in title.into_iter().chain(page) {
            let draft = Draft::new(Rule::OperationTitleChanged, subject.clone(), Wire::None);
            add(draft.change(before.clone(), after.clone()));
        }
        // Without a short id, an operation is named by its id, and this is one change.
        let is_by_id = old.id == old.name && new.id == new.name;
        if old.name != new.name && is_by_id {
            let schema = Cause::Schema(SchemaId::new(&new.name));
            for index in self.drafts.of(&cause).to_vec() {
                if self.drafts.all[index].rule == Rule::OperationRenamed {
                    self.drafts.alias(schema.clone(), index);
                }
            }
        } else if old.name != new.name {
            let draft = changed(Rule::ShortIdChanged, &old.name, &new.name);
            // Inline types are named after the operation.
            let causes = [cause.clone(), Cause::Schema(SchemaId::new(&new.name))];
            self.drafts.add(draft.reaches(all.iter().cloned()), causes);
        }
        self.parameters(old, new, &key, &all);
        self.versions(old, new, &key);
    }

    fn versions(&mut self, old: &Operation, new: &Operation, key: &str) {
        let [before, after] = [old, new].map(|operation| -> Versions<'_> {
            let versions = operation.versions.iter();
            versions.map(|it| (version_key(it), it)).collect()
        });
        let whole = |versions: &Versions<'_>, version: &Version| {
            !versions.keys().any(|(other, _)| other == version)
        };
        for (at, was) in &before {
            if let Some(now) = after.get(at) {
                self.version(new, key, at, [was, now]);
                continue;
            }
            let rule = match whole(&after, &at.0) {
                true => Rule::VersionRemoved,
                false => Rule::FormatRemoved,
            };
            let draft = Draft::new(rule, words::version(old, at), Wire::Breaking)
                .from(&was.media_type)
                .reaches(self.paths(old, Which::Old, |it| std::ptr::eq(it, *was)));
            self.drafts.add(draft, of_version(key, at));
        }
        for (at, now) in after.iter().filter(|(at, _)| !before.contains_key(at)) {
            let rule = match whole(&before, &at.0) {
                true => Rule::VersionAdded,
                false => Rule::FormatAdded,
            };
            let draft = Draft::new(rule, words::version(new, at), Wire::Additive)
                .to(&now.media_type)
                .reaches(self.paths(new, Which::New, |it| std::ptr::eq(it, *now)));
            self.drafts.add(draft, of_version(key, at));
        }
        for format in [Format::Json, Format::Gzip, Format::Csv] {
            let [was, now] = [&before, &after].map(|versions| {
                let stable = versions.keys().filter(|at| at.1 == format);
                let stable = stable.filter(|at| at.0 != Version::Preview);
                stable.map(|at| &at.0).max().cloned()
            });
            if let (Some(was), Some(now)) = (was, now)
                && was != now
            {
                let at = (now.clone(), format);
                let draft =
                    Draft::new(Rule::DefaultVersionMoved, words::operation(new), Wire::None)
                        .from(was.to_string())
                        .to(now.to_string())
                        .reaches(self.paths(new, Which::New, |it| version_key(it) == at))
                        .at_least(Rust::Minor);
                let cause = Cause::Newest(key.to_owned(), format);
                self.drafts.add(draft, [cause]);
            }
        }
    }

    fn version(
        &mut self,
        operation: &Operation,
        key: &str,
        at: &VersionKey,
        [was, now]: [&OperationVersion; 2],
    ) {
        let subject = words::version(operation, at);
        let paths = self.paths(operation, Which::New, |it| std::ptr::eq(it, now));
        let of = |draft: Draft| draft.reaches(paths.iter().cloned());
        let cause = Cause::Version(key.to_owned(), at.clone());
        let sunset = match (&was.sunset, &now.sunset) {
            (None, Some(day)) => {
                let draft = Draft::new(Rule::SunsetSet, &subject, Wire::Warning);
                Some(draft.to(day).at_least(WARNED))
            }
            (Some(was), Some(now)) if was != now => {
                // A sunset earlier than announced surprises everyone.
                let wire = if now < was { Wire::Warning } else { Wire::None };
                let draft = Draft::new(Rule::SunsetMoved, &subject, wire);
                Some(draft.from(was).to(now))
            }
            (Some(day), None) => {
                let draft = Draft::new(Rule::SunsetLifted, &subject, Wire::None);
                Some(draft.from(day))
            }
            _ => None,
        };
        if let Some(draft) = sunset {
            self.drafts.add(of(draft.alike()), [cause.clone()]);
        }
        if was.media_type != now.media_type {
            let draft = Draft::new(Rule::MediaTypeChanged, &subject, Wire::Breaking);
            let draft = draft.from(&was.media_type).to(&now.media_type);
            self.drafts.add(of(draft), [cause]);
        }
        self.body(&subject, key, at, [was, now], &paths);
        self.output(&subject, key, at, [was, now], &paths);
    }

    fn body(
        &mut self,
        subject: &str,
        key: &str,
        at: &VersionKey,
        [was, now]: [&OperationVersion; 2],
        paths: &[String],
    ) {
        let retyped = match (&was.body, &now.body) {
            (Some(was), Some(now)) => self.retyped(&was.ty, &now.ty, Direction::REQUEST),
            _ => None,
        };
        let bodies = [&was.body, &now.body];
        let is_argument = bodies.into_iter().flatten().any(|body| body.required);
        let mut add = |draft: Draft| {
            let draft = draft.of_argument(is_argument);
            let cause = Cause::Body(key.to_owned(), at.clone());
            self.drafts
                .add(draft.reaches(paths.iter().cloned()), [cause]);
        };
        let (was, now) = match (&was.body, &now.body) {
            (None, None) => return,
            (None, Some(now)) => {
                let wire = match now.required {
                    true => Wire::Breaking,
                    false => Wire::Additive,
                };
                let draft = Draft::new(Rule::BodyAdded, subject, wire);
                return add(draft.to(words::ty(&now.ty)));
            }
            (Some(was), None) => {
                let draft = Draft::new(Rule::BodyRemoved, subject, Wire::Breaking);
                return add(draft.from(words::ty(&was.ty)));
            }
            (Some(was), Some(now)) => (was, now),
        };
        match (was.required, now.required) {
            (false, true) => add(Draft::new(Rule::BodyRequired, subject, Wire::Breaking)),
            (true, false) => add(Draft::new(Rule::BodyOptional, subject, Wire::Additive)),
            _ => {}
        }
        if was.media_type != now.media_type {
            let draft = Draft::new(Rule::MediaTypeChanged, subject, Wire::Breaking);
            add(draft.from(&was.media_type).to(&now.media_type));
        }
        if let Some(wire) = retyped {
            let draft = Draft::new(Rule::BodyTypeChanged, subject, wire);
            add(draft.from(words::ty(&was.ty)).to(words::ty(&now.ty)));
        }
    }

    fn output(
        &mut self,
        subject: &str,
        key: &str,
        at: &VersionKey,
        [was, now]: [&OperationVersion; 2],
        paths: &[String],
    ) {
        let wire = match (&was.output, &now.output) {
            (Output::Json(was), Output::Json(now)) => {
                match self.retyped(was, now, Direction::RESPONSE) {
                    Some(wire) => wire,
                    None => return,
                }
            }
            (was, now) if was == now => return,
            (Output::None, _) => Wire::Additive,
            _ => Wire::Breaking,
        };
        let draft = Draft::new(Rule::ResponseTypeChanged, subject, wire)
            .from(words::output(&was.output))
            .to(words::output(&now.output))
            .reaches(paths.iter().cloned());
        let cause = Cause::Output(key.to_owned(), at.clone());
        self.drafts.add(draft, [cause]);
    }
}

/// All causes within an operation that was added or removed.
fn whole<'a>(key: &'a str, operation: &'a Operation) -> impl Iterator<Item = Cause> + 'a {
    let parameters = operation.parameters.iter();
    let parameters = parameters.map(|it| Cause::Parameter(key.to_owned(), it.name.clone()));
    let versions = operation.versions.iter().map(version_key);
    parameters.chain(versions.flat_map(|at| of_version(key, &at)))
}

/// All causes within a version that was added or removed.
fn of_version(key: &str, at: &VersionKey) -> [Cause; 3] {
    [
        Cause::Version(key.to_owned(), at.clone()),
        Cause::Body(key.to_owned(), at.clone()),
        Cause::Output(key.to_owned(), at.clone()),
    ]
}
