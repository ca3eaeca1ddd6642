//! Detects descriptions that only repeat the name of their place.

use std::collections::BTreeSet;

use heck::ToSnakeCase;

/// Words that carry no meaning by themselves.
const FILLERS: &[&str] = &[
    "a",
    "an",
    "and",
    "for",
    "id",
    "identifier",
    "in",
    "is",
    "its",
    "list",
    "name",
    "of",
    "on",
    "that",
    "the",
    "this",
    "to",
    "value",
    "whether",
];

/// Whether every word of a string is in the name of its place, or carries no meaning.
pub fn only_repeats(place: &str, text: &str) -> bool {
    let place = place.to_snake_case();
    let known: BTreeSet<&str> = place
        .split(['_', '.'])
        .chain(FILLERS.iter().copied())
        .collect();
    let words = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty());
    words.map(str::to_lowercase).all(|word| {
        let singular = word.strip_suffix('s').unwrap_or(&word);
        known.contains(word.as_str()) || known.contains(singular)
    })
}

#[cfg(test)]
mod tests {
    use super::only_repeats;

    #[test]
    fn rejects_description_that_repeats_the_name() {
        assert!(only_repeats(
            "Cluster.groupId",
            "The group id of the cluster."
        ));
        assert!(only_repeats(
            "Cluster.paused",
            "Whether the cluster is paused."
        ));
        assert!(!only_repeats(
            "Cluster.paused",
            "Whether the cluster is stopped."
        ));
    }
}
