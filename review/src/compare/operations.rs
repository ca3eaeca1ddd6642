//! Compares operations and their versions.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use generator::model::{
    Format, Operation, OperationVersion, Output, ParameterLocation, SchemaId, Version, path_key,
};

use super::comparison::{Comparison, Which, key};
use super::direction::Direction;
use super::words;
use crate::draft::{Cause, Draft};
use crate::model::{VersionKey, version_key};
use crate::report::Wire;
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
            .at([Some(old.pointer.clone()), None])
            .notes(self.retirement(old, None, &old.versions))
            .reaches(paths);
            let key = key(old);
            let causes = whole(&key, old).chain([Cause::Operation(key.clone())]);
            self.drafts.add(draft, causes);
        }
        for new in self.matches.added.clone() {
            let draft = Draft::new(Rule::OperationAdded, words::operation(new), Wire::Additive)
                .to(format!("{} {}", new.method, new.path))
                .at([None, Some(new.pointer.clone())])
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
        let pointers = [old, new].map(|it| Some(it.pointer.clone()));
        let mut add = |draft: Draft| {
            let draft = draft.reaches(all.iter().cloned());
            self.drafts.add(draft.at(pointers.clone()), [cause.clone()]);
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
        let is_moved = (&old.method, path_key(&old.path)) != (&new.method, path_key(&new.path));
        let reordered = reordered(old, new);
        if is_moved || !reordered.is_empty() {
            let [before, after] = [old, new].map(|it| format!("{} {}", it.method, it.path));
            let mut draft = changed(Rule::OperationMoved, &before, &after);
            draft.wire = Wire::Breaking;
            let index = self.drafts.all.len();
            let draft = draft.reaches(all.iter().cloned()).at(pointers.clone());
            let draft = draft
                .of_argument(!reordered.is_empty())
                .notes((!reordered.is_empty()).then(|| swapped(&reordered)));
            self.drafts.add(draft, [cause.clone()]);
            for name in reordered {
                let cause = Cause::Parameter(key.clone(), name.to_owned());
                self.drafts.alias(cause, index);
            }
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
            let draft = changed(Rule::ShortIdChanged, &old.name, &new.name).at(pointers);
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
                .notes(self.retirement(old, Some(new), &[(*was).clone()]))
                .alike()
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
                .alike()
                .reaches(self.paths(new, Which::New, |it| std::ptr::eq(it, *now)));
            self.drafts.add(draft, of_version(key, at));
        }
        let formats: BTreeSet<&Format> = before.keys().map(|(_, format)| format).collect();
        for format in formats {
            let [was, now] = [&before, &after].map(|versions| {
                let stable = versions.keys().filter(|at| at.1 == *format);
                let stable = stable.filter(|at| !at.0.is_unstable());
                stable.map(|at| &at.0).max().cloned()
            });
            if let (Some(was), Some(now)) = (was, now)
                && was != now
            {
                let at = (now.clone(), format.clone());
                let draft =
                    Draft::new(Rule::DefaultVersionMoved, words::operation(new), Wire::None)
                        .from(was.to_string())
                        .to(now.to_string())
                        .reaches(self.paths(new, Which::New, |it| version_key(it) == at))
                        .at([old, new].map(|it| Some(it.pointer.clone())));
                let cause = Cause::Newest(key.to_owned(), format.clone());
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
                Some(draft.to(day))
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
            (Some(was), Some(now)) => {
                let types = [(&was.ty, None), (&now.ty, None)];
                self.retyped(Rule::BodyTypeChanged, subject, types, Direction::REQUEST)
            }
            _ => None,
        };
        let bodies = [&was.body, &now.body];
        let (old_api, new_api) = (&self.old.api, &self.new.api);
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
                return add(draft.to(words::of(new_api, &now.ty)));
            }
            (Some(was), None) => {
                let draft = Draft::new(Rule::BodyRemoved, subject, Wire::Breaking);
                return add(draft.from(words::of(old_api, &was.ty)));
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
        if let Some(draft) = retyped {
            add(draft);
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
        let rule = Rule::ResponseTypeChanged;
        let draft = match (&was.output, &now.output) {
            (Output::Json(was), Output::Json(now)) => {
                let types = [(was, None), (now, None)];
                self.retyped(rule, subject, types, Direction::RESPONSE)
            }
            (was, now) if was == now => None,
            (was, now) => {
                let wire = match was {
                    Output::None => Wire::Additive,
                    _ => Wire::Breaking,
                };
                let draft = Draft::new(rule, subject, wire);
                let before = words::output(&self.old.api, was);
                Some(draft.from(before).to(words::output(&self.new.api, now)))
            }
        };
        let Some(draft) = draft.map(|it| it.reaches(paths.iter().cloned())) else {
            return;
        };
        let cause = Cause::Output(key.to_owned(), at.clone());
        self.drafts.add(draft, [cause]);
    }
}

impl Comparison<'_> {
    /// The fate of retired versions of an operation, and whether the retirement was announced.
    fn retirement(
        &self,
        old: &Operation,
        new: Option<&Operation>,
        versions: &[OperationVersion],
    ) -> Vec<String> {
        let sunsets: BTreeSet<&str> = versions
            .iter()
            .filter_map(|it| it.sunset.as_deref())
            .collect();
        let mut notes = Vec::new();
        notes.push(match (sunsets.last(), &self.new.date) {
            (None, _) => "No sunset was announced.".to_owned(),
            (Some(day), Some(today)) if *day <= today.as_str() => {
                format!("The sunset of {day} was announced and has passed.")
            }
            (Some(day), Some(_)) => format!("Removed before its announced sunset of {day}."),
            (Some(day), None) => format!("A sunset was announced: {day}."),
        });
        let is_preview = versions.iter().all(|it| it.version.is_unstable());
        let stable = new.iter().flat_map(|it| &it.versions).map(|it| &it.version);
        let stable = stable.filter(|it| !it.is_unstable()).max();
        notes.push(match (is_preview, stable) {
            (true, Some(stable)) => format!("A preview: the stable version {stable} replaces it."),
            (true, None) => "A preview, which the crate does not keep.".to_owned(),
            (false, Some(stable)) => {
                let gone = versions.iter().map(|it| &it.version).max();
                let rest = match Some(stable).cmp(&gone) {
                    Ordering::Greater => format!("Version {stable} is newer."),
                    Ordering::Equal => "The version stays in other formats.".to_owned(),
                    Ordering::Less => format!("The newest version that remains is {stable}."),
                };
                format!("Stays behind the feature `retired`. {rest}")
            }
            (false, None) => "Stays behind the feature `retired`.".to_owned(),
        });
        let paths: Vec<_> = self
            .matches
            .added
            .iter()
            .map(|it| words::operation(it))
            .collect();
        if new.is_none() && paths.contains(&old.name) {
            notes.push("An added operation has the same short id.".to_owned());
        }
        notes
    }
}

/// The parameters of both paths that are in another order than before.
fn reordered<'a>(old: &'a Operation, new: &'a Operation) -> Vec<&'a str> {
    let names = |operation: &'a Operation| {
        let all = operation.parameters.iter();
        let all = all.filter(|it| it.location == ParameterLocation::Path);
        all.map(|it| it.name.as_str()).collect::<Vec<_>>()
    };
    let (was, now) = (names(old), names(new));
    let before = was.iter().filter(|it| now.contains(it));
    let after = now.iter().filter(|it| was.contains(it));
    let pairs = before.zip(after).filter(|(was, now)| was != now);
    pairs.map(|(_, now)| *now).collect()
}

fn swapped(names: &[&str]) -> String {
    let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    let names = names.join(", ");
    format!(
        "The parameters {names} are in another order, and so are the arguments of the function. \
         Check every call: the old order may still compile."
    )
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
