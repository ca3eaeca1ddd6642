//! The vendored spec with its corrections. It is parsed in pieces, because parsing it as a whole takes seconds.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::path::Path;
use std::sync::OnceLock;
use std::{fs, io};

use atlas_api::OperationMeta;
use serde_json::Value as Json;

/// The spec.
pub struct Spec {
    text: String,
    /// Paths and components, by JSON pointer.
    pieces: HashMap<String, Piece>,
    corrections: Vec<Json>,
    /// Schemas and properties (`Schema.property`) that a correction makes read-only.
    read_only: HashSet<String>,
    /// Schemas and properties that clients may send, whatever their marks say.
    settable: HashSet<String>,
}

struct Piece {
    place: Range<usize>,
    json: OnceLock<Json>,
}

/// The most references to follow.
const MAX_DEPTH: usize = 12;

impl Spec {
    /// Reads the spec of this checkout.
    pub fn load() -> io::Result<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
        let read = |name: &str| {
            let read = fs::read_to_string(folder.join(name));
            read.map_err(|error| io::Error::other(format!("can't read spec/{name}: {error}")))
        };
        let text = read("atlas-v2.yaml")?;
        let corrections: Vec<Json> =
            serde_yaml::from_str(&read("corrections.yaml")?).map_err(io::Error::other)?;
        let names = |kind: &str| {
            let lists = corrections.iter().filter_map(|it| it[kind].as_array());
            let names = lists.flatten().filter_map(Json::as_str);
            names.map(str::to_owned).collect::<HashSet<_>>()
        };
        Ok(Self {
            pieces: pieces(&text),
            read_only: names("read-only"),
            settable: names("settable"),
            text,
            corrections,
        })
    }

    /// An operation.
    pub fn operation(&self, meta: &OperationMeta) -> &Json {
        let pointer = format!("/paths/{}", meta.path.replace('/', "~1"));
        &self.piece(&pointer)[meta.method.as_str().to_ascii_lowercase()]
    }

    /// The parameters of an operation.
    pub fn parameters<'a>(&'a self, operation: &'a Json) -> impl Iterator<Item = &'a Json> {
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        parameters.map(|parameter| self.resolve(parameter))
    }

    /// The schema of a request body.
    pub fn body<'a>(&'a self, operation: &'a Json, meta: &OperationMeta) -> &'a Json {
        let content = &self.resolve(&operation["requestBody"])["content"];
        &content[meta.body_media_type.unwrap_or_default()]["schema"]
    }

    /// The status of a success, and the schema of its body.
    pub fn success<'a>(&'a self, operation: &'a Json, meta: &OperationMeta) -> (u16, &'a Json) {
        let responses = operation["responses"].as_object().into_iter().flatten();
        for (status, response) in responses.filter(|(status, _)| status.starts_with('2')) {
            let media_type = &self.resolve(response)["content"][meta.media_type];
            if !media_type.is_null() {
                let schema = self.resolve(&media_type["schema"]);
                return (status.parse().unwrap_or(200), schema);
            }
        }
        (200, &Json::Null)
    }

    /// The target of a reference.
    pub fn resolve<'a>(&'a self, value: &'a Json) -> &'a Json {
        self.named(value).1
    }

    /// The target of a reference, with the name of the last component.
    pub fn named<'a>(&'a self, value: &'a Json) -> (Option<&'a str>, &'a Json) {
        let (mut name, mut value) = (None, value);
        for _ in 0..MAX_DEPTH {
            let Some(reference) = value["$ref"].as_str() else {
                return (name, value);
            };
            name = reference.rsplit('/').next();
            value = self.component(reference);
        }
        (None, &Json::Null)
    }

    /// The component with a reference such as `#/components/schemas/Group`.
    pub fn component(&self, reference: &str) -> &Json {
        self.piece(reference.strip_prefix('#').unwrap_or_default())
    }

    /// Whether a property is read-only: by its own mark, or by that of its type if a correction says that it applies.
    pub fn is_read_only(&self, owner: &str, name: &str, property: &Json) -> bool {
        let place = format!("{owner}.{name}");
        if self.settable.contains(&place) {
            return false;
        }
        let (type_name, _) = self.named(property);
        property["readOnly"] == true
            || self.read_only.contains(&place)
            || type_name.is_some_and(|it| self.read_only.contains(it))
    }

    fn piece(&self, pointer: &str) -> &Json {
        let Some(piece) = self.pieces.get(pointer) else {
            return &Json::Null;
        };
        piece.json.get_or_init(|| {
            let text = self.text.get(piece.place.clone()).unwrap_or_default();
            // The generator reads the same file, so it is valid YAML.
            let mut json = serde_yaml::from_str(text).unwrap_or_default();
            for correction in &self.corrections {
                let at = correction["at"].as_str();
                if let Some(inner) = at.and_then(|at| at.strip_prefix(pointer)) {
                    correct(&mut json, inner, correction);
                }
            }
            json
        })
    }
}

/// Finds paths and components by their indentation.
fn pieces(text: &str) -> HashMap<String, Piece> {
    let (mut pieces, mut area, mut kind) = (HashMap::new(), "", "");
    let mut open: Option<(String, usize)> = None;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let indent = line.len() - line.trim_start_matches(' ').len();
        let is_head = match area {
            "paths" => indent <= 2,
            _ => indent <= 4,
        };
        if is_head {
            if let Some((pointer, begin)) = open.take() {
                let place = begin..start;
                let json = OnceLock::new();
                pieces.insert(pointer, Piece { place, json });
            }
            let key = line.trim().trim_end_matches(':').trim_matches('"');
            match (indent, area) {
                (0, _) => (area, kind) = (key, ""),
                (2, "paths") => open = Some((format!("/paths/{}", key.replace('/', "~1")), end)),
                (2, _) => kind = key,
                (4, "components") => open = Some((format!("/components/{kind}/{key}"), end)),
                _ => {}
            }
        }
        start = end;
    }
    pieces
}

/// Applies a correction within a piece.
fn correct(json: &mut Json, inner: &str, correction: &Json) {
    let Some((parent, last)) = inner.rsplit_once('/') else {
        return;
    };
    let last = last.replace("~1", "/").replace("~0", "~");
    match (json.pointer_mut(parent), correction.get("now")) {
        (Some(Json::Array(items)), Some(now)) => items.push(now.clone()),
        (Some(Json::Object(object)), Some(now)) => drop(object.insert(last, now.clone())),
        (Some(Json::Object(object)), None) => drop(object.remove(&last)),
        _ => {}
    }
}
