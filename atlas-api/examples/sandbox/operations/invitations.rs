//! Invitations to the organization and to projects, with the deprecated operations for single invitations.

use atlas_api::codes;
use atlas_api::test_util::Failure;
use serde_json::{Value as Json, json};

use super::users::INVITATION;
use crate::call::{Call, Reply, values};
use crate::ids::YOU;
use crate::resource::Resource;
use crate::state::Record;
use crate::unseen;
use crate::{clock, refusals};

/// An invitation.
pub struct Invitation;

impl Resource for Invitation {
    const NAME: &'static str = "invitation";
    const KEY: &'static str = "id";
    const ARGUMENT: &'static str = "invitationId";
    const NOT_FOUND: &'static str = codes::RESOURCE_NOT_FOUND;

    fn create(call: &mut Call, record: &mut Record) -> Result<(), Failure> {
        let name = call.required("username")?;
        if !name.contains('@') {
            let problem = "is not an e-mail address";
            return Err(refusals::refused(
                codes::INVALID_EMAIL_ADDRESS,
                "username",
                problem,
            ));
        }
        let scope = call.scope();
        let list = format!("{scope}/invites");
        if call.state.find(&list, "username", &name).is_some() {
            let code = unseen::DUPLICATE_INVITATION;
            return Err(refusals::duplicate(409, code, Self::NAME, &name));
        }
        let (kind, id) = scope.split_once('/').unwrap_or_default();
        let owner = call.state.find(kind, "id", id);
        let owner = owner.map(|it| it.value["name"].clone()).unwrap_or_default();
        let mut shown = json!({
            "id": call.state.new_id(), "username": name, "inviterUsername": YOU, "links": [],
            "createdAt": clock::text(clock::now()),
            "expiresAt": clock::text(clock::after(INVITATION)),
        });
        if kind == "orgs" {
            shown["orgId"] = id.into();
            shown["orgName"] = owner;
            shown["teamIds"] = json!([]);
        } else {
            shown["groupId"] = id.into();
            shown["groupName"] = owner;
        }
        record.merge(&shown);
        // Empty lists are not merged.
        record.value["links"] = json!([]);
        Ok(())
    }
}

/// The invitations of one person, or all.
pub fn list(call: &mut Call) -> Result<Reply, Failure> {
    let name = call.request.query("username");
    let invitations = values(call.state.list(&call.within("invites")));
    let is_wanted = |it: &Json| name.is_none_or(|name| it["username"] == name);
    Reply::list(invitations.into_iter().filter(is_wanted))
}

/// The invitation of the person in the body.
pub fn update_by_name(call: &mut Call) -> Result<Reply, Failure> {
    let (name, change) = (call.required("username")?, call.body.take());
    let list = call.within("invites");
    let known = call.state.find_mut(&list, "username", &name);
    let known =
        known.ok_or_else(|| refusals::not_found(Invitation::NOT_FOUND, Invitation::NAME, &name))?;
    known.merge(&change);
    Reply::one(known.value.clone())
}
