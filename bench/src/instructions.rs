//! Counts the instructions of a piece of work with Valgrind. Unlike times, they are the same whatever else the
//! machine does.

use std::env;
use std::error::Error;
use std::process::Command;

/// Runs work to be counted. Only the instructions in this function count.
#[inline(never)]
pub fn counted(work: &mut dyn FnMut()) {
    work();
}

/// Runs this program again under Valgrind, and returns the number of instructions in its calls of [`counted`].
///
/// # Errors
/// Valgrind is not installed, or the program fails.
pub fn count(arguments: &[&str]) -> Result<u64, Box<dyn Error>> {
    let output = Command::new("valgrind")
        .args([
            "--tool=callgrind",
            "--toggle-collect=bench::instructions::counted*",
            "--callgrind-out-file=/dev/null",
        ])
        .arg(env::current_exe()?)
        .args(arguments)
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

/// The instructions of the first, as a multiple of those of the second.
///
/// # Errors
/// See [`count`].
#[expect(clippy::cast_precision_loss, reason = "figures for people")]
pub fn ratio(first: &[&str], second: &[&str]) -> Result<f64, Box<dyn Error>> {
    Ok(count(first)? as f64 / count(second)? as f64)
}
