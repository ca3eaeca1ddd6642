//! Searches for secrets in everything that this crate and its dependencies log while the tests run. All secrets of
//! the tests contain the same word.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, Once};

use log::{LevelFilter, Log, Metadata, Record};

/// Base64 of `mdb_sa_id_1:hush-client-secret`, as in a header.
const ENCODED: &str = "bWRiX3NhX2lkXzE6aHVzaC1jbGllbnQtc2VjcmV0";

struct Watch;

pub static RECORDS: AtomicUsize = AtomicUsize::new(0);
/// What this crate has logged.
static OWN: Mutex<Vec<String>> = Mutex::new(Vec::new());

impl Log for Watch {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &Record<'_>) {
        RECORDS.fetch_add(1, Ordering::Relaxed);
        let line = format!("{} {} {}", record.level(), record.target(), record.args());
        if has_secret(&line) {
            // A panic could be caught, or blamed on the wrong test.
            eprintln!("a secret was logged: {line}");
            std::process::abort();
        }
        if record.target().starts_with("atlas_api") {
            OWN.lock().unwrap().push(line);
        }
    }

    fn flush(&self) {}
}

/// Starts to watch, at the most detailed level.
pub fn watch_logs() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        log::set_logger(&Watch).unwrap();
        log::set_max_level(LevelFilter::Trace);
    });
}

/// The lines logged by this crate that contain a word.
pub fn logged(word: &str) -> Vec<String> {
    let own = OWN.lock().unwrap();
    own.iter()
        .filter(|line| line.contains(word))
        .cloned()
        .collect()
}

pub fn has_secret(text: &str) -> bool {
    text.contains("hush") || text.contains(ENCODED)
}
