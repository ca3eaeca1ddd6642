//! The sandbox as a program, and all other examples against it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::process::{Child, Stdio};

use atlas_api::{Client, ClientBuilder, Credentials};

use crate::EXAMPLES;
use crate::support::{example, run};

/// The running program. It stops when this is dropped.
pub struct Sandbox {
    child: Child,
    /// The lines that it prints when it starts.
    welcome: Vec<String>,
}

impl Sandbox {
    pub fn start(seconds: &str) -> Self {
        Self::with(&["--seconds", seconds])
    }

    /// Starts the sandbox with flags.
    pub fn with(flags: &[&str]) -> Self {
        let arguments = [&["--port", "0"], flags].concat();
        let mut command = example("sandbox", &arguments);
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut welcome = Vec::new();
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            welcome.push(line.unwrap());
            if welcome.last().unwrap().starts_with("Press Ctrl-C") {
                break;
            }
        }
        Self { child, welcome }
    }

    /// The rest of each line that starts with a word.
    fn after(&self, word: &'static str) -> impl Iterator<Item = &str> {
        let lines = self.welcome.iter().map(|line| line.trim_start());
        lines.filter_map(move |line| line.strip_prefix(word))
    }

    pub fn environment(&self) -> BTreeMap<&str, &str> {
        let exports = self.after("export ");
        exports.map(|it| it.split_once('=').unwrap()).collect()
    }

    /// The suggested commands, with their arguments.
    fn commands(&self) -> Vec<Vec<&str>> {
        let commands = self.after("cargo run --example ");
        let words = commands.map(|it| it.split(' ').filter(|word| *word != "--"));
        words.map(Iterator::collect).collect()
    }

    pub fn url(&self) -> &str {
        self.environment()["MONGODB_ATLAS_BASE_URL"]
    }

    /// A new access token for an account with all permissions.
    pub async fn token(&self) -> String {
        let request = reqwest::Client::new().post(format!("{}/api/oauth/token", self.url()));
        let request = request.basic_auth("mdb_sa_id_sandbox", Some("mdb_sa_sk_sandbox"));
        let request = request.body("grant_type=client_credentials");
        let answer = request.send().await.unwrap().text().await.unwrap();
        let answer: serde_json::Value = answer.parse().unwrap();
        answer["access_token"].as_str().unwrap().to_owned()
    }

    /// A client for an account with all permissions.
    pub fn client(&self) -> Client {
        self.client_of("mdb_sa_id_sandbox", "mdb_sa_sk_sandbox")
    }

    pub fn client_of(&self, id: &str, secret: &str) -> Client {
        self.builder(Credentials::service_account(id, secret))
            .build()
            .unwrap()
    }

    pub fn builder(&self, credentials: Credentials) -> ClientBuilder {
        Client::builder()
            .base_url(self.url())
            .credentials(credentials)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        // It has ended already, or ends now.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The form of a date and time, with 0 for digits.
const DATE: &str = "0000-00-00T00:00:00Z";

/// The text with all dates and times replaced, because they depend on the day of the test.
fn without_dates(text: &str) -> String {
    let is_date = |text: &str| {
        let digits = |it: char| if it.is_ascii_digit() { '0' } else { it };
        text.chars().map(digits).eq(DATE.chars())
    };
    let mut rest = text;
    let mut result = String::new();
    while let Some(next) = rest.chars().next() {
        if rest.get(..DATE.len()).is_some_and(is_date) {
            result += "DATE";
            rest = &rest[DATE.len()..];
        } else {
            result.push(next);
            rest = &rest[next.len_utf8()..];
        }
    }
    result
}

#[test]
fn every_example_runs_against_the_sandbox() {
    let sandbox = Sandbox::start("0");
    let environment = sandbox.environment();
    let folder = tempfile::tempdir().unwrap();
    let [file] = sandbox.after("echo ").collect::<Vec<_>>()[..] else {
        panic!("{:?}", sandbox.welcome);
    };
    let (text, name) = file.split_once(" >").unwrap();
    std::fs::write(folder.path().join(name), text).unwrap();
    let mut proposed = BTreeSet::new();
    let mut transcript = sandbox.welcome.join("\n");
    for command in sandbox.commands() {
        let (name, arguments) = command.split_first().unwrap();
        proposed.insert(*name);
        let mut program = example(name, arguments);
        program.envs(&environment).current_dir(&folder);
        let outcome = run(&mut program);
        assert_eq!(outcome.code, Some(0), "{name}: {outcome:?}");
        // Progress first, followed by results.
        let said = format!("{}{}", outcome.err, outcome.out);
        transcript += &format!("\n\n$ {}\n{}", command.join(" "), said.trim_end());
    }
    assert_eq!(proposed, EXAMPLES.map(|(name, _)| name).into());
    let transcript = transcript.replace(environment["MONGODB_ATLAS_BASE_URL"], "URL");
    insta::assert_snapshot!(without_dates(&transcript));

    let saved = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    assert!(saved("mongodb.log").contains("Connection accepted"));
    assert!(saved("invoice.csv").contains("\nATLAS_AWS_INSTANCE_M10,prod,26.88\n"));
}

#[test]
fn sandbox_explains_itself() {
    for wrong in [
        &["8787"][..],
        &["--port", "many"],
        &["--seconds", "-1"],
        &["--seconds"],
        &["--fault", "flood"],
        &["--fault", "reset/0"],
        &["--rate-limit", "few"],
    ] {
        let outcome = run(&mut example("sandbox", wrong));
        assert_eq!((outcome.code, &*outcome.out), (Some(2), ""), "{outcome:?}");
        assert!(outcome.err.starts_with("error: "), "{outcome:?}");
    }
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let outcome = run(&mut example("sandbox", &["--port", &port]));
    assert_eq!((outcome.code, &*outcome.out), (Some(1), ""), "{outcome:?}");
    let error = format!("error: can't listen on port {port}: ");
    assert!(outcome.err.starts_with(&error), "{outcome:?}");
    assert!(outcome.err.contains("\nhelp: --port 0"), "{outcome:?}");
}
