//! Shared by all tests of the client.

pub mod faults;
mod watch;

use atlas_api::{Client, ClientBuilder, Credentials, Error, RetryPolicy, clusters, projects};
use wiremock::matchers::any;
use wiremock::{Mock, MockServer, Request, Respond, ResponseTemplate};

pub use watch::{RECORDS, has_secret, logged, watch_logs};

pub const GROUP: &str = "32b6e34b3d91647abb20e7b8";
pub const TOKEN: &str = "hush-token";
pub const LIST_CLUSTERS: &str = "listClusters (GET /api/atlas/v2/groups/{groupId}/clusters)";

/// A server that gives every request the same response.
pub async fn server(answer: impl Respond + 'static) -> MockServer {
    let server = MockServer::start().await;
    Mock::given(any()).respond_with(answer).mount(&server).await;
    server
}

/// A client without retries.
pub fn builder(base_url: &str) -> ClientBuilder {
    watch_logs();
    Client::builder()
        .base_url(base_url)
        .credentials(Credentials::bearer_token(TOKEN))
        .retry(RetryPolicy::never())
}

pub fn client(server: &MockServer) -> Client {
    builder(&server.uri()).build().unwrap()
}

/// Makes a call that succeeds.
pub async fn get_group(client: ClientBuilder) {
    let client = client.build().unwrap();
    client.send(projects::get_group(GROUP)).await.unwrap();
}

/// The default number of attempts, without long pauses.
pub fn quick_retries() -> RetryPolicy {
    RetryPolicy::default().base(std::time::Duration::from_millis(1))
}

/// The error of `listClusters` for a response. Also checks that it follows the rules for all errors.
pub async fn list_error(answer: ResponseTemplate) -> Error {
    let server = server(answer).await;
    let error = client(&server)
        .send(clusters::list_clusters(GROUP))
        .await
        .unwrap_err();
    assert_presentable(&error);
    assert_eq!(error.operation().unwrap().name, "listClusters");
    error
}

pub fn assert_presentable(error: &Error) {
    let message = error.to_string();
    assert!(!message.chars().any(char::is_control), "{message}");
    assert!(message.len() < 1_500, "{message}");
    for text in [message, format!("{error:?}"), format!("{error:#?}")] {
        assert!(!has_secret(&text), "{text}");
    }
}

pub fn json(status: u16, body: &str) -> ResponseTemplate {
    ResponseTemplate::new(status).set_body_raw(body, "application/json")
}

/// The value of a header of a request.
pub fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request
        .headers
        .get(name)
        .map(|value| value.to_str().unwrap())
}

pub async fn requests(server: &MockServer) -> Vec<Request> {
    server.received_requests().await.unwrap()
}

pub async fn only_request(server: &MockServer) -> Request {
    let mut requests = requests(server).await;
    assert_eq!(requests.len(), 1);
    requests.remove(0)
}
