//! Compatibility: the lists beside the spec that keep the crate correct and stable while the spec changes.
//!
//! Each list is a type that serde reads ([`Entries`]), and is applied to the spec or to the plan by one
//! function ([`apply`]). An entry that no longer applies is stale: an error in a strict run, so that no
//! list can rot, and reported in a lenient run, which reads a spec that the lists were not written for.
//! After this stage the plan is final.

mod constructors;
mod corrections;
mod entries;
mod legacy;
mod older_ids;
mod renames;
mod retired;

pub use constructors::{Constructor, Constructors};
pub use corrections::{Correction, Corrections};
pub use entries::{Entries, Mode, Stale, apply, settle};
pub use legacy::{add_legacy, check_legacy, replaced_outside_legacy};
pub use older_ids::{Id, OlderIds};
pub use renames::{Rename, Renames};
pub use retired::Retired;
