//! The service's answers so far.

use std::collections::BTreeMap;

use atlas_api::Json;

/// Path arguments, by name.
pub(super) type Path = BTreeMap<String, String>;

/// How deep to look for objects in an answer: a list, and lists in its items.
const DEPTH: usize = 4;

/// An answer, and the arguments that led to it.
#[derive(Debug)]
struct Answered {
    template: String,
    path: Path,
    body: Json,
}

impl Answered {
    /// Whether it was for the same arguments, as far as both name them.
    fn agrees(&self, path: &Path) -> bool {
        self.path.iter().all(|(name, value)| {
            let mut same = path.iter().filter(|(known, _)| is_same(known, name));
            same.all(|(_, known)| known == value)
        })
    }
}

/// All answers, in the order in which they arrived.
#[derive(Debug, Default)]
pub(super) struct Answers(Vec<Answered>);

impl Answers {
    /// Adds an answer, unless there is one for these arguments.
    pub(super) fn add(&mut self, template: &str, path: &Path, body: Json) {
        let is_same = |it: &Answered| it.template == template && it.path == *path;
        if !self.0.iter().any(is_same) {
            self.0.push(Answered {
                template: template.to_owned(),
                path: path.clone(),
                body,
            });
        }
    }

    /// Whether the answer for these arguments was an empty list.
    pub(super) fn is_empty(&self, template: &str, path: &Path) -> bool {
        let mut answers = self.0.iter();
        let answer = answers.find(|it| it.template == template && it.agrees(path));
        let items = answer.map(|it| it.body.get("results").unwrap_or(&it.body));
        items.is_some_and(|items| items.as_array().is_some_and(|it| it.is_empty()))
    }

    /// The values of the first of these properties that an answer has. Only answers whose template satisfies `has_template`
    /// and whose arguments match count, and only items in them that match the arguments.
    pub(super) fn values(
        &self,
        has_template: impl Fn(&str) -> bool,
        path: &Path,
        properties: &[String],
    ) -> Vec<String> {
        let mut values = Vec::new();
        for answered in &self.0 {
            if !has_template(&answered.template) || !answered.agrees(path) {
                continue;
            }
            let mut objects = Vec::new();
            collect(&answered.body, &mut objects, 0);
            objects.retain(|(_, object)| {
                let named = path
                    .iter()
                    .filter_map(|(name, value)| Some((property(object, name)?, value)));
                named.into_iter().all(|(is, value)| is == *value)
            });
            let of = |name: &String| -> Vec<String> {
                let found = objects.iter();
                let found = found.filter_map(|(depth, it)| Some((*depth, property(it, name)?)));
                let found: Vec<_> = found.collect();
                // Properties of an item itself take precedence over those of nested objects.
                let least = found.iter().map(|(depth, _)| *depth).min();
                let found = found.into_iter().filter(|(depth, _)| Some(*depth) == least);
                found.map(|(_, value)| value).collect()
            };
            let found = properties.iter().map(of).find(|found| !found.is_empty());
            for value in found.unwrap_or_default() {
                if !values.contains(&value) {
                    values.push(value);
                }
            }
        }
        values
    }
}

/// Collects the items of a list, or else the object itself, followed by the objects nested in their properties.
fn collect<'a>(json: &'a Json, objects: &mut Vec<(usize, &'a Json)>, depth: usize) {
    if depth > DEPTH {
        return;
    }
    for item in json.as_array().into_iter().flatten() {
        collect(item, objects, depth + 1);
    }
    let Some(object) = json.as_object() else {
        return;
    };
    match json.get("results").filter(|it| it.as_array().is_some()) {
        Some(results) => collect(results, objects, depth + 1),
        None => {
            objects.push((depth, json));
            for (_, value) in object.iter().filter(|(name, _)| *name != "links") {
                collect(value, objects, depth + 1);
            }
        }
    }
}

/// The value of a property that can be an argument.
fn property(object: &Json, name: &str) -> Option<String> {
    let mut properties = object.as_object()?.iter();
    let (_, value) = properties.find(|(known, _)| is_same(known, name))?;
    let text = value.as_str().or_else(|| value.as_digits())?;
    (!text.is_empty()).then(|| text.to_owned())
}

/// Whether names differ only in spelling: `hostName`, `hostname`, `HOST-NAME`.
fn is_same(left: &str, right: &str) -> bool {
    plain(left) == plain(right)
}

/// A name in lowercase, without hyphens.
pub(super) fn plain(name: &str) -> String {
    name.replace('-', "").to_ascii_lowercase()
}
