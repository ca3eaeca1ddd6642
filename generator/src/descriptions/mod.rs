//! Our own descriptions of operations, types, properties, parameters and values (`spec/descriptions/`).
//!
//! ```yaml
//! operations:
//!   createGroupCluster: Creates a cluster …          # by operationId
//! aliases:
//!   updateGroupCluster: [pause cluster, …]           # search terms for it
//! parameters:
//!   listGroupClusters.includeDeleted: …              # by operationId and name
//! types:
//!   ClusterDescription20240805: A cluster: …         # by component; an inline type by its place
//! properties:
//!   ClusterDescription20240805.paused: Whether …     # by the type that defines it
//! values:
//!   ClusterDescription20240805.stateName:            # by the place or the type of the enum
//!     UPDATING: A change is being applied.
//! ```
//!
//! `defaults.yaml` has `properties` and `parameters` by name, for places without a description of their own.

mod coverage;
mod describe;
mod list;
mod repetition;

pub use coverage::{Coverage, Share};
pub use describe::describe;
pub use list::Descriptions;
