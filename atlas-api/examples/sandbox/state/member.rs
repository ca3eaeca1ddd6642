//! A person: a member of the organization or of a project, or invited.

use std::time::Duration;

use atlas_api::Output;
use atlas_api::types::{GroupUserResponse, OrgUserResponse};
use serde_json::{Value as Json, json};

use crate::{clock, convert};

/// The user who makes all changes.
pub const YOU: &str = "you@example.com";

/// How long an invitation is valid.
const INVITATION: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// A member of the organization or of a project.
#[derive(Clone)]
pub struct Member {
    pub id: String,
    pub username: String,
    /// Whether the user is active. Otherwise they are invited.
    pub is_active: bool,
    /// In the organization or in the project.
    pub roles: Vec<String>,
}

impl Member {
    /// The properties that both have.
    fn view<T: Output>(&self, roles: Json) -> T {
        let mut view = json!({"id": self.id, "username": self.username, "roles": roles});
        if self.is_active {
            view["orgMembershipStatus"] = "ACTIVE".into();
        } else {
            view["orgMembershipStatus"] = "PENDING".into();
            view["inviterUsername"] = YOU.into();
            view["invitationExpiresAt"] = clock::after(INVITATION).as_str().into();
        }
        convert::from_json(&view)
    }

    pub fn in_project(&self) -> GroupUserResponse {
        self.view(json!(self.roles))
    }

    pub fn in_organization(&self) -> OrgUserResponse {
        self.view(json!({"orgRoles": self.roles}))
    }
}
