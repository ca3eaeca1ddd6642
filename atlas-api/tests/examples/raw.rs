//! Requests to the sandbox as any client could send them.

use atlas_api::http::Method;
use reqwest::header::HeaderMap;
use serde_json::Value;

use crate::sandbox::Sandbox;

/// Sends requests as any client could.
pub struct Raw {
    url: String,
    pub token: Option<String>,
}

/// A response.
pub struct Response {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Raw {
    pub async fn of(sandbox: &Sandbox) -> Self {
        Self {
            url: format!("{}/api/atlas/v2", sandbox.url()),
            token: Some(sandbox.token().await),
        }
    }

    pub async fn send(&self, method: Method, path: &str, accept: &str, body: &str) -> Response {
        let request = reqwest::Client::new().request(method, format!("{}{path}", self.url));
        let request = match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        };
        let request = request
            .header("accept", accept)
            .header("content-type", "application/json");
        let response = request.body(body.to_owned()).send().await.unwrap();
        Response {
            status: response.status().as_u16(),
            headers: response.headers().clone(),
            body: response.text().await.unwrap().parse().unwrap_or_default(),
        }
    }

    /// Requests a path like MongoDB's own tools do.
    pub async fn get(&self, path: &str) -> Response {
        let accept = "application/vnd.atlas.2025-03-12+json";
        self.send(Method::GET, path, accept, "").await
    }

    /// The status and the error code of a change.
    pub async fn refusal(&self, method: Method, path: &str, body: Value) -> (u16, String) {
        let accept = "application/vnd.atlas.2025-03-12+json";
        let response = self.send(method, path, accept, &body.to_string()).await;
        let code = response.body["errorCode"].as_str().unwrap_or_default();
        (response.status, code.to_owned())
    }
}

impl Response {
    pub fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }

    pub fn code(&self) -> &str {
        self.body["errorCode"].as_str().unwrap_or_default()
    }
}
