//! A small in-memory Atlas, so that every example runs without an account and free of charge. It has an organization,
//! projects, and clusters that take some seconds to create, change and delete.
//!
//! ```sh
//! cargo run --example sandbox
//! # On another port (0 is any free port), with changes that take half a second:
//! cargo run --example sandbox -- --port 9000 --seconds 0.5
//! # With HTTPS, for clients that insist on it:
//! cargo run --example sandbox -- --tls-ca ca.pem
//! ```
//!
//! It prints the environment to set, and commands to try. `--help` lists its flags. It responds like the service:
//!
//! - A request without a valid access token gets a 401. Tokens are issued to service accounts, with their secrets.
//!   There are two at first; `mdb_sa_id_reader` may only read.
//! - A request for a date gets the newest version at or before it.
//! - Parameters and bodies are checked against the spec, in `spec/` of this repository.
//! - Operations that it lacks get a 501.
//!
//! It is built on [`atlas_api::test_util::Mock`], as a fake for your own tests can be. `service.rs` has the steps of
//! every call, `routes.rs` lists the operations, and `operations/` implements them, one file per topic. `state.rs` is
//! the state, which is plain data; `seed.rs` is its initial contents.

mod accounts;
mod call;
mod clock;
mod faults;
mod ids;
mod operations;
mod options;
mod paging;
mod parents;
mod refusals;
mod resource;
mod routes;
mod saving;
mod seed;
mod service;
mod spec;
mod state;
mod tls;
mod unseen;
mod validate;
mod versions;
mod welcome;

use std::process::ExitCode;
use std::{io, thread};

use atlas_api::test_util::Mock;
use clap::Parser;

use options::Options;
use service::Service;

fn main() -> ExitCode {
    let options = Options::parse();
    let port = options.port;
    match run(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
            eprintln!("error: can't listen on port {port}: {error}");
            eprintln!("help: --port 0 takes any free port");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the sandbox until the program is stopped.
fn run(options: Options) -> io::Result<()> {
    let saved = options.state.as_deref().map(saving::load).transpose()?;
    let state = saved.flatten().unwrap_or_else(seed::state);
    let tls = options.tls_ca.as_deref();
    let tls = tls.map(|ca| tls::listen(options.port, ca)).transpose()?;
    // Behind TLS, the server itself can use any free port.
    let port = if tls.is_some() { 0 } else { options.port };
    // It has no expectations to verify.
    let mock = Mock::bind(("127.0.0.1", port))?.unverified();
    let url = match &tls {
        Some((listener, _)) => format!("https://{}", listener.local_addr()?),
        None => mock.url(),
    };
    let welcome = welcome::text(&url, &options);
    Service::new(options, url, state)?.serve(&mock);
    print!("{welcome}");
    match tls {
        Some((listener, acceptor)) => tls::serve(listener, acceptor, mock.address()),
        // The server runs on its own thread.
        None => loop {
            thread::park();
        },
    }
}
