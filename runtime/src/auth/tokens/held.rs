//! A token in use.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use tokio::time::Instant;

use super::states::Token;
use crate::auth::secret_header::bearer;
use crate::credentials::access_token::{AccessToken, LAST_MOMENTS};
use crate::message::error::kinds::Error;

/// How long before its expiry a token is renewed at the earliest, if it lasts long enough. Chosen for tokens with a
/// lifetime of an hour.
const EARLY: Duration = Duration::from_secs(300);

/// A token that can be sent.
pub(crate) struct Held {
    pub(super) token: AccessToken,
    header: HeaderValue,
    /// Whether the service has just issued it, rather than to an earlier run or another program.
    is_new: bool,
    renew_at: Option<Instant>,
    ends_at: Option<Instant>,
}

impl Held {
    /// Rejects a token that can't be sent or has expired.
    pub(super) fn new(token: AccessToken, is_new: bool) -> Result<Arc<Self>, Error> {
        let header = bearer(token.secret())?;
        let left = token.left();
        if left.is_some_and(|left| left.is_zero()) {
            return Err(Error::authentication("the token has expired".to_owned()));
        }
        let now = Instant::now();
        let before_end = |margin: Duration| now.checked_add(left?.saturating_sub(margin));
        let left_or_zero = left.unwrap_or_default();
        // Programs that share a token should not all renew it at once.
        let spread = 1.0 - fastrand::f64() / 4.0;
        Ok(Arc::new(Self {
            header,
            is_new,
            renew_at: before_end(EARLY.min(left_or_zero / 10).mul_f64(spread)),
            ends_at: before_end(LAST_MOMENTS.min(left_or_zero / 20)),
            token,
        }))
    }

    pub(crate) fn header(&self) -> &HeaderValue {
        &self.header
    }
}

impl Token for Arc<Held> {
    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(self, other)
    }

    fn is_new(&self) -> bool {
        self.is_new
    }

    fn is_due(&self, now: Instant) -> bool {
        self.renew_at.is_some_and(|time| time <= now)
    }

    fn is_over(&self, now: Instant) -> bool {
        self.ends_at.is_some_and(|time| time <= now)
    }
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use super::*;

    fn lasting(seconds: u64) -> AccessToken {
        AccessToken::new("t").expiring_at(SystemTime::now() + Duration::from_secs(seconds))
    }

    #[test]
    fn renewal_is_early_and_randomized() {
        for (seconds, earliest, last) in [(3_600, 300.0, 10.0), (60, 6.0, 3.0)] {
            let mut margins = Vec::new();
            for _ in 0..100 {
                let held = Held::new(lasting(seconds), true).unwrap();
                let left = |time: Option<Instant>| {
                    let left = time.unwrap().duration_since(Instant::now()).as_secs_f64();
                    seconds as f64 - left
                };
                assert_eq!(left(held.ends_at).round(), last);
                margins.push(left(held.renew_at));
            }
            let is_within = |margin: &f64| (earliest * 0.75..=earliest + 0.5).contains(margin);
            assert!(margins.iter().all(is_within), "{margins:?}");
            let is_early = |margin: &&f64| **margin > earliest * 0.875;
            let early = margins.iter().filter(is_early).count();
            assert!((10..90).contains(&early), "{margins:?}");
        }
        let forever = Held::new(AccessToken::new("t"), true).unwrap();
        assert_eq!((forever.renew_at, forever.ends_at), (None, None));
    }

    #[test]
    fn rejects_unusable_token() {
        let over = AccessToken::new("t").expiring_at(SystemTime::UNIX_EPOCH);
        for unusable in [over, AccessToken::new(" \n"), AccessToken::new("a\nb")] {
            let error = Held::new(unusable, true).err().unwrap();
            assert!(error.is_authentication(), "{error}");
        }
    }
}
