//! The names and ids of everything in the initial state.

/// The same ids as in the documentation of the examples.
pub const ORGANIZATION: &str = "4888442a3354817a7320eb61";
pub const PROJECT: &str = "32b6e34b3d91647abb20e7b8";
pub const ALERT: &str = "5b1e92c13b34b93b0230e6e1";
/// You, and another member of the organization.
pub const YOU: &str = "you@example.com";
pub const COLLEAGUE: &str = "ada@example.com";
/// A service account with all permissions, and one that may only read.
pub const OWNER: (&str, &str) = ("mdb_sa_id_sandbox", "mdb_sa_sk_sandbox");
pub const READER: (&str, &str) = ("mdb_sa_id_reader", "mdb_sa_sk_reader");
