//! The client against local servers: what it sends, how it interprets each response, and what it does when things go
//! wrong.
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
mod dates;
mod digest;
mod downloads;
mod hooks;
mod logs;
mod oauth;
mod paging;
mod raw_calls;
mod redirects;
mod requests;
mod responses;
mod retries;
mod retry_budget;
mod settings;
mod support;
mod tls;
mod waiting;
