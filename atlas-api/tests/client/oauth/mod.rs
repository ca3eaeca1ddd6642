//! Service accounts, and tokens from the program itself.

mod failures;
mod own_tokens;
mod service;
mod shared_token;
mod stores_and_revocation;
