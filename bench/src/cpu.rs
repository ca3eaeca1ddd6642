//! The CPU time of two ways to do the same thing, measured alternately.

use std::error::Error;
use std::time::Duration;

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;

/// The result of a comparison.
pub struct Compared {
    /// CPU time of the crate's way for one repetition: the median of the rounds.
    pub ours: Duration,
    /// CPU time of the other way for one repetition.
    pub by_hand: Duration,
    /// The median of the ratios of the rounds. Rounds differ by more than the two ways within a round, because other
    /// load affects both ways alike.
    pub ratio: f64,
}

/// Runs both alternately. One call of a function does many repetitions.
///
/// # Errors
/// The system does not report the CPU time.
pub fn compare(
    rounds: usize,
    count: u32,
    mut ours: impl FnMut(),
    mut by_hand: impl FnMut(),
) -> Result<Compared, Box<dyn Error>> {
    // Opens connections and fills caches.
    ours();
    by_hand();
    let mut figures = [vec![], vec![], vec![]];
    for round in 0..rounds {
        // The second way of a round may run under different conditions, so they take turns.
        let (our_time, other_time) = if round % 2 == 0 {
            let our_time = time(&mut ours)?;
            (our_time, time(&mut by_hand)?)
        } else {
            let other_time = time(&mut by_hand)?;
            (time(&mut ours)?, other_time)
        };
        figures[0].push(our_time);
        figures[1].push(other_time);
        figures[2].push(our_time / other_time);
    }
    let [ours, by_hand, ratio] = figures.map(median);
    Ok(Compared {
        ours: Duration::from_secs_f64(ours) / count,
        by_hand: Duration::from_secs_f64(by_hand) / count,
        ratio,
    })
}

fn time(work: &mut impl FnMut()) -> Result<f64, Box<dyn Error>> {
    let before = used()?;
    work();
    // A clock that is too coarse must not lead to a division by zero.
    Ok((used()? - before).max(f64::EPSILON))
}

/// User and system time of this process, in seconds.
fn used() -> Result<f64, Box<dyn Error>> {
    let usage = getrusage(UsageWho::RUSAGE_SELF)?;
    Ok((usage.user_time() + usage.system_time()).num_microseconds() as f64 / 1e6)
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    let middle = figures.len() / 2;
    match figures.len() % 2 {
        0 if middle > 0 => (figures[middle - 1] + figures[middle]) / 2.0,
        _ => figures.get(middle).copied().unwrap_or(f64::NAN),
    }
}
