//! Tests the page of a report in a real browser: it loads, filters, and shows what the JSON says.
//!
//! The reports are samples. One more is read from the files that `ATLAS_REPORT_HTML` and
//! `ATLAS_REPORT_JSON` name, if they are set.

mod driver;
mod expected;
#[path = "../../src/format/sample.rs"]
mod sample;

use std::collections::BTreeSet;
use std::path::Path;
use std::{env, fs};

use driver::Browser;
use expected::{Filters, Json, page_of};
use review::report::Report;
use serde_json::{Value, json};

#[test]
#[ignore = "needs chromium and chromedriver"]
fn shows_sample_report() {
    with_page(&sample::sample(), |page| page.check());
}

/// However long the list, the page is fast and fits the screen of a phone.
#[test]
#[ignore = "needs chromium and chromedriver"]
fn shows_large_report_quickly() {
    with_page(&sample::large(), |page| {
        page.browser.open(&page.url);
        page.summary();
        page.quick();
        page.shows(&Filters::default());
        page.phone();
        page.ends();
    });
}

#[test]
#[ignore = "needs chromium and chromedriver"]
fn shows_report_named_by_environment() {
    match (
        env::var_os("ATLAS_REPORT_HTML"),
        env::var_os("ATLAS_REPORT_JSON"),
    ) {
        (Some(html), Some(json)) => {
            let (html, json) = (
                fs::canonicalize(html).unwrap(),
                fs::read_to_string(json).unwrap(),
            );
            let browser = Browser::start();
            let page = Page {
                browser: &browser,
                url: url(&html),
                json: Json::new(&json),
            };
            page.check();
        }
        (None, None) => println!("skipped: ATLAS_REPORT_HTML and ATLAS_REPORT_JSON are not set"),
        _ => panic!("ATLAS_REPORT_HTML and ATLAS_REPORT_JSON must both be set"),
    }
}

/// Shows a report in its own browser.
fn with_page(report: &Report, check: impl FnOnce(&Page)) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.html");
    fs::write(&path, review::format::html(report)).unwrap();
    let json = Json::new(&review::format::json(report));
    let browser = Browser::start();
    check(&Page {
        browser: &browser,
        url: url(&path),
        json,
    });
}

/// A file's address.
fn url(path: &Path) -> String {
    let path = path.display().to_string();
    format!("file://{}", path.replace('%', "%25").replace('#', "%23"))
}

/// A page under test.
struct Page<'a> {
    browser: &'a Browser,
    url: String,
    json: Json,
}

impl Page<'_> {
    fn check(&self) {
        assert!(
            !self.json.changes().is_empty(),
            "a report without changes tests little"
        );
        self.browser.open(&self.url);
        self.summary();
        self.shows(&Filters::default());
        self.quick();
        self.each_filter();
        self.all_filters();
        self.nothing_fits();
        self.one_change();
        self.looks();
        self.phone();
        self.without_script();
        self.ends();
    }

    /// Nothing was fetched, and there were no errors.
    fn ends(&self) {
        let fetched: BTreeSet<_> = self.browser.requests(&self.url).into_iter().collect();
        assert!(
            fetched.contains(&self.url),
            "the log of the network is empty"
        );
        // The cross that clears the search is an icon of the browser.
        let own = |url: &String| url.starts_with(&self.url) || url.starts_with("chrome://");
        assert!(fetched.iter().all(own), "{fetched:?}");
        assert_eq!(
            self.browser.log("browser"),
            Vec::<Value>::new(),
            "the console"
        );
    }

    fn text(&self, selector: &str) -> String {
        let script = format!("return document.querySelector({selector:?})?.textContent ?? ''");
        self.browser.script(&script).as_str().unwrap().to_owned()
    }

    /// Checks that the page shows the filtered changes, each once, and their number.
    fn shows(&self, filters: &Filters) {
        // A rule with many changes shows only some at first.
        while !self.browser.find(".rest").is_empty() {
            self.browser.click(".rest");
        }
        let shown = self.browser.script(
            "return [...document.querySelectorAll('article.change')]
                .filter((change) => change.getClientRects().length).map((change) => change.id)",
        );
        let shown: Vec<_> = shown
            .as_array()
            .unwrap()
            .iter()
            .map(|id| id.as_str().unwrap().to_owned())
            .collect();
        let expected = self.json.filtered(filters);
        assert_eq!(shown.len(), expected.len(), "{filters:?}");
        assert_eq!(
            shown.into_iter().collect::<BTreeSet<_>>(),
            expected,
            "{filters:?}"
        );
        let all = self.json.changes().len();
        let number = match expected.len() {
            some if some < all => format!("{some} of {all} change"),
            _ => format!("{all} change"),
        };
        let said = self.text("#ui-count");
        assert_eq!(said.trim_end_matches('s'), number);
    }

    fn summary(&self) {
        let figures = self.browser.script(
            "return Object.fromEntries([...document.querySelectorAll('[data-figure]')]
                .map((one) => [one.dataset.figure, one.textContent]))",
        );
        for (name, expected) in self.json.figures() {
            assert_eq!(figures[&name].as_str(), Some(&*expected), "{name}");
        }
        let items = self.browser.script(
            "return [...document.querySelectorAll('.todo li')].map((one) => one.textContent)",
        );
        assert_eq!(items, self.json.report["summary"]["actions_required"]);
        assert_eq!(self.text("title"), self.json.title());
    }

    /// The page opens immediately, and a search is immediate too.
    fn quick(&self) {
        let times = self.browser.script(
            "const start = performance.now();
             const search = document.getElementById('ui-search');
             search.value = 'list';
             search.dispatchEvent(new Event('input'));
             document.body.getBoundingClientRect();
             const middle = performance.now();
             search.value = '';
             search.dispatchEvent(new Event('input'));
             document.body.getBoundingClientRect();
             const page = performance.getEntriesByType('navigation')[0];
             return [page.domComplete, middle - start, performance.now() - middle]",
        );
        let changes = self.json.changes().len();
        println!("{changes} changes: milliseconds to load, to search, to show all again: {times}");
        for (time, most) in times
            .as_array()
            .unwrap()
            .iter()
            .zip([10_000.0, 3_000.0, 3_000.0])
        {
            assert!(time.as_f64().unwrap() < most, "{times}");
        }
    }

    /// Sets each filter by itself, as a person would.
    fn each_filter(&self) {
        for name in ["wire", "rust"] {
            for value in self.json.values(name) {
                let button = format!("[data-{name}={value:?}]");
                self.browser.click(&button);
                let mut filters = Filters::default();
                filters.of(name).push(value.clone());
                self.shows(&filters);
                assert_eq!(
                    self.text(&format!("{button} span")),
                    self.json.count(&filters)
                );
                self.browser.click(&button);
            }
        }
        for name in ["tag", "kind", "rule"] {
            let values = self.json.values(name);
            // A report may have a hundred tags. The first, the last and some in between are enough.
            for value in values
                .iter()
                .step_by(1 + values.len() / 2)
                .chain(values.last())
            {
                self.choose(name, value);
                let mut filters = Filters::default();
                filters.of(name).push(value.clone());
                self.shows(&filters);
                let option = format!("#ui-{name} option:checked");
                assert!(
                    self.text(&option)
                        .ends_with(&format!("({})", self.json.count(&filters)))
                );
                self.browser.click("#ui-clear");
            }
        }
        self.browser.click("[data-action]");
        self.shows(&Filters {
            action: true,
            ..Filters::default()
        });
        self.browser.click("#ui-clear");
        for search in self.json.searches() {
            self.browser.write("#ui-search", &search);
            self.shows(&Filters {
                search,
                ..Filters::default()
            });
            self.browser.click("#ui-clear");
        }
        self.shows(&Filters::default());
        // The numbers of the summary link to what they count.
        let wire = self.json.values("wire").pop().unwrap();
        self.browser
            .click(&format!(".legend a[href='#wire={wire}']"));
        self.shows(&Filters {
            wire: vec![wire],
            ..Filters::default()
        });
        self.browser.click("#ui-clear");
    }

    fn choose(&self, name: &str, value: &str) {
        self.browser
            .click(&format!("#ui-{name} option[value={}]", json!(value)));
    }

    /// What the controls of the filters show as chosen.
    fn controls(&self) -> Value {
        self.browser.script(
            "return [...document.querySelectorAll('#ui-filters input, #ui-filters select')]
                .map((one) => one.value).concat(
                    [...document.querySelectorAll('.toggle')].map((one) => one.ariaPressed))",
        )
    }

    /// Combines filters, and checks the address that keeps them.
    fn all_filters(&self) {
        let change = self.json.richest();
        let text = |name: &str| change[name].as_str().unwrap().to_owned();
        let mut filters = Filters {
            wire: vec![text("wire")],
            rust: vec![text("rust")],
            kind: vec![text("kind")],
            ..Filters::default()
        };
        self.browser
            .click(&format!("[data-wire={:?}]", text("wire")));
        self.browser
            .click(&format!("[data-rust={:?}]", text("rust")));
        self.choose("kind", &text("kind"));
        if let Some(tag) = change["tags"][0].as_str() {
            self.choose("tag", tag);
            filters.tag.push(tag.to_owned());
        }
        let search = self.json.searches().swap_remove(0);
        self.browser.write("#ui-search", &search);
        filters.search = search;
        self.shows(&filters);
        let controls = self.controls();
        let address = self.browser.script("return location.href");
        self.browser.click("#ui-clear");
        assert_eq!(
            self.browser.script("return location.href"),
            self.url.as_str()
        );
        self.shows(&Filters::default());
        assert_ne!(self.controls(), controls);
        self.browser.open(address.as_str().unwrap());
        self.shows(&filters);
        assert_eq!(self.controls(), controls, "{address}");
        // With more than one verdict, changes with any of them match.
        self.browser.click("#ui-clear");
        for value in self.json.values("wire").into_iter().take(2) {
            self.browser.click(&format!("[data-wire={value:?}]"));
        }
        let wire = self.json.values("wire").into_iter().take(2).collect();
        self.shows(&Filters {
            wire,
            ..Filters::default()
        });
        self.browser.click("#ui-clear");
    }

    fn nothing_fits(&self) {
        self.browser.write("#ui-search", "nothing has this name");
        self.shows(&Filters {
            search: "nothing has this name".to_owned(),
            ..Filters::default()
        });
        assert!(
            self.text("#ui-list")
                .contains("No change fits these filters")
        );
        self.browser.click("#ui-list .empty button");
        self.shows(&Filters::default());
    }

    /// What an open change shows, after a click and from its address.
    fn one_change(&self) {
        let change = self.json.richest();
        let id = change["id"].as_str().unwrap();
        let at = format!("document.getElementById({})", json!(id));
        let selector = format!("article[id={}]", json!(id));
        assert!(
            self.browser.find(&format!("{selector} .body")).is_empty(),
            "made too early"
        );
        self.browser.click(&format!("{selector} summary"));
        // It is built when the page receives the click.
        self.browser
            .wait(&format!("return {at}.querySelector('.body') !== null"));
        self.opened(change, &at, &selector);

        self.browser
            .open(&format!("{}#{}", self.url, expected::encoded(id)));
        let place = self.browser.script(&format!(
            "const top = {at}.getBoundingClientRect().top;
             return top >= 0 && top < innerHeight && {at}.querySelector('details').open"
        ));
        assert_eq!(place, true, "{id} is not where its address leads");
        self.opened(change, &at, &selector);
    }

    fn opened(&self, change: &Value, at: &str, selector: &str) {
        let texts = |within: &str| {
            self.browser.script(&format!(
                "return [...{at}.querySelectorAll({within:?})].map((one) => one.textContent)"
            ))
        };
        for side in ["before", "after"] {
            let shown = texts(&format!(".side.{side} pre"));
            let expected = change[side].as_str();
            assert_eq!(
                shown,
                json!(expected.into_iter().collect::<Vec<_>>()),
                "{side}"
            );
        }
        assert_eq!(texts(".notes li"), change["notes"]);
        let items = change["items"].as_array().unwrap();
        let paths: Vec<_> = items.iter().map(|item| item["path"].clone()).collect();
        assert_eq!(texts(".item > code"), json!(paths));
        // Many operations are folded by tag. One click shows that a tag can be opened; there may be many.
        let folded = format!("{selector} .tag:not([open])");
        if !self.browser.find(&folded).is_empty() {
            self.browser.click(&format!("{folded} summary"));
            self.browser.wait(&format!(
                "return {at}.querySelector('.operations') !== null"
            ));
            self.browser.script(&format!(
                "{at}.querySelectorAll('.tag').forEach((tag) => {{ tag.open = true; }})"
            ));
        }
        self.browser.wait(&format!(
            "return {at}.querySelector('.tag:not(:has(ul))') === null"
        ));
        let shown = self.browser.script(&format!(
            "return [...{at}.querySelectorAll('.operations li')].map((one) => {{
                 const text = (name) => one.querySelector(name).textContent;
                 const link = one.querySelector('a');
                 return [link.textContent, link.href, text('.method'), text('.path'), text('.version')];
             }})"
        ));
        let shown: BTreeSet<_> = shown
            .as_array()
            .unwrap()
            .iter()
            .map(Value::to_string)
            .collect();
        let operations = change["operations"].as_array().unwrap();
        let expected = operations.iter().map(|path| {
            let path = path.as_str().unwrap();
            let known = &self.json.report["operations"][path];
            let link = page_of(path);
            json!([path, link, known["method"], known["path"], known["version"]]).to_string()
        });
        assert_eq!(shown, expected.collect::<BTreeSet<_>>());
    }

    /// Light and dark mode differ, and all visible text is readable.
    fn looks(&self) {
        self.browser.open(&self.url);
        self.browser.click("article.change summary");
        let mut grounds = BTreeSet::new();
        for scheme in ["light", "dark"] {
            let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
            self.browser.devtools(
                "Emulation.setEmulatedMedia",
                &json!({ "features": features }),
            );
            let ground = self
                .browser
                .script("return getComputedStyle(document.body).backgroundColor");
            grounds.insert(ground.to_string());
            let faint = self.browser.script(include_str!("contrast.js"));
            assert_eq!(faint, json!([]), "hard to read in {scheme}");
        }
        assert_eq!(grounds.len(), 2, "dark is as light");
        self.browser
            .devtools("Emulation.setEmulatedMedia", &json!({ "features": [] }));
    }

    /// On a phone nothing is wider than the screen, even with everything open.
    fn phone(&self) {
        let screen = json!({ "width": 360, "height": 740, "deviceScaleFactor": 2, "mobile": true });
        self.browser
            .devtools("Emulation.setDeviceMetricsOverride", &screen);
        self.browser.open(&self.url);
        assert_eq!(self.browser.script("return innerWidth"), 360);
        self.browser.click("#ui-more");
        self.shows(&Filters::default());
        let wide = self.browser.script(
            "document.querySelectorAll('article.change').forEach((change, index) => {
                 if (index < 40) change.querySelector('details').open = true;
             });
             return new Promise((done) => setTimeout(() => {
                 const wide = [...document.querySelectorAll('body *')]
                     .filter((one) => one.getBoundingClientRect().right > 360.5)
                     .map((one) => one.className || one.localName);
                 done([document.documentElement.scrollWidth, wide.slice(0, 5)]);
             }, 300))",
        );
        assert_eq!(wide, json!([360, []]), "wider than the screen");
        self.browser
            .devtools("Emulation.clearDeviceMetricsOverride", &json!({}));
    }

    /// The summary works without scripts, and the page says what does not.
    fn without_script(&self) {
        let off = |off: bool| {
            self.browser.devtools(
                "Emulation.setScriptExecutionDisabled",
                &json!({ "value": off }),
            );
        };
        off(true);
        self.browser.open(&self.url);
        self.summary();
        assert!(self.text("noscript").contains("need JavaScript"));
        let seen = self.browser.script(
            "return ['noscript p', 'main'].map((name) =>
                 document.querySelector(name).getClientRects().length > 0)",
        );
        assert_eq!(seen, json!([true, false]));
        off(false);
    }
}
