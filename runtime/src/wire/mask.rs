//! Masks, which the service returns in place of secrets.

/// Whether a string is a mask: what the service returns in place of a secret that it does not show again, such as
/// `****wxyz` or `********-****-****-db2c132ca78d`.
///
/// The service returns masks where a secret was set, such as in `apiToken` of an alert's notification. A mask that is
/// sent back is rejected, or stored in place of the secret. So a program that changes what it has read must leave
/// masked properties out, or set the secret again. A string counts as a mask if it has four asterisks in a row, like
/// every mask recorded so far.
///
/// ```
/// assert!(atlas_api::is_masked("****wxyz"));
/// assert!(atlas_api::is_masked("https://example.com/****2192"));
/// assert!(!atlas_api::is_masked("xoxb-4711"));
/// ```
#[must_use]
pub fn is_masked(secret: &str) -> bool {
    secret.contains("****")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognizes_masks_by_four_asterisks() {
        assert!(is_masked("****wxyz"));
        assert!(is_masked("********-****-****-db2c132ca78d"));
        assert!(!is_masked("***"));
        assert!(!is_masked("**-**-*"));
    }
}
