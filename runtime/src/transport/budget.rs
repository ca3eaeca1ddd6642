//! Limits how many retries a client spends on a failing service.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

const TOKENS: u32 = 500;
const COST: u32 = 5;

/// Limits the retries of a client and its clones, so that they do not multiply the load of a service that is down.
///
/// A budget is a bucket of tokens. It begins full, with 500 by default. Each retry takes 5 tokens; without them, the
/// call ends with the error of its last attempt. A retry that succeeds gives its tokens back, and a call that succeeds
/// at once adds one token. So a client sends at most 300 requests in 200 calls to a service that answers none, and
/// hardly any retry is denied while most calls succeed.
///
/// A clone shares the tokens, so one budget can serve several clients. The polls of a [wait](crate::Client::wait) are
/// not retries, but the retries within a poll are. Requests for access tokens do not count.
///
/// ```
/// use atlas_api::{Client, RetryBudget};
///
/// // At most 20 retries in a row.
/// let budget = RetryBudget::new(100).cost(5);
/// let client = Client::builder().retry_budget(budget).build()?;
/// # Ok::<(), atlas_api::Error>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct RetryBudget {
    cost: u32,
    bucket: Arc<Bucket>,
}

struct Bucket {
    capacity: u32,
    tokens: Mutex<u32>,
}

impl Default for RetryBudget {
    /// 500 tokens; 5 for each retry.
    fn default() -> Self {
        Self::new(TOKENS)
    }
}

impl RetryBudget {
    /// A full bucket of this many tokens. With 0 tokens, nothing is retried.
    pub fn new(tokens: u32) -> Self {
        Self {
            cost: COST,
            bucket: Arc::new(Bucket {
                capacity: tokens,
                tokens: Mutex::new(tokens),
            }),
        }
    }

    /// Sets how many tokens a retry takes. 5 by default. With 0, retries are free.
    pub fn cost(mut self, tokens: u32) -> Self {
        self.cost = tokens;
        self
    }

    /// Returns how many tokens are left.
    #[must_use]
    pub fn tokens(&self) -> u32 {
        *self.bucket.tokens()
    }

    /// Spends the tokens for a retry, if there are enough.
    pub(crate) fn spend(&self) -> bool {
        let mut tokens = self.bucket.tokens();
        match tokens.checked_sub(self.cost) {
            Some(rest) => {
                *tokens = rest;
                true
            }
            None => false,
        }
    }

    /// Adds the tokens for a success.
    pub(crate) fn earn(&self, after_retry: bool) {
        let earned = if after_retry { self.cost } else { 1 };
        let mut tokens = self.bucket.tokens();
        *tokens = tokens.saturating_add(earned).min(self.bucket.capacity);
    }
}

impl Bucket {
    fn tokens(&self) -> MutexGuard<'_, u32> {
        // Nothing panics while it holds the lock.
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for RetryBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryBudget")
            .field("capacity", &self.bucket.capacity)
            .field("cost", &self.cost)
            .field("tokens", &self.tokens())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_budget_refuses_until_refilled() {
        let budget = RetryBudget::new(11).cost(5);
        let clone = budget.clone();
        assert!(budget.spend() && clone.spend());
        assert!(!budget.spend());
        assert_eq!(budget.tokens(), 1);
        for _ in 0..3 {
            clone.earn(false);
            assert!(!budget.spend());
        }
        clone.earn(false);
        assert!(budget.spend() && !budget.spend());
    }

    #[test]
    fn budget_never_exceeds_capacity() {
        let budget = RetryBudget::new(7).cost(u32::MAX);
        budget.earn(true);
        budget.earn(false);
        assert_eq!(budget.tokens(), 7);
        assert!(!budget.spend());
        let free = RetryBudget::new(0).cost(0);
        assert!(free.spend() && free.spend());
        assert!(!RetryBudget::new(0).spend());
    }
}
