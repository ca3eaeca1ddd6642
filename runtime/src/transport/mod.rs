//! Sends any request to the service, and receives its response.
//!
//! From the bottom up:
//!
//! | file | job |
//! |---|---|
//! | `base_url` | where the service is |
//! | `futures` | helpers for futures and streams |
//! | `retry`, `limiter` | when to send again, how fast to send |
//! | `options` | settings that may differ between calls |
//! | `hook`, `trace` | observers of attempts |
//! | `authorize` | what an exchange requires of `auth` |
//! | `sending` | one request over HTTP, within its time and size |
//! | `shared` | what all clones of a client share |
//! | `exchange` | one call: its attempts, its deadline, authorization, hooks |
//!
//! On WebAssembly, which has no sockets, only `retry` is left.

#[cfg(not(target_family = "wasm"))]
pub(crate) mod authorize;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod base_url;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod exchange;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod futures;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod hook;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod limiter;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod options;
pub(crate) mod retry;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod sending;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod shared;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod trace;

#[cfg(not(target_family = "wasm"))]
pub use hook::{Attempt, Hook, Outcome};
#[cfg(not(target_family = "wasm"))]
pub use limiter::RateLimiter;
#[cfg(not(target_family = "wasm"))]
pub use options::Options;
pub use retry::RetryPolicy;
