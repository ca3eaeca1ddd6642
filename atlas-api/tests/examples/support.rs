//! Shared by the tests of the examples: running one as a program, and a server for it.

use std::env;
use std::env::consts::EXE_SUFFIX;
use std::process::Command;

use serde_json::{Value, json};
use wiremock::matchers::{any, bearer_token, method, path};
use wiremock::{Mock, MockBuilder, MockServer, ResponseTemplate};

pub const GROUP: &str = "32b6e34b3d91647abb20e7b8";
pub const ORGANIZATION: &str = "4888442a3354817a7320eb61";
pub const HOST: &str = "prod-shard-00-00.abcde.mongodb.net";
pub const TOKEN: &str = "hush-example-token";
pub const CLIENT_ID: &str = "mdb_sa_id_example";
pub const CLIENT_SECRET: &str = "hush-example-secret";
/// The password of a database user.
pub const PASSWORD: &str = "hush-example-password";

/// The outcome of an example.
#[derive(Debug, PartialEq)]
pub struct Outcome {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Outcome {
    pub fn success(out: &str, err: &str) -> Self {
        Self {
            code: Some(0),
            out: out.to_owned(),
            err: err.to_owned(),
        }
    }

    pub fn failure(err: &str) -> Self {
        Self {
            code: Some(1),
            out: String::new(),
            err: err.to_owned(),
        }
    }
}

/// An example to run, without environment variables that could change its behavior.
pub fn example(name: &str, arguments: &[&str]) -> Command {
    let this = env::current_exe().unwrap();
    let folder = this.parent().and_then(|deps| deps.parent()).unwrap();
    let program = folder.join("examples").join(format!("{name}{EXE_SUFFIX}"));
    assert!(
        program.is_file(),
        "{} is missing: `cargo test` builds the examples too, but `cargo test --test examples` needs \
         `cargo build --examples` before it, with the same features",
        program.display()
    );
    let mut command = Command::new(program);
    command.args(arguments).env_clear();
    // Only one of them reads it.
    command.env("DATABASE_PASSWORD", PASSWORD);
    // Variables that the system needs to start a program and to find its certificates.
    for name in ["PATH", "SystemRoot", "SSL_CERT_FILE", "SSL_CERT_DIR"] {
        if let Some(value) = env::var_os(name) {
            command.env(name, value);
        }
    }
    command
}

pub fn run(command: &mut Command) -> Outcome {
    let output = command.output().unwrap();
    let outcome = Outcome {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    };
    for text in [&outcome.out, &outcome.err] {
        assert!(!text.contains("hush"), "{text}");
    }
    outcome
}

/// Runs an example with an access token.
pub fn run_with_token(server: &MockServer, name: &str, arguments: &[&str]) -> Outcome {
    run(example(name, arguments)
        .env("MONGODB_ATLAS_BASE_URL", server.uri())
        .env("MONGODB_ATLAS_ACCESS_TOKEN", TOKEN))
}

/// A request from the account that all examples use.
pub fn call(verb: &str, to: &str) -> MockBuilder {
    Mock::given(method(verb))
        .and(path(to))
        .and(bearer_token(TOKEN))
}

pub fn answer(status: u16, json: &Value) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_json(json)
}

/// A server that gives every request the same response.
pub async fn server(response: ResponseTemplate) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any())
        .respond_with(response)
        .mount(&server)
        .await;
    server
}

pub fn failure(status: u16, code: &str, detail: &str) -> ResponseTemplate {
    let body = json!({"error": status, "errorCode": code, "detail": detail, "parameters": []});
    answer(status, &body).insert_header("x-request-id", "r-4711")
}
