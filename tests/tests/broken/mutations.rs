//! Thousands of broken specs. Each quickly gives a result or an error with a location, and never a panic.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use generator::{Document, Inputs, Source};
use review::vendor::retire;
use serde_json::{Value, json};

use crate::{BASE, inputs, run};

const EVERYTHING: &str = include_str!("everything.yaml");

/// Every spec here needs milliseconds. If the work doubled with each level or item, it would take hours.
const SOON: Duration = Duration::from_secs(60);

/// Values and keys that have a meaning to some stage, that look like such ones, or that are no names in Rust.
const WORDS: &[&str] = &[
    "",
    " ",
    "x",
    "Self",
    "self",
    "type",
    "tag",
    "_",
    "3",
    "²",
    "é",
    "a\nb",
    "string",
    "object",
    "array",
    "integer",
    "$ref",
    "enum",
    "allOf",
    "oneOf",
    "properties",
    "items",
    "additionalProperties",
    "discriminator",
    "required",
    "schema",
    "nullable",
    "x-atlas-api-name",
    "x-other",
    "path",
    "2024-08-05",
    "application/vnd.atlas.2024-08-05+json",
    "application/vnd.atlas.preview+gzip",
    "/a/{b",
    "/a/{b}/{b}",
    "#/components/schemas/Thing",
    "#/components/schemas/Square",
    "#/components/schemas/Names",
    "#/components/responses/notFound",
    "#/components/schemas/",
    "#/components/schemas/No",
    "default",
    "204",
];

#[test]
fn accepts_spec_with_everything() {
    run(&inputs(EVERYTHING)).unwrap();
}

#[test]
fn survives_mutated_spec() {
    mutations(EVERYTHING, 200, Random(0x9E37_79B9_7F4A_7C15));
}

#[test]
fn survives_mutated_small_spec() {
    mutations(BASE, 1_200, Random(0x2545_F491_4F6C_DD1D));
}

fn mutations(text: &str, count: usize, mut random: Random) {
    let document = parse(text);
    let mut fine = 0;
    for _ in 0..count {
        let mut tree = document.tree().clone();
        for _ in 0..=random.below(3) {
            mutate(&mut tree, &mut random);
        }
        fine += usize::from(is_accepted(&inputs(&tree.to_string())));
    }
    // If the first stage rejected nearly all specs, the later stages would not be tested.
    assert!(
        fine > count / 20,
        "only {fine} specs of {count} were accepted"
    );
}

#[test]
fn survives_mutated_corrections() {
    let document = parse(EVERYTHING);
    let places = pointers(document.tree());
    let mut random = Random(0xD1B5_4A32_D192_ED03);
    let mut fine = 0;
    for _ in 0..150 {
        let at = random.of(&places).clone();
        let mut entry = json!({ "at": at, "reason": "It is." });
        if random.below(8) > 0 {
            entry["was"] = document.tree().pointer(&at).cloned().unwrap_or_default();
        }
        if random.below(3) > 0 {
            entry["now"] = value(document.tree(), &mut random);
        }
        let name = json!({ "name": random.of(WORDS), "enum": ["S", "XS"], "reason": "It is." });
        let mut corrections = json!([entry, name]);
        if random.below(4) == 0 {
            mutate(&mut corrections, &mut random);
        }
        let inputs = Inputs {
            corrections: Some(Source::new("corrections.yaml", corrections.to_string())),
            ..inputs(EVERYTHING)
        };
        fine += usize::from(is_accepted(&inputs));
    }
    assert!(fine > 8, "only {fine} correctionss were accepted");
}

#[test]
fn survives_retired_operations_of_mutated_spec() {
    let document = parse(EVERYTHING);
    // Operations and their versions.
    let is_retirable = |at: &String| {
        at.ends_with("/get")
            || at
                .rsplit_once("/content/")
                .is_some_and(|(_, rest)| !rest.contains('/'))
    };
    let places = pointers(document.tree()).into_iter();
    let retirable: Vec<_> = places.filter(is_retirable).collect();
    let mut random = Random(0x8CB9_2BA7_2F3D_8DD7);
    let mut fine = 0;
    for _ in 0..300 {
        let mut next = document.tree().clone();
        let gone = random.of(&retirable);
        let (parent, key) = gone.rsplit_once('/').unwrap();
        let parent = next.pointer_mut(parent).unwrap().as_object_mut().unwrap();
        parent.remove(&key.replace("~1", "/")).unwrap();
        for _ in 0..random.below(3) {
            mutate(&mut next, &mut random);
        }
        let known = Source::new("everything.yaml", EVERYTHING);
        let update = retire(&known, None, &next, "2026-01-31").unwrap();
        let mut retired = update.tree;
        if random.below(4) == 0 {
            mutate(&mut retired, &mut random);
        }
        let inputs = Inputs {
            retired: Some(Source::new("retired.yaml", retired.to_string())),
            ..inputs(&next.to_string())
        };
        fine += usize::from(!update.moved.is_empty() && is_accepted(&inputs));
    }
    assert!(fine > 8, "only {fine} specs of 300 were accepted");
}

#[test]
fn survives_truncated_spec() {
    for (end, _) in BASE.char_indices() {
        is_accepted(&inputs(&BASE[..end]));
    }
}

fn parse(text: &str) -> Document {
    Source::new("a spec", text).parse().unwrap()
}

/// Runs the whole pipeline. An error must have a location, and must not report a bug in the generator.
fn is_accepted(inputs: &Inputs) -> bool {
    let start = Instant::now();
    let result = catch_unwind(AssertUnwindSafe(|| run(inputs)));
    let input = || format!("{inputs:?}");
    let Ok(result) = result else {
        panic!("a panic, by {}", input())
    };
    assert!(
        start.elapsed() < SOON,
        "{:?} for {}",
        start.elapsed(),
        input()
    );
    if let Err(error) = &result {
        assert!(
            error.location.position.is_some(),
            "{error}\nhas no place, in {}",
            input()
        );
    }
    result.is_ok()
}

/// Removes, replaces, copies or renames one node.
fn mutate(tree: &mut Value, random: &mut Random) {
    let new = value(tree, random);
    let word = (*random.of(WORDS)).to_owned();
    let places = pointers(tree);
    let Some((parent, key)) = random.of(&places).rsplit_once('/') else {
        return;
    };
    let key = key.replace("~1", "/").replace("~0", "~");
    let choice = random.below(5);
    match tree.pointer_mut(parent) {
        Some(Value::Object(fields)) => match choice {
            0 => drop(fields.remove(&key)),
            1 | 2 => drop(fields.insert(key, new)),
            3 => drop(fields.insert(word, new)),
            _ => {
                let value = fields.remove(&key).unwrap_or_default();
                fields.insert(word, value);
            }
        },
        Some(Value::Array(items)) => {
            let index = key.parse().unwrap_or(0);
            match choice {
                0 => drop(items.remove(index)),
                1 | 2 => items[index] = new,
                3 => items.push(new),
                _ => items.insert(0, items[index].clone()),
            }
        }
        _ => {}
    }
}

/// A copy of a node of the tree, or a scalar.
fn value(tree: &Value, random: &mut Random) -> Value {
    let scalars = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(u64::MAX),
        json!([]),
        json!({}),
    ];
    let places = pointers(tree);
    match random.below(4) {
        0 | 1 => tree
            .pointer(random.of::<String>(&places))
            .cloned()
            .unwrap_or_default(),
        2 => random.of(&scalars).clone(),
        _ => json!(random.of(WORDS)),
    }
}

/// The JSON pointers of all nodes, the root's first.
fn pointers(tree: &Value) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut next = 0;
    while next < all.len() {
        let pointer = all[next].clone();
        match tree.pointer(&pointer) {
            Some(Value::Object(fields)) => all.extend(
                fields
                    .keys()
                    .map(|key| format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))),
            ),
            Some(Value::Array(items)) => {
                all.extend((0..items.len()).map(|i| format!("{pointer}/{i}")))
            }
            _ => {}
        }
        next += 1;
    }
    all
}

/// A xorshift generator, with the same numbers in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}
