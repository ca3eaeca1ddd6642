//! Counts the instructions of a piece of work with Valgrind. Unlike times, they are the same whatever else the
//! machine does.

use std::env;
use std::error::Error;
use std::panic::resume_unwind;
use std::path::Path;
use std::process::Command;
use std::thread;

/// Runs work to be counted. Only the instructions in this function count.
#[inline(never)]
pub fn counted(work: &mut dyn FnMut()) {
    work();
}

/// Runs this program again under Valgrind, and returns the number of instructions in its calls of [`counted`].
///
/// The program runs in its own folder and with an empty environment. Its argument strings are on the heap, and their
/// lengths determine where later allocations go: a longer path once cost `serde_json::Value` 5%.
///
/// # Errors
/// Valgrind is not installed, or the program fails.
fn count(arguments: &[&str]) -> Result<u64, Box<dyn Error>> {
    let program = env::current_exe()?;
    let (Some(folder), Some(name)) = (program.parent(), program.file_name()) else {
        return Err(format!("{} is not a file", program.display()).into());
    };
    let output = Command::new("valgrind")
        .args([
            "--tool=callgrind",
            "--toggle-collect=bench::instructions::counted*",
            "--callgrind-out-file=/dev/null",
        ])
        .arg(Path::new(".").join(name))
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .envs(env::var_os("PATH").map(|path| ("PATH", path)))
        .output()
        .map_err(|error| format!("can't run valgrind, which counts instructions: {error}"))?;
    let log = String::from_utf8_lossy(&output.stderr);
    let count = log.lines().find_map(|line| {
        let (_, count) = line.split_once("Collected : ")?;
        count.trim().parse().ok()
    });
    match count {
        Some(count) if count > 0 && output.status.success() => Ok(count),
        _ => Err(format!("{arguments:?} under Valgrind: {log}").into()),
    }
}

/// The counts for several lists of arguments, in order. The programs run at the same time.
///
/// # Errors
/// Valgrind is not installed, or a program fails.
pub fn counts(lists: &[[&str; 3]]) -> Result<Vec<u64>, Box<dyn Error>> {
    thread::scope(|scope| {
        let count = |arguments| count(arguments).map_err(|error| error.to_string());
        let threads: Vec<_> = lists
            .iter()
            .map(|it| scope.spawn(move || count(it)))
            .collect();
        let counts = threads.into_iter().map(|thread| match thread.join() {
            Ok(count) => Ok(count?),
            Err(panic) => resume_unwind(panic),
        });
        counts.collect()
    })
}

/// The first count, as a multiple of the second.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "figures for people")]
pub fn ratio(first: u64, second: u64) -> f64 {
    first as f64 / second as f64
}
