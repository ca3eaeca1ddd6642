//! Compatibility: the lists that accompany the spec and keep the crate correct and stable while the spec changes.
//!
//! Each list is a type that serde reads ([`Entries`]). One function ([`apply`]) applies it to the spec or to the
//! plan. An entry that no longer applies is stale. In a strict run that is an error, so no list can rot. A lenient
//! run, which reads a spec that the lists were not written for, only reports it. After this stage the plan is final.

mod adapt;
mod constructors;
mod corrections;
mod entries;
mod enum_names;
mod leave_out;
mod legacy;
mod older_ids;
mod read_only;
mod renames;
mod retired;

pub use adapt::{Adaptation, Adapted, Corrected, adapt};
pub use constructors::{Constructor, Constructors};
pub use corrections::{Correction, Corrections};
pub use entries::{Entries, Mode, Stale, apply, settle};
pub use legacy::{add_legacy, check_legacy, replace_deprecated, replaced_outside_legacy};
pub use older_ids::{Id, OlderIds};
pub use renames::{Rename, Renames};
pub use retired::Retired;
