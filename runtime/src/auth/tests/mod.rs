//! Calls with each kind of credentials, against a mock service.

mod digest;
mod kinds;
mod service_account;

use http::Method;

use crate::client::handle::Client;
use crate::credentials::kinds::Credentials;
use crate::message::error::kinds::Error;
use crate::test_util::{Answer, Failure, Mock, Request};
use crate::transport::retry::RetryPolicy;
use crate::{json, test_util};

const PATH: &str = "/api/atlas/v2/things";

/// Creates a client that retries nothing. It may repeat a request to authenticate it.
fn client(mock: &Mock, credentials: Credentials) -> Client {
    let builder = mock.client_builder().credentials(credentials);
    builder.retry(RetryPolicy::never()).build().unwrap()
}

async fn get(client: &Client) -> Result<(), Error> {
    client
        .request(Method::GET, PATH, "2024-08-05")
        .send()
        .await
        .map(drop)
}

async fn post(client: &Client, body: &str) -> Result<(), Error> {
    let call = client.request(Method::POST, PATH, "2024-08-05");
    call.json(body).send().await.map(drop)
}

/// Returns the `Authorization` of each request so far, except those for tokens.
fn authorizations(mock: &Mock) -> Vec<Option<String>> {
    let requests = mock.requests();
    let calls = requests
        .iter()
        .filter(|it| !it.path().starts_with("/api/oauth"));
    calls
        .map(|it| it.header("authorization").map(str::to_owned))
        .collect()
}
