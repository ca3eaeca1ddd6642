//! Drives a headless Chromium over WebDriver, with just the commands that the test needs.
//!
//! No crate would make this file shorter. Most of it starts `chromedriver`, lists the switches of Chromium, and sends
//! commands that only Chromium has. `fantoccini` leaves all of that to its caller: with it, this file has 207 lines,
//! and `Cargo.lock` 23 more packages. `thirtyfour` turns on `preserve_order` of `serde_json`. Cargo would then build
//! the whole workspace with it, and the objects that the generator reads would no longer be sorted.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long a page may take to respond.
const PATIENCE: Duration = Duration::from_secs(20);

/// A browser with one window. It quits when it is dropped.
pub(crate) struct Browser {
    driver: Child,
    agent: ureq::Agent,
    /// The address of the session, or of the driver until there is one.
    base: String,
    /// The folder for the browser's files.
    profile: tempfile::TempDir,
}

impl Browser {
    /// Starts `chromedriver` on a free port, and with it the browser.
    pub(crate) fn start() -> Self {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver is installed");
        let output = BufReader::new(driver.stdout.take().expect("it is piped"));
        // The driver prints its port.
        let port = output.lines().map_while(Result::ok).find_map(|line| {
            let (_, port) = line.split_once("successfully on port ")?;
            port.trim_end_matches('.').parse::<u16>().ok()
        });
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(330)));
        let mut browser = Self {
            driver,
            agent: config.build().into(),
            base: format!(
                "http://127.0.0.1:{}",
                port.expect("the driver names its port")
            ),
            profile: tempfile::tempdir().expect("a folder for the browser"),
        };
        let profile = format!("--user-data-dir={}", browser.profile.path().display());
        // Only the page may use the network. Without a sandbox, the browser also runs in a container.
        let arguments = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1280,900",
            &profile,
        ];
        let session = browser.post(
            "/session",
            &json!({ "capabilities": { "alwaysMatch": {
                "browserName": "chrome",
                // The machine may be busy. By default, a script may take half a minute.
                "timeouts": { "script": 300_000 },
                "goog:chromeOptions": { "args": arguments },
                "goog:loggingPrefs": { "browser": "ALL", "performance": "ALL" },
            } } }),
        );
        let id = session["sessionId"].as_str().expect("a session has an id");
        browser.base = format!("{}/session/{id}", browser.base);
        browser
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        let url = format!("{}{path}", self.base);
        let response = self
            .agent
            .post(&url)
            .header("content-type", "application/json");
        let mut response = response.send(body.to_string()).expect("the driver answers");
        let text = response
            .body_mut()
            .with_config()
            .limit(1 << 30)
            .read_to_string();
        let answer: Value = serde_json::from_str(&text.expect("a text")).expect("JSON");
        assert!(
            response.status().is_success(),
            "{path} {body}: {}",
            answer["value"]
        );
        answer["value"].clone()
    }

    /// Opens a page and waits until it has loaded, even if the address differs only in its fragment.
    pub(crate) fn open(&self, url: &str) {
        self.post("/url", &json!({ "url": "about:blank" }));
        self.post("/url", &json!({ "url": url }));
    }

    /// Returns the result of a script, which is the body of a function.
    pub(crate) fn script(&self, script: &str) -> Value {
        self.post("/execute/sync", &json!({ "script": script, "args": [] }))
    }

    /// Waits until a script returns true.
    pub(crate) fn wait(&self, script: &str) {
        let start = Instant::now();
        while self.script(script) != true {
            assert!(start.elapsed() < PATIENCE, "it never comes: {script}");
            thread::sleep(Duration::from_millis(20));
        }
    }

    /// The elements that a selector finds.
    pub(crate) fn find(&self, selector: &str) -> Vec<String> {
        let found = self.post(
            "/elements",
            &json!({ "using": "css selector", "value": selector }),
        );
        let found = found.as_array().expect("a list of elements").iter();
        let id = |element: &Value| {
            element
                .as_object()?
                .values()
                .next()?
                .as_str()
                .map(str::to_owned)
        };
        found.filter_map(id).collect()
    }

    /// Clicks the first element that a selector finds, as with a mouse.
    pub(crate) fn click(&self, selector: &str) {
        let found = self.find(selector);
        let element = found
            .first()
            .unwrap_or_else(|| panic!("there is no {selector}"));
        self.post(&format!("/element/{element}/click"), &json!({}));
    }

    /// Types into the first element that a selector finds, after its current text.
    pub(crate) fn write(&self, selector: &str, text: &str) {
        let found = self.find(selector);
        let element = found
            .first()
            .unwrap_or_else(|| panic!("there is no {selector}"));
        self.post(
            &format!("/element/{element}/value"),
            &json!({ "text": text }),
        );
    }

    /// A command of the browser's own protocol.
    pub(crate) fn devtools(&self, command: &str, parameters: &Value) {
        self.post(
            "/goog/cdp/execute",
            &json!({ "cmd": command, "params": parameters }),
        );
    }

    /// The log entries since the last call: `browser` for the console, `performance` for the network.
    pub(crate) fn log(&self, kind: &str) -> Vec<Value> {
        let log = self.post("/se/log", &json!({ "type": kind }));
        log.as_array().expect("a list of entries").clone()
    }

    /// The addresses that a page has requested since the last call, including its own.
    pub(crate) fn requests(&self, page: &str) -> Vec<String> {
        let messages = self.log("performance").into_iter().filter_map(|entry| {
            let entry: Value = serde_json::from_str(entry["message"].as_str()?).ok()?;
            let message = &entry["message"];
            let url = message["params"]["request"]["url"].as_str()?.to_owned();
            // The browser's internal pages request a lot.
            let of_page = message["params"]["documentURL"].as_str()?.starts_with(page);
            (of_page && message["method"] == "Network.requestWillBeSent").then_some(url)
        });
        messages.collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver ends the browser with the session. Without a session there is nothing to end.
        let _ = self.agent.delete(&self.base).call();
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
