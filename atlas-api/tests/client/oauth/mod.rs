//! Service accounts, and tokens that a program gets itself.

mod failures;
mod own_tokens;
mod service;
mod shared_token;
mod stores_and_revocation;
