//! Scrubbing: replaces everything that may be specific to an account. Equal strings get equal placeholders.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::form::{Form, is_identifier};
use crate::message::percent::encode;
use percent_encoding::percent_decode_str;

/// The strings that the program named, with their placeholders.
pub(super) type Named = BTreeMap<String, String>;

/// Replaces strings by numbered placeholders of the same form.
#[derive(Debug, Default)]
pub(super) struct Scrubber {
    named: Named,
    known: HashMap<String, String>,
    used: HashSet<String>,
    counts: HashMap<Form, usize>,
    /// The words in the paths of the API, which links may contain.
    words: BTreeSet<String>,
}

/// The parameters of links to other pages.
const PAGING: [&str; 3] = ["pageNum", "itemsPerPage", "includeCount"];

impl Scrubber {
    pub(super) fn new(named: Named) -> Self {
        Self {
            used: named.values().cloned().collect(),
            named,
            ..Self::default()
        }
    }

    /// Learns a word of the spec, which is kept wherever it is the whole string, because a program may pass it on.
    pub(super) fn keep(&mut self, word: String) {
        self.used.insert(word.clone());
        self.named.entry(word.clone()).or_insert(word);
    }

    /// Learns the words of a path template.
    pub(super) fn learn(&mut self, template: &str) {
        let words = template
            .split(['/', ':'])
            .filter(|word| is_identifier(word));
        self.words.extend(words.map(str::to_owned));
    }

    /// The placeholder of a string.
    pub(super) fn text(&mut self, text: &str) -> String {
        if let Some(named) = self.named.get(text) {
            return named.clone();
        }
        let form = Form::of(text);
        if form == Form::Harmless {
            return text.to_owned();
        }
        if let Some(known) = self.known.get(text) {
            return known.clone();
        }
        // Its parts may also occur by themselves.
        let parts = self.url(text).or_else(|| self.with_suffix(text));
        let placeholder = parts.unwrap_or_else(|| self.fresh(form));
        self.known.insert(text.to_owned(), placeholder.clone());
        placeholder
    }

    /// A placeholder that is not in use.
    fn fresh(&mut self, form: Form) -> String {
        loop {
            let count = self.counts.entry(form).or_default();
            *count += 1;
            let placeholder = form.placeholder(*count);
            if form == Form::Mask || self.used.insert(placeholder.clone()) {
                return placeholder;
            }
        }
    }

    /// A host with a port, or an address with a prefix length.
    fn with_suffix(&mut self, text: &str) -> Option<String> {
        let (of, at) = match (text.rfind('/'), text.rfind(':')) {
            (Some(at), _) => (3, at),
            (None, Some(at)) => (5, at),
            (None, None) => return None,
        };
        let (before, after) = text.split_at(at);
        let is_number = after.len() > 1 && after[1..].bytes().all(|byte| byte.is_ascii_digit());
        let is_short = after.len() <= of + 1;
        let form = Form::of(before);
        let is_address = matches!(form, Form::Ipv4 | Form::Ipv6);
        let fits = is_address || of == 5 && matches!(form, Form::Host | Form::Name);
        (is_number && is_short && fits && Form::of(text) != Form::Ipv6)
            .then(|| self.text(before) + after)
    }

    /// A link. Its scheme stays, and so do words from the paths of the API.
    fn url(&mut self, text: &str) -> Option<String> {
        let (scheme, rest) = text.split_once("://")?;
        let of_scheme = |c: char| c.is_ascii_lowercase() || "+-.".contains(c);
        if scheme.is_empty() || !scheme.chars().all(of_scheme) || rest.contains(char::is_whitespace)
        {
            return None;
        }
        let (rest, fragment) = split(rest, '#');
        let (rest, query) = split(rest, '?');
        let (authority, path) = split(rest, '/');
        let mut out = format!("{scheme}://");
        let (user, hosts) = match authority.rsplit_once('@') {
            Some((user, hosts)) => (Some(user), hosts),
            None => (None, authority),
        };
        if let Some(user) = user {
            let parts: Vec<_> = user.split(':').map(|part| self.part(part)).collect();
            out += &parts.join(":");
            out.push('@');
        }
        let hosts: Vec<_> = hosts.split(',').map(|host| self.text(host)).collect();
        out += &hosts.join(",");
        for segment in path.iter().flat_map(|path| path.split('/')) {
            out.push('/');
            out += &match self.words.contains(segment) {
                true => segment.to_owned(),
                false => self.part(segment),
            };
        }
        if let Some(query) = query {
            out.push('?');
            out += &self.query(query, |name| PAGING.contains(&name), |_| false);
        }
        if let Some(fragment) = fragment {
            out.push('#');
            out += &self.part(fragment);
        }
        Some(out)
    }

    /// A query string with placeholders. Unchanged are short numbers with names that satisfy `is_own`, and arguments
    /// that contain only words of the spec.
    pub(super) fn query(
        &mut self,
        query: &str,
        is_own: impl Fn(&str) -> bool,
        is_listed: impl Fn(&str) -> bool,
    ) -> String {
        let pair = |pair: &str| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let is_small = value.len() <= 4 && value.bytes().all(|byte| byte.is_ascii_digit());
            let value = match is_own(name) && is_small || is_listed(name) {
                true => value.to_owned(),
                false => self.part(value),
            };
            match is_own(name) {
                true => format!("{name}={value}"),
                false => format!("{}={value}", self.part(name)),
            }
        };
        let pairs: Vec<_> = query.split('&').map(pair).collect();
        pairs.join("&")
    }

    /// A percent-encoded part of a link.
    fn part(&mut self, part: &str) -> String {
        let decoded = percent_decode_str(part).decode_utf8_lossy();
        encode(&self.text(&decoded))
    }
}

/// The text before a character, and the text after it.
fn split(text: &str, at: char) -> (&str, Option<&str>) {
    match text.split_once(at) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_same_part_the_same_everywhere() {
        let mut scrubber = Scrubber::new(Named::new());
        scrubber.learn("/api/atlas/v2/groups/{groupId}/clusters");
        let mut to = |text: &str| scrubber.text(text);
        assert_eq!(to("shop.abcde.mongodb.net"), "host1.example.com");
        assert_eq!(
            to("shop.abcde.mongodb.net:27017"),
            "host1.example.com:27017"
        );
        assert_eq!(
            to(
                "mongodb://u:pw@shop.abcde.mongodb.net:27017,b.x.net:27018/admin?authSource=x&n=4242"
            ),
            "mongodb://name1:name2@host1.example.com:27017,host2.example.com:27018/name3?name5=name4&name6=0001"
        );
        assert_eq!(to("10.1.2.3"), "198.18.0.1");
        assert_eq!(to("10.1.2.3/32"), "198.18.0.1/32");
        assert_eq!(to("fe80::1/64"), "2001:db8::1/64");
        assert_eq!(
            to(
                "https://cloud.mongodb.com/api/atlas/v2/groups/32b6e34b3d91647abb20e7b8/clusters/shop?pageNum=2"
            ),
            "https://host3.example.com/api/atlas/v2/groups/a00000000000000000000001/clusters/name7?pageNum=2"
        );
        assert_eq!(to("shop"), "name7");
        assert_eq!(
            to("http://mms.mongodb.com/next"),
            "http://host4.example.com/next"
        );
        // No path of the API contains this word.
        assert_eq!(
            to("https://cloud.mongodb.com/v2/secrets"),
            "https://host3.example.com/v2/name8"
        );
    }

    #[test]
    fn placeholders_avoid_names_given_by_program() {
        let named = [("shop", "name1"), ("prod", "prod")];
        let named = named.map(|(is, to)| (is.to_owned(), to.to_owned()));
        let mut scrubber = Scrubber::new(named.into());
        assert_eq!(scrubber.text("shop"), "name1");
        assert_eq!(scrubber.text("prod"), "prod");
        assert_eq!(scrubber.text("name1"), "name2");
        assert_eq!(scrubber.text("https://prod/shop"), "https://prod/name1");
    }
}
