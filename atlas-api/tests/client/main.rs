//! The client against servers on this machine: what it sends, what it makes of each answer, and what
//! it does when things go wrong.
#![cfg(all(
    feature = "clusters",
    feature = "events",
    feature = "invoices",
    feature = "monitoring_and_logs",
    feature = "projects",
    feature = "blocking",
    feature = "digest",
    feature = "gzip",
    feature = "rustls",
    feature = "tracing",
))]

mod blocking;
mod digest;
mod downloads;
mod logs;
mod oauth;
mod paging;
mod raw_calls;
mod requests;
mod responses;
mod retries;
mod settings;
mod support;
mod tls;
mod waiting;
