//! Sends any request to the service, and receives its response.
//!
//! From the bottom up:
//!
//! | file | job |
//! |---|---|
//! | `base_url` | the base URLs of the service |
//! | `http_client` | the HTTP client, which sends a request to its URL and nowhere else |
//! | `futures` | helpers for futures and streams |
//! | `retry`, `budget` | when to retry, and how often in total |
//! | `pace`, `limiter`, `concurrency` | limits of the rate and of concurrency |
//! | `options` | settings that may differ between calls |
//! | `hook`, `trace` | observers of attempts |
//! | `authorize` | what an exchange requires of `auth` |
//! | `sending` | one request over HTTP, within its time and size |
//! | `observed` | an attempt as its observers see it |
//! | `read_only` | errors of a client that only reads |
//! | `tape` | records or replays calls |
//! | `shared` | the state that all clones of a client share |
//! | `exchange` | one call: its attempts, its deadline, authorization, hooks |
//!
//! On WebAssembly, which has no sockets, only `retry` exists.

#[cfg(not(target_family = "wasm"))]
pub(crate) mod authorize;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod base_url;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod budget;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod concurrency;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod exchange;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod futures;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod hook;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod http_client;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod limiter;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod observed;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod options;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod pace;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod read_only;
pub(crate) mod retry;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod sending;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod shared;
#[cfg(all(feature = "test-util", not(target_family = "wasm")))]
pub(crate) mod tape;
#[cfg(all(test, feature = "test-util"))]
mod tests;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod trace;

#[cfg(not(target_family = "wasm"))]
pub use budget::RetryBudget;
#[cfg(not(target_family = "wasm"))]
pub use hook::{Attempt, Hook, Outcome};
#[cfg(not(target_family = "wasm"))]
pub use limiter::RateLimiter;
#[cfg(not(target_family = "wasm"))]
pub use options::Options;
pub use retry::{RetryDecision, RetryPolicy};
