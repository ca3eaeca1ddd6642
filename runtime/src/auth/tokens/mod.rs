//! The access token of a client and its clones: fetched, shared, renewed and revoked.
//!
//! From the bottom up:
//!
//! | file | job |
//! |---|---|
//! | `held` | a token in use: its header, its renewal, its expiry |
//! | `states` | the states of a client's token, without I/O |
//! | `fetch` | gets, stores and revokes tokens |
//! | `shared_token` | does what the states ask for |
//!
//! # States
//!
//! "401" is a 401 for the current token. After a 401 for a token that was replaced meanwhile, the call gets the
//! current one.
//!
//! | state | a call needs a token | 401 | a token arrives | fetching fails | revoke | close |
//! |---|---|---|---|---|---|---|
//! | `Empty`: never fetched, revoked, or expired | → `Fetching`; waits | → `Fetching`; waits | | | | → `Closed` |
//! | `Fetching` | waits | waits | → `Held` | → `Empty`; the calls fail | → `Empty` | → `Closed` |
//! | `Held` | uses it; → `Renewing` if it ends soon; → `Fetching` if it has ended | → `Refused`; waits | | | → `Empty` | → `Closed` |
//! | `Renewing`: `Held`, and the next is on its way | uses it, or waits if it has ended | → `Refused`; waits | → `Held` | → `Held`; next try after 30 s | → `Empty` | → `Closed` |
//! | `Refused`: the same, but a call was refused | uses it, or waits if it has ended | waits | → `Held` | → `Held`; the calls get their 401 | → `Empty` | → `Closed` |
//! | `Closed` | fails | fails | | | | |
//!
//! A token that arrives after the client was closed or the token was revoked is neither used nor stored, but revoked.
//! Tokens to revoke are kept until that has succeeded.
//!
//! A 401 is the result of the call, and renews nothing, if another token would not help:
//!
//! - The token is fresh: the service has just issued it, and has accepted it for no call yet.
//! - The last replacement did not help: the same call was refused again. Another replacement may follow in five
//!   minutes.
//! - Three tokens were replaced within three minutes. The service issues ten a minute, for all programs together.

mod fetch;
mod held;
mod shared_token;
mod states;
#[cfg(test)]
mod tests;

pub(super) use fetch::{Fetch, Fetched, ProgramsOwn};
pub(crate) use held::Held;
pub(crate) use shared_token::Tokens;
